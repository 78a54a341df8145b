from __future__ import annotations

from datetime import date, timedelta

import pytest

from csp_tui.core.base.language import speaking
from csp_tui.core.checklists.model import Checklist, Item, Section
from csp_tui.core.progress.model import ItemProgress, Partner, Run, Status
from csp_tui.core.runs.item_filters import is_late
from csp_tui.core.runs.view import RunView
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.run.remarks import remark_line, urgent_remark
from csp_tui.tui.run.rows import RunRows

TODAY = date(2026, 11, 23)
DOOR = Item("door", "Agreement accepted", irreversible=True, after=("first",), need="recommended")
FIRST = Item("first", "Partner programme active in the region of the partner's own tenant")


def view_of(item: Item, progress: ItemProgress) -> RunView:
    checklist = Checklist("own", "2026-11", "Own", (Section("s", "Start", (FIRST, DOOR)),), None)
    run = Run("own", "own", "2026-11", items={item.id: progress})
    return RunView(Partner("contoso", "Contoso", owner="amira"), run, checklist)


def remarks(item: Item, progress: ItemProgress, cells: int = 24) -> Line:
    return remark_line(view_of(item, progress), item, TODAY, cells)


def words(line: Line) -> str:
    return "".join(text for text, _tone in line)


@pytest.mark.parametrize(
    ("left", "tone", "shown"),
    [
        (-2, Tone.LATE, "2 d late"),
        (-1, Tone.LATE, "1 d late"),
        (0, Tone.SOON, "due today"),
        (7, Tone.SOON, "due 30 Nov"),
        (8, Tone.TEXT, "due 1 Dec"),
    ],
)
def test_a_due_day_is_late_from_the_next_day_on(left: int, tone: Tone, shown: str):
    progress = ItemProgress(due=TODAY + timedelta(days=left))
    assert remarks(FIRST, progress) == ((shown, tone),)
    assert is_late(view_of(FIRST, progress), FIRST, TODAY) is (tone is Tone.LATE)


@pytest.mark.parametrize(
    ("left", "tone", "shown"),
    [
        (-8, Tone.LATE, "8 d late"),
        (-7, Tone.SOON, "chase 16 Nov"),
        (0, Tone.SOON, "chase today"),
        (1, Tone.TEXT, "until Tue"),
        (4, Tone.TEXT, "until Fri"),
        (9, Tone.TEXT, "until 2 Dec"),
    ],
)
def test_what_waits_is_to_chase_from_its_day_on_and_late_after_a_week(
    left: int, tone: Tone, shown: str
):
    day = TODAY + timedelta(days=left)
    progress = ItemProgress(Status.WAITING, waiting_for="Microsoft", chase_on=day)
    line = remarks(FIRST, progress)
    assert line[0] == (shown, tone)
    assert is_late(view_of(FIRST, progress), FIRST, TODAY) is (tone is Tone.LATE)
    assert words(line) == f"{shown}  Microsoft"


def test_a_due_day_that_is_over_is_late_even_if_the_day_to_chase_came_first():
    chase, due = TODAY - timedelta(days=3), TODAY - timedelta(days=2)
    progress = ItemProgress(Status.WAITING, waiting_for="Ben", chase_on=chase, due=due)
    assert remarks(FIRST, progress)[0] == ("2 d late", Tone.LATE)
    assert is_late(view_of(FIRST, progress), FIRST, TODAY)


@pytest.mark.parametrize(
    ("chase", "due", "shown", "tone"),
    [
        (9, 0, "due today", Tone.SOON),
        (0, 4, "chase today", Tone.SOON),
        (1, 4, "due Fri", Tone.SOON),
        (1, 9, "until Tue", Tone.TEXT),
        (11, 9, "due 2 Dec", Tone.TEXT),
    ],
)
def test_of_two_days_the_earlier_is_shown_but_a_due_day_of_this_week_before_a_wait(
    chase: int, due: int, shown: str, tone: Tone
):
    to_chase, by = (TODAY + timedelta(days=left) for left in (chase, due))
    progress = ItemProgress(Status.WAITING, waiting_for="Ben", chase_on=to_chase, due=by)
    assert remarks(FIRST, progress)[0] == (shown, tone)


@pytest.mark.parametrize(
    ("chase", "due", "shown"),
    [
        (-8, None, "1 late"),
        (-7, None, "1 to chase"),
        (0, 4, "1 to chase"),
        (1, 7, "1 due"),
        (1, 8, "1 ready"),
        (1, None, "1 ready"),
    ],
)
def test_a_folded_section_counts_what_is_to_chase_or_due_and_not_what_only_waits(
    chase: int, due: int | None, shown: str
):
    days = [TODAY + timedelta(days=chase), due if due is None else TODAY + timedelta(days=due)]
    progress = ItemProgress(Status.WAITING, waiting_for="Ben", chase_on=days[0], due=days[1])
    view = view_of(DOOR, progress)
    assert urgent_remark(view, view.checklist.sections[0], TODAY)[0] == shown


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (40, "1 d late  one way  optional  blocked"),
        (28, "1 d late  one way  optional"),
        (24, "1 d late  one way  ben"),
        (17, "1 d late  one way"),
        (12, "one way  ben"),
        (8, "one way"),
    ],
)
def test_what_does_not_fit_is_left_out_whole_but_one_way_is_kept(cells: int, shown: str):
    progress = ItemProgress(due=TODAY - timedelta(days=1), owner="ben")
    assert words(remarks(DOOR, progress, cells)) == shown


def test_the_owner_is_named_only_where_it_is_not_the_partners():
    assert words(remarks(FIRST, ItemProgress(owner="amira"))) == ""
    assert words(remarks(FIRST, ItemProgress(owner="chloe"))) == "chloe"


@pytest.mark.parametrize("status", [Status.DONE, Status.NOT_APPLICABLE])
def test_nothing_is_said_of_what_is_settled(status: Status):
    progress = ItemProgress(status, due=TODAY, owner="ben", reason="none")
    assert remarks(DOOR, progress) == ()


def test_whom_an_item_waits_for_is_cut_or_left_out():
    progress = ItemProgress(Status.WAITING, waiting_for="Microsoft vetting", chase_on=TODAY)
    assert words(remarks(FIRST, progress, 20)) == "chase today  Micros…"
    assert words(remarks(FIRST, progress, 14)) == "chase today"


@pytest.mark.parametrize("cells", [40, 60, 80, 100, 120])
def test_rows_keep_their_columns_at_every_width(cells: int):
    progress = ItemProgress(due=TODAY - timedelta(days=11))
    rows = RunRows(view_of(FIRST, progress), TODAY, cells)
    titled, plain = (words(rows[index].line) for index in (1, 2))
    assert titled.startswith("[ ] Partner progr")
    assert 2 + titled.index("11 d late") <= cells - len("11 d late")
    assert plain.index("one way") == titled.index("11 d late")
    assert words(rows[0].line) == "  0/2 Start"


def test_remarks_in_french_are_as_short():
    with speaking("fr"):
        progress = ItemProgress(Status.REFUSED, due=TODAY - timedelta(days=3))
        assert (
            words(remarks(DOOR, progress, 60))
            == "retard 3 j  irréversible  refusé  facultatif  bloqué"
        )
