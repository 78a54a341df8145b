"""The names of the files in the repository: which file belongs to which partner."""

from __future__ import annotations

from collections.abc import Mapping

from csp_tui.core.base.ids import is_id
from csp_tui.core.exchange.git import Tree
from csp_tui.core.exchange.handover_file import Handover

AWAY = "archive/"
"""The folder in the repository that holds the archived partners."""


def by_partner(tree: Tree) -> dict[str, list[str]]:
    """Return the file names in `tree` by partner id, those of archived partners included."""
    found: dict[str, list[str]] = {}
    for name in tree:
        if partner_id := _partner_of(name):
            found.setdefault(partner_id, []).append(name)
    return found


def _partner_of(name: str) -> str:
    """Return the id of the partner that a file belongs to, by its name; empty for other files."""
    parts = name.removeprefix(AWAY).split("/")
    kind = parts[0]
    if kind == "customers" and len(parts) == 3:
        partner_id, ending = parts[1], parts[2]
        return partner_id if is_id(partner_id) and is_named(ending, ".toml") else ""
    if len(parts) == 2 and kind in ("partners", "history"):
        ending = ".toml" if kind == "partners" else ".jsonl"
        return parts[1].removesuffix(ending) if is_named(parts[1], ending) else ""
    return ""


def is_named(name: str, ending: str) -> bool:
    """Return whether a file's name is an id with this `ending`."""
    return name.endswith(ending) and is_id(name.removesuffix(ending))


def handover_of(partner_id: str, prefix: str, files: Mapping[str, bytes]) -> Handover:
    """Return the hand-over that a partner's files in the repository make.

    Args:
        partner_id: the partner.
        prefix: AWAY if it is archived there, else "".
        files: the contents of its files by name.
    """
    start = f"{prefix}customers/{partner_id}/"
    customers = {
        name.removeprefix(start).removesuffix(".toml"): content
        for name, content in files.items()
        if name.startswith(start)
    }
    history = files.get(f"{prefix}history/{partner_id}.jsonl", b"")
    return Handover(
        partner_id, partner_id, files[f"{prefix}partners/{partner_id}.toml"], customers, history, {}
    )
