"""Leaving with unsaved changes: try again, save them to another file, or give them up."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from csp_tui.core.base.errors import UsageError, WriteError
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.disk.files import replace_file

GIVE_UP = "give up"


def leaving_question(count: int) -> str:
    """Return the question for `count` unsaved changes."""
    question = ngettext(
        '{count} change is not saved. A file to save to, or "{give_up}"',
        '{count} changes are not saved. A file to save to, or "{give_up}"',
        count,
    )
    return question.format(count=count, give_up=GIVE_UP)


def may_leave_for(answer: str, text: Callable[[], str]) -> bool:
    """Do what the answer says; return False if the user stays and saving is tried again.

    Args:
        answer: nothing, the name of a new file, or the words for giving up.
        text: returns the whole progress file as it should be.

    Raises:
        UsageError: the file exists already.
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
