"""The forms of a run: for what is recorded of one item, and of several."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from csp_tui.core.base.language import item_count
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import Act
from csp_tui.core.runs import item_changes, item_edits
from csp_tui.tui.base.form_for_many import FormForMany
from csp_tui.tui.run.acts import RunActs
from csp_tui.tui.run.item_form import EditScreen, Values, fields_of_items, item_values
from csp_tui.tui.run.text import names_of


def open_form(acts: RunActs, items: Sequence[Item]) -> None:
    """Open the form of the one item, or the form for all `items`, and save what is changed."""
    names = names_of(acts.view, acts.screen.size.width)
    if len(items) > 1:
        _open_form_for_many(acts, items, names)
        return
    (item,) = items

    def save(values: Values | None) -> None:
        if values is not None:
            change = item_changes.edit(Act.EDIT, acts.view.run.key, item, **values)
            acts.screen.converse(acts.edit(change))

    form = EditScreen(
        [*names, item.title], acts.view.progress(item), item.evidence, lambda: acts.workplace.today
    )
    acts.screen.app.push_screen(form, save)


def _open_form_for_many(acts: RunActs, items: Sequence[Item], names: Sequence[str]) -> None:
    count = len(items)

    def today() -> date:
        return acts.workplace.today

    def save(texts: dict[str, str] | None) -> None:
        if texts is not None:
            values = item_values(texts, today())
            acts.screen.converse(acts.act(items, partial(item_edits.edit, values=values)))

    title = item_count(count)
    fields = fields_of_items([acts.view.progress(item) for item in items], today)
    titles = [item.title for item in items]
    acts.screen.app.push_screen(FormForMany((*names, title), titles, fields), save)
