"""The partners on a terminal of 60 columns, the narrowest that is usable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pilot.helpers import FakeClock, at_the_app, workplace_in

from csp_tui.core import demo

from .conftest import Compare
from .test_screens import SHOWN, stay, to_partner_form

NARROW = {"partners-60x20": stay, "partners-form-60x20": to_partner_form}


async def test_the_partners_fit_sixty_columns(tmp_path: Path, compare: Compare):
    for name, go in NARROW.items():
        workplace = workplace_in(tmp_path / name, FakeClock(), is_demo=True)
        demo.fill(workplace)
        async with at_the_app(replace(workplace, places=SHOWN), (60, 20)) as seat:
            await go(seat)
            await seat.pilot.pause(0.2)
            lines = seat.lines
        compare(name, lines)
