"""P writes a report of a partner, says where it is, and never over another unasked."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from csp_tui.core.workplace.workplace import Workplace

from .helpers import DIRECT, add_partner, at_the_app


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


async def test_a_page_is_written_from_the_list_of_partners(workplace: Workplace, home: Path):
    partner = add_partner(workplace, "Contoso", DIRECT)
    add_partner(workplace, "Fabrikam")
    async with at_the_app(workplace) as seat:
        await seat.go_to("Contoso")
        await seat.press("P")
        await seat.answer("Report to")
        path = home / "contoso-2026-11-23.html"
        await seat.see("Written: ")
        assert "<h1>Contoso</h1>" in path.read_text()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        await seat.press("P")
        await seat.answer("Report to")
        await seat.see(f"Written: ~/{partner.id}-2026-11-23.html")


async def test_a_table_is_written_from_the_checklist(workplace: Workplace, home: Path):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("P")
        await seat.answer("Report to", "~/a.json")
        await seat.see("Written: ")
        (partner,) = json.loads((home / "a.json").read_text())["partners"]
        assert partner["name"] == "Contoso"


async def test_another_file_is_replaced_only_when_asked_for(workplace: Workplace, home: Path):
    add_partner(workplace, "Contoso", DIRECT)
    path = home / "a.md"
    path.write_text("kept")
    async with at_the_app(workplace) as seat:
        await seat.press("P")
        await seat.answer("Report to", "~/a.md")
        await seat.answer("Replace: a.md?", "n")
        await seat.see("Nothing was written.")
        assert path.read_text() == "kept"
        await seat.press("P")
        await seat.answer("Report to", "~/a.md")
        await seat.answer("Replace: a.md?", "y")
        await seat.see("Written: ")
        assert path.read_text().startswith("# Checklist report")


async def test_what_cannot_be_written_is_told(workplace: Workplace, home: Path):
    add_partner(workplace, "Contoso", DIRECT)
    async with at_the_app(workplace) as seat:
        await seat.press("P")
        await seat.answer("Report to", "~/a.pdf")
        await seat.see("end it with .html, .xlsx, .md, .csv")
        await seat.press("ctrl+g", "P")
        await seat.answer("Report to", "~/none/a.html")
        await seat.see("Not written: no such file or directory")
