"""The form for what is recorded of an item, and the fields of one for several items."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from textual.widget import Widget

from csp_tui.core.base.day_words import pane_day
from csp_tui.core.base.days import parse_day, parse_past_day, short_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import storable, storable_line, visible_line
from csp_tui.core.progress.model import ITEM_KEYS, ItemProgress, Status
from csp_tui.core.progress.proof import read_proof, short_proof
from csp_tui.tui.base.form import ABOUT_NOTE, FormScreen, label_of, labels_width
from csp_tui.tui.base.form_for_many import FieldForMany
from csp_tui.tui.widgets.form_field import DAY, NAME, WORD, FormField
from csp_tui.tui.widgets.note_area import NoteArea

Values = dict[str, str | date | None]

FILE = "file"
FIELDS = {
    "evidence": N_("Evidence"),
    "as_of": N_("As of"),
    FILE: N_("File"),
    "on": N_("True since"),
    "due": N_("Due"),
    "owner": N_("Owner"),
}
WAITING = {
    "waiting_for": N_("Waiting for"),
    "since": N_("Since"),
    "case": N_("Case"),
    "chase_on": N_("Chase on"),
}
NOTE = N_("Note")
PAST = ("as_of", "on", "since")
HOW_DAYS_ARE_TYPED = N_("2026-12-18, 18 dec, friday, +5 (working days).")
"""Which texts mean a day, to be said in every form that has one."""
EMPTY = N_("Empty takes it away.")
"""How the value of a field is taken away in a form for one thing."""
ABOUT = {
    "evidence": N_("Where the proof is: a number, a place, a file."),
    "as_of": N_("The day on which the evidence was true."),
    FILE: N_("A file that proves it, by its path; its name and SHA-256 are kept, not the file."),
    "on": N_("The day since which it is done."),
    "due": N_("The day by which it must be done."),
    "owner": N_("Who looks after the item: a login or a name."),
    "waiting_for": N_("Who is to act now, such as Microsoft credit."),
    "since": N_("The day since which you wait."),
    "case": N_("The number of the case with them, if there is one."),
    "chase_on": N_("The day to ask again."),
    "note": ABOUT_NOTE,
}
_CELLS = {"owner": WORD, "waiting_for": NAME, "case": WORD}
OF_MANY = ("owner", "due", "evidence", "note")
_OF_ITEM = "item-"
"""What the keys of these fields begin with: a form may have the owner of a customer, too."""


class EditScreen(FormScreen[Values]):
    """Lets the user edit what is recorded of an item, and returns the changed values.

    Args:
        names: the names for the title: of the run, and last of the item.
        progress: what is recorded of the item.
        proof: the evidence that the checklist asks for.
        today: returns the current day; the form may stay open over midnight.
    """

    OTHER_ROWS = 3
    AUTO_FOCUS = "#evidence"

    def __init__(
        self, names: Sequence[str], progress: ItemProgress, proof: str, today: Callable[[], date]
    ) -> None:
        super().__init__(names)
        self._progress = progress
        self._proof = proof
        self._today = today
        is_waiting = progress.status == Status.WAITING
        self._labels = {**FIELDS, **(WAITING if is_waiting else {})}

    @property
    def lead(self) -> str:
        """The evidence that the checklist asks for; "" if it asks for none."""
        asked = _("Asked for: {proof}")
        return asked.format(proof=visible_line(self._proof)) if self._proof else ""

    def fields(self) -> Iterable[Widget]:
        """Yield a field for each value, and the note."""
        room = labels_width(map(label_of, (*self._labels.values(), NOTE)))
        for name, label in self._labels.items():
            is_day = ITEM_KEYS.get(name) is date
            days = f"{_(HOW_DAYS_ARE_TYPED)} {_(EMPTY)}" if is_day else ""
            yield FormField(
                label_of(label),
                self._text_of(name),
                cells=DAY if is_day else _CELLS.get(name, 0),
                labels=room,
                means=partial(self._meant, name) if is_day else None,
                about=f"{_(ABOUT[name])} {days}",
                id=name,
            )
        yield self.note_row(self._progress.note, room)

    def _text_of(self, name: str) -> str:
        if name == FILE:
            return short_proof(self._progress.file, self._progress.sha256)
        value = getattr(self._progress, name)
        return value.isoformat() if isinstance(value, date) else value or ""

    def action_save_form(self) -> None:
        """Close the form with the changed values, or None if nothing has changed.

        If a value is not valid, show why and do not close the form. If the name of a file was
        typed, that file is read first, in a thread, for its hash.
        """
        values = self.parsed(self._labels, self._value)
        if values is None:
            return
        values["note"] = self.query_one(NoteArea).text
        file = str(values.pop(FILE))
        changed = {
            name: value for name, value in values.items() if (value or None) != self._before(name)
        }
        if file and file != storable_line(self._text_of(FILE)):
            self.say(_("Reading the file ..."))
            self.run_worker(self._save_with_file(file, changed), exclusive=True)
            return
        if not file and self._progress.file:
            changed |= {"file": None, "sha256": None}
        self.dismiss(changed or None)

    async def _save_with_file(self, file: str, changed: Values) -> None:
        try:
            proof = await asyncio.to_thread(read_proof, file)
        except UsageError as error:
            self.call_if_there(self.refuse, FILE, error)
        else:
            self.call_if_there(self.dismiss, {**changed, **proof._asdict()})

    def _value(self, name: str, text: str) -> str | date | None:
        """Return the value of the `text` typed in the field `name`; None for a day left empty.

        Raises:
            UsageError: the text is not valid in this field.
        """
        if name == "waiting_for" and not text:
            raise UsageError(_("say for whom"))
        if ITEM_KEYS[name] is not date:
            return text
        day = self._day(name, text)
        since = self._since()
        if name == "chase_on" and day and since and day < since:
            raise UsageError(_("waiting only since {day}").format(day=since))
        return day

    def _day(self, name: str, text: str) -> date | None:
        """Return the day of the `text` in the field `name`; None if it is empty.

        What is recorded already is not refused as future: to the east a day begins earlier.

        Raises:
            UsageError: the text is no day that is valid in this field.
        """
        if text == self._text_of(name):
            known: date | None = getattr(self._progress, name)
            return known
        return (parse_past_day if name in PAST else parse_day)(text, self._today())

    def _meant(self, name: str, text: str) -> str:
        """Return the day that `text` means in the field `name`, in words; "" for an empty text.

        Raises:
            UsageError: as :meth:`_day`.
        """
        day = self._day(name, text)
        return pane_day(day, self._today()) if day else ""

    def _since(self) -> date | None:
        """Return the day typed in the field Since; None if there is none or it is not valid."""
        if "since" not in self._labels:
            return None
        try:
            return self._day("since", self.text("since"))
        except UsageError:
            return None

    def _before(self, name: str) -> str | date | None:
        """Return the value that the field `name` had when the form opened; None if it was empty."""
        value: str | date | None = getattr(self._progress, name)
        if isinstance(value, str):
            value = storable(value).strip() if name == "note" else storable_line(value)
        return value or None


def fields_of_items(
    recorded: Sequence[ItemProgress], today: Callable[[], date], heading: str = ""
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
        above = heading if key == OF_MANY[0] else ""
        return FieldForMany(
            _OF_ITEM + key, label, _(ABOUT[key]), texts, lambda _text: "", cells, above
        )

    return [field(key) for key in OF_MANY]


def day_field(
    key: str, label: str, about: str, now: Iterable[object], today: Callable[[], date]
) -> FieldForMany:
    """Return a field for a day; `now` has the day of each of the things, or None."""
    days = [short_day(each, today()) if isinstance(each, date) else "" for each in now]
    about = f"{about} {_(HOW_DAYS_ARE_TYPED)}"
    return FieldForMany(key, label, about, days, day_meant(today), DAY)


def day_meant(today: Callable[[], date]) -> Callable[[str], str]:
    """Return a function that returns the day that a text means, in words; "" for an empty text.

    It raises UsageError if the text means no day.
    """

    def meant(text: str) -> str:
        day = parse_day(text, today())
        return pane_day(day, today()) if day else ""

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
    for key in OF_MANY:
        text = texts.get(_OF_ITEM + key)
        if text is not None:
            found[key] = parse_day(text, today) if ITEM_KEYS[key] is date else text
    if "evidence" in found:
        found["as_of"] = None
    return found
