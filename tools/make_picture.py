"""Make the README's pictures from the running demo: the list of partners and a checklist.

Run it from the project's root: ``.venv/bin/python tools/make_picture.py``
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

os.environ["TEXTUAL_THEME"] = "textual-dark"
os.environ["TEXTUAL_ANIMATIONS"] = "none"

from csp_tui.core.demo.partners import fill
from csp_tui.core.workplace.workplace import open_workplace
from csp_tui.tui.app import CspTuiApp

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"


TEXT = re.compile(r'(<text [^>]*?)x="([\d.]+)"([^>]*?)textLength="([\d.]+)"([^>]*>)((?:&#160;)+)')
CELL = 12.2
"""Width of a character in the picture, in its units."""


def _without_indent(match: re.Match[str]) -> str:
    """Return an SVG text without leading blanks, moved right instead; some viewers drop blanks."""
    indent = CELL * match[6].count("&#160;")
    x, length = float(match[2]) + indent, float(match[4]) - indent
    return f'{match[1]}x="{x:.1f}"{match[3]}textLength="{length:.1f}"{match[5]}'


async def draw(data: str) -> AsyncIterator[tuple[str, str]]:
    """Yield the names and the SVGs of the pictures, drawn by the app with the demo's partners.

    `data` is a temporary directory for its files.
    """
    environ = {**os.environ, "XDG_CACHE_HOME": data, "XDG_CONFIG_HOME": data}
    workplace = open_workplace(environ, data, is_demo=True)
    fill(workplace)
    partner_id = next(each for each in workplace.store.partner_ids() if each.startswith("contoso"))
    app = CspTuiApp(workplace, partner_id=partner_id)
    async with app.run_test(size=(112, 30)) as pilot:
        await pilot.pause(0.5)
        await pilot.press("g", *["j"] * 14)
        await pilot.pause(0.5)
        yield "screen", app.export_screenshot(title="csp-tui demo")
    app = CspTuiApp(workplace)
    async with app.run_test(size=(112, 22)) as pilot:
        await pilot.pause(0.5)
        await pilot.press("s", "u", "j", "j")
        await pilot.pause(0.5)
        yield "partners", app.export_screenshot(title="csp-tui demo")


async def write(data: str) -> None:
    """Write the pictures, without links to fonts on the web."""
    async for name, drawn in draw(data):
        picture = re.sub(r"@font-face\s*{.*?}\s*", "", drawn, flags=re.DOTALL)
        picture = re.sub(TEXT, _without_indent, picture)
        picture = picture.replace("Fira Code", "ui-monospace, Menlo, Consolas")
        (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8")


def main() -> None:
    """Write the pictures from a temporary data directory."""
    with tempfile.TemporaryDirectory() as data:
        asyncio.run(write(data))


if __name__ == "__main__":
    main()
