"""A data directory in which every text, name and path is hostile."""

from __future__ import annotations

import json
import os

from hostile import BYTES, TEXTS, escaped

from .conftest import Place

ALL = "".join(text for text in TEXTS if len(text) < 300)

_ITEM = """
[[sections.items]]
id = "{id}"
title = "{text} title"
rule = "{text} rule"
detail = "{text} detail"
doubt = "{text} doubt"
evidence = "{text} evidence"
when = "fact"

[[sections.items.links]]
url = "https://example.com/{id}"
title = "{text} link"
publisher = "{text} publisher"
date = "{text} date"
"""
_CHECKLIST = """\
format = 1
title = "{text} checklist"
summary = "{text}"
source = "{text}"
source_date = "{text}"

[[facts]]
id = "fact"
question = "{text}?"

[[sections]]
id = "one"
title = "{text} section"
"""
_PARTNER = """\
format = 1
name = "{text} name"
company = "{text}"
owner = "{text}"

[checklists.own]
edition = "2026-01"
started = 2026-11-23T10:42:03.512Z
"""
_PROGRESS = """
[checklists.own.items.{id}]
status = "{status}"
waiting_for = "{text} who"
reason = "{text} reason"
case = "{text} case"
chase_on = 2026-01-01
evidence = "{text} proof"
note = "{text} note"
owner = "{text} owner"
by = "{text} by"
at = 2026-11-23T10:42:03.512Z
fingerprint = "1:0"
"""
STATES = ("waiting", "refused", "not-applicable", "done")


def hostile_data(place: Place) -> None:
    """Fill the data directory, under a name that is hostile itself."""
    place.data = place.path / os.fsdecode(b"data " + BYTES)
    place.env["CSP_TUI_DATA"] = str(place.data)
    text = escaped(ALL)
    texts = {"all": text, **{f"item-{n}": escaped(each) for n, each in enumerate(TEXTS)}}
    own = _CHECKLIST.format(text=text)
    own += "".join(_ITEM.format(id=key, text=each) for key, each in texts.items())
    linked = own.replace(".com/all", ".com/\\u202eevil")
    evil = _PARTNER.format(text=text) + "".join(
        _PROGRESS.format(id=key, text=each, status=STATES[n % len(STATES)])
        for n, (key, each) in enumerate(texts.items())
    )
    files = {
        "checklists/own/2026-01.toml": own,
        "checklists/wrong/2026-01.toml": own.replace("title", f'"{text}"', 3),
        "checklists/linked/2026-01.toml": linked,
        "partners/evil.toml": evil,
        "partners/linked.toml": evil.replace("checklists.own", "checklists.linked"),
        "partners/lost.toml": _PARTNER.format(text=text).replace("2026-01", text),
        "partners/broken.toml": f"format = 1\n{ALL}\n",
        "partners/no-toml.toml": f"format = 1\n{ALL[1:]}\n",
        "partners/no-number.toml": f'format = 1\nanniversary = "{text}"\n',
        "partners/no-state.toml": _PARTNER.format(text=text)
        + f'[checklists.own.items.item-0]\nstatus = "{text}"\n',
        "history/evil.jsonl": "".join(map(_history_line, range(1, len(TEXTS) + 1))),
        "history/broken.jsonl": f"{ALL}\n{{}}\n",
    }
    for number, each in enumerate(TEXTS):
        files[f"partners/each-{number}.toml"] = _PARTNER.format(text=escaped(each))
    for name, content in files.items():
        path = place.data / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, errors="replace")
    for directory in ("partners", "checklists", "checklists/own"):
        (place.data / directory / os.fsdecode(BYTES + b".toml")).write_text(own)
    (place.data / "checklists" / os.fsdecode(BYTES)).mkdir()
    (place.data / "checklists" / os.fsdecode(BYTES) / "2026-01.toml").write_text(own)


def _history_line(number: int) -> str:
    text = TEXTS[number - 1]
    line = {
        "v": 1,
        "w": "k3v9q2mx",
        "n": number,
        "at": "2026-11-23T10:42:03.512Z",
        "by": f"{text} by",
        "as": f"{text} reviewer",
        "host": text,
        "step": text,
        "do": text,
        "run": "own",
        "item": text,
        "from": {"note": text, text: text},
        "to": {"note": f"{text} note", text: [text], "status": text},
        "rule": text,
        "prev": text,
    }
    return json.dumps(line) + "\n"
