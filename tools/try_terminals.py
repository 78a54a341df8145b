"""Run the demo in real terminal programs and take pictures of it, to be looked at.

Run it from the project's root: ``.venv/bin/python tools/try_terminals.py [--only WORD] DIRECTORY``.
Each program is driven by keys on an X server without a screen. DIRECTORY gets a picture for each
of the `LOOKS`: the demo after each of the `STEPS`, from the list of partners to the shell. What
is not installed is named and left out. It needs Xvfb, xdotool and ImageMagick; some six minutes.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

COMMAND = Path(__file__).resolve().parent.parent / ".venv" / "bin" / "csp-tui"

STEPS = {
    "list": "Down",
    "checklist": "Return",
    "tick": "space",
    "form": "e 4 2",
    "menu": "ctrl+g y f",
    "next": "ctrl+g v",
    "help": "question",
    "shell": "ctrl+q Return",
}
"""What each picture shows, and the keys that are pressed before it is taken."""

START = 3.0
"""Seconds that the demo has for its start."""

NEEDED = ("Xvfb", "xdotool", "import", "montage")
FONT = "DejaVu Sans Mono"
GROUND = ["-bg", "{ground}", "-fg", "{ink}"]
IN_XTERM = ["xterm", "-fa", FONT, "-fs", "9", "-geometry", "{size}", *GROUND, "-e"]
PROGRAMS = {
    "xterm": [*IN_XTERM, "{inside}"],
    "pterm": ["pterm", "-fn", f"client:{FONT} 9", "-geometry", "{size}", *GROUND,
              "-bfg", "{ink}", "-xrm", "pterm.LineCodePage:{codes}", "-e", "{inside}"],
    "kitty": ["kitty", "--config", "NONE", "-o", "initial_window_width={columns}c",
              "-o", "initial_window_height={rows}c", "-o", "remember_window_size=no",
              "-o", f"font_family={FONT}", "-o", "font_size=9", "-o", "cursor_blink_interval=0",
              "{inside}"],
    "sakura": ["sakura", "-c", "{columns}", "-r", "{rows}", "-f", f"{FONT} 9", "-e", "{inside}"],
    "urxvt": ["urxvt", "-fn", f"xft:{FONT}:size=9", "-geometry", "{size}", *GROUND,
              "-e", "{inside}"],
    "st": ["st", "-f", f"{FONT}:size=9", "-g", "{size}", "{inside}"],
    "tmux": [*IN_XTERM, "tmux", "-L", "{name}", "-f", "/dev/null", "new-session", "{inside}"],
    "screen": [*IN_XTERM, "screen", "-c", "/dev/null", "-T", "{term}", "{inside}"],
}  # fmt: skip
"""The command that runs ``{inside}``, a script, in each of the programs."""


class Look(NamedTuple):
    """A terminal to look at.

    `term` is the value of ``TERM``; `size` has columns and rows, such as ``80x24``; `more` has
    other variables, such as ``NO_COLOR=1``, with blanks between. `is_light` is for a white ground;
    else it is black.
    """

    program: str
    term: str
    size: str
    more: str = ""
    is_light: bool = False


LIGHT = "CSP_TUI_THEME=ansi-light"
TRUE = "COLORTERM=truecolor"
LOOKS = [
    Look("xterm", "xterm-256color", "80x24", TRUE),
    Look("xterm", "xterm-256color", "80x24", LIGHT, is_light=True),
    Look("xterm", "xterm", "80x24", is_light=True),
    Look("xterm", "xterm-256color", "120x40", "NO_COLOR=1"),
    Look("xterm", "xterm", "40x12", f"NO_COLOR=1 {LIGHT}", is_light=True),
    Look("xterm", "xterm-256color", "80x24", "LC_ALL=C"),
    Look("xterm", "xterm", "80x24", "LC_ALL=en_GB.ISO-8859-1"),
    Look("xterm", "xterm-256color", "80x24", "LC_ALL=ja_JP.UTF-8"),
    Look("xterm", "xterm-256color", "120x40", "CSP_TUI_THEME=textual-light", is_light=True),
    Look("xterm", "xterm-256color", "80x24", f"CSP_TUI_THEME=nord {TRUE}"),
    Look("xterm", "linux", "120x40"),
    Look("xterm", "linux", "80x24", "NO_COLOR=1 CSP_TUI_LANG=fr"),
    Look("pterm", "putty", "80x24"),
    Look("pterm", "putty-256color", "120x40", LIGHT, is_light=True),
    Look("pterm", "xterm", "40x12", "NO_COLOR=1"),
    Look("pterm", "xterm", "80x24", "LC_ALL=C"),
    Look("kitty", "xterm-kitty", "80x24", TRUE),
    Look("kitty", "xterm-kitty", "120x40", LIGHT, is_light=True),
    Look("kitty", "xterm-256color", "40x12", "NO_COLOR=1 CSP_TUI_LANG=fr"),
    Look("sakura", "xterm-256color", "120x40", TRUE),
    Look("sakura", "xterm-256color", "80x24", LIGHT, is_light=True),
    Look("sakura", "vte", "40x12", "LC_ALL=C"),
    Look("urxvt", "rxvt-unicode-256color", "80x24"),
    Look("urxvt", "rxvt", "120x40", LIGHT, is_light=True),
    Look("st", "st-256color", "80x24", TRUE),
    Look("st", "st", "40x12"),
    Look("tmux", "tmux-256color", "80x24"),
    Look("tmux", "screen", "120x40", LIGHT, is_light=True),
    Look("tmux", "tmux-256color", "80x24", "LC_ALL=C"),
    Look("tmux", "putty", "40x12", "NO_COLOR=1"),
    Look("screen", "screen", "80x24"),
    Look("screen", "screen-256color", "120x40", LIGHT, is_light=True),
    Look("screen", "screen", "80x24", "LC_ALL=C"),
]
"""A choice in which each program meets most depths, grounds, sizes and locales."""


def main() -> int:
    """Take the pictures; return 0."""
    parser = argparse.ArgumentParser(description=__doc__, add_help=False)
    parser.add_argument("--only", default="", help="the looks whose picture's name has this word")
    parser.add_argument("directory", type=Path)
    asked = parser.parse_args()
    if missing := [each for each in NEEDED if shutil.which(each) is None]:
        parser.error(f"not installed: {' '.join(missing)}")
    asked.directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, _display() as display:
        environ = {"PATH": os.environ["PATH"], "HOME": home, "DISPLAY": display, "LOCPATH": home}
        environ |= {"SCREENDIR": f"{home}/screens", "TMUX_TMPDIR": home}
        for charset, locale in (("ISO-8859-1", "en_GB"), ("UTF-8", "ja_JP")):
            made = [f"--charmap={charset}", f"--inputfile={locale}", f"{home}/{locale}.{charset}"]
            subprocess.run(["localedef", *made], capture_output=True, check=False)
        for number, look in enumerate(LOOKS, 1):
            words = [look.program, look.term, look.size, *look.more.split()]
            name = f"{number:02}-" + "-".join([*words, "light" if look.is_light else "dark"])
            if asked.only not in name:
                continue
            needed = {look.program, PROGRAMS[look.program][0]}
            if missing := [each for each in needed if shutil.which(each) is None]:
                print(f"{name}: not installed: {' '.join(missing)}", flush=True)
            else:
                _take(look, environ, asked.directory / f"{name}.png")
                print(name, flush=True)
    return 0


@contextmanager
def _display() -> Iterator[str]:
    """Run an X server for the block; yield its name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    try:
        yield f":{os.read(reading, 16).decode().strip()}"
    finally:
        server.terminate()
        server.wait()


def _take(look: Look, environ: dict[str, str], path: Path) -> None:
    """Run the demo as `look` says, press the keys of all steps, and write the picture to `path`."""
    home = Path(environ["HOME"])
    environ = environ | {"LC_ALL": "C.UTF-8"}
    environ |= dict(word.split("=") for word in look.more.split() if word.startswith("LC_"))
    command = _command(look, environ, home)
    search = ["xdotool", "search", "--sync", "--onlyvisible", "--class", "."]
    with subprocess.Popen(command, env=environ, stderr=subprocess.DEVNULL) as program:
        found = subprocess.run(search, env=environ, capture_output=True, text=True, check=True)
        window = found.stdout.split()[0]
        picture, pictures = _still(window, environ), []
        subprocess.run(["xdotool", "windowfocus", window, "key", "Return"], env=environ, check=True)
        time.sleep(START)
        for step, keys in STEPS.items():
            for key in keys.split():
                subprocess.run(["xdotool", "key", key], env=environ, check=True)
                time.sleep(0.1)
            picture = _still(window, environ, before=picture)
            pictures.append(home / f"{step}.ppm")
            pictures[-1].write_bytes(picture)
        subprocess.run(["xdotool", "key", "ctrl+d"], env=environ, check=True)
        try:
            program.wait(5)
        except subprocess.TimeoutExpired:
            program.terminate()
    tiles = ["-tile", "2x" if look.size == "120x40" else "3x", "-geometry", "+4+4"]
    subprocess.run(["montage", *tiles, "-background", "#888", *pictures, path], check=True)


def _command(look: Look, environ: dict[str, str], home: Path) -> list[str]:
    """Fill a demo directory in `home`, and return the command that opens it in the terminal."""
    columns, rows = look.size.split("x")
    inside = home / "inside"
    is_asked = look.is_light and look.program in ("kitty", "sakura")
    asked = "\\033]10;black\\007\\033]11;white\\007" if is_asked else ""
    words = ["env", f"TERM={look.term}", *look.more.split(), str(COMMAND), "demo"]
    demo = home / "demo"
    shutil.rmtree(demo, ignore_errors=True)
    subprocess.run([COMMAND, "demo", "--data", demo], env=environ, capture_output=True, check=True)
    inside.write_text(
        f"#!/bin/sh\nprintf '{asked}before\\n'\n"
        f"stty -echo; read started; stty echo\n"
        f'{shlex.join([*words, "--data", str(demo)])}\necho "after: $?"\nexec cat\n'
    )
    inside.chmod(0o755)
    ground, ink = ("white", "black") if look.is_light else ("black", "gray90")
    values = {
        "columns": columns, "rows": rows, "size": look.size, "term": look.term, "name": home.name,
        "inside": str(inside), "ground": ground, "ink": ink,
        "codes": "UTF-8" if environ["LC_ALL"].endswith("UTF-8") else "ISO-8859-1",
    }  # fmt: skip
    return [word.format_map(values) for word in PROGRAMS[look.program]]


def _still(window: str, environ: dict[str, str], before: bytes = b"") -> bytes:
    """Return the picture of a window once it is another than `before` and rests; wait 10 s."""
    command = ["import", "-window", window, "-silent", "ppm:-"]
    last, picture = b"", b""
    for _ in range(25):
        last, picture = picture, subprocess.check_output(command, env=environ)
        if picture == last != before:
            break
        time.sleep(0.4)
    return picture


if __name__ == "__main__":
    sys.exit(main())
