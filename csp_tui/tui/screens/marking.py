"""A run in which many items are looked at and acted on at once: filters, marks, bulk."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from csp_tui.core import acts, bulk
from csp_tui.core.changes import Change
from csp_tui.core.checklist import Item
from csp_tui.core.counting import RunView
from csp_tui.core.filters import ALL, FILTERS, Asked, Filter
from csp_tui.core.workplace import Workplace
from csp_tui.tui.answers import is_no_day, lacks_name, lacks_reason
from csp_tui.tui.confirming import confirm
from csp_tui.tui.screens.list_screen import hint_line
from csp_tui.tui.screens.runs import RunsScreen
from csp_tui.tui.widgets.bottom_row import Question

MARK_HINTS = hint_line(
    ("space", "all done"),
    ("w", "wait"),
    ("-", "n/a"),
    ("!", "refused"),
    ("m", "unmark"),
    ("M", "to here"),
    ("ctrl+g", "none"),
)


class MarkingScreen(RunsScreen):
    """The screen of a run as it is opened.

    Args:
        workplace: the store, the checklists and the rest.
        view: the run as it was read.
        item: the id of the item to start at.
    """

    def __init__(self, workplace: Workplace, view: RunView, item: str = "") -> None:
        super().__init__(workplace, view, item)
        self._filter = ALL
        self._filtered: Collection[str] = ()

    def _chosen(self) -> Collection[str] | None:
        return None if self._filter is ALL else self._filtered

    def _notes(self) -> list[str]:
        notes = super()._notes()
        if self._filter is not ALL:
            total = len(self._view.checklist.by_id)
            notes.insert(0, f"{self._filter.name} {len(self._filtered)} of {total}")
        if marked := len(self.rows.marked):
            notes.insert(0, f"{marked} marked")
        return notes

    def _show_rows(self, key: str = "") -> None:
        """Show what the filter leaves; where that is nothing, all."""
        if self._filter is not ALL:
            self._filtered = self._found(self._filter)
            if not self._filtered:
                self.say(f'Nothing is left under "{self._filter.name}"; all items are shown.')
                self._filter = ALL
        if self.rows.marked:
            self._keep_marks(self._chosen() or self._view.checklist.by_id)
        super()._show_rows(key)

    def _found(self, wanted: Filter) -> Collection[str]:
        asked = Asked(self._today, self._workplace.actor)
        return {item.id for item in wanted.items(self._view, asked)}

    def action_filter_list(self) -> None:
        """Go to the next filter that shows any item, and from the last back to all."""
        behind = FILTERS[FILTERS.index(self._filter) + 1 :]
        chosen = next((each for each in behind if self._found(each)), ALL)
        if chosen is self._filter:
            self.say("There is nothing to filter: all items are shown.")
            return
        self._filter = chosen
        self._show()
        shows = "All items" if chosen is ALL else f"Only: {chosen.name}"
        self.say(f"{shows}. f goes on, ctrl+g shows all.")

    def action_mark_row(self) -> None:
        """Mark the item, or unmark it, and go on."""
        self.rows.mark()
        self._show_marks()

    def action_mark_to_here(self) -> None:
        """Mark everything from the item marked last to this one."""
        self.rows.mark_to_here()
        self._show_marks()

    def action_show_all(self) -> None:
        """Take off all marks; where there are none end the search, and after it the filter."""
        if self.rows.marked:
            self._keep_marks()
        elif self._sought:
            self._search("")
        elif self._filter is not ALL:
            self._filter = ALL
            self._show()

    def _keep_marks(self, keys: Collection[str] = ()) -> None:
        self.rows.keep_marks(keys)
        self._show_marks()

    def _show_marks(self) -> None:
        self.bottom.set_hints(MARK_HINTS if self.rows.marked else self.HINTS)
        self._show_head()

    def _marked(self) -> list[Item]:
        """Return the marked items in the checklist's order."""
        marked = self.rows.marked
        return [item for item in self._view.checklist.items if item.id in marked]

    def _change_all(self, changes: Sequence[Change], told: str) -> None:
        """Make the changes to the marked items as one step, and take the marks off."""
        self._keep_marks()
        self.say(f"{told}. u undoes them all.")
        self._change(*changes)

    def action_tick_item(self) -> None:
        """Set all marked items done, or to do where all are; without marks the one here."""
        if not (items := self._marked()):
            super().action_tick_item()
            return
        is_untick = bulk.are_done(self._view, items)
        act = bulk.untick if is_untick else bulk.tick
        told = f"{bulk.count_of(items)} {'to do again' if is_untick else 'done'}"
        confirm(
            self,
            bulk.tick_question(self._view, items),
            lambda: self._change_all(act(self._view, items), told),
        )

    def action_set_not_applicable(self) -> None:
        """Ask for one reason, then set all marked items not applicable."""
        if items := self._marked():
            self._ask_one_reason(items, "not applicable because", acts.not_applicable)
        else:
            super().action_set_not_applicable()

    def action_refuse_item(self) -> None:
        """Ask for one reason, then set all marked items refused."""
        if items := self._marked():
            self._ask_one_reason(items, "refused, by whom and why", acts.refuse)
        else:
            super().action_refuse_item()

    def _ask_one_reason(
        self, items: Sequence[Item], label: str, act: Callable[[str, Item, str], Change]
    ) -> None:
        count = bulk.count_of(items)
        told = f"{count} {label.split(',')[0].removesuffix(' because')}"

        def set_all(reason: str) -> None:
            self._change_all([act(self._run, item, reason) for item in items], told)

        self.ask([Question(f"{count} {label}", check=lacks_reason)], set_all)

    def action_wait_item(self) -> None:
        """Ask once for whom, case and day, then set all marked items waiting."""
        if not (items := self._marked()):
            super().action_wait_item()
            return
        count, today = bulk.count_of(items), self._today
        preset = bulk.chase_day(items, today)

        def wait(whom: str, case: str, chase: str) -> None:
            day = acts.parse_day(chase, today) or preset
            changes = bulk.wait(self._view, items, whom, case, day, today)
            self._change_all(changes, f"{count} waiting")

        self.ask(
            [
                Question(f"{count} waiting for", "Microsoft", lacks_name),
                Question("Case number, if any"),
                Question("Chase on", preset.isoformat(), lambda text: is_no_day(text, today)),
            ],
            wait,
        )
