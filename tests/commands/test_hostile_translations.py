"""An own checklist and its translation that want to drive the terminal, a page or the program."""

from __future__ import annotations

import os
import re

import pytest
from hostile import CONTROLS, DRIVING, MARKUP
from hostile import escaped as in_toml

FORMATS = "{0.__class__} {partner} {} {count} {name!r:>999999999} {{x}} %(x)s %s"
TEXTS = {
    "controls": "".join(CONTROLS),
    "markup": "".join(MARKUP) + "<script>alert(1)</script>",
    "format fields": FORMATS,
    "without an end": "\u6f22" * 5_000,
}
OWN = """\
format = 1
title = "{0} title"
summary = "{0} summary"
source = "https://example.com/"
source_date = "undated, {0}"

[[facts]]
id = "fact"
question = "{0}?"

[[sections]]
id = "one"
title = "{0} section"

[[sections.items]]
id = "first"
title = "{0} item"
rule = "{0} rule"
detail = "{0} detail"
doubt = "{0} doubt"
evidence = "{0} evidence"
when = "fact"

[[sections.items]]
id = "last"
title = "{0} last"
after = ["first"]
irreversible = true
"""
LACKING = """
[[sections.items]]
id = "nowhere"
title = "{0}"

[[sections]]
id = "{0}"
title = "{0}"

[dates]
"undated, Plain" = "{0}"
"{0}" = "{0}"
"""
COMMANDS = [
    "checklists",
    "checklists own",
    "show {id}",
    "show {id} --plain",
    "show {id} first",
    "next {id}",
    "next --markdown --all",
    "fact {id}",
    "report {id}",
    "report {id} --format html",
    "report {id} --format csv",
    "report {id} --format json",
    "lint",
    "tick {id} first",
    "wait {id} last --for Microsoft",
    "history {id}",
    "migrate {id} --dry-run",
    "undo {id}",
]


@pytest.fixture
def own(call, home) -> str:
    """A partner that has started an own checklist of plain words."""
    home.put("checklists/own/1.toml", OWN.format("Plain"))
    partner = call("add", "Contoso").out.strip()
    assert call("start", partner, "own").code == 0
    return partner


def translation(text: str) -> str:
    kept = re.sub("^(source|source_date|when|after|irreversible) = .*\n", "", OWN, flags=re.M)
    return (kept + LACKING).replace("{0}", text)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("name", ["1.toml", "1.fr.toml"])
def test_a_hostile_text_is_shown_as_it_is_and_drives_nothing(call, home, own, name, text):
    made = OWN.replace("{0}", in_toml(text)) if name == "1.toml" else translation(in_toml(text))
    home.put(f"checklists/own/{name}", made)
    for command in COMMANDS:
        answer = call("--lang", "fr", *command.format(id=own).split())
        assert answer.code in (0, 1), (command, answer.err[-300:])
        assert not DRIVING.search(answer.out + answer.err), command
        assert "Traceback" not in answer.err
        assert "<script>" not in answer.out or "html" not in command
        if text is FORMATS and command in ("checklists own", "show {id}", "fact {id}"):
            assert FORMATS in answer.out


def to_system(path):
    path.symlink_to("/etc/hostname")


KINDS = {
    "directory": (lambda path: path.mkdir(), "is not a regular file"),
    "pipe": (os.mkfifo, "is not a regular file"),
    "link": (to_system, "is a symbolic link"),
    "link to itself": (lambda path: path.symlink_to(path.name), "is a symbolic link"),
    "too large": (lambda path: path.write_bytes(b"#" * 17_000_000), "is larger than 16 MiB"),
}


@pytest.mark.parametrize(("make", "why"), KINDS.values(), ids=KINDS)
def test_a_translation_that_is_no_file_is_named_and_the_edition_shown(call, home, own, make, why):
    make(home.data / "checklists/own/1.fr.toml")
    shown = call("--lang", "fr", "show", own)
    assert (shown.code, "Plain item" in shown.out) == (0, True)
    checked = call("lint")
    assert (checked.code, "1.fr.toml" in checked.out, why in checked.out) == (1, True, True)
