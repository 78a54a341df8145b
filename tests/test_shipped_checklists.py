"""What every shipped checklist must hold beyond what the reader asks of any."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from french import BREAKS_IN_FRENCH

from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import LANGUAGES, SOURCE
from csp_tui.core.base.text import visible
from csp_tui.core.checklists.file_names import translation_path
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.checklists.reader import read_checklist
from csp_tui.core.checklists.translation import read_translation
from csp_tui.core.disk.places import shipped_checklists

TEXTS = ("title", "rule", "detail", "doubt", "evidence")
SHIPPED = shipped_checklists()
FILES = sorted(path for path in SHIPPED.glob("*/*.toml") if "." not in path.stem)


def read(path: Path) -> Checklist:
    checklist, _ = read_checklist(path)
    assert checklist is not None, path
    return checklist


CHECKLISTS = [read(path) for path in FILES]
ITEMS = [(checklist, item) for checklist in CHECKLISTS for item in checklist.items]
EDITIONS = {
    checklist_id: [each for each in CHECKLISTS if each.id == checklist_id]
    for checklist_id in sorted({each.id for each in CHECKLISTS})
}


def name_of(value: object) -> str:
    return f"{value.id}/{value.edition}" if isinstance(value, Checklist) else str(value)


each_checklist = pytest.mark.parametrize("checklist", CHECKLISTS, ids=name_of)


def test_procedures_are_shipped_as_they_stood_and_stand_and_yearly_lists_as_they_stand():
    assert {key: [each.edition for each in editions] for key, editions in EDITIONS.items()} == {
        "enroll-direct": ["2018-12", "2019-02", "2020-10", "2020-11", "2023-04", "2026-08"],
        "enroll-reseller": ["2026-11"],
        "keep-direct": ["2026-08"],
        "keep-reseller": ["2024-04", "2026-08"],
        "keep-security": ["2026-11"],
        "move-customers": ["2026-11"],
        "onboard-reseller": ["2026-11"],
        "transition-to-indirect": ["2018-12", "2020-03", "2021-10", "2026-08"],
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_shipped_checklist_has_no_problem_at_all(path):
    assert [str(problem) for problem in read_checklist(path)[1]] == []


@each_checklist
@pytest.mark.parametrize("code", sorted({*LANGUAGES} - {SOURCE}))
def test_no_text_of_a_shipped_checklist_is_left_untranslated(checklist, code):
    path = translation_path(checklist.path, code)
    translated, problems = read_translation(path, checklist)
    assert [str(problem) for problem in problems] == []
    assert translated.language == code
    for before, after in zip(checklist.items, translated.items, strict=True):
        assert after == replace(
            before,
            **{name: getattr(after, name) for name in TEXTS if getattr(before, name)},
            links=after.links,
            own=before,
        )
        assert (after.fingerprint, after.wording) == (before.fingerprint, before.wording)
        assert [each.url for each in after.links] == [each.url for each in before.links]


def test_the_library_finds_every_shipped_checklist(tmp_path):
    library = Library(SHIPPED, tmp_path / "none")
    assert [(each.id, each.edition) for each in library.newest()] == [
        ("enroll-direct", "2026-08"),
        ("transition-to-indirect", "2026-08"),
        ("enroll-reseller", "2026-11"),
        ("move-customers", "2026-11"),
        ("onboard-reseller", "2026-11"),
        ("keep-direct", "2026-08"),
        ("keep-reseller", "2026-08"),
        ("keep-security", "2026-11"),
    ]
    assert library.problems() == []


@each_checklist
def test_a_checklist_says_where_it_comes_from(checklist):
    assert checklist.summary
    assert checklist.source.startswith("https://")
    assert checklist.source_date


@pytest.mark.parametrize("editions", EDITIONS.values(), ids=EDITIONS)
def test_french_puts_no_break_spaces_before_signs_and_units(editions):
    texts = translation_path(editions[-1].path, "fr").read_text(encoding="utf-8")
    assert [line for line in texts.splitlines() if BREAKS_IN_FRENCH.search(line)] == []


@pytest.mark.parametrize("editions", EDITIONS.values(), ids=EDITIONS)
def test_a_doubt_speaks_of_the_source_and_not_of_our_notes(editions):
    doubts = {item.id: item.doubt for item in editions[-1].items}
    assert {key: each for key, each in doubts.items() if "not noted" in each} == {}


@each_checklist
def test_ids_are_unique_over_the_whole_checklist(checklist):
    ids = [item.id for section in checklist.sections for item in section.items]
    assert len(ids) == len(set(ids))
    assert all(map(is_id, ids))
    sections = [section.id for section in checklist.sections]
    assert len(sections) == len(set(sections))


@each_checklist
def test_every_section_holds_items_and_every_fact_is_asked_for(checklist):
    assert all(section.items for section in checklist.sections)
    used = {item.when.removeprefix("!") for item in checklist.items} - {""}
    assert used == {fact.id for fact in checklist.facts}


@each_checklist
def test_an_item_says_what_who_why_and_how_it_is_proved(checklist):
    for item in checklist.items:
        for key in ("rule", "detail", "need", "basis", "role", "evidence", "checked"):
            assert getattr(item, key), (item.id, key)
        assert item.links or item.basis == "practice", item.id


@each_checklist
def test_a_link_is_https_and_says_what_it_is_and_how_it_was_read(checklist):
    for item in checklist.items:
        for link in item.links:
            assert link.url.startswith("https://"), item.id
            assert link.title, item.id
            assert link.publisher, item.id
            assert link.date, item.id
            assert link.read in ("full", "part", "second-hand"), item.id
        urls = [(link.url, link.title) for link in item.links]
        assert len(urls) == len(set(urls)), item.id


@each_checklist
def test_texts_of_an_item_are_plain_lines(checklist):
    for item in checklist.items:
        for text in (item.title, item.rule, item.detail, item.doubt, item.evidence):
            assert text == visible(text), item.id
            assert text == " ".join(text.split()), item.id


@each_checklist
def test_a_doubt_says_what_the_sources_say_and_not_what_somebody_wrote_down(checklist):
    of_notes = re.compile(r"\b(is|are) (not )?noted\b|\b[Tt]aken over from\b")
    assert [item.id for item in checklist.items if of_notes.search(item.doubt)] == []


@pytest.mark.parametrize(
    "path",
    [translation_path(each.path, "fr") for *former, _ in EDITIONS.values() for each in former],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_french_breaks_no_line_before_a_mark_or_between_a_number_and_its_unit(path):
    units = "mois|jours?|heures?|ans?|pays|USD|%"
    wrong = re.compile(rf" [:;!?»]|« |\d (?=\d{{3}}\b|(?:{units})(?!\w))")
    texts = re.findall(r'^\w+ = "(.*)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert texts
    assert [text for text in texts if wrong.search(text)] == []


def test_every_account_signs_in_with_mfa_wherever_the_partner_agreement_asked_for_it():
    items = [
        edition(checklist_id, name).by_id["mfa-every-account"]
        for checklist_id, name in (
            (DIRECT, "2020-10"),
            (DIRECT, "2020-11"),
            (DIRECT, "2023-04"),
            (INDIRECT, "2020-03"),
            (INDIRECT, "2021-10"),
        )
    ]
    assert {item.need for item in items} == {"required"}
    assert len({item.rule for item in items}) == 1


def test_the_self_serve_transfer_of_2021_is_asked_for_only_where_the_tenant_is_kept():
    assert edition(INDIRECT, "2021-10").by_id["legacy-transferred"].when == "same-tenant"


def test_a_list_that_an_item_names_to_start_is_shipped_and_another_one():
    named = {(checklist.id, item.starts) for checklist, item in ITEMS if item.starts}
    assert named
    assert {starts for _, starts in named} <= EDITIONS.keys()
    assert all(starts != checklist_id for checklist_id, starts in named)


CUSTOMERS_SECTIONS = {
    "enroll-direct": {"2023-04", "2026-08"},
    "enroll-reseller": {"2026-11"},
    "move-customers": {"2026-11"},
    "onboard-reseller": {"2026-11"},
    "transition-to-indirect": {"2018-12", "2020-03", "2021-10", "2026-08"},
}


def test_a_section_for_each_customer_is_gone_through_for_each_and_no_other_is():
    for checklist in CHECKLISTS:
        per = {section.title for section in checklist.sections if section.per}
        is_known = checklist.edition in CUSTOMERS_SECTIONS.get(checklist.id, ())
        assert bool(per) == is_known, name_of(checklist)
        called = {each.title for each in checklist.sections if "each customer" in each.title}
        assert called <= per, name_of(checklist)


@each_checklist
def test_a_required_item_never_waits_for_a_recommended_one(checklist):
    for item in checklist.items:
        if item.need == "required":
            waited_for = [checklist.by_id[each] for each in item.after]
            assert [each.id for each in waited_for if each.need != "required"] == [], item.id


@each_checklist
def test_an_item_waits_only_for_items_above_it(checklist):
    order = list(checklist.by_id)
    for item in checklist.items:
        assert all(order.index(each) < order.index(item.id) for each in item.after), item.id


def test_editions_are_named_by_year_and_month_so_that_they_sort_by_time():
    for checklist in CHECKLISTS:
        assert datetime.strptime(checklist.edition, "%Y-%m").strftime("%Y-%m") == checklist.edition
        assert checklist.edition <= f"{max(item.checked for item in checklist.items):%Y-%m}"


def test_an_edition_of_former_times_is_named_for_the_month_of_its_source():
    for *former, _ in EDITIONS.values():
        assert all(each.source_date.startswith(each.edition) for each in former)


def test_what_an_item_replaces_or_relates_to_stands_in_an_earlier_edition():
    for editions in EDITIONS.values():
        earlier: set[str] = set()
        for checklist in editions:
            for item in checklist.items:
                unknown = {*item.replaces, *item.related} - earlier
                assert not unknown, f"{name_of(checklist)}: {item.id}"
            earlier |= checklist.by_id.keys()


def test_an_item_that_is_replaced_under_another_id_is_not_in_the_list_any_more():
    for checklist, item in ITEMS:
        assert not (set(item.replaces) - {item.id}) & checklist.by_id.keys(), name_of(checklist)


def test_no_item_of_an_earlier_edition_is_replaced_twice():
    for checklist in CHECKLISTS:
        replaced = [each for item in checklist.items for each in item.replaces]
        assert len(replaced) == len(set(replaced)), name_of(checklist)


def test_a_tick_carries_over_only_to_an_item_that_is_not_merely_related():
    for _, item in ITEMS:
        assert not set(item.replaces) & set(item.related)


def test_what_microsofts_own_pages_say_is_not_called_reported():
    for checklist, item in ITEMS:
        is_own = all(link.publisher == "Microsoft" and link.read == "full" for link in item.links)
        assert not (is_own and item.basis == "reported"), f"{name_of(checklist)} {item.id}"


DIRECT, INDIRECT = "enroll-direct", "transition-to-indirect"
KEEP_RESELLER = "keep-reseller"
SAME, CHANGED, NEW, GONE = "same", "changed", "new", "gone"


def edition(checklist_id: str, name: str) -> Checklist:
    return next(each for each in EDITIONS[checklist_id] if each.edition == name)


def fate(earlier: Checklist, later: Checklist, item_id: str) -> str:
    """What becomes of an item, named by its id in the later edition or, gone, in the earlier."""
    item = later.by_id.get(item_id)
    if item is None:
        return GONE if item_id in earlier.by_id else ""
    old = [earlier.by_id[each] for each in (item_id, *item.replaces) if each in earlier.by_id]
    if not old:
        return NEW
    return SAME if old[0].fingerprint == item.fingerprint else CHANGED


@pytest.mark.parametrize(
    ("checklist_id", "before", "after", "item_id", "expected"),
    [
        # the support plan is back in the table, credit check and last step are described
        (DIRECT, "2018-12", "2019-02", "mpn-id", SAME),
        (DIRECT, "2018-12", "2019-02", "endorsement", SAME),
        (DIRECT, "2018-12", "2019-02", "managed-service", SAME),
        (DIRECT, "2018-12", "2019-02", "support-plan", CHANGED),
        (DIRECT, "2018-12", "2019-02", "credit-check", CHANGED),
        (DIRECT, "2018-12", "2019-02", "direct-terms-accepted", CHANGED),
        (DIRECT, "2018-12", "2019-02", "eligibility-questionnaire", NEW),
        # a revenue is asked for, newcomers start as resellers, the service is recommended only
        (DIRECT, "2019-02", "2020-10", "mpn-id", SAME),
        (DIRECT, "2019-02", "2020-10", "support-plan", SAME),
        (DIRECT, "2019-02", "2020-10", "managed-service", CHANGED),
        (DIRECT, "2019-02", "2020-10", "revenue-ttm", NEW),
        (DIRECT, "2019-02", "2020-10", "reseller-start", NEW),
        (DIRECT, "2019-02", "2020-10", "mpa-direct-accepted", NEW),
        (DIRECT, "2019-02", "2020-10", "direct-terms-accepted", GONE),
        # the enrollment form takes the place of the questionnaire
        (DIRECT, "2020-10", "2020-11", "revenue-ttm", SAME),
        (DIRECT, "2020-10", "2020-11", "mpn-id", SAME),
        (DIRECT, "2020-10", "2020-11", "managed-service", SAME),
        (DIRECT, "2020-10", "2020-11", "mpa-direct-accepted", SAME),
        (DIRECT, "2020-10", "2020-11", "eligibility-questionnaire", GONE),
        # twelve months as reseller, a yearly assessment, the service in the list again
        (DIRECT, "2020-11", "2023-04", "revenue-ttm", SAME),
        (DIRECT, "2020-11", "2023-04", "support-plan", SAME),
        (DIRECT, "2020-11", "2023-04", "credit-approval", SAME),
        (DIRECT, "2020-11", "2023-04", "managed-service", CHANGED),
        (DIRECT, "2020-11", "2023-04", "reseller-tenure", NEW),
        (DIRECT, "2020-11", "2023-04", "capabilities-assessment", NEW),
        (DIRECT, "2020-11", "2023-04", "renewal-deadline-noted", GONE),
        # USD 1,000,000, designation and security
        (DIRECT, "2023-04", "2026-08", "reseller-tenure", SAME),
        (DIRECT, "2023-04", "2026-08", "credit-approval", SAME),
        (DIRECT, "2023-04", "2026-08", "program-status-active", SAME),
        (DIRECT, "2023-04", "2026-08", "endorsement", SAME),
        (DIRECT, "2023-04", "2026-08", "support-first-line", SAME),
        (DIRECT, "2023-04", "2026-08", "mpa-direct-accepted", SAME),
        (DIRECT, "2023-04", "2026-08", "partner-id", CHANGED),
        (DIRECT, "2023-04", "2026-08", "revenue-ttm", CHANGED),
        (DIRECT, "2023-04", "2026-08", "capabilities-assessment", CHANGED),
        (DIRECT, "2023-04", "2026-08", "managed-service", CHANGED),
        (DIRECT, "2023-04", "2026-08", "solutions-designation", NEW),
        (DIRECT, "2023-04", "2026-08", "security-mfa", CHANGED),
        # consent, extension of the relationship and self-serve transfer; still no way back
        (INDIRECT, "2018-12", "2020-03", "one-way-decision", SAME),
        (INDIRECT, "2018-12", "2020-03", "approval-received", SAME),
        (INDIRECT, "2018-12", "2020-03", "reseller-agreement", SAME),
        (INDIRECT, "2018-12", "2020-03", "provider-invitation", SAME),
        (INDIRECT, "2018-12", "2020-03", "offboarding-eligibility", CHANGED),
        (INDIRECT, "2018-12", "2020-03", "customer-relationship", CHANGED),
        (INDIRECT, "2018-12", "2020-03", "customer-consent", NEW),
        (INDIRECT, "2018-12", "2020-03", "legacy-transferred", NEW),
        (INDIRECT, "2018-12", "2020-03", "existing-subscriptions-plan", GONE),
        # direct bill again on a new tenant, a separate tenant, loss of the API
        (INDIRECT, "2020-03", "2021-10", "provider-invitation", SAME),
        (INDIRECT, "2020-03", "2021-10", "new-tenants-by-provider", SAME),
        (INDIRECT, "2020-03", "2021-10", "incentives-enrolled", SAME),
        (INDIRECT, "2020-03", "2021-10", "customer-consent", SAME),
        (INDIRECT, "2020-03", "2021-10", "mfa-every-account", SAME),
        (INDIRECT, "2020-03", "2021-10", "one-way-decision", CHANGED),
        (INDIRECT, "2020-03", "2021-10", "legacy-transferred", CHANGED),
        (INDIRECT, "2020-03", "2021-10", "tenant-strategy", NEW),
        (INDIRECT, "2020-03", "2021-10", "integrations-replaced", NEW),
        (INDIRECT, "2020-03", "2021-10", "offboarding-eligibility", GONE),
        # a kept tenant must be Restricted first, subscriptions move in mid-term
        (INDIRECT, "2021-10", "2026-08", "one-way-decision", SAME),
        (INDIRECT, "2021-10", "2026-08", "customer-consent", SAME),
        (INDIRECT, "2021-10", "2026-08", "mca-via-distributor", SAME),
        (INDIRECT, "2021-10", "2026-08", "integrations-replaced", SAME),
        (INDIRECT, "2021-10", "2026-08", "approval-received", SAME),
        (INDIRECT, "2021-10", "2026-08", "distributor-chosen", SAME),
        (INDIRECT, "2021-10", "2026-08", "distributor-linked", SAME),
        (INDIRECT, "2021-10", "2026-08", "tenant-strategy", CHANGED),
        (INDIRECT, "2021-10", "2026-08", "reseller-enrolled", CHANGED),
        (INDIRECT, "2021-10", "2026-08", "licences-transferred", NEW),
        (INDIRECT, "2021-10", "2026-08", "restricted-requested", NEW),
        (INDIRECT, "2021-10", "2026-08", "legacy-transferred", GONE),
        # the look at security, programme and agreement comes to the revenue
        (KEEP_RESELLER, "2024-04", "2026-08", "revenue-ttm", CHANGED),
        (KEEP_RESELLER, "2024-04", "2026-08", "security-mfa", CHANGED),
        (KEEP_RESELLER, "2024-04", "2026-08", "authorisation-confirmed", SAME),
        (KEEP_RESELLER, "2024-04", "2026-08", "security-contact", NEW),
        (KEEP_RESELLER, "2024-04", "2026-08", "partner-id", NEW),
    ],
)
def test_a_rule_changes_between_editions_where_the_guidance_did(
    checklist_id, before, after, item_id, expected
):
    earlier, later = edition(checklist_id, before), edition(checklist_id, after)
    assert EDITIONS[checklist_id].index(later) == EDITIONS[checklist_id].index(earlier) + 1
    assert fate(earlier, later, item_id) == expected


def test_the_revenue_asked_for_is_each_time_that_of_its_edition():
    sums = {
        each.edition: each.by_id["revenue-ttm"].rule
        for each in EDITIONS[DIRECT]
        if "revenue-ttm" in each.by_id
    }
    assert list(sums) == ["2020-10", "2020-11", "2023-04", "2026-08"]
    assert "USD 300,000" in sums["2020-10"]
    assert sums["2023-04"] == sums["2020-11"] == sums["2020-10"]
    assert "USD 1,000,000" in sums["2026-08"]


def test_the_managed_service_was_asked_for_then_recommended_then_listed_again():
    needs = {each.edition: each.by_id["managed-service"].need for each in EDITIONS[DIRECT]}
    assert list(needs.values()) == [
        "required",
        "required",
        "recommended",
        "recommended",
        "required",
        "recommended",
    ]


@pytest.mark.parametrize("name", ["2020-10", "2020-11"])
def test_what_newcomers_and_direct_partners_owed_in_2020_goes_by_one_fact(name):
    items = edition(DIRECT, name).by_id
    assert {key: item.when for key, item in items.items() if item.when} == {
        "reseller-start": "!direct-already",
        "renewal-deadline-noted": "direct-already",
    }


def test_a_fact_has_the_same_question_everywhere():
    questions: dict[str, set[str]] = {}
    for checklist in CHECKLISTS:
        for fact in checklist.facts:
            questions.setdefault(fact.id, set()).add(fact.question)
    assert {key: each for key, each in questions.items() if len(each) > 1} == {}


@pytest.mark.parametrize("checklist_id", ["keep-direct", KEEP_RESELLER])
def test_a_yearly_list_follows_the_anniversary_and_holds_no_one_way_door(checklist_id):
    steps = ["t-90", "t-60", "t-30", "t", "t-plus-30", "t-plus-60"]
    for checklist in EDITIONS[checklist_id]:
        assert checklist.is_yearly
        sections = [section.id for section in checklist.sections]
        assert sections == steps[: len(sections)]
        assert next(iter(checklist.by_id)) == "anniversary-confirmed"
        assert not [item.id for item in checklist.items if item.irreversible]
        assert not [section.id for section in checklist.sections if section.per]


def test_the_page_of_december_2018_names_five_requirements_in_this_order():
    page = next(each for each in EDITIONS["enroll-direct"] if each.edition == "2018-12")
    assert [item.id for item in page.items if item.need == "required"] == [
        "mpn-id",
        "endorsement",
        "support-first-line",
        "managed-service",
        "accounts-receivable",
    ]
    assert [item.id for item in page.sections[0].items] == [
        item.id for item in page.items if item.need == "required"
    ]


def test_the_path_of_february_2019_is_that_of_its_page_and_each_step_waits_for_the_one_before():
    path = next(each for each in edition(DIRECT, "2019-02").sections if each.id == "path")
    steps = [item.id for item in path.items]
    assert steps == [
        "eligibility-questionnaire",
        "application-data",
        "application-review",
        "credit-check",
        "support-plan",
        "direct-terms-accepted",
    ]
    for before, item in zip(steps, path.items[1:], strict=False):
        assert before in item.after


def test_the_edition_of_december_2018_has_the_links_of_its_page_and_no_others():
    page = next(each for each in EDITIONS["enroll-direct"] if each.edition == "2018-12")
    linked = [
        link for item in page.items for link in item.links if "linked from the page" in link.title
    ]
    assert {link.url.partition("#")[0] for link in linked} == {
        "https://partner.microsoft.com/cloud-solution-provider",
        "https://partner.microsoft.com/en-US/business-opportunities/managed-services-provider",
        "https://docs.microsoft.com/en-us/partner-center/transition-direct-to-indirect",
    }
