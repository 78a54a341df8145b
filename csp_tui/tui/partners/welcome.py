"""What the first screen shows while there is no partner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Tone

if TYPE_CHECKING:
    from csp_tui.core.checklists.model import Checklist

WELCOME = (
    N_("No partner yet. Press a to add the first one. Nothing is sent anywhere."),
    N_("Or read a checklist first: choose one and press enter."),
)


def first_rows(checklists: Mapping[str, Checklist], today: date) -> list[Row]:
    """Return the rows while there is no partner: a welcome, and the checklists to read.

    Each checklist has a second row: the date of the guidance that it is taken from, and when its
    wording was last checked.
    """
    from csp_tui.core.checklists import ages  # imported late: not needed once there are partners

    found = [Row("", ((f" {_(sentence)}", Tone.TEXT),)) for sentence in WELCOME]
    found.append(Row("", ()))
    for key, checklist in checklists.items():
        count = len(checklist.by_id)
        title = visible_line(checklist.title)
        items = ngettext("{count} item", "{count} items", count).format(count=count)
        text = f"  {visible_line(checklist.edition)}, {items}"
        found.append(Row(key, ((title, Tone.TEXT), (text, Tone.QUIET))))
        dates = _("source {day}").format(day=ages.dated_briefly(checklist.source_date, today))
        if checked := ages.checked(ages.last_checked(checklist), today):
            dates += _("; ") + _("wording last checked {day}").format(day=checked)
        found.append(Row("", ((f"   {visible_line(dates)}", Tone.QUIET),)))
    return found
