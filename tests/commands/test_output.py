"""The same answer for a pipe, for a terminal and in plain words."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from conftest import TREE

from csp_tui.core.base.text import width


def test_a_list_in_a_pipe_is_whole_and_separated_by_tabs(call, demo):
    rows = call("partners").rows
    assert len(rows) == 10
    assert {len(row) for row in rows} == {9}
    assert [row[0] for row in rows][1:3] == ["Contoso [UK] Ltd", "Fabrikam SARL"]
    assert rows[1][4].startswith("14/")


def test_a_list_in_a_pipe_has_the_columns_that_its_page_names(call, demo):
    page = (TREE / "docs/reference/commands.md").read_text(encoding="utf-8")
    told = page[page.index("## Columns in a pipe") : page.index("<!-- commands")]
    rows = re.findall(r"^\| `(.+?)` \| (.+) \|$", told, re.MULTILINE)
    assert len(rows) > 5
    for command, columns in rows:
        partner = {"customers": ["woodgrove"], "history": ["contoso"]}.get(command, [])
        first = call(*command.split(), *partner).out.splitlines()[0]
        assert len(first.split("\t")) == len(columns.split(", ")), command


@pytest.mark.parametrize("columns", [200, 80, 60, 20])
def test_a_list_on_a_terminal_fits_its_width(in_terminal, demo, columns):
    lines = in_terminal("partners", columns=columns).splitlines()
    assert len(lines) == 11
    assert all(width(line) <= columns for line in lines)
    assert "\t" not in "".join(lines)
    if columns >= 80:
        assert all("Done" in line or "/" in line or "start a" in line for line in lines)


@pytest.mark.parametrize("columns", [80, 40])
def test_a_label_on_a_terminal_is_never_cut_and_stands_apart_from_its_value(in_terminal, columns):
    lines = in_terminal("checklists", "enroll-direct", columns=columns).splitlines()
    (checked,) = [line for line in lines if line.startswith("wording")]
    assert checked.startswith("wording last checked  20")
    assert f"id{' ' * 20}enroll-direct" in lines


@pytest.mark.parametrize("columns", [120, 80, 60, 40])
def test_the_names_of_partners_tell_rows_apart_on_any_terminal(in_terminal, call, columns):
    names = [f"Trey Research {place}" for place in ("Berlin", "Madrid")]
    for name in names:
        call("add", name, "--anniversary", "11")
        call("start", name, "enroll-direct")
    _head, *lines = in_terminal("partners", columns=columns).splitlines()
    assert [line[:20] for line in lines] == names
    assert all("0/37" in line for line in lines)


@pytest.mark.parametrize("command", ["show", "history"])
def test_long_rows_are_broken_at_the_width_of_the_terminal(in_terminal, demo, command):
    lines = in_terminal(command, "contoso", columns=50).splitlines()
    assert len(lines) > 40
    assert all(width(line) <= 50 for line in lines)


def test_a_change_without_values_is_one_line_of_the_history(in_terminal, call):
    call("add", "Contoso")
    call("archive", "contoso")
    call("unarchive", "contoso")
    shown = in_terminal("history", "contoso").splitlines()
    assert [line for line in shown if not line.strip()] == []


def test_an_address_is_never_broken(in_terminal, call, demo):
    url = "https://partner.microsoft.com/partnership/cloud-solution-provider-requirements"
    assert url in in_terminal("show", "contoso", "--item", "revenue", columns=40).splitlines()
    links = call("show", "contoso", "--item", "revenue", "--links").lines
    assert url in links
    assert all(line.startswith("https://") for line in links)
    assert len(set(links)) == len(links)


def test_an_unknown_setting_is_noted_beside_the_answer(call, home, demo):
    home.config.parent.mkdir(parents=True)
    home.config.write_text('colour = "red"\n')
    for command in ("partners", "info"):
        answer = call(command)
        assert answer.code == 0
        assert answer.err.startswith('csp-tui: config.toml, line 1: there is no setting "colour"; ')


def test_plain_words_have_one_fact_a_line_and_no_marks(call, demo):
    lines = call("show", "contoso", "--plain").lines
    name, identity = "partner: Contoso [UK] Ltd", f"id: {lines[1][4:]}"
    assert lines[:3] == [name, identity, "company: Contoso"]
    run = lines.index("") + 1
    undated = [re.sub(r", \d+ .*", "", line) for line in lines[run : run + 7]]  # how old it is
    assert undated == [
        name,
        identity,
        "checklist: Enroll as a direct-bill partner",
        "edition: 2026-08",
        "source date: 2026-08-26 (per third-party notes)",
        "wording last checked: 2026-11-23",
        "run: enroll-direct",
    ]
    assert any(line.startswith("items done: 14 of ") for line in lines)
    block = lines[lines.index("item: Business verification passed") :][:4]
    assert block[2] == "state: waiting"
    assert block[3].startswith("waiting for: Microsoft vetting, chase on ")
    assert not any(mark in "\n".join(lines) for mark in ("[x]", "[ ]", "[~]", "  ", "\t"))


@pytest.mark.parametrize(
    "args",
    [
        ("partners",),
        ("checklists",),
        ("checklists", "enroll-direct"),
        ("history", "contoso"),
        ("show", "contoso", "--item", "endorsement"),
        ("info",),
        ("tick", "contoso", "go-no-go", "billing-date"),
        ("undo", "contoso"),
        ("start", "northwind", "enroll-direct"),
    ],
)
def test_every_plain_line_is_a_label_and_a_fact(call, demo, args):
    lines = [line for line in call(*args, "--plain").lines if line]
    assert lines
    assert all(": " in line and line == line.strip() for line in lines)


def test_plain_can_be_set_once_for_all(call, home, mini):
    home.config.parent.mkdir(parents=True)
    home.config.write_text("plain = true\n")
    assert "partner: Contoso Ltd" in call("partners").lines


def test_each_state_has_its_mark_and_word(call, demo):
    shown = call("show", "contoso").out + call("show", "proseware").out
    for mark in ("[ ]", "[~]", "[x]", "[!]", "[-]", "[?]"):
        assert f"\n{mark}\t" in shown
    plain = call("--plain", "show", "contoso").out + call("show", "proseware", "--plain").out
    for word in ("to do", "waiting", "done", "refused", "not applicable", "rule changed since"):
        assert f"\nstate: {word}" in plain


def test_a_tick_against_another_wording_shows_both(call, demo):
    shown = call("show", "proseware", "--item", "revenue-ttm").out
    assert shown.startswith("[?] USD 1M in trailing-12-month CSP revenue\n")
    assert "rule\tCSP revenue billed over 12 months is USD 1,000,000 or more" in shown
    assert "ticked against\tUSD 300,000 of CSP revenue" in shown
    assert call("tick", "proseware", "revenue-ttm").out.startswith("[x] USD 1M")
    last = call("history", "proseware", "revenue-ttm").rows[-1]
    assert last[-1] == "confirmed against the rule as it is now"


def test_several_runs_are_shown_one_after_another(call, demo):
    out = call("show", "litware").out
    assert out.count("Litware Inc. (litware-inc-") == 3
    assert "Enroll as a direct-bill partner, edition 2018-12" in out
    assert "\nMove from direct bill to indirect reseller\n" in out
    only = call("show", "litware", "Move").out
    assert "2018-12" not in only


def test_an_items_prerequisites_and_sources_are_shown(call, demo):
    out = call("show", "contoso", "--item", "capabilities-assessment").out
    assert "after\t[ ] Direct-bill application submitted" in out
    assert "after\t[x] First-line support operated" in out
    assert "basis\tofficial: Microsoft's own page" in out
    assert "source\t" in out


def test_own_checklists_are_marked_local(call, mini):
    assert "Mini checklist (local)" in call("show", mini).out
    (row,) = [row for row in call("checklists").rows if row[0] == "mini"]
    assert row == ["mini", "2026-01", "Mini checklist", "3", "local", "", ""]
    assert "register\tRegister the company\trequired" in call("checklists", "mini").lines


def test_a_first_start_says_what_to_type(call, home):
    answer = call("partners")
    assert answer.code == 0
    assert f'no partners in {home.data} yet; type: csp-tui add "NAME"' in answer.err


def test_a_reader_that_leaves_is_no_error(home, demo):
    child = subprocess.Popen(
        [sys.executable, "-m", "csp_tui", "checklists", "transition-to-indirect"],
        env=home.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait(timeout=300) == 0


@pytest.mark.parametrize("command", ["partners", "--version", "--help"])
def test_head_ends_a_list_quietly(home, demo, command):
    shell = f'"{sys.executable}" -m csp_tui {command} | true; echo "${{PIPESTATUS[0]}}"'
    answer = subprocess.run(
        ["bash", "-c", shell], env=home.env, capture_output=True, text=True, check=False
    )
    assert answer.stdout == "0\n"
    assert answer.stderr == ""


def test_a_closed_standard_output_is_no_error(home, demo):
    for closed in (">&-", ">&- 2>&- <&-"):
        shell = f'"{sys.executable}" -m csp_tui tick contoso billing-date {closed}; echo $? >&3'
        answer = subprocess.run(
            ["bash", "-c", f"exec 3>&1; {shell}"],
            env=home.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (answer.stdout, answer.stderr) == ("0\n", "")


@pytest.mark.parametrize("taken", [">&-", "| true"])
def test_a_hand_over_that_nobody_takes_is_an_error(home, demo, taken):
    shell = f'"{sys.executable}" -m csp_tui export contoso --output - {taken}'
    answer = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {shell}"],
        env=home.env,
        capture_output=True,
        text=True,
        check=False,
    )
    message = (
        "csp-tui: the hand-over file could not be written to standard output; there is no copy\n"
    )
    assert (answer.returncode, answer.stderr) == (6, message)


def test_an_encoding_that_lacks_characters_is_no_error(run, demo):
    answer = run("partners", env={"PYTHONIOENCODING": "ascii"})
    assert answer.returncode == 0
    assert "\\u7ffc" in answer.stdout
