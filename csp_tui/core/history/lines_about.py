"""Finds the lines about one table of a progress file, without decoding the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.torn_lines import decoded

_MOVES = b'"moves":{'


def lines_about(
    encoded: Sequence[bytes], customer: str, table: tuple[str, ...]
) -> list[HistoryLine]:
    """Return the lines about one table, without damaged ones.

    Of an item that had other ids before its run was moved to another edition, these are also the
    lines about those ids, and the lines that moved the run.

    Args:
        encoded: the bytes of each line, the oldest first.
        customer: the id of the file's customer; empty for the partner's own file.
        table: the names of the nested tables that lead to the table, the outermost first.
    """
    words = [f'"customer":"{customer}"'] if customer else []
    if table[:1] == ("checklists",):
        words.append(f'"run":"{table[1]}"')
    named = [word.encode() for word in words]
    moves = moves_of(encoded, table[1]) if table[3:] else []
    items = _with_earlier(table[3:], moves)
    any_of = [f'"item":"{each}"'.encode() for each in items]
    tables = {(*table[:3], each) for each in items} or {table}
    lines = (
        decoded(raw)
        for raw in encoded
        if all(word in raw for word in named)
        and (not any_of or any(word in raw for word in any_of))
    )
    found = (line for line in lines if line and line.customer == customer)
    return [*moves, *(line for line in found if line.change.table in tables)]


def moves_of(encoded: Sequence[bytes], run: str) -> list[HistoryLine]:
    """Return the lines that moved items of a run to other ids, the oldest first."""
    word = f'"run":"{run}"'.encode()
    lines = (decoded(raw) for raw in encoded if _MOVES in raw and word in raw)
    return [line for line in lines if line and line.moves and line.run == run]


def _with_earlier(items: Iterable[str], moves: Iterable[HistoryLine]) -> set[str]:
    """Return `items` and all ids that they had before their run was moved."""
    found = set(items)
    pairs = [pair for line in moves for pair in line.moves.items()]
    while more := {old for old, new in pairs if new in found} - found:
        found |= more
    return found
