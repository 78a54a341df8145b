"""The screen of a run: work through a checklist, for a partner or for one of its customers.

Keys change the chosen items: the marked ones, else the one under the cursor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.search import NamedText
from csp_tui.core.checklists.model import Item
from csp_tui.core.customers.filters import ALL as ALL_CUSTOMERS
from csp_tui.core.customers.filters import LACKING
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.undo import started
from csp_tui.core.partners.met_years import met_years
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import (
    facts,
    item_questions,
    partner_runs,
    tick_questions,
)
from csp_tui.core.runs.item_filters import Asked, Filter, filtered, titles
from csp_tui.core.runs.item_search import matching, texts_of
from csp_tui.core.runs.view import RunView
from csp_tui.core.runs.waiting_questions import wait_or_chase
from csp_tui.core.store.saved import Saved
from csp_tui.core.workplace.last_place import Spot
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.cursor_after_save import go_to_changed
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.base.screen_saving import Saving
from csp_tui.tui.history import text as history_text
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import RUN
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.hints import MARK_HINTS
from csp_tui.tui.places import (
    ContactsPlace,
    CustomersPlace,
    HistoryPlace,
    Place,
    RunPlace,
)
from csp_tui.tui.run import text as run_text
from csp_tui.tui.run.acts import AskForAct, RunActs
from csp_tui.tui.run.item_menu import filters_of_items
from csp_tui.tui.run.lines import HINTS, hints_on
from csp_tui.tui.run.opening import first_item
from csp_tui.tui.run.panes import WIDTHS, RunPanes
from csp_tui.tui.run.run_files import RunFiles
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.text_lines import TextLines


class RunScreen(ListScreen):
    """Shows one run of a partner, or a customer's part of it, and saves what the user changes.

    Args:
        workplace: the store, the checklists and the rest.
        view: the run as it was read, or a customer's part of it.
        item: the id of the item for the cursor at first; "" for the next one to do.
        order: of a customer's part, the ids of the customers to which ``]`` and ``[`` go.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = RUN
    BINDINGS = bindings_for(RUN)
    HORIZONTAL_BREAKPOINTS = WIDTHS

    def __init__(
        self, workplace: Workplace, view: RunView, item: str = "", order: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._workplace = workplace
        self._files = RunFiles(workplace)
        self._saving = Saving(self, workplace.store, self._files.with_wordings(view), self._show)
        self._acts = RunActs(self, workplace, self._saving)
        self._start_at = item
        self._order = order
        self._filters: Sequence[Filter] = ()
        self._filtered: Collection[str] = ()

    # Showing the run

    def compose(self) -> ComposeResult:
        """Yield the title, the panes with list and detail, and the bottom row."""
        yield TextLines(id="head")
        yield RunPanes(self._view, self._today)
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the run, with the cursor on the item to start at.

        If there is no such item, the cursor is on the next one to do. If the checklist now has
        sections for each customer that this run still goes through once, say so.
        """
        self.soon(self._show, first_item(self._view, self._start_at))
        if (sentence := run_text.kept_sections_sentence(self._view)) and not self._view.customer_id:
            self.soon(self.say, sentence)

    def on_resize(self) -> None:
        """Fit the title to the new width."""
        self.soon(self._show_head)

    @property
    def partner_id(self) -> str:
        """The id of the partner whose run is shown."""
        return self._view.partner.id

    @property
    def partners_row(self) -> str:
        """The key of this run's row in the list of partners."""
        return f"{self.partner_id} {self._run}"

    @property
    def _view(self) -> RunView:
        return self._saving.view

    @property
    def _run(self) -> str:
        return self._view.run.key

    @property
    def _today(self) -> date:
        return self._workplace.today

    @property
    def _panes(self) -> RunPanes:
        return self.query_one(RunPanes)

    @property
    def _item(self) -> Item | None:
        """The item under the cursor; None if the row there shows no item, or if there is no row."""
        return self._panes.item

    def _show(self, key: str = "") -> None:
        self._show_rows(key)
        self._panes.show_detail()

    def _show_rows(self, key: str = "") -> None:
        """Show the items that pass all filters; if no item passes, end the filters and show all.

        `key` is the id of the item for the cursor; "" leaves the cursor where it is.
        """
        if self._filters:
            self._filtered = {item.id for item in filtered(self._filters, self._view, self._asked)}
            if not self._filtered:
                sentence = _('Nothing is left under "{filter}"; all items are shown.')
                self.say(sentence.format(filter=titles(self._filters)))
                self._filters = ()
        shown = self._shown_ids()
        if self.rows.marked:
            self.rows.keep_marks(shown)
            self.show_marks()
        is_whole = not (self._filters or self.narrowing)
        chosen = None if is_whole else shown
        self._panes.show(self._view, self._today, key, chosen, self.none_found())
        self._show_hints()
        self._show_head()

    def _shown_ids(self) -> Collection[str]:
        by_id = self._view.checklist.by_id
        shown = self._filtered if self._filters else by_id
        if not self.narrowing:
            return shown
        items = [item for item in by_id.values() if item.id in shown]
        return {item.id for item in matching(self._view, items, self.narrowing)}

    def counted(self) -> tuple[int, int]:
        """Return how many items are shown, and how many pass the filters."""
        every = self._filtered if self._filters else self._view.checklist.by_id
        return len(self._shown_ids()), len(every)

    @property
    def _asked(self) -> Asked:
        return Asked(self._today, self._workplace.actor)

    def _show_head(self) -> None:
        head = self.query_one("#head", TextLines)
        lines = run_text.head_lines(
            self._view,
            self._today,
            head.size.width,
            self._saving.draft.state(),
            self._notes(),
            self._filters,
            met_years(self._view.partner, self._workplace.view, self._run),
        )
        head.show(lines)

    def _notes(self) -> list[str]:
        """Return notes for the title: on the marks, on the filters, and on a closed run.

        If the file of the checklist cannot be read, a last note says so.
        """
        notes = []
        if marked := len(self.rows.marked):
            notes.append(_("{count} marked").format(count=marked))
        if self._filters:
            note = _("only {filter}: {count} of {all}")
            shown, every = len(self._filtered), len(self._view.checklist.by_id)
            notes.append(note.format(filter=titles(self._filters), count=shown, all=every))
        if ended := partner_runs.ending(self._view.run, self._today):
            notes.append(ended)
        return [*notes, *self._files.notes, self.narrowing_note()]

    def show_narrowed(self, key: str) -> None:
        """Show the items anew, with the cursor on the item `key`."""
        self._show(key)

    def texts_of(self, key: str) -> Iterable[NamedText]:
        """Return all texts of the item `key`; none for a row without an item."""
        item = self._view.checklist.by_id.get(key)
        return texts_of(self._view, item) if item else ()

    # Saving, and following what others save

    def take_saved(self, message: ChangeSaved) -> None:
        """Show the run after a change of this partner was saved, here or on another screen.

        A message says what the user has undone or redone, or what others have changed. If another
        run was started, also by a redo, open that run. If the change is of customers and another
        screen is in front, only note that it was saved.
        """
        saved = message.saved
        if saved.partner.id != self.partner_id:
            return
        done = self._saving.mark_saved(message)
        if saved.customers and not self._view.customer_id and self.app.screen is not self:
            return  # the front screen shows the change; this one will when it is in front again
        before = self._view.checklist
        self._take(saved.partner, saved.lines)
        self._saving.say_all_saved()
        if done and saved.lines:
            self._say_done(done, saved)
        else:
            now = self._view.checklist
            if sentence := history_text.not_counted(saved.lines, self._run, before, now):
                self.say(sentence)

    def _say_done(self, done: str, saved: Saved) -> None:
        line = saved.lines[0]
        if line.run == self._run:
            self._panes.reveal(line.item)
        go_to_changed(self.rows, saved, lambda line: line.item if line.run == self._run else "")
        self._panes.show_detail()
        what = history_text.values_taken_back(line, self._view.checklist)
        self._saving.say_done(done, what, len(saved.lines) - 1)
        run = started(saved.lines)
        if run not in ("", self._run) and self.app.screen is self and not self.holds_back():
            self._switch_to(self._acts.view_of_run(saved.partner, run))

    def take_failed(self, message: ChangeFailed) -> None:
        """Show why a change of this screen was not saved."""
        self._saving.fail(message)

    def followed(self) -> list[Path]:
        """Return the paths to watch: of the partner, its customers and the checklist."""
        return self._files.paths(self._view)

    def follow(self) -> None:
        """Read the files again and show the run, unless a change is being saved.

        Once the change is saved, `take_saved` shows the run.
        """
        if self._saving.is_saving:
            return
        try:
            partner = self._workplace.store.load(self.partner_id)
        except CspTuiError as error:
            self.say(error.short)
        else:
            is_today = self._panes.today == self._today
            if not (is_today and self._files.is_as(self._saving.draft.saved, partner)):
                self._take(partner)

    def _take(self, partner: Partner, own: tuple[HistoryLine, ...] = ()) -> None:
        """Show the run of `partner`, which was just read, and a message on others' changes.

        `own` are history lines of the user's own change, which the message leaves out. If the run
        is gone, leave the screen. If a file cannot be read, say why and show nothing anew.
        """
        is_gone = self._run not in partner.runs
        try:
            others = self._files.news(self._view, self._saving.draft.heads(), partner, own)
            if not is_gone:
                view, sentence = self._files.read_again(self._view, partner)
                if sentence:
                    self.say(sentence)
                self._saving.draft.replace_saved(view)
        except CspTuiError as error:
            self.say(str(error))
            return
        customer = self._view.customer.name if self._view.customer else ""
        news = history_text.news(others, self._view.checklist, customer) if others else ""
        if is_gone:
            self._saving.leave_gone(news)
            return
        self._show()
        if news:
            self.say(news)

    def go_to(self, place: Place) -> bool:
        """Put the cursor on the item of `place`; return whether `place` is in the run shown here.

        If the filters hide the item, show all items. If `place` is anything else, or only a
        customer's part of the run is shown, do nothing and return False.
        """
        if not isinstance(place, RunPlace) or place.partner_id != self.partner_id:
            return False
        if place.run not in ("", self._run) or self._view.customer_id:
            return False
        if place.item and place.item not in self._shown_ids():
            self._filters = ()
            self.narrow("")
        self._show(place.item)
        return True

    def go_back(self) -> bool:
        """If the detail takes the whole screen, show the list again.

        Otherwise ask about changes that could not be saved, if there are any.

        Returns:
            Whether this screen stays in front.
        """
        if self._panes.is_full:
            self._panes.toggle_full_detail()
            return True
        return self.holds_back()

    def holds_back(self) -> bool:
        """Return whether there are changes that could not be saved; if so, ask about them."""
        return self._saving.holds_back()

    def leave(self) -> None:
        """Remember the run and the current item for the next opening of the partner.

        Do nothing if the cursor is on no item, or if a customer's part of the run is shown.
        """
        if self.query(RunPanes) and self._item and not self._view.customer_id:
            self._workplace.remembered.keep(self.partner_id, Spot(self._run, self._item.id))

    # Changing items

    @property
    def _chosen(self) -> list[Item]:
        """The marked items, in the order of the checklist; else the item under the cursor.

        Those that are gone through for each customer cannot be changed here: marked, they are left
        out.
        """
        if chosen := self.rows.marked:
            return [item for item in self._view.items if item.id in chosen]
        return [self._item] if self._item is not None else []

    def action_tick_item(self) -> None:
        """Tick the chosen items that are open; untick a single one that is done or not applicable.

        A single item whose rule has changed since its tick is confirmed instead.
        """
        self._act(tick_questions.tick)

    def action_reopen_item(self) -> None:
        """Set the status of the chosen items back to ``todo``."""
        self._act(item_questions.reopen)

    def action_confirm_item(self) -> None:
        """Ask whether chosen items that were ticked under another rule are still true.

        Yes confirms the ticks; no sets the items to do again.
        """
        self._act(item_questions.confirm)

    def action_set_not_applicable(self) -> None:
        """Ask for the reason, then set the chosen items not applicable."""
        self._act(item_questions.set_not_applicable)

    def action_refuse_item(self) -> None:
        """Ask for the reason, then set the chosen items refused.

        If the current item is per-customer, open the customers instead.
        """
        self._act(item_questions.refuse)

    def action_wait_item(self) -> None:
        """Ask for the details, then set the chosen items waiting.

        If all of them wait already, record instead that they were chased today.
        """
        self._act(partial(wait_or_chase, today=self._today))

    def _act(self, act: AskForAct) -> None:
        """Ask the questions of `act` about the chosen items, and make the changes that it returns.

        If the current item is gone through for each customer, open the customers instead; marked
        items of customers are left out.
        """
        if self._can_change():
            marked = self.rows.marked
            count = len(marked) - len(self._chosen) if marked else 0
            words = ngettext("{count} for customers", "{count} for customers", count)
            left_out = [words.format(count=count)] if count else []
            self.converse(self._acts.act(self._chosen, act, left_out))

    def _can_change(self) -> bool:
        """Return whether there is an item to change: a marked one, else the current one.

        If only items of customers are marked, say so; if the current one is of customers, open
        these; on a folded section, say how to unfold it.
        """
        if self.rows.marked:
            if not self._chosen:
                self.say(_("All marked items are for customers: c opens them."))
            return bool(self._chosen)
        return not self._is_on_section() and bool(self._chosen) and not self._opens_customers()

    def _is_on_section(self) -> bool:
        """Return whether the cursor is on a folded section, and no row is marked.

        If so, the bottom row says how to unfold it.
        """
        is_it = self._panes.section is not None and not self.rows.marked
        if is_it:
            self.say(_("This is a section: z unfolds it."))
        return is_it

    def action_edit_item(self) -> None:
        """Open the form with what is recorded of the item, or the form for all marked items.

        If the item is gone through for each customer, open the customers instead.
        """
        if not self._can_change():
            return
        from csp_tui.tui.run.forms import open_form

        open_form(self._acts, self._chosen)

    def action_answer_facts(self) -> None:
        """Open the screen of the facts that the checklist asks; if it asks none, say so."""
        from csp_tui.tui.run.facts import FactsScreen

        if facts.asked_in(self._view):
            self.app.push_screen(FactsScreen(self._acts))
        elif self._view.customer_id:
            self.say(_("No item depends on a fact."))
        else:
            self.say(_("Nothing in this checklist depends on a fact."))

    def action_undo_step(self) -> None:
        """Undo the user's last step in this partner; of a restored file, say where that is.

        If it is an older step than the user may think of, ask first.
        """
        from csp_tui.tui.base.asking_undo import undo_in

        undo_in(self._workplace, self, self._saving, self.action_undo_step)

    def action_redo_step(self) -> None:
        """Redo the step that the user has undone last in this partner."""
        self._saving.redo()

    # Filter and marks

    def action_filter_list(self) -> None:
        """Open the menu of filters; the list follows each letter."""
        menu = filters_of_items(self._view, self._asked, lambda: self._filters, self._filter)
        self.bottom.choose(menu)

    def _filter(self, chosen: Sequence[Filter]) -> None:
        self._filters = chosen
        self._show(self.rows.key)

    def end_filters(self) -> None:
        """Show all items again, if filters are on."""
        if self._filters:
            self._filter(())

    def show_marks(self) -> None:
        """Show how many items are marked, what the keys do with them, and their titles."""
        self._show_hints()
        self._show_head()
        self._panes.show_detail_soon()

    def on_bottom_row_turned(self) -> None:
        """Say in the pane what the keys do with the marked items, unless a question is open."""
        if self.rows.marked:
            self._panes.show_detail()

    def on_row_list_moved(self) -> None:
        """Show what the keys do on the item that is now under the cursor."""
        self._show_hints()

    def _show_hints(self) -> None:
        is_whole = not (self._filters or self.narrowing)
        hints = hints_on(self._view, self._item, is_whole=is_whole)
        hints = MARK_HINTS if self.rows.marked else hints
        self.show_hints(hints, is_filtered=bool(self._filters))

    # The detail and its links

    def action_open_detail(self) -> None:
        """Switch between the detail on the whole screen and both panes.

        If the current item is gone through for each customer, open the customers instead; if the
        current row is a folded section, unfold it.
        """
        if self._panes.section:
            self.action_fold_section()
        elif not self._opens_customers():
            self._panes.toggle_full_detail()

    def action_switch_pane(self) -> None:
        """Move the focus to the detail, to scroll it, or back to the list.

        If the detail takes the whole screen, only say how to go back.
        """
        self.say(self._panes.switch())

    def action_fold_section(self) -> None:
        """Fold the section of the current item; on a folded section, unfold it.

        While only some items are shown, say that sections fold once all are shown.
        """
        if message := self._panes.fold():
            self.say(message)
        self._show_hints()

    def action_fold_done(self) -> None:
        """Fold all sections in which nothing is left to do; if all are folded, unfold all.

        While only some items are shown, say that sections fold once all are shown.
        """
        if message := self._panes.fold_done():
            self.say(message)
        self._show_hints()

    def action_copy_item(self) -> None:
        """Ask what of the current item to copy to the clipboard of the user's terminal.

        If other items are marked, only say that the key is for one.
        """
        from csp_tui.tui.run.copying import copy_menu

        if not self.refuses_marks("copy-item") and self._item is not None:
            self.bottom.choose(copy_menu(self, self._item, self._view, self._workplace))

    def action_print_links(self) -> None:
        """Leave the full screen, print the chosen items' links, and come back at any key.

        If no item is chosen, do nothing.
        """
        from csp_tui.tui.run.copying import print_links

        marked, every = self.rows.marked, self._view.checklist.by_id.values()
        if items := [item for item in every if item.id in marked] or self._chosen:
            print_links(host_of(self), items)

    # The whole run, and other runs

    def action_close_run(self) -> None:
        """Ask for the outcome and close the run; open a closed run again."""
        self._acts.close()

    def action_move_edition(self) -> None:
        """Open the preview of moving the run to the newest edition of its checklist."""
        self._acts.move_edition()

    def action_start_run(self) -> None:
        """Ask whether to start the checklist that the current item names; if it runs, open it."""
        self._switch_to(self._acts.start_named(self._item))

    def action_next_run(self) -> None:
        """Open the next run of the partner; after the last, the screen to start another.

        If a customer's part of the run is shown, open the part of the next customer instead, at the
        same item.
        """
        self._switch_to(self._acts.other(1, self._order))

    def action_previous_run(self) -> None:
        """Open the previous run of the partner, or the part of the previous customer."""
        self._switch_to(self._acts.other(-1, self._order))

    def _switch_to(self, view: RunView | None) -> None:
        """Replace this screen by one of `view`, if that is not None."""
        if view is not None:
            item = self.rows.key if view.customer else ""
            self.app.switch_screen(RunScreen(self._workplace, view, item, self._order))

    def action_show_customers(self) -> None:
        """Open the customers of the run; if a customer's part of it is shown, go back to them.

        If the item under the cursor is gone through for each customer, it is the chosen item
        there. If the run has no such items, say so.
        """
        if self._view.customer_id:
            host_of(self).action_go_back()
        elif any(section.per for section in self._view.checklist.sections):
            self._open_customers(self.rows.key, ALL_CUSTOMERS)
        else:
            self.say(_("Here each item is recorded once, not for each customer."))

    def _opens_customers(self) -> bool:
        """If the current item is gone through for each customer, open the customers that lack it.

        Returns:
            Whether the customers were opened.
        """
        item = self._item
        if item is None or not self._view.is_for_each(item):
            return False
        self._open_customers(item.id, LACKING)
        return True

    def _open_customers(self, item_id: str, filter_name: str) -> None:
        self.open(CustomersPlace(self.partner_id, self._run, item_id, filter_name))

    def action_show_contacts(self) -> None:
        """Open the contacts of the partner; in a customer's part of the run, the customer's."""
        self.open(ContactsPlace(self.partner_id, self._view.customer_id))

    def action_show_history(self) -> None:
        """Open the history of the partner."""
        self.open(HistoryPlace(self._view.partner))

    def action_write_report(self) -> None:
        """Ask for a file name, and write a report of the partner there."""
        from csp_tui.tui.reporting.talk import report_talk

        self.converse(report_talk(self, self._workplace, [self.partner_id]))
