from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

from csp_tui.core.base import language
from csp_tui.core.disk.places import find_places
from csp_tui.core.partners.now import now_of
from csp_tui.core.runs import item_changes
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    DIRECT,
    OLD,
    FakeClock,
    Seat,
    add_partner,
    at_the_app,
    fill_with_invented,
    items,
    workplace_in,
)


async def speak(seat: Seat, name: str) -> None:
    await seat.press("ctrl+p", *name)
    await seat.see(rf"^> .*: {name}")
    await seat.press("enter")


async def test_the_palette_changes_the_language_of_the_screen_and_of_those_behind(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("enter open")
        await seat.press("enter")
        await seat.see("space done")
        await speak(seat, "français")
        await seat.see("Langue.: français")
        await seat.press("down")
        await seat.see("espace fait")
        await seat.press("?")
        await seat.see("Liste de contrôle d.un partenaire")
        await seat.press("q", "q")
        await seat.see("entrée voir")
        await speak(seat, "English")
        await seat.press("down")
        await seat.see("enter open")


async def test_a_key_changes_the_language_from_the_first_start_on(workplace: Workplace):
    async with at_the_app(workplace) as seat:
        await seat.see("enter read  L language  ")
        await seat.press("L")
        await seat.see("^ Language")
        await seat.press("f")
        await seat.see("Langue.: français")
        await seat.press("down")
        await seat.see("entrée lire  L langue  ")
        await seat.press("L", "x", "ctrl+g", "L", "e")
        await seat.see("Language: English")


async def test_the_language_is_kept_beside_the_other_settings(workplace: Workplace):
    path = workplace.places.config / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('# mine\nmouse = false  # no\n\n[later]\nlanguage = "xx"\n')
    async with at_the_app(workplace) as seat:
        await speak(seat, "français")
        await seat.see("Langue.: français")
        assert path.read_text() == (
            'language = "fr"\n# mine\nmouse = false  # no\n\n[later]\nlanguage = "xx"\n'
        )
        await speak(seat, "English")
        await seat.see("Language: English")
    assert path.read_text().startswith('language = "en"\n# mine\n')


async def test_a_demo_leaves_the_settings_of_its_user_alone(tmp_path: Path):
    demo = workplace_in(tmp_path / "data", FakeClock(), is_demo=True)
    async with at_the_app(demo, (80, 200)) as seat:
        await speak(seat, "français")
        await seat.see("Langue.: français +pour cette démo seulement")
        await seat.press("?")
        settings = str(find_places({}).config / "config.toml")
        await seat.see("^ Emplacements")
        assert settings in "".join("".join(seat.lines).split())
    assert demo.places.config.is_relative_to(demo.places.data)
    assert not (find_places({}).config / "config.toml").exists()


async def test_settings_that_cannot_be_written_are_told(workplace: Workplace):
    path = workplace.places.config / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text("language = [\n")
    async with at_the_app(workplace, (160, 24)) as seat:
        await speak(seat, "français")
        await seat.see("non retenu pour la prochaine fois")
    assert path.read_text() == "language = [\n"
    assert stat.S_IMODE(path.stat().st_mode) & 0o400


async def test_a_checklist_that_is_open_changes_its_language_and_a_tick_does_not(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("g")
        await seat.see("> \\[ \\] Active MPN ID")
        await speak(seat, "français")
        await seat.see("> \\[ \\] ID MPN actif pour l.emplacement qui vend")
        assert "read again" not in seat.text
        await seat.press("space")
        await seat.see("^ 1/11")
        await seat.see(r"\d\d:\d\d")
        await speak(seat, "English")
        await seat.see("\\[x\\] Active MPN ID")
        await seat.wait_for_save()
    (line,) = [each for each in history(workplace) if each["do"] == "tick"]
    assert line["rule"].startswith("A Microsoft Partner Network ID is active")
    assert items(workplace)["mpn-id"]["fingerprint"] == line["to"]["fingerprint"]


def history(workplace: Workplace) -> list[dict[str, Any]]:
    (path,) = workplace.places.data.glob("history/*.jsonl")
    return [json.loads(line) for line in path.read_text().splitlines()]


async def test_what_cannot_wait_stands_out_in_every_language(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    item = workplace.library.get(DIRECT, "2018-12").by_id["mpn-id"]
    refused = item_changes.refuse(DIRECT, item, "no")
    workplace.store.change(partner.id, [refused])
    language.use("fr")
    today = workplace.today
    refused_one, other = (
        now_of(row, row.runs[0], today).sentence(today) for row in workplace.overview.rows()
    )
    assert refused_one.startswith("refusé 1\u00a0: ID MPN actif")
    assert other.startswith("ID MPN actif")


async def test_what_is_asked_is_asked_and_answered_in_french(workplace: Workplace):
    add_partner(workplace, "Contoso", DIRECT)
    language.use("fr")
    async with at_the_app(workplace) as seat:
        await seat.press("w")
        await seat.see("En attente de.*: Microsoft")
        await seat.press("enter", "enter", "x", "enter")
        await seat.see_asked("n.est pas une date")
        await seat.press("ctrl+g", "end", "C")
        await seat.see_asked("Clore : Devenir direct, .* points obligatoires sont ouverts.")
        await seat.see("c achevé +a abandonné +n non$")
        await seat.press("a")
        await seat.see("Clos. C le rouvre, u annule.")
        await seat.see(r"enreg. \d\d:\d\d")
    assert [each["do"] for each in history(workplace)][-1] == "close"


async def test_the_form_of_a_partner_takes_a_month_and_a_model_in_french(workplace: Workplace):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    language.use("fr")
    async with at_the_app(workplace) as seat:
        await seat.press("e")
        await seat.see("ID partenaire")
        await seat.press(*["tab"] * 6, *"août", "shift+tab", *"facturation directe", "ctrl+s")
        await seat.see(r"> Contoso .* août +\d+ j")
        await seat.press("e")
        await seat.see("^  Modèle +facturation directe")
        await seat.press("ctrl+g", "*", "e")
        await seat.see("^  Modèle .*actuel.: facturation directe .1., vide .1.$")
        await seat.press("ctrl+g", "f", "y")
        await seat.see("^  a facturation directe +1")
    saved = workplace.store.load(partner.id)
    assert (saved.model, saved.anniversary) == ("direct-bill", 8)


async def test_the_palette_says_in_french_that_nothing_matches(workplace: Workplace):
    language.use("fr")
    async with at_the_app(workplace) as seat:
        await seat.press("ctrl+p", *"zzzz")
        await seat.see("ne contient tous ces mots")


async def test_a_run_is_called_in_french_and_its_year_stays(workplace: Workplace):
    language.use("fr")
    add_partner(workplace, "Contoso", DIRECT)
    partner = add_partner(workplace, "Fabrikam", DIRECT)
    again = item_changes.start(
        partner, workplace.library.get(DIRECT, OLD), workplace.clock(), is_again=True
    )
    workplace.store.change(partner.id, [again])
    async with at_the_app(workplace, (100, 24)) as seat:
        await seat.see("Devenir direct<")
        await seat.see("Devenir dir… 2<")


async def test_french_leaves_room_for_the_keys_and_items_that_english_shows(workplace: Workplace):
    fill_with_invented(workplace)
    language.use("fr")
    async with at_the_app(workplace) as seat:
        await seat.press("v")
        await seat.see(r"entrée voir +b par point +f filtre +\? aide  q retour")
        await seat.press("q")
        await seat.see(r"\? aide  q fin")
        await seat.pilot.resize_terminal(120, 24)
        await seat.see(r"P rapport +E édition +\? aide")
        await seat.go_to("Woodgrove")
        await seat.press("c")
        await seat.see("Quand +Fait 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5│")
        assert "‹1" not in seat.text
