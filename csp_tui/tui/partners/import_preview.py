"""The preview of a table of partners, before they are added."""

from __future__ import annotations

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import pad, visible_line, width
from csp_tui.core.importing.partners import Candidate, Table
from csp_tui.core.progress.partner_fields import typed
from csp_tui.tui.importing.screen import Preview
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.widgets.row_list import Row

_MOST_NAME = 34


def preview_of(table: Table) -> Preview:
    """Return the preview: a row for each partner with name, data and the checklist to start."""
    partners, count = table.partners, len(table.partners)
    summary = ngettext(
        "{count} partner to add: y adds them", "{count} partners to add: y adds them", count
    )
    cells = 2 + min(_MOST_NAME, max((width(each.name) for each in partners), default=0))
    rows = [_row(number, each, cells) for number, each in enumerate(partners)]
    return Preview(_("Import"), summary.format(count=count), rows, list(map(str, table.troubles)))


def _row(number: int, each: Candidate, cells: int) -> Row:
    values = [typed(value) for value in each.values.values()]
    if each.checklist:
        values.append(_("starts {checklist}").format(checklist=each.checklist.id))
    name = pad(visible_line(each.name), cells)
    return Row(str(number), ((name, Tone.TITLE), (visible_line(", ".join(values)), Tone.QUIET)))
