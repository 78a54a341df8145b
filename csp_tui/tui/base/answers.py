"""What is said around an answer in the bottom row, and what is wrong with one."""

from __future__ import annotations

from datetime import date

from csp_tui.core.base.language import N_, _
from csp_tui.core.base.question import trouble_of
from csp_tui.core.runs import item_changes

CHASED, ALREADY = N_("Chased today."), N_("Chased today already.")
"""What stands before the question when to chase again."""
NOTHING_NEW = N_("Chased today already: nothing new was written. e adds a note.")

ALL_SETTLED = N_("Nothing to tick: all are done or not applicable; r sets them to do again.")
ALL_OPEN = N_("It is to do already.")


def lacks_reason(text: str) -> str:
    """Want a reason."""
    return "" if text else _("a reason is needed")


def lacks_name(text: str) -> str:
    """Want to know for whom somebody waits."""
    return "" if text else _("say for whom")


def is_no_day(text: str, today: date) -> str:
    """Want a day, or nothing."""
    return trouble_of(lambda typed: item_changes.parse_day(typed, today))(text)
