"""A demo whose directory is kept, so that it can be worked on from another shell."""

from __future__ import annotations

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.demo.partners import fill
from csp_tui.core.disk.directories import list_directory
from csp_tui.core.disk.files import replace_file
from csp_tui.core.workplace.workplace import Workplace


def fill_to_keep(workplace: Workplace) -> None:
    """Fill an empty or missing data directory with the demo's partners.

    If the directory holds an earlier demo, that is left as it is.

    Raises:
        UsageError: the directory holds something else.
        WriteError: the partners could not be written.
    """
    places = workplace.places
    mark = places.local / "demo"
    if mark.exists():
        return
    if list_directory(places.data):
        message = _("{path} is not empty and holds no demo; name another directory")
        raise UsageError(message.format(path=places.data))
    fill(workplace)
    replace_file(mark, b"")
