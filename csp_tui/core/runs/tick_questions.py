"""The talks that ask a user what must be known before items are ticked, and return the changes.

The others are in `item_questions`; over several partners, in `partner_questions`.
"""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.asking import Question, Talk, confirmed
from csp_tui.core.base.ids import readable
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Status
from csp_tui.core.runs import item_changes, tick_warnings
from csp_tui.core.runs.chosen import Chosen, ChosenItems
from csp_tui.core.runs.chosen_files import ChosenCustomers, left_out_of
from csp_tui.core.runs.item_questions import (
    UNDOABLE,
    Outcome,
    confirm,
    dropped_reason,
    fitting,
    names_in,
    outcome_of,
    unticked,
)
from csp_tui.core.runs.step_groups import MET, SETTLED
from csp_tui.core.runs.view import RunView

NOT_TICKED = N_("Not ticked.")
NOT_NAMED = N_("Not ticked: that is neither this partner's id nor its name.")
NOT_COUNTED = N_("Not ticked: that is not how many are one way.")
ALL_SETTLED = N_("Nothing to tick: all are done or not applicable; r sets them to do again.")
SETTLED_ONES = N_("{count} done or n/a")

_NAMED = 2
"""How many one-way items a question names where it has nothing else to say; the rest it counts."""


def tick(chosen: ChosenItems) -> Talk[Outcome]:
    """Ask what must be asked, and return the outcome that ticks those chosen items that are open.

    A single item that is done or not applicable is set back to do instead; if its rule has changed
    since the tick, the user is asked whether it is still true. If nothing is to be ticked, or the
    user does not confirm, the outcome changes nothing, and may say why.
    """
    view = chosen.view
    if len(chosen.items) == 1 and not chosen.left_out:
        (item,) = chosen.items
        if view.rule_changed(item):
            return (yield from confirm(chosen))
        if view.fits(item) and chosen.is_settled(item):
            return unticked(chosen)
    elif chosen.items and all(map(chosen.is_settled, chosen.items)):
        return Outcome(message=_(ALL_SETTLED))
    elif chosen.items:
        chosen = chosen.only(lambda item: not chosen.is_settled(item), _(SETTLED_ONES))
    chosen, trouble = yield from fitting(chosen)
    if not chosen.items:
        return Outcome(message=trouble)
    refusal = yield from _why_not_ticked(chosen)
    if refusal is not None:
        return refusal
    together, alone = chosen.items, chosen.alone
    reason = dropped_reason(alone) if alone is not None else ""
    message = chosen.with_left_out(reason)

    def make(view: RunView, item: Item) -> Change:
        is_early = tick_warnings.is_out_of_order(view, item, together)
        return item_changes.tick(view.run.key, item, is_out_of_order=is_early)

    return outcome_of(chosen, Act.TICK, make, message)


def tick_for_customers(chosen: ChosenCustomers) -> Talk[Outcome]:
    """Ask whether to go on, and return the outcome that ticks an item for several customers.

    Customers for whom the item is done or not applicable are left out, as the outcome says. If it
    is so for all, or the user does not confirm, the outcome changes nothing. If the item is one
    way, the user types for how many customers.
    """
    ticked = chosen.only(lambda state: state not in SETTLED)
    if not ticked.states:
        return Outcome(message=_(ALL_SETTLED))
    every, left_out = len(ticked.states), left_out_of(chosen, ticked, _(SETTLED_ONES))
    one_way = sum(state not in MET for state in ticked.states) if chosen.item.irreversible else 0
    doubt = " ".join(filter(None, (ticked.tick_doubt(is_short=bool(one_way)), left_out)))
    title, lead = tick_title(ticked, one_way, every), tick_lead(doubt, [""] * bool(one_way))
    names = (*chosen.open_before[:1], *names_in(chosen))
    if (refusal := (yield from why_not_many(title, lead, names, one_way))) is not None:
        return refusal

    def make(view: RunView, item: Item) -> Change | None:
        if view.progress(item).status == Status.NOT_APPLICABLE:
            return None
        is_early = tick_warnings.is_out_of_order(view, item, [item])
        return item_changes.tick(view.run.key, item, is_out_of_order=is_early)

    return outcome_of(ticked, Act.TICK, make, left_out)._replace(number=every)


def _why_not_ticked(chosen: ChosenItems) -> Talk[Outcome | None]:
    """Let the user confirm a tick; return None to tick, else the outcome that says why not.

    Nothing is asked for a single item that is neither doubtful nor one way.
    """
    view, items = chosen.view, chosen.items
    one_way = [item.title for item in tick_warnings.one_way(view, items)]
    is_short = len(items) > 1 and bool(one_way)
    order = tick_warnings.order_doubt(view, items, is_short=is_short)
    doubt = " ".join(filter(None, (tick_warnings.refused_doubt(view, items), order)))
    if len(items) == 1 and not doubt and not one_way:
        return None
    names = [each.title for item in items for each in tick_warnings.open_before(view, item, items)]
    names += [*one_way, *names_in(chosen), *([chosen.alone.reason] if chosen.alone else [])]
    title = tick_title(chosen, len(one_way), len(items))
    lead = tick_lead(
        chosen.with_left_out(doubt), one_way if len(items) > 1 else [""] * len(one_way)
    )
    if view.customer is not None:
        count = len(one_way) if len(items) > 1 else 0
        return (yield from why_not_many(title, lead, names, count))
    if not one_way:
        return (yield from why_not_many(title, lead, names, 0))
    label = _("To go on type {id} or the name").format(id=readable(view.partner.id))
    typed = yield Question(label, lead=lead, names=names, title=title)
    if tick_warnings.names_partner(view.partner, typed):
        return None
    return Outcome(message=_(NOT_NAMED))


def why_not_many(title: str, lead: str, names: Sequence[str], one_way: int) -> Talk[Outcome | None]:
    """Let the user confirm a tick; return None to tick, else the outcome that says why not.

    A key answers; where `one_way` ticks cannot be taken back, the user types how many these are.
    The other arguments are those of `Question`.
    """
    if not one_way:
        is_meant = yield from confirmed(title, lead, names)
        return None if is_meant else Outcome(message=_(NOT_TICKED))
    label = _("To go on type {count}, how many are one way").format(count=one_way)
    typed = yield Question(label, lead=lead, names=names, title=title)
    return None if typed.strip() == str(one_way) else Outcome(message=_(NOT_COUNTED))


def tick_title(chosen: Chosen, one_way: int, every: int) -> str:
    """Return the title of the question before a tick of `every` items or customers.

    ``ONE WAY`` comes first if `one_way` of them, more than 0, cannot be taken back, with how many
    they are unless that is all.
    """
    title = _("ONE WAY, tick: {what}?") if one_way else _("Tick: {what}?")
    if 0 < one_way < every:
        title = _("ONE WAY: {count} of {all}, tick: {what}?")
    return title.format(what=chosen.named(), count=one_way, all=every)


def tick_lead(doubt: str, one_way: Sequence[str]) -> str:
    """Return what is said below the title before a tick: what is odd, else that u undoes it.

    Args:
        doubt: what is odd about it, in sentences; "" for nothing.
        one_way: the titles of what cannot be taken back outside csp-tui: they are named first, and
            it is not said that u undoes the tick. One "" if the question's title names it.
    """
    if not one_way:
        return doubt or _(UNDOABLE)
    final = _("Final outside csp-tui.")
    if any(one_way):
        titles = tick_warnings.named(one_way, 1 if doubt else _NAMED)
        final = _("Final outside csp-tui: {titles}.").format(titles=titles)
    return " ".join(filter(None, (final, doubt)))
