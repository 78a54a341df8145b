"""The answers to an item of ``walk``: the word, and what it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from csp_tui.cli.commands.item_detail import print_item as print_whole_item
from csp_tui.cli.commands.partner_steps import step_back
from csp_tui.cli.items.before_ticking import refuse_to_untick, refuse_unless_meant
from csp_tui.cli.output.asking import ask, is_heard
from csp_tui.cli.output.run_words import standing
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customers import customer_id, placed, renewed
from csp_tui.cli.targets.resolve import Target
from csp_tui.cli.walk import lines as walk_lines
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import cut
from csp_tui.core.history import acts
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import before_ticking, item_changes


class Move(Enum):
    """Where to go after an answer."""

    NEXT = 1
    BACK = -1
    AGAIN = 0
    """The item is printed again."""
    STAY = None
    """The same item is asked, without printing it again."""
    LEAVE = "leave"


class Course:
    """The items that are gone through and the place among them.

    Args:
        session: the call.
        partner_id: whose items they are.
        stops: the items, each in its part of a run.
        place: the first that is asked.
    """

    def __init__(
        self, session: Session, partner_id: str, stops: Sequence[Target], place: int
    ) -> None:
        self.session = session
        self.partner_id = partner_id
        self.stops = stops
        self.place = place
        self.asked: set[tuple[str, str]] = set()
        """The facts that were asked, and of which customer."""
        self.is_wanted = True
        """The place was gone to by name, by going back or by undo: it is asked in any state."""
        self._direction = 1

    def target(self) -> Target | None:
        """Return the item at the place as it is on the disk now; None beyond the last."""
        if not 0 <= self.place < len(self.stops):
            return None
        stop, workplace = self.stops[self.place], self.session.workplace
        view = workplace.view(workplace.store.load(self.partner_id), stop.view.run.key)
        if stop.view.customer is not None:
            customer = workplace.store.load_customer(self.partner_id, stop.view.customer.id)
            view = view.of_customer(customer)
        return Target(view, stop.item)

    def go(self, move: Move) -> None:
        """Go to the item after or before; back beyond the first stays there."""
        if move in (Move.NEXT, Move.BACK):
            self._direction = move.value
            self.place = max(0, self.place + self._direction)
            self.is_wanted = move == Move.BACK

    def pass_by(self) -> None:
        """Go on in the direction that was taken last; at the first item turn round."""
        if self.place == 0:
            self._direction = 1
        self.place += self._direction

    def go_to(self, run: str, item: str, customer: str) -> bool:
        """Go to an item; say whether it is among those that are gone through."""
        for place, stop in enumerate(self.stops):
            if (stop.view.run.key, stop.item.id, customer_id(stop)) == (run, item, customer):
                self.place, self.is_wanted = place, True
                return True
        return False

    def save(self, target: Target, change: Change) -> None:
        """Save a change to an item and say so."""
        workplace = self.session.workplace
        saved = workplace.store.change(self.partner_id, [placed(target, change)])
        (now,) = renewed(workplace, saved, [target])
        counts = standing(workplace, saved.partner, [target.view.run.key])
        when = self.session.saved_at(saved) if saved.lines else _("it was so already")
        walk_lines.print_saved(self.session, now, counts, when)


Act = Callable[[Course, Target, str], Move]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer.

    Args:
        words: the letter, then what may be typed instead.
        act: does it, with what stands behind the word, and says where to go.
    """

    words: tuple[str, ...]
    act: Act


def _done(course: Course, target: Target, rest: str) -> Move:
    on = item_changes.parse_past_day(rest, course.session.workplace.today)
    if not course.session.args.yes:
        refuse_unless_meant([target], can_ask=is_heard())
    is_early = before_ticking.is_out_of_order(target.view, target.item, [target.item])
    run = target.view.run.key
    course.save(target, item_changes.tick(run, target.item, on, is_out_of_order=is_early))
    return Move.NEXT


def _to_do(course: Course, target: Target, _rest: str) -> Move:
    course.save(target, item_changes.untick(target.view.run.key, target.item))
    return Move.AGAIN


def _refuse_to_untick(course: Course, target: Target) -> None:
    """Ask before an answer that takes the tick off; raises UsageError where it is not meant."""
    if not course.session.args.yes:
        refuse_to_untick([target], can_ask=is_heard())


def _wait(course: Course, target: Target, rest: str) -> Move:
    """Ask for whom, case and day; of an item that waits: that it was chased, and when again.

    Where it is said for whom behind the letter, the rest is as preset.
    """
    view, item, today = target.view, target.item, course.session.workplace.today
    progress, preset = view.progress(item), item_changes.chase_day(item, today)
    if progress.status == Status.WAITING:
        question = _("Chased today. Chase again on, enter is {day}:")
        typed = rest or ask(question.format(day=preset))
        chase_on = item_changes.parse_day(typed, today) or preset
        course.save(target, item_changes.chase(view.run.key, item, today, chase_on))
        return Move.NEXT
    _refuse_to_untick(course, target)
    whom = rest or ask(_("Waiting for whom, enter is Microsoft:")) or "Microsoft"
    case, chase_on = "", preset
    if not rest:
        known = _("Case number, if any, enter is {case}:")
        question = known if progress.case else _("Case number, if any:")
        case = ask(question.format(case=progress.case))
        typed = ask(_("Chase on, enter is {day}:").format(day=preset))
        chase_on = item_changes.parse_day(typed, today) or preset
    since = progress.since or today
    course.save(target, item_changes.wait(view.run.key, item, whom, since, chase_on, case))
    return Move.NEXT


def _refuse(course: Course, target: Target, rest: str) -> Move:
    _refuse_to_untick(course, target)
    reason = rest or ask(_("Refused, by whom and why:"))
    course.save(target, item_changes.refuse(target.view.run.key, target.item, reason))
    return Move.NEXT


def _not_applicable(course: Course, target: Target, rest: str) -> Move:
    _refuse_to_untick(course, target)
    reason = rest or ask(_("Not applicable because:"))
    course.save(target, item_changes.not_applicable(target.view.run.key, target.item, reason))
    return Move.NEXT


def _evidence(course: Course, target: Target, rest: str) -> Move:
    view, item, today = target.view, target.item, course.session.workplace.today
    text = rest or ask(_("Evidence, where the proof is; enter leaves it as it is:"))
    if not text:
        return Move.STAY
    as_of = None
    if item.ages and not rest:
        as_of = item_changes.parse_past_day(ask(_("As of which day, enter is not known:")), today)
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
    print_whole_item(course.session, target.view, target.item)
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
"""Cells of a wrong answer that the error repeats."""

KEYS = " ".join(each.words[0] for each in ANSWERS if each.words[0] != "?")
"""The answers as the question names them."""


def answer_called(word: str) -> Answer:
    """Return the answer that a word means; raises UsageError where there is none."""
    folded = word.casefold()
    for each in ANSWERS:
        if folded in each.words:
            return each
    told = _('"{word}" is no answer; answer one of: {answers} ?')
    raise UsageError(told.format(word=cut(word, _LONGEST), answers=KEYS))
