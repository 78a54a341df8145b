"""Writing progress files."""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.core.progress.change import Change, values_at
from csp_tui.core.progress.model import ITEM_KEYS, RULE, RULE_KEY, follows_lines, heads_in
from csp_tui.core.progress.toml_document import TomlDocument


class ProgressDocument(TomlDocument):
    """One progress file in memory, to which changes are applied.

    The arguments and errors are those of `TomlDocument`.
    """

    def apply(self, change: Change) -> None:
        """Set the values of `change` in its table of the document; None removes a key.

        New keys of an item come in the order of `ITEM_KEYS`.

        Raises:
            InvalidFileError: the tables of the file have a shape that cannot be edited.
        """
        order = list(ITEM_KEYS)
        keys = sorted(change.to, key=lambda key: order.index(key) if key in order else -1)
        self.set_values(change.table, {key: change.to[key] for key in keys})

    @property
    def heads(self) -> dict[str, str]:
        """The heads in the file, by writer id, as `heads_in` returns them; empty without any."""
        return heads_in(self.data)

    @property
    def follows_lines(self) -> bool:
        """Whether the file notes that it was made from its history's lines, by the present rule."""
        return follows_lines(self.data)

    def ensure(self, change: Change) -> None:
        """Apply `change` if it changes any value, else do nothing; raises as `apply` does."""
        if values_at(self.data, change) != change.to:
            self.apply(change)

    def note_rule(self) -> None:
        """Note in the file that it was made from the lines of its history, by the present rule.

        Raises:
            InvalidFileError: the tables of the file have a shape that cannot be edited.
        """
        self.set_values(("history",), {RULE_KEY: RULE})

    def replace_heads(self, heads: Mapping[str, str]) -> None:
        """Record `heads` as :meth:`set_heads` does, and remove those of other writers.

        Raises:
            InvalidFileError: the tables of the file have a shape that cannot be edited.
        """
        for writer in self.heads.keys() - heads.keys():
            self.set_values(("history",), {writer: None})
        self.set_heads(heads)

    def set_heads(self, heads: Mapping[str, str]) -> None:
        """Record `heads` in the file: the lines of its history that it includes.

        They are by writer id, as `heads_in` returns them. The heads of writers that are not in
        `heads` stay as they are.

        Raises:
            InvalidFileError: the tables of the file have a shape that cannot be edited.
        """
        self.set_values(("history",), heads)
