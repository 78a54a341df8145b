"""What a table of partners would do, read against what is here."""

from __future__ import annotations

from pathlib import Path

import pytest

from csp_tui.core.base.errors import InvalidFileError, WriteError
from csp_tui.core.care.archive import Archive, archived_workplace
from csp_tui.core.importing import partners
from csp_tui.core.importing.partners import import_partners, read_partners
from csp_tui.core.importing.table import ImportTable
from csp_tui.core.progress.change import Change
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
    table = read("name;anniversary\nContoso;2027-03-17\nFabrikam;03\nA;Mar\nB;3.0\nC;März\n")
    assert [each.line for each in table.problems] == [5, 6]
    assert 'line 5, anniversary: "3.0" is no month' in str(table.problems[0])
    assert [row.values["anniversary"] for row in table.new if row.values] == [3, 3, 3]


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
    assert table.counts_text() == "2 are here already, 2 of them differ, 1 is new"
    assert [table.differences(row) for row in table.differing] == [
        "Name: Contoso -> Contoso GmbH", "Name: Fabrikam -> FABRIKAM",
    ]  # fmt: skip


def test_a_blank_cell_and_a_checklist_change_nothing_in_a_known_partner(workplace, read):
    workplace.store.add_partner("Contoso", (), owner="ben", anniversary=3)
    table = read("name,owner,anniversary,checklist\nContoso,,March,enroll-direct\n")
    assert (len(table.known), table.differing, table.new) == (1, [], [])


@pytest.mark.parametrize("rows", [1, 3, 4])
def test_an_import_that_is_stopped_half_way_leaves_all_as_it_was(workplace, read, rows):
    store = workplace.store
    here = store.add_partner("Contoso", (), owner="ben").partner
    away = store.add_partner("Trey", (), tenant="trey.example").partner
    gone = store.add_partner("Fabrikam").partner
    archive = Archive(workplace.places, store, workplace.clock)
    archive.put_away(away.id)
    table = read("name,owner,tenant\nNew,x,\nContoso,amira,\nTrey,amira,trey.example\n")
    job = import_partners(workplace, *table.chosen(update=True, gone=True))
    for _number in range(rows):
        next(job)
    job.close()
    assert store.partner_ids() == sorted([here.id, gone.id])
    assert store.load(here.id).owner == "ben"
    assert archived_workplace(workplace).store.load(away.id).owner == ""
    assert not [*workplace.places.history.glob("new-*")]


def test_a_partner_that_cannot_be_written_leaves_all_as_it_was(workplace, read):
    here = workplace.store.add_partner("Contoso", (), owner="ben").partner
    table = read("name,owner\nNew,x\nContoso,amira\n")
    workplace.places.progress_file(here.id).write_text("no TOML")
    with pytest.raises(InvalidFileError):
        list(import_partners(workplace, *table.chosen(update=True)))
    assert workplace.store.partner_ids() == [here.id]


def test_a_partner_that_cannot_be_taken_back_is_told(workplace, read):
    one = workplace.store.add_partner("Contoso", (), owner="ben").partner
    two = workplace.store.add_partner("Fabrikam", (), owner="ben").partner
    table = read("name,owner\nContoso,amira\nFabrikam,amira\n")
    job = import_partners(workplace, *table.chosen(update=True))
    next(job)
    next(job)
    workplace.store.change(one.id, [Change("edit", {"owner": "somebody"})])
    with pytest.raises(WriteError, match=f"wrote of {one.id} cannot be taken back: .*changed"):
        job.close()
    assert workplace.store.load(one.id).owner == "somebody"
    assert workplace.store.load(two.id).owner == "ben"


def test_a_change_is_taken_back_in_its_partner_alone_too(workplace, read):
    here = workplace.store.add_partner("Contoso", (), owner="ben").partner
    table = read("name,owner,region\nContoso,amira,EU\n")
    assert [*import_partners(workplace, table.new)] == []
    (saved,) = import_partners(workplace, *table.chosen(update=True))
    assert (saved.partner.owner, saved.partner.region) == ("amira", "EU")
    assert workplace.store.undo(here.id).partner.owner == "ben"
    assert partners.CHECKLIST not in saved.lines[0].after


def test_the_resellers_of_a_distributor_are_read_by_the_fields_of_partner_center(read):
    text = "id,location,mpnId,name,relationshipType,state\nt-1,DE,4711,Trey,IsIndirect,active\n"
    table = read(text)
    assert names(table) == ["Trey"]
    assert dict(table.new[0].values) == {"partner_id": "4711"}
    assert table.columns.left_out == ["id", "location", "relationshipType", "state"]


def test_a_name_in_another_spelling_is_doubted_unless_an_id_tells_them_apart(workplace, read):
    partner = workplace.store.add_partner("Café Élan", (), partner_id="1").partner
    table = read(
        "name,partner_id\nContoso Ltd,\nCONTOSO LTD.,\nCafe Elan,\nCafe-Elan,2\nFabrikam,3\n"
        "Fabrikam!,4\nTotal,\n"
    )
    assert table.problems == []
    assert [str(each) for each in table.doubts] == [
        'line 3, name: "CONTOSO LTD." may be Contoso Ltd in line 2; '
        "if it is, delete one of the rows",
        f'line 4, name: "Cafe Elan" may be Café Élan ({partner.id}); if it is, spell it so',
        'line 5, name: "Cafe-Elan" may be Cafe Elan in line 4; if it is, delete one of the rows',
        'line 8, name: "Total" may be the sum of the table; if it is, delete the row',
    ]


def test_a_partner_id_is_the_same_with_blanks_and_without(workplace, read):
    partner = workplace.store.add_partner("Contoso", (), partner_id="1234567").partner
    file = workplace.places.progress_file(partner.id)
    file.write_text(file.read_text().replace("1234567", "1 234 567"))  # by hand
    table = read("name,partner_id\nContoso Ltd,1234567\nFabrikam,2\u202f345\u00a0678\n")
    assert [(row.before["partner_id"], row.name) for row in table.known] == [
        ("1 234 567", "Contoso")
    ]
    assert table.new[0].values["partner_id"] == "2345678"
