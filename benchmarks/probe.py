"""What is measured within one process: reading all rows, listing them, and saving one change.

A change is saved to a file of many items, or to a history of many lines.

The data directory is that of the environment, as everywhere.
"""

from __future__ import annotations

import gc
import os
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from statistics import median

from csp_tui.core.disk.files import replace_file
from csp_tui.core.progress.change import Change
from csp_tui.core.workplace.workplace import Workplace, open_workplace


def rows(workplace: Workplace) -> None:
    """Read all rows, and say that there are some."""
    assert workplace.overview.rows()


def ratio_of_rows(partners: Path) -> float:
    """Return how long the rows take, by one scandir and stat of the directory."""

    def look() -> None:
        with os.scandir(partners) as entries:
            for entry in entries:
                entry.stat(follow_symlinks=False)

    open_workplace(os.environ).overview.rows()
    found = []
    for _ in range(7):
        workplace = open_workplace(os.environ)
        found.append(_time(workplace.overview.rows) / _time(look))
    return median(found)


def seconds_of_a_list(workplace: Workplace) -> float:
    """Return the processor time in which the list of partners is made anew, in seconds.

    It is the longest of several filters in two orders, each the shortest of several times: what a
    filter or a letter of a narrowing takes, without reading files and drawing the screen.
    """
    # Imported here, since the time of the other measures includes that of the imports.
    from csp_tui.core.partners.filters import Viewer, filter_called
    from csp_tui.core.partners.order import order_called
    from csp_tui.core.partners.sieve import Sieve
    from csp_tui.tui.partners.columns import columns
    from csp_tui.tui.partners.listed import listed
    from csp_tui.tui.partners.text import PartnerRows
    from csp_tui.tui.view_state import ViewState

    viewer = Viewer(workplace.actor, workplace.today)
    partners, state, found = workplace.overview.rows(), ViewState(), []
    sieve = Sieve(partners, viewer)
    for order in ("name", "urgency"):
        state.partners_order = order_called(order)
        for names in ([], ["chase"], ["due"], ["late"]):
            chosen = [filter_called(each) for each in names]
            times = []
            for _ in range(7):
                start = time.process_time()
                shown = listed(sieve.kept(chosen), state, sieve, (80, 24))
                fit = columns(shown.partners, 80, state.partners_order)
                PartnerRows(shown.runs, fit, workplace.today)
                times.append(time.process_time() - start)
            found.append(min(times))
    return max(found)


def seconds_of_next(workplace: Workplace) -> float:
    """Return the processor time in which the list of *Next* is made anew, in seconds.

    It is the longest of several filters and narrowings, plain and folded by item, each the shortest
    of several times; files are read before, and the screen is not drawn.
    """
    from csp_tui.core.describe.steps_by_item import by_item, by_step
    from csp_tui.core.next_steps.filters import kept
    from csp_tui.core.next_steps.finder import next_steps
    from csp_tui.core.next_steps.step_search import matching
    from csp_tui.core.partners.search import PartnerTexts
    from csp_tui.tui.next.rows import NextRows, next_columns
    from csp_tui.tui.next.text import head

    partners, today = workplace.overview.rows(), workplace.today
    steps, texts, found = (
        next_steps(partners, workplace.library, today),
        PartnerTexts(workplace.places),
        [],
    )
    texts.read(partners)
    for is_folded in (False, True):
        for filters, typed in ([], ""), (["chase"], ""), (["ready"], ""), ([], "m"), ([], "board"):
            times = []
            for _ in range(7):
                start = time.process_time()
                shown = matching(kept(steps, filters, []), typed, texts)
                fit = next_columns(shown, today, 80, lead="", is_folded=is_folded)
                rows = (by_item if is_folded else by_step)(shown)
                made = NextRows(shown, rows, today, fit)
                head("", "", shown, filters, today, 80, fit.names)
                made[0:24]
                times.append(time.process_time() - start)
            found.append(min(times))
    return max(found)


def ratio_of_a_save(workplace: Workplace) -> float:
    """Return how long a change takes, by one parse and one atomic write of its file."""
    (partner_id,) = workplace.store.partner_ids()
    path = workplace.places.progress_file(partner_id)
    spare = path.parent.parent / "spare"

    def parse_and_write() -> None:
        content = path.read_bytes()
        tomllib.loads(content.decode())
        replace_file(spare, content)

    found = []
    for number in range(60):
        change = Change("note", {"note": f"number {number}"}, "big", f"item-{number}")
        taken = _time(lambda change=change: workplace.store.change(partner_id, [change]))
        found.append(taken / _time(parse_and_write))
    return median(found[10:])


def ratio_of_histories(few: Workplace, many: Workplace) -> float:
    """Return how long a change takes after 10,000 others, by how long it takes after 300.

    Both workplaces are of the same data directory, which has two partners that are alike.
    """
    first, second = few.store.partner_ids()
    _note(few, first, 300)
    _note(many, second, 10_000)
    found = []
    for number in range(60):
        early = _time(lambda number=number: _note(few, first, 1, f"early {number}"))
        late = _time(lambda number=number: _note(many, second, 1, f"late {number}"))
        found.append(late / early)
    return median(found[10:])


def _note(workplace: Workplace, partner_id: str, count: int, note: str = "") -> None:
    """Change the notes of items, `count` in all, at most 50 in one step."""
    for begin in range(0, count, 50):
        changes = [
            Change("note", {"note": note or f"number {each}"}, "big", f"item-{each % 50}")
            for each in range(begin, min(count, begin + 50))
        ]
        workplace.store.change(partner_id, changes)


def _time(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    gc.disable()  # as the commands do
    workplace = open_workplace(os.environ)
    if sys.argv[1] == "rows":
        rows(workplace)
    elif sys.argv[1] == "ratio":
        print(ratio_of_rows(workplace.places.partners))
    elif sys.argv[1] == "list":
        print(seconds_of_a_list(workplace))
    elif sys.argv[1] == "next":
        print(seconds_of_next(workplace))
    elif sys.argv[1] == "history":
        print(ratio_of_histories(workplace, open_workplace(os.environ)))
    else:
        print(ratio_of_a_save(workplace))
