"""The last good copy of each progress file: its content when csp-tui last wrote the file.

`partner_id` and `customer_id` name the file; without a customer it is the partner's own.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk import toml
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import Prepared, make_durable, read_file
from csp_tui.core.disk.many_files import prepare_files
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

    def keep(
        self,
        partner_id: str,
        contents: Mapping[str, bytes],
        on_file: Callable[[], object] = lambda: None,
    ) -> None:
        """Keep copies of files of a partner.

        If one cannot be written, all stay as they were. Failure is ignored, since the files
        themselves are saved.

        Args:
            partner_id: the partner.
            contents: the bytes of each file, by customer id; empty for the partner's own file.
            on_file: called once for each copy that is written; must not raise an error.
        """
        paths = {self.path(partner_id, each): content for each, content in contents.items()}
        directories = {path.parent for path in paths}
        prepared: list[Prepared] = []
        try:
            for directory in directories:
                make_directory(directory)
            for each in prepare_files(paths):
                prepared.append(each)
                on_file()
            while prepared:
                prepared[-1].put_in_place(lambda: None)
                prepared.pop()
            for directory in directories:
                make_durable(directory)
        except CspTuiError:
            for each in prepared:
                each.drop()

    def content(self, partner_id: str, customer_id: str = "") -> bytes | None:
        """Return the bytes of a file's copy; None if the copy is missing or damaged."""
        path = self.path(partner_id, customer_id)
        if not os.path.lexists(path):
            return None
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
        """Return whether the copy begins with `content` and has more values after it.

        If so, a file with this `content` was cut off. `content` must be valid TOML. False if the
        copy is missing or damaged.
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
