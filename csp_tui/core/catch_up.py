"""Bringing a file and its history together before a change: after a crash, after foreign hands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from csp_tui.core import toml
from csp_tui.core.changes import Change, apply_to_table
from csp_tui.core.history import History, head, parse_head
from csp_tui.core.outside import outside_changes

if TYPE_CHECKING:
    from csp_tui.core.progress_document import ProgressDocument


@dataclass(frozen=True, slots=True)
class Act:
    """Changes that are one step; `base` is what they are compared with, if not the document."""

    changes: Sequence[Change]
    undoes: str = ""
    base: toml.Table | None = None


def catch_up(
    document: ProgressDocument, history: History, copy: toml.Table | None
) -> tuple[bool, Act]:
    """Apply to `document` what it lacks; return whether it did, and what was changed outside.

    Args:
        document: the file as it was read.
        history: every change that was recorded.
        copy: the last good copy, where the file is not the same; else None.

    A file that includes fewer lines than the copy is a restored backup: it stands as it is,
    and what it changes is recorded like an edit by hand.
    """
    missing = history.beyond(document.heads)
    outside: list[Change] = []
    if copy is not None:
        heads = {key: str(value) for key, value in copy.get("history", {}).items()}
        is_backup = _is_older(document.heads, heads)
        for line in history.beyond(heads):
            if is_backup or line not in missing:
                apply_to_table(copy, line.change)
        outside = outside_changes(copy, document.data)
        if is_backup:
            missing = []
            document.set_heads(history.heads())
    for line in missing:
        document.apply(line.change)
        document.set_heads({line.writer: head(line)})
    return bool(missing), Act(outside, base=copy)


def _is_older(heads: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Say whether a file with `heads` includes fewer lines of some writer than `others` tell."""
    return any(parse_head(heads.get(key, ""))[0] < parse_head(others[key])[0] for key in others)
