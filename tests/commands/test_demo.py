"""The invented partners: every state, plausible dates, a real history, nothing left behind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from csp_tui.core.demo.partners import fill
from csp_tui.core.progress.model import Status
from csp_tui.core.workplace.workplace import open_workplace

NOW = datetime(2026, 11, 23, 10, 42, 3, tzinfo=UTC)


@pytest.fixture
def workplace(home):
    opened = open_workplace(home.env, str(home.data), clock=lambda: NOW, is_demo=True)
    fill(opened)
    return opened


def test_the_demo_lists_invented_partners_and_leaves_nothing(run, home, mini):
    before = home.files()
    answer = run("demo", "--plain")
    assert answer.returncode == 0
    first, *rest = answer.stdout.splitlines()
    assert "invented" in first
    assert "thrown away" in first
    assert "partner: Contoso [UK] Ltd" in rest
    assert "partner: Contoso Ltd" not in rest
    assert home.files() == before
    assert list((home.path / "tmp").iterdir()) == []


def test_without_a_terminal_the_demo_says_why(run):
    answer = run("demo")
    assert answer.returncode == 0
    assert "no full screen: standard input is not a terminal" in answer.stderr
    assert len(answer.stdout.splitlines()) == 11


def item_since(workplace, partner: str, item: str) -> date | None:
    """Return since when an item waits in the run that was started last."""
    ids = [each for each in workplace.store.partner_ids() if each.startswith(partner)]
    (*_others, run) = workplace.store.load(ids[0]).runs.values()
    return run.items[item].since


def test_every_state_occurs(workplace):
    partners = [workplace.store.load(each) for each in workplace.store.partner_ids()]
    views = [workplace.view(partner, key) for partner in partners for key in partner.runs]
    items = [item for view in views for item in view.run.items.values()]
    assert len(partners) == 9
    assert {item.status for item in items} == set(Status)
    assert {view.run.edition for view in views} == {"2018-12", "2026-08"}
    assert sorted(len(partner.runs) for partner in partners) == [0, 1, 1, 1, 1, 1, 1, 1, 2]
    assert any(
        view.counts().is_complete and view.counts().done == view.counts().total for view in views
    )
    assert any(view.rule_changed(item) for view in views for item in view.checklist.items)
    assert any("[" in partner.name for partner in partners)
    assert any(not partner.name.isascii() for partner in partners)
    dues = {item.due for item in items if item.due}
    assert min(dues) < workplace.today < max(dues)
    assert any(item.chase_on == workplace.today for item in items)
    assert item_since(workplace, "litware", "one-way-decision") == date(2026, 11, 20), "a Friday"
    assert all(item.reason for item in items if item.status == Status.NOT_APPLICABLE)
    assert any(item.note for item in items)
    assert any(item.evidence and item.as_of for item in items)
    assert any(item.owner for item in items)
    assert any(item.out_of_order for item in items)
    assert any(set(partner.facts.values()) == {True, False} for partner in partners)


def test_the_history_is_real_and_ends_now(workplace):
    for partner_id in workplace.store.partner_ids():
        lines = workplace.store.history(partner_id).lines()
        stamps = [line.at for line in lines]
        assert stamps == sorted(stamps)
        assert lines[0].do == "add"
        assert NOW - timedelta(days=100) < stamps[0]
        assert stamps[-1] <= NOW
        assert all(line.at.weekday() < 5 for line in lines if line.at.date() != date(2026, 11, 23))


def test_the_last_step_can_be_undone(workplace):
    (contoso,) = [each for each in workplace.store.partner_ids() if each.startswith("contoso")]
    saved = workplace.store.undo(contoso)
    assert saved.lines[0].item == "tpd-advice"


def test_a_demo_with_a_directory_is_kept_for_a_second_shell(call, home, monkeypatch):
    kept = home.path / "kept demo"
    answer = call("demo", "--plain", "--data", str(kept))
    assert answer.code == 0
    assert answer.lines[1:3] == [f"export CSP_TUI_DATA='{kept}'", "csp-tui partners"]
    monkeypatch.setenv("CSP_TUI_DATA", str(kept))
    assert call("add", "Trey Research").code == 0
    again = call("demo", "--plain", "--data", str(kept))
    names = {line for line in again.lines if line.startswith("partner: ")}
    assert "partner: Trey Research" in names
    assert len(names) == 10


def test_a_demo_is_not_mixed_with_other_data(call, home, mini):
    before = home.files()
    answer = call("demo", "--data", str(home.data))
    assert (answer.code, answer.out) == (2, "")
    assert f"{home.data} is not empty and holds no demo" in answer.err
    assert home.files() == before


def test_in_french_the_demo_waits_for_parties_with_french_names(call, home, monkeypatch):
    kept = home.path / "démo"
    assert call("demo", "--plain", "--data", str(kept), "--lang", "fr").code == 0
    monkeypatch.setenv("CSP_TUI_DATA", str(kept))
    monkeypatch.setenv("CSP_TUI_LANG", "fr")
    told = call("portfolio", "--plain").out + call("show", "contoso", "tpd-advice", "--plain").out
    for french in ("admin client", "la direction", "le distributeur", "Microsoft"):
        assert french in told
    assert "Appel prévu la semaine prochaine." in told
    assert "the board" not in told
