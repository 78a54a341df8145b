"""A process that makes its share of changes, each to a field of its own and to one of all."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from csp_tui.core.base.errors import BusyError

from .scenarios import note, open_store

TRIES = 30


def main() -> None:
    root, number, count, *partners = sys.argv[1:]
    store = open_store(Path(root))
    sys.stdin.readline()
    busy = 0
    for each in range(int(count)):
        partner = partners[each % len(partners)]
        changes = [note(f"of-{number}", f"{number}-{each}"), note("of-all", f"{number}-{each}")]
        for _ in range(TRIES):
            try:
                store.change(partner, changes)
                break
            except BusyError:
                busy += 1
    sys.stdout.write(json.dumps(busy) + "\n")


if __name__ == "__main__":
    main()
