"""The forms of the matrix: for the data of one customer, and for several and their chosen item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from csp_tui.core.base.asking import Talk
from csp_tui.core.base.days import parse_day
from csp_tui.core.base.errors import CspTuiError, UsageError
from csp_tui.core.base.language import N_, _, customer_count, ngettext
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.waves import parse_wave, values_of_each, wave_count
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Customer
from csp_tui.core.runs import customer_changes, item_edits, run_questions
from csp_tui.core.runs.customer_changes import LABELS
from csp_tui.tui.base.form import label_of
from csp_tui.tui.base.form_for_many import FieldForMany, FormForMany
from csp_tui.tui.base.list_screen import as_sentence
from csp_tui.tui.customers.acts import CHANGED, CustomerActs, changes_of
from csp_tui.tui.customers.form import ABOUT, EditCustomerScreen
from csp_tui.tui.run.item_form import day_field, fields_of_items, item_values
from csp_tui.tui.widgets.form_field import DAY, WORD

WAVE = "wave"
_ABOUT_WAVE = N_(
    "5 a day (5d) or 20 a week (20w): so many on the planned day, as many on the next working day, "
    "or the same day of the next week."
)


def open_form(acts: CustomerActs, customer: Customer) -> None:
    """Open the form for the data of a customer, and save what is changed there."""

    def save(values: dict[str, str | date | None] | None) -> None:
        if values is not None:
            acts.saving.change(customer_changes.edit(customer.id, **values))

    names = (acts.view.partner.name, customer.name)
    form = EditCustomerScreen(names, customer, lambda: acts.workplace.today)
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
    screen, matrix, count = acts.screen, acts.matrix, len(ids)

    def today() -> date:
        return acts.workplace.today

    def save(texts: dict[str, str] | None) -> None:
        if texts is not None:
            screen.converse(_edit(acts, ids, texts))

    try:
        customers = [matrix.customer(each, acts.saving.changes()) for each in ids]
    except CspTuiError as error:
        screen.say(screen.message_of(error))
        return
    recorded = [acts.view.of_customer(each).progress(matrix.item) for each in customers]
    fields = _fields_of_customers([matrix.rows[each] for each in ids], today)
    fields += fields_of_items(recorded, today, matrix.item.title)
    title = customer_count(count)
    names = (acts.view.partner.name, title)
    whose = [each.name for each in customers]
    screen.app.push_screen(FormForMany(names, whose, fields, typed, trouble), save)


def _edit(acts: CustomerActs, ids: Sequence[str], texts: Mapping[str, str]) -> Talk[None]:
    """Save what was typed for the customers `ids`, and for their chosen item, as one step.

    If that fails, open the form again with the typed `texts`.
    """
    run, item, today = acts.view, acts.matrix.item, acts.workplace.today
    again = partial(open_form_for_many, acts, ids, texts)
    try:
        edits = _edits(ids, texts, today)
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


def _fields_of_customers(
    rows: Sequence[CustomerSummary], today: Callable[[], date]
) -> list[FieldForMany]:
    """Return the fields planned day, wave, term end and owner.

    Each has what the customers `rows` have in it now. Only the wave has nothing: no customer keeps
    it. It is a number of customers a day or a week, by which planned days are spread.
    """

    def day(key: str) -> FieldForMany:
        now = (getattr(row, key) for row in rows)
        return day_field(key, _(LABELS[key]), _(ABOUT[key]), now, today)

    def waves(text: str) -> str:
        wave = parse_wave(text)
        count = wave_count(wave, len(rows)) if wave else 1
        return ngettext("{count} wave", "{count} waves", count).format(count=count)

    owners = [row.owner for row in rows]
    owner = FieldForMany(
        "owner", label_of(LABELS["owner"]), _(ABOUT["owner"]), owners, lambda _text: "", WORD
    )
    wave = FieldForMany(WAVE, _("Wave"), _(_ABOUT_WAVE), None, waves, DAY)
    return [day("planned"), wave, day("term_end"), owner]


def _edits(ids: Sequence[str], texts: Mapping[str, str], today: date) -> list[Change]:
    """Return the changes that texts typed for `_fields_of_customers` mean, for each id.

    A field that is not in `texts` is not changed; an empty text removes the value. With a wave, the
    customers get planned days in the order of `ids`, from the typed planned day on. The list is
    empty if no field is changed.

    Raises:
        UsageError: there is a wave without a planned day; or a day or a wave is not valid.
    """
    values = {
        key: texts[key] if key == "owner" else parse_day(texts[key], today)
        for key in ("planned", "term_end", "owner")
        if key in texts
    }
    wave = parse_wave(texts.get(WAVE, ""))
    if wave is not None and not values.get("planned"):
        raise UsageError(_("say in Planned on which day the first wave starts"))
    own = values_of_each(ids, values, wave) if values else {}
    return [customer_changes.edit(each, **own[each]) for each in own]
