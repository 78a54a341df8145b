"""A run in which many items are looked at and acted on at once: filters, marks, bulk."""

from __future__ import annotations

from collections.abc import Collection

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import meaning_of
from csp_tui.core.progress.change import Change
from csp_tui.core.runs.item_filters import ALL, FILTERS, Asked, Filter, filtered
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.lines.hints import MARK_HINTS
from csp_tui.tui.run.between_runs import RunsScreen


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

    def _filtered_ids(self) -> Collection[str] | None:
        return None if self._filter is ALL else self._filtered

    def _notes(self) -> list[str]:
        notes = super()._notes()
        if self._filter is not ALL:
            told = _("{filter} {count} of {all}").format(
                filter=_(self._filter.title), count=len(self._filtered), all=len(self._view.items)
            )
            notes.insert(0, told)
        if marked := len(self.rows.marked):
            notes.insert(0, _("{count} marked").format(count=marked))
        return notes

    def _show_rows(self, key: str = "") -> None:
        """Show what the filter leaves; where that is nothing, all."""
        if self._filter is not ALL:
            self._filtered = self._found(self._filter)
            if not self._filtered:
                told = _('Nothing is left under "{filter}"; all items are shown.')
                self.say(told.format(filter=_(self._filter.title)))
                self._filter = ALL
        if self.rows.marked:
            self._keep_marks(self._filtered_ids() or self._view.checklist.by_id)
        super()._show_rows(key)

    def _found(self, wanted: Filter) -> Collection[str]:
        asked = Asked(self._today, self._workplace.actor)
        return {item.id for item in filtered(wanted, self._view, asked)}

    def action_filter_list(self) -> None:
        """Go to the next filter that shows any item, and from the last back to all."""
        behind = FILTERS[FILTERS.index(self._filter) + 1 :]
        chosen = next((each for each in behind if self._found(each)), ALL)
        if chosen is self._filter:
            self.say(_("There is nothing to filter: all items are shown."))
            return
        self._filter = chosen
        self._show()
        every = _("All items. f goes on, ctrl+g shows all.")
        some = _("Only: {filter}. f goes on, ctrl+g shows all.")
        self.say(every if chosen is ALL else some.format(filter=_(chosen.title)))

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

    @property
    def _chosen(self) -> list[Item]:
        """The marked items in the checklist's order; without marks the one under the cursor."""
        marked = self.rows.marked
        return [item for item in self._view.items if item.id in marked] or super()._chosen

    def _change(self, *changes: Change) -> None:
        """Make `changes`; an act on the marked items takes the marks off."""
        act = meaning_of(changes[0].do).words_for_marked
        is_bulk = act and any(each.item in self.rows.marked for each in changes)
        super()._change(*changes)
        if is_bulk:
            self._keep_marks()
            count = len(changes)
            told = ngettext(
                "{count} item {act}. u undoes them all.",
                "{count} items {act}. u undoes them all.",
                count,
            )
            self.say(told.format(count=count, act=_(act)))
