"""The answers that a user can give in ``walk``, and what each of them does.

``walk`` goes through the items of runs one after the other; an item on this way is a stop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from csp_tui.cli.changes.questions import confirm_ticking
from csp_tui.cli.changes.undo import step_back
from csp_tui.cli.output.asking import ask, can_ask_again, run_talk
from csp_tui.cli.output.run_words import counts_of_runs
from csp_tui.cli.output.whole_item import print_whole_item
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customers import customer_id, in_part_of, reloaded
from csp_tui.cli.targets.resolve import Target
from csp_tui.cli.walk import lines as walk_lines
from csp_tui.core.base.asking import Talk
from csp_tui.core.base.days import parse_past_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut
from csp_tui.core.history import acts
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import item_changes, item_questions, tick_warnings
from csp_tui.core.runs.chosen import ChosenItems
from csp_tui.core.runs.waiting_questions import wait_or_chase


class Move(Enum):
    """Which item comes after an answer."""

    NEXT = 1
    BACK = -1
    AGAIN = 0
    """The same item, printed again."""
    STAY = None
    """The same item, asked again without printing it."""
    LEAVE = "leave"


class Course:
    """The way of ``walk`` through the items: the stops, and the index of the current one.

    Args:
        session: the session of the command.
        partner_id: the id of the partner.
        stops: the items to go through, each with its run or a customer's part of the run.
        place: the index of the first item to ask; later, of the current one.
    """

    def __init__(
        self, session: Session, partner_id: str, stops: Sequence[Target], place: int
    ) -> None:
        self.session = session
        self.partner_id = partner_id
        self.stops = stops
        self.place = place
        self.asked: set[tuple[str, str]] = set()
        """The ids of the facts that were asked, each with the id of the customer or ""."""
        self.is_wanted = True
        """Whether the user chose the current item (``--from``, ``b`` or ``u``): never skip it."""
        self._direction = 1

    def target(self) -> Target | None:
        """Return the current item, its run read from disk anew; None after the last.

        Raises:
            CspTuiError: the partner, the customer or the checklist cannot be read.
        """
        if not 0 <= self.place < len(self.stops):
            return None
        stop, workplace = self.stops[self.place], self.session.workplace
        view = workplace.view(workplace.store.load(self.partner_id), stop.view.run.key)
        if stop.view.customer is not None:
            customer = workplace.store.load_customer(self.partner_id, stop.view.customer.id)
            view = view.of_customer(customer)
        return Target(view, stop.item)

    def go(self, move: Move) -> None:
        """Make the next or the previous item current if `move` is NEXT or BACK.

        Other moves do nothing. BACK from the first item stays there. An item that is gone back to
        is shown even if it would be left out.
        """
        if move in (Move.NEXT, Move.BACK):
            self._direction = move.value
            self.place = max(0, self.place + self._direction)
            self.is_wanted = move == Move.BACK

    def skip(self) -> None:
        """Move one item in the direction of the last move; from the first item always forward."""
        if self.place == 0:
            self._direction = 1
        self.place += self._direction

    def go_to(self, run: str, item: str, customer: str) -> bool:
        """Make the item with these ids current; return False if it is not among the stops.

        `customer` is "" for an item of the partner. The item is shown even if it would be left out.
        """
        for place, stop in enumerate(self.stops):
            if (stop.view.run.key, stop.item.id, customer_id(stop)) == (run, item, customer):
                self.place, self.is_wanted = place, True
                return True
        return False

    def save(self, target: Target, change: Change) -> None:
        """Save `change` to the item `target` and print the result.

        Raises:
            CspTuiError: it could not be saved, as in Store.change.
        """
        workplace = self.session.workplace
        saved = workplace.store.change(self.partner_id, [in_part_of(target, change)])
        (now,) = reloaded(workplace, saved, [target])
        counts = counts_of_runs(workplace, saved.partner, [target.view.run.key])
        when = self.session.saved_at(saved) if saved.lines else _("it was so already")
        walk_lines.print_saved(self.session, now, counts, when)


Act = Callable[[Course, Target, str], Move]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that a user can type.

    Args:
        words: the letter of the answer, then words that mean the same.
        act: carries the answer out, given the item and the text after the word; returns which
            item comes next.
    """

    words: tuple[str, ...]
    act: Act


def _done(course: Course, target: Target, rest: str) -> Move:
    on = parse_past_day(rest, course.session.workplace.today)
    if not course.session.args.yes:
        confirm_ticking([target], can_ask=can_ask_again())
    is_early = tick_warnings.is_out_of_order(target.view, target.item, [target.item])
    run = target.view.run.key
    course.save(target, item_changes.tick(run, target.item, on, is_out_of_order=is_early))
    return Move.NEXT


def _to_do(course: Course, target: Target, _rest: str) -> Move:
    course.save(target, item_changes.untick(target.view.run.key, target.item))
    return Move.AGAIN


def _wait(course: Course, target: Target, rest: str) -> Move:
    """Set the item waiting; if it waits already, record that it was chased today.

    `rest` answers the first question (for whom it waits, or when to chase again); the others
    then get their suggested answers. If `rest` is "", every question is asked.

    Returns:
        Which item comes next.
    """
    talk = wait_or_chase(_chosen(target), course.session.workplace.today)
    return _carry_out(course, target, talk, rest)


def _refuse(course: Course, target: Target, rest: str) -> Move:
    return _carry_out(course, target, item_questions.refuse(_chosen(target)), rest)


def _not_applicable(course: Course, target: Target, rest: str) -> Move:
    return _carry_out(course, target, item_questions.set_not_applicable(_chosen(target)), rest)


def _chosen(target: Target) -> ChosenItems:
    return ChosenItems(target.view, [target.item])


def _carry_out(
    course: Course, target: Target, talk: Talk[item_questions.Outcome], rest: str
) -> Move:
    """Ask the questions of `talk`, save its changes, and print its message.

    `rest` answers the first question with a typed answer; later ones get their suggested answers
    unasked. Yes-or-no questions are asked, except with ``--yes``. If `rest` is "", every question
    is asked.

    Returns:
        ``Move.NEXT``; if nothing was done, ``Move.STAY``.
    """
    outcome = run_talk(talk, rest, is_sure=course.session.args.yes)
    if outcome is None:
        outcome = item_questions.Outcome(message=_(item_questions.NOTHING_CHANGED))
    for change in outcome.changes:
        course.save(target, change)
    if outcome.message:
        course.session.out.note(outcome.message.rstrip("."))
    return Move.NEXT if outcome.do else Move.STAY


def _evidence(course: Course, target: Target, rest: str) -> Move:
    view, item, today = target.view, target.item, course.session.workplace.today
    text = rest or ask(_("Evidence, where the proof is; enter leaves it as it is:"))
    if not text:
        return Move.STAY
    as_of = None
    if item.ages and not rest:
        as_of = parse_past_day(ask(_("As of which day, enter is not known:")), today)
    course.save(
        target, item_changes.edit(acts.Act.EVIDENCE, view.run.key, item, evidence=text, as_of=as_of)
    )
    return Move.STAY


def _note(course: Course, target: Target, rest: str) -> Move:
    text = rest or ask(_("Note; enter leaves it as it is:"))
    if text:
        course.save(
            target, item_changes.edit(acts.Act.NOTE, target.view.run.key, target.item, note=text)
        )
    return Move.STAY


def _links(course: Course, target: Target, _rest: str) -> Move:
    out = course.session.out
    for link in target.item.links:
        out.line(link.url)
    if not target.item.links:
        out.line(_("no links"))
    return Move.STAY


def _more(course: Course, target: Target, _rest: str) -> Move:
    print_whole_item(course.session.out, course.session.workplace, target.view, target.item)
    return Move.STAY


def _undo(course: Course, _target: Target, _rest: str) -> Move:
    for line in step_back(course.session, course.partner_id, redo=False):
        if course.go_to(line.run, line.item, line.customer):
            break
    return Move.AGAIN


ANSWERS = (
    Answer(("y", "yes", "done", "o", "oui"), _done),
    Answer(("t", "to-do", "untick"), _to_do),
    Answer(("w", "wait", "waiting", "chase"), _wait),
    Answer(("r", "refuse", "refused"), _refuse),
    Answer(("x", "na"), _not_applicable),
    Answer(("e", "evidence"), _evidence),
    Answer(("note",), _note),
    Answer(("l", "links"), _links),
    Answer(("n", "skip", "next"), lambda _course, _target, _rest: Move.NEXT),
    Answer(("b", "back"), lambda _course, _target, _rest: Move.BACK),
    Answer(("u", "undo"), _undo),
    Answer(("?", "help", "more"), _more),
    Answer(("q", "quit"), lambda _course, _target, _rest: Move.LEAVE),
)
_LONGEST = 60
"""Width, in cells, to which a wrong answer is cut in the error message."""

KEYS = " ".join(each.words[0] for each in ANSWERS if each.words[0] != "?")
"""The letters of all answers but ``?``, as the question lists them."""


def answer_called(word: str) -> Answer:
    """Return the answer that has `word` among its words; raise UsageError if no answer has."""
    folded = word.casefold()
    for each in ANSWERS:
        if folded in each.words:
            return each
    message = _('"{word}" is no answer; answer one of: {answers} ?')
    raise UsageError(message.format(word=cut(word, _LONGEST), answers=KEYS))
