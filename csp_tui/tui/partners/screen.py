"""The first screen: all partners with their runs, how far each is, and what is next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from csp_tui.core.base.asking import Question, Talk, confirmed
from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import fold, visible_line
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.history.undo import started
from csp_tui.core.next_steps.finder import next_steps
from csp_tui.core.partners import filters as partner_filters
from csp_tui.core.partners import order as partner_order
from csp_tui.core.partners.last_visit import Visit, news
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.urgency import Group, UrgentRun, by_urgency
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import item_changes
from csp_tui.core.store.saved import Saved
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen, as_sentence, unreadable_words
from csp_tui.tui.base.restored import restored_sentence
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import PARTNERS
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.hints import hint_line
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.partners import jobs
from csp_tui.tui.partners import text as partners_text
from csp_tui.tui.partners.columns import Columns, columns
from csp_tui.tui.partners.menus import filter_menu, order_menu
from csp_tui.tui.partners.pane_place import PanePlace, pane_place
from csp_tui.tui.partners.pane_text import about_lines
from csp_tui.tui.partners.panes import PartnersPanes
from csp_tui.tui.partners.search import matching_keys, place_in_file
from csp_tui.tui.partners.text import HINTS, first_key, partner_and_run
from csp_tui.tui.partners.welcome import first_rows
from csp_tui.tui.places import (
    ArchivePlace,
    CustomersPlace,
    HistoryPlace,
    MovingPlace,
    PortfolioPlace,
    ReadingPlace,
    RunPlace,
    StartPlace,
)
from csp_tui.tui.saving.file_watcher import files_of_partners
from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Job
from csp_tui.tui.view_state import ViewState
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row
from csp_tui.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from csp_tui.core.importing.table import ImportTable

WhenSaved = Callable[[Saved], object]
WhenFailed = Callable[[CspTuiError], object]

FIRST_HINTS = hint_line(
    ("a", N_("add a partner")),
    ("enter", N_("read")),
    ("?", N_("help")),
    ("q", N_("quit")),
)

_WIDE = 100
"""Cells from which on the head says all of the exchange with other machines, not only one thing."""
_ROOMY = 34
"""Lines of a screen from which on a blank line stands before each group."""
_MOST_NAMED = 3
"""Partners that a question about the marked ones names."""


class PartnersScreen(ListScreen):
    """Shows every partner with its runs; if there is no partner yet, the checklists to read.

    Args:
        workplace: the store, the checklists and the rest.
        trouble: a sentence to show first, such as why another screen could not be opened.
        at: where the cursor is at first: the key of a row, or the id of a partner.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = PARTNERS
    BINDINGS = bindings_for(PARTNERS)

    def __init__(self, workplace: Workplace, trouble: str = "", at: str = "") -> None:
        super().__init__()
        self._at = at
        self._trouble = trouble
        self._workplace = workplace
        self._partners = workplace.overview.rows()
        self._shown: Sequence[PartnerSummary] = []
        self._groups: Sequence[UrgentRun] | None = None  # set in the order of urgency
        self._folded: set[Group] = set()
        self._fit: Columns | None = None  # until the rows are shown first
        self._checklists: dict[str, Checklist] = {}
        self._found: tuple[str, list[str]] | None = None
        self._submitted: dict[int, tuple[WhenSaved, WhenFailed]] = {}
        self._table = ""  # the path of the CSV file whose import did not come about

    @property
    def _view_state(self) -> ViewState:
        return host_of(self).view_state

    @property
    def only(self) -> tuple[str, frozenset[str]]:
        """The search in words, and the ids of the partners that it finds.

        Without a search, or if it finds none: the filters in words, and the ids of the partners
        that pass them all. Without a filter, both are empty.
        """
        if self._search_text and (keys := self.matches(self._search_text)):
            words = _('with "{text}"').format(text=self._search_text)
            return words, frozenset(partner_and_run(key)[0] for key in keys)
        if chosen := self._view_state.partners_filters:
            words = ", ".join(map(partner_filters.title_of, chosen))
            return words, frozenset(row.id for row in self._shown)
        return super().only

    @property
    def _viewer(self) -> partner_filters.Viewer:
        return partner_filters.Viewer(self._workplace.actor, self._workplace.today)

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        yield TextLines(id="head")
        yield PartnersPanes(self._about, self._choose())
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the partners, and a message below them.

        The message is the sentence `trouble`, such as why another screen could not be opened.
        If `trouble` is "", the message says what others have changed since the last visit.
        """
        is_key = " " in self._at or not self._at
        self.soon(self._show if is_key else self.show_partner, self._at)
        visit, self._view_state.last_visit = self._view_state.last_visit, None
        if self._trouble:
            self.soon(self.say, self._trouble)
        elif visit is not None:
            self.soon(self._say_news, visit)

    def _say_news(self, visit: Visit) -> None:
        workplace = self._workplace
        if sentence := news(workplace.places, workplace.actor, visit, workplace.clock()):
            self.say(sentence)

    def _choose(self) -> PanePlace:
        """Take the partners that pass the filters, in their order; return the place of the pane."""
        self._shown = partner_order.in_order(
            partner_filters.kept(self._view_state.partners_filters, self._partners, self._viewer),
            self._view_state.partners_order,
            self._workplace.today,
            is_reversed=self._view_state.is_partners_order_reversed,
        )
        self._groups = None
        number = sum(len(row.runs) or 1 for row in self._shown)
        if self._view_state.partners_order.name == "urgency":
            is_reversed = self._view_state.is_partners_order_reversed
            today = self._workplace.today
            self._groups = by_urgency(self._shown, today, is_reversed=is_reversed)
            number += len({each.group for each in self._groups})
        return pane_place(*self.app.size, number) if self._partners else PanePlace()

    def _show(self, key: str = "") -> None:
        workplace = self._workplace
        self._found = None
        place = self._choose()
        cells = place.list_cells(self.size.width)
        fit = columns(self._shown, cells, self._view_state.partners_order)
        if self._partners:
            self._checklists = {}
            rows: Sequence[Row] = partners_text.PartnerRows(
                *(self._shown, fit, workplace.today, self._groups, self._folded),
                is_roomy=self.size.height >= _ROOMY,
            )
            rows = rows if self._shown else partners_text.nothing_fits()
            self.bottom.set_hints(HINTS)
        else:
            self._checklists = {
                f"{each.id}/{each.edition}": each for each in workplace.library.newest()
            }
            rows = first_rows(self._checklists, workplace.today)
            self.bottom.set_hints(FIRST_HINTS)
        self._fit = fit
        self.show_head()
        self._panes.put(place)
        self.rows.show(rows, key)
        self._panes.show()
        if self.rows.marked:
            self.rows.keep_marks(set(self.rows.keys()))

    @property
    def _panes(self) -> PartnersPanes:
        return self.query_one(PartnersPanes)

    def _about(self, cells: int, height: int) -> Sequence[Line]:
        """Return what the pane shows of the partner under the cursor."""
        if (row := self._row) is None:
            return ()
        workplace = self._workplace
        steps = next_steps([row], workplace.library, workplace.today)
        return about_lines(row, steps, workplace.today, cells, height)

    def show_head(self) -> None:
        """Show the title with its counts, and the state of the exchange with other machines."""
        if self._fit is None:
            return
        workplace = self._workplace
        head = partners_text.head(
            self._partners,
            self._shown,
            self._view_state.partners_title,
            workplace.today,
            self._fit,
            self.size.width,
            self._head_end(),
            is_demo=workplace.is_demo,
        )
        self.query_one("#head", TextLines).show(head)

    def _head_end(self) -> Sequence[Span]:
        if host_of(self).background_sync.is_running:
            return [(_("syncing"), Tone.QUIET)]
        if self._view_state.sync is None:
            return []
        from csp_tui.tui.syncing.text import head_end

        return head_end(self._view_state.sync, self._workplace.today)

    def show_partner(self, partner_id: str) -> None:
        """Show the rows again, with the cursor on the first row of this partner."""
        row = next((each for each in self._partners if each.id == partner_id), None)
        self._show(first_key(row) if row else "")

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.soon(self._show)

    def followed(self) -> list[Path]:
        """Return the paths to watch: of partners, customers, own checklists and the last sync."""
        from csp_tui.core.exchange.last_sync import last_sync_file

        places = self._workplace.places
        return [*files_of_partners(places, self._partners), last_sync_file(places)]

    def follow(self) -> None:
        """Read the partners again and show them, if the screen is in front.

        If the data directory is away, say so and show them as they were.
        """
        if self.app.screen is not self:
            return
        if self._workplace.store.locks.is_away:
            self.say(_("The data directory is away; what you see is as it was."))
            return
        self._partners = self._workplace.overview.rows()
        at, self._at = self._at, ""
        self._show(at)

    def come_back(self, at: str) -> None:
        """Put the cursor on the row with the key `at` when this screen comes to the front."""
        self._at = at

    def action_open_partner(self) -> None:
        """Open the run under the cursor; if there is no partner yet, the checklist."""
        if checklist := self._checklists.get(self.rows.key):
            self.open(ReadingPlace(checklist))
        elif partners_text.group_of_key(self.rows.key):
            self.action_fold_group()
        elif self.rows.key:
            self.open(RunPlace(*partner_and_run(self.rows.key)))

    def message_of(self, error: CspTuiError) -> str:
        """Return the message to show for an error.

        If the partner's file is unreadable, the message names the key that restores the file.
        """
        if isinstance(error, InvalidFileError) and (row := self._row) and row.error:
            return unreadable_words(error)
        return super().message_of(error)

    def action_filter_partners(self) -> None:
        """Open the menu of filters; the list follows each letter."""
        if self._partners:
            menu = filter_menu(self._view_state, self._partners, self._viewer, self._show_here)
            self.bottom.choose(menu)

    def action_show_all(self) -> None:
        """Unmark all rows; if no row is marked, end the filter. The cursor stays."""
        if self.rows.marked:
            self.rows.keep_marks()
            self.say(_("All marks removed."))
            return
        self._view_state.partners_filters = ()
        self._show(self.rows.key)
        self.say(_("All partners."))

    def no_match_hint(self) -> str:
        """Return advice for a search without a match, as the end of a sentence.

        If a filter is on, the advice is to end it, since it may hide matches.
        """
        if chosen := self._view_state.partners_filters:
            hint = _("only: {filter}; ctrl+g shows all.")
            return hint.format(filter=", ".join(map(partner_filters.title_of, chosen)))
        return super().no_match_hint()

    def action_sort_partners(self) -> None:
        """Open the menu of orders; the list is sorted anew with the cursor on its first row."""
        if self._partners:
            self.bottom.choose(order_menu(self._view_state, self._show_from_top))

    def action_fold_group(self) -> None:
        """Fold the group of the row under the cursor, or unfold the one under the cursor.

        In an order without groups, say which order has them.
        """
        key, groups = self.rows.key, self._groups
        if groups is None:
            self.say(_("There are groups in the order of urgency: s, u."))
        elif folded := partners_text.group_of_key(key):
            self._folded.discard(folded)
            first = next(each for each in groups if each.group is folded)
            self._show(partners_text.key_of(first.partner, first.run))
        else:
            found = (x.group for x in groups if partners_text.key_of(x.partner, x.run) == key)
            for group in found:
                self._folded.add(group)
                self._show(partners_text.folded_key(group))

    def _show_here(self) -> None:
        self._show(self.rows.key)

    def _show_from_top(self) -> None:
        self._show()
        self.rows.action_move_first()

    def action_show_customers(self) -> None:
        """Open the customers of the partner under the cursor."""
        key = self.rows.key
        if key and key not in self._checklists:
            self.open(CustomersPlace(*partner_and_run(key)))

    def action_show_portfolio(self) -> None:
        """Open the counts over all partners."""
        self.open(PortfolioPlace())

    def matches(self, text: str) -> list[str]:
        """Return the keys of the rows that have `text`, visible or in the partner's file."""
        if not self._partners:
            return super().matches(text)
        if self._found is None or self._found[0] != text:
            workplace = self._workplace
            keys = matching_keys(workplace.places, self._shown, workplace.today, text)
            self._found = (text, keys)
        return self._found[1]

    def match_place(self, text: str) -> str:
        """Return where `text` was found in the current partner, as the end of a sentence.

        It is ``, in its tenant`` for a value in the file, or a colon and the part of the row that
        has `text` but is cut off; "" if `text` is visible.
        """
        if hidden := super().match_place(text):
            return hidden
        row = self._row
        if row is None or self.rows.key in self.rows.holding(text):
            return ""
        return place_in_file(self._workplace.places, row, text)

    # Changing the partner under the cursor

    @property
    def _row(self) -> PartnerSummary | None:
        """The summary of the partner under the cursor; None if there is no partner."""
        partner_id, _run = partner_and_run(self.rows.key)
        return next((row for row in self._partners if row.id == partner_id), None)

    def _submit(self, job: Job, saved: WhenSaved, failed: WhenFailed | None = None) -> None:
        """Let the saver run `job`, then call `saved` or `failed` with its result or error.

        Without `failed`, an error is shown in the bottom row.
        """

        def say_why(error: CspTuiError) -> None:
            self.say(_("Not saved: {why}").format(why=error.short))

        ticket = host_of(self).saver.submit(job, is_kept=False)
        self._submitted[ticket] = (saved, failed or say_why)

    def take_saved(self, message: ChangeSaved) -> None:
        """Show the partners again after a job was saved by any screen.

        If `_submit` submitted the job, also call the function `saved` that it got with the job.
        """
        self.follow()
        if submitted := self._submitted.pop(message.ticket, None):
            submitted[0](message.saved)

    def take_failed(self, message: ChangeFailed) -> None:
        """Call the function `failed` that `_submit` got with the job, if it submitted the job."""
        if submitted := self._submitted.pop(message.ticket, None):
            submitted[1](message.error)

    def action_add_partner(self) -> None:
        """Ask for a name and add the partner."""
        self.converse(self._add())

    def _add(self, typed: str = "", lead: str = "") -> Talk[None]:
        """Ask for a name and add the partner; if that fails, ask for the name again.

        Args:
            typed: the name that the user typed before.
            lead: why it could not be saved.
        """
        label = _("Name of the partner")
        name = yield Question(label, typed, self._name_trouble, lead, is_typed=bool(typed))

        def offer(saved: Saved) -> None:
            self.show_partner(saved.partner.id)
            self.open(StartPlace(saved.partner))

        ask_again = partial(self.ask_name_again, self._add, name)
        self._submit(lambda store: store.add_partner(name), offer, ask_again)

    def _name_trouble(self, name: str) -> str:
        if not name:
            return _("it needs one")
        is_known = any(fold(name) == fold(row.name) for row in self._partners)
        return _("exists already; choose another name") if is_known else ""

    def _chosen(self) -> list[Partner]:
        """Return the marked partners; without marks, the one under the cursor.

        If the file of any of them cannot be read, show why and return an empty list.
        """
        ids = dict.fromkeys(partner_and_run(key)[0] for key in self.rows.marked)
        if not ids:
            return [partner] if (partner := self._loaded()) else []
        try:
            return [self._workplace.store.load(each) for each in ids]
        except CspTuiError as error:
            self._say_not_loaded(error)
            return []

    def _loaded(self) -> Partner | None:
        """Return the partner under the cursor, read from its file now.

        If there is no row or the file cannot be read, show why and return None.
        """
        if (row := self._row) is None:
            is_group = partners_text.group_of_key(self.rows.key) is not None
            first = _("Add a partner first: press a.")
            self.say(_("This is a group: z unfolds it.") if is_group else first)
            return None
        try:
            return self._workplace.store.load(row.id)
        except CspTuiError as error:
            self._say_not_loaded(error)
            return None

    def _say_not_loaded(self, error: CspTuiError) -> None:
        message = unreadable_words(error) if isinstance(error, InvalidFileError) else str(error)
        self.say(message)

    def action_start_run(self) -> None:
        """Open the screen to start a checklist for the partner under the cursor."""
        if self.refuses_marks("start-run", self.rows.marked):
            return
        if partner := self._loaded():
            self.open(StartPlace(partner))

    def action_show_history(self) -> None:
        """Open the history of the partner under the cursor."""
        if (row := self._row) is not None:
            self.open(HistoryPlace(Partner(row.id, row.name)))

    def action_write_report(self) -> None:
        """Ask for a name, and write a report of the marked partners, else the current one."""
        from csp_tui.tui.reporting.talk import report_talk

        if partners := self._chosen():
            ids = [partner.id for partner in partners]
            self.converse(report_talk(self, self._workplace, ids))

    def action_edit_partner(self) -> None:
        """Open the form with the data of the partner under the cursor."""
        if self.refuses_marks("edit-partner", self.rows.marked):
            return
        if partner := self._loaded():
            self._open_form(partner, {})

    def _open_form(self, partner: Partner, typed: Mapping[str, str], trouble: str = "") -> None:
        from csp_tui.tui.partners.form import EditPartnerScreen

        def save(texts: dict[str, str] | None) -> None:
            if texts is None:
                return
            change = item_changes.edit_partner(partner, **texts)
            not_saved = _("Not saved: {why}")
            self._submit(
                lambda store: store.change(partner.id, [change]),
                lambda _saved: self.show_partner(partner.id),
                lambda error: self._open_form(partner, texts, not_saved.format(why=error.short)),
            )

        row = self._workplace.overview.row_of(partner)
        today = self._workplace.today
        self.app.push_screen(EditPartnerScreen(partner, row, today, typed, trouble), save)

    def action_undo_step(self) -> None:
        """Undo the user's last step in the partner under the cursor.

        If that step restored a file, put the damaged file back.
        """
        if (row := self._row) is None:
            return
        if job := jobs.undo_restore(self._workplace, row):
            self._submit(job, lambda _saved: self.say(_("The damaged file is back.")))
        else:
            self._undo(row, redo=False)

    def action_redo_step(self) -> None:
        """Redo the step that the user has undone last in the partner under the cursor."""
        if (row := self._row) is not None:
            self._undo(row, redo=True)

    def _undo(self, row: PartnerSummary, *, redo: bool) -> None:
        done = (
            _("Redone: your last step in {name}.")
            if redo
            else _("Undone: your last step in {name}.")
        )

        def say_done(saved: Saved) -> None:
            if run := started(saved.lines):
                self.open(RunPlace(row.id, run))
            else:
                self.say(done.format(name=saved.partner.name.rstrip(".")))

        self._submit(
            lambda store: store.undo(row.id, redo=redo),
            say_done,
            lambda error: self.say(as_sentence(self.message_of(error))),
        )

    def action_restore_partner(self) -> None:
        """Replace the unreadable file of the current partner by its last good copy."""
        row = self._row
        if row is None or not row.error:
            self.say(_("Only an unreadable partner can be restored."))
            return
        recovery = Recovery(self._workplace.places, self._workplace.store)
        lacking = len(recovery.lines_to_lack(row.id))
        self._submit(
            jobs.restore(self._workplace, row.id),
            lambda saved: self._say_restored(saved, lacking),
            lambda error: self.say(_("Not restored: {why}").format(why=error)),
        )

    def _say_restored(self, saved: Saved, lacking: int) -> None:
        self.show_partner(saved.partner.id)
        recovery = Recovery(self._workplace.places, self._workplace.store)
        partner = saved.partner
        sentence = restored_sentence(recovery, partner.id, partner.name, lacking)
        self.say(sentence)

    def action_put_away(self) -> None:
        """Move the marked partners, else the current one, to the archive; ask first."""
        if partners := self._chosen():
            self.converse(self._archive(partners))

    def _archive(self, partners: Sequence[Partner]) -> Talk[None]:
        workplace, names = self._workplace, [visible_line(each.name) for each in partners]
        if len(partners) == 1:
            question = _('Archive "{name}"?').format(name=names[0])
            done = _("{name} is archived: A shows the archive.").format(name=names[0])
        else:
            question = _("Archive {count} partners?").format(count=len(partners))
            done = _("{count} partners are archived: A shows the archive.")
            done = done.format(count=len(partners))
        named, more = ", ".join(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
        if more > 0:
            named = _("{named} and {count} more").format(named=named, count=more)
        lead = "" if len(names) == 1 else f"{named}."
        if (yield from confirmed(question, lead, names[:_MOST_NAMED])):
            job = jobs.archive(workplace, [each.id for each in partners])
            not_done = _("Not archived: {why}")
            if len(partners) > 1:
                not_done = _("Not all are archived: {why}")
            self._submit(
                job,
                lambda _saved: self.say(done),
                lambda error: self.say(not_done.format(why=error.short)),
            )
        else:
            self.say(_("Nothing was archived."))

    def action_show_archive(self) -> None:
        """Open the screen of the archived partners."""
        self.open(ArchivePlace())

    def action_import_partners(self) -> None:
        """Ask for a CSV file, and open the preview of what importing it would add."""
        self.ask([Question(_("CSV file to import"), self._table)], self._import)

    def _import(self, path: str) -> None:
        from csp_tui.core.importing.partners import import_partners
        from csp_tui.tui.importing.screen import ImportScreen

        self._table, workplace = path, self._workplace
        if not path:
            return
        try:
            table = jobs.read_import(workplace, path)
        except CspTuiError as error:
            self.say(_("Not imported: {why}").format(why=error))
            return

        def job(update: bool) -> Job:
            rows = table.to_write(update=update)
            return lambda _store: import_partners(workplace, rows)[0]

        done = partial(self._say_imported, table)
        self.app.push_screen(ImportScreen(path, N_("Import"), table, job, done))

    def _say_imported(self, table: ImportTable, first: Saved, update: bool) -> None:
        self._table = ""
        self.follow()
        self.show_partner(first.partner.id)
        self.say(table.done(update=update))

    def action_sync_partners(self) -> None:
        """Sync with other machines, in a process of its own; the app says when it has ended."""
        import shlex

        from csp_tui.core.exchange.git_address import kept_address

        sync, places = host_of(self).background_sync, self._workplace.places
        if sync.is_running:
            self.say(_("A sync is running already."))
            return
        try:
            address = kept_address(places)
            if address:
                sync.start(is_asked=True)
        except CspTuiError as error:
            self.say(_("Not synced: {why}").format(why=error))
            return
        if address:
            self.show_head()
            if not self._partners:  # the head of an empty list says nothing of syncs
                self.say(_("Syncing."))
        else:
            command = f"csp-tui --data {shlex.quote(str(places.data))} sync ADDRESS"
            message = _("No git repository is named yet; name it once in a shell: {command}")
            self.say(message.format(command=command))

    # Marking runs, and moving them to the newest edition

    def action_mark_row(self) -> None:
        """Mark or unmark the run under the cursor, and move the cursor down."""
        self.rows.mark()
        self._say_marks()

    def action_mark_to_here(self) -> None:
        """Mark all rows from the one marked last to the one under the cursor.

        If no row is marked, mark only the current one.
        """
        self.rows.mark_to_here()
        self._say_marks()

    def action_mark_all(self) -> None:
        """Mark all rows that are shown; if all are marked, unmark them."""
        self.rows.mark_all()
        self._say_marks()

    def _say_marks(self) -> None:
        marked = self.rows.marked
        self.rows.keep_marks({key for key in marked if not partners_text.group_of_key(key)})
        count = len(self.rows.marked)
        sentence = _("{count} marked: E (newest edition), P and D are for all; ctrl+g: none.")
        self.say(sentence.format(count=count))

    def action_move_edition(self) -> None:
        """Open the preview of moving the marked runs, else the current one, to newest editions."""
        moves, troubles = jobs.moves_of(self._workplace, self.rows.marked or [self.rows.key])
        if moves:
            self.rows.keep_marks()
            self.open(MovingPlace(moves, troubles))
        elif troubles:
            self.say(troubles[0])
        else:
            self.say(_("Nothing to move: every open run here is on the newest edition."))
