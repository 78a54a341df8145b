"""The screen of a run: work down a checklist, for a partner or for one of its customers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.base.asking import Talk
from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.checklists.model import Item
from csp_tui.core.customers.filters import ALL as ALL_CUSTOMERS
from csp_tui.core.customers.filters import LACKING
from csp_tui.core.history.acts import Act, meaning_of
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.undo import started
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import (
    customer_changes,
    facts,
    item_changes,
    item_questions,
    partner_runs,
    run_questions,
)
from csp_tui.core.runs.chosen import ChosenItems
from csp_tui.core.runs.item_filters import ALL, FILTERS, Asked, Filter, filtered
from csp_tui.core.runs.item_search import place_of
from csp_tui.core.runs.ticked_rules import with_wordings
from csp_tui.core.runs.view import RunView
from csp_tui.core.runs.waiting_questions import wait_or_chase
from csp_tui.core.store.store import Saved
from csp_tui.core.workplace.last_place import Spot
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.cursor_after_save import go_to_changed
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.base.screen_saving import Saving
from csp_tui.tui.history import text as history_text
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import RUN
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.hints import MARK_HINTS
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.places import CustomersPlace, HistoryPlace, MovingPlace, StartPlace
from csp_tui.tui.run import text as run_text
from csp_tui.tui.run.checklist_file import ChecklistFile
from csp_tui.tui.run.head import RunHead
from csp_tui.tui.run.panes import RunPanes
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList

HINTS = hint_line(
    ("space", N_("tick")),
    ("w", N_("wait")),
    ("-", N_("n/a")),
    ("e", N_("edit")),
    ("y", N_("copy link")),
    ("u", N_("undo")),
    ("F", N_("facts")),
    ("v", N_("next")),
    ("]", N_("other list")),
    ("P", N_("report")),
    ("H", N_("history")),
    ("E", N_("newest edition")),
    ("?", N_("help")),
    ("q", N_("back")),
)
AskForAct = Callable[[ChosenItems], Talk[item_questions.Outcome]]


class RunScreen(ListScreen):
    """Shows one run, of a partner or of a customer, and saves what is changed in it.

    Args:
        workplace: the store, the checklists and the rest.
        view: the run as it was read.
        item: the id of the item for the cursor at first; if empty, what is next.
        order: the ids of the customers through which ``]`` and ``[`` go.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = RUN
    BINDINGS = bindings_for(RUN)

    def __init__(
        self, workplace: Workplace, view: RunView, item: str = "", order: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self._workplace = workplace
        self._saving = Saving(self, workplace.store, self._with_wordings(view), self._show_rows)
        self._file = ChecklistFile()
        self._start_at = item
        self._order = order
        self._filter = ALL
        self._filtered: Collection[str] = ()

    # What is shown

    def compose(self) -> ComposeResult:
        """Head, list, detail and bottom row."""
        yield RunHead()
        yield RunPanes(self._view, self._today)
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the run, with the cursor on the item to start at, else on what is next."""
        ready = self._view.ready()
        is_there = self._start_at in self._view.checklist.by_id
        self.soon(self._show, self._start_at if is_there else ready.id if ready else "")

    def on_resize(self) -> None:
        """Fit the head to the new width."""
        self.soon(self._show_head)

    @property
    def partner_id(self) -> str:
        """The partner whose run it is."""
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
    def _customer_id(self) -> str:
        """Whose part of the run it is; empty for the partner's own."""
        return self._view.customer.id if self._view.customer else ""

    @property
    def _today(self) -> date:
        return self._workplace.today

    @property
    def _panes(self) -> RunPanes:
        return self.query_one(RunPanes)

    @property
    def _item(self) -> Item | None:
        """The item under the cursor."""
        return self._panes.item

    def _show(self, key: str = "") -> None:
        self._show_rows(key)
        self._panes.show_detail()

    def _show_rows(self, key: str = "") -> None:
        """Show the items that pass the filter, or all if none does."""
        if self._filter is not ALL:
            self._filtered = self._found(self._filter)
            if not self._filtered:
                sentence = _('Nothing is left under "{filter}"; all items are shown.')
                self.say(sentence.format(filter=_(self._filter.title)))
                self._filter = ALL
        if self.rows.marked:
            self._keep_marks(self._shown_ids())
        only = None if self._filter is ALL else self._filtered
        self._panes.show(self._view, self._today, key, only)
        self._show_head()

    def _shown_ids(self) -> Collection[str]:
        return self._view.checklist.by_id if self._filter is ALL else self._filtered

    def _show_head(self) -> None:
        self.query_one(RunHead).show(
            self._view,
            self._today,
            self._saving.draft.state(),
            self._notes(),
            self._search_text,
            is_demo=self._workplace.is_demo,
        )

    def _notes(self) -> list[str]:
        """Return the head's notes on how the run is shown, the most important first."""
        notes = []
        if marked := len(self.rows.marked):
            notes.append(_("{count} marked").format(count=marked))
        if self._filter is not ALL:
            note = _("{filter} {count} of {all}")
            shown, every = len(self._filtered), len(self._view.items)
            notes.append(note.format(filter=_(self._filter.title), count=shown, all=every))
        if ended := partner_runs.ending(self._view.run, self._today):
            notes.append(ended)
        return [*notes, *self._file.notes]

    def show_search(self) -> None:
        """Show the searched text in the head."""
        self._show_head()

    def matches(self, text: str) -> list[str]:
        """Return the ids of the shown items that contain `text` in any of their texts."""
        shown = self._shown_ids()
        items = [item for item in self._view.checklist.items if item.id in shown]
        return [item.id for item in items if place_of(self._view, item, text)]

    def match_place(self, text: str) -> str:
        """Return in which of the item's texts the match is, if that is not the title."""
        return run_text.match_place(self._view, self._item, text)

    # Saving, and following what others save

    def _change(self, *changes: Change) -> None:
        """Show changes at once and save them; a change of items opens a closed run again."""
        if self._view.is_closed and all(change.item for change in changes):
            changes = (partner_runs.reopen(self._run), *changes)
        if customer_id := self._customer_id:
            changes = tuple(customer_changes.for_customer(each, customer_id) for each in changes)
        self._saving.change(*changes)

    def take_saved(self, message: ChangeSaved) -> None:
        """Show the run as it is saved; go to another run if a redo started it again."""
        saved = message.saved
        if saved.partner.id != self.partner_id:
            return
        done = self._saving.settle(message)
        if saved.customers and not self._customer_id and self.app.screen is not self:
            return  # the front screen shows it, and this one when it is in front again
        self._take(saved.partner, saved.lines)
        self._saving.say_all_saved()
        if done and saved.lines:
            self._say_done(done, saved)

    def _say_done(self, done: str, saved: Saved) -> None:
        go_to_changed(self.rows, saved, lambda line: line.item if line.run == self._run else "")
        line = saved.lines[0]
        what = history_text.values_taken_back(line, self._view.checklist)
        self._saving.say_done(done, what, len(saved.lines) - 1)
        run = started(saved.lines)
        if run not in ("", self._run) and self.app.screen is self:
            self._open_run(saved.partner, run)

    def take_failed(self, message: ChangeFailed) -> None:
        """Say that a change was not saved."""
        self._saving.fail(message)

    def followed(self) -> list[Path]:
        """Return the files to follow: the partner's, its customers' and the checklist's."""
        places, run = self._workplace.places, self._view.run
        own = [places.progress_file(self.partner_id), places.customers_of(self.partner_id)]
        if self._customer_id:
            own.append(places.customer_file(self.partner_id, self._customer_id))
        return [*own, *self._workplace.library.paths(run.checklist, run.edition)]

    def follow(self) -> None:
        """Show the files as they are now, unless a change is being saved: then when it is."""
        if self._saving.is_waiting_for_news:
            return
        try:
            self._take(self._workplace.store.load(self.partner_id))
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)

    def _take(self, partner: Partner, own: tuple[HistoryLine, ...] = ()) -> None:
        """Show the partner as its file is now, and say what others have changed."""
        is_gone = self._run not in partner.runs
        try:
            others = [line for line in self._news() if line not in own]
            if not is_gone:
                self._saving.draft.replace_saved(self._with_wordings(self._read(partner)))
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        news = history_text.news(others, self._view.checklist) if others else ""
        if is_gone:
            self._saving.leave_gone(news)
            return
        self._show()
        if news:
            self.say(news)

    def _news(self) -> Sequence[HistoryLine]:
        """Return the history lines that the shown file does not include."""
        heads = self._saving.draft.heads()
        history = self._workplace.store.history(self.partner_id)
        return history.beyond(heads, self._customer_id) if heads else []

    def _read(self, partner: Partner) -> RunView:
        """Return the run of `partner`; with the checklist as it was if it is unreadable now."""
        before = self._view
        try:
            view = self._workplace.view(partner, self._run)
        except CspTuiError as error:
            self._say_of_checklist(self._file.fail(error), Tone.ALERT)
            run = partner.runs[self._run]
            view = replace(before.partner_part, partner=partner, run=run)
        else:
            self._say_of_checklist(self._file.read_again(before.checklist, view.checklist))
        if not self._customer_id:
            return view
        customer = self._workplace.store.load_customer(partner.id, self._customer_id)
        return view.of_customer(customer)

    def _say_of_checklist(self, sentence: str, tone: Tone = Tone.STRONG) -> None:
        if sentence:
            self.say(sentence, tone)

    def _with_wordings(self, view: RunView) -> RunView:
        """Return the run with the rules as they were ticked, if the history can be read."""
        try:
            return with_wordings(self._workplace.store, view)
        except CspTuiError:
            return view

    def go_back(self) -> bool:
        """Go back from the full detail to the list; else ask before unsaved changes are left."""
        if self._panes.is_full:
            self._panes.toggle_full_detail()
            return True
        return self.holds_back()

    def holds_back(self) -> bool:
        """Ask before the user leaves changes that could not be saved; return if there are any."""
        return self._saving.holds_back()

    def leave(self) -> None:
        """Remember run and item for the next time that this partner is opened."""
        for rows in self.query(RowList):
            if rows.key and not self._customer_id:
                spot = Spot(self._run, rows.key)
                self._workplace.remembered.keep(self.partner_id, spot)

    # What is done to items

    @property
    def _chosen(self) -> list[Item]:
        """The marked items in the checklist's order; if none is marked, the one at the cursor."""
        marked = [item for item in self._view.items if item.id in self.rows.marked]
        return marked or ([self._item] if self._item is not None else [])

    def action_tick_item(self) -> None:
        """Tick open items, untick settled ones, confirm those whose rule has changed."""
        self._act(item_questions.tick)

    def action_reopen_item(self) -> None:
        """Set the items to do again."""
        self._act(item_questions.reopen)

    def action_confirm_item(self) -> None:
        """Ask whether items that were ticked under another rule still hold."""
        self._act(item_questions.confirm)

    def action_set_not_applicable(self) -> None:
        """Ask for the reason, then set the items not applicable."""
        self._act(item_questions.set_not_applicable)

    def action_refuse_item(self) -> None:
        """Ask for the reason, then set the items refused."""
        self._act(item_questions.refuse)

    def action_wait_item(self) -> None:
        """Set the items waiting; if all of them wait, record that they were chased today."""
        self._act(partial(wait_or_chase, today=self._today))

    def _act(self, act: AskForAct) -> None:
        """Run the talk about the chosen items, and make the changes that it returns."""
        if self._chosen and not self._opens_customers():
            self.converse(self._talk(act))

    def _talk(self, act: AskForAct) -> Talk[None]:
        if not (yield from run_questions.may_change(self._view, self._today)):
            return
        outcome = yield from act(ChosenItems(self._view, self._chosen, self._answer_fact))
        if outcome.changes:
            are_marked = any(change.item in self.rows.marked for change in outcome.changes)
            self._change(*outcome.changes)
            if are_marked and outcome.do is not None:
                self._say_changed(outcome.do, len(outcome.changes))
        if outcome.message:
            self.say(outcome.message, Tone.ALERT if outcome.is_alert else Tone.STRONG)

    def _answer_fact(self, change: Change) -> RunView:
        self._change(change)
        return self._view

    def _say_changed(self, act: Act, count: int) -> None:
        """Unmark the items, and say what was done to the items."""
        self._keep_marks()
        sentence = ngettext(
            "{count} item {act}. u undoes that.",
            "{count} items {act}. u undoes them all.",
            count,
        )
        self.say(sentence.format(count=count, act=_(meaning_of(act).words_for_marked)))

    def action_edit_item(self) -> None:
        """Open the form of the item."""
        from csp_tui.tui.run.item_form import EditScreen

        if (item := self._item) is None or self._opens_customers():
            return

        def save(values: dict[str, str | date | None] | None) -> None:
            if values is not None:
                self.converse(self._edited(item_changes.edit(Act.EDIT, self._run, item, **values)))

        form = EditScreen(item.title, self._view.progress(item), item.evidence, self._today)
        self.app.push_screen(form, save)

    def _edited(self, change: Change) -> Talk[None]:
        if (yield from run_questions.may_change(self._view, self._today)):
            self._change(change)

    def action_answer_facts(self) -> None:
        """Open the facts of the checklist."""
        from csp_tui.tui.run.facts import FactsScreen

        if facts.facts_of(self._view.checklist):
            self.app.push_screen(FactsScreen(self, lambda: self._view, self._change))
        else:
            self.say(_("Nothing in this checklist depends on a fact."))

    def action_undo_step(self) -> None:
        """Undo the user's last step in this partner."""
        self._saving.undo(redo=False)

    def action_redo_step(self) -> None:
        """Redo what the user undid last."""
        self._saving.undo(redo=True)

    # Which items are shown and marked

    def _found(self, wanted: Filter) -> Collection[str]:
        asked = Asked(self._today, self._workplace.actor)
        return {item.id for item in filtered(wanted, self._view, asked)}

    def action_filter_list(self) -> None:
        """Go to the next filter that any item passes, and from the last back to all."""
        others = FILTERS[FILTERS.index(self._filter) + 1 :]
        chosen = next((each for each in others if self._found(each)), ALL)
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
        """Mark all rows from the item marked last to this one."""
        self.rows.mark_to_here()
        self._show_marks()

    def action_show_all(self) -> None:
        """Unmark all rows; if none is marked, end the search, then the filter."""
        if self.rows.marked:
            self._keep_marks()
        elif self._search_text:
            self._search("")
        elif self._filter is not ALL:
            self._filter = ALL
            self._show()

    def _keep_marks(self, keys: Collection[str] = ()) -> None:
        self.rows.keep_marks(keys)
        self._show_marks()

    def _show_marks(self) -> None:
        self.bottom.set_hints(MARK_HINTS if self.rows.marked else HINTS)
        self._show_head()

    # The detail and its links

    def action_open_detail(self) -> None:
        """Show the detail in full size, or the list again."""
        if not self._opens_customers():
            self._panes.toggle_full_detail()

    def action_switch_pane(self) -> None:
        """Go to the detail, which then scrolls, or back to the list."""
        self.say(self._panes.switch())

    def action_copy_link(self) -> None:
        """Send the item's first link to the clipboard of the user's terminal."""
        from csp_tui.tui.run.links import copy_link

        self.say(copy_link(self.app, self._item))

    def action_print_links(self) -> None:
        """Leave the full screen, print the links, and come back at any key."""
        from csp_tui.tui.run.links import print_links

        if self._item is not None:
            print_links(self.app, self._item)

    # The whole run, and other runs

    def _is_for_customer(self, sentence: str) -> bool:
        """Show a sentence and return True if the run is shown for a customer."""
        if self._customer_id:
            self.say(sentence)
        return bool(self._customer_id)

    def action_close_run(self) -> None:
        """Ask for the outcome and close the run; open it again if it is closed."""
        if self._is_for_customer(
            _("A run is closed for all customers at once: go back to the checklist.")
        ):
            return
        if self._view.is_closed:
            self._change(partner_runs.reopen(self._run))
            self.say(_("Opened again. u undoes that."))
        else:
            self.converse(self._close())

    def _close(self) -> Talk[None]:
        change = yield from run_questions.close(self._view, self._workplace.clock())
        if change is not None:
            self._change(change)
            self.say(_("Closed. C opens it again, u undoes."))

    def action_move_edition(self) -> None:
        """Show what becomes of each item in the newest edition; there y moves the run."""
        from csp_tui.core.runs.moving import moves_to_newest

        sentence = _("A run is moved for all customers at once: go back to the checklist.")
        if self._is_for_customer(sentence) or self.holds_back():
            return
        try:
            partner = self._workplace.store.load(self.partner_id)
            moves = moves_to_newest(self._workplace.library, partner, self._run)
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        if moves:
            self.open(MovingPlace(moves))
        else:
            closed, newest = _("A closed run stays as it is."), _("This is the newest edition.")
            self.say(closed if self._view.is_closed else newest)

    def action_next_run(self) -> None:
        """Go to the next run or customer; after the last run, offer to start another."""
        self._other_run(1)

    def action_previous_run(self) -> None:
        """Go to the run or the customer before."""
        self._other_run(-1)

    def _other_run(self, step: int) -> None:
        if self._customer_id:
            self._other_customer(step)
            return
        partner = self._view.partner
        keys = partner_runs.in_order(partner)
        index = keys.index(self._run) + step
        if index < 0:
            self.say(_("This is the first checklist of this partner; ] goes to the next."))
        elif index < len(keys):
            self._open_run(partner, keys[index])
        else:
            self.open(StartPlace(partner, is_over_run=True))

    def _open_run(self, partner: Partner, run: str) -> None:
        try:
            view = self._workplace.view(partner, run)
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        self.app.switch_screen(RunScreen(self._workplace, view))

    def _other_customer(self, step: int) -> None:
        """Go to the next customer, or the one before, at the same item."""
        here = self._order.index(self._customer_id) if self._customer_id in self._order else 0
        place = here + step
        if self.holds_back():
            return
        if not 0 <= place < len(self._order):
            last, first = _("This is the last customer."), _("This is the first customer.")
            self.say(last if step > 0 else first)
            return
        try:
            customer = self._workplace.store.load_customer(self.partner_id, self._order[place])
        except CspTuiError as error:
            self.say(str(error), Tone.ALERT)
            return
        view = self._view.partner_part.of_customer(customer)
        self.app.switch_screen(RunScreen(self._workplace, view, self.rows.key, self._order))

    def action_show_customers(self) -> None:
        """Open the customers, at the item under the cursor if each of them has it."""
        if self._customer_id:
            host_of(self).action_go_back()
        elif any(section.per for section in self._view.checklist.sections):
            self._open_customers(self.rows.key, ALL_CUSTOMERS)
        else:
            self.say(_("This checklist has no items for each customer."))

    def _opens_customers(self) -> bool:
        """Show which customers lack the item under the cursor, if it is for each of them."""
        item = self._item
        if item is None or not self._view.is_for_each(item):
            return False
        self._open_customers(item.id, LACKING)
        return True

    def _open_customers(self, item_id: str, filter_name: str) -> None:
        self.open(CustomersPlace(self.partner_id, self._run, item_id, filter_name))

    def action_show_history(self) -> None:
        """Open the history of the partner, where a key shows that of the item."""
        of_item = (self._run, self._item.id) if self._item else None
        self.open(HistoryPlace(self._view.partner, of_item))

    def action_write_report(self) -> None:
        """Ask for a file, and write a report of the partner to it."""
        from csp_tui.tui.reporting.talk import report_talk

        self.converse(report_talk(self, self._workplace, self.partner_id))
