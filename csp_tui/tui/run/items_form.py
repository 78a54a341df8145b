"""The fields of the form for what is recorded of several items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from csp_tui.core.base.day_words import pane_day
from csp_tui.core.base.days import parse_day, short_day
from csp_tui.core.base.language import _
from csp_tui.core.progress.model import ITEM_KEYS, ItemProgress
from csp_tui.tui.base.form import label_of
from csp_tui.tui.base.form_for_many import FieldForMany
from csp_tui.tui.run.item_form import ABOUT, FIELDS, HOW_DAYS_ARE_TYPED, NOTE, Values
from csp_tui.tui.widgets.form_field import DAY, NAME, WORD

KEYS = ("owner", "due", "evidence", "note")
_OF_ITEM = "item-"
"""What the keys of these fields begin with: a form may have the owner of a customer, too."""
_CELLS = {"owner": WORD, "due": DAY}


def fields_of_items(
    recorded: Sequence[ItemProgress], today: date, heading: str = ""
) -> list[FieldForMany]:
    """Return the fields owner, due day, evidence and note, each with what `recorded` has in it now.

    The text `heading` is above the first field, unless it is "".
    """

    def field(key: str) -> FieldForMany:
        now: Iterable[object] = (getattr(each, key) for each in recorded)
        label = label_of(NOTE if key == "note" else FIELDS[key])
        if ITEM_KEYS[key] is date:
            return day_field(_OF_ITEM + key, label, _(ABOUT[key]), now, today)
        texts, cells = [str(each) for each in now], _CELLS.get(key, NAME)
        above = heading if key == KEYS[0] else ""
        return FieldForMany(
            _OF_ITEM + key, label, _(ABOUT[key]), texts, lambda _text: "", cells, above
        )

    return [field(key) for key in KEYS]


def day_field(key: str, label: str, about: str, now: Iterable[object], today: date) -> FieldForMany:
    """Return a field for a day; `now` has the day of each of the things, or None."""
    days = [short_day(each, today) if isinstance(each, date) else "" for each in now]
    about = f"{about} {_(HOW_DAYS_ARE_TYPED)}"
    return FieldForMany(key, label, about, days, day_meant(today), DAY)


def day_meant(today: date) -> Callable[[str], str]:
    """Return a function that returns the day that a text means, in words; "" for an empty text.

    It raises UsageError if the text means no day.
    """

    def meant(text: str) -> str:
        day = parse_day(text, today)
        return pane_day(day, today) if day else ""

    return meant


def item_values(texts: Mapping[str, str], today: date) -> Values:
    """Return the values that texts typed for `fields_of_items` mean.

    They are by key of an item's progress. A field without a text in `texts` is left out. An empty
    text gives None for the due day, "" for another field. If the evidence is changed, `as_of` is
    None, too: that day was of the old evidence.

    Raises:
        UsageError: the due day is no day, or can be read as two.
    """
    found: Values = {}
    for key in KEYS:
        text = texts.get(_OF_ITEM + key)
        if text is not None:
            found[key] = parse_day(text, today) if ITEM_KEYS[key] is date else text
    if "evidence" in found:
        found["as_of"] = None
    return found
