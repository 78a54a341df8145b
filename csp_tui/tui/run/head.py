"""The head of a run: whose it is, how far it has got, and whether it is saved.

What changes with a tick is in widgets of its own, so that a tick sends only those.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Container

from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.tone import Span
from csp_tui.tui.run import text as run_text
from csp_tui.tui.widgets.text_lines import TextLines


class RunHead(Container):
    """Shows title, counts, the state of saving, and a bar."""

    def compose(self) -> ComposeResult:
        """The title, and below it the rest side by side."""
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
        """Show a run, the state of saving, notes on how it is shown, and the searched text."""
        bar = self.query_one("#bar", TextLines)
        title = self.query_one("#title", TextLines)
        title.show([run_text.title_line(view, title.size.width, today, is_demo=is_demo)])
        counts = self.query_one("#counts", TextLines)
        counts.show([run_text.count_line(view, counts.size.width, notes, search_text)])
        self.query_one("#saved", TextLines).show([(saved,)])
        bar.show([run_text.bar(view.counts(), max(1, bar.size.width - 1))])
