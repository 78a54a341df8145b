"""Setting evidence, note, owner and due day of several items at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from csp_tui.core.base.asking import Talk
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import item_changes
from csp_tui.core.runs.chosen import Chosen, Make
from csp_tui.core.runs.item_questions import Outcome, outcome_of
from csp_tui.core.runs.view import RunView

Values = Mapping[str, str | date | None]


def edit(chosen: Chosen, values: Values) -> Talk[Outcome]:
    """Return the outcome that sets `values` of the chosen items; nothing is asked."""
    yield from ()
    return outcome_of(chosen, Act.EDIT, setting(values))


def setting(values: Values) -> Make:
    """Return a function that returns, for an item, the change that sets `values`."""

    def make(view: RunView, item: Item) -> Change:
        return item_changes.edit(Act.EDIT, view.run.key, item, **values)

    return make
