"""Older editions on the command line: what differs in the newest, confirming, moving, ages."""

from __future__ import annotations

import tomllib

import pytest

from .test_editions import NEW, OLD, items_of

OWN = """\
format = 1
title = "Own"

[[facts]]
id = "azure"
question = "Azure?"

[[sections]]
id = "one"
title = "One"

[[sections.items]]
title = "An item"
{item}"""


@pytest.fixture
def enrolled(call) -> str:
    """A partner that has ticked three items of an old edition."""
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "enroll-direct", "--edition", "2020-10")
    call("tick", partner, "revenue-ttm", "endorsement", "support-first-line", "--on", "2020-12-01")
    call("evidence", partner, "revenue-ttm", "USD 412,000", "--as-of", "2020-11-30")
    return partner


def values(home):
    data = tomllib.loads(home.progress_file().read_text())
    run = data["checklists"]["enroll-direct"]
    return run["edition"], {key: each for key, each in run["items"].items() if each}


def test_a_moved_partner_keeps_what_is_unchanged_is_asked_again_sees_what_is_new_and_undo_returns(
    enrolled, call, home
):
    before = values(home)
    preview = call("migrate", enrolled, "--yes").out
    assert "asked again: USD 1M in trailing-12-month CSP revenue (was done)" in preview
    for counted, word in (("asked again", "asked again"), ("with another rule", "another rule")):
        assert f", {preview.count(f'  {word}: ')} {counted}, " in preview
    assert "was: CSP revenue over 12 months is USD 300,000 or more" in preview
    assert "is: CSP revenue billed over 12 months is USD 1,000,000 or more" in preview
    assert "new: One Solutions Partner designation" in preview
    shown = call("show", enrolled).out
    assert "[x]\tendorsement" in shown
    assert "[x]\tsupport-first-line" in shown
    assert "[?]\trevenue-ttm" in shown
    assert "[ ]\tsolutions-designation" in shown
    assert "1 rule changed" in shown
    assert values(home)[1]["revenue-ttm"]["evidence"] == "USD 412,000"
    assert call("undo", enrolled).code == 0
    assert values(home) == before


def test_an_older_edition_stays_ticked_and_names_the_newer_rule(enrolled, call):
    shown = call("show", enrolled).out
    assert "newest edition 2026-08; source date 2020-10-27, " in shown
    assert (
        "[x]\trevenue-ttm\tUSD 300,000 of CSP revenue in 12 months\tnewer rule in 2026-08" in shown
    )
    assert "[?]" not in shown
    plain = call("show", enrolled, "--plain").out
    assert "newest edition: 2026-08" in plain
    assert "newer rule: 2026-08: CSP revenue billed over 12 months is USD 1,000,000" in plain
    assert "1 of 17 items" in call("show", enrolled, "--filter", "newer-rule").out
    item = call("show", enrolled, "--item", "revenue-ttm").out
    assert "newer rule\t2026-08: CSP revenue billed over 12 months is USD 1,000,000" in item
    gone = call("show", enrolled, "--item", "eligibility-questionnaire").out
    assert "newer rule\t2026-08 does not ask this any more" in gone


def test_a_past_day_is_not_compared_with_an_edition_of_today(enrolled, call):
    today = call("show", enrolled, "--item", "revenue-ttm", "--as-of", "today").out
    assert "newer rule" not in today
    assert "newer rule" not in call("show", enrolled, "--as-of", "today").out


def test_confirm_records_the_new_wording_beside_the_old(enrolled, call, home):
    call("migrate", enrolled, "--yes")
    done = call("confirm", enrolled, "revenue-ttm")
    assert done.code == 0
    assert "was\tCSP revenue over 12 months is USD 300,000 or more" in done.out
    assert "is\tCSP revenue billed over 12 months is USD 1,000,000 or more" in done.out
    assert "[x] USD 1M" in done.out
    kept = values(home)[1]["revenue-ttm"]
    assert (kept["evidence"], str(kept["on"])) == ("USD 412,000", "2020-12-01")
    shown = call("history", enrolled).out
    assert "confirmed against the rule as it is now" in shown
    assert "300,000" in (home.data / "history" / f"{enrolled}.jsonl").read_text()
    again = call("confirm", enrolled, "revenue-ttm")
    assert (again.code, "nothing to confirm" in again.err) == (2, True)
    todo = call("confirm", enrolled, "solutions-designation")
    assert (todo.code, "tick does that" in todo.err) == (2, True)


def test_what_was_confirmed_under_the_newest_edition_is_carried_by_a_move(enrolled, call):
    assert call("confirm", enrolled, "revenue-ttm").code == 0
    assert "newer rule" not in call("show", enrolled, "--item", "revenue-ttm", "--plain").out
    assert "asked again: USD 1M" not in call("migrate", enrolled, "--yes").out
    assert "[x]\trevenue-ttm" in call("show", enrolled).out


def test_a_rule_that_a_newer_edition_splits_is_confirmed_by_moving_only(home, call):
    home.put("checklists/mini/2025-01.toml", OLD)
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "mini")
    call("tick", partner, "revenue")
    other = NEW.replace('title = "Asked since this year"', 'title = "B"\nreplaces = ["revenue"]')
    home.put("checklists/mini/2026-01.toml", other)
    answer = call("confirm", partner, "revenue")
    assert (answer.code, "migrate moves the run" in answer.err) == (2, True)
    call("migrate", partner, "--yes")
    assert items_of(home)["fresh"]["status"] == "done"


def test_a_closed_run_is_never_marked(enrolled, call):
    call("migrate", enrolled, "--yes")
    call("close", enrolled, "enroll-direct", "--outcome", "abandoned")
    shown = call("show", enrolled).out
    assert "[x]\trevenue-ttm" in shown
    assert "rule changed" not in shown


def test_partners_on_an_older_edition_are_filtered_and_sorted(enrolled, call):
    other = call("add", "Fabrikam").out.strip()
    call("start", other, "enroll-direct")
    behind = call("partners", "--filter", "behind").out
    assert "Contoso Ltd" in behind
    assert "Fabrikam" not in behind
    rows = call("partners", "--sort", "edition").out.splitlines()
    assert [row.split("\t")[0] for row in rows if "\t" in row][-2:] == ["Contoso Ltd", "Fabrikam"]


def test_an_unreadable_newest_edition_leaves_the_next_older_one(home, call):
    home.put("checklists/mini/2025-01.toml", OLD)
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "mini")
    call("tick", partner, "revenue")
    home.put("checklists/mini/2026-01.toml", NEW)
    home.put("checklists/mini/2027-01.toml", "format = ")
    assert "newer rule in 2026-01" in call("show", partner).out


def test_the_age_of_source_and_wording_is_shown(home, call):
    old = OLD.replace(
        'title = "Mini checklist"\n',
        'title = "Mini checklist"\nsource = "https://example.com"\nsource_date = "2020-03-01"\n',
    ).replace('rule = "It stays"\n', 'rule = "It stays"\nchecked = 2021-01-01\n')
    home.put("checklists/mini/2025-01.toml", old)
    shown = call("checklists", "mini").out
    assert "source date\t2020-03-01, " in shown
    assert " years old" in shown
    assert "wording last checked\t2021-01-01, " in shown
    assert " years ago" in shown


def test_a_moved_run_shows_what_was_recorded_of_a_related_older_item_beside_the_open_one(call):
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "enroll-direct", "--edition", "2020-10")
    call("tick", partner, "reseller-start")
    call("evidence", partner, "reseller-start", "MPN 4711, 2019-05")
    call("note", partner, "reseller-start", "asked the distributor")
    call("migrate", partner, "--yes")
    shown = call("show", partner, "--item", "reseller-tenure").out
    assert "related\treseller start: MPN 4711, 2019-05; asked the distributor" in shown
    assert shown.startswith("[ ] 12 months as a transacting reseller")
    call("tick", partner, "reseller-tenure")
    assert "related\t" not in call("show", partner, "--item", "reseller-tenure").out


def test_a_rule_of_the_same_words_is_shown_with_what_else_has_changed(home, call):
    asked = 'id = "a"\nrule = "It is so"\n'
    home.put("checklists/own/2025-01.toml", OWN.format(item=asked + 'when = "azure"\n'))
    home.put("checklists/own/2026-01.toml", OWN.format(item=asked + 'when = "!azure"\n'))
    compared = call("diff", "own").out
    assert "rule 2025-01\tIt is so (yes to: Azure?)\n" in compared
    assert "rule 2026-01\tIt is so (no to: Azure?)\n" in compared
    partner = call("add", "Contoso Ltd").out.strip()
    call("start", partner, "enroll-direct", "--edition", "2023-04")
    call("tick", partner, "managed-service")
    preview = call("migrate", partner, "--yes").out
    assert "(was done)\n    was: required\n    is: recommended\n" in preview
    done = call("confirm", partner, "managed-service").out
    assert "was\tthe same words, with another need or condition; now recommended\nis\t" in done
