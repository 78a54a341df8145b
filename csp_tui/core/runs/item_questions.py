"""The talks that ask a user what must be known before items change, and return the changes.

Screens and ``walk`` run them; what commands ask is in `cli.changes.questions`. The talks before a
tick are in `tick_questions`, those about waiting in `waiting_questions`, the warnings in
`tick_warnings`.

Each talk is about a `Chosen`: items of a part of a run, or items in the files of several customers
or partners. A talk saves nothing, except the answer to a fact, which is saved at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from csp_tui.core.base.asking import YES_NO, Keys, Question, Talk, confirmed
from csp_tui.core.base.language import N_, _
from csp_tui.core.checklists.model import Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import ItemProgress, Status
from csp_tui.core.runs import facts, item_changes
from csp_tui.core.runs.chosen import Chosen, ChosenItems, Make
from csp_tui.core.runs.chosen_files import ChosenCustomers, ChosenPartners, left_out_of
from csp_tui.core.runs.step_groups import TICKED, State
from csp_tui.core.runs.view import RunView

NOTHING_CHANGED = N_("Nothing was changed.")
DOES_NOT_APPLY = N_("Does not apply (F changes that): {items}")
IS_OPEN, ALL_OPEN = N_("It is already to do."), N_("All of them are already to do.")
RULE_UNCHANGED = N_("Nothing to confirm: its rule has not changed.")
NO_RULE_CHANGED = N_("Nothing to confirm: none of their rules has changed.")
WAS = {
    Status.REFUSED: N_("It was refused: {reason} (u undoes)"),
    Status.NOT_APPLICABLE: N_("It was not applicable: {reason} (u undoes)"),
}
"""By the status that a change ended: the message that tells the dropped reason."""

UNDOABLE = N_("u takes it back.")
"""What a yes brings about, where there is nothing odd about it."""
FACT_KEYS: Keys = (*YES_NO, ("s", N_("not known yet")), ("ctrl+g", N_("leave it")))
RULE_KEYS: Keys = (("y", N_("still true")), ("n", N_("to do again")), ("ctrl+g", N_("leave it")))


_STATUSES = {Act.NOT_APPLICABLE: Status.NOT_APPLICABLE, Act.REFUSE: Status.REFUSED}
"""The status that an act with a reason sets: only of it a known reason is proposed again."""


class Words(NamedTuple):
    """What to ask before an act that needs a reason, and how to say that ticks go.

    Args:
        label: asks for the reason.
        of_several: the title where several items are chosen and some of them lose their tick.
        of_one: the title where the only item loses its tick.
    """

    label: str
    of_several: str
    of_one: str


class Outcome(NamedTuple):
    """The result of a talk: what to change, and what to say."""

    do: Act | None = None
    """The act; None where nothing is to change."""
    changes: Sequence[Change] = ()
    """The changes to items of one part of a run; empty for several customers or partners."""
    make: Make = lambda _view, _item: None
    """Returns the change to an item; called for several files when these are read."""
    message: str = ""
    """A sentence for the user, translated."""
    number: int | None = None
    """How many of the chosen items change, or for how many customers; None for all of them."""


def outcome_of(chosen: Chosen, do: Act, make: Make, message: str = "") -> Outcome:
    """Return the outcome that changes the chosen items, as the act `do`, and says `message`.

    `make` returns the change to an item in a part of a run; None leaves the item as it is.
    """
    return Outcome(do, chosen.changes(make), make, message)


def names_in(chosen: Chosen) -> list[str]:
    """Return what may be cut in a title about `chosen`: item titles, customer or partner."""
    return [*chosen.titles, *([chosen.view.name] if isinstance(chosen, ChosenItems) else [])]


def unticked(chosen: ChosenItems) -> Outcome:
    """Return the outcome that sets the only chosen item to do again."""
    reason = dropped_reason(chosen.view.progress(chosen.items[0])) or _still_final(chosen)
    return outcome_of(chosen, Act.UNTICK, _untick, chosen.with_left_out(reason))


def _still_final(chosen: Chosen) -> str:
    """Return a sentence if ticks that are one way are among those to be taken off; else ""."""
    is_lost = False
    if isinstance(chosen, ChosenItems):
        done = (each for each in chosen.items if chosen.view.progress(each).status == Status.DONE)
        is_lost = any(each.irreversible for each in done)
    elif isinstance(chosen, ChosenCustomers):
        is_lost = chosen.item.irreversible and any(each in TICKED for each in chosen.states)
    elif isinstance(chosen, ChosenPartners):
        pairs = zip(chosen.items, chosen.states, strict=True)
        is_lost = any(item.irreversible and state in TICKED for item, state in pairs)
    return _("One way: outside csp-tui this undoes nothing.") if is_lost else ""


def _untick(view: RunView, item: Item) -> Change | None:
    is_open = view.progress(item).status == Status.TODO
    return None if is_open else item_changes.untick(view.run.key, item)


def dropped_reason(progress: ItemProgress) -> str:
    """Return a message on why an item was refused or not applicable; "" if it was neither."""
    if not progress.reason or progress.status not in WAS:
        return ""
    return _(WAS[progress.status]).format(reason=progress.reason)


def reopen(chosen: Chosen) -> Talk[Outcome]:
    """Return the outcome that sets the chosen items back to do; ask first if they are several.

    An item of several customers or partners is several. If all are to do already, or do not apply
    by the facts, the outcome only says so.
    """
    others = _("{count} to do already")
    left_out, number = "", None
    is_open = IS_OPEN if len(chosen.titles) == 1 else ALL_OPEN
    if isinstance(chosen, ChosenItems):
        view = chosen.view
        _fitting, reason = facts.split_by_facts(view, chosen.items)
        chosen = chosen.only(lambda item: view.progress(item).status != Status.TODO, others)
        if not chosen.items:
            return Outcome(message=_(DOES_NOT_APPLY).format(items=reason) if reason else _(is_open))
        if len(chosen.items) == 1:
            return unticked(chosen)
        left_out = chosen.with_left_out("")
    elif isinstance(chosen, ChosenCustomers | ChosenPartners):
        begun = chosen.only(lambda state: state != State.TODO)
        if not (number := len(begun.states)):
            return Outcome(message=_(is_open))
        chosen, left_out = begun, left_out_of(chosen, begun, others)
    title, lead = _("To do again: {what}?"), _("Evidence and notes stay; u takes it back.")
    lead = " ".join(filter(None, (_still_final(chosen), lead, left_out)))
    if not (yield from confirmed(title.format(what=chosen.named()), lead, names_in(chosen))):
        return Outcome()
    return outcome_of(chosen, Act.UNTICK, _untick, left_out)._replace(number=number)


def confirm(chosen: ChosenItems) -> Talk[Outcome]:
    """Ask whether items whose rule has changed since the tick are still true.

    The outcome confirms the ticks for yes, and sets the items to do again for no. If no rule has
    changed, nothing is asked, and the outcome says so.
    """
    unchanged = RULE_UNCHANGED if len(chosen.items) == 1 else NO_RULE_CHANGED
    others = _("{count} of which the rule has not changed")
    chosen = chosen.only(lambda item: chosen.view.to_confirm(item) is not None, others)
    if not chosen.items:
        return Outcome(message=_(unchanged))
    title = _("Still true under the new rule: {what}?").format(what=chosen.named())
    lead = chosen.with_left_out(_("The rule has changed since the tick; the detail says how."))
    answer = yield Question("", lead=lead, names=names_in(chosen), title=title, keys=RULE_KEYS)
    if answer == "y":
        return outcome_of(chosen, Act.CONFIRM, _confirm)
    return outcome_of(chosen, Act.UNTICK, _untick, _still_final(chosen))


def _confirm(view: RunView, item: Item) -> Change | None:
    rule = view.to_confirm(item)
    return None if rule is None else item_changes.confirm(view.run.key, item, rule)


def set_not_applicable(chosen: Chosen) -> Talk[Outcome]:
    """Ask for a reason, and return the outcome that sets the chosen items not applicable.

    If done items lose their tick by that, the question says so. The outcome has only a message if
    none of the items applies by the facts.
    """
    words = Words(
        _("Not applicable because"),
        _("Set not applicable: {what}?"),
        _("Take the tick off and set not applicable: {what}?"),
    )
    return (yield from _with_reason(chosen, words, Act.NOT_APPLICABLE, item_changes.not_applicable))


def refuse(chosen: Chosen) -> Talk[Outcome]:
    """Ask for a reason, and return the outcome that sets the chosen items refused.

    If done items lose their tick by that, the question says so. The outcome has only a message if
    none of the items applies by the facts.
    """
    words = Words(
        _("Refused, by whom and why"),
        _("Set refused: {what}?"),
        _("Take the tick off and set refused: {what}?"),
    )
    return (yield from _with_reason(chosen, words, Act.REFUSE, item_changes.refuse))


def _with_reason(
    chosen: Chosen, words: Words, do: Act, act: Callable[[str, Item, str], Change]
) -> Talk[Outcome]:
    if isinstance(chosen, ChosenItems):
        chosen, trouble = yield from fitting(chosen)
        if not chosen.items:
            return Outcome(message=trouble)
    known = chosen.alone
    offer = known.reason if known is not None and known.status == _STATUSES[do] else ""
    question = Question(chosen.labelled(words.label), offer, _lacks_reason)
    reason = yield with_lost_tick(question, chosen, words.of_several, words.of_one)
    return outcome_of(chosen, do, lambda view, item: act(view.run.key, item, reason))


def fitting(chosen: ChosenItems) -> Talk[tuple[ChosenItems, str]]:
    """Ask the unanswered facts that decide whether the chosen items apply.

    Each answer is saved at once. Nothing is asked if `chosen.answer_fact` is None.

    Returns:
        The chosen items that apply, and a sentence on those that do not, empty if all apply.
    """
    for fact in facts.unknown_facts(chosen.view, chosen.items):
        if chosen.answer_fact is None:
            break
        lead = _about_fact(chosen, fact.id)
        answer = yield Question(
            "", lead=lead, names=names_in(chosen), title=fact.question, keys=FACT_KEYS
        )
        if answer in ("y", "n"):
            view = chosen.answer_fact(facts.answer_change(fact.id, answer == "y"))
            chosen = chosen._replace(view=view)
    fitting, reason = facts.split_by_facts(chosen.view, chosen.items)
    chosen = chosen.only(lambda item: item in fitting, _("{count} ruled out by a fact"))
    return chosen, _(DOES_NOT_APPLY).format(items=reason) if reason else ""


def _about_fact(chosen: ChosenItems, fact_id: str) -> str:
    """Return whom a fact is about, and what its answer decides: whether the only item applies."""
    view = chosen.view
    whom = view.customer.name if view.customer else view.partner.name
    if len(chosen.items) > 1:
        return _("First, for {name}: the answer decides which items apply.").format(name=whom)
    item = chosen.items[0]
    is_no = item.when.startswith("!") and item.fact == fact_id
    first = _('First, for {name}: only if yes "{title}" applies.')
    if is_no:
        first = _('First, for {name}: only if no "{title}" applies.')
    return first.format(name=whom, title=item.title)


def with_lost_tick(question: Question, chosen: Chosen, of_several: str, of_one: str) -> Question:
    """Return a prompt that also says what is left out, and if done items lose their tick.

    For that it has a title: `of_one` for a single item, else `of_several`, with ``{what}`` for what
    is chosen.
    """
    title = lead = ""
    if doubt := chosen.done_doubt():
        title, lead = of_several, f"{doubt} {_('What is done loses its tick.')}"
        if chosen.alone is not None:
            title, lead = of_one, _("It is done; its evidence and note stay.")
    if isinstance(chosen, ChosenItems):
        lead = chosen.with_left_out(lead)
    title = title.format(what=chosen.named())
    return question._replace(lead=lead, title=title, names=names_in(chosen) if title else ())


def _lacks_reason(text: str) -> str:
    return "" if text else _("a reason is needed")
