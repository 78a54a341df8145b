"""The last good copy of each progress file: what csp-tui itself wrote or took up last."""

from __future__ import annotations

import contextlib
from pathlib import Path

from csp_tui.core import toml
from csp_tui.core.directories import make_directory
from csp_tui.core.errors import CspTuiError
from csp_tui.core.files import read_file, remove_file, replace_file


class Copies:
    """Keeps one copy for each partner.

    Args:
        directory: where the copies stand; it is made when the first is kept.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def path(self, partner_id: str) -> Path:
        """Return where the copy of a partner stands."""
        return self._directory / f"{partner_id}.toml"

    def keep(self, partner_id: str, content: bytes) -> None:
        """Keep `content`; a copy that cannot be kept is no reason to fail a save."""
        with contextlib.suppress(CspTuiError):
            make_directory(self._directory)
            replace_file(self.path(partner_id), content)

    def content(self, partner_id: str) -> bytes | None:
        """Return the copy of a partner, or None where there is none that is good."""
        path = self.path(partner_id)
        try:
            content, _ = read_file(path)
            toml.parse(toml.decode(content, path), path)
        except CspTuiError:
            return None
        return content

    def goes_on_after(self, partner_id: str, content: bytes) -> bool:
        """Say whether the copy of a partner is `content` and more values: the file lost its end."""
        copy = self.content(partner_id)
        if copy is None or not copy.startswith(content):
            return False
        whole, rest = (
            toml.parse(toml.decode(each, self.path(partner_id)), self.path(partner_id))
            for each in (copy, content)
        )
        return {**whole, "history": None} != {**rest, "history": None}

    def table(self, partner_id: str) -> toml.Table | None:
        """Return the copy of a partner as a table, or None where there is none that is good."""
        path = self.path(partner_id)
        content = self.content(partner_id)
        return None if content is None else toml.parse(toml.decode(content, path), path)

    def remove(self, partner_id: str) -> None:
        """Remove the copy of a partner; raises WriteError."""
        remove_file(self.path(partner_id))
