"""Columns and lines made for English words are wide enough for the French ones, too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from csp_tui.core.base import language
from csp_tui.core.base.day_words import row_day
from csp_tui.core.base.language import _, partner_count
from csp_tui.core.base.text import width
from csp_tui.core.checklists.model import Checklist, Item, Section
from csp_tui.core.customers import filters as of_customers
from csp_tui.core.next_steps.step_list import listed
from csp_tui.core.partners.order import ORDERS
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.progress.model import ItemProgress, Partner, Run, Status
from csp_tui.core.runs.view import RunView
from csp_tui.tui.customers.text import layout_of
from csp_tui.tui.lines.labelled import labelled
from csp_tui.tui.next.rows import next_columns
from csp_tui.tui.partners.pane_text import about_lines
from csp_tui.tui.run.rows import RunRows

TODAY = date(2026, 11, 23)
COLUMN_OF_A_MENU = 20
"""Cells of a word in a menu of three columns at 80, behind its letter."""


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    language.use("fr")
    yield
    language.use(language.SOURCE)


def test_next_by_item_has_room_for_the_number_of_partners():
    columns = next_columns(listed([]), TODAY, 80, lead="", is_folded=True)
    assert columns.partners >= width(partner_count(300))


def test_the_customers_have_room_for_a_day_of_the_week_before():
    layout = layout_of(120, 15, 0, "name", has_now=True)
    assert layout.now > width(row_day(date(2026, 11, 17), TODAY))


def test_the_customers_have_room_for_a_day_far_away():
    layout = layout_of(140, 15, 0, "name", has_now=True)
    assert layout.days > width(row_day(date(2028, 1, 20), TODAY))


def test_a_narrow_checklist_has_room_for_the_first_of_a_month():
    item = Item("first", "Programme partenaire actif")
    progress = ItemProgress(Status.WAITING, waiting_for="Microsoft", chase_on=date(2027, 1, 1))
    checklist = Checklist("own", "2026-11", "Own", (Section("s", "Début", (item,)),), None)
    run = Run("own", "own", "2026-11", items={item.id: progress})
    rows = RunRows(RunView(Partner("contoso", "Contoso"), run, checklist), TODAY, 40)
    shown = "".join(text for text, _tone in rows[1].line)
    assert shown.replace("\xa0", " ").endswith("att. 1er janv.")


def test_the_pane_of_a_partner_breaks_a_clock_that_is_too_long_for_one_line():
    row = PartnerSummary("a", "Contoso", month=3, known_since_text="2026-11-01")
    texts = ["".join(text for text, _tone in line) for line in about_lines(row, [], TODAY, 58, 40)]
    clock = texts.index(" Annuel    T est le lun. 1er mars 2027, dans 98 j")
    assert texts[clock + 1].startswith("           T-90 1er déc.\xa0: des avis partent")
    assert all(width(text) <= 58 for text in texts)


def test_no_order_is_cut_in_its_menu():
    titles = [_(choice.title) for choice in (*ORDERS, *of_customers.ORDERS)]
    assert max(map(width, titles)) <= COLUMN_OF_A_MENU, titles


@pytest.mark.parametrize("label", ["One way", "Proof", "Waits", "Refused", "Only if", "Blocked"])
def test_a_label_of_the_detail_leaves_its_text_in_the_same_line(label: str):
    first, *_more = labelled(_(label), "texte", 60)
    assert "texte" in "".join(text for text, _tone in first)
