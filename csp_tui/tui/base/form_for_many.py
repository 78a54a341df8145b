"""The form for several things at once: what is filled in goes to all, what is empty stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from textual.widget import Widget

from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.base.text import cut, visible_line, wrap
from csp_tui.tui.base.form import AROUND, FormScreen, labels_width
from csp_tui.tui.lines.hints import Hint, hint_line
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.widgets.form_field import FormField
from csp_tui.tui.widgets.text_lines import TextLines

_MOST_ROWS, _MOST_NAMED = 3, 99
"""The most rows that name the things, and the most names that are tried there."""
EMPTIED = "-"
"""What is typed to take a value away from all."""


class FieldForMany(NamedTuple):
    """A field of a form for several things.

    Args:
        key: its name in the result.
        label: the words before it.
        about: what it is for, and what may be typed.
        now: the present value of each of the things, in words; None if the things have no such
            value.
        means: returns what a text means, to be shown behind it, or "" if the text says it itself;
            raises UsageError if the text is not valid.
        cells: the width of the stretch to type in.
        heading: a title above the field; "" for none.
    """

    key: str
    label: str
    about: str
    now: Iterable[str] | None
    means: Callable[[str], str]
    cells: int
    heading: str = ""


class FormForMany(FormScreen[dict[str, str]]):
    """Lets the user type values for several things, and returns the texts by field.

    The first rows name the things, as many as fit; they are left out where the fields need the
    room.

    A field that was left empty is not in the result; "" stands for a value to be taken away from
    all. The result is None if nothing was typed, or if the user cancels.

    Args:
        names: the names in the title, from the outermost place to this one.
        things: the names of the things that the form is for.
        fields: the fields, in their order.
        typed_before: the texts by field that were typed before and could not be saved.
        trouble: a sentence on why they could not be saved.
    """

    OTHER_ROWS = _MOST_ROWS

    def __init__(
        self,
        names: Sequence[str],
        things: Sequence[str],
        fields: Sequence[FieldForMany],
        typed_before: Mapping[str, str] | None = None,
        trouble: str = "",
    ) -> None:
        super().__init__(names, typed_before, trouble)
        self._things = things
        self._count = len(things)
        self._fields = fields
        self._headings = [each.heading for each in fields if each.heading]

    @property
    def lead(self) -> str:
        """The sentence on what becomes of fields that are filled in, and of empty ones."""
        sentence = _("What you fill in goes to all {count}; what is empty stays as it is.")
        return sentence.format(count=self._count)

    @property
    def hints(self) -> Sequence[Hint]:
        """The keys in the bottom row; that for saving says for how many it saves."""
        save = _("save for {count}").format(count=self._count)
        return hint_line(("tab", N_("next field")), ("ctrl+s", save), ("ctrl+g", N_("leave")))

    def fields(self) -> Iterable[Widget]:
        """Yield the names of the things, and the fields with the texts typed before.

        Behind each field is what the things have now.
        """
        yield TextLines(id="things")
        labels = labels_width(each.label for each in self._fields)
        for each in self._fields:
            if each.heading:
                yield TextLines(classes="heading")
            text = self._typed.get(each.key)
            yield FormField(
                each.label,
                EMPTIED if text == "" else text or "",
                cells=each.cells,
                labels=labels,
                means=_meaning(each),
                now=_stands(each.now) if each.now is not None else "",
                about=self._about(each),
                before="",
                id=each.key,
            )

    def on_resize(self) -> None:
        """Leave the names out where the fields need their row; Textual calls the base's, too."""
        rows = AROUND + len(self._fields) + len(self._headings) + self.OTHER_ROWS
        self.set_class(self.size.height < rows, "-tight")

    def _show(self) -> None:
        super()._show()
        named, fields = self.query_one("#things", TextLines), len(self._fields)
        taken = 2 * fields + 2 if self.has_class("-roomy") else fields
        room = self.size.height - AROUND - len(self._headings) - taken
        names = _first_of(self._things, max(1, named.size.width - 3), min(_MOST_ROWS, room))
        named.styles.height = len(names)
        named.show([((f"  {each}", Tone.TEXT),) for each in names])
        headings = self.query(".heading").results(TextLines)
        for title, lines in zip(self._headings, headings, strict=True):
            lines.show([((f"  {visible_line(title)}", Tone.STRONG),)])

    def _about(self, field: FieldForMany) -> str:
        """Return what a field is for, and how to remove the value if there is one."""
        if field.now is None:
            return field.about
        taken = _("Type - to take it away from all {count}.").format(count=self._count)
        return f"{field.about} {taken}"

    def action_save_form(self) -> None:
        """Close the form with the typed texts by key of their field, or None if nothing was typed.

        The text is "" where a value is to be taken away. If a text is not valid, show why and do
        not close the form.
        """
        means = {each.key: _meaning(each) for each in self._fields}
        if self.parsed(means, lambda key, text: means[key](text)) is not None:
            texts = {key: text for key in means if (text := self.text(key))}
            self.dismiss(
                {key: "" if texts[key] == EMPTIED else texts[key] for key in texts} or None
            )


def _first_of(names: Sequence[str], cells: int, rows: int) -> list[str]:
    """Return as many of `names` as fit into `rows` rows, and how many more there are.

    One name is always there; it is cut if it does not fit.
    """
    known = [visible_line(each) for each in names[:_MOST_NAMED]]
    for shown in range(len(known), 0, -1):
        left = len(names) - shown
        more = ngettext("{count} more", "{count} more", left).format(count=left)
        text = ", ".join([*known[:shown], *([more] if left else ())])
        if len(lines := wrap(text, cells)) <= rows:
            return lines
    return [cut(text, cells)]


def _meaning(field: FieldForMany) -> Callable[[str], str]:
    return lambda text: "" if text in ("", EMPTIED) else field.means(text)


def _stands(values: Iterable[str]) -> str:
    """Return how many of the things have which value: ``now: amira (12), ben (6)``."""
    counts = Counter(visible_line(each) for each in values)
    parts = ", ".join(f"{text or _('none')} ({count})" for text, count in counts.most_common())
    return _("now: {values}").format(values=parts)
