from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from csp_tui.core.base.errors import NotFoundError
from csp_tui.core.checklists.model import Checklist, Fact, Link
from csp_tui.core.checklists.reader import Problem, is_safe_url, read_checklist

from ..helpers import put

BAD = Path(__file__).parent / "bad_checklists"
FIRST = "sections[0].items[0]"
SECOND = "sections[0].items[1]"


def read(directory: Path, name: str) -> tuple[Checklist | None, list[Problem]]:
    target = directory / "own" / f"{name}.toml"
    target.parent.mkdir(exist_ok=True)
    shutil.copyfile(BAD / f"{name}.toml", target)
    return read_checklist(target)


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
    assert problems[-1].what == '"second" waits for itself; take it out of this list'


def test_long_chains_of_prerequisites_are_followed_to_their_end(tmp_path):
    head = 'format = 1\ntitle = "Chain"\n[[sections]]\nid = "all"\ntitle = "All"\n'
    item = '[[sections.items]]\nid = "i-{}"\ntitle = "Item"\nafter = ["i-{}"]\n'
    chain = "".join(item.format(number, number - 1) for number in range(2, 3_000))
    first = '[[sections.items]]\nid = "i-1"\ntitle = "Item"\n'
    found = read_checklist(put(tmp_path / "chain" / "1.toml", head + first + chain))
    assert found[1] == []
    circle = 'after = ["i-2"]\n'
    found = read_checklist(put(tmp_path / "chain" / "2.toml", head + first + circle + chain))
    (what,) = [each.what for each in found[1]]
    assert what == "these items wait for one another: i-1, i-2; take one out of such a list"


def test_a_message_carries_no_control_character_of_the_file(tmp_path):
    problems = read(tmp_path, "control-character")[1]
    assert len(problems) == 2
    assert all(str(each).isprintable() for each in problems)


def test_a_directory_that_is_no_id_is_told(tmp_path):
    path = put(tmp_path / "My lists" / "1.toml", 'format = 1\ntitle = "T"\nsections = []\n')
    assert [each.what for each in read_checklist(path)[1]] == [
        'the directory name "My lists" must be an id; "my-lists" would do'
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
url = "https://a.microsoft.com"
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
    assert item.links == (
        Link("https://a.microsoft.com", "A page", "Microsoft", "undated", "part"),
    )
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
