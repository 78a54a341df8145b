from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from csp_tui.core.base.errors import InvalidFileError
from csp_tui.core.disk.toml import parse
from csp_tui.core.progress.model import (
    ITEM_KEYS,
    PARTNER_KEYS,
    RUN_KEYS,
    UNTOUCHED,
    Partner,
    Status,
)
from csp_tui.core.progress.reader import read_partner

PATH = Path("contoso.toml")

DESIGN = """\
format = 1
name = "Contoso [UK] Ltd"
company = "Contoso"
partner_id = "1234567"            # Microsoft's PartnerID (location), free text
tenant = "contoso.onmicrosoft.com"
region = "EU/EFTA"
model = "indirect-reseller"       # or "direct-bill"
anniversary = 3                   # month of the CSP onboarding anniversary
owner = "amira"

[facts]
several-regions = false

[checklists.enroll-direct]        # a run; its key is the checklist's id, or a name of its own:
checklist = "enroll-direct"       #   [checklists.keep-direct-2027] checklist = "keep-direct"
edition = "2026-08"
started = 2026-11-23T10:42:03.512Z
# closed = …, outcome = "completed" | "abandoned"

[checklists.enroll-direct.items.partner-id]
status = "done"
on = 2026-09-01                   # when it became true, if known (the user's word)
at = 2026-11-23T10:45:12.004Z     # when it was recorded (ours, UTC, milliseconds)
by = "amira"
fingerprint = "1:3f9a1c0e5b7d2a64"   # version of the hash rule, 64 bits
evidence = "PLA 1234567, agreement active 2026-09-01"
as_of = 2026-10-31                # for values that age
note = "…"

[history]
k3v9x2mp = "17 9f86d081884c7d65"
"""


def read(text: str) -> Partner:
    return read_partner(parse(text, PATH), "contoso", PATH, text)


def problem(text: str) -> InvalidFileError:
    with pytest.raises(InvalidFileError) as caught:
        read(text)
    assert caught.value.what.isprintable()
    return caught.value


def test_the_file_of_the_design_is_read():
    partner = read(DESIGN)
    assert (partner.id, partner.name, partner.company) == ("contoso", "Contoso [UK] Ltd", "Contoso")
    assert (partner.partner_id, partner.region) == ("1234567", "EU/EFTA")
    assert (partner.anniversary, partner.owner) == (3, "amira")
    assert partner.facts == {"several-regions": False}
    assert partner.heads == {"k3v9x2mp": "17 9f86d081884c7d65"}
    run = partner.runs["enroll-direct"]
    assert (run.checklist, run.edition) == ("enroll-direct", "2026-08")
    assert run.started == datetime(2026, 11, 23, 10, 42, 3, 512_000, tzinfo=UTC)
    item = run.of("partner-id")
    assert item.status is Status.DONE
    assert (item.on, item.as_of) == (date(2026, 9, 1), date(2026, 10, 31))
    assert (item.by, item.fingerprint, item.note) == ("amira", "1:3f9a1c0e5b7d2a64", "…")
    assert run.of("never-touched") is UNTOUCHED


def test_the_smallest_file_is_a_partner_named_by_its_id():
    assert read("format = 1\n") == Partner("contoso", "contoso")


def test_the_key_of_a_run_is_its_checklist_where_none_is_named():
    run = read('format = 1\n[checklists.keep-direct]\nedition = "1"\n').runs["keep-direct"]
    assert run.checklist == "keep-direct"


def test_a_run_may_have_a_name_of_its_own():
    text = 'format = 1\n[checklists.keep-2027]\nchecklist = "keep-direct"\nedition = "1"\n'
    assert read(text).runs["keep-2027"].checklist == "keep-direct"


def test_unknown_keys_and_tables_are_ignored():
    text = DESIGN.replace("[facts]", "colour = 'red'\n[mine]\na = 1\n[facts]")
    text = text.replace('by = "amira"', 'by = "amira"\nmood = [1, 2]')
    assert read(text) == read(DESIGN)


WRONG = {str: "5", int: '"3"', bool: '"yes"', date: '"2026-11-23"', datetime: "2026-11-23"}
NAMED = {
    str: "a text in quotes",
    int: "a whole number",
    bool: "true or false",
    date: "a date such as 2026-11-23",
    datetime: "a time such as 2026-11-23T10:45:12.004Z",
}
RUN = '[checklists.demo]\nchecklist = "demo"\nedition = "1"\n'


@pytest.mark.parametrize(("key", "kind"), PARTNER_KEYS.items(), ids=PARTNER_KEYS)
def test_a_wrong_kind_of_value_of_a_partner_is_told_with_its_line(key, kind):
    error = problem(f"format = 1\n\n{key} = {WRONG[kind]}\n")
    assert error.short == f"line 3: {key} must be {NAMED[kind]}"


@pytest.mark.parametrize(("key", "kind"), RUN_KEYS.items(), ids=RUN_KEYS)
def test_a_wrong_kind_of_value_of_a_run_is_told_with_its_line(key, kind):
    others = "".join(f'{each} = "x"\n' for each in ("checklist", "edition") if each != key)
    error = problem(f"format = 1\n[checklists.demo]\n{others}\n{key} = {WRONG[kind]}\n")
    assert error.short == f"line {4 + others.count(chr(10))}: {key} must be {NAMED[kind]}"


@pytest.mark.parametrize(("key", "kind"), ITEM_KEYS.items(), ids=ITEM_KEYS)
def test_a_wrong_kind_of_value_of_an_item_is_told_with_its_line(key, kind):
    text = f"format = 1\n{RUN}[checklists.demo.items.first]\n\n{key} = {WRONG[kind]}\n"
    assert problem(text).short == f"line 7: {key} must be {NAMED[kind]}"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name = 'x'\n", None, "format must be 1"),
        ("name = 'x'\nformat = 2\n", 2, "format is 2, but this csp-tui knows 1; install a newer"),
        ("format = 0\n", 1, "format must be 1"),
        ("format = '1'\n", 1, "format must be 1"),
        ("format = true\n", 1, "format must be 1"),
        ("format = 1.0\n", 1, "format must be 1"),
        ("format = 1\nanniversary = 13\n", 2, "anniversary must be a month from 1 to 12"),
        ("format = 1\nanniversary = 0\n", 2, "anniversary must be a month from 1 to 12"),
        ("format = 1\nanniversary = true\n", 2, "anniversary must be a whole number"),
        ("format = 1\nfacts = 1\n", 2, "facts must be a table"),
        ("format = 1\n[facts]\nazure = 'no'\n", 3, "azure must be true or false"),
        ("format = 1\nchecklists = 1\n", 2, "checklists must be a table"),
        ("format = 1\nhistory = 1\n", 2, "history must be a table"),
        ("format = 1\n[checklists.demo]\nchecklist = 'demo'\n", 2, "edition is missing"),
        ("format = 1\n[checklists.Demo]\nedition = '1'\n", 2, '"Demo" is no id for a run'),
        (f"format = 1\n{RUN}items = 1\n", 5, "items must be a table"),
        (f"format = 1\n{RUN}[checklists.demo.items]\nfirst = 1\n", 6, "must be a table"),
        (f"format = 1\n{RUN}started = 2026-11-23T10:00:00\n", 5, 'add "Z" for UTC'),
        (
            f"format = 1\n{RUN}[checklists.demo.items.first]\nat = 2026-11-23T10:00:00\n",
            6,
            'at needs a time zone; add "Z" for UTC',
        ),
        (
            f"format = 1\n{RUN}[checklists.demo.items.first]\non = 2026-11-23T10:00:00Z\n",
            6,
            "on must be a date such as 2026-11-23",
        ),
    ],
)
def test_what_a_file_cannot_hold_is_told_with_its_line(text, line, words):
    error = problem(text)
    assert error.line == line
    assert words in error.what


@pytest.mark.parametrize(
    ("typo", "cure"),
    [
        ("Done", 'did you mean "done"?'),
        ("wating", 'did you mean "waiting"?'),
        ("not applicable", 'did you mean "not-applicable"?'),
        ("x", "it is one of todo, waiting, done, refused, not-applicable"),
        ("\\u001b[31m", "it is one of todo"),
    ],
)
def test_a_status_typo_is_told_with_its_line_and_the_nearest_word(typo, cure):
    error = problem(f'format = 1\n{RUN}[checklists.demo.items.first]\n\nstatus = "{typo}"\n')
    assert error.line == 7
    assert cure in error.what
