"""The forms of the screen Next: for one item of one partner, and for several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from csp_tui.core.base.language import _, item_count, partner_count
from csp_tui.core.next_steps.step import Step
from csp_tui.core.progress.model import ItemProgress
from csp_tui.core.runs.item_edits import edit
from csp_tui.tui.base.form_for_many import FormForMany
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.next.acts import StepActs
from csp_tui.tui.run.item_form import EditScreen, Values, fields_of_items, item_values
from csp_tui.tui.run.text import names_of


def open_form(
    screen: ListScreen, steps: Sequence[Step], acts: StepActs, today: Callable[[], date], note: str
) -> None:
    """Open the form for the item of the one step, or the form for the items of several `steps`.

    When the form is saved, make the changes; the message then also says `note`. Do nothing if there
    is no step.

    Raises:
        NotFoundError, InvalidFileError: the run of a step, or the item of the one step, is gone, or
            a file cannot be read.
    """
    if len(steps) == 1:
        _open_form_for_one(screen, steps[0], acts, today, note)
    elif steps:
        _open_form_for_many(screen, steps, acts, today, note)


def _open_form_for_one(
    screen: ListScreen, step: Step, acts: StepActs, today: Callable[[], date], note: str
) -> None:
    view = acts.view_of(step)
    item = acts.item_of(step, view)

    def save(values: Values | None) -> None:
        if values is not None:
            ask = partial(edit, values=values)
            screen.converse(acts.act(step, ask, is_typed=True, note=note))

    names = [*names_of(view, screen.size.width), item.title]
    screen.app.push_screen(EditScreen(names, view.progress(item), item.evidence, today), save)


def _open_form_for_many(
    screen: ListScreen, steps: Sequence[Step], acts: StepActs, today: Callable[[], date], note: str
) -> None:
    def save(texts: dict[str, str] | None) -> None:
        if texts is not None:
            values = item_values(texts, today())
            screen.converse(acts.act_on_many(steps, partial(edit, values=values), note=note))

    recorded = [_recorded(step, acts) for step in steps]
    count = len(steps)
    items = item_count(count)
    partners = len({step.partner.id for step in steps})
    whose = partner_count(partners)
    titles = [step.item.title for step in steps if step.item]
    what = titles[0] if len({*titles}) == 1 else items
    names = [step.partner.name for step in steps]
    if len({*titles}) > 1:
        both = [
            _("{name}: {what}").format(name=name, what=title)
            for name, title in zip(names, titles, strict=True)
        ]
        names = titles if partners == 1 else both
    form = FormForMany((whose, what), names, fields_of_items(recorded, today))
    screen.app.push_screen(form, save)


def _recorded(step: Step, acts: StepActs) -> ItemProgress:
    assert step.item is not None
    return acts.view_of(step).run.of(step.item.id)
