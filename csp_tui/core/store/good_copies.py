"""The last good copy of each progress file: its content when csp-tui last wrote the file.

`partner_id` and `customer_id` name the file; without a customer it is the partner's own.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.removing import remove_directory, remove_file


class Copies:
    """Keeps the last good copy of each progress file.

    Args:
        directory: the directory of the copies; it is made when needed.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def of_customers(self, partner_id: str) -> Path:
        """Return the directory of the copies of a partner's customers."""
        return self._directory / partner_id

    def path(self, partner_id: str, customer_id: str = "") -> Path:
        """Return the path of the copy of a customer's file, or of the partner's own."""
        directory = self.of_customers(partner_id) if customer_id else self._directory
        return directory / f"{customer_id or partner_id}.toml"

    def keep(self, partner_id: str, customer_id: str, content: bytes) -> None:
        """Keep `content` as the copy of a customer's file, or of the partner's if the id is empty.

        Failure is ignored, since the file itself is saved.
        """
        with contextlib.suppress(CspTuiError):
            path = self.path(partner_id, customer_id)
            make_directory(path.parent)
            replace_file(path, content)

    def content(self, partner_id: str, customer_id: str = "") -> bytes | None:
        """Return the copy of a customer's or the partner's file; None if missing or damaged."""
        path = self.path(partner_id, customer_id)
        try:
            content, _ = read_file(path)
            toml.parse(toml.decode(content, path), path)
        except CspTuiError:
            return None
        return content

    def is_same(self, content: bytes, partner_id: str, customer_id: str = "") -> bool:
        """Return whether the copy has exactly this `content`; False if there is no copy."""
        with contextlib.suppress(CspTuiError):
            return read_file(self.path(partner_id, customer_id))[0] == content
        return False

    def goes_on_after(self, content: bytes, partner_id: str, customer_id: str = "") -> bool:
        """Return whether the copy starts with `content` and holds more values after it.

        A file with this `content` was cut off. False if there is no copy.
        """
        path = self.path(partner_id, customer_id)
        copy = self.content(partner_id, customer_id)
        if copy is None or not copy.startswith(content):
            return False
        whole, rest = (toml.parse(toml.decode(each, path), path) for each in (copy, content))
        return {**whole, "history": None} != {**rest, "history": None}

    def table(self, partner_id: str, customer_id: str = "") -> toml.Table | None:
        """Return the copy, parsed as a table; None if it is missing or damaged."""
        path = self.path(partner_id, customer_id)
        content = self.content(partner_id, customer_id)
        return None if content is None else toml.parse(toml.decode(content, path), path)

    def remove(self, partner_id: str) -> None:
        """Delete the copies of a partner's file and of its customers' files; raises WriteError."""
        remove_file(self.path(partner_id))
        remove_directory(self.of_customers(partner_id))
