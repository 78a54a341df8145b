"""The address of the remote repository, kept apart from the copy of it, which may break."""

from __future__ import annotations

import contextlib
import re
import shlex

from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.places import Places
from csp_tui.core.exchange.sync_places import address_file

_OLD = re.compile(r'^\[remote "origin"\]\n(?:\s+.*\n)*?\s+url = (.*)$', re.MULTILINE)
"""The address in the settings of the repository, where earlier versions kept it."""
_SECRET = re.compile(r"(https?://)[^/\s]*@", re.IGNORECASE)
"""What stands before the host of an address: a name, and maybe a password."""
_SSH = re.compile(r"ssh://([^/:]+)(?::(\d+))?(?:/|$)|([^/:]+):", re.IGNORECASE)


def kept_address(places: Places) -> str:
    """Return the remote's address, as the last sync kept it; empty if none was ever named.

    An address that an earlier version kept elsewhere is found, too, and kept in the new place.

    Raises:
        InvalidFileError: the file with the address cannot be read.
        UsageError: git could misunderstand the address.
    """
    try:
        address = read_file(address_file(places))[0].decode("utf-8", "replace").strip()
    except NotFoundError:
        address = _kept_by_earlier_version(places)
        with contextlib.suppress(CspTuiError):  # the settings of the repository are made anew
            if address:
                keep_address(places, address)
    if address:
        refuse_bad_address(address)
    return address


def keep_address(places: Places, address: str) -> None:
    """Write the remote's address to its file, where the next sync finds it, unless it is there.

    Raises:
        InvalidFileError: the present file with the address cannot be read.
        WriteError: the address could not be written.
    """
    path, content = address_file(places), f"{address}\n".encode()
    try:
        if read_file(path)[0] == content:
            return
    except NotFoundError:
        make_directory(path.parent)
    replace_file(path, content, is_private=True)


def _kept_by_earlier_version(places: Places) -> str:
    try:
        content = read_file(places.repository / "config")[0].decode("utf-8", "replace")
    except NotFoundError:
        return ""
    found = _OLD.search(content)
    quoted = found[1].strip().removeprefix('"').removesuffix('"') if found else ""
    return re.sub(r'\\(["\\])', r"\1", quoted)


def refuse_bad_address(address: str) -> None:
    """Raise UsageError if an address is empty, or git could take it for an option or a program.

    Addresses with control characters are refused, too.
    """
    is_helper = re.match(r"[A-Za-z0-9+.-]+::", address)  # git would run a program of that name
    if not address or address.startswith("-") or is_helper or address != visible_line(address):
        message = _('"{address}" is no address of a git repository')
        raise UsageError(message.format(address=address))


def without_password(text: str) -> str:
    """Return `text`, which may quote addresses, without the names and passwords in them."""
    return _SECRET.sub(r"\1", text)


def ssh_words(address: str) -> str:
    """Return what to type after ``ssh`` to reach the host of an address, with its port.

    Empty if the address is not one for ssh.
    """
    found = _SSH.match(address)
    if not found:
        return ""
    host, port, other_host = found.groups()
    return (f"-p {port} " if port else "") + shlex.quote(host or other_host)
