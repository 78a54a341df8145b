"""Acts on the chosen item in the matrix of the customers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import cut, width
from csp_tui.core.checklists.model import Item
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import before_ticking, item_changes
from csp_tui.core.runs.facts import yes_or_no
from csp_tui.core.runs.step_groups import SETTLED, TICKED
from csp_tui.core.runs.view import RunView
from csp_tui.tui.base.answers import (
    ALL_OPEN,
    ALL_SETTLED,
    ALREADY,
    CHASED,
    NOTHING_NEW,
    is_no_day,
    lacks_name,
    lacks_reason,
    trouble_of,
)
from csp_tui.tui.base.confirming import Confirmation, confirm, confirmed, yes_no_trouble
from csp_tui.tui.customers.changes import CustomerChangesScreen
from csp_tui.tui.customers.run import CustomerRunScreen
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.widgets.bottom_row import Question, Talk
from csp_tui.tui.widgets.field import ANSWER_ROOM

_LEAST_NAME, _NAME = 8, 24
"""Cells of a name in a question."""


class CustomerCellsScreen(CustomerChangesScreen):
    """The matrix with the keys that change the chosen item of a customer, or of all marked."""

    def action_open_customer(self) -> None:
        """Open the items of the customer under the cursor."""
        if (customer := self._here()) is not None:
            view = self._view.of_customer(customer)
            screen = CustomerRunScreen(self._workplace, view, self._item.id, self._order)
            self.app.push_screen(screen)

    def action_tick_item(self) -> None:
        """Tick what is open, untick what is done or set apart; all marked alike."""
        item = self._item
        if ids := self._chosen():
            self._tick_all(ids, item)
            return
        if (view := self._part()) is None:
            return
        progress = view.progress(item)
        is_settled = progress.status in (Status.DONE, Status.NOT_APPLICABLE)
        if view.rule_changed(item):
            self._ask_to_confirm(item)
        elif is_settled:
            self._set("", lambda _part: item_changes.untick(self._run, item))
        elif item.irreversible and progress.status != Status.DONE:
            confirm(self, self._tick_for(view), lambda: self._tick(item), _(before_ticking.ONE_WAY))
        elif doubt := before_ticking.order_doubt(view, [item]):
            confirm(self, self._tick_for(view), lambda: self._tick(item), doubt)
        else:
            self._tick(item)
        if progress.reason:
            told = _("It was set apart: {reason} (u undoes)").format(reason=progress.reason)
            self.say(told, Tone.ALERT)

    def _tick_for(self, view: RunView) -> str:
        """Return the question whether to tick; narrow screens keep it whole but for the name."""
        question = _("Tick for {name}?")
        around = width(question.format(name="")) + width("  y/N: ") + ANSWER_ROOM
        room = max(_LEAST_NAME, self.bottom.size.width - around)
        return question.format(name=cut(view.name, min(_NAME, room)))

    def _ask_to_confirm(self, item: Item) -> None:
        """Ask whether what was ticked under another rule is still true."""

        def answered(typed: str) -> None:
            if (known := yes_or_no(typed)) is not None:
                confirmed, reopened = (
                    item_changes.confirm(self._run, item, item),
                    item_changes.untick,
                )
                self._set("", lambda _part: confirmed if known else reopened(self._run, item))

        label = _("Still true under the new rule? y, n (to do again), or enter")
        self.ask([Question(label, "", yes_no_trouble)], answered)

    def _tick(self, item: Item) -> None:
        self._set("", lambda part: _ticked(part, item))

    def _tick_all(self, ids: list[str], item: Item) -> None:
        states = [self._column.state(self._rows[each]) for each in ids]
        if not (count := sum(state not in SETTLED for state in states)):
            self.say(_(ALL_SETTLED))
            return

        def change(view: RunView) -> Change | None:
            is_wanted = view.progress(item).status != Status.NOT_APPLICABLE
            return _ticked(view, item) if is_wanted else None

        lead = _(before_ticking.ONE_WAY) if item.irreversible else ""
        confirm(self, _ask_tick(count), lambda: self._set(N_("Done"), change), lead)

    def action_reopen_item(self) -> None:
        """Set the item to do again; of all marked customers after a question."""
        item = self._item

        def change(view: RunView) -> Change | None:
            is_open = view.progress(item).status == Status.TODO
            return None if is_open else item_changes.untick(self._run, item)

        if ids := self._chosen():
            question = _ask_reopen(len(ids))
            confirm(self, question, lambda: self._set(N_("To do again"), change))
        elif (view := self._part()) is not None and change(view) is None:
            self.say(_(ALL_OPEN))
        elif view is not None:
            self._set("", change)

    def action_set_not_applicable(self) -> None:
        """Ask for the reason, then set the item not applicable."""
        label = _("Not applicable because")
        self._ask_reason(label, N_("Not applicable"), item_changes.not_applicable)

    def action_refuse_item(self) -> None:
        """Ask for the reason, then set the item refused."""
        self._ask_reason(_("Refused, by whom and why"), N_("Refused"), item_changes.refuse)

    def _ask_reason(self, label: str, told: str, act: Callable[[str, Item, str], Change]) -> None:
        view = None if self._chosen() else self._part()
        if self._chosen() or view is not None:
            self.converse(self._set_apart(view, label, told, act))

    def _set_apart(
        self, view: RunView | None, label: str, told: str, act: Callable[[str, Item, str], Change]
    ) -> Talk:
        """Ask for a reason and set the item apart, of one customer or of all marked."""
        if (yield from self._may_untick(view)):
            item = self._item
            offer = view.progress(item).reason if view is not None else ""
            text = yield Question(self._labelled(label), offer, lacks_reason)
            self._set(told, lambda _part: act(self._run, item, text))

    def _may_untick(self, view: RunView | None) -> Confirmation:
        """Ask before an act that takes the tick off what is done, of one or of all marked."""
        if view is not None:
            doubt = before_ticking.done_doubt(view, [self._item])
        else:
            states = [self._column.state(self._rows[each]) for each in self._chosen()]
            done = sum(state in TICKED for state in states)
            told = _("Done for {count} of {all}.").format(count=done, all=len(states))
            doubt = told if done else ""
        if not doubt or (yield from confirmed(_(before_ticking.LOSE_TICK), doubt)):
            return True
        self.say(_("Nothing was changed."))
        return False

    def _labelled(self, label: str) -> str:
        """Return a label that says for how many customers it is asked."""
        if not (count := len(self._chosen())):
            return label
        many = ngettext("{count} customer: {label}", "{count} customers: {label}", count)
        return many.format(count=count, label=f"{label[:1].lower()}{label[1:]}")

    def action_wait_item(self) -> None:
        """Ask for whom, which case and when to chase, then set the item waiting."""
        if self._chosen():
            self.converse(self._wait(None))
        elif (view := self._part()) is None:
            return
        elif view.progress(self._item).status == Status.WAITING:
            self.converse(self._chase(view))
        else:
            self.converse(self._wait(view))

    def _wait(self, view: RunView | None) -> Talk:
        if not (yield from self._may_untick(view)):
            return
        item, today = self._item, self._workplace.today
        preset = item_changes.chase_day(item, today)
        case = view.progress(item).case if view is not None else ""
        whom = yield Question(self._labelled(_("Waiting for")), _("the customer"), lacks_name)
        case = yield Question(_("Case number, if any"), case)
        check = partial(is_no_day, today=today)
        typed = yield Question(_("Chase on"), preset.isoformat(), check)
        chase_on = item_changes.parse_day(typed, today)

        def change(part: RunView) -> Change:
            since = part.progress(item).since or today
            return item_changes.wait(self._run, item, whom, since, chase_on or preset, case)

        self._set(N_("Waiting"), change)

    def _chase(self, view: RunView) -> Talk:
        """Record that the customer was chased today, and ask when to do so again."""
        item, today, progress = self._item, self._workplace.today, view.progress(self._item)

        def change(typed: str) -> Change:
            chase_on = item_changes.parse_day(typed, today) or item_changes.chase_day(item, today)
            return item_changes.chase(self._run, item, today, chase_on)

        lead = _(ALREADY if progress.chased == today else CHASED)
        preset = item_changes.chase_day(item, today).isoformat()
        made = change((yield Question(_("Chase again on"), preset, trouble_of(change), lead)))
        if item_changes.is_so(progress, made):
            self.say(_(NOTHING_NEW))
        else:
            self._set(N_("Chased"), lambda _part: made)


def _ask_tick(count: int) -> str:
    told = ngettext(
        "Set it done for {count} customer?", "Set it done for {count} customers?", count
    )
    return told.format(count=count)


def _ask_reopen(count: int) -> str:
    told = ngettext(
        "Set it to do again for {count} customer?",
        "Set it to do again for {count} customers?",
        count,
    )
    return told.format(count=count)


def _ticked(view: RunView, item: Item) -> Change:
    is_early = before_ticking.is_out_of_order(view, item, [item])
    return item_changes.tick(view.run.key, item, is_out_of_order=is_early)
