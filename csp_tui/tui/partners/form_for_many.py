"""The form for data of several partners: what is filled in goes to all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Container

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import pad, visible_line, width
from csp_tui.core.progress.model import Partner
from csp_tui.core.progress.partner_fields import LABELS, parse_value, typed
from csp_tui.tui.base.form import FormScreen
from csp_tui.tui.lines.tone import Span, Tone
from csp_tui.tui.widgets.bottom_row import BottomRow
from csp_tui.tui.widgets.field import Field
from csp_tui.tui.widgets.text_lines import TextLines

FIELDS = ("owner", "model", "anniversary")
EMPTIED = "-"
"""What is typed to take a value away from all."""
_LABEL = 13


class FieldForMany(Field):
    """A field, empty at first, with what the partners have now behind it."""

    now = ""

    def note(self) -> Span:
        """Return what the partners have now."""
        return (self.now, Tone.QUIET)


class EditPartnersScreen(FormScreen[dict[str, str]]):
    """Lets the user type values for several partners, and returns the typed texts by field.

    A field that was left empty is not among them; the text of one to be emptied is "".

    Args:
        partners: the partners as read from their files.
        typed_before: the texts by field that were typed before and could not be saved.
        trouble: a sentence on why they could not be saved.
    """

    CSS_PATH = "form.tcss"
    AUTO_FOCUS = "#owner"

    def __init__(
        self, partners: Sequence[Partner], typed_before: Mapping[str, str], trouble: str = ""
    ) -> None:
        super().__init__()
        self._partners = partners
        self._typed = typed_before
        self._trouble = trouble

    def compose(self) -> ComposeResult:
        """Yield the title, the fields and the bottom row."""
        yield TextLines(id="head")
        with Container(id="form"):
            room = max(_LABEL, 1 + max(width(_(LABELS[key])) for key in FIELDS))
            for key in FIELDS:
                text = self._typed.get(key)
                value = EMPTIED if text == "" else text or ""
                field = FieldForMany(f" {pad(_(LABELS[key]), room)}", value, id=key)
                field.now = self._now(key)
                yield field
        count = len(self._partners)
        save = _("save for {count}").format(count=count)
        keys = (("tab", N_("field")), ("ctrl+s", save), ("ctrl+g", N_("cancel")))
        yield BottomRow(keys)

    def _now(self, key: str) -> str:
        """Return what the partners have in the field `key`: ``now: amira 12, ben 6, none 2``."""
        counts = Counter(typed(getattr(each, key) or None) for each in self._partners)
        values = (f"{visible_line(text) or _('none')} {n}" for text, n in counts.most_common())
        return _("now: {values}").format(values=", ".join(values))

    def on_mount(self) -> None:
        """Show how many partners the form is for, and why saving failed before."""
        if not self._typed:
            self.remember()
        self.soon(self._show)
        if self._trouble:
            self.soon(self.query_one(BottomRow).say, self._trouble)

    def _show(self) -> None:
        count = len(self._partners)
        title = ngettext("{count} partner", "{count} partners", count).format(count=count)
        note = _("What you fill in goes to all of them.")
        line = ((f" {title}", Tone.STRONG), (f"  {note}", Tone.QUIET))
        hint = _("empty: stays as it is; - takes away")
        self.query_one("#head", TextLines).show([line, ((f" {hint}", Tone.QUIET),)])

    def action_save_form(self) -> None:
        """Close the form with what was filled in, or None if nothing was.

        If a text is not valid, show why and do not close the form.
        """
        texts: dict[str, str] = {}
        for key in FIELDS:
            field = self.query_one(f"#{key}", Field)
            if not field.value:
                continue
            texts[key] = "" if field.value == EMPTIED else field.value
            try:
                parse_value(key, texts[key])
            except UsageError as error:
                field.focus()
                sentence = _("{label}: {why}").format(label=_(LABELS[key]), why=error)
                self.query_one(BottomRow).say(sentence)
                return
        self.dismiss(texts or None)
