"""Partners, runs, items, checklists and editions by id, or by the start of a name."""

from __future__ import annotations

import argparse
import json
import os
import re
import shlex

import pytest

from .known import COMMANDS
from .samples import MINI


@pytest.fixture
def two(call, mini):
    return mini, call("add", "Contoso France").out.strip()


@pytest.mark.parametrize("word", ["contoso l", "CONTOSO LTD", "Contoso Ltd", "contoso-l", " cont"])
def test_the_start_of_an_id_or_name_is_enough(call, mini, word):
    assert call("show", word).code == 0


def test_an_exact_name_wins_over_the_start_of_another(call, home):
    short = call("add", "Fabrikam").out.strip()
    call("add", "Fabrikam France")
    assert short in call("show", "fabrikam").out


def test_an_exact_id_wins_over_a_name(call, home):
    home.put("partners/adatum.toml", 'format = 1\nname = "One"\n')
    home.put("partners/other.toml", 'format = 1\nname = "adatum"\n')
    assert "partner\tOne" in call("show", "adatum").out


def test_a_word_that_fits_several_partners_lists_them_and_changes_nothing(call, two):
    answer = call("tick", "contoso", "register")
    assert answer.code == 2
    for partner_id in two:
        assert partner_id in answer.err
    assert answer.out == ""
    assert "0/3" in call("show", two[0]).out


def test_two_partners_of_one_name_are_distinguished_by_id(call):
    ids = {call("add", "Twin", "--again").out.strip() for _ in range(2)}
    answer = call("show", "twin")
    assert answer.code == 2
    assert all(each in answer.err for each in ids)


def test_many_candidates_are_not_all_listed(call, home):
    for number in range(14):
        home.put(f"partners/p{number:02}.toml", f'format = 1\nname = "Partner {number}"\n')
    assert "and 4 more" in call("show", "p").err


@pytest.mark.parametrize(
    ("args", "hint"),
    [
        (("show", "contosso"), "did you mean contoso-ltd-"),
        (("tick", "contoso", "registre"), "did you mean register (Register the company)?"),
        (("start", "contoso", "enrol-direct"), "did you mean enroll-direct"),
        (("start", "contoso", "mini", "--edition", "2027"), "there are 2026-01"),
        (("show", "contoso", "minni"), 'there is no run or item "minni"; did you mean mini'),
        (("show", "contoso", "registre"), "did you mean register (Register the company)?"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(call, mini, args, hint):
    answer = call(*args)
    assert answer.code == 3
    assert hint in answer.err


def test_an_empty_word_names_no_partner(call, mini):
    answer = call("show", "")
    assert answer.code == 2
    assert "name a partner" in answer.err


def test_an_item_is_searched_in_all_runs(call, mini):
    call("start", mini, "transition-to-indirect")
    answer = call("tick", mini, "register", "anniversary")
    assert "[x] Register the company; Anniversary month confirmed" in answer.out
    assert "Mini checklist: 1/3" in answer.out
    assert "Move from direct bill to indirect reseller: 1/" in answer.out


def test_an_item_that_two_runs_have_needs_the_run(call, mini, home):
    home.put("checklists/other/2026-01.toml", MINI.replace("Mini", "Other"))
    call("start", mini, "other")
    answer = call("tick", mini, "register")
    assert answer.code == 2
    assert "register in mini" in answer.err
    assert "register in other" in answer.err
    assert "1/3" in call("tick", mini, "register", "--run", "Other c").out
    assert "0/3" in call("show", mini, "mini").out


def test_the_newest_edition_is_started_unless_one_is_chosen(call):
    call("add", "Old")
    call("add", "New")
    assert "edition 2018-12" in call("start", "old", "enroll-direct", "--edition", "2018").out
    assert "edition 2026-08" in call("start", "new", "Enroll as a direct").out


def test_a_missing_run_says_what_to_type(call):
    partner_id = call("add", "Contoso").out.strip()
    answer = call("tick", "contoso", "register")
    assert answer.code == 3
    assert f"csp-tui start {partner_id} CHECKLIST" in answer.err
    assert "csp-tui start" in call("show", "contoso").err


def test_a_mistyped_command_is_answered_with_the_nearest(call):
    answer = call("tikc")
    assert answer.code == 2
    assert 'did you mean "tick"?' in answer.err


def test_a_hint_names_the_data_directory_that_was_named(call, tmp_path):
    data = tmp_path / "of the team"
    answer = call("add", "Contoso", "--data", str(data))
    partner_id = answer.out.strip()
    command = f"csp-tui --data '{data}' start {partner_id} CHECKLIST"
    assert command in answer.err
    words = shlex.split(command.replace("CHECKLIST", "enroll-direct"))[1:]
    assert call(*words).code == 0
    there = f"csp-tui --data '{data}'"
    edited = call("edit", "--all", "--owner", "ben", "--yes", "--data", str(data))
    assert f"{there} undo --last takes it back" in edited.err
    call("archive", partner_id, "--data", str(data))
    purged = call("purge", partner_id, "--yes", "--data", str(data))
    assert f"bring it back first: {there} unarchive {partner_id}" in purged.err
    assert "type: csp-tui add" in call("partners").err


def test_naming_one_partner_looks_at_no_row_of_the_others(call, home, mini):
    for number in range(3):
        text = f'format = 1\nname = "Partner {number}"\n'
        os.utime(home.put(f"partners/p{number}.toml", text), (0, 0))
    assert call("wait", "contoso", "register", "--for", "Microsoft").code == 0
    assert call("show", "partner 2").code == 0
    assert not list(home.path.rglob("rows*"))
    call("partners")
    assert list(home.path.rglob("rows*"))


def test_a_name_is_found_below_a_text_that_looks_like_a_table(call, home):
    home.put("partners/odd.toml", 'format = 1\ncompany = """\n[checklists.x]\n"""\nname = "Odd"\n')
    assert "partner\tOdd" in call("show", "odd").out


def test_a_partner_whose_file_is_broken_below_its_name_is_named_by_it(call, home):
    home.put("partners/p.toml", 'format = 1\nname = "Fabrikam"\n\n[checklists.x]\nedition = 3\n')
    answer = call("show", "fabrikam")
    assert answer.code == 4
    assert "p.toml" in answer.err


def test_an_item_is_shown_by_its_name_alone(call, mini):
    assert call("show", mini, "regis").out == call("show", mini, "--item", "register").out
    assert call("show", mini, "mini", "--item", "register").out.startswith("[ ] Register")
    answer = call("show", mini, "register", "--filter", "to-do")
    assert (answer.code, answer.out) == (2, "")


def test_of_few_choices_all_are_named_and_no_opposite_is_offered(call, mini):
    answer = call("close", mini, "--outcome", "done")
    assert (answer.code, "did you mean" in answer.err) == (2, False)
    assert 'there is no outcome "done"; it is one of completed, abandoned' in answer.err
    assert 'there is no filter "x"' in call("partners", "--filter", "x").err
    assert 'there is no command "x"' in call("x").err
    near = call("close", mini, "--outcome", "complete").err
    assert 'did you mean "completed"? It is one of completed, abandoned' in near
    assert "direct bill" in call("edit", mini, "--model", "x").err
    assert "did you mean" not in call("edit", mini, "--model", "reseller").err


@pytest.mark.parametrize(
    "line",
    [
        "edit PARTNER --model|revendeur indirect",
        "edit PARTNER --model|facturation directe",
        "partners --filter|règle modifiée",
        "partners --filter|regle modifiee",
        "partners --sort|NOM",
        "show PARTNER --filter|en attente",
        "next --group|plus tard",
        "next --role|exploitation",
        "close PARTNER --outcome|abandonné",
    ],
)
def test_a_choice_may_be_typed_in_the_users_language(call, mini, line):
    words = line.replace("PARTNER", mini).split("|")
    assert call("--lang", "fr", *words[0].split(), words[1]).code == 0
    assert call("--lang", "en", *words[0].split(), words[1]).code == 2


def test_every_help_names_all_choices():
    for name, command in COMMANDS.items():
        text = " ".join(command.format_help().split())
        for action in command._actions:
            if not isinstance(action, argparse._SubParsersAction):
                missing = [each for each in action.choices or () if each not in text]
                assert missing == [], f"{name} {action.option_strings}"


def test_a_run_is_found_by_every_name_under_which_it_is_shown(call, demo):
    started = call("start", "contoso", "keep-direct").out
    year = re.search(r"\(yearly\) (\d{4})", started)[1]
    for named in (f"Keep direct {year}", f"Keep the right to bill directly (yearly) {year}"):
        shown = call("show", "contoso", named, "--json")
        assert [each["key"] for each in json.loads(shown.out)["runs"]] == [f"keep-direct-{year}"]
    assert call("show", "litware", "To indirect").code == 0
    assert call("show", "contoso", f"Keep direct {int(year) + 1}").code == 3
