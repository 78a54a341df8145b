"""Hands a mail to the machine's program for sending mail; csp-tui itself opens no connection."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from csp_tui.core.base.errors import NotFoundError, WriteError, reason
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable_line

_BEYOND_PATH = ("/usr/sbin", "/usr/lib")
"""Where the program is on many machines; cron does not look there."""
_PATIENCE = 120
"""Seconds after which a program that does not end is given up."""
_LONGEST = 300
_MOST_READ = 64 * 1024
"""Bytes of what the program prints."""


def find_program(name: str, environ: Mapping[str, str]) -> str:
    """Return the absolute path of the program `name`, such as ``sendmail``.

    A `name` with a slash is a path already. Another is looked for in PATH of `environ`, then in
    ``/usr/sbin`` and ``/usr/lib``.

    Raises:
        NotFoundError: there is no such program.
    """
    places = os.pathsep.join((environ.get("PATH", os.defpath), *_BEYOND_PATH))
    path = shutil.which(name, path=places)
    if path is None:
        message = _("there is no program {name} for sending mail; install one, or name it: {cure}")
        raise NotFoundError(message.format(name=name, cure="--send /usr/bin/msmtp"))
    return str(Path(path).absolute())


def send(program: str, message: bytes, environ: Mapping[str, str]) -> None:
    """Hand a whole mail to a program on its standard input; no shell is between.

    The program is called with ``-t`` (the reader is named in the mail) and ``-i`` (a line with a
    dot alone does not end it), which every program that stands in for sendmail takes.

    Args:
        program: the path of the program.
        message: the mail.
        environ: the environment for the program.

    Raises:
        WriteError: the program cannot be started, fails, or does not end within two minutes.
    """
    cannot = _("{program} did not take the mail").format(program=program)
    try:
        # A file, no pipe: a process that the program leaves behind would hold the pipe open.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [program, "-t", "-i"],
                input=message,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environ),
                timeout=_PATIENCE,
                check=False,
            )
            output.seek(0)
            printed = output.read(_MOST_READ)
    except OSError as error:
        raise WriteError(cannot, reason(error)) from error
    except subprocess.TimeoutExpired as error:
        message_ = _("it did not end within {count} seconds").format(count=_PATIENCE)
        raise WriteError(cannot, message_) from error
    if done.returncode:
        said = storable_line(printed.decode(errors="replace"))[:_LONGEST]
        raise WriteError(cannot, said or _("exit code {code}").format(code=done.returncode))
