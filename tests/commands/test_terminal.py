"""Where there is no suitable terminal, the plain twin is printed and one sentence says why."""

from __future__ import annotations

import subprocess

import pytest


def test_without_a_terminal_the_partners_are_printed(run, mini):
    answer = run()
    assert answer.returncode == 0
    assert answer.stdout.startswith(f"Contoso Ltd\t{mini}\t")
    assert answer.stderr.startswith("csp-tui: no full screen: standard input is not a terminal")
    assert answer.stderr.count("\n") == 1


def test_without_a_terminal_a_partner_is_shown(run, mini):
    answer = run("open", "contoso", "mini")
    assert answer.returncode == 0
    assert "[ ]\tregister\tRegister the company" in answer.stdout
    assert "no full screen" in answer.stderr


@pytest.mark.parametrize(
    ("env", "why"),
    [
        ({"TERM": "dumb"}, 'TERM is "dumb"; set it to'),
        ({"TERM": ""}, "TERM is not set; set it to"),
        ({"PYTHONIOENCODING": "latin-1"}, "encoding is iso8859-1; set a UTF-8 locale"),
        ({"PYTHONIOENCODING": "ascii"}, "set a UTF-8 locale"),
        ({"LC_ALL": "POSIX"}, "encoding is ascii; set a UTF-8 locale, such as LC_ALL=C.UTF-8"),
    ],
)
def test_an_unsuitable_terminal_gets_plain_output_and_the_reason(in_terminal, mini, env, why):
    shown = in_terminal(env=env, columns=120, is_anew=True)
    assert "Contoso Ltd" in shown
    assert why in shown
    assert "\x1b" not in shown


def test_nothing_hangs_or_sends_escapes_into_a_pipe(run, mini):
    for stdin in (subprocess.DEVNULL, subprocess.PIPE):
        answer = run("open", "contoso", stdin=stdin)
        assert answer.returncode == 0
        assert "\x1b" not in answer.stdout + answer.stderr


def test_the_plain_option_prints_without_giving_a_reason(in_terminal, mini):
    shown = in_terminal("--plain", is_anew=True)
    assert shown.startswith("partner: Contoso Ltd\n")
    assert "no full screen" not in shown
    assert in_terminal("open", "contoso", "--plain", is_anew=True).startswith(
        "partner: Contoso Ltd\n"
    )


def test_columns_stay_in_line_where_the_encoding_lacks_characters(in_terminal, home, mini):
    home.put("partners/societe-a1b2.toml", 'format = 1\nname = "Soci\u00e9t\u00e9"\n')
    shown = in_terminal("partners", env={"LC_ALL": "C"}, columns=120, is_anew=True).splitlines()
    heading, _contoso, societe = (line for line in shown if line.strip())
    assert societe.startswith("Soci\\xe9t\\xe9  ")
    assert societe.index("societe-a1b2") == heading.index("Id")
