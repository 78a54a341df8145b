"""The preview of a table of customers, before they are added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import pad, visible_line
from csp_tui.core.importing.customers import Table
from csp_tui.core.progress.model import Partner
from csp_tui.tui.importing.screen import Preview
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.widgets.row_list import Row

_NAME = 34


def preview_of(table: Table, partner: Partner) -> Preview:
    """Return the preview: a row for each customer that the table would add to a partner."""
    count = len(table.customers)
    summary = ngettext(
        "{count} customer to add to {partner}", "{count} customers to add to {partner}", count
    ).format(count=count, partner=visible_line(partner.name))
    rows = [_row(number, each) for number, each in enumerate(table.customers)]
    return Preview(_("Import customers"), summary, rows, list(map(str, table.problems)))


def _row(number: int, values: Mapping[str, str | date]) -> Row:
    name = pad(visible_line(str(values["name"])), _NAME)
    others = "  ".join(str(value) for key, value in values.items() if key != "name")
    return Row(str(number), ((name, Tone.TITLE), (f"  {visible_line(others)}", Tone.QUIET)))
