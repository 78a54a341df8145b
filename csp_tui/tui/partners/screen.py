"""The first screen: all partners with their runs, how far each is, and what is next."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.geometry import Size
from textual.timer import Timer

from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import N_, _
from csp_tui.core.partners import filters as partner_filters
from csp_tui.core.partners.last_visit import Visit, news
from csp_tui.core.workplace.views import PARTNERS as PARTNERS_VIEWS
from csp_tui.core.workplace.views import View
from csp_tui.tui.base.list_screen import ListScreen, unreadable_words
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import PARTNERS
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import NARROW, loading_words
from csp_tui.tui.lines.hints import Hint, hint_line, hints_of
from csp_tui.tui.lines.narrowing import narrowing_words
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.partners import text as partners_text
from csp_tui.tui.partners.columns import Columns, columns
from csp_tui.tui.partners.listed import Listed, listed
from csp_tui.tui.partners.pane_place import ROOMY, PanePlace
from csp_tui.tui.partners.panes import PartnersPanes
from csp_tui.tui.partners.text import HINTS, first_key, partner_and_run, partner_at
from csp_tui.tui.places import (
    ArchivePlace,
    ConflictsPlace,
    ContactsPlace,
    CustomersPlace,
    HistoryPlace,
    PortfolioPlace,
    ReadingPlace,
    RunPlace,
)
from csp_tui.tui.saving.file_watcher import files_of_partners
from csp_tui.tui.saving.saver import SAVE_PATIENCE
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from csp_tui.core.base.search import NamedText
    from csp_tui.core.checklists.model import Checklist
    from csp_tui.core.partners.rows import PartnerSummary
    from csp_tui.core.partners.search import PartnerTexts
    from csp_tui.core.partners.sieve import Sieve
    from csp_tui.core.partners.urgency import Group
    from csp_tui.core.store.shared_act import SharedAct
    from csp_tui.core.workplace.workplace import Workplace
    from csp_tui.tui.base.list_screen import WhenFailed, WhenSaved
    from csp_tui.tui.partners.acts import PartnerActs
    from csp_tui.tui.saving.partners_reader import PartnersReader
    from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Job
    from csp_tui.tui.view_state import ViewState
    from csp_tui.tui.widgets.row_list import Row

MARKED_HINTS = hints_of(
    PARTNERS,
    edit_partner=N_("edit"),
    start_run=N_("start"),
    close_run=N_("close"),
    show_all=N_("none"),
    write_report=N_("report"),
    put_away=N_("archive"),
    move_edition=N_("newest edition"),
    mark_row=N_("unmark"),
    mark_to_here=N_("to here"),
    show_help=N_("help"),
    go_back=N_("quit"),
)

FIRST_HINTS = hint_line(
    ("a", N_("add a partner")),
    ("I", N_("take from a table")),
    ("enter", N_("read")),
    ("L", N_("language")),
    ("?", N_("help")),
    ("q", N_("quit")),
)

LOOK = 0.5
"""Seconds in front after which the files of all partners are looked at."""

_FIRST_OF_STACK = 2
"""How many screens there are while the list of partners is the first; Textual has one below."""

_WIDE = 100
"""Cells from which on the head says all of the exchange with other machines, not only one thing."""


class PartnersScreen(ListScreen):
    """Shows every partner with its runs; if there is no partner yet, the checklists to read.

    Args:
        workplace: the store, the checklists and the rest.
        trouble: a sentence to show first, such as why another screen could not be opened.
        at: where the cursor is at first: the key of a row, or the id of a partner.
    """

    CSS_PATH = "screen.tcss"
    SHOWS_ALL_PARTNERS = True
    ACTIONS = PARTNERS
    BINDINGS = bindings_for(PARTNERS)

    def __init__(self, workplace: Workplace, trouble: str = "", at: str = "") -> None:
        super().__init__()
        self._at = at  # for the cursor once it is shown; the key of a row, or the id of a partner
        self._trouble = trouble
        self._workplace = workplace
        self._listed = Listed()
        self._unnarrowed = 0
        self._folded: set[Group] = set()
        self._fit: Columns | None = None  # until the rows are shown first
        self._checklists: dict[str, Checklist] = {}
        self._look: Timer | None = None
        self._slow: Timer | None = None  # while something of this screen is being saved
        self._is_slow = False  # whether that takes a while
        self._shown_size = Size(0, 0)

    @property
    def _view_state(self) -> ViewState:
        return host_of(self).view_state

    @property
    def only(self) -> tuple[str, frozenset[str]]:
        """Narrowing and filters in words, and the ids of the partners shown.

        Both are empty if there is neither, or if no partner is shown. While the partners are read,
        those that were shown before count.
        """
        words = [partner_filters.title_of(each) for each in self._view_state.partners_filters]
        if self.narrowing:
            words.insert(0, _('with "{text}"').format(text=self.narrowing))
        ids = frozenset(row.id for row in self._shown)
        return (", ".join(words), ids) if words and ids else super().only

    @property
    def _shown(self) -> Sequence[PartnerSummary]:
        """The partners that are shown, in their order."""
        return self._listed.partners

    @cached_property
    def _reader(self) -> PartnersReader:  # kept for `followed`: a thread cannot ask for the app
        return host_of(self).partners_reader

    @property
    def _partners(self) -> Sequence[PartnerSummary]:
        return self._reader.partners

    @property
    def _sieve(self) -> Sieve:
        return self._reader.sieve

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        self._reader.look()
        yield TextLines(id="head")
        yield PartnersPanes(self._about, self._choose())
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the sentence `trouble`, or else what others have changed since the last visit."""
        visit, self._view_state.last_visit = self._view_state.last_visit, None
        if self._trouble:
            self.soon(self.say, self._trouble)
        elif visit is not None:
            self.soon(self._say_news, visit)

    @property
    def is_loading(self) -> bool:
        """Whether no partner is shown because a thread reads them."""
        return self._reader.is_reading and not self._reader.has_read

    def _say_news(self, visit: Visit) -> None:
        workplace = self._workplace
        if sentence := news(workplace.places, workplace.actor, visit, workplace.clock()):
            self.say(sentence)

    def _choose(self) -> PanePlace:
        """Work out which partners are shown, and return the place of the pane."""
        found: Sequence[PartnerSummary] = self._sieve.kept(self._view_state.partners_filters)
        self._unnarrowed = len(found)
        if self.narrowing:
            found = self._texts.matching(found, self.narrowing)
        self._listed = listed(found, self._view_state, self._sieve, self.app.size)
        return self._listed.place if self._partners else PanePlace()

    def _show(self, at: str = "", fit: Columns | None = None) -> None:
        """Show the partners in the columns `fit`, or new ones; while they are read, show none.

        The cursor goes to the row or the partner `at`. If that is "" or not shown, it stays where
        it is; while a thread reads the partners, it goes there once that is shown.
        """
        self._at = at or self._at
        if self.is_loading:
            self._show_loading()
            return
        workplace, place = self._workplace, self._choose()
        self._shown_size = self.size
        cells = place.list_cells(self.size.width)
        filters = [each.name for each in self._view_state.partners_filters]
        fit = fit or columns(self._shown, cells, self._view_state.partners_order, filters)
        if self._partners:
            self._checklists = {}
            folded = () if self.narrowing else self._folded
            rows: Sequence[Row] = partners_text.PartnerRows(
                *(self._listed.runs, fit, workplace.today, folded),
                is_roomy=self.size.height >= ROOMY,
            )
            if not self._shown:
                rows = self.none_found() if self.narrowing else partners_text.nothing_fits()
        else:
            self._checklists = {
                f"{each.id}/{each.edition}": each for each in workplace.library.newest()
            }
            data = workplace.places.data
            from csp_tui.tui.partners.welcome import first_rows

            archived = self._count_archived()
            rows = self.narrowed(
                first_rows(self._checklists, workplace.today, data, cells, archived)
            )
        self._fit = fit
        self._panes.put(place)
        self.rows.note = partners_text.number_of_partners(len(self._shown), self._listed.run_count)
        self.rows.show(rows)
        if self._at:
            self._put_cursor()
        self._panes.show()
        self.rows.keep_marks(set(self.rows.keys()) if self.rows.marked else ())
        self.show_marks()

    def _put_cursor(self) -> None:
        row = partner_at(self._partners, self._at) if " " not in self._at else None
        key = first_key(row) if row else self._at
        if self.rows.key != key:
            self.rows.select(key)
        if self.rows.key == key or not self._reader.is_reading:
            self._at = ""

    def _show_loading(self) -> None:
        """Show no partner, and in the title how many are read; marks and cursor come back."""
        self._at = self._at or self.rows.key
        self._fit, self._shown_size = columns((), self.size.width), self.size
        self.rows.show(())
        self._panes.show()
        self._show_hints()
        self.show_head()

    def _count_archived(self) -> int:
        """Return how many partners are archived; if that cannot be read, say why and return 0."""
        from csp_tui.core.care.archive import archived_workplace

        try:
            return len(archived_workplace(self._workplace).store.partner_ids())
        except CspTuiError as error:
            self.say(str(error))
            return 0

    @property
    def _panes(self) -> PartnersPanes:
        return self.query_one(PartnersPanes)

    def _about(self, cells: int, height: int) -> Sequence[Line]:
        """Return what the pane shows: the marked rows, or else the partner under the cursor.

        Of the partner it shows the run in the row first. No line if there is no partner, or while
        they are read.
        """
        if self.is_loading:
            return ()
        if marked := self.rows.marked:
            from csp_tui.tui.partners.pane_text import marked_lines

            names = {row.id: row.name for row in self._partners}
            return marked_lines(
                [names.get(each, each) for each, _run in map(partner_and_run, marked)],
                cells,
                height,
            )
        if (row := self._row) is None:
            return ()
        from csp_tui.core.next_steps.finder import next_steps
        from csp_tui.tui.partners.pane_text import about_lines

        workplace = self._workplace
        steps = next_steps([row], workplace.library, workplace.today)
        _partner, run = partner_and_run(self.rows.key)
        return about_lines(row, steps, workplace.today, cells, height, run)

    def show_head(self) -> None:
        """Show the title with its counts, conflicts and the state of syncing, and the column heads.

        Do nothing before the rows are shown first.
        """
        if self._fit is None:
            return
        if self.is_loading:
            count, read = len(self._partners), self._reader.read
            head = partners_text.loading_head(count, read, self._fit, self.size.width)
            self.query_one("#head", TextLines).show(head)
            return
        count = len(self.rows.marked)
        marked = _("{count} marked").format(count=count) if count else ""
        chosen = (marked, self._view_state.partners_title, narrowing_words(self.narrowing))
        head = partners_text.head(
            self._sieve,
            self._shown,
            "  ".join(filter(None, chosen)),
            self._fit,
            self.size.width,
            self._head_end(),
            is_marked=bool(count),
            here=self._here,
        )
        self.query_one("#head", TextLines).show(head)

    @property
    def _here(self) -> Sequence[str]:
        """What the row under the cursor is, for the title of a narrow screen."""
        return partners_text.whole_row(self._row, partner_and_run(self.rows.key)[1])

    def _head_end(self) -> Sequence[Span]:
        if self._is_slow:
            return [(host_of(self).saver.words(), Tone.QUIET)]
        if self._reader.is_reading:
            return [(loading_words(self._reader.read), Tone.QUIET)]
        if host_of(self).background_sync.is_running:
            return [(_("syncing"), Tone.QUIET)]
        state = self._view_state
        if state.sync is None and not state.conflicts:
            return []
        from csp_tui.tui.syncing.text import head_end

        return head_end(state.sync, self._workplace.today, state.conflicts)

    def show_partner(self, partner_id: str) -> None:
        """Show the rows again, with the cursor on the first row of this partner.

        If no row is of it, the cursor stays where it is, or until a thread has read the partner.
        """
        self._show(partner_id)

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.soon(self._fit_size)

    def _fit_size(self) -> None:
        if self._fit is not None and self._shown_size != self.size:
            self._show()

    def followed(self) -> list[Path]:
        """Return the paths to watch: of partners, customers, own checklists and the exchange."""
        from csp_tui.core.exchange.sync_places import last_sync_file

        places = self._workplace.places
        exchange = last_sync_file(places), places.conflict_notes
        return [*files_of_partners(places, self._partners), *exchange]

    def follow(self) -> None:
        """Read the partners again and show them, if the screen is in front.

        If the data directory is away, say so and show them as they were.
        """
        if self.app.screen is not self:
            return
        if self._workplace.locks.is_away:
            self.say(_("The data directory is away; what you see is as it was."))
        self._reader.look()
        self._show()
        if self.narrowing and not self.is_loading:
            self.prepare_narrowing()

    def follow_in_front(self) -> None:
        """Show what other screens have changed; look at the files of all partners a moment later.

        Looking at ten thousand files takes longer than a key should.
        """
        if self._workplace.locks.is_away or not self._reader.look_at_changed():
            self.follow()
            return
        is_first = self._fit is None
        self._show(fit=self._fit if self._shown_size == self.size else None)
        if self.narrowing:
            self.prepare_narrowing()
        if self._look is not None:
            self._look.stop()
        if not is_first:
            self._look = self.set_timer(LOOK, self.follow)

    def come_back(self, at: str) -> None:
        """Put the cursor on the row with the key `at`, if any, once this screen is in front."""
        self._at = at or self._at

    def action_open_partner(self) -> None:
        """Open the run under the cursor; for a partner without a run, the screen to start one.

        On the heading of a folded group, unfold the group. If there is no partner yet, open the
        checklist under the cursor to read.
        """
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
        """Open the menu of filters; the list follows each letter. Without partners, do nothing."""
        from csp_tui.tui.base.kept_views import kept_views
        from csp_tui.tui.partners.menus import filters_of_partners

        if self._partners:
            state, sieve = self._view_state, self._sieve
            views = kept_views(
                self,
                self._workplace,
                PARTNERS_VIEWS,
                lambda: state.partners_view(self.narrowing),
                self._show_view,
            )
            self.bottom.choose(filters_of_partners(state, sieve, self._show, views))

    def _show_view(self, name: str, view: View) -> None:
        self._view_state.take_partners_view(self._workplace.places.config, name, view)
        self._show_from_top()
        if view.search != self.narrowing:
            self.narrow(view.search)

    def end_marks(self) -> None:
        """Unmark all rows, and say so."""
        super().end_marks()
        self.say(_("All marks removed."))

    def show_marks(self) -> None:
        """Show how many rows are marked, and what the keys do with them."""
        self._show_hints()
        self._panes.follow()
        self.show_head()

    def on_row_list_rested(self) -> None:
        """Show what the keys do on the row under the cursor; on a narrow screen, what it is."""
        self._show_hints()
        if self.size.width < NARROW:
            self.show_head()

    def _show_hints(self) -> None:
        """Show what the keys do with the marked rows, or with the current one."""
        if not self._partners and not self.is_loading:
            self.bottom.clear(self.loading_message)
            self.bottom.set_hints(FIRST_HINTS)
            return
        chosen = {*map(partner_and_run, self.rows.marked or [self.rows.key])}
        rows = [self._row] if not self.rows.marked else self._shown
        runs = (run for row in rows if row for run in row.runs if (row.id, run.key) in chosen)
        hints = partners_text.hints_on(runs, MARKED_HINTS if self.rows.marked else HINTS)
        hints = self._from_here(hints)
        others = hint_line(("a", N_("add")))
        self.show_hints(hints, others, is_filtered=bool(self._view_state.partners_filters))

    def _from_here(self, hints: Sequence[Hint]) -> Sequence[Hint]:
        """Return `hints`, whose last is for leaving the app, as they are on this screen."""
        if len(self.app.screen_stack) > _FIRST_OF_STACK:
            return (*hints[:-1], ("q", N_("back")))
        return hints

    def marks_to_say(self) -> int:
        """Return how many rows are marked, if there is no pane."""
        return 0 if self._listed.place.is_shown else len(self.rows.marked)

    def end_filters(self) -> None:
        """Show all partners again, and say so."""
        self._view_state.partners_filters = ()
        self._show()
        self.say(_("All partners."))

    def action_sort_partners(self) -> None:
        """Open the menu of orders; the list is sorted anew with the cursor on its first row.

        Without partners, do nothing.
        """
        from csp_tui.tui.partners.menus import orders_of_partners

        if self._partners:
            self.bottom.choose(orders_of_partners(self._view_state, self._show_from_top))

    def action_fold_group(self) -> None:
        """Fold the group of the current row; on the heading of a folded group, unfold it.

        In an order without groups, say which order has them.
        """
        key, runs = self.rows.key, self._listed.runs
        if None in runs:
            self.say(_("There are groups in the order of urgency: s, u."))
        elif folded := partners_text.group_of_key(key):
            self._folded.discard(folded)
            self._show(partners_text.key_of(*runs[folded][0]))
        else:
            found = (x for x in runs if any(partners_text.key_of(*each) == key for each in runs[x]))
            if group := next(found, None):
                self._folded.add(group)
                self._show(partners_text.folded_key(group))

    def _show_from_top(self) -> None:
        self._show()
        self.rows.action_move_first()

    def action_show_customers(self) -> None:
        """Open the customers of the partner under the cursor; do nothing if there is none."""
        key = self.rows.key
        if key and key not in self._checklists:
            self.open(CustomersPlace(*partner_and_run(key)))

    def action_show_portfolio(self) -> None:
        """Open the portfolio: the counts over all partners."""
        self.open(PortfolioPlace())

    def action_show_conflicts(self) -> None:
        """Open the conflicts of all partners."""
        self.open(ConflictsPlace())

    # Narrowing the list

    @property
    def _texts(self) -> PartnerTexts:
        from csp_tui.core.partners.search import partner_texts

        return partner_texts(self._workplace.places)

    def prepare_narrowing(self) -> None:
        """Begin to read all files of partners in a thread; narrow again once they are read.

        The thread keeps the app free, since ten thousand files take more than a second. If they
        were read before, do nothing.
        """
        if not self._texts.are_read(self._partners):
            self._read_texts()

    @work(group="texts", exclusive=True)
    async def _read_texts(self) -> None:
        await asyncio.to_thread(self._texts.read, self._partners)
        if self.narrowing:
            self.call_if_there(self.narrow, self.narrowing)

    def show_narrowed(self, key: str) -> None:
        """Show the partners anew, with the cursor on the row `key`."""
        self._show(key)

    def counted(self) -> tuple[int, int]:
        """Return how many partners are shown, and how many pass the filters."""
        return (len(self._shown), self._unnarrowed) if self._partners else super().counted()

    def texts_of(self, key: str) -> Iterable[NamedText]:
        """Return all texts in which a search finds the partner in the row `key`, with their names.

        None for a row without a partner.
        """
        row = partner_at(self._shown, key)
        return self._texts.texts(row) if row else ()

    # Changing the partner under the cursor

    @property
    def _row(self) -> PartnerSummary | None:
        """The summary of the partner under the cursor; None if the row shows no partner."""
        return partner_at(self._partners, self.rows.key)

    @cached_property
    def _acts(self) -> PartnerActs:
        from csp_tui.tui.partners.acts import PartnerActs

        return PartnerActs(self, self._workplace, lambda: self._partners, self.show_partner)

    def take_saved(self, message: ChangeSaved) -> None:
        """Show the partners again after a job of any screen was saved; say so if it was of this.

        While an act on several partners is saved, wait for the last of them.
        """
        if host_of(self).saver.acts_left():
            self._watch_saving()
        else:
            self.follow()
        super().take_saved(message)
        self._end_slow()

    def take_failed(self, message: ChangeFailed) -> None:
        """Handle the message that a job of any screen could not be saved."""
        super().take_failed(message)
        self._end_slow()

    def save(
        self, job: Job, saved: WhenSaved, failed: WhenFailed, act: SharedAct | None = None
    ) -> int:
        """Let the saver run `job` once, as `ListScreen.save`; if that takes a while, say how far.

        That is said once a second.
        """
        self._watch_saving()
        return super().save(job, saved, failed, act)

    def _watch_saving(self) -> None:
        if self._slow is None:
            self._slow = self.set_interval(SAVE_PATIENCE, self._say_slow)

    def _say_slow(self) -> None:
        self._is_slow = True
        if self.app.screen is self:
            self.show_head()

    def _end_slow(self) -> None:
        is_saving = self.submitted or host_of(self).saver.acts_left()
        if self._slow is not None and not is_saving:
            self._slow.stop()
            self._slow = None
            if self._is_slow:
                self._is_slow = False
                self.show_head()

    def action_add_partner(self) -> None:
        """Ask for a name, add the partner, and open the screen to start a checklist for it."""
        self.converse(self._acts.add())

    def action_start_run(self) -> None:
        """Open the screen to start a checklist for a partner, or a menu of those for several."""
        self._acts.start()

    def action_close_run(self) -> None:
        """Ask for the outcome, and close the run under the cursor, or those of all marked rows."""
        self._acts.close()

    def action_move_edition(self) -> None:
        """Open the preview of moving the marked runs, else the current, to the newest editions."""
        self._acts.move_edition()

    def action_show_contacts(self) -> None:
        """Open the contacts of the partner under the cursor; do nothing if there is none."""
        if (row := self._row) is not None:
            self.open(ContactsPlace(row.id))

    def action_show_history(self) -> None:
        """Open the history of the partner under the cursor; do nothing if there is none."""
        from csp_tui.core.progress.model import Partner

        if (row := self._row) is not None:
            self.open(HistoryPlace(Partner(row.id, row.name)))

    def action_write_report(self) -> None:
        """Ask for a name, and write a report of the marked partners, else the current one."""
        self._acts.report()

    def action_edit_partner(self) -> None:
        """Open the form of the current partner; if several are marked, the form for all of them."""
        self._acts.edit()

    def action_undo_step(self) -> None:
        """Undo the last act on marked partners, or the last step in the current partner."""
        self._acts.undo(redo=False)

    def action_redo_step(self) -> None:
        """Redo what was undone last on marked partners, or in the current partner."""
        self._acts.undo(redo=True)

    def action_restore_partner(self) -> None:
        """Replace the unreadable file of the current partner by its last good copy."""
        self._acts.restore()

    def action_put_away(self) -> None:
        """Move the marked partners, else the current one, to the archive; ask first."""
        self._acts.put_away()

    def action_show_archive(self) -> None:
        """Open the screen of the archived partners."""
        self.open(ArchivePlace())

    def action_import_partners(self) -> None:
        """Ask for a CSV or Excel file, and open the preview of what importing it would add."""
        self.converse(self._acts.import_table())

    def action_sync_partners(self) -> None:
        """Sync with other machines, in a process of its own; the app says when it has ended.

        If a sync is running already, or no git repository was ever named, only say so.
        """
        if trouble := self._acts.start_sync():
            self.say(trouble)
            return
        self.show_head()
        if not self._partners:  # the head of an empty list says nothing of syncs
            self.say(_("Syncing."))
