"""An item that waits and is due: late on the screens from the day after its due day."""

from __future__ import annotations

from datetime import date

import pytest

from csp_tui.core.checklists.model import Item
from csp_tui.core.customers.batches import Batch
from csp_tui.core.next_steps.step import Step, gathered
from csp_tui.core.next_steps.step_list import listed
from csp_tui.core.partners.rows import PartnerSummary
from csp_tui.core.runs.anniversary import points
from csp_tui.core.runs.step_groups import Days, State, StepGroup, group_of
from csp_tui.tui.lines.tone import Tone
from csp_tui.tui.next.step_day import when
from csp_tui.tui.next.text import head
from csp_tui.tui.partners.pane_text import about_lines

TODAY = date(2026, 11, 28)
"""A Saturday."""
ROW = PartnerSummary("contoso", "Contoso")


def waiting(chase_on: str, due: str) -> Step:
    """Return the step of an item that waits for Microsoft."""
    days = date.fromisoformat(chase_on), date.fromisoformat(due)
    group = group_of(State.WAITING, *days, Days.of(TODAY))
    item = Item("credit", "Credit check passed")
    return Step(group, ROW, "run", item, State.WAITING, *days, whom="Microsoft")


@pytest.mark.parametrize(
    ("chase_on", "due", "words", "tone"),
    [
        ("2026-11-28", "2026-11-26", "2 d late", Tone.LATE),
        ("2026-12-04", "2026-11-26", "2 d late", Tone.LATE),
        ("2026-11-16", "2026-11-27", "12 d late", Tone.LATE),
        ("2026-11-27", "2026-12-01", "chase 27 Nov", Tone.SOON),
        ("2026-12-04", "2026-12-01", "due Tue", Tone.SOON),
        ("2026-12-04", "2026-12-18", "until Fri", Tone.TEXT),
    ],
)
def test_next_and_the_pane_of_a_partner_show_what_is_late_first(chase_on, due, words, tone):
    step = waiting(chase_on, due)
    assert when(step, TODAY) == (words, tone)
    pane = "".join(text for line in about_lines(ROW, [step], TODAY, 80, 5) for text, _tone in line)
    assert (f" Waits     {words} Credit check" in pane) == ("due" not in words)


def test_a_missed_check_shows_the_last_day_to_mend_it_and_comes_first_while_there_is_one():
    (point,) = (each for each in points("indirect-reseller") if not each.days)
    known = {"model": "indirect-reseller", "known_since_text": "2026-06-01"}
    rows = [PartnerSummary(str(month), "", month=month, **known) for month in (9, 11)]
    lapsed, missed = (
        Step(StepGroup.CLOCK, row, due=date(2026, row.month, 1), point=point) for row in rows
    )
    assert when(lapsed, TODAY) == ("lapsed?", Tone.LATE)
    assert when(missed, TODAY) == ("mend Mon", Tone.LATE)
    assert missed.urgency(TODAY) < lapsed.urgency(TODAY)


@pytest.mark.parametrize(
    ("known", "guessed", "words"),
    [
        ("indirect-reseller", "direct-bill", "still to be mended until 30 Nov"),
        ("", "", "mend until 30 Nov if indirect reseller"),
        ("", "direct-bill", "mend until 31 Dec if direct bill"),
        ("of its own", "indirect-reseller", "mend until 30 Nov if indirect reseller"),
    ],
)
def test_the_last_day_to_mend_says_of_which_model_it_is_unless_that_was_filled_in(
    known, guessed, words
):
    row = PartnerSummary("contoso", "Contoso", month=11, model=known, model_from_runs=guessed)
    row = row._replace(known_since_text="2026-06-01")
    lines = ["".join(text for text, _tone in line) for line in about_lines(row, [], TODAY, 80, 5)]
    assert lines[1].endswith(f", missed; {words}")


def test_only_the_customers_that_are_late_count_as_late():
    late = Batch("credit", "waiting", "", "", "2026-11-28", "2026-11-26", "", "Credit", (0,))
    others = late._replace(due_text="", members=(1, 2))
    members = [(name, name) for name in ("alpine", "bellows", "coho")]
    step = gathered(waiting("2026-11-28", "2026-11-26")._replace(members=members), [late, others])
    assert when(step, TODAY) == ("2 d late", Tone.LATE)
    title, _names = head("", "", listed([step]), [], TODAY, 80, "")
    assert "1 late  2 this week  3 to chase" in "".join(text for text, _tone in title)
