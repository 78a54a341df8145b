"""``walk``: go through runs item by item on plain lines; the user answers each item briefly."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from csp_tui.cli.changes.questions import ask_fact
from csp_tui.cli.output.asking import ask_line, can_ask_again
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customers import customer_id, find_customers, for_customers
from csp_tui.cli.targets.open_runs import refuse_closed
from csp_tui.cli.targets.resolve import Target, find_items, find_partner, find_views
from csp_tui.cli.walk.answers import KEYS, Course, Move, answer_called
from csp_tui.cli.walk.lines import print_head, print_item
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import customer_changes, facts
from csp_tui.core.runs.step_groups import SETTLED
from csp_tui.core.runs.view import RunView


def walk(session: Session) -> int:
    """Ask the user item by item and save each answer at once, until ``q`` or the input ends.

    It begins at the item of ``--from``, else at the first open item; if none is open, only a note
    says so.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError, UsageError: no partner, run, customer or item fits, or more than one; or all
            runs are closed.
    """
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    views = _views(session, partner)
    session.out.plain = True
    stops = [Target(view, item) for view in views for item in view.items]
    start = _start(session, partner, stops)
    if start is None:
        message = (
            _("nothing is open in {partner}; --from ITEM starts at any item")
            if stops
            else _("nothing is open in {partner}")
        )
        session.out.note(message.format(partner=partner.name))
        return 0
    course = Course(session, partner.id, stops, start)
    print_head(session, views)
    _go(session, course)
    return 0


def _views(session: Session, partner: Partner) -> list[RunView]:
    """Return the open runs to go through; warn of runs that cannot be read.

    With ``--customer``, return those with per-customer items, each once for each customer.

    Raises:
        UsageError: all runs are closed; or ``--customer`` is given, and no run has per-customer
            items or no customer is active.
    """
    workplace, words = session.workplace, session.args.customer
    views, failures = find_views(workplace, partner, session.args.run)
    for failure in failures:
        session.out.warn(str(failure))
    still_open = [view for view in views if not view.is_closed]
    if not still_open:
        refuse_closed(views)
    if words is None:
        return still_open
    having = [view for view in still_open if view.customer_items]
    if not having:
        message = _("{partner} has no checklist with items for each customer")
        raise UsageError(message.format(partner=partner.name))
    customers = find_customers(workplace, partner, words)
    return [view.of_customer(customer) for customer in customers for view in having]


def _start(session: Session, partner: Partner, stops: Sequence[Target]) -> int | None:
    """Return the index in `stops` of the item of ``--from``, else of the first open item.

    None if ``--from`` is missing and no item is open.

    Raises:
        NotFoundError, UsageError: the item of ``--from`` is not found or not in `stops`.
    """
    args, workplace = session.args, session.workplace
    if args.start is None:
        return next((place for place, each in enumerate(stops) if is_open(each)), None)
    found = find_items(workplace, partner, [args.start], args.run)
    chosen = for_customers(workplace, partner, found, args.customer)[0]
    wanted = (chosen.view.run.key, chosen.item.id)
    places = [i for i, each in enumerate(stops) if (each.view.run.key, each.item.id) == wanted]
    if not places:
        message = _('"{item}" is not gone through here; see --run')
        raise UsageError(message.format(item=chosen.item.title))
    return places[0]


def is_open(target: Target) -> bool:
    """Return whether the item still has to be done: it is neither done nor not applicable.

    A done item is open, too, if its rule has changed since.
    """
    return target.view.state(target.item) not in SETTLED


def _go(session: Session, course: Course) -> None:
    """Print one item after the other and ask for its answer, until the user stops or the list ends.

    Left out are items that do not apply; with ``--open`` also those that are not open, unless the
    user has gone back to them. If the user stops, the command that goes on there is printed.
    """
    is_printed = False
    while (target := course.target()) is not None:
        is_left_out = session.args.open and not course.is_wanted and not is_open(target)
        if is_left_out or not _fits(session, course, target):
            course.skip()
            continue
        if not is_printed:
            print_item(session, course.target() or target, course.place + 1, len(course.stops))
        move = _ask(session, course)
        if move in (None, Move.LEAVE):
            _note_place(session, course, is_ended=move is None)
            return
        is_printed = move == Move.STAY
        if not is_printed:
            course.go(move or Move.STAY)
    if not session.out.quiet:
        session.out.line()
        session.out.line(_("End of the list."))


def _fits(session: Session, course: Course, target: Target) -> bool:
    """Return whether the item applies; ask the user first if it depends on an unknown fact.

    An item whose fact stays unknown applies. Each fact is asked once for each customer, only for an
    open item, and the answer is saved. If the input comes from a script, no fact is asked: its next
    line is the answer to the item.
    """
    view, item = target.view, target.item
    for fact in facts.unknown_facts(view, [item]):
        place = (fact.id, view.customer_id)
        if place in course.asked or not is_open(target) or not can_ask_again():
            continue
        course.asked.add(place)
        known = ask_fact(fact.question)
        if known is not None:
            session.workplace.store.change(course.partner_id, [_answer(view, fact.id, known)])
    fresh = course.target()
    return fresh is not None and fresh.view.fits(fresh.item)


def _answer(view: RunView, fact: str, known: bool) -> Change:
    if view.customer is not None:
        return customer_changes.answer(view.customer.id, {fact: known})
    return facts.answer_change(fact, known)


def _ask(session: Session, course: Course) -> Move | None:
    """Read one answer to the current item, act on it, and return the move to the next item.

    None at the end of the input; ``Move.AGAIN`` after an empty line; ``Move.STAY`` after a wrong
    answer, of which the user is warned.

    Raises:
        CspTuiError: the item cannot be read any more; or the answer is wrong, and the input comes
            from a script.
    """
    typed = ask_line(f"{KEYS}, ?:")
    if typed is None:
        return None
    word, _space, rest = typed.partition(" ")
    if not word:
        return Move.AGAIN
    target = course.target()
    assert target is not None
    try:
        return answer_called(word).act(course, target, rest.strip())
    except CspTuiError as error:
        if not can_ask_again():
            raise
        session.out.warn(str(error))
        return Move.STAY


def _note_place(session: Session, course: Course, *, is_ended: bool) -> None:
    target = course.target()
    if target is None:
        return
    message = (
        _('the input has ended at "{item}", everything answered is saved; {command} goes on there')
        if is_ended
        else _('left at "{item}", everything answered is saved; {command} goes on there')
    )
    again = command_line(shlex.join(_words_from_here(session, course, target)))
    session.out.note(message.format(item=target.item.title, command=again))


def _words_from_here(session: Session, course: Course, target: Target) -> list[str]:
    """Return the words of a ``walk`` that goes on at `target`, the current item of `course`.

    It has the same options as the present walk. It names the run if the present walk does, or if
    another open run has an item of the same id. It names the customers left to go through.
    """
    args, left, item_id = session.args, course.stops[course.place :], target.item.id
    views, _failures = find_views(session.workplace, target.view.partner, None)
    having = [each for each in views if not each.is_closed and item_id in each.checklist.by_id]
    run = target.view.run.key if args.run is not None or len(having) > 1 else ""
    customers = args.customer or ()
    if customer_id(course.stops[0]) != customer_id(target):
        customers = dict.fromkeys(map(customer_id, left))
    return [
        *filter(None, ("walk", course.partner_id, run)),
        *(word for each in customers for word in ("--customer", each)),
        *("--from", target.item.id),
        *(["--open"] if args.open else []),
        *(["--yes"] if args.yes else []),
    ]


COMMANDS = {"walk": walk}
