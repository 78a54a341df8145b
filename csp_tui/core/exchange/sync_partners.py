"""Exchanges the histories of partners with a remote: both sides get all lines.

A partner that cannot be taken in is not sent either; it is tried again, and the others go on.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import Archive, archived_workplace
from csp_tui.core.disk.directories import list_directory
from csp_tui.core.exchange.archived_elsewhere import ArchivedElsewhere
from csp_tui.core.exchange.erased import of_erased, purge_in
from csp_tui.core.exchange.git_contents import blob_id
from csp_tui.core.exchange.incoming_lines import ahead_words, lacking, read_lines, table_here
from csp_tui.core.exchange.notes import SET_ASIDE, Notes, States, state_of, state_with
from csp_tui.core.exchange.outcome import Outcome
from csp_tui.core.exchange.remote_histories import Files, RemoteHistories
from csp_tui.core.exchange.repository_names import (
    FORMAT,
    FORMAT_FILE,
    history_name,
)
from csp_tui.core.history.branches import counting
from csp_tui.core.history.clashes import new_clashes
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.union import Union
from csp_tui.core.store.new_partners import Added
from csp_tui.core.store.saved import new_writer_words
from csp_tui.core.workplace.workplace import Workplace

Put = Callable[[str, bytes | None], None]
"""Sends one file: gets its name and its new content, None for a file to delete."""
Follow = Callable[[Sequence[str]], Iterable[str]]
"""Yields the ids of partners that it gets, each when its turn has come."""

_MOST_NEW = 40
"""So many partners that are new here are added at once."""


class _Found(NamedTuple):
    """What was found of a partner, on the remote and here."""

    there: bytes
    """Its history on the remote, of both layouts."""
    lines: Sequence[HistoryLine]
    """The lines of that history."""
    own: Sequence[HistoryLine]
    """The lines here."""
    union: Union


class PartnerExchange:
    """One attempt to exchange all partners with the remote.

    Args:
        workplace: the data directory.
        address: the address of the remote, to be named in messages.
        there: the histories on the remote.
        notes: what is known from earlier syncs.
        kept: ids of partners that were erased on one side, and are to be kept.
        outcome: gets what was done.

    Raises:
        UsageError: a newer csp-tui keeps the repository.
    """

    def __init__(
        self,
        workplace: Workplace,
        address: str,
        there: RemoteHistories,
        notes: Notes,
        kept: Collection[str],
        outcome: Outcome,
    ) -> None:
        self._own = workplace
        self._archived = archived_workplace(workplace)
        self._elsewhere = ArchivedElsewhere(workplace)
        self._address = address
        self._there = there
        self._notes = notes
        self._kept = kept
        self._outcome = outcome
        self._states = (States(self._own.places), States(self._archived.places))
        self._new: dict[str, _Found] = {}
        """Partners that are new here and are still to be added."""
        self._same: dict[str, tuple[str, str]] = {}
        """What is to be noted of partners: git's hash of the history on the remote, or SET_ASIDE,
        and the state of the files here."""
        there.refuse_newer()

    def exchange(self, put: Put, follow: Follow) -> None:
        """Take in what is new of each partner; call `put` with each file that is to be sent.

        `follow` yields the ids that it gets, each when its partner's turn comes, to show progress.
        """
        with contextlib.suppress(CspTuiError):
            Archive(
                self._own.places, self._own.store, self._own.clock
            ).finish_moves()  # moves that were cut off
        is_changed = False
        there, notes = self._there, self._notes
        ids = sorted(there.partner_ids)
        there.expect([key for key in ids if not notes.has_same_there(key, there.blob(key))])
        for partner_id in follow(sorted(there.partner_ids | self._ids_here())):
            is_changed |= self._send(put, partner_id, partial(self._partner, partner_id))
            if len(self._new) == _MOST_NEW:
                is_changed |= self._add_new(put)
        is_changed |= self._add_new(put)
        self._tell(self._elsewhere.sentences())
        if is_changed and not there.has_format:
            put(FORMAT_FILE, b"%d\n" % FORMAT)

    def _send(self, put: Put, partner_id: str, act: Callable[[], Files]) -> bool:
        """Send the files that `act` returns for a partner; return whether there are any.

        If `act` fails, the partner is left alone: nothing is sent, and the outcome says why.
        """
        try:
            changed = act()
        except CspTuiError as error:
            self._notes.forget(partner_id)
            message = _("{name}: {what}").format(name=partner_id, what=error)
            self._outcome.problems.append(message)
            return False
        for name, content in changed.items():
            put(name, content)
        if history_name(partner_id) in changed:
            self._outcome.sent.append(partner_id)
        return bool(changed)

    def _add_new(self, put: Put) -> bool:
        """Add the partners of `_new`, which is then empty; return whether something is sent."""
        new, self._new = self._new, {}
        if not new:
            return False
        added: Mapping[str, Added] = {}
        with contextlib.suppress(CspTuiError):  # it is tried for each by itself
            added = self._own.store.add_from_elsewhere(
                {partner_id: each.union for partner_id, each in new.items()}
            )
        is_changed = False
        for partner_id, each in new.items():
            act = partial(self._take_in, partner_id, self._own, each, is_new=True)
            if partner_id in added:
                self._tell_taken_in(partner_id, each, is_new=True)
                state = state_with(*added[partner_id])
                act = partial(self._to_send, partner_id, each, each.union.lines, state)
            is_changed |= self._send(put, partner_id, act)
        return is_changed

    def note(self) -> None:
        """Note of which partners nothing is to be sent; the next sync passes over most of them."""
        for partner_id, (blob, state) in self._same.items():
            self._notes.note(partner_id, blob, state)
        self._notes.save()

    def _where(self, partner_id: str) -> Workplace | None:
        """Return the workplace or archive that has the partner's file; None if neither has it."""
        for each in (self._own, self._archived):
            if os.path.lexists(each.places.progress_file(partner_id)):
                return each
        return None

    def _ids_here(self) -> set[str]:
        """Return the ids of all partners here: present, archived and erased ones."""
        own, archived = (each.store.partner_ids() for each in (self._own, self._archived))
        names = list_directory(self._own.places.history)
        erased = {name.removesuffix(".jsonl") for name in names if name.endswith(".jsonl")}
        return {*own, *archived, *erased}

    def _partner(self, partner_id: str) -> Files:
        """Take in new lines, or put a partner new here into `_new`; return the files to send."""
        blob = self._there.blob(partner_id)
        own_states, archived_states = self._states
        is_away = archived_states.has(partner_id) and not own_states.has(partner_id)
        state = (archived_states if is_away else own_states).of(partner_id)
        is_same = self._notes.is_same(partner_id, blob, state)
        is_kept = partner_id in self._kept
        if is_same and not (is_kept or self._there.stubs(partner_id)):
            return {}
        there = self._there.history(partner_id)
        at = self._where(partner_id)
        erased = of_erased(self._own, at, partner_id, there, is_kept=is_kept)
        if erased is not None:
            if erased.remark:
                self._outcome.remarks.append(erased.remark)
                self._same[partner_id] = blob, state
            files = self._there.stubs(partner_id)
            return {**files, history_name(partner_id): erased.sent} if erased.sent else files
        at, is_known = self._where(partner_id) or self._own, self._is_known(partner_id)
        history = at.store.writing.history(partner_id)
        if purge_in(there) is not None:  # what is here takes its place
            there, state = b"", state_of(at.places, partner_id)
        if is_known and not at.store.is_as_written(partner_id, history):
            saved = at.store.take_in(partner_id)  # records edits made by hand
            self._tell(saved.remarks)
            state = state_of(at.places, partner_id)
        lines = read_lines(there, self._place(partner_id))[0]
        own = history.lines()
        found = _Found(there, lines, own, self._union(at, partner_id, lines, own))
        union = found.union
        if union.is_waited_for:
            self._outcome.remarks.append(ahead_words(partner_id, union.ahead))
        if not union.lines:
            return self._to_send(partner_id, found, own, state)
        is_writer_new = at.store.give_up_writer_id({line.writer for line in union.lines})
        if is_writer_new and not is_kept:  # what was erased here has lines of our own, too
            self._tell([new_writer_words()])
        if not is_known:
            self._new[partner_id] = found
            return {}
        return self._take_in(partner_id, at, found)

    def _take_in(
        self, partner_id: str, at: Workplace, found: _Found, *, is_new: bool = False
    ) -> Files:
        """Add the remote's lines in `found` to a partner in `at`; return the files to send."""
        history = at.store.writing.history(partner_id)

        def planned() -> Sequence[HistoryLine]:
            own = history.lines()
            if own == found.own:
                return found.union.lines
            return self._union(at, partner_id, found.lines, own).lines

        saved = at.store.take_in(partner_id, planned)
        self._tell(saved.remarks)
        self._tell_taken_in(partner_id, found, is_new=is_new)
        is_new, sent = partner_id in self._outcome.added, {line.identity for line in found.lines}
        self._elsewhere.follow(self._where(partner_id) or at, saved.partner, sent, is_new=is_new)
        at = self._where(partner_id) or at
        state = state_of(at.places, partner_id)  # before the lines are read, so that none is missed
        own = at.store.writing.history(partner_id).lines()
        return self._to_send(partner_id, found, own, state)

    def _tell(self, sentences: Iterable[str]) -> None:
        """Add sentences to those that the outcome tells the user; each is told once."""
        known = self._outcome.noticed
        known += dict.fromkeys(each for each in sentences if each not in known)

    def _tell_taken_in(self, partner_id: str, found: _Found, *, is_new: bool) -> None:
        if partner_id not in self._outcome.taken_in:
            self._outcome.taken_in.append(partner_id)
        if is_new:
            self._outcome.added.append(partner_id)
        clashes = new_clashes(found.own, found.union.lines, found.union.state)
        self._outcome.clashes += [(partner_id, clash) for clash in clashes]

    def _to_send(
        self, partner_id: str, found: _Found, own: Sequence[HistoryLine], state: str
    ) -> Files:
        """Return the files to send for a partner: its history, unless the remote has the same.

        Remember that nothing of it is to be sent any more then.
        Raises InvalidFileError if there are new lines and one here is damaged.

        Args:
            partner_id: the partner.
            found: what was found of it.
            own: the lines here now; those that the remote lacks are added at the end.
            state: the state of the files here, from before the lines were read.
        """
        name, known = history_name(partner_id), {line.identity for line in found.lines}
        new = [line for line in counting(own) if line.identity not in known]
        if new:
            read_lines(b"".join(line.encode() + b"\n" for line in own), Path(name))
        content = found.there + b"".join(line.encode() + b"\n" for line in new)
        blob, files = blob_id(content), self._there.stubs(partner_id)
        if blob != self._there.blob(partner_id):
            files[name] = content
        self._same[partner_id] = SET_ASIDE if found.union.ahead else blob, state
        return files

    def _place(self, partner_id: str) -> Path:
        return Path(self._address) / history_name(partner_id)

    def _union(
        self,
        at: Workplace,
        partner_id: str,
        lines: Sequence[HistoryLine],
        own: Sequence[HistoryLine],
    ) -> Union:
        """Return which `lines` of the remote the lines `own` here lack, checked to fit here."""
        table_of, place = partial(table_here, at.places, partner_id), self._place(partner_id)
        return lacking(own, lines, table_of, partner_id, at.clock(), place)

    def _is_known(self, partner_id: str) -> bool:
        """Return whether a history or a progress file of the partner is here or archived here."""
        is_history = os.path.lexists(self._own.places.history_file(partner_id))
        return is_history or self._where(partner_id) is not None
