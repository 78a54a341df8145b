"""Handing a partner over to another data directory, and taking in such a hand-over.

If the partner does not exist in the other directory, its files are written unchanged, byte for
byte. If it exists, the lines that it lacks are added (`history/union.py`). "Here" is the data
directory that takes the partner in, "there" the one from which it comes.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from csp_tui.core.base.clock import stamp
from csp_tui.core.base.errors import (
    BusyError,
    CspTuiError,
    UsageError,
    WriteError,
)
from csp_tui.core.base.language import _
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.owners import refuse_foreign
from csp_tui.core.disk.places import Places
from csp_tui.core.disk.removing import remove_directory, remove_file
from csp_tui.core.exchange.handover_editions import editions_of, missing_editions, used_editions
from csp_tui.core.exchange.handover_file import Handover
from csp_tui.core.exchange.incoming_lines import (
    ahead_words,
    lacking,
    read_lines,
    refuse_broken,
    table_here,
)
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.union import Union
from csp_tui.core.progress.model import Partner
from csp_tui.core.progress.reader import read_customer, read_partner
from csp_tui.core.store.good_copies import Copies
from csp_tui.core.store.saved import Saved, new_writer
from csp_tui.core.workplace.workplace import Workplace


def hand_over(workplace: Workplace, partner_id: str) -> Handover:
    """Return a hand-over of a partner as it is now, with everything that belongs to the partner.

    Edits made by hand are recorded in the history first.

    Raises:
        NotFoundError, InvalidFileError: there is no such partner, or a file of it is unreadable.
        BusyError: another process is changing the partner.
    """
    store, places = workplace.store, workplace.places
    with contextlib.suppress(WriteError):  # a read-only directory: edits stay unrecorded
        store.take_in(partner_id)
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
    """Hold the partner's lock during the block; in a read-only directory run it without a lock."""
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
    union: Union | None
    """What must be added here; None if the partner does not exist here."""
    editions: Mapping[tuple[str, str], bytes]
    """The files of editions that do not exist here, by checklist id and file name."""
    other_editions: tuple[str, ...]
    """Names of editions that exist here with another content, which is kept."""
    unused_editions: tuple[str, ...]
    """Names of editions that no run of the partner uses; they are not taken in."""
    place: Path
    """The history in the hand-over file, to be named in errors."""
    ahead: tuple[HistoryLine, ...] = ()
    """Lines that are set aside, since the clock of their machine is ahead."""
    is_waited_for: bool = False
    """Whether one of these lines is replaced by none, so that its value is missing here."""


def check(workplace: Workplace, handover: Handover, path: Path) -> Incoming:
    """Check a hand-over, and return it with what taking it in would change; write nothing.

    Args:
        workplace: where the hand-over would be taken in.
        handover: the hand-over.
        path: the file of the hand-over, to be named in errors.

    Raises:
        InvalidFileError: a file in the hand-over, or of the partner here, is unreadable or altered.
        UsageError: the hand-over conflicts with the data here, or all of it must wait.
    """
    partner, tables, heads = _read(handover, path)
    place = _inside(path, f"history/{handover.partner_id}.jsonl")
    lines, chain = read_lines(handover.history, place)
    for each in heads:
        chain.check_heads(each)
    refuse_broken(chain, place)
    files, unused = used_editions(handover, partner)
    editions, others = missing_editions(workplace.library, files, path)
    incoming = Incoming(
        handover, partner, tuple(lines), tables, None, editions, others, unused, place
    )
    if not _is_new(workplace, incoming):
        union = _union(workplace, incoming)()
        is_waited_for = union.is_waited_for
        return replace(incoming, union=union, ahead=union.ahead, is_waited_for=is_waited_for)
    union = lacking([], lines, tables.get, handover.partner_id, workplace.clock(), place)
    if union.ahead and not union.lines:
        raise UsageError(ahead_words(partner.name, union.ahead))
    return replace(incoming, ahead=union.ahead, is_waited_for=union.is_waited_for)


def take_in(workplace: Workplace, incoming: Incoming) -> Saved:
    """Take in a checked hand-over; raises as :func:`check` and Store.change do.

    Args:
        workplace: where the hand-over is taken in.
        incoming: the checked hand-over.
    """
    places, store, partner_id = workplace.places, workplace.store, incoming.handover.partner_id
    refuse_foreign(places.data)
    for (checklist_id, name), content in incoming.editions.items():
        _write_new(places.own_checklists / checklist_id / name, content)
    if incoming.union is not None or incoming.ahead:
        before: Sequence[str] = ()
        if incoming.union is not None:
            before = store.take_in(partner_id).remarks  # records edits made by hand here
        union = _union(workplace, incoming)
        saved = store.take_in(partner_id, lambda: union().lines)
        return replace(saved, remarks=[*before, *saved.remarks])
    with store.locked(partner_id):
        if not _is_new(workplace, incoming):
            message = _('"{name}" was added here just now; look at the hand-over again')
            raise BusyError(message.format(name=partner_id))
        with _removed_on_failure(places, partner_id):
            for customer, content in incoming.handover.customers.items():
                _write_new(places.customer_file(partner_id, customer), content)
            _write_new(places.history_file(partner_id), incoming.handover.history)
            # The progress file is written last: without it the partner does not exist.
            _write_new(places.progress_file(partner_id), incoming.handover.partner)
        for customer, content in incoming.handover.customers.items():
            Copies(places.copies).keep(partner_id, customer, content)
    is_new = store.meet({line.writer for line in incoming.lines})
    saved = store.change(partner_id, [])
    return replace(saved, remarks=[*saved.remarks, *([new_writer()] if is_new else [])])


@contextlib.contextmanager
def _removed_on_failure(places: Places, partner_id: str) -> Iterator[None]:
    """Delete a half-written new partner if a write in the block fails."""
    written = (places.history_file(partner_id), places.customers_of(partner_id))
    is_clear = not any(os.path.lexists(path) for path in written)
    try:
        yield
    except WriteError:
        if is_clear and not places.progress_file(partner_id).exists():
            with contextlib.suppress(CspTuiError):
                remove_file(written[0])
                remove_directory(written[1])
        raise


def _write_new(path: Path, content: bytes) -> None:
    make_directory(path.parent)
    replace_file(path, content)


def _read(
    handover: Handover, path: Path
) -> tuple[Partner, dict[str, toml.Table], list[Mapping[str, str]]]:
    partner_id = handover.partner_id
    place = _inside(path, f"partners/{partner_id}.toml")
    text = toml.decode(handover.partner, place)
    tables = {"": toml.parse(text, place)}
    partner = read_partner(tables[""], partner_id, place, text)
    heads = [partner.heads]
    for customer, content in handover.customers.items():
        place = _inside(path, f"customers/{partner_id}/{customer}.toml")
        text = toml.decode(content, place)
        tables[customer] = toml.parse(text, place)
        heads.append(read_customer(tables[customer], customer, place, text).heads)
    return partner, tables, heads


def _inside(path: Path, name: str) -> Path:
    """Return a path for the file `name` inside the hand-over file, to be named in errors."""
    return path / name


def _is_new(workplace: Workplace, incoming: Incoming) -> bool:
    """Return whether the partner of a hand-over does not exist in this data directory.

    Raises:
        UsageError: the partner is archived or was erased here, or has another history here but no
            progress file.
    """
    places, partner_id = workplace.places, incoming.handover.partner_id
    if places.progress_file(partner_id).exists():
        return False
    if places.archived.progress_file(partner_id).exists():
        raise UsageError(
            _('"{id}" is archived here; first type: csp-tui unarchive {id}').format(id=partner_id)
        )
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
    if lines != incoming.handover.history.split(b"\n")[: len(lines)]:
        message = _(
            'there is a history of "{partner}" here, but no progress file: {path}; move it '
            "away first"
        )
        raise UsageError(message.format(partner=partner_id, path=path))
    return True


def _union(workplace: Workplace, incoming: Incoming) -> Callable[[], Union]:
    """Return a function that returns what this data directory lacks of the hand-over now."""
    store, partner_id = workplace.store, incoming.handover.partner_id

    def now_lacking() -> Union:
        if incoming.union is not None:
            store.load(partner_id)  # raises if the partner is unreadable
        own = store.history(partner_id).lines()
        table_of = partial(table_here, workplace.places, partner_id)
        now = workplace.clock()
        return lacking(own, incoming.lines, table_of, partner_id, now, incoming.place)

    return now_lacking
