from __future__ import annotations

import stat

from csp_tui.core.workplace import Workplace

from .helpers import DIRECT, Seat, add_partner, at_the_app


async def speak(seat: Seat, name: str, placeholder: str) -> None:
    await seat.press("ctrl+p")
    await seat.see(placeholder)
    await seat.press(*name)
    await seat.see(rf": {name}")
    await seat.press("enter")


async def test_the_palette_changes_the_language_of_the_screen_and_of_those_behind(
    workplace: Workplace,
):
    add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.see("enter open")
        await seat.press("enter")
        await seat.see("space tick")
        await speak(seat, "français", "Type to search")
        await seat.see("Langue.: français")
        await seat.press("down")
        await seat.see("space cocher")
        await seat.press("?")
        await seat.see("Liste de contrôle d.un partenaire")
        await seat.press("q", "q")
        await seat.see("enter ouvrir")
        await speak(seat, "English", "Tapez pour chercher")
        await seat.press("down")
        await seat.see("enter open")


async def test_the_language_is_kept_beside_the_other_settings(workplace: Workplace):
    path = workplace.places.config / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('# mine\nmouse = false  # no\n\n[later]\nlanguage = "xx"\n')
    async with at_the_app(workplace) as seat:
        await speak(seat, "français", "Type to search")
        await seat.see("Langue.: français")
        assert path.read_text() == (
            'language = "fr"\n# mine\nmouse = false  # no\n\n[later]\nlanguage = "xx"\n'
        )
        await speak(seat, "English", "Tapez pour chercher")
        await seat.see("Language: English")
    assert path.read_text().startswith('language = "en"\n# mine\n')


async def test_settings_that_cannot_be_written_are_told(workplace: Workplace):
    path = workplace.places.config / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text("language = [\n")
    async with at_the_app(workplace, (160, 24)) as seat:
        await speak(seat, "français", "Type to search")
        await seat.see("non retenu pour la prochaine fois")
    assert path.read_text() == "language = [\n"
    assert stat.S_IMODE(path.stat().st_mode) & 0o400
