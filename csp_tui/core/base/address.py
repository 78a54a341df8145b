"""Mail addresses: which texts are one, as every mail system takes them."""

from __future__ import annotations

import re

_LONGEST, _LONGEST_NAME = 254, 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


def is_address(text: str) -> bool:
    """Return whether `text` is one mail address and nothing else: ``amira@example.com``.

    The name of a host without a dot is allowed (``amira@localhost``). Letters beyond ASCII, quotes,
    blanks, comments and a name in front are not, nor a ``-`` at the beginning, which programs take
    for an option.
    """
    if _ADDRESS.fullmatch(text) is None or text.startswith("-"):
        return False
    return len(text) <= _LONGEST and text.index("@") <= _LONGEST_NAME


def local_address(login: str, host: str) -> str:
    """Return the address at which a user of this machine gets mail: ``amira@host``.

    Characters that no address may have become hyphens; an empty `host` is ``localhost``.
    """
    name = re.sub(r"[^A-Za-z0-9_]+", "-", login).strip("-")[:_LONGEST_NAME] or "nobody"
    labels = (re.sub(r"[^A-Za-z0-9]+", "-", each).strip("-")[:63] for each in host.split("."))
    domain = ".".join(filter(None, labels))
    return f"{name}@{domain if is_address(f'{name}@{domain}') else 'localhost'}"
