"""Finding partners, customers, items and checklists by words of their names."""

from __future__ import annotations

import pytest

from csp_tui.core.checklists.library import Library
from csp_tui.core.disk.places import shipped_checklists
from csp_tui.core.partners.find import MOST, Found, Kind, Names
from csp_tui.core.partners.rows import PartnerSummary, RunSummary

DIRECT = RunSummary("enroll-direct", "Enroll direct", "2026-08", checklist="enroll-direct")
MEMBERS = (("adatum-x1", "Adatum"), ("cafe-y2", "Café Ünal"))
INDIRECT = RunSummary(
    "transition-to-indirect",
    "To indirect",
    "2026-08",
    checklist="transition-to-indirect",
    members=MEMBERS,
)
ROWS = [
    PartnerSummary("contoso-a1", "Contoso Ltd", (DIRECT,), company="Contoso group"),
    PartnerSummary("societe-b2", "Société Générale", (DIRECT, INDIRECT)),
    PartnerSummary("broken", "broken.toml", error="unreadable"),
]


@pytest.fixture
def library(tmp_path) -> Library:
    return Library(shipped_checklists(), tmp_path)


def found(names: Names, text: str, kind: Kind) -> list[Found]:
    return [each for each in names.find(text) if each.kind is kind]


@pytest.mark.parametrize("text", ["SOCIETE", "société", "gen soc", "b2"])
def test_a_partner_is_found_by_words_of_its_name_or_id_in_any_order(library: Library, text: str):
    assert [each.name for each in found(Names(ROWS, library), text, Kind.PARTNER)] == [
        "Société Générale"
    ]


def test_all_words_must_be_there(library: Library):
    assert found(Names(ROWS, library), "contoso societe", Kind.PARTNER) == []
    assert Names(ROWS, library).find("  ") == []


def test_a_customer_is_found_by_its_name_and_by_that_of_its_partner(library: Library):
    names = Names(ROWS, library)
    assert found(names, "cafe unal", Kind.CUSTOMER) == [
        Found(
            Kind.CUSTOMER,
            "Café Ünal",
            "Société Générale",
            "societe-b2",
            "transition-to-indirect",
            "cafe-y2",
        )
    ]
    assert len(found(names, "generale", Kind.CUSTOMER)) == 2


def test_an_item_of_a_partner_is_found_by_words_of_both(library: Library):
    items = found(Names(ROWS, library), "contoso approv credit rec", Kind.ITEM)
    assert [(each.partner, each.run, each.name) for each in items] == [
        ("contoso-a1", "enroll-direct", "Credit approval received")
    ]
    assert items[0].of == "Contoso Ltd, Enroll direct"


def test_items_of_the_partner_one_is_at_need_no_name_and_come_first(library: Library):
    names = Names(ROWS, library, here="contoso-a1")
    first, *rest = names.find("credit approval")
    assert first == Found(
        Kind.ITEM_HERE,
        "Credit approval received",
        "Enroll direct",
        "contoso-a1",
        "enroll-direct",
        first.id,
    )
    assert Kind.ITEM not in {each.kind for each in rest}
    assert names.find("contoso credit appr")[0] == first


def test_an_item_without_a_partner_is_found_once_for_all(library: Library):
    names = Names(ROWS, library)
    items = found(names, "credit approval received", Kind.ITEM_IN_ALL)
    assert [names.item(each.id).title for each in items] == ["Credit approval received"]


def test_a_checklist_is_found_to_be_read(library: Library):
    names = Names(ROWS, library)
    (checklist,) = found(names, "enroll direct bill", Kind.CHECKLIST)
    assert names.checklist(checklist.id).id == "enroll-direct"


def test_of_many_alike_the_first_are_found(library: Library):
    many = [PartnerSummary(f"p{n}", f"Partner {n:04}", (DIRECT,)) for n in range(3000)]
    names = Names(many, library)
    partners = found(names, "partner", Kind.PARTNER)
    assert [each.name for each in partners] == [f"Partner {n:04}" for n in range(MOST)]
    assert len(found(names, "partner credit", Kind.ITEM)) == MOST
