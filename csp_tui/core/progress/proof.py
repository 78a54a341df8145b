"""Files that prove an item: only the name and the hash of such a file are recorded."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import NamedTuple

from csp_tui.core.base.errors import UsageError, reason
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable_line

SHORT = 12
"""How many digits of a hash are shown where there is little room."""


class Proof(NamedTuple):
    """The name and the SHA-256 (64 hexadecimal digits) of a file that proves an item."""

    file: str
    sha256: str


def read_proof(place: str) -> Proof:
    """Return the name and the hash of the file at the path `place`, which may start with ``~``.

    Raises:
        UsageError: there is no such file, it is not a regular one, or cannot be read.
    """
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    path = Path(place)
    try:
        if place.startswith("~"):
            path = path.expanduser()
        descriptor = os.open(path, flags)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise UsageError(_("not a regular file, so no proof: {path}").format(path=path))
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UsageError(
            _("cannot read the file ({reason}): {path}").format(reason=reason(error), path=path)
        ) from error
    except (RuntimeError, ValueError) as error:  # no such home; no such name
        raise UsageError(_("no file can have that name: {path}").format(path=path)) from error
    return Proof(storable_line(path.name) or _("a file without a name"), digest)


def short_proof(file: str, sha256: str) -> str:
    """Return a file name and the first SHORT (12) digits of its hash, with a blank between.

    Either may be empty, and is then left out; "" if both are.
    """
    return f"{file} {sha256[:SHORT]}".strip()
