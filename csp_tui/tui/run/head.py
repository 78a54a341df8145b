"""The lines at the top of a run: whose run it is, how far it is, and whether it is saved.

Each part that a tick changes is a separate widget, so that a tick sends little to the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Container

from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.frame import ruled, split, title_row
from csp_tui.tui.lines.tone import Span
from csp_tui.tui.run import text as run_text
from csp_tui.tui.widgets.text_lines import TextLines


class RunHead(Container):
    """Shows title, whether all is saved, and below them the counts with a progress bar."""

    def compose(self) -> ComposeResult:
        """Yield the title, and below it the counts, which are one row of three widgets."""
        yield TextLines(id="title")
        with Container(id="counts"):
            yield TextLines(id="done")
            yield TextLines(id="bar")
            yield TextLines(id="rest")

    def show(
        self,
        view: RunView,
        today: date,
        saved: Span,
        notes: Sequence[str],
        narrowing: str,
        *,
        is_demo: bool,
    ) -> None:
        """Show a run.

        Args:
            view: the run.
            today: the current day.
            saved: the text on whether all changes are saved.
            notes: notes on how the run is shown, such as the filter.
            narrowing: how many items are shown and to which words; "" for all.
            is_demo: whether the partner is an invented one of the demo.
        """
        title = self.query_one("#title", TextLines)
        cells = title.size.width
        names = run_text.names_of(view, cells)
        ages = run_text.ages_of(view, today)
        title.show([title_row(cells, names, ages, [saved], is_demo=is_demo)])
        line = ruled(run_text.count_line(view, cells, today, notes, narrowing), cells)
        for part in self.query("#counts > TextLines").results(TextLines):
            shown, line = split(line, part.size.width)
            part.show([shown])
