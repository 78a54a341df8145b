"""The first screen: all partners, how far each is, and what is next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.partners import filters as partner_filters
from csp_tui.core.partners import order as partner_order
from csp_tui.core.partners.last_visit import news
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.partners.search import holds, place_of
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.keys.actions import PARTNERS
from csp_tui.tui.keys.bindings import bindings_for
from csp_tui.tui.lines.hints import hint_line
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.partners import text as partners_text
from csp_tui.tui.partners.marks import PartnerMovesScreen
from csp_tui.tui.partners.text import HINTS
from csp_tui.tui.routes import screen_of
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

if TYPE_CHECKING:
    from csp_tui.tui.app import CspTuiApp

FIRST_HINTS = hint_line(
    ("a", N_("add a partner")),
    ("enter", N_("read")),
    ("?", N_("help")),
    ("q", N_("quit")),
)


@dataclass
class Chosen:
    """Which partners are shown and in which order, as long as the process lives."""

    order: partner_order.Order = partner_order.BY_NAME
    filter: partner_filters.Filter = partner_filters.ALL

    @property
    def title(self) -> str:
        """Both in words; nothing for all of them by name."""
        order = "" if self.order is partner_order.BY_NAME else _(self.order.title)
        return ", ".join(filter(None, (_(self.filter.title), order)))


class PartnersScreen(PartnerMovesScreen):
    """Shows every partner with its runs; on the very first start, the checklists for reading.

    Args:
        workplace: the store, the checklists and the rest.
        trouble: what to say first: why the partner that was asked for cannot be shown.
        at: the key of the row for the cursor, or the id of a partner.
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
        self._checklists: dict[str, Checklist] = {}
        self._found: tuple[str, list[str]] | None = None

    @property
    def _chosen(self) -> Chosen:
        return cast("CspTuiApp", self.app).chosen

    @property
    def only(self) -> tuple[str, frozenset[str]]:
        """Which partners the search or else the filter leaves, in words and as ids."""
        keys = self.matches(self._sought) if self._sought else []
        told = _('with "{text}"').format(text=self._sought) if keys else ""
        if not keys and self._chosen.filter is not partner_filters.ALL:
            told = _(self._chosen.filter.title)
            keys = [row.id for row in self._shown]
        return told, frozenset(key.partition(" ")[0] for key in keys)

    @property
    def _viewer(self) -> partner_filters.Viewer:
        return partner_filters.Viewer(self._workplace.actor, self._workplace.today)

    def compose(self) -> ComposeResult:
        """Head, columns, list and bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the partners, and what kept another screen from opening or what is new."""
        is_key = " " in self._at or not self._at
        self.soon(self._show if is_key else self.show_partner, self._at)
        app = cast("CspTuiApp", self.app)
        since, app.last_visit = app.last_visit, None
        if self._trouble:
            self.soon(self.say, self._trouble, Tone.ALERT)
        elif since is not None:
            workplace = self._workplace
            now = workplace.clock()
            told = news(self._partners, workplace.store, workplace.actor, since, now)
            if told:
                self.soon(self.say, told)

    def _show(self, key: str = "") -> None:
        workplace, cells = self._workplace, self.rows.size.width
        self._found = None
        self._shown = partner_order.in_order(
            partner_filters.kept(self._chosen.filter, self._partners, self._viewer),
            self._chosen.order,
            workplace.today,
        )
        fit = partners_text.columns(self._shown, cells, workplace.today)
        if self._partners:
            self._checklists = {}
            rows: Sequence[Row] = partners_text.rows(self._shown, fit, workplace.today)
            rows = rows or partners_text.nothing_fits()
            self.bottom.set_hints(HINTS)
        else:
            self._checklists = {
                f"{each.id}/{each.edition}": each for each in workplace.library.newest()
            }
            rows = partners_text.first_rows(self._checklists, workplace.today)
            self.bottom.set_hints(FIRST_HINTS)
        head = partners_text.head(
            self._partners,
            self._shown,
            self._chosen.title,
            workplace.today,
            fit,
            is_demo=workplace.is_demo,
        )
        self.query_one("#head", TextLines).show(head)
        self.rows.show(rows, key)
        if self.rows.marked:
            self.rows.keep_marks({row.key for row in rows})

    def show_partner(self, partner_id: str) -> None:
        """Show the partners anew, with the cursor on the first row of one."""
        row = next((each for each in self._partners if each.id == partner_id), None)
        self._show(_key_of(row) if row else "")

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.soon(self._show)

    def followed(self) -> list[Path]:
        """Return the directory to follow, and the files in it that are on the screen."""
        places = self._workplace.places
        own = [places.own_checklists, *places.own_checklists.glob("*")]
        near = [row.id for row in self._partners[:200]]
        files = [
            path(each) for each in near for path in (places.progress_file, places.customers_of)
        ]
        return [places.partners, places.customers, *own, *files]

    def follow(self) -> None:
        """Show the files as they are now."""
        if self.app.screen is not self:
            return
        self._partners = self._workplace.overview.rows()
        at, self._at = self._at, ""
        self._show(at)

    def come_back(self, at: str) -> None:
        """Put the cursor on a row when the partners are shown again."""
        self._at = at

    def action_open_partner(self) -> None:
        """Open the run under the cursor."""
        if checklist := self._checklists.get(self.rows.key):
            from csp_tui.tui.run.reading import ReadingScreen

            self.app.push_screen(ReadingScreen(self._workplace, checklist))
        elif self.rows.key:
            partner_id, _space, run = self.rows.key.partition(" ")
            try:
                self.app.push_screen(screen_of(self._workplace, partner_id, run))
            except CspTuiError as error:
                self.say(str(error), Tone.ALERT)

    def action_filter_partners(self) -> None:
        """Show just those to chase, then those that are due, and so on round to all."""
        choices = partner_filters.choices(self._partners, self._viewer)
        names = [each.name for each in choices]
        name = self._chosen.filter.name
        place = names.index(name) + 1 if name in names else 0
        self._chosen.filter = choices[place % len(choices)]
        self._show()
        title = _(self._chosen.filter.title)
        after = _(choices[(place + 1) % len(choices)].title) or _("all")
        told = _("Just these: {filter}. f again: {next}; ctrl+g: all.")
        self.say(told.format(filter=title, next=after) if title else _("All partners."))

    def action_show_all(self) -> None:
        """Take off the marks; where there are none end the filter. The cursor stays."""
        if self.rows.marked:
            self.rows.keep_marks()
            self.say(_("No marks any more."))
            return
        self._chosen.filter = partner_filters.ALL
        self._show(self.rows.key)
        self.say(_("All partners."))

    def unfound_cure(self) -> str:
        """Return what to do where nothing is found: a filter may hide it."""
        if self._chosen.filter is not partner_filters.ALL:
            told = _("just these: {filter}; ctrl+g shows all.")
            return told.format(filter=_(self._chosen.filter.title))
        return super().unfound_cure()

    def action_sort_partners(self) -> None:
        """Sort by the next order."""
        place = partner_order.ORDERS.index(self._chosen.order) + 1
        self._chosen.order = partner_order.ORDERS[place % len(partner_order.ORDERS)]
        self._show()
        self.rows.action_move_first()
        self.say(_("Sorted: {order}.").format(order=_(self._chosen.order.title)))

    def action_show_customers(self) -> None:
        """Open the customers of the partner under the cursor."""
        from csp_tui.tui.customers.screen import customers_screen_of

        partner_id, _space, run = self.rows.key.partition(" ")
        if not partner_id or partner_id in self._checklists:
            return
        try:
            self.app.push_screen(customers_screen_of(self._workplace, partner_id, run))
        except CspTuiError as error:
            self.say(f"{error}.", Tone.ALERT)

    def matches(self, text: str) -> list[str]:
        """Return the keys of the rows of the partners that hold `text` anywhere in their files."""
        if not self._partners:
            return super().matches(text)
        if self._found is None or self._found[0] != text:
            self._found = (text, self._matches(text))
        return self._found[1]

    def match_told(self, text: str) -> str:
        """Return where the match is, if it does not show in the row."""
        if hidden := super().match_told(text):
            return hidden
        row = self._row
        if row is None or self.rows.key in self.rows.holding(text):
            return ""
        place = place_of(self._workplace.places, row, text)
        return _(", in its {place}").format(place=_(place)) if place else ""

    def _matches(self, text: str) -> list[str]:
        """Return the rows that hold a text; the first of a partner that does so elsewhere."""
        workplace, needle = self._workplace, fold(text)
        fit = partners_text.columns(self._shown, 999, workplace.today)  # nothing is cut off
        whole = partners_text.rows(self._shown, fit, workplace.today)
        visible = [
            row.key for row in whole if needle in fold("".join(each[0] for each in row.line))
        ]
        partners = {key.partition(" ")[0] for key in visible}
        found = set(visible)
        for row in self._shown:
            if row.id not in partners and holds(workplace.places, row, text):
                found.add(_key_of(row))
        return [row.key for row in whole if row.key in found]


def _key_of(row: PartnerSummary) -> str:
    return _keys_of(row)[0]


def _keys_of(row: PartnerSummary) -> list[str]:
    """Return the keys of a partner's rows."""
    return [f"{row.id} {run.key}" for run in row.runs] or [row.id]
