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
"""Error messages of the operating system that are translated; others are shown in English."""


MALFORMED = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What reading values from JSON that anything may have written can raise, also where it is deep."""


class CspTuiError(Exception):
    """Base of every error whose text is a message for the user.

    A command that fails with the error ends with its ``exit_code``.
    """

    exit_code = 1

    @property
    def short(self) -> str:
        """The message for a line whose end may be cut off.

        It is the whole message here. Errors about files put the reason before the path, or leave
        out the path.
        """
        return str(self)


class UsageError(CspTuiError):
    """The user asked for something that is ambiguous or not allowed."""

    exit_code = 2


class NotFoundError(CspTuiError):
    """A partner, run, item, checklist or file that the user named does not exist."""

    exit_code = 3


class RunGoneError(NotFoundError):
    """The run to change was removed by an undo; a redo may bring the run back."""


class InvalidFileError(CspTuiError):
    """A file cannot be read, or its content is not valid; the file is left unchanged.

    Args:
        path: the file.
        what: what is wrong with the file, as the end of a sentence.
        line: the number of the faulty line, counted from 1; None where it is not known.
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
        """The line number, to put after the path: ``, line 14``; empty where it is not known."""
        return _(", line {line}").format(line=self.line) if self.line else ""

    @property
    def short(self) -> str:
        """The line number, where known, and the reason, without the path; for a row of a list."""
        if not self.line:
            return self.what
        return _("line {line}: {what}").format(line=self.line, what=self.what)


class MissingFileError(InvalidFileError):
    """A progress file does not exist, although its history says that it should.

    Args:
        path: where the file should be.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, _("the file is missing; restore brings it back"))


def error_in_row(error: CspTuiError) -> str:
    """Return why a file cannot be read, for the row of a list that it belongs to.

    Of a file that is there, it is ``unreadable`` and the reason.
    """
    if isinstance(error, InvalidFileError) and not isinstance(error, MissingFileError):
        return _("unreadable, {why}").format(why=error.short)
    return error.short


class BusyError(CspTuiError):
    """Another process held the lock for longer than the time limit."""

    exit_code = 5


class WriteError(CspTuiError):
    """The change could not be written; the old file is unchanged.

    Args:
        act: what could not be done, with the path, like ``cannot write /data/a.toml``.
        cause: the reason that the operating system gave; empty where there is no reason.
    """

    exit_code = 6

    def __init__(self, act: str, cause: str = "") -> None:
        self._act = act
        self._cause = cause
        message = _("{act}: {cause}").format(act=act, cause=cause) if cause else act
        super().__init__(message)

    @property
    def short(self) -> str:
        """The message with the cause first: ``no space left (cannot write /data/a.toml)``."""
        return f"{self._cause} ({self._act})" if self._cause else self._act


class NotDurableError(WriteError):
    """The change is in the file, but a power cut may lose it, so it must be written again."""


def known_error(error: Exception) -> CspTuiError:
    """Return `error`; in place of one that has no message for the user, that nothing was saved."""
    if isinstance(error, CspTuiError):
        return error
    return WriteError(_("cannot save"), repr(error))


def reason(error: OSError) -> str:
    """Return the operating system's message for `error`, translated, as the end of a sentence."""
    return _((error.strerror or str(error)).lower())
