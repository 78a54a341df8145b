"""The names of the partners, read from the first lines of their files."""

from __future__ import annotations

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk import toml
from csp_tui.core.disk.places import Places
from csp_tui.core.store.progress_files import ProgressFiles


def partner_names(places: Places) -> dict[str, str]:
    """Return the name of each partner, by id; "" for an unreadable file, the id where none is set.

    For speed, only the part of each file before its first table is parsed.

    Raises:
        InvalidFileError: the directory of the partners cannot be read.
    """
    files = ProgressFiles(places)
    return {key: _name(files, key) for key in files.partner_ids()}


def _name(files: ProgressFiles, partner_id: str) -> str:
    path = files.path(partner_id)
    try:
        text = toml.decode(files.read(partner_id)[0], path)
        try:
            table = toml.parse(text.partition("\n[")[0], path)
        except CspTuiError:  # a text of several lines may look like a table
            table = toml.parse(text, path)
    except CspTuiError:
        return ""
    name = table.get("name", partner_id)
    return name if isinstance(name, str) else ""
