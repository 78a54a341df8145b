"""What a user who leaves can do with unsaved changes: try again, save elsewhere, or give up."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from csp_tui.core.base.asking import Question
from csp_tui.core.base.errors import UsageError, WriteError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.disk.files import replace_file

GIVE_UP = N_("give up")
"""What the user types to drop the changes, or its translation."""


def leaving_question(count: int) -> Question:
    """Return the question to ask before a screen with `count` unsaved changes is left."""
    title = ngettext(
        "{count} change is not saved: save it to a file?",
        "{count} changes are not saved: save them to a file?",
        count,
    ).format(count=count)
    lead = _('Nothing typed tries again; "{give_up}" drops what is not saved.')
    return Question(_("New file"), lead=lead.format(give_up=_(GIVE_UP)), title=title)


def carry_out_leaving(answer: str, text: Callable[[], str]) -> bool:
    """Carry out the answer to `leaving_question`; return whether to leave the screen.

    It may be left if the named file was written. It may also be left if the answer is to give up;
    the caller then drops the changes.

    Args:
        answer: "" to stay and try saving again; `GIVE_UP`, in English or the current language,
            to drop the changes; else the name of a new file to write.
        text: returns what to write to that file: the data with the unsaved changes.

    Raises:
        UsageError: the file exists already.
        WriteError: the file cannot be written.
    """
    if not answer:
        return False
    if answer.casefold() in (GIVE_UP, _(GIVE_UP)):
        return True
    try:
        path = Path(answer).expanduser()
    except RuntimeError as error:
        raise WriteError(f"{answer}: {error}") from error
    if os.path.lexists(path):
        raise UsageError(_("{path} exists already; nothing was written").format(path=path))
    replace_file(path, text().encode(), is_private=True)
    return True
