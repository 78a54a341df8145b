"""Leaving with something that is not saved: try again, save it elsewhere, or give it up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from csp_tui.core.errors import CspTuiError
from csp_tui.core.files import replace_file
from csp_tui.tui.tone import Tone
from csp_tui.tui.widgets.bottom_row import BottomRow

GIVE_UP = "give up"


async def ask_before_leaving(
    bottom: BottomRow, count: int, text: Callable[[], str]
) -> Path | bool | None:
    """Ask what to do with `count` unsaved changes.

    Args:
        bottom: where to ask.
        count: how many changes.
        text: gives the whole progress file as it should be.

    Returns:
        None to stay and try again; the file that the text was written to, or True to give up.
    """
    things = "change is" if count == 1 else "changes are"
    answer = await bottom.ask(f'{count} {things} not saved. A file to save to, or "{GIVE_UP}"')
    if not answer:
        return None
    if answer.casefold() == GIVE_UP:
        return True
    path = Path(answer).expanduser()
    try:
        if path.exists():
            bottom.say(f"{path} exists already; nothing was written.", Tone.ALERT)
            return None
        replace_file(path, text().encode())
    except (CspTuiError, OSError, RuntimeError) as error:
        bottom.say(str(error), Tone.ALERT)
        return None
    return path
