"""The names of the files in the repository, of the present layout and of the one before it."""

from __future__ import annotations

import hashlib

from csp_tui.core.base.ids import is_id
from csp_tui.core.exchange.git import Tree

FORMAT_FILE = "format"
"""Name of the file that holds the number of the layout."""

FORMAT = 2
"""The layout: a history for each partner, in folders by a hash of the id, and own checklists."""

_AWAY = "archive/"
_ENDING = ".jsonl"


def history_name(partner_id: str) -> str:
    """Return the name of the file with a partner's history in the present layout of the repository.

    Its folder is named after a hash of the id. Named by the first letters, many ids would share one
    folder, and git writes a folder anew with each change in it.
    """
    folder = hashlib.sha256(partner_id.encode(), usedforsecurity=False).hexdigest()[:2]
    return f"history/{folder}/{partner_id}{_ENDING}"


def partners_in(tree: Tree) -> set[str]:
    """Return the ids of the partners that have a history in `tree`, in either layout."""
    found = {_id_in(name) for name in tree}
    return found - {""}


def _id_in(name: str) -> str:
    """Return the id of the partner whose history the file `name` is; empty for any other file."""
    folders, _slash, file = name.rpartition("/")
    partner_id = file.removesuffix(_ENDING)
    is_history = name == history_name(partner_id) or folders in ("history", f"{_AWAY}history")
    return partner_id if is_history and file.endswith(_ENDING) and is_id(partner_id) else ""


def old_histories(partner_id: str) -> list[str]:
    """Return the two names that a partner's history may have in the old layout.

    One is for a partner at work, one for an archived partner.
    """
    return [f"{away}history/{partner_id}{_ENDING}" for away in ("", _AWAY)]


def names_of(partner_id: str) -> list[str]:
    """Return the names that a partner's history and progress file have or had in the repository.

    Those of its customers' files in the old layout are not among them.
    """
    progress = f"partners/{partner_id}.toml"
    return [history_name(partner_id), *old_histories(partner_id), progress, f"{_AWAY}{progress}"]


def old_files(tree: Tree) -> dict[str, list[str]]:
    """Return the names of the files in `tree` that are of the old layout, by partner id."""
    found: dict[str, list[str]] = {}
    for name in tree:
        if partner_id := _old_partner(name):
            found.setdefault(partner_id, []).append(name)
    return found


def _old_partner(name: str) -> str:
    """Return the id of the partner whose file of the old layout has this `name`.

    Empty if `name` is not that of such a file.
    """
    kind, *rest = name.removeprefix(_AWAY).split("/")
    if kind == "customers" and len(rest) == 2:
        return rest[0] if is_id(rest[0]) else ""
    ending = {"partners": ".toml", "history": _ENDING}.get(kind, "")
    if len(rest) != 1 or not ending or not rest[0].endswith(ending):
        return ""
    partner_id = rest[0].removesuffix(ending)
    return partner_id if is_id(partner_id) else ""


STUB = (
    b"# This repository is kept by a newer csp-tui. Update csp-tui on this machine; nothing that\n"
    b"# it has written is lost.\n"
    b"format = 2\n"
)
"""What stands in the place of an old progress file, so that earlier versions ask for an update."""


def is_stub_place(name: str) -> bool:
    """Return whether a file of the old layout is a progress file of a partner, archived or not.

    Such a file is not deleted: STUB takes its place.
    """
    return name.removeprefix(_AWAY).startswith("partners/")
