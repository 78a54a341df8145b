"""The words that the screens use without explaining them, each in one or two short sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from csp_tui.core.base.language import N_
from csp_tui.tui.keys.all_keys import (
    CONFLICTS,
    CUSTOMERS,
    FACTS,
    HISTORY,
    MOVING,
    NEXT,
    PARTNERS,
    PORTFOLIO,
    READING,
    RUN,
    START,
    Action,
)

WITH_MARKS = (RUN, READING, NEXT, CUSTOMERS)
"""The actions of the screens that show a mark such as ``[x]`` for the state of an item."""


class Word(NamedTuple):
    """A word, what it means, and the actions of the screens on which it matters."""

    word: str
    meaning: str
    screens: Sequence[Sequence[Action]]


WORDS = (
    Word(
        N_("run"),
        N_("One going-through of a checklist by a partner. Yearly: several."),
        (PARTNERS, RUN, NEXT, START, MOVING, HISTORY, PORTFOLIO),
    ),
    Word(
        N_("edition"),
        N_("The checklist as the guidance stood at a date. Older: < or old."),
        (PARTNERS, RUN, READING, START, MOVING, PORTFOLIO),
    ),
    Word(
        N_("14/34"),
        N_("Items done, of those that count: not n/a, not those of customers."),
        (PARTNERS, RUN),
    ),
    Word(
        N_("late"),
        N_("Its due day or yearly check is over, or a day to chase by a week."),
        (PARTNERS, RUN, NEXT, CUSTOMERS, PORTFOLIO),
    ),
    Word(
        N_("to chase"),
        N_("It waits for somebody, and the day to ask again has come."),
        (PARTNERS, RUN, NEXT, CUSTOMERS),
    ),
    Word(
        N_("until"),
        N_("It waits for somebody, and is to chase from that day on."),
        (RUN, NEXT),
    ),
    Word(
        N_("to confirm"),
        N_("It was ticked under a rule that has changed since."),
        (PARTNERS, NEXT),
    ),
    Word(
        N_("ready"),
        N_("It can be done now: all that comes before it is done."),
        (PARTNERS, NEXT),
    ),
    Word(
        N_("blocked"),
        N_("Something that comes before it is open. The detail says what."),
        (RUN, READING, CUSTOMERS),
    ),
    Word(
        N_("not yet"),
        N_("It waits, or something that comes before it is open."),
        (NEXT,),
    ),
    Word(
        N_("one way"),
        N_("It closes for good: you type the name; of several, their number."),
        (RUN, READING, NEXT),
    ),
    Word(
        N_("T-90"),
        N_("90 days before T, the first of the month of the yearly check."),
        (PARTNERS, RUN, NEXT, PORTFOLIO),
    ),
    Word(
        N_("mend"),
        N_(
            "No yearly check is recorded as passed. Put it right by that day; the yearly list (S), "
            "done or closed as completed (C c), ends it."
        ),
        (PARTNERS, RUN, NEXT, PORTFOLIO),
    ),
    Word(
        N_("lapsed?"),
        N_("That day is over, too: ask if the right to sell still holds."),
        (PARTNERS, NEXT, PORTFOLIO),
    ),
    Word(
        N_("reported"),
        N_("A day that press or forums tell; no page of Microsoft states it."),
        (NEXT,),
    ),
    Word(
        N_("item"),
        N_(
            "The head names the one that keys change. Under late, this week, waiting, to chase and "
            "due it is the one that the customer is shown for."
        ),
        (CUSTOMERS,),
    ),
    Word(
        N_("fact"),
        N_("A yes or no on which it depends whether items apply."),
        (RUN, FACTS, CUSTOMERS),
    ),
    Word(
        N_("planned"),
        N_("The day to begin work on the customer. Once over: plan late."),
        (CUSTOMERS,),
    ),
    Word(
        N_("conflict"),
        N_("Two people changed the same at once, on two machines."),
        (CONFLICTS,),
    ),
    Word(
        N_("kept"),
        N_("The change that counts: as a rule the later one."),
        (CONFLICTS,),
    ),
    Word(
        N_("not kept"),
        N_("The change that does not count. The history keeps it."),
        (CONFLICTS,),
    ),
    Word(
        N_("step"),
        N_("All that one act has changed. It is undone as a whole."),
        (HISTORY,),
    ),
)
