"""Handing a partner over to another data directory, and taking in such a hand-over.

The lines that are lacking here are added (`history/union.py`), and the files are made by them. Only
of a hand-over that an earlier version made, of a partner that is new here, the files are written
unchanged. "Here" is the data directory that takes the partner in, "there" the one from which it
comes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from csp_tui.core.base.clock import stamp
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import (
    BusyError,
    InvalidFileError,
    UsageError,
    WriteError,
)
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import Archive
from csp_tui.core.disk import toml
from csp_tui.core.disk.files import read_file
from csp_tui.core.disk.owners import refuse_foreign
from csp_tui.core.exchange.conflict_notes import note_conflicts
from csp_tui.core.exchange.handover_before import read_files, write_file, write_files
from csp_tui.core.exchange.handover_editions import editions_of, missing_editions, used_editions
from csp_tui.core.exchange.handover_file import FORMAT, Handover
from csp_tui.core.exchange.incoming_lines import (
    EMPTY,
    ahead_words,
    lacking,
    read_lines,
    refuse_broken,
    table_here,
)
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import counting
from csp_tui.core.history.clashes import clashes
from csp_tui.core.history.fold import fold, is_archived, table_of
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.union import Union
from csp_tui.core.progress.model import Partner
from csp_tui.core.progress.reader import read_customer, read_partner
from csp_tui.core.store.saved import Saved, new_writer_words
from csp_tui.core.workplace.workplace import Workplace


def hand_over(workplace: Workplace, partner_id: str) -> Handover:
    """Return a hand-over of a partner as it is now, with everything that belongs to the partner.

    Edits made by hand are recorded in the history first; nothing else is changed.

    Raises:
        NotFoundError, InvalidFileError: there is no such partner, or a file of it is unreadable.
        BusyError: another process is changing the partner.
        WriteError: edits made by hand cannot be recorded.
    """
    store, places = workplace.store, workplace.places
    try:
        store.take_in(partner_id)
    except WriteError:  # a read-only directory
        if not store.is_as_written(partner_id, store.history(partner_id)):
            raise
    with _locked(workplace, partner_id):
        partner = store.load(partner_id)
        customers = {}
        for customer in store.customer_ids(partner_id):
            store.load_customer(partner_id, customer)
            customers[customer] = read_file(places.customer_file(partner_id, customer))[0]
        history = b"".join(line + b"\n" for line in store.history(partner_id).encoded())
        return Handover(
            partner_id,
            partner.name,
            read_file(places.progress_file(partner_id))[0],
            customers,
            history,
            editions_of(workplace.library, partner),
            stamp(workplace.clock()),
            workplace.actor.reviewer or workplace.actor.by,
        )


@contextlib.contextmanager
def _locked(workplace: Workplace, partner_id: str) -> Iterator[None]:
    """Hold the partner's lock during the block; where nothing can be written, hold none."""
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(WriteError):
            stack.enter_context(workplace.store.locked(partner_id))
        yield


@dataclass(frozen=True, slots=True)
class Incoming:
    """A checked hand-over, compared with the data here."""

    handover: Handover
    partner: Partner
    lines: tuple[HistoryLine, ...]
    tables: Mapping[str, toml.Table]
    """The parsed files of the hand-over by customer id; the partner's own under an empty id."""
    union: Union
    """What must be added here."""
    is_new: bool
    """Whether the partner does not exist here."""
    editions: Mapping[tuple[str, str], bytes]
    """The files of editions that do not exist here, by checklist id and file name."""
    other_editions: tuple[str, ...]
    """Names of editions that exist here with another content, which is kept."""
    unused_editions: tuple[str, ...]
    """Names of editions that no run of the partner uses; they are not taken in."""
    place: Path
    """The history in the hand-over file, to be named in errors."""


def check(workplace: Workplace, handover: Handover, path: Path) -> Incoming:
    """Check a hand-over and return what taking it in would change; write nothing.

    Args:
        workplace: the data directory that would take it in.
        handover: the hand-over.
        path: the file of the hand-over, to be named in errors.

    Raises:
        InvalidFileError: a file in the hand-over, or of the partner here, is unreadable or altered.
        UsageError: the two histories contradict each other; the partner is archived or was erased
            here, or an old history of it is in the way; a newer csp-tui wrote a line; or the
            partner is new here, and all lines must wait since the other machine's clock is ahead.
    """
    place = path / f"history/{handover.partner_id}.jsonl"
    lines, chain = read_lines(handover.history, place)
    if handover.format == FORMAT:
        if not handover.history.endswith(b"\n"):
            raise InvalidFileError(place, _("is empty, or was cut off"))
        partner, tables = _by_lines(handover.partner_id, lines, place)
    else:
        partner, tables, heads = read_files(handover, path)
        for each in heads:
            chain.check_heads(each)
        refuse_broken(chain, place)
    files, unused = used_editions(handover, partner)
    editions, others = missing_editions(workplace.library, files, path)
    is_new = _is_new(workplace, handover)
    union = _union(workplace, handover.partner_id, lines, place, tables if is_new else None)
    if is_new and union.ahead and not union.lines:
        raise UsageError(ahead_words(partner.name, union.ahead))
    return Incoming(
        handover, partner, tuple(lines), tables, union, is_new, editions, others, unused, place
    )


def take_in(workplace: Workplace, incoming: Incoming) -> Saved:
    """Add what a checked hand-over brings to the data here; return what was saved.

    Editions that do not exist here are written, too. A partner that is archived there is archived
    here as well.

    Raises:
        BusyError: another process is changing the partner, or has just added it.
        InvalidFileError, UsageError: as :func:`check` does.
        WriteError: a file could not be written, or the directory belongs to another user.
    """
    places, store, partner_id = workplace.places, workplace.store, incoming.handover.partner_id
    refuse_foreign(places.data)
    for (checklist_id, name), content in incoming.editions.items():
        write_file(places.own_checklists / checklist_id / name, content)
    if incoming.handover.format == FORMAT or not incoming.is_new or incoming.union.ahead:
        return _take_in_lines(workplace, incoming)
    with store.locked(partner_id):
        if not _is_new(workplace, incoming.handover):
            message = _('"{name}" was added here just now; look at the hand-over again')
            raise BusyError(message.format(name=partner_id))
        write_files(places, incoming.handover)
    is_new = store.give_up_writer_id({line.writer for line in incoming.lines})
    saved = store.change(partner_id, [])
    return replace(saved, remarks=[*saved.remarks, *([new_writer_words()] if is_new else [])])


def _take_in_lines(workplace: Workplace, incoming: Incoming) -> Saved:
    store, partner_id = workplace.store, incoming.partner.id
    before: Sequence[str] = ()
    if not incoming.is_new:
        before = store.take_in(partner_id).remarks  # records edits made by hand here

    def lines_now() -> Sequence[HistoryLine]:
        if not incoming.is_new:
            store.load(partner_id)  # raises if the partner is unreadable
        return _union(workplace, partner_id, incoming.lines, incoming.place).lines

    saved = store.take_in(partner_id, lines_now)
    lines = store.history(partner_id).lines()
    if clashes(lines):
        note_conflicts(workplace, {partner_id})
    remarks = [*before, *saved.remarks]
    if is_archived(fold(counting(lines))):
        Archive(workplace.places, store, workplace.clock).follow(partner_id, is_archived=True)
        remarks.append(_("{name} was archived there, and so it is here").format(name=partner_id))
    return replace(saved, remarks=remarks)


def _by_lines(
    partner_id: str, lines: Sequence[HistoryLine], place: Path
) -> tuple[Partner, dict[str, toml.Table]]:
    """Return the partner that follows from the lines of a hand-over, and its files as tables.

    The tables are by customer id; the partner's own is under an empty id.

    Raises:
        InvalidFileError: what the lines say does not fit into a progress file.
    """
    state = fold(counting(lines))
    customers = dict.fromkeys(["", *(line.customer for line in lines)])
    try:
        tables = {each: {**EMPTY, **table_of(state, each)} for each in customers}
    except ValueError as error:
        raise InvalidFileError(place, str(error)) from error
    for customer in filter(None, customers):
        read_customer(tables[customer], customer, place, "")
    return read_partner(tables[""], partner_id, place, ""), tables


def _is_new(workplace: Workplace, handover: Handover) -> bool:
    """Return whether the partner of a hand-over does not exist in this data directory.

    Raises:
        UsageError: the partner is archived here or was erased here; or an earlier version made the
            hand-over, and here is another history of the partner without a progress file.
    """
    places, partner_id = workplace.places, handover.partner_id
    if places.progress_file(partner_id).exists():
        return False
    if places.archived.progress_file(partner_id).exists():
        message = _('"{id}" is archived here; first type: {command}')
        command = command_line(f"unarchive {partner_id}")
        raise UsageError(message.format(id=partner_id, command=command))
    path = places.history_file(partner_id)
    own = workplace.store.history(partner_id)
    last = next(own.newest_first(), None)
    if last is not None and last.do == Act.PURGE:
        message = _(
            '"{partner}" was erased here, and {path} says so; remove that file to take it '
            "in all the same"
        )
        raise UsageError(message.format(partner=partner_id, path=path))
    # An import that was cut off may have left a part of the history; it is written again.
    lines = own.encoded()
    is_other = lines != handover.history.split(b"\n")[: len(lines)]
    if handover.format != FORMAT and is_other:
        message = _(
            'there is a history of "{partner}" here, but no progress file: {path}; move it '
            "away first"
        )
        raise UsageError(message.format(partner=partner_id, path=path))
    return True


def _union(
    workplace: Workplace,
    partner_id: str,
    lines: Sequence[HistoryLine],
    place: Path,
    tables: Mapping[str, toml.Table] | None = None,
) -> Union:
    """Return which `lines` of a hand-over the history here lacks; raises as `lacking` does.

    Args:
        workplace: the data directory.
        partner_id: the partner.
        lines: the lines of the hand-over.
        place: the file of these lines, to be named in errors.
        tables: the parsed files to check the lines against, by customer; None: the files here.
    """
    own = workplace.store.history(partner_id).lines()
    here = partial(table_here, workplace.places, partner_id)
    table = here if tables is None else tables.get
    return lacking(own, lines, table, partner_id, workplace.clock(), place)
