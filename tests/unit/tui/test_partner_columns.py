"""The columns of the list of partners, at each width, and the place of the pane."""

from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.base.actor import Actor
from csp_tui.core.base.choice import choice_named
from csp_tui.core.base.text import width
from csp_tui.core.partners.filters import Viewer
from csp_tui.core.partners.order import ORDERS
from csp_tui.core.partners.rows import PartnerSummary, RunSummary, runs_of
from csp_tui.core.partners.sieve import Sieve
from csp_tui.tui.lines.tone import Line, Tone
from csp_tui.tui.partners.columns import Columns, columns
from csp_tui.tui.partners.pane_place import PanePlace, pane_place
from csp_tui.tui.partners.text import PartnerRows, head

TODAY = date(2026, 11, 28)
CLOCK = {"month": 3, "known_since_text": "2026-11-01", "owner": "amira"}
PACK = ("pack", "waiting", "2026-11-26", "", "", "Microsoft credit", "2026-11-02")


def run(checklist: str = "enroll-direct", key: str = "", **values) -> RunSummary:
    waits = {"items_text": (PACK,), "chase_text": ("2026-11-26", "Document pack complete")}
    known = {"done": 14, "total": 43, "waiting": 1, **waits, **values}
    return RunSummary(key or checklist, "Enroll", "2026-08", checklist=checklist, **known)


ONE = [PartnerSummary("a", "Contoso [UK] Ltd", (run(),), **CLOCK)]
SEVERAL = [*ONE, PartnerSummary("b", "Litware", (run(), run("keep-direct", "keep-direct-2027")))]


def text_of(line: Line) -> str:
    return "".join(text for text, _tone in line)


def rows_of(partners: list[PartnerSummary], fit: Columns) -> PartnerRows:
    return PartnerRows({None: runs_of(partners)}, fit, TODAY)


def shown(
    partners: list[PartnerSummary], cells: int, order: str = "name", *filters: str
) -> list[str]:
    """Return the heads and the rows, as a list of so many cells shows them."""
    fit = columns(partners, cells, choice_named(ORDERS, order), filters)
    return [fit.names, *(text_of(row.drawn()) for row in rows_of(partners, fit))]


ROWS = {
    60: "  Contoso [UK] Ltd       chase 1    14/43  Document pack co…",
    80: "  Contoso [UK] Ltd         chase 1    14/43  Mar   93 d  Document pack complete",
    100: "  Contoso [UK] Ltd             chase 1    14/43  Mar   93 d  amira    Document pack",
    120: "  Contoso [UK] Ltd             chase 1    ━━──── 14/43  Mar   93 d  amira   Microsoft cr",
    140: "  Contoso [UK] Ltd                   chase 1    ━━━───── 14/43  Mar   93 d  amira    Mi",
}
ROWS_OF_SEVERAL = {
    60: "  Contoso [UK] Ltd       chase 1    14/43  Document pack co…",
    80: "  Contoso [UK] Ltd         chase 1    14/43  Document pack compl… Enroll direct",
    100: "  Contoso [UK] Ltd             chase 1    14/43  Mar   93 d  Document pack complete   ",
    120: "  Contoso [UK] Ltd         chase 1    14/43  Mar   93 d amira   Microsoft credit Docum",
    140: "  Contoso [UK] Ltd               chase 1    14/43  Mar   93 d  amira    Microsoft credi",
}


def test_a_party_gets_what_the_names_leave_of_their_column():
    long = PartnerSummary("c", "Best For You Organics Company", (run(),), **CLOCK)
    assert columns(SEVERAL, 120).widths[:5] == (24, 0, 10, 7, 16)
    assert columns([*SEVERAL, long], 120).widths[:5] == (28, 0, 10, 7, 12)


@pytest.mark.parametrize("cells", ROWS)
def test_the_columns_have_their_widths_at_each_size(cells):
    for partners, rows in ((ONE, ROWS), (SEVERAL, ROWS_OF_SEVERAL)):
        heads, row, *_others = shown(partners, cells)
        assert row[: len(rows[cells])] == rows[cells]
        assert max(map(width, (heads, row))) <= cells
        assert [heads.index(word) for word in ("Now", "Next")] == [
            *(row.index(word) for word in ("chase", "Document")),
        ]


@pytest.mark.parametrize("cells", range(20, 260))
def test_at_every_width_a_row_fits_and_its_name_goes_last(cells):
    for partners in (ONE, SEVERAL):
        heads, row, *_others = shown(partners, cells)
        assert max(map(width, (heads.rstrip(), row.rstrip()))) <= cells
        assert ("Contoso [UK] Ltd" in row) is (cells >= 29)
        assert "chase 1" in row


def sieve(rows):
    return Sieve(rows, Viewer(Actor("amira", "bastion"), TODAY))


def test_the_run_of_all_rows_is_in_the_title_and_then_has_no_column():
    title = head(sieve(ONE), ONE, "", columns(ONE, 80), 80)[0]
    assert text_of(title) == " Partners › Enroll direct  1  1 this week  items: 1 to chase"
    title = head(sieve(SEVERAL), SEVERAL, "", columns(SEVERAL, 80), 80)[0]
    assert text_of(title) == " Partners  2  3 this week  items: 3 to chase"
    assert dict(title)["3 this week"] is Tone.SOON
    assert [row[-14:].strip() for row in shown(SEVERAL, 80)[2:]] == [
        *("Enroll direct", "Keep dir. 2027"),
    ]


def test_an_older_edition_has_its_mark_at_the_run_or_else_a_word_at_the_count():
    old = [PartnerSummary("a", "Contoso", (run(newer="2026-08"),))]
    assert "14/43 old Mar" in shown([old[0]._replace(**CLOCK)], 80)[1]
    assert "14/43  " in shown(old, 60)[1]
    both = [*old, SEVERAL[1]]
    assert shown(both, 80)[1].endswith(" Enroll direct<")
    assert "14/43  " in shown(both, 80)[1]


def test_a_row_tells_which_of_the_runs_it_is_where_the_run_has_no_column():
    assert "Enroll direct: Docume" in shown(SEVERAL, 80, "changed")[2]
    assert "Keep direct 2027: Docu" in shown(SEVERAL, 80, "changed")[3]


def test_a_filter_or_the_order_of_waiting_says_what_a_row_tells():
    late = run(due_text=("2026-11-20", "Audit"), waits=("Credit check", "Microsoft credit"))
    late = late._replace(waiting_since_text="2026-11-02")
    rows = [PartnerSummary("a", "Contoso", (late, run("to-indirect", items_text=())))]
    assert "8 d late   14/43  Audit" in shown(rows, 80)[1]
    assert "chase 1    14/43  Document pack" in shown(rows, 80, "name", "mine", "chase")[1]
    first, second = shown(rows, 80, "waiting")[1:]
    assert "chase 1    14/43  Enroll direct: Credi" in first
    assert first.endswith("26 d")
    assert not second.endswith("26 d")


def test_whom_a_run_waits_for_is_told_though_something_else_is_more_urgent():
    more = ("papers", "waiting", "", "", "", "the board", "2026-11-20")
    late = run(due_text=("2026-11-20", "Audit"), items_text=(PACK, more))
    assert "8 d late" in (row := shown([PartnerSummary("a", "Contoso", (late,))], 120)[1])
    assert " Microsoft … +1 Audit" in row or " Microsoft cr… +1 Audit" in row


def test_the_name_of_a_partner_is_quiet_in_the_row_of_its_second_run():
    fit = columns(SEVERAL, 80)
    rows = rows_of(SEVERAL, fit)
    assert [row.line[0][1] for row in rows] == [Tone.TEXT, Tone.TEXT, Tone.QUIET]
    assert [row.key for row in rows] == [
        *("a enroll-direct", "b enroll-direct", "b keep-direct-2027"),
    ]


def test_at_most_one_stretch_of_a_row_is_coloured_and_no_blank_with_it():
    late = run(chase_text=("2026-11-01", "Pack"), items_text=())
    for partners in (ONE, SEVERAL, [PartnerSummary("c", "Tailspin", (late,), **CLOCK)]):
        for row in rows_of(partners, columns(partners, 120)):
            coloured = [text for text, tone in row.line if tone in (Tone.LATE, Tone.SOON)]
            assert len(coloured) == 1
            assert coloured[0] == coloured[0].strip()


def test_the_order_has_its_column_in_place_of_the_run_and_stays_in_the_title():
    changed = SEVERAL[0]._replace(changed_text="2026-11-26T10:00:00.000Z")
    rows = shown([changed, SEVERAL[1]], 80, "changed")
    assert rows[0].endswith(" Changed")
    assert rows[1].endswith(" 2 d ago")
    assert shown(SEVERAL, 80, "clock")[1].endswith(" Mar   93 d")
    assert " Waits" in shown(SEVERAL, 80, "waiting")[0]
    fit = columns(SEVERAL, 40, choice_named(ORDERS, "urgency"))
    assert text_of(head(sieve(SEVERAL), SEVERAL, "by urgency", fit, 40)[0]).endswith("by urgency")


def test_the_pane_stands_below_where_the_list_leaves_eight_rows_and_beside_from_160_columns():
    assert pane_place(80, 24, 14) == PanePlace()
    assert pane_place(80, 24, 13).below == 6
    assert pane_place(120, 40, 12).below == 14
    assert pane_place(159, 24, 500) == PanePlace()
    assert pane_place(160, 24, 500).is_beside
    assert pane_place(160, 24, 500).list_cells(160) == 101
    assert pane_place(160, 24, 0) == pane_place(80, 24, 0) == PanePlace()


def test_the_one_run_among_partners_without_any_is_named_in_its_row_and_not_in_the_title():
    new = [PartnerSummary(name, name, **CLOCK) for name in ("Fabrikam", "Trey")]
    fit = columns([*ONE, *new], 80, choice_named(ORDERS, "name"))
    assert fit.run_name == ""
    rows = shown([*ONE, *new], 80)
    assert "Mar   93 d  Enroll direct: Docu" in rows[1]
    assert not any("Enroll" in each for each in (rows[0], *rows[2:]))
    assert columns([*ONE, new[0]], 80, choice_named(ORDERS, "name")).run_name == "Enroll direct"
