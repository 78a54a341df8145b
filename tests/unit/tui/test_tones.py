"""One table says how each tone looks, and nothing else names a style."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from csp_tui.tui.lines.row import Row
from csp_tui.tui.lines.tone import (
    ON_DARK,
    ON_LIGHT,
    WITHOUT_COLOURS,
    Link,
    Palette,
    Tone,
    style_of,
    true_colours,
    words_of,
)
from csp_tui.tui.widgets.line_view import palette_of

TUI = Path(__file__).parents[3] / "csp_tui" / "tui"
TABLE = TUI / "lines" / "tone.py"
IN_COLOURS = true_colours("#0178d4", "#b93c5b", "#fea62b", "#808080")
COLOURS = re.compile(r"\b(?:black|red|green|yellow|blue|magenta|cyan|white|#[0-9a-fA-F]{6})\b")
each_palette = pytest.mark.parametrize("palette", [ON_DARK, ON_LIGHT, WITHOUT_COLOURS, IN_COLOURS])


@each_palette
def test_every_tone_has_a_style_that_the_library_understands(palette: Palette):
    assert {*palette} == {*Tone}
    for tone in Tone:
        assert str(style_of(tone, palette)) == (words_of(tone, palette) or "none")


@pytest.mark.parametrize(
    ("tone", "dark", "light", "plain"),
    [
        (Tone.TEXT, "", "", ""),
        (Tone.STRONG, "bold", "bold", "bold"),
        (Tone.QUIET, "dim", "dim", "dim"),
        (Tone.ACCENT, "bold cyan", "bold blue", "bold"),
        (Tone.KEY, "bold", "bold", "bold"),
        (Tone.LATE, "bold red", "bold red", "bold"),
        (Tone.SOON, "yellow", "on yellow", ""),
        (Tone.CURSOR, "reverse", "reverse", "reverse"),
        (Tone.LATE | Tone.RULE, "bold red underline", "bold red underline", "bold underline"),
        (Link("https://example.com"), "underline", "underline", "underline"),
    ],
)
def test_a_tone_looks_as_the_ground_allows(tone: Tone | Link, dark: str, light: str, plain: str):
    shown = [words_of(tone, each) for each in (ON_DARK, ON_LIGHT, WITHOUT_COLOURS)]
    assert shown == [dark, light, plain]


def test_where_one_is_does_not_look_like_what_is_due_in_any_theme():
    for theme in BUILTIN_THEMES.values():
        if not theme.ansi:
            palette = palette_of(theme, theme.to_color_system().generate())
            colours = {palette[each].split()[-1] for each in (Tone.ACCENT, Tone.LATE, Tone.SOON)}
            assert len(colours) == 3, theme.name


def test_without_colours_no_style_has_one():
    styles = [style_of(tone, WITHOUT_COLOURS) for tone in Tone]
    assert not any(style.color or style.bgcolor for style in styles)


def test_no_file_but_the_table_names_a_colour_or_a_style():
    allowed = {TABLE, TUI / "widgets" / "line_view.py", TUI / "terminal" / "first_frame.py"}
    allowed.add(TUI / "base" / "no_colours.py")
    found = [
        f"{path.relative_to(TUI)}: {line.strip()}"
        for path in sorted(TUI.glob("**/*.py"))
        if path not in allowed
        for line in path.read_text().splitlines()
        if "rich.style" in line or (COLOURS.search(line) and '"' in line)
    ]
    found += [
        f"{path.relative_to(TUI)}: {line.strip()}"
        for path in sorted(TUI.glob("**/*.tcss"))
        for line in path.read_text().splitlines()
        if re.match(r"\s*(color|background|text-style|border)\b", line)
        and "$background;" not in line  # the ground of the theme that the user has chosen
    ]
    assert found == []


ROW = Row("a", (("[ ] ", Tone.TEXT), ("Title", Tone.QUIET), (" late", Tone.LATE)), name=1)


@pytest.mark.parametrize(
    ("state", "mark", "name"),
    [
        ({}, ("  ", Tone.TEXT), Tone.QUIET),
        ({"is_marked": True}, (" *", Tone.ACCENT), Tone.STRONG),
        ({"is_current": True}, ("> ", Tone.ACCENT), Tone.CURSOR),
        ({"is_current": True, "is_marked": True}, (">*", Tone.ACCENT), Tone.CURSOR),
        ({"is_current": True, "are_keys_away": True}, ("> ", Tone.ACCENT), Tone.STRONG),
    ],
)
def test_the_name_of_the_current_row_is_reversed_and_of_others_bold(
    state: dict[str, bool], mark: tuple[str, Tone], name: Tone
):
    drawn = ROW.drawn(**state)
    assert drawn == (mark, ROW.line[0], ("Title", name), ROW.line[2])


def test_a_cut_name_is_reversed_as_a_whole_and_a_long_foreign_one_in_part():
    cut_name, foreign = "a" * 99 + "\u2026", "\u65e5" * 40
    for name, count in ((cut_name, 1), (foreign, 2)):
        drawn = Row("a", ((name, Tone.TEXT),)).drawn(is_current=True)
        assert "".join(text for text, _tone in drawn[1:]) == name
        assert len(drawn) == 1 + count
