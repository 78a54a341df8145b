"""The first screen: all partners with their runs, how far each is, and what is next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from textual import work
from textual.app import ComposeResult
from textual.geometry import Size

from csp_tui.core.base.asking import Question, Talk, confirmed
from csp_tui.core.base.errors import CspTuiError, InvalidFileError, UsageError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import fold, visible_line
from csp_tui.core.exchange.sync_places import last_sync_file
from csp_tui.core.partners import filters as partner_filters
from csp_tui.core.partners.last_visit import Visit, news
from csp_tui.core.partners.sieve import Sieve
from csp_tui.core.runs.run_name import short_name
from csp_tui.core.workplace.views import PARTNERS as PARTNERS_VIEWS
from csp_tui.core.workplace.views import View
from csp_tui.tui.base.list_screen import ListScreen, as_sentence, unreadable_words
from csp_tui.tui.host import host_of
from csp_tui.tui.keys.all_keys import PARTNERS
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.hints import hint_line, hints_of
from csp_tui.tui.lines.narrowing import narrowing_words
from csp_tui.tui.lines.tone import Line, Span, Tone
from csp_tui.tui.partners import jobs
from csp_tui.tui.partners import text as partners_text
from csp_tui.tui.partners.columns import Columns, columns
from csp_tui.tui.partners.listed import Listed, listed
from csp_tui.tui.partners.pane_place import ROOMY, PanePlace
from csp_tui.tui.partners.panes import PartnersPanes
from csp_tui.tui.partners.text import HINTS, first_key, partner_and_run
from csp_tui.tui.places import (
    ArchivePlace,
    ConflictsPlace,
    ContactsPlace,
    CustomersPlace,
    HistoryPlace,
    MovingPlace,
    PortfolioPlace,
    ReadingPlace,
    RunPlace,
    StartPlace,
)
from csp_tui.tui.saving.file_watcher import files_of_partners
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from csp_tui.core.base.search import NamedText
    from csp_tui.core.checklists.model import Checklist
    from csp_tui.core.importing.table import Chosen, ImportTable
    from csp_tui.core.partners.rows import PartnerSummary
    from csp_tui.core.partners.search import PartnerTexts
    from csp_tui.core.partners.urgency import Group
    from csp_tui.core.progress.change import Change
    from csp_tui.core.progress.model import Partner
    from csp_tui.core.runs.view import RunView
    from csp_tui.core.store.over_partners import Done
    from csp_tui.core.store.saved import Saved
    from csp_tui.core.workplace.workplace import Workplace
    from csp_tui.tui.lines.menu import MenuTalk
    from csp_tui.tui.saving.saver import ChangeFailed, ChangeSaved, Job
    from csp_tui.tui.view_state import ViewState
    from csp_tui.tui.widgets.row_list import Row

WhenSaved: TypeAlias = "Callable[[Saved], object]"
WhenFailed = Callable[[CspTuiError], object]

MARKED_HINTS = hints_of(
    PARTNERS,
    edit_partner=N_("edit"),
    start_run=N_("start"),
    close_run=N_("close"),
    move_edition=N_("move"),
    write_report=N_("report"),
    put_away=N_("archive"),
    show_all=N_("none"),
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
    ACTIONS = PARTNERS
    BINDINGS = bindings_for(PARTNERS)

    def __init__(self, workplace: Workplace, trouble: str = "", at: str = "") -> None:
        super().__init__()
        self._at = at
        self._trouble = trouble
        self._workplace = workplace
        self._partners = workplace.overview.rows()
        self._sieve_made: Sieve | None = None
        self._listed = Listed()
        self._shown_by_id: dict[str, PartnerSummary] = {}  # only while the list is narrowed
        self._unnarrowed = 0
        self._folded: set[Group] = set()
        self._fit: Columns | None = None  # until the rows are shown first
        self._checklists: dict[str, Checklist] = {}
        self._submitted: dict[int, tuple[WhenSaved, WhenFailed]] = {}
        self._act: list[Done] | None = None  # the act on marked partners, if it is the last here
        self._undone: list[Done] | None = None  # the taking back of one, if that is the last here
        self._table = ""  # the path of the file whose import did not come about
        self._is_new = True  # until it comes to the front first, just after the partners were read
        self._shown_size = Size(0, 0)

    @property
    def _view_state(self) -> ViewState:
        return host_of(self).view_state

    @property
    def only(self) -> tuple[str, frozenset[str]]:
        """Narrowing and filters in words, and the ids of the partners shown.

        Both are empty if there is neither, or if no partner is shown.
        """
        words = [partner_filters.title_of(each) for each in self._view_state.partners_filters]
        if self.narrowing:
            words.insert(0, _('with "{text}"').format(text=self.narrowing))
        if words and self._shown:
            return ", ".join(words), frozenset(row.id for row in self._shown)
        return super().only

    @property
    def _shown(self) -> Sequence[PartnerSummary]:
        """The partners that are shown, in their order."""
        return self._listed.partners

    @property
    def _sieve(self) -> Sieve:
        """The filters with their counts; made anew when partners, user or day change."""
        viewer = partner_filters.Viewer(self._workplace.actor, self._workplace.today)
        if self._sieve_made is None or not self._sieve_made.is_for(self._partners, viewer):
            self._sieve_made = Sieve(self._partners, viewer)
        return self._sieve_made

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
        """Work out which partners are shown, and return the place of the pane."""
        found: Sequence[PartnerSummary] = self._sieve.kept(self._view_state.partners_filters)
        self._unnarrowed = len(found)
        if self.narrowing:
            found = self._texts.matching(found, self.narrowing)
        self._listed = listed(found, self._view_state, self._sieve, self.app.size)
        self._shown_by_id = {row.id: row for row in self._shown} if self.narrowing else {}
        return self._listed.place if self._partners else PanePlace()

    def _show(self, key: str = "") -> None:
        workplace, place = self._workplace, self._choose()
        self._shown_size = self.size
        cells = place.list_cells(self.size.width)
        fit = columns(self._shown, cells, self._view_state.partners_order)
        if self._partners:
            self._checklists = {}
            folded = () if self.narrowing else self._folded
            rows: Sequence[Row] = partners_text.PartnerRows(
                *(self._shown, fit, workplace.today, self._listed.groups, folded),
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

            rows = self.narrowed(first_rows(self._checklists, workplace.today, data, cells))
        self._fit = fit
        self._panes.put(place)
        self.rows.note = partners_text.number_of_partners(self._shown)
        self.rows.show(rows, key)
        self._panes.show()
        self.rows.keep_marks(set(self.rows.keys()) if self.rows.marked else ())
        self.show_marks()

    @property
    def _panes(self) -> PartnersPanes:
        return self.query_one(PartnersPanes)

    def _about(self, cells: int, height: int) -> Sequence[Line]:
        """Return what the pane shows of the partner under the cursor; no line if there is none."""
        if (row := self._row) is None:
            return ()
        from csp_tui.core.next_steps.finder import next_steps
        from csp_tui.tui.partners.pane_text import about_lines

        workplace = self._workplace
        steps = next_steps([row], workplace.library, workplace.today)
        return about_lines(row, steps, workplace.today, cells, height)

    def show_head(self) -> None:
        """Show the title with its counts, conflicts and the state of syncing, and the column heads.

        Do nothing before the rows are shown first.
        """
        if self._fit is None:
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
        )
        self.query_one("#head", TextLines).show(head)

    def _head_end(self) -> Sequence[Span]:
        if host_of(self).background_sync.is_running:
            return [(_("syncing"), Tone.QUIET)]
        state = self._view_state
        if state.sync is None and not state.conflicts:
            return []
        from csp_tui.tui.syncing.text import head_end

        return head_end(state.sync, self._workplace.today, state.conflicts)

    def show_partner(self, partner_id: str) -> None:
        """Show the rows again, with the cursor on the first row of this partner.

        If no row is of it, the cursor stays where it is.
        """
        row = next((each for each in self._partners if each.id == partner_id), None)
        self._show(first_key(row) if row else "")

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.soon(self._fit_size)

    def _fit_size(self) -> None:
        if self._shown_size != self.size:
            self._show()

    def followed(self) -> list[Path]:
        """Return the paths to watch: of partners, customers, own checklists and the exchange."""
        places = self._workplace.places
        exchange = last_sync_file(places), places.conflict_notes
        return [*files_of_partners(places, self._partners), *exchange]

    def follow(self) -> None:
        """Read the partners again and show them, if the screen is in front.

        If the data directory is away, say so and show them as they were.
        """
        if self.app.screen is not self:
            return
        if self._is_new:
            self._is_new, self._at = False, ""
            return
        if self._workplace.locks.is_away:
            self.say(_("The data directory is away; what you see is as it was."))
            return
        self._partners = self._workplace.overview.rows()
        at, self._at = self._at, ""
        self._show(at)
        if self.narrowing:
            self.prepare_narrowing()

    def come_back(self, at: str) -> None:
        """Put the cursor on the row with the key `at` when this screen comes to the front."""
        self._at = at

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
            self.bottom.choose(filters_of_partners(state, sieve, self._show_here, views))

    def _show_view(self, name: str, view: View) -> None:
        self._view_state.take_partners_view(self._workplace.places.config, name, view)
        self._show_from_top()
        if view.search != self.narrowing:
            self.narrow(view.search)

    def end_marks(self) -> None:
        """Unmark all rows, and say so."""
        super().end_marks()
        self.say(_("All marks removed."))

    def end_filters(self) -> None:
        """Show all partners again, and say so."""
        self._view_state.partners_filters = ()
        self._show(self.rows.key)
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
        key, groups = self.rows.key, self._listed.groups
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
            self.narrow(self.narrowing)

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
        row = self._shown_by_id.get(partner_and_run(key)[0])
        return self._texts.texts(row) if row else ()

    # Changing the partner under the cursor

    @property
    def _row(self) -> PartnerSummary | None:
        """The summary of the partner under the cursor; None if the row shows no partner."""
        partner_id, _run = partner_and_run(self.rows.key)
        return next((row for row in self._partners if row.id == partner_id), None)

    def _submit(self, job: Job, saved: WhenSaved, failed: WhenFailed | None = None) -> None:
        """Let the saver run `job` once; then call `saved` or `failed`.

        They get the result or the error. Without `failed`, an error is shown in the bottom row.
        From now on `u` and `U` no longer take back, or make again, an earlier act on several
        partners.
        """

        def say_why(error: CspTuiError) -> None:
            self.say(_("Not saved: {why}").format(why=error.short))

        self._act = self._undone = None
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
        """Ask for a name, add the partner, and open the screen to start a checklist for it."""
        self.converse(self._add())

    def _add(self, typed: str = "", lead: str = "") -> Talk[None]:
        """Ask for a name and add the partner; if that fails, ask for the name again.

        Once it is added, open the screen to start a checklist for it.

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

    def _chosen(self) -> tuple[list[Partner], str]:
        """Return the marked partners whose file can be read, and a sentence on the others.

        Without marks it is the partner under the cursor. The sentence is "" if all can be read. If
        none can, show why, and return no partner.
        """
        ids = dict.fromkeys(partner_and_run(key)[0] for key in self.rows.marked)
        if not ids:
            partner = self._loaded()
            return [partner] if partner else [], ""
        found: list[Partner] = []
        lost: dict[str, CspTuiError] = {}
        for each in ids:
            try:
                found.append(self._workplace.store.load(each))
            except CspTuiError as error:
                lost[each] = error
        if not found:
            self._say_not_loaded(next(iter(lost.values())))
            return [], ""
        return found, self._left_out(lost)

    def _left_out(self, ids: Collection[str]) -> str:
        """Return a sentence that the partners with these `ids` are left out; "" for none."""
        if not ids:
            return ""
        from csp_tui.core.runs.run_questions import some_names

        names = {row.id: row.name for row in self._partners}
        left = ngettext(
            "Left out, as it cannot be read: {names}.",
            "Left out, as they cannot be read: {names}.",
            len(ids),
        )
        return left.format(names=some_names([names.get(each, each) for each in ids]))

    def _loaded(self) -> Partner | None:
        """Return the partner under the cursor, read from its file now.

        If the row shows no partner or the file cannot be read, show why and return None.
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
        """Open the screen to start a checklist for the current partner, or for the only marked one.

        If several partners are marked, open a menu of checklists to start for all of them, but not
        for those whose file cannot be read; a message names these.
        """
        partners, left = self._chosen()
        if len(partners) == 1 and not left:
            self.open(StartPlace(partners[0]))
        elif partners:
            self.bottom.choose(self._start_menu(partners, left))

    def _start_menu(self, partners: Sequence[Partner], left: str) -> MenuTalk:
        from csp_tui.tui.lines.menu import Menu, MenuChoice

        count, newest = len(partners), list(self._workplace.library.newest())
        title = ngettext(
            "Start a checklist for {count} partner", "Start a checklist for {count} partners", count
        )
        answer = yield Menu(
            title.format(count=count),
            [MenuChoice("", short_name(each.id, each.id), answer=each.id) for each in newest],
            (("ctrl+g", _("leave")),),
        )
        for each in newest:
            if each.id == answer:
                self.bottom.converse_when_free(self._start_for_many(partners, each, left))

    def _start_for_many(
        self, partners: Sequence[Partner], checklist: Checklist, left: str
    ) -> Talk[None]:
        from csp_tui.core.runs.run_questions import start_for_many

        now = self._workplace.clock()
        changes = yield from start_for_many(partners, checklist, now)
        if changes:
            self._change_many(
                changes,
                lambda count: ngettext(
                    "{count} run started. u undoes that.",
                    "{count} runs started. u undoes them all.",
                    count,
                ),
                left,
            )
        else:
            self.say(_("Nothing was started."))

    def action_close_run(self) -> None:
        """Close the run under the cursor, or those of all marked rows; ask for the outcome first.

        Rows without an open run are left out, and those whose files cannot be read; a message names
        the latter. If none is left, say so.
        """
        views: list[RunView] = []
        lost: dict[str, CspTuiError] = {}
        unreadable = {row.id for row in self._partners if row.error}
        for partner_id, run in map(partner_and_run, self.rows.marked or [self.rows.key]):
            try:
                is_there = run or partner_id in unreadable
                partner = self._workplace.store.load(partner_id) if is_there else None
                if partner and run in partner.runs and not partner.runs[run].closed:
                    views.append(self._workplace.view(partner, run))
            except CspTuiError as error:
                lost[partner_id] = error
        if views:
            self.converse(self._close_many(views, self._left_out(lost)))
        elif lost:
            self._say_not_loaded(next(iter(lost.values())))
        else:
            self.say(_("No open run here; C in a checklist opens a closed one again."))

    def _close_many(self, views: Sequence[RunView], left: str) -> Talk[None]:
        from csp_tui.core.runs.run_questions import close_many

        changes = yield from close_many(views, self._workplace.clock())
        if changes:
            self._change_many(
                changes,
                lambda count: ngettext(
                    "{count} run closed. u undoes that.",
                    "{count} runs closed. u undoes them all.",
                    count,
                ),
                left,
            )

    def _change_many(
        self, changes: Mapping[str, Sequence[Change]], words: Callable[[int], str], left: str
    ) -> None:
        """Save `changes`, by partner id, as one act that `u` takes back; then show a message.

        `words` gets the number of changes and returns the message, in which ``{count}`` is replaced
        by that number. The sentence `left`, on who was left out, follows the message.
        """
        found: list[Done] = []

        def say_done(_saved: Saved) -> None:
            count = sum(len(changes[each.partner.id]) for each in found[0].saved)
            self._say_act(found[0], f"{words(count).format(count=count)} {left}".rstrip())

        self._submit(jobs.change(changes, found), say_done)
        self._act = found

    def action_show_contacts(self) -> None:
        """Open the contacts of the partner under the cursor; if its file is unreadable, say so.

        Do nothing if there is no partner.
        """
        if (row := self._row) is not None:
            self.open(ContactsPlace(row.id))

    def action_show_history(self) -> None:
        """Open the history of the partner under the cursor; do nothing if there is none."""
        from csp_tui.core.progress.model import Partner

        if (row := self._row) is not None:
            self.open(HistoryPlace(Partner(row.id, row.name)))

    def action_write_report(self) -> None:
        """Ask for a name, and write a report of the marked partners, else the current one.

        Marked partners whose file cannot be read are left out, and the question names them.
        """
        from csp_tui.tui.reporting.talk import report_talk

        partners, left = self._chosen()
        if partners:
            ids = [partner.id for partner in partners]
            self.converse(report_talk(self, self._workplace, ids, left))

    def action_edit_partner(self) -> None:
        """Open the form of the current partner; if several are marked, the form for all of them.

        Marked partners whose file cannot be read are left out, and the form names them.
        """
        partners, left = self._chosen()
        if len(partners) > 1:
            self._open_form_for_many(partners, {}, left)
        elif partners:
            self._open_form(partners[0], {}, left)

    def _open_form_for_many(
        self, partners: Sequence[Partner], typed: Mapping[str, str], trouble: str = ""
    ) -> None:
        from csp_tui.core.runs.item_changes import edit_partner
        from csp_tui.tui.base.form_for_many import FormForMany
        from csp_tui.tui.partners.form_for_many import fields_of_partners

        found: list[Done] = []

        def save(texts: dict[str, str] | None) -> None:
            if texts is None:
                return
            changes = {each.id: edit_partner(each, **texts) for each in partners}
            wanted = {each: [change] for each, change in changes.items() if change.to}
            self._submit(
                jobs.change(wanted, found),
                lambda _saved: self._say_edited(found[0]),
                partial(self._form_again, partial(self._open_form_for_many, partners, texts)),
            )
            self._act = found

        count = len(partners)
        title = ngettext("{count} partner", "{count} partners", count).format(count=count)
        fields = fields_of_partners(partners)
        self.app.push_screen(FormForMany((title, _("data")), count, fields, typed, trouble), save)

    def _say_edited(self, done: Done) -> None:
        count = len(done.saved)
        changed = ngettext(
            "{count} partner changed. u undoes that.",
            "{count} partners changed. u undoes them all.",
            count,
        )
        self._say_act(done, changed.format(count=count))

    def _say_act(self, done: Done, sentence: str) -> None:
        """End the marks; say `sentence`, and how many partners the act has not changed.

        `done` is what came of the act in each partner.
        """
        self.end_marks()
        self.say(f"{sentence} {self._who_stays(done)}".rstrip())

    def _take_back(self, act: list[Done], *, redo: bool) -> list[Done]:
        """Undo an act on several partners, or with `redo` make it again after its undo.

        If that fails, for another reason than that it is refused, it can be tried again.

        Returns:
            A list, still empty; it gets what came of that in each partner, once it is saved.
        """
        found: list[Done] = []

        def failed(error: CspTuiError) -> None:
            self.say(_("Not saved: {why}").format(why=error.short))
            is_last = found is (self._act if redo else self._undone)
            if is_last and not isinstance(error, UsageError):
                self._act, self._undone = (None, act) if redo else (act, None)

        def say_done(_saved: Saved) -> None:
            count = len(found[0].saved)
            words = ngettext("Undone for {count} partner.", "Undone for {count} partners.", count)
            if redo:
                words = ngettext(
                    "Redone for {count} partner.", "Redone for {count} partners.", count
                )
            self.say(f"{words.format(count=count)} {self._who_stays(found[0])}".rstrip())

        job = jobs.undo_act(self._workplace, act, found, redo=redo)
        self._submit(job, say_done, failed)
        return found

    def _who_stays(self, done: Done) -> str:
        """Return a sentence on the partners in which nothing was changed; "" if there are none.

        It says how many they are, with the name and the reason of the first. `done` is what came of
        an act.
        """
        if not done.failed:
            return ""
        partner_id, error = next(iter(done.failed.items()))
        stays = ngettext(
            "{count} stays: {name}, {why}.", "{count} stay: {name}, {why}.", len(done.failed)
        )
        name = next((row.name for row in self._partners if row.id == partner_id), partner_id)
        return stays.format(count=len(done.failed), name=name, why=error.short.rstrip("."))

    def _open_form(self, partner: Partner, typed: Mapping[str, str], trouble: str = "") -> None:
        from csp_tui.core.runs.item_changes import edit_partner
        from csp_tui.tui.partners.form import EditPartnerScreen

        def save(texts: dict[str, str] | None) -> None:
            if texts is None:
                return
            change = edit_partner(partner, **texts)
            self._submit(
                lambda store: store.change(partner.id, [change]),
                lambda _saved: self.show_partner(partner.id),
                partial(self._form_again, partial(self._open_form, partner, texts)),
            )

        row = self._workplace.overview.row_of(partner)
        today = self._workplace.today
        self.app.push_screen(EditPartnerScreen(partner, row, today, typed, trouble), save)

    def _form_again(self, open_form: Callable[[str], object], error: CspTuiError) -> None:
        """Open a form again, once no other screen is in front; it says why it was not saved."""
        self.when_in_front(partial(open_form, _("Not saved: {why}").format(why=error.short)))

    def action_undo_step(self) -> None:
        """Undo the last act on marked partners, if nothing was done here since.

        Otherwise undo the user's last step in the partner under the cursor; if the step restored a
        file, put the damaged file back. If there is no partner, say so.
        """
        if self._act is not None:
            self._undone = self._take_back(self._act, redo=False)
            return
        if (row := self._row) is None:
            self.say(_("There is no partner under the cursor."))
            return
        self._undo(row, redo=False)

    def action_redo_step(self) -> None:
        """Redo the act on marked partners whose undo was the last that was done here.

        Otherwise redo the step that the user has undone last in the partner under the cursor; if
        there is no partner, do nothing.
        """
        if self._undone is not None:
            self._act = self._take_back(self._undone, redo=True)
        elif (row := self._row) is not None:
            self._undo(row, redo=True)

    def _undo(self, row: PartnerSummary, *, redo: bool) -> None:
        done = (
            _("Redone: your last step in {name}.")
            if redo
            else _("Undone: your last step in {name}.")
        )

        from csp_tui.core.history.undo import started

        put_back: list[Saved] = []

        def say_done(saved: Saved) -> None:
            if put_back:
                self.say(_("The damaged file is back."))
            elif run := started(saved.lines):
                self.open(RunPlace(row.id, run))
            else:
                self.say(done.format(name=saved.partner.name.rstrip(".")))

        redo_job: Job = lambda store: store.undo(row.id, redo=True)  # noqa: E731
        self._submit(
            redo_job if redo else jobs.undo(self._workplace, row, put_back),
            say_done,
            lambda error: self.say(as_sentence(self.message_of(error))),
        )

    def action_restore_partner(self) -> None:
        """Replace the unreadable file of the current partner by its last good copy.

        If there is no partner or its file can be read, say that only an unreadable one can be
        restored.
        """
        row = self._row
        if row is None or not row.error:
            self.say(_("Only an unreadable partner can be restored."))
            return
        from csp_tui.core.care.recovery import Recovery
        from csp_tui.tui.base.restored import restoring

        said: list[str] = []

        def say_restored(saved: Saved) -> None:
            self.show_partner(saved.partner.id)
            self.say(said[0])

        self._submit(
            restoring(Recovery(self._workplace.places, self._workplace.store), row.id, said),
            say_restored,
            lambda error: self.say(_("Not restored: {why}").format(why=error)),
        )

    def action_put_away(self) -> None:
        """Move the marked partners, else the current one, to the archive; ask first.

        Marked partners whose file cannot be read are left out, and the question names them.
        """
        partners, left = self._chosen()
        if partners:
            self.converse(self._archive(partners, left))

    def _archive(self, partners: Sequence[Partner], left: str) -> Talk[None]:
        from csp_tui.core.runs.run_questions import some_names

        workplace, names = self._workplace, [visible_line(each.name) for each in partners]
        if len(partners) == 1:
            title = _("Archive: {name}?").format(name=names[0])
            done = _("{name} is archived: A shows the archive.").format(name=names[0])
        else:
            title = _("Archive: {count} partners?").format(count=len(partners))
            done = _("{count} partners are archived: A shows the archive.")
            done = done.format(count=len(partners))
        lead = f"{some_names(names)}."
        if len(names) == 1:
            lead = _("It leaves this list; A shows the archive, D there brings it back.")
        if (yield from confirmed(title, f"{lead} {left}".rstrip(), names)):
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
        """Ask for a CSV or Excel file, and open the preview of what importing it would add."""
        self.ask([Question(_("CSV or Excel file to import"), self._table)], self._import)

    def _import(self, path: str) -> None:
        from csp_tui.tui.importing.opening import open_preview

        self._table = path
        if path:
            found: list[Done] = []
            done = partial(self._say_imported, found)
            source = jobs.import_source(self._workplace, path, found, done)
            self.run_worker(open_preview(self, source), group="import", exclusive=True)

    def _say_imported(
        self, found: list[Done], table: ImportTable, chosen: Chosen, first: Saved
    ) -> None:
        self._table = ""
        self.follow()
        self.show_partner(first.partner.id)
        self._act, self._undone = found, None
        self.say(_("{done} u undoes.").format(done=table.done_sentence(chosen)))

    def action_sync_partners(self) -> None:
        """Sync with other machines, in a process of its own; the app says when it has ended.

        If a sync is running already, or no git repository was ever named, only say so.
        """
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

    def show_marks(self) -> None:
        """Show how many rows are marked, and what the keys do with them."""
        hints = MARKED_HINTS if self.rows.marked else HINTS
        self.bottom.set_hints(hints if self._partners else FIRST_HINTS)
        self.show_head()

    def action_move_edition(self) -> None:
        """Open the preview of moving the marked runs, else the current one, to the newest editions.

        If none can be moved, say why.
        """
        moves, troubles = jobs.moves_of(self._workplace, self.rows.marked or [self.rows.key])
        if moves:
            self.rows.keep_marks()
            self.show_marks()
            self.open(MovingPlace(moves, troubles, self._take_moved))
        elif troubles:
            self.say(troubles[0])
        else:
            self.say(_("Nothing to move: every open run here is on the newest edition."))

    def _take_moved(self, saved: Sequence[Saved]) -> None:
        """Let `u` take back a move, wherever the cursor is.

        If only the partner under the cursor was moved, `u` takes back its last step as ever.
        """
        from csp_tui.core.store.over_partners import Done

        self.follow()  # a filter may leave the moved partner out now
        is_here = self._row is not None and [each.partner.id for each in saved] == [self._row.id]
        self._act, self._undone = None if is_here else [Done(saved, {})], None
