"""Files that nobody would write: mutated bytes, and right words in wrong places."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

PIECES = [
    *(b"\0", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\r", b"\n", b"\r\n", b"\t", b" ", b"\x1b[2J"),
    *(b'"', b"'", b'"""', b"'''", b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b".", b",", b"#"),
    *(b"\\", b"\\u001b", b"\\ud800", b"\\U00110000", b"\xe2\x80\xa8", b"\xe2\x80\xae"),
    *(b"true", b"inf", b"nan", b"-0", b"1e400", b"0x", b"9" * 30, b"9" * 5000, b"1979-02-30"),
    *(b"0001-01-01T00:00:00+23:59", b"9999-12-31T23:59:59-23:59", b"07:32:00", b"null"),
    *(b"format", b"history", b"checklists", b"items", b"[checklists.demo]\n", b"[history]\n"),
    *(b"a." * 500, b"[" * 2000, b"{a=" * 500, b"[a" + b" " * 3000),
]


def mutated(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return one of `seeds`, changed in one to eight places."""
    content = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 8)):
        start = chance.randint(0, len(content))
        end = min(len(content), start + chance.choice([0, 1, 4, 40, 400]))
        how = chance.randrange(6)
        if how == 0:
            content[start:end] = chance.choice(PIECES)
        elif how == 1:
            content[start:end] = chance.randbytes(end - start)
        elif how == 2:
            del content[start:end]
        elif how == 3:
            content[start:start] = content[end : end + chance.randint(0, 200)]
        elif how == 4 and start < len(content):
            content[start] ^= 1 << chance.randrange(8)
        else:
            other = chance.choice(seeds)
            place = chance.randint(0, len(other))
            content[start:] = other[place:]
    return bytes(content)


WORDS = [
    *(
        "format",
        "name",
        "company",
        "anniversary",
        "owner",
        "facts",
        "checklists",
        "demo",
        "history",
    ),
    *("history", "edition", "checklist", "started", "closed", "outcome", "items", "membership"),
    *("revenue", "status", "on", "at", "by", "fingerprint", "reason", "note", "evidence", "due"),
    *(
        "as_of",
        "title",
        "sections",
        "id",
        "rule",
        "detail",
        "need",
        "when",
        "after",
        "links",
        "url",
    ),
    *(
        "per",
        "question",
        "checked",
        "usual_wait",
        "reviewer",
        "theme",
        "mouse",
        "plain",
        "doubt",
        "basis",
    ),
    *("", "a b", "ä", "A", "x" * 70, "a.b", '"', "\n", "\x1b[2J", "../x"),
]

TEXTS = [
    "",
    "done",
    "todo",
    "2026-08",
    "demo",
    "required",
    "official",
    "\x1b]0;x\x07",
    "\n",
    "é" * 99,
]


def value(chance: random.Random, depth: int) -> Any:
    """Return any value that TOML and JSON can hold."""
    kind = chance.randrange(12)
    if kind < 3 and depth:
        return {chance.choice(WORDS): value(chance, depth - 1) for _ in range(chance.randint(0, 5))}
    if kind < 5 and depth:
        return [value(chance, depth - 1) for _ in range(chance.randint(0, 3))]
    scalars: list[Any] = [True, False, 0, 1, 2, -1, 13, 10**30, 0.5, float("inf"), float("nan")]
    return chance.choice([*scalars, *TEXTS, Bare("2026-11-23"), Bare("2026-11-23T10:00:00Z")])


class Bare(str):
    """A date or time: TOML has it without quotes, JSON as a text."""


def toml_of(chance: random.Random, top: dict[str, Any]) -> str:
    """Return `top` as TOML, its tables written in this way or that."""
    return "".join(_tables(chance, top, ""))


def _tables(chance: random.Random, table: dict[str, Any], path: str) -> Iterator[str]:
    tables = []
    for key, each in table.items():
        name = json.dumps(key) if chance.random() < 0.2 or not key.isalnum() else key
        place = f"{path}.{name}" if path else name
        if isinstance(each, dict) and chance.random() < 0.8:
            tables.append((f"[{place}]", place, each))
        elif _is_tables(each) and chance.random() < 0.8:
            tables += [(f"[[{place}]]", place, one) for one in each]
        else:
            yield f"{name} = {_inline(each)}\n"
    for header, place, each in tables:
        yield f"{header}\n"
        yield from _tables(chance, each, place)


def _is_tables(each: object) -> bool:
    return isinstance(each, list) and bool(each) and all(isinstance(one, dict) for one in each)


def _inline(each: Any) -> str:
    if isinstance(each, dict):
        return (
            f"{{{', '.join(f'{json.dumps(key)} = {_inline(one)}' for key, one in each.items())}}}"
        )
    if isinstance(each, list):
        return f"[{', '.join(map(_inline, each))}]"
    if isinstance(each, float):
        return {"Infinity": "inf", "NaN": "nan"}.get(json.dumps(each), json.dumps(each))
    return str(each) if isinstance(each, Bare) else json.dumps(each)


def grafted(chance: random.Random, top: dict[str, Any], make: Callable[[], Any]) -> dict[str, Any]:
    """Return a copy of `top` with some values, at any depth, put in place of others."""
    copy: dict[str, Any] = {}
    for key, each in top.items():
        roll = chance.random()
        if roll < 0.06:
            copy[key] = make()
        elif roll < 0.08:
            copy[chance.choice(WORDS)] = each
        elif isinstance(each, dict):
            copy[key] = grafted(chance, each, make)
        elif _is_tables(each):
            copy[key] = [grafted(chance, one, make) for one in each]
        elif roll > 0.02:
            copy[key] = each
    if chance.random() < 0.05:
        copy[chance.choice(WORDS)] = make()
    return copy
