"""What the own checklists were when this data directory and the remote had the same last.

Without these notes nothing is lost: a checklist that is not the same on both sides then counts as
changed on both.
"""

from __future__ import annotations

import contextlib
import json

from csp_tui.core.base.errors import MALFORMED, CspTuiError
from csp_tui.core.disk.directories import make_directory
from csp_tui.core.disk.files import read_file, replace_file
from csp_tui.core.disk.places import Places


class ChecklistNotes:
    """The remote's commit of the last sync, and git's hash of each file that both sides had then.

    A group that shares the directory shares these notes, too: its checklists are the same ones.
    """

    def __init__(self, places: Places) -> None:
        self.commit = ""
        """The remote's commit after the last sync; empty before the first one."""
        self.blobs: dict[str, str] = {}
        """Git's hash of the content that both sides had last, by file name."""
        self._path = places.exchange / "checklists.json"
        with contextlib.suppress(CspTuiError, *MALFORMED):
            found = json.loads(read_file(self._path)[0])
            self.blobs, self.commit = dict(found["files"]), str(found["commit"])

    def keep(self, commit: str, blobs: dict[str, str]) -> None:
        """Write the remote's new commit and the hashes, unless both are as before.

        A failure is ignored: the next sync only has more to compare.

        Args:
            commit: the remote's commit after this sync.
            blobs: git's hash of the content that both sides have now, by file name.
        """
        if (commit, blobs) == (self.commit, self.blobs):
            return
        with contextlib.suppress(CspTuiError):
            make_directory(self._path.parent)
            replace_file(self._path, json.dumps({"commit": commit, "files": blobs}).encode())
