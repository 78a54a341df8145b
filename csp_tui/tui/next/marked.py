"""What the screen Next asks about marked rows, and says of those that an act leaves out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from csp_tui.core.base.asking import Talk
from csp_tui.core.base.language import ngettext
from csp_tui.core.describe.steps_by_item import Steps
from csp_tui.core.runs.chosen import Chosen
from csp_tui.core.runs.item_questions import Outcome, names_in

_Chosen = TypeVar("_Chosen", bound=Chosen)


def left_out(rows: Iterable[Steps]) -> str:
    """Return how many of `rows` an act on items leaves out, and what helps; "" for none.

    Left out are rows with steps of customers, and rows that are not about an item.
    """
    customers = others = 0
    for row in rows:
        kinds = [*row.kinds_in()]
        customers += any(step.is_each for step in kinds)
        others += any(step.item is None for step in kinds)
    of_customers = ngettext(
        "{count} row of customers is left out: enter opens it.",
        "{count} rows of customers are left out: enter opens each.",
        customers,
    )
    without_item = ngettext(
        "{count} row without an item is left out: enter opens it.",
        "{count} rows without an item are left out: enter opens each.",
        others,
    )
    parts = (of_customers, customers), (without_item, others)
    return " ".join(words.format(count=count) for words, count in parts if count)


def about_marked(
    ask: Callable[[_Chosen], Talk[Outcome]], note: str
) -> Callable[[_Chosen], Talk[Outcome]]:
    """Return `ask` with questions that name what the marked rows have, as rows may be out of sight.

    The first question also says `note`, on the rows that are left out.
    """

    def asked(chosen: _Chosen) -> Talk[Outcome]:
        talk, lead = ask(chosen), note
        try:
            question = next(talk)
            while True:
                title, names = question.title, question.names
                if not title:
                    title, names = chosen.named(), [*names, *names_in(chosen)]
                lead = " ".join(filter(None, (question.lead, lead)))
                answer = yield question._replace(title=title, names=names, lead=lead)
                lead, question = "", talk.send(answer)
        except StopIteration as end:
            outcome: Outcome = end.value
            return outcome

    return asked
