"""The screen Next: the next steps of all partners, of one, or on one item in all partners.

A step is one item of one partner (or a day of its yearly clock) in a group: missed, to chase, due,
clock, to confirm, ready or not yet. A row shows one step, or the steps of several partners on one
item or at one point of the clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from textual import work
from textual.app import ComposeResult

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.search import NamedText
from csp_tui.core.base.text import visible_line
from csp_tui.core.describe.steps_by_item import StepRows, Steps, by_item, by_step, key_of
from csp_tui.core.next_steps.filters import filter_called, kept
from csp_tui.core.next_steps.finder import next_steps, step_finder, steps_of_item
from csp_tui.core.next_steps.step import Step
from csp_tui.core.next_steps.step_list import StepList, listed
from csp_tui.core.next_steps.step_search import matching, prepare, texts_of
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.search import PartnerTexts, partner_texts
from csp_tui.core.runs import item_questions, partner_questions, tick_questions
from csp_tui.core.runs.view import RunView
from csp_tui.core.runs.waiting_questions import wait_or_chase
from csp_tui.core.workplace.views import NEXT as NEXT_VIEWS
from csp_tui.core.workplace.views import View, checked, keep_last_view, last_view, view_file
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.cursor_after_save import go_to_changed
from csp_tui.tui.base.kept_views import kept_views
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import NEXT
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import NARROW, heads, loading_words
from csp_tui.tui.lines.hints import MARK_HINTS, Hint
from csp_tui.tui.lines.row import rows_of_text
from csp_tui.tui.lines.tone import Line, Span
from csp_tui.tui.next import text as next_text
from csp_tui.tui.next.acts import AskForAct, StepActs
from csp_tui.tui.next.hints import act_hints
from csp_tui.tui.next.marked import about_marked, left_out
from csp_tui.tui.next.menu import filters_of_steps
from csp_tui.tui.next.opening import place_of, place_of_several
from csp_tui.tui.next.rows import ROOMY, NextRows, next_columns
from csp_tui.tui.next.shared_acts import AskAboutMany
from csp_tui.tui.places import NextPlace
from csp_tui.tui.saving.file_watcher import files_of_partners
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import RowList
from csp_tui.tui.widgets.text_lines import TextLines


class NextScreen(ListScreen):
    """Shows the next steps by group, and changes the items of marked rows, else of the current one.

    Args:
        workplace: the store, the checklists and the rest.
        place: of which partners and of which item to show steps, and the filter at first.
    """

    CSS_PATH = "screen.tcss"
    SHOWS_ALL_PARTNERS = True
    ACTIONS = NEXT
    BINDINGS = bindings_for(NEXT)

    def __init__(self, workplace: Workplace, place: NextPlace) -> None:
        super().__init__()
        self._workplace = workplace
        self._item = place.item
        self._acts = StepActs(self, workplace, self._show, self._show_head)
        self._names = workplace.actor.names
        self._filters = place.filters
        self._is_usual = not (place.partner_id or place.item or place.only[1] or place.filters)
        self._view_before = View()
        self._is_by_item = False
        self._partners: Sequence[PartnerSummary] = []
        self._is_loading = False
        self._is_outdated = True
        """Whether no step was read yet, or something was saved since: old steps must not stay."""
        self._steps = listed(())
        self._rows: StepRows = by_step(listed(()))
        self._shown: NextRows | None = None
        self._head: Callable[[Span | None], list[Line]] | None = None
        """Returns the title, with what is to be said at its end, and the heads of the columns."""
        self._trouble = ""
        self._only_words, self._only_ids = place.only
        self._at = place.at
        self.of_partner = place.partner_id

    @property
    def is_loading(self) -> bool:
        """Whether no step is shown because a thread reads the partners."""
        return self._is_loading

    def is_of(self, partner_id: str) -> bool:
        """Return whether the screen is on all items of one partner, or of all partners.

        Return False if it is on one item only, or on those partners that passed a search or filter
        of another screen. Filters and search of this screen, which hide steps, do not matter.

        Args:
            partner_id: the id of the partner; "" for all partners.
        """
        is_alike = self.of_partner == partner_id
        return is_alike and self._item is None and (not self._only_ids or bool(partner_id))

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(self._hints(listed(())))

    def _hints(self, here: Steps) -> tuple[Hint, ...]:
        other_way = N_("by partner") if self._is_by_item else N_("by item")
        return hint_line(
            *act_hints(here, is_folded=self._can_fold and self._is_by_item),
            *((("b", other_way),) if self._can_fold else ()),
            ("f", N_("filter")),
            *((("i", N_("all partners")),) if not self._item and _is_of_item(here) else ()),
            ("/", N_("narrow")),
            ("?", N_("help")),
            ("q", N_("back")),
        )

    @property
    def _can_fold(self) -> bool:
        """Whether the list can have a row for each item: not if it is of one partner or item."""
        return self._item is None and not self.of_partner

    def on_row_list_rested(self) -> None:
        """Show what the keys do on the row under the cursor; on a narrow screen, what it is.

        So a key that only moves the cursor sends no more than the two rows.
        """
        self._show_hints()

    def _show_hints(self) -> None:
        hints = MARK_HINTS if self.rows.marked else self._hints(self._here)
        self.show_hints(hints, is_filtered=bool(self._filters and self._steps))
        if self.rows.size.width < NARROW:
            self._show_head()

    def on_mount(self) -> None:
        """Take the filters that were used last if the steps are of all partners.

        Filters that were asked for are taken instead. The list is never folded at first, so that
        the same keys always do the same. If the file with the filters cannot be read, say so.
        """
        view_state = host_of(self).view_state
        try:
            view = view_state.next_view or last_view(self._workplace.places, NEXT_VIEWS)
            filters = checked(self._workplace.places.config, "", view.filters, filter_called)
        except CspTuiError:
            path = visible_line(str(view_file(self._workplace.places, NEXT_VIEWS)))
            sentence = _("The last filter and order cannot be read, so all are shown: {path}")
            self.say(sentence.format(path=path))
            view, filters = View(), []
        view_state.next_view = self._view_before = View(tuple(filters))
        if self._is_usual:
            self._filters = tuple(filters)

    def leave(self) -> None:
        """Keep the filters for the next start, if the user has changed them."""
        if (view := host_of(self).view_state.next_view or View()) != self._view_before:
            keep_last_view(self._workplace.places, NEXT_VIEWS, view)
            self._view_before = view

    def on_resize(self) -> None:
        """Fit the rows to the new width."""
        if self._partners or self.is_loading:
            self.soon(self._show)

    def followed(self) -> list[Path]:
        """Return the paths to watch: of partners, customers and the user's own checklists."""
        return files_of_partners(self._workplace.places, self._partners)

    def follow(self) -> None:
        """Read the partners again and show their steps.

        If another screen is in front, do nothing.
        """
        if self.app.screen is not self:
            return
        workplace = self._workplace
        if workplace.locks.is_away:
            self.say(_("The data directory is away; what you see is as it was."))
            if self._partners:
                return
        library, today, reader = workplace.library, workplace.today, host_of(self).partners_reader
        if self.of_partner:
            rows, is_read = [workplace.overview.row(self.of_partner)], True
        else:
            is_read = reader.look()
            if not (is_read or self._is_loading or self._is_outdated) and reader.has_read:
                return  # the steps stay as they are until all partners are read
            rows = reader.partners if is_read else []
        self._is_loading = self._is_outdated = not is_read
        if self.is_loading:
            self._at = self._at or self.rows.key
        if self._only_ids:
            rows = [row for row in rows if row.id in self._only_ids]
        self._partners = rows
        if self._item is not None:
            self._steps = steps_of_item(rows, library, self._item.id, today)
        elif self.of_partner:
            self._steps = next_steps(rows, library, today)
        else:
            self._steps = step_finder(library, today).steps(rows)
        self._show()
        if self.is_loading:
            return
        self.rows.select(self._at)
        self._at = ""
        self._show_hints()
        self._say_trouble()
        if self.narrowing:
            self.prepare_narrowing()

    def take_saved(self, message: ChangeSaved) -> None:
        """Show the steps again, unless they are of one partner and the change is of another.

        Of an act on several partners, wait for the last of them: to list ten thousand steps takes
        longer than to save a partner. After an undo or redo from here, say what it changed, and put
        the cursor on its row.
        """
        saved = message.saved
        super().take_saved(message)
        undone = self._acts.mark_saved(message)
        is_of_this = self.of_partner in ("", saved.partner.id)
        self._is_outdated = True
        if is_of_this and not self._acts.is_saving_many():
            self.follow()
        if undone and saved.lines:
            go_to_changed(
                self.rows, saved, lambda line: f"{saved.partner.id} {line.run} {line.item}"
            )
            self._show_hints()
            self._acts.say_undone(undone, saved)

    def take_failed(self, message: ChangeFailed) -> None:
        """Show why a change of this screen was not saved."""
        super().take_failed(message)
        self._acts.fail(message)
        if self._acts.unsaved_partners:
            self.follow()

    def go_back(self) -> bool:
        """Return True, and ask, if changes could not be saved; on False the app goes back."""
        return self.holds_back()

    def holds_back(self) -> bool:
        """Return whether there are changes that could not be saved; if so, ask about them."""
        return self._acts.holds_back()

    def _show(self) -> None:
        """Show the steps that pass the filters and have the words that narrow the list.

        A step whose change is being saved, unless it is an edit, is left out: it has left its place
        at once, so that the same key twice changes two items.
        """
        steps = kept(self._steps, self._filters, self._names)
        every = len(steps)
        if self.narrowing:
            steps = matching(steps, self.narrowing, partner_texts(self._workplace.places))
        self._counted = len(steps), every
        steps = self._acts.without_unsaved(steps)
        cells = self.rows.size.width
        today, is_folded = self._workplace.today, self._can_fold and self._is_by_item
        fit = next_columns(steps, today, cells, lead=self._lead(steps), is_folded=is_folded)
        self._rows = (by_item if is_folded else by_step)(steps)
        rows = NextRows(
            steps,
            self._rows,
            today,
            fit,
            is_walk=self._item is not None,
            is_alone=bool(self.of_partner),
            is_roomy=self.size.height >= ROOMY,
        )
        self._shown = rows
        scope, note = self._scope(), self.narrowing_note()
        by_it = [pgettext("order", "by item")] if is_folded else []
        chosen = [*by_it, *self._chosen_words()]
        loading = loading_words(host_of(self).partners_reader.read) if self.is_loading else ""
        known = scope, note, steps, chosen, today, cells, fit.names
        self._head = partial(next_text.head, *known, loading=loading)
        self._show_head()
        if self.is_loading:  # marks and cursor come back
            self.rows.show(())
            self._show_hints()
            return
        if self.narrowing and not steps:
            self.rows.show(self.none_found())
        elif not steps and (why := self._why_unknown()):
            self.rows.show(rows_of_text(why, cells - 2))
        else:
            self.rows.show(rows)
        if marked := self.rows.marked:
            self.rows.keep_marks(
                {key_of(self._rows[place]) for place in self._rows.places_of(marked)}
            )
        self._show_hints()

    def _show_head(self) -> None:
        """Show the title, and the heads of the columns or what is under the cursor."""
        if self._head is None:
            return
        cells, here = self.rows.size.width, list[str]()
        if cells < NARROW:
            is_alone, is_walk = bool(self.of_partner), self._item is not None
            is_folded = self._can_fold and self._is_by_item
            here = next_text.whole_row(
                self._here, is_alone=is_alone, is_walk=is_walk, is_folded=is_folded
            )
        title, names = self._head(self._acts.state())
        if here:
            names = heads("", here, cells)
        self.query_one("#head", TextLines).show([title, names])

    def prepare_narrowing(self) -> None:
        """Begin to prepare the search in a thread: read the files of the partners, if need be.

        Once they are read, narrow again.
        """
        self._prepare_search(partner_texts(self._workplace.places))

    @work(group="texts", exclusive=True)
    async def _prepare_search(self, texts: PartnerTexts) -> None:
        were_read = texts.are_read(self._partners)
        if not were_read:
            await asyncio.to_thread(texts.read, self._partners)
        await asyncio.to_thread(prepare, self._steps, texts)
        if self.narrowing and not were_read:
            self.call_if_there(self.narrow, self.narrowing)

    def texts_of(self, key: str) -> Iterable[NamedText]:
        """Return all texts of the steps in the row `key`; none if there is no such row."""
        texts = partner_texts(self._workplace.places)
        return (text for step in self._row(key) for text in texts_of(step, texts))

    def _lead(self, steps: StepList) -> str:
        """Return the head of the column after the day: it names partners, or a partner's runs.

        "" if all steps are of one run of one partner: there is then no such column.
        """
        if not self.of_partner:
            return _("Partner")
        return _("Run") if len(steps.tally(_run).keys() - {""}) > 1 else ""

    def _say_trouble(self) -> None:
        """Show a message on the first partner or customer that cannot be read, if it is a new one.

        Nothing is shown if the message was the same the last time.
        """
        trouble = next_text.unreadable(self._partners)
        if trouble and trouble != self._trouble:
            self.say(trouble)
        self._trouble = trouble

    def _why_unknown(self) -> str:
        """Return why it is not known what is to be done; "" if it is known."""
        if self._workplace.locks.is_away:
            return _("The data directory is away; what you see is as it was.")
        is_known = not all(row.error for row in self._partners)
        return "" if is_known else next_text.unreadable(self._partners)

    def _scope(self) -> str:
        """Return the item or the partner of the steps, for the title; "" for all partners."""
        if self._item is not None:
            return self._item.title
        return self._partners[0].name if self.of_partner and self._partners else ""

    def _chosen_words(self) -> list[str]:
        """Return the search or filter of partners, and the filters of steps, in words."""
        return [*filter(None, [self._only_words]), *map(next_text.chosen_word, self._filters)]

    @property
    def _here(self) -> Steps:
        """The steps in the row under the cursor; empty if there is no such row."""
        return self._row(self.rows.key)

    def _row(self, key: str) -> Steps:
        """Return the steps in the row with this key; empty if there is no such row."""
        if not key or self._shown is None:
            return listed(())
        if (drawn := self._shown.drawn(key)) is not None:
            return drawn
        places = self._rows.places_of({key})
        return self._rows[places[0]] if places else listed(())

    def action_fold_steps(self) -> None:
        """Switch between a row for each item of each partner and a row for each item.

        A row for an item has the steps of all partners on it. If the screen is about one partner or
        one item, only say so.
        """
        if not self._can_fold:
            self.say(_("This shows one partner or item only."))
            return
        self._is_by_item = not self._is_by_item
        here = self._here
        self._show()
        self._go_to(here)

    def _go_to(self, steps: Steps) -> None:
        """Put the cursor on the row that shows the first of `steps`.

        If there is no such row, the cursor stays where it is.
        """
        if steps and self._shown:
            self.rows.select(self._shown.key_with(steps[0]))
            self._show_hints()

    def end_marks(self) -> None:
        """Unmark all rows, and say so."""
        self.rows.keep_marks()
        self._show_hints()
        self.say(_("All marks removed."))

    def end_filters(self) -> None:
        """Show all steps again, if filters are on."""
        if self._filters:
            self._filter(())

    def action_filter_steps(self) -> None:
        """Open the menu of filters; the list follows each letter. Without steps, do nothing."""
        if steps := self._steps:
            views = kept_views(
                self, self._workplace, NEXT_VIEWS, self._present_view, self._show_view
            )
            menu = filters_of_steps(
                steps,
                self._names,
                lambda: self._filters,
                self._filter,
                views,
                lambda: len(self._rows),
            )
            self.bottom.choose(menu)

    def _present_view(self) -> View:
        return View(self._filters, by_item=self._is_by_item)

    def _show_view(self, name: str, view: View) -> None:
        config = self._workplace.places.config
        filters = checked(config, name, view.filters, filter_called)
        self._is_by_item = view.by_item
        self._filter(filters)

    def _filter(self, filters: Sequence[str]) -> None:
        """Show the steps that pass `filters`, with the cursor on its row if it is still there.

        The app keeps the filters if the screen was opened for all: without a partner, an item,
        chosen partners or filters.
        """
        self._filters, here = tuple(filters), self._here
        if self._is_usual:
            host_of(self).view_state.next_view = View(self._filters)
        self._show()
        self._go_to(here)

    # Changing the item under the cursor

    def action_tick_item(self) -> None:
        """Tick the chosen items that are open; untick a single one that is done or not applicable.

        A single item whose rule has changed since its tick is confirmed instead.
        """
        self._act(tick_questions.tick, partner_questions.tick)

    def action_wait_item(self) -> None:
        """Ask for the details, then set the chosen items waiting.

        If all of them wait already, record instead that they were chased today.
        """
        today = self._workplace.today
        many = partial(partner_questions.wait_or_chase, today=today)
        self._act(partial(wait_or_chase, today=today), many)

    def action_set_not_applicable(self) -> None:
        """Ask for the reason, then set the chosen items not applicable."""
        self._act(item_questions.set_not_applicable, item_questions.set_not_applicable)

    def action_refuse_item(self) -> None:
        """Ask for the reason, then set the chosen items refused."""
        self._act(item_questions.refuse, item_questions.refuse)

    def action_reopen_item(self) -> None:
        """Set the status of the chosen items back to ``todo``; ask first if they are several.

        If all of them are to do already, say so.
        """
        self._act(item_questions.reopen, item_questions.reopen)

    def action_confirm_item(self) -> None:
        """Ask whether the chosen items that were ticked under another rule are still true.

        Yes confirms the ticks; no sets the items to do again.
        """
        self._act(item_questions.confirm, partner_questions.confirm)

    def action_edit_item(self) -> None:
        """Open the form of the current item; if rows are marked, the form for the items of all.

        If a file cannot be read, say so.
        """
        from csp_tui.tui.next.forms import open_form

        try:
            rows, steps = self._chosen_rows, self._items_to_change(self._chosen_rows)
            open_form(self, steps, self._acts, lambda: self._workplace.today, left_out(rows))
        except CspTuiError as error:
            self.say(str(error))

    def _act(self, ask: AskForAct, ask_about_many: AskAboutMany) -> None:
        """Ask about the items of the marked rows, else of the current one, and change them.

        Args:
            ask: returns the talk about one item of one partner.
            ask_about_many: returns the talk about items of several partners.
        """
        rows = self._chosen_rows
        items, note = self._items_to_change(rows), left_out(rows)
        if self.rows.marked:
            ask, ask_about_many = about_marked(ask, note), about_marked(ask_about_many, note)
        if len(items) > 1:
            self.converse(self._acts.act_on_many(items, ask_about_many, note=note))
        elif items:
            self.converse(self._acts.act(items[0], ask, note=note))

    def _items_to_change(self, rows: Sequence[Steps]) -> Sequence[Step]:
        """Return those steps of the chosen `rows` whose item can be changed.

        Steps without an item are left out, as are steps for customers. If one step for customers is
        all there is, open the customers. If no step is left, say so and return none; without a row,
        only return none.
        """
        steps = [step for row in rows for step in row]
        items = [step for step in steps if step.item is not None and not step.is_each]
        if items or not steps:
            return items
        if len(steps) == 1 and steps[0].is_each:
            self.action_open_step()
        elif self.rows.marked:
            self.say(left_out(rows))
        elif steps[0].is_each:
            self.say(_("This is for customers of several partners: enter shows one row each."))
        else:
            self._say_no_item(steps)
        return ()

    def _say_no_item(self, steps: Sequence[Step]) -> None:
        """Say that `steps`, those of one row, are not about an item, and what enter does."""
        if len(steps) > 1:
            self.say(_("This row is not about an item: enter shows one row each."))
        else:
            self.say(_("This row is not about an item: enter opens the checklist."))

    @property
    def _chosen_rows(self) -> list[Steps]:
        """The marked rows, in their order; else the current one."""
        marked = self.rows.marked
        if not marked or self._shown is None:
            return [self._here]
        return [self._rows[place] for place in self._rows.places_of(marked)]

    def show_marks(self) -> None:
        """Show what the keys do with the marked rows."""
        self._show_hints()

    def marks_to_say(self) -> int:
        """Return how many steps are marked."""
        return sum(map(len, self._chosen_rows)) if self.rows.marked else 0

    def action_undo_step(self) -> None:
        """Undo what was changed last from this screen; if nothing was, say so."""
        self._acts.undo(redo=False)

    def action_redo_step(self) -> None:
        """Redo what was undone last from this screen; if nothing was, say so."""
        self._acts.undo(redo=True)

    def action_copy_item(self) -> None:
        """Ask what of the current item to copy to the clipboard of the user's terminal.

        If the row has several partners or customers, only link and title of the item are offered.
        If the row is not about an item, say so.
        """
        from csp_tui.tui.run.copying import copy_menu

        if not self._here:
            return
        step, has_others = self._here[0], len(self._here) > 1
        if step.item is None:
            self._say_no_item(self._here)
            return
        try:
            view = None if has_others else self._view_of(step)
        except CspTuiError as error:
            self.say(str(error))
            return
        self.bottom.choose(copy_menu(self, step.item, view, self._workplace))

    def _view_of(self, step: Step) -> RunView | None:
        """Return the run of `step`; for a step of one customer, that customer's part of the run.

        None for a step of several customers.

        Raises:
            NotFoundError, InvalidFileError: the run or a file of it is gone or cannot be read.
        """
        view = self._acts.view_of(step)
        if not step.is_each:
            return view
        if len(step.customers) != 1:
            return None
        customer_id = step.customers[0][0]
        return view.of_customer(self._workplace.store.load_customer(view.partner.id, customer_id))

    # Opening what is under the cursor

    def action_open_step(self) -> None:
        """Open the run of the step in the current row, with the cursor on its item.

        If the step is for customers, open them instead. If the row has several steps, open the
        screen Next with a row for each.
        """
        if len(here := self._here) > 1:
            only = (self._only_words, self._only_ids)
            self.open(place_of_several(here, only, self._filters))
        elif here:
            self.open(place_of(here[0]))

    def action_walk_item(self) -> None:
        """Open the screen Next with the steps of all partners on the item under the cursor.

        If the row is not about an item, say so. If the screen is about one item already, do
        nothing.
        """
        if self._item is not None or not self._here:
            return
        if (item := self._here[0].item) is None:
            self._say_no_item(self._here)
            return
        self.open(NextPlace(item=item))


def _is_of_item(steps: Steps) -> bool:
    """Return whether the `steps` of a row are on an item; True without a row."""
    return not steps or steps[0].item is not None


def _run(step: Step) -> str:
    return step.run
