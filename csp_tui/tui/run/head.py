"""The lines at the top of a run: whose run it is, how far it is, and whether it is saved.

Each part that a tick changes is a separate widget, so that a tick sends little to the terminal.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Container

from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.bar import bar as bar_of
from csp_tui.tui.lines.tone import Span
from csp_tui.tui.run import text as run_text
from csp_tui.tui.widgets.text_lines import TextLines


class RunHead(Container):
    """Shows title, counts, whether all is saved, and a progress bar."""

    def compose(self) -> ComposeResult:
        """Yield the title, and below it the other widgets side by side."""
        yield TextLines(id="title")
        with Container(id="state"):
            yield TextLines(id="counts")
            yield TextLines(id="saved")
            yield TextLines(id="bar")

    def show(
        self,
        view: RunView,
        today: date,
        saved: Span,
        notes: Sequence[str],
        search_text: str,
        *,
        is_demo: bool,
    ) -> None:
        """Show a run.

        Args:
            view: the run.
            today: the current day.
            saved: the text on whether all changes are saved.
            notes: notes on how the run is shown, such as the filter.
            search_text: the text that the user searches for, or "".
            is_demo: whether the partner is an invented one of the demo.
        """
        counts, bar = view.counts(), self.query_one("#bar", TextLines)
        title = self.query_one("#title", TextLines)
        title.show([run_text.title_line(view, title.size.width, today, is_demo=is_demo)])
        line = self.query_one("#counts", TextLines)
        line.show([run_text.count_line(view, line.size.width, notes, search_text)])
        self.query_one("#saved", TextLines).show([(saved,)])
        bar.show([bar_of(counts.done, counts.total, max(1, bar.size.width - 1))])
