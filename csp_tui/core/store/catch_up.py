"""Brings a progress file and its history into agreement, after a crash or an edit by hand."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING

from csp_tui.core.disk import toml
from csp_tui.core.history.acts import Act
from csp_tui.core.history.line import HistoryLine, head, parse_head
from csp_tui.core.history.log import History
from csp_tui.core.history.outside_changes import outside_changes
from csp_tui.core.history.planned_step import PlannedStep
from csp_tui.core.progress.change import Change, apply_to_table, values_at

if TYPE_CHECKING:
    from csp_tui.core.progress.document import ProgressDocument


def catch_up(
    document: ProgressDocument, history: History, copy: toml.Table | None, customer: str = ""
) -> tuple[bool, PlannedStep]:
    """Apply to `document` the history lines that it lacks, and find what was changed by hand.

    Two kinds of files are treated in another way:

    - A restored backup, which includes fewer history lines than its last good copy, is kept as it
      is, and its differences from the copy are recorded like an edit by hand.
    - A file that was made by hand, which has neither heads nor a copy, gets the change of a line
      only while it still has the old values that the line records.

    Args:
        document: the file as it was read.
        history: the history of the partner.
        copy: the last good copy of the file if its content differs; else None.
        customer: id of the file's customer; empty for the partner's own file.

    Returns:
        Whether `document` lacked lines; and a step that records the changes made by hand.
    """
    is_first = not document.heads and copy is None
    is_backup = False
    missing = (
        list(history.of(customer))[::-1] if is_first else history.beyond(document.heads, customer)
    )
    outside: list[Change] = []
    if copy is not None:
        heads = {key: str(value) for key, value in copy.get("history", {}).items()}
        beyond = history.beyond(heads, customer)
        is_backup = _is_older(document.heads, heads)
        if is_backup:
            missing = _missing_after_crash(copy, document.data, beyond)
        for line in beyond:
            if line not in missing or line.do == Act.OUTSIDE:
                _apply(copy, line)
        outside = outside_changes(copy, document.data, customer)
    for line in missing:
        if not is_first or values_at(document.data, line.change) == line.before:
            document.apply(line.change)
        document.set_heads({line.writer: head(line)})
    if is_backup:
        document.set_heads(history.heads(customer))
    return bool(missing), PlannedStep(outside, base=copy)


def _missing_after_crash(
    copy: toml.Table, backup: toml.Table, beyond: Sequence[HistoryLine]
) -> list[HistoryLine]:
    """Return the history lines whose changes must still be made in `backup`, a restored backup.

    Usually there are none: a backup is kept as it is, and its differences from `copy` are recorded
    in the history. But if a process has recorded them already, and died before it wrote the file,
    the changes of the other lines in `beyond` must still be made.

    Args:
        copy: the last good copy of the file.
        backup: the file as it is now.
        beyond: the history lines that the copy lacks.
    """
    recorded = [line for line in beyond if line.do == Act.OUTSIDE]
    expected = deepcopy(copy)
    for line in recorded:
        _apply(expected, line)
    is_recorded = recorded and not outside_changes(expected, backup)
    return [line for line in beyond if line.do != Act.OUTSIDE] if is_recorded else []


def _apply(copy: toml.Table, line: HistoryLine) -> None:
    with contextlib.suppress(ValueError):  # somebody altered the line; ``verify`` reports it
        apply_to_table(copy, line.change)


def _is_older(heads: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Return whether `heads` include fewer lines of at least one writer than `others` do."""
    return any(parse_head(heads.get(key, ""))[0] < parse_head(others[key])[0] for key in others)
