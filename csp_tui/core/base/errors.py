"""One error for each kind of failure, with the sentence for the user and the exit code."""

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
"""What the system says, in its own words; whatever else it says stays as it is."""


class CspTuiError(Exception):
    """Base of every failure that has a sentence for the user; ``exit_code`` is the command's."""

    exit_code = 1

    @property
    def short(self) -> str:
        """What went wrong, the reason first, for a line that may be cut off."""
        return str(self)


class UsageError(CspTuiError):
    """What was asked for is ambiguous or not allowed."""

    exit_code = 2


class NotFoundError(CspTuiError):
    """A partner, run, item or checklist of that name does not exist."""

    exit_code = 3


class RunGoneError(NotFoundError):
    """The run that was to be changed is not there any more; it may come back with a redo."""


class InvalidFileError(CspTuiError):
    """A file cannot be read or is not what it should be; it is left untouched.

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
        told = _("{place}: {what}")
        super().__init__(told.format(place=f"{path}{self.place}", what=what))

    @property
    def place(self) -> str:
        """``", line 14"`` or nothing."""
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
    """The change could not be written; the old file is whole.

    Args:
        act: what could not be done, with the path.
        cause: what the system says, if it said anything.
    """

    exit_code = 6

    def __init__(self, act: str, cause: str = "") -> None:
        self._act = act
        self._cause = cause
        told = _("{act}: {cause}").format(act=act, cause=cause) if cause else act
        super().__init__(told)

    @property
    def short(self) -> str:
        """The cause before the path."""
        return f"{self._cause} ({self._act})" if self._cause else self._act


class NotDurableError(WriteError):
    """The change is in the file, but whether it outlives a power cut is not sure; write again."""


def reason(error: OSError) -> str:
    """Return what the system says about a failure, as the end of a sentence."""
    return _((error.strerror or str(error)).lower())
