"""The last good copy of each progress file: its content when csp-tui last wrote it.

A file is named by the id of the partner, and of the customer where it is a customer's.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, remove_directory, remove_file, replace_file


class Copies:
    """Keeps one copy of each file.

    Args:
        directory: holds the copies; it is made with the first.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def of_customers(self, partner_id: str) -> Path:
        """Return the directory of the copies of a partner's customers."""
        return self._directory / partner_id

    def path(self, partner_id: str, customer_id: str = "") -> Path:
        """Return the path of the copy of a file."""
        directory = self.of_customers(partner_id) if customer_id else self._directory
        return directory / f"{customer_id or partner_id}.toml"

    def keep(self, partner_id: str, customer_id: str, content: bytes) -> None:
        """Keep `content` as the copy; ignore failure, since the save itself has succeeded."""
        with contextlib.suppress(CspTuiError):
            path = self.path(partner_id, customer_id)
            make_directory(path.parent)
            replace_file(path, content)

    def content(self, partner_id: str, customer_id: str = "") -> bytes | None:
        """Return the copy of a file, or None where there is none or it is damaged."""
        path = self.path(partner_id, customer_id)
        try:
            content, _ = read_file(path)
            toml.parse(toml.decode(content, path), path)
        except CspTuiError:
            return None
        return content

    def goes_on_after(self, content: bytes, partner_id: str, customer_id: str = "") -> bool:
        """Say whether the copy starts with `content` and has more values: the file was cut off."""
        path = self.path(partner_id, customer_id)
        copy = self.content(partner_id, customer_id)
        if copy is None or not copy.startswith(content):
            return False
        whole, rest = (toml.parse(toml.decode(each, path), path) for each in (copy, content))
        return {**whole, "history": None} != {**rest, "history": None}

    def table(self, partner_id: str, customer_id: str = "") -> toml.Table | None:
        """Return the copy of a file as a table, or None where there is none or it is damaged."""
        path = self.path(partner_id, customer_id)
        content = self.content(partner_id, customer_id)
        return None if content is None else toml.parse(toml.decode(content, path), path)

    def remove(self, partner_id: str) -> None:
        """Remove the copies of a partner and its customers; raises WriteError."""
        remove_file(self.path(partner_id))
        remove_directory(self.of_customers(partner_id))
