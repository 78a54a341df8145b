"""What is wrong with an answer in the bottom row; nothing where it will do."""

from __future__ import annotations

from datetime import date

from csp_tui.core import acts
from csp_tui.core.errors import UsageError


def lacks_reason(text: str) -> str:
    """Want a reason."""
    return "" if text else "a reason is needed"


def lacks_name(text: str) -> str:
    """Want to know for whom somebody waits."""
    return "" if text else "say for whom"


def is_no_day(text: str, today: date) -> str:
    """Want a day, or nothing."""
    try:
        acts.parse_day(text, today)
    except UsageError as error:
        return str(error)
    return ""
