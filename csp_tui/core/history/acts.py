"""The acts, such as ticking an item; every change and history line names its act as ``do``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from csp_tui.core.base.language import N_


class Act(StrEnum):
    """The name of an act, as history lines have it; most commands have the name of their act."""

    ADD = "add"
    EDIT = "edit"
    CONTACT = "contact"
    REMOVE_CONTACT = "remove-contact"
    FACT = "fact"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    PURGE = "purge"
    KEEP = "keep"
    """The partner is kept here, although it was erased on another machine."""
    RESTORE = "restore"
    START = "start"
    CLOSE = "close"
    REOPEN = "reopen"
    MIGRATE = "migrate"
    TICK = "tick"
    UNTICK = "untick"
    CONFIRM = "confirm"
    WAIT = "wait"
    CHASE = "chase"
    NOT_APPLICABLE = "na"
    REFUSE = "refuse"
    NOTE = "note"
    EVIDENCE = "evidence"
    SET = "set"
    UNDO = "undo"
    REDO = "redo"
    REVERT = "revert"
    OUTSIDE = "outside"
    """Somebody changed a file without csp-tui; recorded when csp-tui notices the change."""
    FOUND = "found"
    """A file that was made by hand has values about which no line speaks; they are recorded."""
    IMPORT = "import"
    """Changes of a hand-over are taken in; only lines of version 1 record this."""
    JOIN = "join"
    """Values of another partner, which is the same one, are taken over."""
    DECIDE = "decide"
    """Of two changes that were made at the same time, one is chosen by somebody who knows both."""
    CLOCK = "clock"
    """Values that were set while a clock was ahead get the present time."""
    SYNC = "sync"
    """Changes from other machines are taken in; only lines of version 1 record this."""


class Meaning(NamedTuple):
    """How an act is worded, and how history and undo treat it."""

    words: str = N_("changed")
    """A verb in the past tense, to be followed by the title of the item or run."""
    words_for_customer: str = ""
    """The verb for an act on a customer; empty where it is the same as `words`."""
    words_for_marked: str = ""
    """What marked items are after the act (``done``); empty if it cannot be done to several items.
    """
    is_undoable: bool = True
    """Whether undo takes the act back; an act on a customer can always be undone."""
    is_nobodys: bool = False
    """Whether it is unknown who did the act; such an act cannot be undone."""
    why_not_reverted: str = ""
    """Why ``revert`` cannot take back a line of this act; empty where it can.

    The addition of a customer can be taken back all the same."""
    is_undoing: bool = False
    """Whether the act takes back earlier lines, or makes them again."""
    is_marker: bool = False
    """Whether the act gets a history line even if it changes no value."""
    keeps_stamps: bool = False
    """Whether the act leaves unchanged who recorded the status of an item, and when."""


MEANINGS: Mapping[str, Meaning] = {
    Act.ADD: Meaning(
        words=N_("added the partner"),
        words_for_customer=N_("added"),
        is_undoable=False,
        why_not_reverted=N_("adding a partner is not taken back; archive puts it away"),
    ),
    Act.EDIT: Meaning(
        words=N_("changed the partner's data"),
        words_for_customer=N_("changed"),
        words_for_marked=N_("changed"),
    ),
    Act.CONTACT: Meaning(words=N_("recorded the contact")),
    Act.REMOVE_CONTACT: Meaning(words=N_("removed the contact")),
    Act.FACT: Meaning(words=N_("answered")),
    Act.ARCHIVE: Meaning(
        words=N_("archived the partner"),
        words_for_customer=N_("archived:"),
        is_undoable=False,
        is_marker=True,
    ),
    Act.UNARCHIVE: Meaning(
        words=N_("brought the partner back from the archive"),
        words_for_customer=N_("brought back from the archive:"),
        is_undoable=False,
        is_marker=True,
    ),
    Act.PURGE: Meaning(
        words=N_("erased the partner"),
        is_undoable=False,
        why_not_reverted=N_("what was erased is gone for good"),
        is_marker=True,
    ),
    Act.KEEP: Meaning(
        words=N_("kept the partner, which was erased elsewhere"), is_undoable=False, is_marker=True
    ),
    Act.RESTORE: Meaning(
        words=N_("restored the last good copy"),
        words_for_customer=N_("restored the last good copy of"),
        why_not_reverted=N_(
            "a restore is not taken back here; csp-tui restore --undo puts the file back"
        ),
        is_marker=True,
    ),
    Act.START: Meaning(words=N_("started")),
    Act.CLOSE: Meaning(words=N_("closed")),
    Act.REOPEN: Meaning(words=N_("opened again")),
    Act.MIGRATE: Meaning(words=N_("moved to another edition:"), keeps_stamps=True),
    Act.TICK: Meaning(words=N_("ticked"), words_for_marked=N_("done")),
    Act.UNTICK: Meaning(words=N_("reopened"), words_for_marked=N_("to do again")),
    Act.CONFIRM: Meaning(words=N_("confirmed"), words_for_marked=N_("confirmed")),
    Act.WAIT: Meaning(words=N_("set waiting"), words_for_marked=N_("waiting")),
    Act.CHASE: Meaning(words=N_("chased"), words_for_marked=N_("chased today")),
    Act.NOT_APPLICABLE: Meaning(
        words=N_("set not applicable"), words_for_marked=N_("not applicable")
    ),
    Act.REFUSE: Meaning(words=N_("set refused"), words_for_marked=N_("refused")),
    Act.NOTE: Meaning(words=N_("set the note of")),
    Act.EVIDENCE: Meaning(words=N_("set the evidence of")),
    Act.SET: Meaning(),
    Act.UNDO: Meaning(words=N_("took back"), is_undoing=True),
    Act.REDO: Meaning(words=N_("did again"), is_undoing=True),
    Act.REVERT: Meaning(words=N_("took back"), is_undoing=True),
    Act.OUTSIDE: Meaning(
        words=N_("noticed a change made outside csp-tui:"), is_nobodys=True, keeps_stamps=True
    ),
    Act.FOUND: Meaning(
        words=N_("recorded what a file made by hand holds:"), is_nobodys=True, keeps_stamps=True
    ),
    Act.IMPORT: Meaning(words=N_("took in a hand-over:"), is_marker=True, keeps_stamps=True),
    Act.JOIN: Meaning(words=N_("took over from a joined partner:"), keeps_stamps=True),
    Act.DECIDE: Meaning(words=N_("decided the conflict about"), keeps_stamps=True),
    Act.CLOCK: Meaning(words=N_("gave the present time to"), is_undoable=False, keeps_stamps=True),
    Act.SYNC: Meaning(words=N_("took in from another machine:"), is_marker=True, keeps_stamps=True),
}
"""The meaning of every act; a test checks that none is missing."""


def meaning_of(do: str) -> Meaning:
    """Return the meaning of the act `do`; that of Act.SET for one of a newer csp-tui."""
    return MEANINGS.get(do, MEANINGS[Act.SET])
