"""``diff`` and ``migrate``: editions side by side, and moving runs from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from csp_tui.cli.asking import ask_until, can_ask
from csp_tui.cli.resolve import find_checklist, find_edition, find_partner, find_run
from csp_tui.cli.session import Session
from csp_tui.core.checklist import Checklist
from csp_tui.core.editions import Fate, Pair, compare, migrate
from csp_tui.core.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.facts import yes_or_no
from csp_tui.core.progress import Partner

_ORDER = (Fate.ASKED_AGAIN, Fate.NEW, Fate.GONE, Fate.CARRIED)


def diff(session: Session) -> int:
    """Print what differs between two editions, item by item."""
    args, workplace = session.args, session.workplace
    checklist_id = find_checklist(workplace, args.checklist)
    known = workplace.library.editions(checklist_id)
    new = find_edition(workplace, checklist_id, args.new) if args.new else known[-1]
    if args.old:
        old = find_edition(workplace, checklist_id, args.old)
    elif (place := known.index(new)) > 0:
        old = known[place - 1]
    else:
        raise NotFoundError(f"{checklist_id} has no edition before {new}")
    editions = [workplace.library.get(checklist_id, each) for each in (old, new)]
    pairs = compare(*editions)
    session.out.text(f"{editions[1].title}: {old} to {new}, {_counted(pairs)}")
    for fate in _ORDER[:-1]:
        for pair in pairs:
            if pair.fate == fate:
                _print_pair(session, pair, old, new)
    return 0


def _print_pair(session: Session, pair: Pair, old: str, new: str) -> None:
    item = pair.new or pair.old
    assert item is not None
    out = session.out
    out.line()
    out.facts([(str(pair.fate), f"{item.title} ({item.id})")])
    if pair.old and pair.new and pair.old.id != pair.new.id:
        out.facts([("before", f"{pair.old.title} ({pair.old.id})")])
    for edition, side in ((old, pair.old), (new, pair.new)):
        if side is not None:
            need = "" if pair.fate != Fate.ASKED_AGAIN else f" ({side.need})"
            out.facts([(f"rule {edition}", side.norm + need)])


def _counted(pairs: list[Pair]) -> str:
    fates = [pair.fate for pair in pairs]
    return ", ".join(f"{fates.count(fate)} {fate}" for fate in _ORDER if fate in fates)


@dataclass(frozen=True, slots=True)
class _Move:
    """A run that is to be moved, and between which editions."""

    partner: Partner
    key: str
    old: Checklist
    new: Checklist


def move(session: Session) -> int:
    """Show what becomes of each item, ask, and move the run or every run of a checklist."""
    moves = list(_of_all(session) if session.args.all else [_of_one(session)])
    wanted = [each for each in moves if each.old.edition != each.new.edition]
    for each in wanted:
        _preview(session, each)
    if not wanted:
        session.out.note("nothing to move: every run is on that edition")
        return 0
    if session.args.dry_run or not _is_sure(session, len(wanted)):
        session.out.note("nothing was changed")
        return 0
    store = session.workplace.store
    for each in wanted:
        customers = [
            store.load_customer(each.partner.id, customer_id)
            for customer_id in store.customer_ids(each.partner.id)
        ]
        changes = migrate(each.partner, customers, each.key, each.old, each.new)
        store.change(each.partner.id, changes)
        session.out.line(f"moved: {each.partner.name}, {each.key} to {each.new.edition}")
    return 0


def _of_one(session: Session) -> _Move:
    args, workplace = session.args, session.workplace
    if args.partner is None:
        raise UsageError("name a partner, or --all CHECKLIST")
    partner = find_partner(workplace, args.partner)
    open_runs = [key for key, run in partner.runs.items() if not run.closed]
    if args.run is not None:
        key = find_run(workplace, partner, args.run)
    elif len(open_runs) == 1:
        (key,) = open_runs
    else:
        raise UsageError(f"{partner.name} has {len(open_runs)} open runs; name the one to move")
    return _move_of(session, partner, key)


def _of_all(session: Session) -> Iterator[_Move]:
    workplace = session.workplace
    checklist_id = find_checklist(workplace, session.args.all)
    for partner_id in workplace.store.partner_ids():
        try:
            partner = workplace.store.load(partner_id)
            for key, run in partner.runs.items():
                if run.checklist == checklist_id and not run.closed:
                    yield _move_of(session, partner, key)
        except CspTuiError as error:
            session.out.warn(str(error))


def _move_of(session: Session, partner: Partner, key: str) -> _Move:
    library, run = session.workplace.library, partner.runs[key]
    to = session.args.to
    edition = (
        find_edition(session.workplace, run.checklist, to)
        if to
        else library.editions(run.checklist)[-1]
    )
    old, new = (library.get(run.checklist, each) for each in (run.edition, edition))
    return _Move(partner, key, old, new)


def _preview(session: Session, each: _Move) -> None:
    out, run = session.out, each.partner.runs[each.key]
    pairs = compare(each.old, each.new)
    editions = f"{each.old.edition} to {each.new.edition}"
    out.text(f"{each.partner.name}, {each.new.title}: {editions}, {_counted(pairs)}")
    for pair in pairs:
        touched = run.items.get(pair.old.id) if pair.old else None
        if touched is not None and pair.fate in (Fate.ASKED_AGAIN, Fate.GONE):
            item = pair.new or pair.old
            assert item is not None
            out.text(f"{pair.fate}: {item.title} (was {touched.status})", 2, 4)


def _is_sure(session: Session, count: int) -> bool:
    if session.args.yes:
        return True
    if not can_ask():
        raise UsageError("say --yes to move, or --dry-run to look only")
    runs = "this run" if count == 1 else f"these {count} runs"
    return ask_until(f"Move {runs}? y/N", yes_or_no) is True


COMMANDS = {"diff": diff, "migrate": move}
