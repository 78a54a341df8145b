"""What a table of partners would do, read against what is here."""

from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.base.errors import WriteError
from csp_tui.core.importing import partners
from csp_tui.core.importing.partners import import_partners, read_partners
from csp_tui.core.importing.table import ImportTable
from csp_tui.core.workplace.workplace import open_workplace


@pytest.fixture
def workplace(home):
    return open_workplace(home.env)


@pytest.fixture
def read(workplace):
    def table_of(text: str) -> ImportTable:
        return read_partners(text.encode(), Path("p.csv"), workplace)

    return table_of


def names(table: ImportTable) -> list[str]:
    assert table.problems == []
    return [row.name for row in table.new]


def test_partners_formula(read):
    table = read('name,owner\n=HYPERLINK("http://x"),amira\n+Plus,ben\n-Minus,ben\n@At,ben\n')
    assert names(table) == ['=HYPERLINK("http://x")', "+Plus", "-Minus", "@At"]


def test_partners_sci(read):
    table = read("name;partner_id\nContoso;1234567\nFabrikam;1.23457E+14\nTrey;0012345\n")
    ids = [row.values["partner_id"] for row in table.new]
    assert ids == ["1234567", "1.23457E+14", "0012345"]
    assert [str(each) for each in table.doubts] == [
        'line 3, partner_id: "1.23457E+14" looks like a number that a spreadsheet has rounded; '
        "check it"
    ]


def test_partners_anniversary(read):
    table = read("name;anniversary\nContoso;2027-03-01\nFabrikam;03\nA;Mar\nB;3.0\nC;März\n")
    assert [each.line for each in table.problems] == [2, 5, 6]
    assert 'line 2, anniversary: "2027-03-01" is no month' in str(table.problems[0])
    assert [row.values["anniversary"] for row in table.new if row.values] == [3, 3]


@pytest.mark.parametrize(
    "name",
    ["Family 👨‍👩‍👧 Ltd", "한국파트너", "한국", "Yijing ䷀䷁", "شركة", "zero\u200bwidth"],
)
def test_partners_wide_names_and_partners_nfd_hangul(read, name):
    assert names(read(f"name;owner\n{name};amira\n")) == [name]


def test_a_partner_is_known_by_its_partner_id_tenant_or_name(workplace, read):
    one = workplace.store.add_partner("Contoso", (), partner_id="1", tenant="c.example").partner
    two = workplace.store.add_partner("Fabrikam", ()).partner
    table = read("name,partner_id,tenant\nContoso GmbH,1,\nX,,F.example\nFABRIKAM,,\n")
    assert [row.id for row in table.known] == [one.id, two.id]
    assert names(table) == ["X"]
    assert table.counted() == "2 are here already, 2 of them differ, 1 is new"
    assert [table.differences(row) for row in table.differing] == [
        "Name: Contoso -> Contoso GmbH", "Name: Fabrikam -> FABRIKAM",
    ]  # fmt: skip


def test_a_blank_cell_and_a_checklist_change_nothing_in_a_known_partner(workplace, read):
    workplace.store.add_partner("Contoso", (), owner="ben", anniversary=3)
    table = read("name,owner,anniversary,checklist\nContoso,,March,enroll-direct\n")
    assert (len(table.known), table.differing, table.new) == (1, [], [])


def test_what_fails_half_way_leaves_all_as_it_was(workplace, read, monkeypatch):
    here = workplace.store.add_partner("Contoso", (), owner="ben").partner
    table = read("name,owner\nNew,x\nContoso,amira\nFabrikam,x\n")
    rows = [table.new[0], *table.chosen(update=True), table.new[1]]

    def rows_until_the_disk_is_full():
        yield from rows[:2]
        raise WriteError("no room")

    with pytest.raises(WriteError):
        import_partners(workplace, rows_until_the_disk_is_full())
    assert workplace.store.partner_ids() == [here.id]
    assert workplace.store.load(here.id).owner == "ben"


def test_each_change_is_one_step_that_can_be_taken_back(workplace, read):
    here = workplace.store.add_partner("Contoso", (), owner="ben").partner
    table = read("name,owner,region\nContoso,amira,EU\n")
    assert import_partners(workplace, table.new) == []
    (saved,) = import_partners(workplace, table.to_write(update=True))
    assert (saved.partner.owner, saved.partner.region) == ("amira", "EU")
    assert workplace.store.undo(here.id).partner.owner == "ben"
    assert partners.CHECKLIST not in saved.lines[0].after
