"""What can be done to the items of a run, and what is asked before it is done."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from datetime import date

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import before_ticking, facts, item_changes
from csp_tui.tui.base.answers import (
    ALL_OPEN,
    ALL_SETTLED,
    ALREADY,
    CHASED,
    NOTHING_NEW,
    lacks_name,
    lacks_reason,
    trouble_of,
)
from csp_tui.tui.base.confirming import Confirmation, confirmed, yes_no_trouble
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.run.guidance import GuidanceScreen
from csp_tui.tui.widgets.bottom_row import Question, Talk


class ItemScreen(GuidanceScreen):
    """The base of the run's screen: the acts on items.

    An act is for all the items that are chosen; with several it sets a status, never toggles.
    """

    @property
    def _run(self) -> str:
        return self._view.run.key

    @property
    def _chosen(self) -> list[Item]:
        """The items that the next act is for."""
        return [self._item] if self._item is not None else []

    def _change(self, *changes: Change) -> None:
        """Show `changes` at once and save them."""
        raise NotImplementedError

    def action_tick_item(self) -> None:
        """Tick what is open, untick what is done or set apart, confirm what has another rule."""
        items = self._chosen
        if len(items) == 1 and self._view.rule_changed(items[0]):
            self.converse(self._confirm(items))
        elif len(items) == 1 and self._view.fits(items[0]) and self._is_settled(items[0]):
            reason = self._view.progress(items[0]).reason
            self._change(item_changes.untick(self._run, items[0]))
            self._say_set_apart(reason)
        elif len(items) > 1 and all(map(self._is_settled, items)):
            self.say(_(ALL_SETTLED))
        else:
            self.converse(self._tick(items))

    def action_reopen_item(self) -> None:
        """Set the items to do again; several ask once."""
        items = [item for item in self._chosen if self._view.progress(item).status != Status.TODO]
        if not items:
            self.say(_(ALL_OPEN))
        elif len(items) == 1:
            reason = self._view.progress(items[0]).reason
            self._change(item_changes.untick(self._run, items[0]))
            self._say_set_apart(reason)
        else:
            self.converse(self._reopen(items))

    def action_confirm_item(self) -> None:
        """Ask whether what was ticked under another rule is still true."""
        if items := [each for each in self._chosen if self._view.to_confirm(each)]:
            self.converse(self._confirm(items))
        else:
            self.say(_("Nothing to confirm: it was ticked under no other rule."))

    def _confirm(self, items: Sequence[Item]) -> Talk:
        one = _("Still true under the new rule? y, n (to do again), or enter")
        many = _("{count} items still true under the new rule? y, n (to do again), or enter")
        label = one if len(items) == 1 else many.format(count=len(items))
        known = facts.yes_or_no((yield Question(label, "", yes_no_trouble)))
        if known is None:
            self.say(_("Left as it is."))
        elif known:
            rules = [(each, self._view.to_confirm(each)) for each in items]
            self._change(
                *(item_changes.confirm(self._run, each, rule) for each, rule in rules if rule)
            )
        else:
            self._change(*(item_changes.untick(self._run, each) for each in items))

    def _reopen(self, items: Sequence[Item]) -> Talk:
        question = _("Set {count} items to do again?").format(count=len(items))
        if (yield from confirmed(question)):
            self._change(*(item_changes.untick(self._run, item) for item in items))

    def _is_settled(self, item: Item) -> bool:
        is_set = self._view.progress(item).status in (Status.DONE, Status.NOT_APPLICABLE)
        return is_set and not self._view.rule_changed(item)

    def _tick(self, items: Sequence[Item]) -> Talk:
        if len(items) > 1:
            items = [item for item in items if not self._is_settled(item)]
        items = yield from self._that_fit(items)
        if not items:
            return
        if not (yield from self._is_sure(items)):
            return
        view = self._view
        reason = view.progress(items[0]).reason if len(items) == 1 else ""
        self._change(*(self._ticked(item, items) for item in items))
        self._say_set_apart(reason)

    def _is_sure(self, items: Sequence[Item]) -> Confirmation:
        """Ask what is to be asked before `items` are ticked: several of them only once."""
        view, count = self._view, len(items)
        doubt, is_one_way = (
            before_ticking.order_doubt(view, items),
            before_ticking.is_one_way(view, items),
        )
        if doubt or count > 1:
            many = _("Set {count} items done?").format(count=count)
            label = many if count > 1 else _("Tick all the same?")
            is_asked = count == 1 or not is_one_way
            if is_asked and not (yield from confirmed(label, doubt)):
                self.say(_("Not ticked."))
                return False
        if not is_one_way:
            return True
        if view.customer is not None:
            question = _("Tick for {name}?").format(name=view.name)
            return (yield from confirmed(question, _(before_ticking.ONE_WAY)))
        label = ngettext(
            "To tick, type {id} or the name",
            "To set {count} items done, type {id} or the name",
            count,
        ).format(count=count, id=view.partner.id)
        typed = yield Question(label, lead=_(before_ticking.ONE_WAY))
        is_named = before_ticking.names_partner(view.partner, typed)
        if not is_named:
            self.say(_("Not ticked: that is neither this partner's id nor its name."), Tone.ALERT)
        return is_named

    def _ticked(self, item: Item, together: Sequence[Item]) -> Change:
        is_early = before_ticking.is_out_of_order(self._view, item, together)
        return item_changes.tick(self._run, item, is_out_of_order=is_early)

    def _say_set_apart(self, reason: str) -> None:
        if reason:
            self.say(_("It was set apart: {reason} (u undoes)").format(reason=reason), Tone.ALERT)

    def _that_fit(self, items: Sequence[Item]) -> Generator[Question, str, list[Item]]:
        """Ask the facts that are not known yet; return the items that they allow."""
        for fact in facts.unknown_facts(self._view, items):
            typed = yield Question(_("y, n, or enter"), "", yes_no_trouble, fact.question)
            known = facts.yes_or_no(typed)
            if known is not None:
                self._change(facts.answer_change(fact.id, known))
        fitting, others = facts.told_apart(self._view, items)
        if others:
            told = _("Does not apply (F changes that): {items}").format(items=others)
            self.say(told, Tone.ALERT)
        return fitting

    def action_set_not_applicable(self) -> None:
        """Ask for the reason, then set the items not applicable."""
        self.converse(self._set_apart(_("Not applicable because"), item_changes.not_applicable))

    def action_refuse_item(self) -> None:
        """Ask for the reason, then set the items refused."""
        self.converse(self._set_apart(_("Refused, by whom and why"), item_changes.refuse))

    def _may_untick(self, items: Sequence[Item]) -> Confirmation:
        """Ask before an act that takes the tick off items that are done."""
        doubt = before_ticking.done_doubt(self._view, items)
        if not doubt or (yield from confirmed(_(before_ticking.LOSE_TICK), doubt)):
            return True
        self.say(_("Nothing was changed."))
        return False

    def _set_apart(self, label: str, act: Callable[[str, Item, str], Change]) -> Talk:
        items = yield from self._that_fit(self._chosen)
        if items and (yield from self._may_untick(items)):
            offer = self._view.progress(items[0]).reason if len(items) == 1 else ""
            reason = yield Question(_of_all(items, label), offer, lacks_reason)
            self._change(*(act(self._run, item, reason) for item in items))

    def action_wait_item(self) -> None:
        """Set the items waiting; where they all wait, record that they were chased today."""
        self.converse(self._wait_or_chase(self._chosen))

    def _wait_or_chase(self, items: Sequence[Item]) -> Talk:
        items = yield from self._that_fit(items)
        states = {self._view.progress(item).status for item in items}
        if states == {Status.WAITING}:
            yield from self._chase(items)
        elif items and (yield from self._may_untick(items)):
            yield from self._wait(items)

    def _wait(self, items: Sequence[Item]) -> Talk:
        today, progress = self._today, self._view.progress
        case = progress(items[0]).case if len(items) == 1 else ""
        whom = yield Question(_of_all(items, _("Waiting for")), "Microsoft", lacks_name)
        case = yield Question(_("Case number, if any"), case)

        def changes(typed: str) -> list[Change]:
            chase_on = item_changes.parse_day(typed, today)
            return [
                item_changes.wait(
                    self._run,
                    item,
                    whom,
                    progress(item).since or today,
                    chase_on or item_changes.chase_day(item, today),
                    case,
                )
                for item in items
            ]

        chase = yield Question(_("Chase on"), self._preset(items), trouble_of(changes))
        self._change(*changes(chase))

    def _chase(self, items: Sequence[Item]) -> Talk:
        today = self._today

        def changes(typed: str) -> list[Change]:
            chase_on = item_changes.parse_day(typed, today)
            return [
                item_changes.chase(
                    self._run, item, today, chase_on or item_changes.chase_day(item, today)
                )
                for item in items
            ]

        check, progress = trouble_of(changes), self._view.progress
        is_again = all(progress(item).chased == today for item in items)
        lead = _(ALREADY if is_again else CHASED)
        chase = yield Question(_("Chase again on"), self._preset(items), check, lead)
        made = changes(chase)
        if all(map(item_changes.is_so, map(progress, items), made)):
            self.say(_(NOTHING_NEW))
        else:
            self._change(*made)

    def _preset(self, items: Sequence[Item]) -> str:
        """Return the day to offer: with several items each one's own, which nothing typed means."""
        return item_changes.chase_day(items[0], self._today).isoformat() if len(items) == 1 else ""

    def action_edit_item(self) -> None:
        """Open the form of the item."""
        from csp_tui.tui.run.item_form import EditScreen

        if (item := self._item) is None:
            return

        def save(values: dict[str, str | date | None] | None) -> None:
            if values is not None:
                self._change(item_changes.edit(Act.EDIT, self._run, item, **values))

        form = EditScreen(item.title, self._view.progress(item), item.evidence, self._today)
        self.app.push_screen(form, save)

    def action_answer_facts(self) -> None:
        """Open the facts of the checklist."""
        from csp_tui.tui.run.facts import FactsScreen

        if facts.facts_of(self._view.checklist):
            self.app.push_screen(FactsScreen(self, lambda: self._view, self._change))
        else:
            self.say(_("Nothing in this checklist depends on a fact."))


def _of_all(items: Sequence[Item], label: str) -> str:
    """Return a label that says for how many items the answer holds."""
    if len(items) == 1:
        return label
    label = f"{label[:1].lower()}{label[1:]}"
    return _("{count} items {label}").format(count=len(items), label=label)
