"""Texts to paste elsewhere: to chase with, a whole item, what is open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from csp_tui.core.base import language
from csp_tui.core.describe.copied import can_be_chased, chase_text, item_text, open_items_text
from csp_tui.core.progress.model import Customer, ItemProgress, Partner, Run, Status
from csp_tui.core.runs.view import RunView

TODAY = date(2026, 11, 23)
ASKED = ItemProgress(
    Status.WAITING,
    waiting_for="Microsoft credit",
    since=date(2026, 11, 6),
    case="2611200040001",
    chased=date(2026, 11, 20),
)


@pytest.fixture
def french() -> Iterator[None]:
    language.use("fr")
    yield
    language.use(language.SOURCE)


@pytest.fixture
def view(demo):
    def show(partner: Partner | None = None, **items: ItemProgress) -> RunView:
        run = Run("demo", "demo", "2026-08", items=items)
        known = partner or Partner("p", "Contoso [UK] Ltd")
        return RunView(known, run, demo)

    return show


def test_a_text_to_chase_with_says_whom_since_when_which_case_and_what_is_asked(view):
    contoso = Partner("p", "Contoso [UK] Ltd", partner_id="1234567", tenant="contoso.example")
    shown = view(contoso, revenue=ASKED)
    assert (
        chase_text(shown, shown.checklist.by_id["revenue"], "Amira K.")
        == """\
Still open: "Revenue counted", Contoso [UK] Ltd, case 2611200040001

Hello,

We have been waiting for you since Fri 6 Nov 2026, and "Revenue counted" is still open.
It is about Contoso [UK] Ltd, PartnerID 1234567, tenant contoso.example.
The case is 2611200040001.
We last asked on Fri 20 Nov 2026.

What is asked: USD 1,000,000 or more

Where does this stand, and when can we expect an answer?
Is there anything that you still need from us?

Thank you
Amira K.
"""
    )


def test_a_text_to_chase_with_is_written_in_french(view, french):
    contoso = Partner("p", "Contoso SARL", partner_id="1234567", tenant="contoso.example")
    shown = view(contoso, revenue=ASKED)
    assert (
        chase_text(shown, shown.checklist.by_id["revenue"], "Amira K.")
        == """\
Encore en suspens\u00a0: «\u00a0Revenue counted\u00a0», Contoso SARL, ticket 2611200040001

Bonjour,

Nous attendons votre réponse depuis le ven. 6 nov. 2026, et «\u00a0Revenue counted\u00a0» \
est encore en suspens.
Cela concerne Contoso SARL, ID partenaire 1234567, locataire contoso.example.
Le ticket est le 2611200040001.
Nous avons relancé pour la dernière fois le ven. 20 nov. 2026.

Ce qui est demandé\u00a0: USD 1,000,000 or more

Où en est-on, et quand pouvons-nous compter sur une réponse\u00a0?
Vous manque-t-il quelque chose de notre part\u00a0?

Merci
Amira K.
"""
    )


@pytest.mark.parametrize(
    ("progress", "sentence"),
    [
        (ItemProgress(Status.WAITING), 'We are waiting for you: "Newsletter read" is still open.'),
        (
            ItemProgress(Status.WAITING, since=date(2026, 11, 6)),
            "We have been waiting for you since Fri 6 Nov 2026,"
            ' and "Newsletter read" is still open.',
        ),
    ],
)
def test_what_is_not_recorded_is_left_out(view, progress: ItemProgress, sentence: str):
    shown = view(newsletter=progress)
    lines = chase_text(shown, shown.checklist.by_id["newsletter"], "Amira K.").splitlines()
    assert lines[:7] == [
        'Still open: "Newsletter read", Contoso [UK] Ltd',
        "",
        "Hello,",
        "",
        sentence,
        "It is about Contoso [UK] Ltd.",
        "",
    ]


def test_only_an_item_that_waits_can_be_chased(view):
    shown = view(revenue=ASKED, membership=ItemProgress(Status.DONE))
    chased = [item.id for item in shown.items if can_be_chased(shown, item)]
    assert chased == ["revenue"]


def test_a_name_from_a_file_cannot_drive_a_terminal(view):
    shown = view(
        Partner("p", "Con\x1b[31mtoso"),
        revenue=ItemProgress(Status.WAITING, waiting_for="a\u202eb", note="one\ntwo\x07"),
    )
    item = shown.checklist.by_id["revenue"]
    for text in (
        chase_text(shown, item, "Amira K."),
        item_text(shown, item, TODAY),
        open_items_text(shown, TODAY),
    ):
        assert not {"\x1b", "\u202e", "\x07"} & {*text}
    assert "Note: one\ntwo^G" in item_text(shown, item, TODAY)


def test_a_whole_item_has_its_state_rule_and_what_is_recorded(view):
    shown = view(revenue=ASKED)
    lines = item_text(shown, shown.checklist.by_id["revenue"], TODAY).splitlines()
    assert lines[0] == "[~] Revenue counted"
    assert lines[1].startswith("Contoso [UK] Ltd, ")
    assert "USD 1,000,000 or more" in lines
    waits = "for Microsoft credit since 6 Nov; chased 20 Nov; 10 d late; case 2611200040001"
    assert f"Waits: {waits}" in lines
    assert "Blocked: open before it: Membership active" in lines
    assert not [line for line in lines if line.startswith(("Proof", "Doubt"))]


def test_what_proves_an_item_and_what_is_doubtful_are_copied(view):
    shown = view()
    item = replace(shown.checklist.by_id["revenue"], evidence="Report", doubt="Old page")
    lines = item_text(shown, item, TODAY).splitlines()
    assert lines[lines.index("Proof: Report") + 1] == "Doubt: Old page"


def test_what_is_open_stands_below_its_sections(view):
    azure = Partner("p", "Contoso", facts={"sells-azure": True})
    done = ItemProgress(Status.DONE)
    shown = view(azure, membership=done, newsletter=done, revenue=ASKED)
    lines = open_items_text(shown, TODAY).splitlines()
    assert lines[0].endswith(": 2 of 4 done")
    assert lines[1:4] == [
        "",
        "Eligibility",
        "[~] Revenue counted (Microsoft credit, 10 d late)",
    ]
    assert lines[4:] == ["", "Azure", "[ ] Azure plan bought"]


def test_where_nothing_is_open_that_is_said(view):
    no_azure = Partner("p", "Contoso", facts={"sells-azure": False})
    done = ItemProgress(Status.DONE)
    items = dict.fromkeys(("membership", "revenue", "newsletter", "no-azure-noted"), done)
    assert open_items_text(view(no_azure, **items), TODAY).endswith("\n\nNothing is open.\n")


def test_a_customers_part_names_the_customer(demo):
    run = Run("demo", "demo", "2026-08", items={"revenue": ASKED})
    customer = Customer("c", "Alpine", tenant="alpine.example", runs={"demo": run})
    view = RunView(Partner("p", "Contoso"), run, demo, customer=customer)
    text = chase_text(view, demo.by_id["revenue"], "Amira K.")
    assert text.startswith('Still open: "Revenue counted", Alpine, case 2611200040001\n')
    assert "It is about Contoso, customer Alpine, alpine.example." in text
    assert text.endswith("\nThank you\nAmira K.\n")
