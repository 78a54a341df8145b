"""Leaving with something that is not saved: try again, save it elsewhere, or give it up."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from csp_tui.core.base.errors import UsageError, WriteError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.disk.files import replace_file

GIVE_UP = "give up"


def leaving_question(count: int) -> str:
    """Return what to ask where `count` changes are not saved."""
    asked = ngettext(
        '{count} change is not saved. A file to save to, or "{give_up}"',
        '{count} changes are not saved. A file to save to, or "{give_up}"',
        count,
    )
    return asked.format(count=count, give_up=GIVE_UP)


def may_leave_for(answer: str, text: Callable[[], str]) -> bool:
    """Do what the answer says; return False where it is to stay and try again.

    Args:
        answer: nothing, the name of a new file, or the words for giving up.
        text: gives the whole progress file as it should be.

    Raises:
        UsageError: there is such a file already.
        WriteError: it could not be written.
    """
    if not answer:
        return False
    if answer.casefold() == GIVE_UP:
        return True
    try:
        path = Path(answer).expanduser()
    except RuntimeError as error:
        raise WriteError(f"{answer}: {error}") from error
    if os.path.lexists(path):
        raise UsageError(_("{path} exists already; nothing was written").format(path=path))
    replace_file(path, text().encode())
    return True
