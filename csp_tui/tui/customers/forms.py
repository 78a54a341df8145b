"""The forms of the matrix: for the data of one customer, and for several and their chosen item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from csp_tui.core.base.asking import Talk
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import ngettext
from csp_tui.core.progress.model import Customer
from csp_tui.core.runs import customer_changes, item_edits, run_questions
from csp_tui.tui.base.form_for_many import FormForMany
from csp_tui.tui.base.list_screen import as_sentence
from csp_tui.tui.customers.acts import CHANGED, CustomerActs, changes_of
from csp_tui.tui.customers.form import EditCustomerScreen
from csp_tui.tui.customers.form_for_many import customer_edits, fields_of_customers
from csp_tui.tui.run.items_form import fields_of_items, item_values


def open_form(acts: CustomerActs, customer: Customer) -> None:
    """Open the form for the data of a customer, and save what is changed there."""

    def save(values: dict[str, str | date | None] | None) -> None:
        if values is not None:
            acts.saving.change(customer_changes.edit(customer.id, **values))

    names = (acts.view.partner.name, customer.name)
    form = EditCustomerScreen(names, customer, acts.workplace.today)
    acts.screen.app.push_screen(form, save)


def open_form_for_many(
    acts: CustomerActs, ids: Sequence[str], typed: Mapping[str, str], trouble: str = ""
) -> None:
    """Open the form for the data of the customers `ids`, and for their chosen item.

    If the file of a customer cannot be read, say so.

    Args:
        acts: saves what is typed.
        ids: the customers, in the order in which waves take them; at least one.
        typed: the texts that were typed before and could not be saved.
        trouble: a sentence on why they could not be saved.
    """
    screen, matrix, today, count = acts.screen, acts.matrix, acts.workplace.today, len(ids)

    def save(texts: dict[str, str] | None) -> None:
        if texts is not None:
            screen.converse(_edit(acts, ids, texts))

    try:
        customers = [matrix.customer(each, acts.saving.changes()) for each in ids]
    except CspTuiError as error:
        screen.say(screen.message_of(error))
        return
    recorded = [acts.view.of_customer(each).progress(matrix.item) for each in customers]
    fields = fields_of_customers([matrix.rows[each] for each in ids], today)
    fields += fields_of_items(recorded, today, matrix.item.title)
    title = ngettext("{count} customer", "{count} customers", count).format(count=count)
    names = (acts.view.partner.name, title)
    screen.app.push_screen(FormForMany(names, count, fields, typed, trouble), save)


def _edit(acts: CustomerActs, ids: Sequence[str], texts: Mapping[str, str]) -> Talk[None]:
    """Save what was typed for the customers `ids`, and for their chosen item, as one step.

    If that fails, open the form again with the typed `texts`.
    """
    run, item, today = acts.view, acts.matrix.item, acts.workplace.today
    again = partial(open_form_for_many, acts, ids, texts)
    try:
        edits = customer_edits(ids, texts, today)
    except UsageError as error:
        again(as_sentence(str(error)))
        return
    values = item_values(texts, today)
    if values and not (yield from run_questions.may_change(run, today)):
        return
    opening, make = acts.saving.opening() if values else [], item_edits.setting(values)
    acts.save_for(
        len(ids),
        lambda store: [
            *opening,
            *edits,
            *(changes_of(make, ids, item, run, store) if values else []),
        ],
        CHANGED,
        partial(acts.screen.open_again, again),
    )
