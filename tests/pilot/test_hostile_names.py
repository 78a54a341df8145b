from __future__ import annotations

import re
from pathlib import Path

import pytest

from csp_tui.core.base.ids import is_id
from csp_tui.core.workplace.workplace import Workplace

from .helpers import add_partner, at_the_app, harmful, progress, tree

HOSTILE = {
    "markup": "see [/x]",
    "more markup": "[bold red]Contoso[/] [link=https://example.com]x[/link]",
    "a path": "../../etc/passwd",
    "300 CJK characters": "株式会社" * 75,
    "control characters": "Con\x1b]0;owned\x07to\x9b31mso\u202eLtd\u2028\x00",
    "nothing but dots": "..",
    "a line end": "Contoso\nformat = 2",
    "quotes": "\"\"\" ''' \\ \\u001b",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_name_is_shown_whole_and_harmless_and_stays_in_the_data_directory(
    workplace: Workplace, tmp_path: Path, name: str
):
    async with at_the_app(workplace, (640, 24)) as seat:
        await seat.press("a")
        await seat.answer("Name of the partner", name)
        await seat.see("› start a checklist")
        stored = progress(workplace)["name"]
        assert not list(harmful(stored + seat.text))
        assert f"{stored} › start a checklist" in seat.text
        await seat.press("enter")
        await seat.see("0/37")
        await seat.press("q")
        await seat.see("^ Partners.*  1")
        assert seat.current.startswith(stored[:12])
        assert not list(harmful(seat.text))
    assert stored == re.sub(r"\s+", " ", "".join(set_aside(name))).strip()
    for path in tree(tmp_path):
        assert path.startswith(("data/", "home/"))
    assert all(is_id(each.stem) for each in workplace.places.partners.iterdir())


def set_aside(text: str) -> list[str]:
    """Return the characters of `text` that may be stored."""
    bad = set(harmful(text.replace("\n", " ")))
    return [char for char in text if char not in bad]


async def test_a_name_written_by_hand_with_control_characters_is_shown_written_out(
    workplace: Workplace,
):
    partner = add_partner(workplace, "Contoso")
    path = workplace.places.progress_file(partner.id)
    text = path.read_text().replace('"Contoso"', '"Con\\u001b[31mto\\u202eso\\u009b"')
    path.write_text(text)
    add_partner(workplace, "Fabrikam")
    async with at_the_app(workplace) as seat:
        await seat.see("Con")
        assert not list(harmful(seat.text))
        assert "^[[31m" in seat.text
        await seat.go_to("Con^[")
        await seat.press("enter")
        await seat.see("start a checklist")
        assert not list(harmful(seat.text))
    assert path.read_text() == text


async def test_a_long_name_leaves_checklist_and_edition_in_sight_at_80_columns(
    workplace: Workplace,
):
    partner = add_partner(workplace, "株式会社" * 75, "enroll-direct")
    add_partner(workplace, "Fabrikam")
    async with at_the_app(workplace) as seat:
        await seat.see("Partners.*  2")
        row = next(line for line in seat.lines if "株式会社" in line)
        assert "0/11" in row
        await seat.go_to("株式会社")
        await seat.press("enter")
        await seat.see("Proof ")
        assert "2018-12" in seat.lines[0]
    assert progress(workplace, partner.id)["name"] == "株式会社" * 75
