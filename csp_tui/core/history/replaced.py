"""Leaves out lines that others replace before they are decoded: of many about an item, few stand.

What stands in the item's registers is the same without them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from csp_tui.core.base.errors import MALFORMED
from csp_tui.core.history.line import digest
from csp_tui.core.history.registers import by_register, is_detail


def not_replaced(encoded: Sequence[bytes], customer: str, table: tuple[str, ...]) -> list[bytes]:
    """Return the lines about one item of a run, without those that later lines replace wholly.

    A line is left out if others replace all that it sets, and if all lines that it replaces itself
    are left out. If a line is damaged or of an earlier version, all lines are returned.

    Args:
        encoded: lines, the oldest first; those about something else are left out.
        customer: the id of the customer whose file it is; empty for the partner's own file.
        table: the names of the nested tables that lead to the item.
    """
    place = customer, table[1], table[3]
    lines: dict[str, tuple[bytes, frozenset[str], Sequence[str]]] = {}
    replaced: dict[str, set[str]] = {}
    for raw in encoded:
        try:
            values: Any = json.loads(raw)
            if values.get("v", 1) < 2:
                return list(encoded)
            if (values.get("customer", ""), values.get("run"), values.get("item")) != place:
                continue
            stated = _stated((*values["to"], *values.get("with", ())))
            over = [str(each)[:16] for each in values.get("over", ())]
        except MALFORMED:
            return list(encoded)
        lines[digest(raw)[:16]] = raw, stated, over
        for each in over:
            replaced.setdefault(each, set()).update(stated)
    left_out: set[str] = set()
    for name, (_raw, stated, replacing) in lines.items():
        is_gone = stated and stated <= replaced.get(name, set())
        if is_gone and all(each in left_out or each not in lines for each in replacing):
            left_out.add(name)
    return [raw for name, (raw, _stated, _over) in lines.items() if name not in left_out]


@lru_cache(maxsize=256)
def _stated(keys: tuple[str, ...]) -> frozenset[str]:
    """Return the names of the registers that a line with these keys sets as a whole.

    Empty if the line sets only a detail of a status, such as the day of a chase.
    """
    found = by_register("", ("checklists", "", "items", ""), dict.fromkeys(keys))
    if any(is_detail(register, values) for register, values in found.items()):
        return frozenset()
    return frozenset(register.name for register in found)
