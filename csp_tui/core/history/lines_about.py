"""Finds the lines about one table of a progress file, without decoding the others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from csp_tui.core.history.line import HistoryLine, digest, head
from csp_tui.core.history.replaced import not_replaced
from csp_tui.core.history.torn_lines import decoded

_ITEM = re.compile(rb'"item":("(?:[^"\\]|\\.)*")')
_VALUES = re.compile(rb'"(?:from|to|with)":\{')
"""Where the values of a line begin, among which a key may be called ``item``, too."""
CUSTOMER = b'"customer":"'
"""Bytes that only lines about a customer contain, since JSON escapes quotation marks in texts."""
MOVES = b'"moves":{'
"""Bytes that only a line which moves items to other ids holds."""


class LineIndex:
    """The lines of a history by the item that they name.

    Args:
        encoded: the bytes of each line, the oldest first.
    """

    def __init__(self, encoded: Sequence[bytes]) -> None:
        self.encoded: Sequence[bytes] = []
        self.moves: list[bytes] = []
        """The lines that move items."""
        self.others: list[bytes] = []
        """The lines that are, or may be, about no item."""
        self._by_item: dict[bytes, list[tuple[int, bytes]]] = {}
        self._standing: dict[tuple[str, tuple[str, ...]], tuple[int, list[bytes]]] = {}
        self.add(encoded, encoded)

    def add(self, new: Sequence[bytes], encoded: Sequence[bytes]) -> None:
        """Add the lines `new` at the end. `encoded` are then all lines, `new` included."""
        for number, raw in enumerate(new, len(self.encoded)):
            for item in _ITEM.findall(raw):
                self._by_item.setdefault(item, []).append((number, raw))
            values = _VALUES.search(raw)
            if values is None or b'"item":"' not in raw[: values.start()]:
                self.others.append(raw)
            if MOVES in raw:
                self.moves.append(raw)
        self.encoded = encoded

    def of_items(self, items: Iterable[str]) -> list[bytes]:
        """Return the lines that name one of `items`, the oldest first."""
        keys = (json.dumps(item, ensure_ascii=False).encode() for item in items)
        found = {each for key in keys for each in self._by_item.get(key, ())}
        return [raw for _number, raw in sorted(found)]

    def not_replaced(self, customer: str, table: tuple[str, ...]) -> list[bytes]:
        """Return the lines about the item at `table`, without those replaced wholly.

        If a line that names the item is damaged or of an earlier version, all of these lines are
        returned. `customer` is the id of the file's customer; empty for the partner's own file. The
        result is kept, so that only lines added since are looked at anew.
        """
        key = json.dumps(table[3], ensure_ascii=False).encode()
        own = self._by_item.get(key, [])
        count, kept = self._standing.get((customer, table), (0, []))
        if count < len(own):
            new = [raw for _number, raw in own[count:]]
            kept = not_replaced([*kept, *new], customer, table)
            self._standing[customer, table] = len(own), kept
        return kept


def lines_about(index: LineIndex, customer: str, table: tuple[str, ...]) -> list[HistoryLine]:
    """Return the lines about one table of a file, without damaged ones.

    Of an item, lines that later ones replace wholly are left out, and the lines that moved items of
    its run to other ids come first. If the item itself was given another id, the lines about its
    earlier ids are returned, too, and none is left out.

    Args:
        index: the index of the history's lines.
        customer: the id of the file's customer; empty for the partner's own file.
        table: the names of the nested tables that lead to the table, the outermost first.
    """
    words = [f'"customer":"{customer}"'] if customer else []
    if table[:1] == ("checklists",):
        words.append(f'"run":"{table[1]}"')
    named = [word.encode() for word in words]
    moves = moves_of(index, table[1]) if table[3:] else []
    items = _with_earlier(table[3:], moves)
    known: Sequence[bytes] = index.of_items(items) if items else index.others
    if len(items) == 1:
        known = index.not_replaced(customer, table)
    tables = {(*table[:3], each) for each in items} or {table}
    lines = (decoded(raw) for raw in known if all(word in raw for word in named))
    found = (line for line in lines if line and line.customer == customer)
    return [*moves, *(line for line in found if line.change.table in tables)]


def moves_of(index: LineIndex, run: str) -> list[HistoryLine]:
    """Return the lines that moved items of a run to other ids, the oldest first."""
    word = f'"run":"{run}"'.encode()
    lines = (decoded(raw) for raw in index.moves if word in raw)
    return [line for line in lines if line and line.moves and line.run == run]


def _with_earlier(items: Iterable[str], moves: Iterable[HistoryLine]) -> set[str]:
    """Return `items` and all ids that they had before their run was moved."""
    found = set(items)
    pairs = [pair for line in moves for pair in line.moves.items()]
    while more := {old for old, new in pairs if new in found} - found:
        found |= more
    return found


def lead_to(
    lines: Iterable[HistoryLine], before: Mapping[str, str], after: Mapping[str, str]
) -> bool:
    """Return whether a file with the heads `before`, plus `lines`, has the heads `after`.

    If so, nobody else has added a line about the file. False, too, if `lines` has the first line of
    a writer.

    Args:
        lines: new lines about the file, the oldest first.
        before: the heads by writer.
        after: the same, later.
    """
    heads = dict(before)
    for line in lines:
        if heads.get(line.writer) != f"{line.count - 1} {line.prev}":
            return False
        heads[line.writer] = head(line)
    return heads == after


def agree(encoded: Sequence[bytes], heads: Mapping[str, str], customer: str) -> bool:
    """Return whether a file includes all lines about it, and no others, as its `heads` say.

    False, too, if the lines of a writer have forked, since that takes longer to find out.

    Args:
        encoded: the bytes of each line, the oldest first.
        heads: the file's heads by writer.
        customer: the id of the file's customer; empty for the partner's own file.
    """
    left = {f'"w":"{writer}"'.encode(): text for writer, text in heads.items()}
    named, is_newest = customer.encode(), True
    for raw in reversed(encoded):
        if not left:
            break
        if (named not in raw and MOVES not in raw) if customer else (CUSTOMER in raw):
            continue
        word = next((word for word in left if word in raw), None)
        if word is None and not is_newest:
            continue
        line = decoded(raw)
        if line is None or not line.is_about(customer):
            continue
        text = left.pop(f'"w":"{line.writer}"'.encode(), "")
        if (is_newest or text) and text != f"{line.count} {digest(raw)}":
            return False
        is_newest = False
    return not left
