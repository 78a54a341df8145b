from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from csp_tui.core.checklist import Checklist, Fact, Link
from csp_tui.core.checklist_file import WARNING, Problem, is_safe_url, read_checklist
from csp_tui.core.errors import NotFoundError

from .helpers import put

BAD = Path(__file__).parent / "bad_checklists"
FIRST = "sections[0].items[0]"
SECOND = "sections[0].items[1]"
AN_ID = "must be 1 to 64 of a-z, 0-9 and -, starting with a-z or 0-9"

DEFECTS = [
    # file, line, key, words of the message: what is wrong and what to do about it
    ("missing-format", None, "format", "is missing"),
    ("format-two", 1, "format", "is 2, but this csp-tui knows 1; install a newer csp-tui"),
    ("format-zero", 1, "format", "must be 1"),
    ("format-in-quotes", 1, "format", "must be a whole number"),
    ("missing-title", None, "title", "is missing"),
    ("empty-title", 2, "title", "is empty"),
    ("missing-sections", None, "sections", "is missing"),
    ("sections-no-tables", 4, "sections", "must be tables, each starting with [[sections]]"),
    ("unknown-key", 11, f"{FIRST}.titel", 'is ignored; did you mean "title"?'),
    ("unknown-table", 8, "section", 'is ignored; did you mean "sections"?'),
    ("section-without-title", 4, "sections[0].title", "is missing"),
    ("section-id-with-blank", 5, "sections[0].id", AN_ID),
    ("duplicate-section", 9, "sections[1].id", '"one" is already the id of sections[0]'),
    ("per-typo", 7, "sections[0].per", 'did you mean "customer"?'),
    ("item-without-id", 8, f"{FIRST}.id", "is missing"),
    ("item-without-title", 8, f"{FIRST}.title", "is missing"),
    ("items-no-tables", 7, "sections[0].items", "each starting with [[sections.items]]"),
    ("id-with-capitals", 9, f"{FIRST}.id", AN_ID),
    ("id-too-long", 9, f"{FIRST}.id", AN_ID),
    ("duplicate-id", 13, f"{SECOND}.id", f'"first" is already the id of {FIRST}'),
    ("title-too-long", 10, f"{FIRST}.title", "has 67 characters; at most 60"),
    ("need-typo", 11, f"{FIRST}.need", 'did you mean "required"?'),
    ("basis-typo", 11, f"{FIRST}.basis", 'did you mean "official"?'),
    ("role-typo", 11, f"{FIRST}.role", 'did you mean "global-admin"?'),
    ("role-unlike-any", 11, f"{FIRST}.role", 'one of "global-admin", "finance", "operations"'),
    ("after-unknown", 15, f"{SECOND}.after", 'did you mean "reseller-tenure"?'),
    ("after-no-list", 15, f"{SECOND}.after", "must be a list"),
    ("after-no-texts", 15, f"{SECOND}.after", "must be a list of item ids in quotes"),
    ("after-itself", 11, f"{FIRST}.after", "these items wait for one another: first"),
    ("after-cycle", 11, f"{FIRST}.after", "wait for one another: first, second, third"),
    ("when-unknown-fact", 15, f"{FIRST}.when", 'did you mean "sells-azure"?'),
    ("when-without-fact", 11, f"{FIRST}.when", 'there is no fact ""'),
    ("fact-without-question", 4, "facts[0].question", "is missing"),
    ("duplicate-fact", 9, "facts[1].id", '"azure" is already the id of facts[0]'),
    ("link-without-https", 13, f"{FIRST}.links[0].url", "must start with https://"),
    ("link-with-blank", 13, f"{FIRST}.links[0].url", "hold no blanks"),
    ("link-without-url", 12, f"{FIRST}.links[0].url", "is missing"),
    ("link-read-typo", 14, f"{FIRST}.links[0].read", 'did you mean "full"?'),
    ("links-no-tables", 11, f"{FIRST}.links", "each starting with [[sections.items.links]]"),
    ("wait-in-words", 11, f"{FIRST}.usual_wait", "must be a whole number"),
    ("wait-true", 11, f"{FIRST}.usual_wait", "must be a whole number"),
    ("ages-in-quotes", 11, f"{FIRST}.ages", "must be true or false"),
    ("rule-no-text", 11, f"{FIRST}.rule", "must be a text in quotes"),
    ("checked-in-quotes", 11, f"{FIRST}.checked", "must be a date such as 2026-11-23"),
    ("checked-with-time", 11, f"{FIRST}.checked", "must be a date such as 2026-11-23"),
    ("no-equals-sign", 11, "", "is not TOML: Expected '=' after a key"),
    ("open-quote", 2, "", "is not TOML"),
    ("table-twice", 6, "", "is not TOML: Cannot declare ('facts',) twice"),
    ("latin-1", 2, "", "is not UTF-8 text; save it as UTF-8"),
    ("nul-byte", 6, "", "holds NUL bytes, so it was damaged"),
]


def read(directory: Path, name: str) -> tuple[Checklist | None, list[Problem]]:
    target = directory / "own" / f"{name}.toml"
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(BAD / f"{name}.toml", target)
    return read_checklist(target)


@pytest.mark.parametrize(
    ("name", "line", "key", "words"), DEFECTS, ids=[each[0] for each in DEFECTS]
)
def test_a_defect_is_named_once_with_line_key_and_cure(tmp_path, name, line, key, words):
    checklist, problems = read(tmp_path, name)
    assert [(each.line, each.key) for each in problems] == [(line, key)]
    assert words in problems[0].what
    assert str(problems[0]).startswith(f"{problems[0].path}:{line or 1}: {problems[0].severity}: ")
    is_usable = problems[0].severity == WARNING
    assert (checklist is not None) == is_usable


def test_every_bad_file_is_proved_by_a_test():
    proved = {each[0] for each in DEFECTS} | {"several-defects", "control-character"}
    assert {each.stem for each in BAD.glob("*.toml")} == proved


def test_all_problems_of_a_file_are_collected_at_once_in_the_order_of_its_lines(tmp_path):
    checklist, problems = read(tmp_path, "several-defects")
    assert checklist is None
    assert [(each.line, each.key) for each in problems] == [
        (None, "title"),
        (2, "titel"),
        (5, "facts[0].id"),
        (15, f"{FIRST}.need"),
        (16, f"{FIRST}.when"),
        (17, f"{FIRST}.after"),
        (18, f"{FIRST}.usual_wait"),
        (21, f"{FIRST}.links[0].url"),
        (23, f"{SECOND}.title"),
        (25, f"{SECOND}.after"),
    ]


def test_only_items_that_really_wait_for_one_another_are_named(tmp_path):
    problems = read(tmp_path, "several-defects")[1]
    assert problems[-1].what == "these items wait for one another: second"


def test_a_message_carries_no_control_character_of_the_file(tmp_path):
    problems = read(tmp_path, "control-character")[1]
    assert len(problems) == 2
    assert all(str(each).isprintable() for each in problems)


def test_a_directory_that_is_no_id_is_told(tmp_path):
    path = put(tmp_path / "My lists" / "1.toml", 'format = 1\ntitle = "T"\nsections = []\n')
    assert [each.what for each in read_checklist(path)[1]] == [
        'the directory name "My lists" must be an id'
    ]


FIRST_OWN = """\
format = 1
title = "Mine"

[[sections]]
id = "one"
title = "One"

[[sections.items]]
id = "first"
title = "First"
"""


def test_the_first_checklist_of_a_user_is_ten_lines_long(tmp_path):
    checklist, problems = read_checklist(put(tmp_path / "mine" / "1.toml", FIRST_OWN))
    assert problems == []
    assert checklist is not None
    assert (checklist.id, checklist.edition, checklist.title) == ("mine", "1", "Mine")
    assert checklist.by_id["first"].need == "required"
    assert checklist.by_id["first"].wording == "First"


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf" + FIRST_OWN.encode(), FIRST_OWN.replace("\n", "\r\n").encode()],
    ids=["byte order mark", "CRLF"],
)
def test_a_file_saved_on_windows_reads_the_same(tmp_path, content):
    path = put(tmp_path / "mine" / "1.toml", FIRST_OWN)
    expected = read_checklist(path)
    put(path, content)
    assert read_checklist(path) == expected


def test_every_key_of_the_format_is_read(tmp_path):
    text = (
        FIRST_OWN
        + """\
rule = "A rule"
detail = "A detail"
need = "recommended"
when = "!azure"
basis = "reported"
doubt = "A doubt"
role = "finance"
after = ["second"]
evidence = "A number"
ages = true
irreversible = true
usual_wait = 5
replaces = ["old"]
related = ["older"]
checked = 2026-11-23

[[sections.items.links]]
url = "https://example.com/a"
title = "A page"
publisher = "Microsoft"
date = "undated"
read = "part"

[[sections]]
id = "two"
title = "Two"
per = "customer"

[[sections.items]]
id = "second"
title = "Second"

[[facts]]
id = "azure"
question = "Azure?"
"""
    )
    checklist, problems = read_checklist(put(tmp_path / "mine" / "1.toml", text))
    assert problems == []
    assert checklist is not None
    item = checklist.by_id["first"]
    assert (item.rule, item.detail, item.need) == ("A rule", "A detail", "recommended")
    assert (item.when, item.basis, item.doubt) == ("!azure", "reported", "A doubt")
    assert (item.role, item.after, item.evidence) == ("finance", ("second",), "A number")
    assert (item.ages, item.irreversible, item.usual_wait) == (True, True, 5)
    assert (item.replaces, item.related) == (("old",), ("older",))
    assert item.checked == date(2026, 11, 23)
    assert item.links == (Link("https://example.com/a", "A page", "Microsoft", "undated", "part"),)
    assert checklist.sections[1].per == "customer"
    assert checklist.facts == (Fact("azure", "Azure?"),)
    assert checklist.question("azure") == "Azure?"
    assert checklist.question("unknown") == "unknown"


def test_a_symbolic_link_is_not_followed(tmp_path):
    real = put(tmp_path / "real.toml", FIRST_OWN)
    link = tmp_path / "mine" / "1.toml"
    link.parent.mkdir()
    link.symlink_to(real)
    checklist, problems = read_checklist(link)
    assert checklist is None
    assert "symbolic link" in problems[0].what


def test_a_missing_file_is_not_found(tmp_path):
    with pytest.raises(NotFoundError, match="no such file"):
        read_checklist(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com",
        "javascript:alert(1)",
        "example.com",
        "https://",
        "https://a b",
        "https://a\n",
        "https://a\x1b[31m",
        "https://a\x9bb",
        'https://a"b',
        "https://a<b>",
        " https://a",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_could_do_harm_is_no_link(url):
    assert not is_safe_url(url)


@pytest.mark.parametrize(
    "url", ["https://example.com/a?b=c#d", "http://[::1]/", "https://é.example/"]
)
def test_an_address_of_the_web_is_a_link(url):
    assert is_safe_url(url)


def fingerprint_with(tmp_path: Path, more: str, title: str = "First") -> str:
    text = FIRST_OWN.replace('"First"', f'"{title}"') + more
    path = put(tmp_path / "mine" / "1.toml", text + '\n[[facts]]\nid = "azure"\nquestion = "?"\n')
    checklist = read_checklist(path)[0]
    assert checklist is not None
    return checklist.by_id["first"].fingerprint


def test_a_fingerprint_follows_the_rule_and_not_the_wording_around_it(tmp_path):
    plain = fingerprint_with(tmp_path, 'rule = "R"\n')
    assert fingerprint_with(tmp_path, 'rule = "R"\ndetail = "typo mended"\n') == plain
    assert fingerprint_with(tmp_path, 'rule = "R"\n', title="Other title") == plain
    assert fingerprint_with(tmp_path, 'rule = "R 2"\n') != plain
    assert fingerprint_with(tmp_path, 'rule = "R"\nneed = "recommended"\n') != plain
    assert fingerprint_with(tmp_path, 'rule = "R"\nwhen = "azure"\n') != plain


def test_without_a_rule_the_title_is_what_is_ticked(tmp_path):
    assert fingerprint_with(tmp_path, "") != fingerprint_with(tmp_path, "", title="Other title")


def test_fingerprints_never_change_between_versions_of_the_app(tmp_path):
    assert fingerprint_with(tmp_path, 'rule = "A rule"\n') == "1:b4003e7335df4c19"
