"""The form for what is recorded of an item: evidence, dates, note, owner, and the waiting."""

from __future__ import annotations

import asyncio
from datetime import date
from functools import partial

from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from csp_tui.core.base.days import parse_day, parse_past_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import storable, storable_line, visible_line
from csp_tui.core.progress.model import ITEM_KEYS, ItemProgress, Status
from csp_tui.core.progress.proof import read_proof, short_proof
from csp_tui.tui.base.form import FormScreen
from csp_tui.tui.base.list_screen import hint_line
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.day_field import DayField
from csp_tui.tui.widgets.field import Field
from csp_tui.tui.widgets.note_area import NoteArea
from csp_tui.tui.widgets.text_lines import TextLines

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
PAST = ("as_of", "on", "since")
HINTS = hint_line(
    ("tab", N_("field")),
    ("ctrl+s", N_("save")),
    ("ctrl+g", N_("cancel")),
    ("", N_("days: friday, 5 dec, 2026-11-30, +5")),
)


class EditScreen(FormScreen[Values]):
    """Lets the user edit what is recorded of an item, and returns the changed values.

    Args:
        title: the item's title.
        progress: what is recorded of the item.
        proof: the evidence that the checklist asks for.
        today: the day that a typed ``today`` means.
    """

    CSS_PATH = "item_form.tcss"
    AUTO_FOCUS = "#evidence"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-middle"), (30, "-high")]

    def __init__(self, title: str, progress: ItemProgress, proof: str, today: date) -> None:
        super().__init__()
        self._title = title
        self._progress = progress
        self._proof = proof
        self._today = today
        is_waiting = progress.status == Status.WAITING
        self._labels = {**FIELDS, **(WAITING if is_waiting else {})}
        self.set_class(is_waiting, "-waiting")

    def compose(self) -> ComposeResult:
        """Yield the title, a field for each value, the note and the bottom row."""
        yield TextLines(id="head")
        with Container(id="form"):
            for name, label in self._labels.items():
                yield self._made(name, f" {_(label):<12}")
            with Horizontal(id="note-row"):
                yield TextLines(id="note-label", classes="label")
                yield NoteArea(
                    storable(self._progress.note), id="note", compact=True, tab_behavior="focus"
                )
        yield BottomRow(HINTS)

    def on_mount(self) -> None:
        """Show the title and the label of the note."""
        self.remember()
        self.soon(self._show)

    def _show(self) -> None:
        title = ((f" {visible_line(self._title)}", Tone.STRONG),)
        asked = _("Asked for: {proof}").format(proof=visible_line(self._proof))
        proof = f" {asked}" if self._proof else ""
        self.query_one("#head", TextLines).show([title, ((proof, Tone.QUIET),)])
        note = _("Note")
        self.query_one("#note-label", TextLines).show([((f" {note}", Tone.QUIET),)])

    def _made(self, name: str, label: str) -> Field:
        if ITEM_KEYS.get(name) is not date:
            return Field(label, self._text_of(name), id=name)
        return DayField(label, self._text_of(name), partial(self._day, name), id=name)

    def _day(self, name: str, text: str) -> date | None:
        return (parse_past_day if name in PAST else parse_day)(text, self._today)

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
        values: Values = {}
        for name in self._labels:
            try:
                values[name] = self._value(name, self._field(name).value)
            except UsageError as error:
                self._refuse(name, error)
                return
        values["note"] = self.query_one(NoteArea).text
        file = str(values.pop(FILE))
        changed = {
            name: value for name, value in values.items() if (value or None) != self._before(name)
        }
        if file and file != storable_line(self._text_of(FILE)):
            self.query_one(BottomRow).say(_("Reading the file ..."))
            self.run_worker(self._save_with_file(file, changed), exclusive=True)
            return
        if not file and self._progress.file:
            changed |= {"file": None, "sha256": None}
        self.dismiss(changed or None)

    async def _save_with_file(self, file: str, changed: Values) -> None:
        try:
            proof = await asyncio.to_thread(read_proof, file)
        except UsageError as error:
            self._refuse(FILE, error)
        else:
            self.dismiss({**changed, **proof._asdict()})

    def _field(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)

    def _refuse(self, name: str, error: UsageError) -> None:
        self._field(name).focus()
        sentence = _("{label}: {why}").format(label=_(self._labels[name]), why=error)
        self.query_one(BottomRow).say(sentence)

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

    def _since(self) -> date | None:
        """Return the day typed in the field Since; None if there is none or it is not valid."""
        if "since" not in self._labels:
            return None
        try:
            return parse_past_day(self._field("since").value, self._today)
        except UsageError:
            return None

    def _before(self, name: str) -> str | date | None:
        """Return the value that the field `name` had when the form opened; None if it was empty."""
        value: str | date | None = getattr(self._progress, name)
        if isinstance(value, str):
            value = storable(value).strip() if name == "note" else storable_line(value)
        return value or None
