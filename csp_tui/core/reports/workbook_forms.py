"""How the cells of a workbook look: forms of dates and numbers, colours of states, bars, heads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from csp_tui.core.reports.sheets import GOOD, LATE, QUIET, SOON, Kind
from csp_tui.core.runs.step_groups import State

FORMS: Mapping[Kind, str] = {
    Kind.TEXT: "@",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
    Kind.NUMBER: "0",
    Kind.SHARE: "0%",
    Kind.BAR: "0%",
}
_ALIGNED: Mapping[Kind, dict[str, Any]] = {
    Kind.TEXT: {"text_wrap": True},
    Kind.DAY: {"align": "left"},
    Kind.MOMENT: {"align": "left"},
    Kind.NUMBER: {"align": "center"},
}
_TONES: dict[str, dict[str, Any]] = {
    State.DONE: {"bg_color": "#E2EFDA", "font_color": "#375623"},
    State.WAITING: {"bg_color": "#FFF2CC", "font_color": "#7F6000"},
    State.REFUSED: {"bg_color": "#F8CBAD", "font_color": "#833C0B", "bold": True},
    State.RULE_CHANGED: {"bg_color": "#DDEBF7", "font_color": "#1F4E78"},
    State.NOT_APPLICABLE: {"font_color": "#757575", "italic": True},
    State.TODO: {},
    LATE: {"font_color": "#C00000", "bold": True},
    SOON: {"font_color": "#7F6000", "bold": True},
    GOOD: {"font_color": "#375623"},
    QUIET: {"font_color": "#757575"},
}
_LINK = {"font_color": "#0563C1", "underline": 1}
LINE = {"valign": "top", "bottom": 1, "bottom_color": "#D0D0D0"}
"""The line below each row."""
TITLE = {"bold": True, "font_size": 16, "font_color": "#1F3864"}
HEAD = {
    "bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "valign": "vcenter",
    "text_wrap": True, "border": 1, "border_color": "#FFFFFF",
}  # fmt: skip
TURNED = {"rotation": 90, "valign": "bottom", "align": "center"}
BAR = {
    "type": "data_bar", "bar_solid": True, "bar_color": "#9DC3E6", "min_type": "num",
    "min_value": 0, "max_type": "num", "max_value": 1,
}  # fmt: skip


class Forms:
    """The forms of cells in one workbook; each is made when it is first needed."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._known: dict[object, Any] = {}

    def of(
        self, kind: Kind, tone: str = "", *, is_long: bool = False, is_linked: bool = False
    ) -> Any:
        """Return the form of the cells of a `kind` in the colours of a `tone`, "" for none.

        With `is_long`, it is that of a text too long for a cell of texts; with `is_linked`, of a
        link.
        """
        key = (kind, tone, is_long, is_linked)
        if key not in self._known:
            looks = {"num_format": FORMS[kind], **LINE, **_ALIGNED.get(kind, {})}
            if is_long:  # edited in Excel, it stays a text all the same
                looks |= {"num_format": "General", "quote_prefix": True}
            looks |= _TONES.get(tone, {}) | (_LINK if is_linked else {})
            self._known[key] = self.made(looks)
        return self._known[key]

    def made(self, looks: Mapping[str, Any]) -> Any:
        """Return the form with these looks, named as xlsxwriter does; each is made only once."""
        key = tuple(looks.items())
        if key not in self._known:
            self._known[key] = self._book.add_format({"font_size": 10, **looks})
        return self._known[key]
