"""What the first screen shows while there is no partner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from csp_tui.core.base.language import _, item_count, ngettext
from csp_tui.core.base.text import cut, pad, visible_line, width, wrap
from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import Tone

if TYPE_CHECKING:
    from csp_tui.core.checklists.model import Checklist

ROOMY = 118
"""Cells from which on a checklist's row says when its source is from and was last checked."""

_LEAST_TITLE = 16


def first_rows(
    checklists: Mapping[str, Checklist], today: date, data: Path, columns: int, archived: int = 0
) -> list[Row]:
    """Return the rows while there is no partner: a welcome, and the checklists to read.

    If partners are archived, the first row says so instead.

    Args:
        checklists: the checklists by the keys of their rows.
        today: the current day.
        data: the directory of the data, which the welcome names.
        columns: cells of a row.
        archived: the number of archived partners.
    """
    welcome = _("Everything stays on this host, under {data}; nothing is sent anywhere.")
    first, rest = _("No partner yet. Press {key} to add the first one.").split("{key}")
    key = "a"
    if archived:
        sentence = ngettext(
            "No partner here; {count} is archived: {key} shows it.",
            "No partner here; {count} are archived: {key} shows them.",
            archived,
        )
        first, rest = sentence.replace("{count}", str(archived)).split("{key}")
        key = "A"
    sentences = (
        "",
        *wrap(welcome.format(data=visible_line(str(data))), columns - 2),
        "",
    )
    found = [Row("", ((f" {first}", Tone.TEXT), (key, Tone.KEY), (rest, Tone.TEXT)))]
    found += [Row("", ((f" {sentence}", Tone.TEXT),)) for sentence in sentences]
    found.append(Row("", ((f" {_('Or read a checklist first')}", Tone.STRONG),)))
    facts = [
        _items_and_edition(each, today, is_roomy=columns >= ROOMY) for each in checklists.values()
    ]
    titles = [visible_line(each.title) for each in checklists.values()]
    room = columns - 3 - max(map(width, facts), default=0)
    room = max(_LEAST_TITLE, min(room, max(map(width, titles), default=0)))
    for key, title, fact in zip(checklists, titles, facts, strict=True):
        found.append(Row(key, ((pad(cut(title, room), room), Tone.TEXT), (fact, Tone.QUIET))))
    return found


def _items_and_edition(checklist: Checklist, today: date, *, is_roomy: bool) -> str:
    """Return how many items a checklist has, and its edition, as the end of its row.

    With `is_roomy`, also the day of its source, and when it was last checked, if that is known.
    """
    from csp_tui.core.checklists import ages  # imported late: not needed once there are partners

    items = item_count(len(checklist.by_id))
    edition = _("as of {edition}").format(edition=visible_line(checklist.edition))
    text = f"  {items:>8}  {edition}"
    if is_roomy:
        text += "  " + _("source {day}").format(
            day=ages.dated_briefly(checklist.source_date, today)
        )
        if checked := ages.checked(ages.last_checked(checklist), today):
            text += _("; ") + _("checked {day}").format(day=checked)
    return visible_line(text)
