"""The screen of the archived partners, from which one can be brought back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from textual.app import ComposeResult

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.search import NamedText
from csp_tui.core.base.text import visible_line
from csp_tui.core.care.archive import Archive, archived_workplace
from csp_tui.core.partners.rows import PartnerSummary, runs_of
from csp_tui.core.partners.search import matching, partner_texts
from csp_tui.core.store.saved import Saved
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen, hint_line
from csp_tui.tui.keys.all_keys import ARCHIVE
from csp_tui.tui.keys.textual_bindings import bindings_for
from csp_tui.tui.lines.frame import ruled, title_row
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.partners import text as partners_text
from csp_tui.tui.partners.columns import columns
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.row_list import Row, RowList
from csp_tui.tui.widgets.text_lines import TextLines

HINTS = hint_line(
    ("D", N_("bring back")), ("/", N_("narrow")), ("?", N_("help")), ("q", N_("back"))
)
EMPTY = N_("No partner is archived. D in the list of partners archives one.")


class ArchiveScreen(ListScreen):
    """Shows the archived partners, since when, and how far they had come; nothing asks for work.

    Args:
        workplace: the workplace of the partners that are not archived: their store, the checklists
            and the rest.
    """

    CSS_PATH = "screen.tcss"
    ACTIONS = ARCHIVE
    BINDINGS = bindings_for(ARCHIVE)

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self._workplace = workplace
        self._archived = archived_workplace(workplace)
        self._partners: list[PartnerSummary] = []
        self._shown: list[PartnerSummary] = []
        self._coming: set[str] = set()  # the ids of those that are being brought back

    def compose(self) -> ComposeResult:
        """Yield the title, the list and the bottom row."""
        yield TextLines(id="head")
        yield RowList()
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the archived partners."""
        self.soon(self.follow)

    def on_resize(self) -> None:
        """Fit the columns to the new width."""
        self.soon(self.follow)

    def followed(self) -> list[Path]:
        """Return the path of the archive's directory of partners."""
        return [self._archived.places.partners]

    def follow(self) -> None:
        """Read the archived partners again and show them."""
        self._partners = self._archived.overview.rows()
        self._show()

    def _show(self) -> None:
        cells, today = self.rows.size.width, self._workplace.today
        places, every = self._archived.places, len(self._partners)
        self._shown = self._partners
        if self.narrowing:
            self._shown = matching(places, self._partners, self.narrowing)
        fit = columns(self._shown, cells).of_archive()
        count = (self.narrowing_note(), Tone.ACCENT) if self.narrowing else (str(every), Tone.TEXT)
        of_run = _("{label}: {value}").format(label=_("run"), value=fit.run_name)
        what = (of_run if fit.run_name else "", Tone.QUIET)
        title = title_row(cells, [_("Archived")], [count, what])
        names: Line = ((fit.names if self._shown else "", Tone.QUIET),)
        self.query_one("#head", TextLines).show([title, ruled(names, cells)])
        empty = [Row("", ((f" {_(EMPTY)}", Tone.QUIET),))] if not every else self.none_found()
        rows = partners_text.PartnerRows({None: runs_of(self._shown)}, fit, today)
        self.rows.show(rows if self._shown else empty)
        self.show_hints(HINTS)

    def counted(self) -> tuple[int, int]:
        """Return how many partners are shown, and how many are archived."""
        return len(self._shown), len(self._partners)

    def texts_of(self, key: str) -> Iterable[NamedText]:
        """Return all texts of the partner in the row `key`; none for a row without a partner."""
        row = partners_text.partner_at(self._shown, key)
        return partner_texts(self._archived.places).texts(row) if row else ()

    def action_bring_back(self) -> None:
        """Bring the partner under the cursor back from the archive.

        Do nothing if there is none, or if it is being brought back already.
        """
        row = partners_text.partner_at(self._partners, self.rows.key)
        if row is None or row.id in self._coming:
            return
        workplace = self._workplace
        archive = Archive(workplace.places, workplace.store, workplace.clock)
        self._coming.add(row.id)

        def say_back(_saved: Saved) -> None:
            self._coming.discard(row.id)
            self.follow()
            name = visible_line(row.name)
            self.say(_("{name} is back among the partners.").format(name=name))

        def say_failed(error: CspTuiError) -> None:
            self._coming.discard(row.id)
            self.say(_("Not brought back: {why}").format(why=error))

        self.save(lambda _store: archive.bring_back(row.id), say_back, say_failed)
