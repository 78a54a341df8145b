"""The names of the partners and the like, read from the first lines of their files."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.disk import toml
from csp_tui.core.disk.places import Places
from csp_tui.core.store.progress_files import ProgressFiles


def partner_names(places: Places) -> dict[str, str]:
    """Return the name of each partner, by id; "" for an unreadable file, the id where none is set.

    Raises:
        InvalidFileError: the directory of the partners cannot be read.
    """
    found = values_at_top(places, "name")
    return {key: "" if texts is None else texts.get("name", key) for key, texts in found.items()}


def values_at_top(places: Places, *keys: str) -> dict[str, dict[str, str] | None]:
    """Return the texts that each partner's file has at its top under `keys`, by partner id.

    None for an unreadable file. A key that is not set is left out; a value that is no text is "".
    For speed, only the part of each file before its first table is parsed.

    Raises:
        InvalidFileError: the directory of the partners cannot be read.
    """
    files = ProgressFiles(places)
    return {partner_id: _texts(files, partner_id, keys) for partner_id in files.partner_ids()}


def _texts(files: ProgressFiles, partner_id: str, keys: Sequence[str]) -> dict[str, str] | None:
    path = files.path(partner_id)
    try:
        text = toml.decode(files.read(partner_id)[0], path)
        try:
            table = toml.parse(text.partition("\n[")[0], path)
        except CspTuiError:  # a text of several lines may look like a table
            table = toml.parse(text, path)
    except CspTuiError:
        return None
    found = {key: table[key] for key in keys if key in table}
    return {key: each if isinstance(each, str) else "" for key, each in found.items()}
