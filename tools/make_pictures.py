"""Make the pictures of the documents from the running app: README's, start.md's, all screens.

Run it from the project's root: ``.venv/bin/python tools/make_pictures.py``
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.pilot import Pilot

from csp_tui.core.base import language
from csp_tui.core.base.actor import Actor
from csp_tui.core.demo.partners import fill
from csp_tui.core.history.acts import Act
from csp_tui.core.runs import item_changes
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace, open_workplace
from csp_tui.tui.app import CspTuiApp

DOCS = Path(__file__).resolve().parent.parent / "docs"
START = DOCS / "start.md"
MOMENT = datetime(2026, 11, 23, 10, 42, 3, tzinfo=UTC)
"""The moment at which the pictures are taken; the invented partners go by it, too."""

MOVIE: tuple[tuple[str, float], ...] = (
    ("s u", 1.8),
    ("j", 0.7),
    ("enter", 1.6),
    ("G" + 15 * " k", 0.9),
    ("space", 2.4),
    ("ctrl+g q", 0.6),
    ("v", 1.4),
    ("j", 0.7),
    ("w", 1.0),
    ("enter", 1.6),
)
"""Keys of the README's picture, and the seconds for which what they bring is shown."""

HEADS = ("| Press | You see |", "| Tapez | Vous voyez |")
"""The first rows of the tables that tell which keys are pressed, and what is seen then."""

SCREENS = {
    "partners": "s u",
    "checklist": "j enter",
    "detail": "j enter enter",
    "next": "v",
    "by-item": "v b",
    "customers": "G k c",
    "portfolio": "p",
    "history": "G k H",
    "facts": "j enter F",
    "contacts": "G k @",
    "form": "j e",
    "form-for-many": "* e",
    "filters": "f",
    "start": "j S",
    "move": "f e E",
    "import": "I partners.csv enter",
    "conflicts": "X",
    "archive": "D y j D y A",
    "find": "ctrl+p",
    "help": "?",
}
"""Keys that lead from the list of the demo to each screen, by the name of its picture."""

PAGES_OF_SCREENS = {"en": DOCS / "reference" / "screens.md", "fr": DOCS / "fr" / "screens.md"}

NAMED_KEYS = {"enter", "tab", "space", "esc", "backspace", "up", "down", "left", "right"}
FRENCH_KEYS = {"entrée": "enter", "espace": "space"}
"""The keys that the French pages name, by these names."""
GROUND, INK, FRAME = "#121212", "#e0e0e0", "#292929"
CELL, LINE = 10, 20
"""Width and height of a character in the units of a picture."""


@dataclass(frozen=True)
class Step:
    """What a row or line of start.md, or of another page with such tables, says.

    `keys` are pressed (a text is typed), `seen` are texts that are on the screen then. `begin` is
    ``demo`` or ``own`` where csp-tui is started anew, among the invented partners or with no
    partner yet; else it is empty. `picture` is the name of the file that shows the screen and
    `title` what it is called; both may be empty.
    """

    keys: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    begin: str = ""
    picture: str = ""
    title: str = ""


def steps(page: str) -> Iterator[Step]:
    """Yield the steps that a page of the documents tells, in English or French, in their order."""
    is_told = False
    for line in page.splitlines():
        is_told = line.startswith("|") and (is_told or line in HEADS)
        if re.fullmatch(r" *csp-tui( demo)?( --lang fr)?", line):
            yield Step(begin="demo" if "demo" in line else "own")
        elif drawn := re.match(r"!\[(.*)\]\(pictures/(.+)\.svg\)", line):
            yield Step(picture=drawn[2], title=drawn[1])
        elif is_told and (row := re.fullmatch(r"\| (`.*) \| (.*) \|", line)):
            yield Step(_spans(row[1]), _spans(row[2]))


def _spans(cell: str) -> tuple[str, ...]:
    return tuple(re.findall("`([^`]+)`", cell))


def pressed(word: str) -> list[str]:
    """Return the keys of a word in start.md, as Textual names them: of a text, its characters."""
    word = FRENCH_KEYS.get(word, word)
    if word in NAMED_KEYS or word.startswith("ctrl+"):
        return [{"esc": "escape"}.get(word, word)]
    return ["space" if each == " " else each for each in word]


FILLED = re.compile(r"[\u2e80-\uffef]+|[^\u2e80-\uffef]+")
"""Characters of one width: such as are two cells wide, or such as are one."""

PARTS = re.compile(r"  +|[\u2e80-\uffef]+|(?:(?!  )[^\u2e80-\uffef])+")
"""The same, and blanks apart."""

Run = tuple[int, str, Style]
"""Column, text and style of some characters in a row."""


def rows_of(app: CspTuiApp) -> list[tuple[Run, ...]]:
    """Return what is on the screen, row by row, without blanks that nobody sees."""
    return [tuple(_runs(row)) for row in app.screen._compositor.render_strips()]


def _runs(segments: Iterable[Segment]) -> Iterator[Run]:
    at = 0
    for text, style, _control in segments:
        is_filled = bool(style and (_ground(style) != GROUND or style.underline))
        for word in (FILLED if is_filled else PARTS).findall(text):
            if is_filled or word.strip():
                before = 0 if is_filled else len(word) - len(word.lstrip())
                yield at + before, word[before:], style or Style()
            at += cell_len(word)


def _ground(style: Style) -> str:
    colour = style.color if style.reverse else style.bgcolor
    return colour.get_truecolor().hex if colour and not colour.is_default else GROUND


def _ink(style: Style) -> str:
    colour = style.bgcolor if style.reverse else style.color
    default = GROUND if style.reverse else INK
    return colour.get_truecolor().hex if colour and not colour.is_default else default


def drawn_row(row: Sequence[Run], number: int) -> str:
    """Return one row of the screen as SVG."""
    parts = []
    for at, text, style in row:
        x, wide, y = at * CELL, cell_len(text) * CELL, number * LINE
        if _ground(style) != GROUND:
            box = f'x="{x}" y="{y}" width="{wide}" height="{LINE}"'
            parts.append(f'<rect {box} fill="{_ground(style)}"/>')
        if style.underline:
            parts.append(f'<path d="M{x} {y + 17.5}h{wide}" stroke="{_ink(style)}"/>')
        if text.strip():
            shown = text.rstrip()
            bold = ' class="b"' if style.bold else ""
            place = f'x="{x}" y="{y + 15}" textLength="{cell_len(shown) * CELL}"'
            ink = "" if _ink(style) == INK else f' fill="{_ink(style)}"'
            parts.append(f"<text {place}{bold}{ink}>{escape(shown)}</text>")
    return "".join(parts)


def picture(
    frames: Sequence[tuple[list[tuple[Run, ...]], str, float]],
    title: str,
    command: str,
    columns: int,
) -> str:
    """Return an SVG of the frames, each a screen, a caption, and the seconds for which it is shown.

    `command` is what was typed to start it, `columns` is the width of the screen.
    A row that several frames have is drawn once. Where the reader wants nothing to move, the first
    frame is shown.
    """
    wide = CELL * columns
    shown_in: dict[str, set[int]] = {}
    for number, (rows, caption, _seconds) in enumerate(frames):
        for at, row in enumerate(rows):
            shown_in.setdefault(drawn_row(row, at), set()).add(number)
        keys = f'<text x="{wide - 10}" y="-9" class="k">{escape(caption)}</text>'
        if caption:
            shown_in.setdefault(keys, set()).add(number)
    masks = sorted(
        {tuple(sorted(where)) for where in shown_in.values() if len(where) < len(frames)}
    )
    moves = "".join(_moves(f"m{at}", mask, frames) for at, mask in enumerate(masks))
    body = []
    for drawn, where in shown_in.items():
        mask = tuple(sorted(where))
        body.append(f'<g class="m{masks.index(mask)}">{drawn}</g>' if mask in masks else drawn)
    high = LINE * len(frames[0][0])
    return "\n".join((
        '<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" '
        f'viewBox="-10 -30 {wide + 20} {high + 40}">',
        f"<title>{escape(title)}</title>",
        "<style>text{font:16.6px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;"
        "white-space:pre}.b,.k{font-weight:bold}.k{text-anchor:end;fill:#ffa62b}" + moves +
        "@media(prefers-reduced-motion:reduce){g{animation:none!important}}</style>",
        f'<rect x="-10" y="-30" width="{wide + 20}" height="{high + 40}" rx="8" fill="{FRAME}"/>',
        f'<rect width="{wide}" height="{high}" fill="{GROUND}"/>',
        f'<g fill="{INK}"><text y="-9">{escape(command)}</text>',
        *body,
        "</g></svg>\n",
    ))  # fmt: skip


def _moves(name: str, mask: tuple[int, ...], frames: Sequence[tuple[Any, str, float]]) -> str:
    """Return the CSS that shows what has the class `name` in the frames of `mask` alone."""
    whole, begin, points = sum(seconds for *_, seconds in frames), 0.0, []
    for number, (*_, seconds) in enumerate(frames):
        if number == 0 or (number in mask) != (number - 1 in mask):
            seen = "visible" if number in mask else "hidden"
            points.append(f"{100 * begin / whole:.4g}%{{visibility:{seen}}}")
        begin += seconds
    first = "" if 0 in mask else "visibility:hidden;"
    return (
        f".{name}{{{first}animation:{name} {whole:g}s step-end infinite}}"
        f"@keyframes {name}{{{''.join(points)}}}"
    )


async def press(pilot: Pilot[Any], words: Iterable[str]) -> None:
    """Press the keys of some words, and wait until the screen has come to rest."""
    for word in words:
        for key in pressed(word):
            await pilot.press(key)
        await pilot.pause(0.3)


def with_two_conflicts(workplace: Workplace) -> None:
    """Have two hosts change the due days of the same two items of Contoso before they sync."""
    places = workplace.places
    contoso = next(each for each in workplace.store.partner_ids() if each.startswith("contoso"))
    checklist = next(each for each in workplace.library.newest() if each.id == "enroll-direct")
    items = list(checklist.items)[:2]
    there, here = (
        [
            item_changes.edit(Act.SET, "enroll-direct", item, due=date(2026, 12, day))
            for item in items
        ]
        for day in (18, 20)
    )
    copy = replace(places, data=places.data.with_name("elsewhere"))
    shutil.copytree(places.data, copy.data, ignore=shutil.ignore_patterns(".local"))
    hour_ago = Store(copy, lambda: workplace.clock() - timedelta(hours=1), Actor("ben", "bastion2"))
    hour_ago.change(contoso, there)
    lines = hour_ago.history(contoso).lines()[-len(items) :]
    Store(places, workplace.clock, Actor("amira", "bastion1")).change(contoso, here)
    workplace.store.take_in(contoso, lambda: lines)


def with_a_table(workplace: Workplace) -> None:
    """Put a table of partners where the app runs."""
    os.chdir(workplace.places.data)
    rows = ("name,owner", "Trey Research,zoe", "Adatum Corporation,zoe", "Fabrikam SARL,")
    Path("partners.csv").write_text("\n".join(rows), encoding="utf-8")


ARRANGED = {"import": with_a_table, "conflicts": with_two_conflicts}
"""What happened before the keys of a screen are pressed, by the name of its picture."""


def new_workplace(place: Path, *, is_demo: bool) -> Workplace:
    """Return a workplace in `place`, with the invented partners or with none."""
    workplace = workplace_in(place, is_demo=is_demo)
    if is_demo:
        fill(workplace)
    return workplace


def workplace_in(place: Path, *, is_demo: bool) -> Workplace:
    """Return the workplace in the directory `place`, at the moment of the pictures."""
    moment = MOMENT

    def clock() -> datetime:
        nonlocal moment
        moment += timedelta(milliseconds=1)
        return moment

    own = dict.fromkeys(("XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(place))
    environ = {**os.environ, **own, "CSP_TUI_THEME": "textual-dark"}
    return open_workplace(environ, str(place / "data"), clock=clock, is_demo=is_demo)


async def draw_movie(place: Path) -> str:
    """Return the README's picture; `place` is a temporary directory."""
    frames = []
    app = CspTuiApp(new_workplace(place, is_demo=True))
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.pause(0.5)
        for keys, seconds in MOVIE:
            await press(pilot, keys.split())
            frames.append((rows_of(app), keys if len(keys) < 9 else "", seconds))
    title = "csp-tui: what is urgent, a one-way door, what to chase"
    return picture(frames, title, "$ csp-tui demo", 100)


async def draw_start(place: Path) -> dict[str, str]:
    """Return the pictures of start.md by their names; `place` is a temporary directory."""
    found, todo = {}, list(steps(START.read_text(encoding="utf-8")))
    while todo:
        begin = todo.pop(0).begin
        command = "csp-tui demo" if begin == "demo" else "csp-tui"
        app = CspTuiApp(new_workplace(place / begin, is_demo=begin == "demo"))
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.5)
            while todo and not todo[0].begin:
                step = todo.pop(0)
                await press(pilot, step.keys)
                if step.picture:
                    found[step.picture] = picture(
                        [(rows_of(app), "", 1)], step.title, f"$ {command}", 80
                    )
    return found


async def draw_screens(place: Path, code: str) -> dict[str, str]:
    """Return the pictures of all screens in a language by their names."""
    page = PAGES_OF_SCREENS[code].read_text(encoding="utf-8")
    titles = {name: title for title, name in re.findall(r"^!\[(.*)\]\(.*/(.+)\.svg\)$", page, re.M)}
    language.use(code)
    command, end = "csp-tui demo", ""
    if code != language.SOURCE:
        command, end = f"{command} --lang {code}", f"-{code}"
    filled = new_workplace(place / f"filled{end}", is_demo=True)
    found = {}
    for name, keys in SCREENS.items():
        picture_name = f"screen-{name}{end}"
        shutil.copytree(filled.places.data, place / picture_name / "data")
        workplace = workplace_in(place / picture_name, is_demo=True)
        if name in ARRANGED:
            ARRANGED[name](workplace)
        app = CspTuiApp(workplace)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.5)
            await press(pilot, keys.split())
            shown = [(rows_of(app), "", 1.0)]
            found[picture_name] = picture(shown, titles[picture_name], f"$ {command}", 80)
    return found


def without_chance(svg: str, place: str) -> str:
    """Return a picture with what is drawn by lot, such as the directory `place`, made the same."""
    return re.sub(r"(trey-research-)\w{4}", r"\g<1>7f3a", svg.replace(place, "/home/amira"))


def main() -> None:
    """Write the pictures."""
    os.environ["TZ"] = "UTC"
    time.tzset()
    with tempfile.TemporaryDirectory(dir="/tmp", prefix="csp-") as place:
        drawn = {"csp-tui": asyncio.run(draw_movie(Path(place, "movie")))}
        drawn |= asyncio.run(draw_start(Path(place)))
        for code in PAGES_OF_SCREENS:
            drawn |= asyncio.run(draw_screens(Path(place), code))
    for name, svg in drawn.items():
        text = without_chance(svg, place)
        (DOCS / "pictures" / f"{name}.svg").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
