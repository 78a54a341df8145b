"""The fields of the form for several customers, and the changes that their texts mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from csp_tui.core.base.days import parse_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.waves import parse_wave, planned_days, wave_count
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import customer_changes
from csp_tui.tui.base.form import label_of
from csp_tui.tui.base.form_for_many import FieldForMany
from csp_tui.tui.customers.form import ABOUT, LABELS
from csp_tui.tui.run.items_form import day_field
from csp_tui.tui.widgets.form_field import DAY, WORD

WAVE = "wave"
_ABOUT_WAVE = N_(
    "5 a day (5d) or 20 a week (20w): so many on the planned day, as many on the next working day, "
    "or the same day of the next week."
)


def fields_of_customers(rows: Sequence[CustomerSummary], today: date) -> list[FieldForMany]:
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


def customer_edits(ids: Sequence[str], texts: Mapping[str, str], today: date) -> list[Change]:
    """Return the changes that texts typed for `fields_of_customers` mean, for each id.

    A field that is not in `texts` is not changed; an empty text removes the value. With a wave, the
    customers get planned days in the order of `ids`, from the typed planned day on. The list is
    empty if no field is changed.

    Raises:
        UsageError: there is a wave without a planned day; or a day or a wave is not valid.
    """
    values = {
        key: parse_day(texts[key], today) if key == "term_end" else texts[key]
        for key in ("term_end", "owner")
        if key in texts
    }
    days: Mapping[str, date | None] = {}
    first, wave = parse_day(texts.get("planned", ""), today), parse_wave(texts.get(WAVE, ""))
    if first is not None:
        days = planned_days(ids, first, wave)
    elif wave is not None:
        raise UsageError(_("say in Planned on which day the first wave starts"))
    elif "planned" in texts:
        days = dict.fromkeys(ids)
    changes = []
    for each in ids:
        own = {**values, **({"planned": days[each]} if days else {})}
        if own:
            changes.append(customer_changes.edit(each, **own))
    return changes
