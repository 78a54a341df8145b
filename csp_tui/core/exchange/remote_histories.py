"""The histories on the remote of ``sync``, of the present layout and of the old one."""

from __future__ import annotations

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.disk.files import LARGEST as LARGEST_FILE
from csp_tui.core.exchange.git import Tree
from csp_tui.core.exchange.git_contents import Blobs, blob_id
from csp_tui.core.exchange.repository_names import (
    FORMAT,
    FORMAT_FILE,
    STUB,
    history_name,
    is_stub_place,
    old_files,
    old_histories,
    partners_in,
)
from csp_tui.core.history.log import LARGEST

Files = dict[str, bytes | None]
"""The new contents of files to send, by file name; None for a file to delete."""


class RemoteHistories:
    """The histories of partners in one commit of the remote.

    Args:
        tree: the files of the commit.
        blobs: reads their contents.
    """

    def __init__(self, tree: Tree, blobs: Blobs) -> None:
        self._tree = tree
        self._blobs = blobs
        self._old = old_files(tree)
        self.partner_ids = partners_in(tree)
        """The ids of the partners that have a history there."""

    def refuse_newer(self) -> None:
        """Raise UsageError if a newer csp-tui has changed the layout of the repository."""
        blob = self._tree.get(FORMAT_FILE, "")
        found = self._blobs.content(blob, LARGEST_FILE).strip() if blob else b"0"
        if not found.isdigit() or int(found) > FORMAT:
            message = _("a newer csp-tui keeps this repository; update csp-tui on this machine")
            raise UsageError(message)

    @property
    def has_format(self) -> bool:
        """Whether the repository has the file that names its layout."""
        return FORMAT_FILE in self._tree

    def expect(self, partner_ids: list[str]) -> None:
        """Ask git for the sizes of these partners' histories at once, so that reads are quicker."""
        self._blobs.expect([blob for each in partner_ids if (blob := self.blob(each))])

    def blob(self, partner_id: str) -> str:
        """Return git's hash of a partner's history in the present layout; empty for none."""
        return self._tree.get(history_name(partner_id), "")

    def history(self, partner_id: str) -> bytes:
        """Return the content of a partner's history on the remote; empty if none.

        Lines that are only in files of the old layout come last. Ends of lines that somebody's git
        has converted are as they were.
        """
        names = [history_name(partner_id), *old_histories(partner_id)]
        found: dict[bytes, None] = {}
        for blob in filter(None, map(self._tree.get, names)):
            lines = self._blobs.content(blob, LARGEST).split(b"\n")
            found.update(dict.fromkeys(line.removesuffix(b"\r") for line in lines))
        found.pop(b"", None)
        return b"".join(line + b"\n" for line in found)

    def stubs(self, partner_id: str) -> Files:
        """Return the changes that take a partner's files of the old layout away; usually none.

        In place of a progress file comes a text that asks earlier versions for an update; the other
        files are deleted.
        """
        files: Files = {}
        for name in self._old.get(partner_id, ()):
            if not is_stub_place(name):
                files[name] = None
            elif self._tree[name] != blob_id(STUB):
                files[name] = STUB
        return files
