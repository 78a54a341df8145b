"""``diff``: compare two editions of a checklist. ``migrate``: move runs to another edition.

The fate of an item says what becomes of it on the way: carried, asked again, new or gone, or for
each customer from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from csp_tui.cli.changes.stopping import stoppable
from csp_tui.cli.output.asking import ask_until, can_ask
from csp_tui.cli.output.output import labelled
from csp_tui.cli.output.progress_bar import followed
from csp_tui.cli.session import Session
from csp_tui.cli.targets.resolve import find_checklist, find_edition, find_partner, find_run
from csp_tui.core.base.asking import yes_or_no
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.editions import Fate, Pair, compare
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.describe.item import WORDS
from csp_tui.core.describe.rules import NEEDS, was_and_is
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.moving import (
    ANOTHER_RULE,
    ORDER,
    Move,
    by_partner,
    carry_out_each,
    counted_fates,
)
from csp_tui.core.runs.run_name import full_name
from csp_tui.core.store.shared_act import SharedAct


def diff(session: Session) -> int:
    """Print the items that differ between two editions of a checklist; return exit code 0.

    Unless the command names them, they are the newest edition and the one before it.

    Raises:
        NotFoundError: there is no such checklist or edition, or none before the new one.
        UsageError: more than one checklist fits.
        InvalidFileError: an edition is unreadable.
    """
    args, workplace = session.args, session.workplace
    checklist_id = find_checklist(workplace, args.checklist)
    known = workplace.library.editions(checklist_id)
    new = find_edition(workplace, checklist_id, args.new) if args.new else known[-1]
    if args.old:
        old = find_edition(workplace, checklist_id, args.old)
    elif (place := known.index(new)) > 0:
        old = known[place - 1]
    else:
        message = _("{checklist} has no edition before {edition}")
        raise NotFoundError(message.format(checklist=checklist_id, edition=new))
    editions = tuple(workplace.library.get(checklist_id, each) for each in (old, new))
    pairs = compare(*editions)
    if args.json:
        items = [_shape(pair, pair.fate) for pair in pairs if pair.fate != Fate.CARRIED]
        return session.out.json(checklist=checklist_id, old=old, new=new, items=items)
    head = _("{checklist}: {old} to {new}, {counts}")
    session.out.text(
        head.format(
            checklist=editions[1].title,
            old=old,
            new=new,
            counts=counted_fates([each.fate for each in pairs]),
        )
    )
    for fate in ORDER[:-1]:
        for pair in pairs:
            if pair.fate == fate:
                _print_pair(session, pair, *editions)
    return 0


def _shape(pair: Pair, fate: Fate) -> dict[str, Any]:
    sides = {"old": pair.old, "new": pair.new}
    keys = ("id", "title", "need", "when")
    return {
        "fate": str(fate),
        **{
            name: {**{key: getattr(item, key) for key in keys}, "rule": item.wording}
            if item
            else None
            for name, item in sides.items()
        },
    }


def _print_pair(session: Session, pair: Pair, old: Checklist, new: Checklist) -> None:
    item = pair.new or pair.old
    assert item is not None
    out = session.out
    out.line()
    out.pairs([(_(pair.fate), f"{item.title} ({item.id})")])
    if pair.old and pair.new and pair.old.id != pair.new.id:
        out.pairs([(_("before"), f"{pair.old.title} ({pair.old.id})")])
    notes = [_(NEEDS.get(side.need, side.need)) if side else "" for side in (pair.old, pair.new)]
    if pair.old and pair.new and pair.old.norm == pair.new.norm:
        notes = list(was_and_is(pair.old, pair.new, old, new))
    for checklist, side, note in zip((old, new), (pair.old, pair.new), notes, strict=True):
        if side is not None:
            rule = f"{side.norm} ({note})" if pair.fate == Fate.ASKED_AGAIN else side.norm
            out.pairs([(_("rule {edition}").format(edition=checklist.edition), rule)])


def migrate(session: Session) -> int:
    """Move a run to another edition, or with ``--all`` all open runs of a checklist.

    Show what would change and ask first; with ``--yes`` do not ask, with ``--dry-run`` only show
    it. Runs that are on that edition already are left alone.

    Returns:
        The exit code: that of the first partner that could not be read or moved; else 0.

    Raises:
        UsageError: neither ``--yes`` nor ``--dry-run`` is given, and nobody can be asked; or it is
            not clear which run is meant.
        NotFoundError: there is no such partner, run, checklist or edition.
    """
    left: list[CspTuiError] = []
    moves = list(_of_all(session, left) if session.args.all else [_of_one(session)])
    wanted = [each for each in moves if each.is_needed]
    if session.args.json:
        _move_with_json(session, wanted, left)
        return _code(left)
    is_shown = session.args.dry_run or not (session.args.yes and session.out.quiet)
    for each in wanted if is_shown else ():
        _preview(session, each, is_only=len(wanted) == 1)
    if not wanted and not left:
        session.out.note(_("nothing to move: every run is on that edition"))
    if not wanted:
        return _code(left)
    if session.args.dry_run or not _is_sure(session, len(wanted)):
        session.out.note(_("nothing was changed"))
        return _code(left)
    for each in _moved(session, wanted, left):
        message = _("moved: {partner}, {run} to {edition}")
        session.out.confirmation(
            message.format(partner=each.partner.name, run=each.key, edition=each.new.edition)
        )
    return _code(left)


def _code(left: Sequence[CspTuiError]) -> int:
    """Return the exit code of the first error in `left`; 0 if no partner was left out."""
    return left[0].exit_code if left else 0


def _move_with_json(session: Session, wanted: list[Move], left: list[CspTuiError]) -> None:
    """Move the runs of `wanted` and print as JSON what becomes of each item.

    With ``--dry-run`` nothing is moved. Errors of partners that cannot be moved are printed as
    warnings and added to `left`.

    Raises:
        UsageError: neither ``--yes`` nor ``--dry-run`` is given.
    """
    if not session.args.dry_run and not session.args.yes:
        raise UsageError(_("with --json say --yes to move, or --dry-run to look only"))
    moved = wanted if session.args.dry_run else list(_moved(session, wanted, left))
    shapes = [
        {
            "partner": each.partner.id,
            "run": each.key,
            "old": each.old.edition,
            "new": each.new.edition,
            "items": [_shape(pair, each.fate(pair)) for pair in each.pairs],
        }
        for each in moved
    ]
    session.out.json(is_moved=not session.args.dry_run, moves=shapes)


def _moved(session: Session, wanted: list[Move], left: list[CspTuiError]) -> Iterator[Move]:
    """Move the runs of `wanted` as one act; yield each move after its partner is saved.

    Errors of partners that cannot be moved, such as a busy one, are printed as warnings and added
    to `left`; those moves are not yielded.
    """
    partners = by_partner(wanted)
    act = SharedAct(len(partners))
    moving = carry_out_each(session.workplace.store, partners, act)
    with stoppable(act, is_dry_run=session.is_dry_run):
        for moves, came_of in followed(session.out, moving, len(partners), _("moving")):
            if isinstance(came_of, CspTuiError):
                session.out.warn(labelled(moves[0].partner.name, str(came_of)))
                left.append(came_of)
            else:
                yield from moves


def _of_one(session: Session) -> Move:
    args, workplace = session.args, session.workplace
    if args.partner is None:
        raise UsageError(_("name a partner, or --all CHECKLIST"))
    partner = find_partner(workplace, args.partner)
    open_runs = [key for key, run in partner.runs.items() if not run.closed]
    if args.run is not None:
        key = find_run(workplace, partner, args.run)
    elif len(open_runs) == 1:
        (key,) = open_runs
    else:
        count = len(open_runs)
        message = ngettext(
            "{partner} has {count} open run; name the one to move",
            "{partner} has {count} open runs; name the one to move",
            count,
        )
        raise UsageError(message.format(partner=partner.name, count=count))
    edition = _edition_to(session, partner.runs[key].checklist)
    return _move_of(session, partner, key, edition)


def _of_all(session: Session, left: list[CspTuiError]) -> Iterator[Move]:
    """Yield a move for every open run of the checklist that ``--all`` names.

    Errors of partners and runs that cannot be read are printed and added to `left`.

    Raises:
        NotFoundError, UsageError: no checklist or edition fits, or more than one.
    """
    workplace = session.workplace
    checklist_id = find_checklist(workplace, session.args.all)
    edition = _edition_to(session, checklist_id)
    for partner_id in workplace.store.partner_ids():
        try:
            partner = workplace.store.load(partner_id)
        except CspTuiError as error:
            session.out.warn(str(error))
            left.append(error)
            continue
        for key, run in partner.runs.items():
            if run.checklist != checklist_id or run.closed:
                continue
            try:
                move = _move_of(session, partner, key, edition)
            except CspTuiError as error:
                session.out.warn(labelled(partner.name, str(error)))
                left.append(error)
            else:
                yield move


def _edition_to(session: Session, checklist_id: str) -> str:
    """Return the edition that runs of a checklist are moved to: that of ``--to``, or the newest.

    "" if there is none any more.

    Raises:
        NotFoundError, UsageError: no edition of the checklist fits, or more than one.
    """
    if session.args.to:
        return find_edition(session.workplace, checklist_id, session.args.to)
    return next(reversed(session.workplace.library.editions(checklist_id)), "")


def _move_of(session: Session, partner: Partner, key: str, edition: str) -> Move:
    library, run = session.workplace.library, partner.runs[key]
    old, new = (library.get(run.checklist, each) for each in (run.edition, edition))
    return Move(partner, key, old, new)


def _preview(session: Session, each: Move, *, is_only: bool) -> None:
    """Print what moving a run to another edition does to its items.

    First print how many items have each `Fate`, such as carried. Then list the items with a record
    that are asked again, have another rule, are for each customer or gone. Items without a record
    are listed only if this is the only move (`is_only`), since they are the same for every run:
    those that are new, or have another rule.
    """
    out = session.out
    named = f"{each.partner.name}, {full_name(each.new.title, each.key, each.new.id)}"
    out.text(labelled(named, f"{each.editions}, {each.counted()}"))
    for fate in (Fate.ASKED_AGAIN, Fate.FOR_EACH, Fate.GONE):
        for item, pair in each.of(fate):
            if (recorded := each.recorded(pair)) is not None:
                state = _(WORDS[recorded.status])
                message = _("{item} (was {state})")
                if fate == Fate.FOR_EACH:
                    message = _("{item} (was {state}, stays the partner's)")
                was = message.format(item=item.title, state=state)
                out.text(labelled(_word(each, pair, fate), was), 2, 4)
                if fate == Fate.ASKED_AGAIN and pair.old and pair.new:
                    was, now = was_and_is(pair.old, pair.new, each.old, each.new)
                    out.text(labelled(_("was"), was), 4, 6)
                    out.text(labelled(_("is"), now), 4, 6)
    for fate in (Fate.ASKED_AGAIN, Fate.NEW) if is_only else ():
        for item, pair in each.of(fate):
            if each.recorded(pair) is None:
                out.text(labelled(_word(each, pair, fate), item.title), 2, 4)


def _word(move: Move, pair: Pair, fate: Fate) -> str:
    """Return the word for the fate of an item in a move."""
    return _(ANOTHER_RULE if move.is_untouched(pair) else fate)


def _is_sure(session: Session, count: int) -> bool:
    if session.args.yes:
        return True
    if not can_ask():
        raise UsageError(_("say --yes to move, or --dry-run to look only"))
    question = ngettext("Move this run? y/N", "Move these {count} runs? y/N", count)
    return ask_until(question.format(count=count), yes_or_no) is True


COMMANDS = {"diff": diff, "migrate": migrate}
