"""What was typed stays while partner, file or disk is away for a moment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from csp_tui.core.care.archive import Archive
from csp_tui.core.runs import customer_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, INDIRECT, NEW, Seat, add_partner, at_the_app, items, other_store, tree


async def type_evidence(seat: Seat, text: str = "PLA 1234567") -> None:
    """Type an evidence into the form of the first item, and leave it open."""
    await seat.press("g", "e")
    await seat.see(r"ctrl\+s save")
    await seat.paste(text)


def archive_of(workplace: Workplace) -> Archive:
    """Return the archive as another session uses it."""
    return Archive(workplace.places, other_store(workplace), workplace.clock)


async def test_what_was_typed_is_saved_when_the_partner_is_back_from_the_archive(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await type_evidence(seat)
        archive_of(workplace).put_away(partner.id)
        await seat.press("ctrl+s")
        await seat.see("not saved: 1")
        await seat.see("is in the archive")
        archive_of(workplace).bring_back(partner.id)
        await seat.see("Everything is saved now")
    assert items(workplace)["mpn-id"]["evidence"] == "PLA 1234567"


@pytest.mark.parametrize("what", ["file", "data directory", "history"])
async def test_what_was_typed_is_saved_when_what_was_moved_away_is_back(
    workplace: Workplace, what: str
):
    partner = add_partner(workplace, "Contoso", DIRECT)
    places = workplace.places
    path = {
        "file": places.progress_file(partner.id),
        "data directory": places.data,
        "history": places.history_file(partner.id),
    }[what]
    aside = path.with_name("aside")
    async with at_the_app(workplace) as seat:
        await type_evidence(seat)
        path.rename(aside)
        await seat.press("ctrl+s")
        await seat.see("not saved: 1")
        assert not path.exists()
        aside.rename(path)
        await seat.see("Everything is saved now")
    assert items(workplace)["mpn-id"]["evidence"] == "PLA 1234567"


async def test_a_data_directory_that_is_away_is_not_made_anew_in_its_mount_point(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT)
    data = workplace.places.data
    async with at_the_app(workplace) as seat:
        await type_evidence(seat)
        aside = data.rename(data.with_name("aside"))
        data.mkdir()
        await seat.press("ctrl+s")
        await seat.see("not saved: 1")
        await seat.see("is away")
        assert list(data.iterdir()) == []
        data.rmdir()
        aside.rename(data)
        await seat.see("Everything is saved now")


async def test_what_cannot_be_saved_since_all_is_away_can_be_saved_elsewhere(
    workplace: Workplace, tmp_path: Path
):
    add_partner(workplace, "Contoso", DIRECT)
    elsewhere = tmp_path / "elsewhere.toml"
    async with at_the_app(workplace) as seat:
        await type_evidence(seat)
        shutil.rmtree(workplace.places.data)
        await seat.press("ctrl+s")
        await seat.see("not saved: 1")
        await seat.press("q")
        await seat.answer("1 change is not saved", str(elsewhere))
        await seat.see("The data directory is away")
    assert 'evidence = "PLA 1234567"' in elsewhere.read_text()
    assert tree(workplace.places.data) == {}


async def test_the_list_of_partners_stays_while_the_data_directory_is_away(workplace: Workplace):
    add_partner(workplace, "Contoso")
    add_partner(workplace, "Fabrikam")
    data = workplace.places.data
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        aside = data.rename(data.with_name("aside"))
        await seat.see("The data directory is away")
        await seat.see("Contoso")
        aside.rename(data)
        add_partner(workplace, "Adatum")
        await seat.see("^ Partners.*  3")


@pytest.mark.parametrize("keys", [("ctrl+p", "ctrl+g"), ("p", "q"), ("v", "q")])
async def test_partners_and_marks_stay_whatever_is_opened_while_the_data_directory_is_away(
    workplace: Workplace, keys: tuple[str, str]
):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam")
    data = workplace.places.data
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        await seat.press("m")
        await seat.see("^ Partners .*1 marked")
        aside = data.rename(data.with_name("aside"))
        await seat.see("The data directory is away")
        await seat.press(keys[0])
        await seat.see_gone("^ Partners .*1 marked")
        await seat.press(keys[1])
        await seat.see("^ Partners .*1 marked")
        await seat.see(r"^.\*Contoso")
        aside.rename(data)
        add_partner(workplace, "Adatum")
        await seat.see("^ Partners.*  3 .*1 marked")


async def test_the_list_of_partners_stays_in_another_language_while_the_data_directory_is_away(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam")
    data = workplace.places.data
    async with at_the_app(workplace) as seat:
        await seat.see("^> Contoso")
        aside = data.rename(data.with_name("aside"))
        await seat.see("The data directory is away")
        await seat.press("L")
        await seat.see("^ Language")
        await seat.press("f")
        await seat.see("^ Partenaires")
        await seat.see("^> Contoso .* Active MPN ID")
        assert "chargement" not in seat.text
        aside.rename(data)
        await seat.see("^> Contoso .* ID MPN actif")


@pytest.mark.parametrize("key", ["enter", "c", "H", "@"])
async def test_every_screen_of_a_partner_says_that_the_data_directory_is_away(
    workplace: Workplace, key: str
):
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    workplace.store.change(partner.id, [customer_changes.add("coho", "Coho Winery")])
    add_partner(workplace, "Fabrikam")
    data = workplace.places.data
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        await seat.press(key)
        await seat.see("Contoso › ")
        aside = data.rename(data.with_name("aside"))
        await seat.see("(?i)^ the data directory is away")
        await seat.press("space", "ctrl+g")
        assert "there is no" not in seat.text
        aside.rename(data)
        await seat.press("q")


async def test_what_is_next_stays_while_the_data_directory_is_away(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam")
    data = workplace.places.data
    async with at_the_app(workplace) as seat:
        await seat.see("^ Partners.*  2")
        await seat.press("v")
        await seat.see("Active MPN ID")
        aside = data.rename(data.with_name("aside"))
        await seat.see("The data directory is away")
        await seat.press("j", "k")
        assert "Active MPN ID" in seat.text
        await seat.press("q")
        await seat.see("^ Partners.*  2")
        await seat.press("v")
        await seat.see("^ The data directory is away")
        assert "Nothing to do now" not in seat.text
        aside.rename(data)
        await seat.see("Active MPN ID")


async def test_the_name_of_a_customer_that_could_not_be_added_is_offered_again(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
    path = workplace.places.progress_file(partner.id)
    async with at_the_app(workplace) as seat:
        await seat.press("c")
        await seat.see("No customer yet")
        await seat.see("^ a add  I take from a table  [?] help  q back$")
        await seat.press("a")
        await seat.see("Name of the customer")
        aside = path.rename(path.with_name("aside"))
        await seat.answer("Name of the customer", "Coho Winery")
        await seat.see("Not saved: the file is missing")
        aside.rename(path)
        await seat.answer("Name of the customer")
        await seat.see("Added: Coho Winery")


async def test_a_cache_that_is_deleted_in_the_middle_of_work_is_not_missed(workplace: Workplace):
    places = workplace.places
    for name in ("Contoso", "Northwind"):
        partner = add_partner(workplace, name, DIRECT)
        os.utime(places.progress_file(partner.id), (1_780_000_000, 1_780_000_000))
    async with at_the_app(workplace) as seat:
        await seat.see("Contoso .* 0/11")
        assert [*places.cache.glob("rows*")]
        shutil.rmtree(places.cache)
        await seat.press("enter", "space")
        await seat.wait_for_save()
        await seat.press("q")
        await seat.see("Contoso .* 1/11")
        await seat.see("Northwind .* 0/11")
        await seat.press("v")
        await seat.see("^ Next")
    assert [row.runs[0].done for row in workplace.overview.rows()] == [1, 0]
