"""One error for each kind of failure, with the message for the user and the exit code."""

from __future__ import annotations

from pathlib import Path

from csp_tui.core.base.language import N_, _

_OF_THE_SYSTEM = (
    *(N_("permission denied"), N_("operation not permitted"), N_("no such file or directory")),
    *(N_("no space left on device"), N_("disk quota exceeded"), N_("read-only file system")),
    *(N_("input/output error"), N_("is a directory"), N_("not a directory"), N_("file exists")),
    *(N_("file name too long"), N_("too many levels of symbolic links"), N_("file too large")),
    *(N_("directory not empty"), N_("too many open files"), N_("stale file handle")),
)
"""Reasons of the operating system that are translated; others are shown as they are."""


class CspTuiError(Exception):
    """Base of every error with a message for the user; ``exit_code`` is that of the command."""

    exit_code = 1

    @property
    def short(self) -> str:
        """The message with the reason first, for a line that may be cut off."""
        return str(self)


class UsageError(CspTuiError):
    """What was asked for is ambiguous or not allowed."""

    exit_code = 2


class NotFoundError(CspTuiError):
    """A partner, run, item or checklist of that name does not exist."""

    exit_code = 3


class RunGoneError(NotFoundError):
    """The run to change does not exist any more; a redo may bring it back."""


class InvalidFileError(CspTuiError):
    """A file cannot be read or holds what it must not; it is left as it is.

    Args:
        path: the file.
        what: what is wrong with it, as the end of a sentence.
        line: the line, counted from 1, where known.
    """

    exit_code = 4

    def __init__(self, path: Path, what: str, line: int | None = None) -> None:
        self.path = path
        self.what = what
        self.line = line
        message = _("{place}: {what}")
        super().__init__(message.format(place=f"{path}{self.place}", what=what))

    @property
    def place(self) -> str:
        """``, line 14``; empty where the line is not known."""
        return _(", line {line}").format(line=self.line) if self.line else ""

    @property
    def short(self) -> str:
        """The reason without the path, for a row of a list."""
        if not self.line:
            return self.what
        return _("line {line}: {what}").format(line=self.line, what=self.what)


class BusyError(CspTuiError):
    """Somebody else holds the lock for longer than the time limit."""

    exit_code = 5


class WriteError(CspTuiError):
    """The change could not be written; the old file is unchanged.

    Args:
        act: what could not be done, with the path.
        cause: the reason that the operating system gave, if any.
    """

    exit_code = 6

    def __init__(self, act: str, cause: str = "") -> None:
        self._act = act
        self._cause = cause
        message = _("{act}: {cause}").format(act=act, cause=cause) if cause else act
        super().__init__(message)

    @property
    def short(self) -> str:
        """The cause before the path."""
        return f"{self._cause} ({self._act})" if self._cause else self._act


class NotDurableError(WriteError):
    """The change is in the file, but may be lost in a power cut; it must be written again."""


def reason(error: OSError) -> str:
    """Return the reason that the operating system gives, as the end of a sentence."""
    return _((error.strerror or str(error)).lower())
