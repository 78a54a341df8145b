"""The changes that users can make to items, runs and partners, by a key or a command.

The functions return the `Change`; saving it is the work of the store.
"""

from __future__ import annotations

from datetime import date, datetime

from csp_tui.core.base.clock import local_day, to_milliseconds
from csp_tui.core.base.days import add_business_days
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable, storable_line
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import ItemProgress, Partner, Status, Value
from csp_tui.core.progress.partner_fields import parse_values
from csp_tui.core.runs import partner_runs

USUAL_WAIT = 5
"""Business days until a waiting item is to be chased, where the item has no ``usual_wait``."""

_SETTLED: dict[str, Value] = {
    "waiting_for": None,
    "since": None,
    "chase_on": None,
    "chased": None,
}
"""Removes what is recorded of waiting, from an item that no longer waits."""

_NOT_DONE: dict[str, Value] = {"on": None, "fingerprint": None, "out_of_order": None}
"""Removes what is recorded of a tick, from an item that is no longer done."""


def start(
    partner: Partner, checklist: Checklist, now: datetime, *, is_again: bool = False
) -> Change:
    """Return the change that starts a run of `checklist`.

    Raises:
        UsageError: the partner already has an open run of it, unless `is_again` allows another.
    """
    open_runs = [run for run in partner_runs.of_checklist(partner, checklist.id) if not run.closed]
    if open_runs and not is_again:
        message = _(
            '{name} already has a run "{run}"; close it first, or start another one with --again'
        )
        raise UsageError(message.format(name=partner.name, run=open_runs[-1].key))
    values: dict[str, Value] = {
        "checklist": checklist.id,
        "edition": checklist.edition,
        "started": to_milliseconds(now),
    }
    return Change(Act.START, values, partner_runs.new_key(partner, checklist, local_day(now)))


def tick(run: str, item: Item, on: date | None = None, *, is_out_of_order: bool = False) -> Change:
    """Return the change that ticks an item.

    Args:
        run: the key of the run.
        item: the item to tick.
        on: the day since which the item is true; None leaves a recorded day as it is.
        is_out_of_order: whether a prerequisite of the item is open.
    """
    values: dict[str, Value] = {"status": Status.DONE.value, "fingerprint": item.fingerprint}
    if on is not None:
        values["on"] = on
    values["out_of_order"] = is_out_of_order or None
    return Change(Act.TICK, {**values, "reason": None, **_SETTLED}, run, item.id, item.wording)


def confirm(run: str, item: Item, rule: Item) -> Change:
    """Return the change that records that a tick is still true under a changed rule.

    Args:
        run: the key of the run.
        item: the ticked item.
        rule: the item that has the changed rule: `item`, or its successor in a newer edition.
    """
    return Change(Act.CONFIRM, {"fingerprint": rule.fingerprint}, run, item.id, rule.wording)


def untick(run: str, item: Item) -> Change:
    """Return the change that sets an item back to do.

    It removes what is recorded of its tick, its waiting and a reason. Everything else stays, such
    as evidence, case and note.
    """
    values: dict[str, Value] = {"status": Status.TODO.value, "reason": None}
    return Change(Act.UNTICK, {**values, **_NOT_DONE, **_SETTLED}, run, item.id)


def wait(
    run: str, item: Item, waiting_for: str, since: date, chase_on: date, case: str = ""
) -> Change:
    """Return the change that sets an item waiting.

    Args:
        run: the key of the run.
        item: the item.
        waiting_for: the name of the party that it waits for.
        since: the day since which it waits.
        chase_on: the day on which to chase that party.
        case: the number of a case; empty leaves a recorded number as it is.

    Raises:
        UsageError: `waiting_for` is empty, or `chase_on` is before `since`.
    """
    waiting_for = storable_line(waiting_for)
    if not waiting_for:
        raise UsageError(_("say for whom you are waiting"))
    _refuse_before(chase_on, since)
    values: dict[str, Value] = {
        "status": Status.WAITING.value,
        "waiting_for": waiting_for,
        "since": since,
        "chase_on": chase_on,
        "reason": None,
        **_NOT_DONE,
    }
    if case := storable_line(case):
        values["case"] = case
    return Change(Act.WAIT, values, run, item.id)


def chase(run: str, item: Item, chased: date, chase_on: date) -> Change:
    """Return the change that records that an item was chased, and the day to chase it again.

    Raises:
        UsageError: `chase_on` is before `chased`.
    """
    _refuse_before(chase_on, chased)
    return Change(Act.CHASE, {"chase_on": chase_on, "chased": chased}, run, item.id)


def is_recorded(progress: ItemProgress, change: Change) -> bool:
    """Return whether `progress`, that of an item, has all values that `change` would set.

    A value that `change` removes is there already if it is not recorded.
    """
    return all((getattr(progress, key) or None) == (to or None) for key, to in change.to.items())


def _refuse_before(chase_on: date, day: date) -> None:
    if chase_on < day:
        raise UsageError(_("the day to chase cannot be before {day}").format(day=day))


def chase_day(item: Item, since: date) -> date:
    """Return the day to chase `item` if it waits since the day `since`.

    That is as many business days later as the item usually waits, or USUAL_WAIT (5) if unknown.
    """
    return add_business_days(since, item.usual_wait or USUAL_WAIT)


def with_day_to_chase(progress: ItemProgress, item: Item, started: datetime | None) -> ItemProgress:
    """Return a copy of the `progress` of a waiting item, with a day to chase the item.

    To be called if the day is missing, as after an edit by hand: else the item would be forgotten.
    The day is the item's usual wait (see `chase_day`) after the item began to wait. If nobody knows
    when it began, the wait is counted from when the progress was recorded, else from when the run
    was `started`. If neither is known, `progress` is returned as it is.
    """
    recorded = progress.at or started
    since = progress.since or (local_day(recorded) if recorded else None)
    return progress._replace(chase_on=chase_day(item, since)) if since else progress


def refuse(run: str, item: Item, reason: str) -> Change:
    """Return the change that sets an item refused; raises UsageError for an empty reason."""
    return _with_reason(Act.REFUSE, Status.REFUSED, run, item, reason)


def not_applicable(run: str, item: Item, reason: str) -> Change:
    """Return the change that sets an item not applicable; raises UsageError for an empty reason."""
    return _with_reason(Act.NOT_APPLICABLE, Status.NOT_APPLICABLE, run, item, reason)


def _with_reason(do: Act, status: Status, run: str, item: Item, reason: str) -> Change:
    reason = storable_line(reason)
    if not reason:
        refused, apart = _("refused needs a reason"), _("not applicable needs a reason")
        raise UsageError(refused if status == Status.REFUSED else apart)
    values: dict[str, Value] = {"status": status.value, "reason": reason}
    return Change(do, {**values, **_NOT_DONE, **_SETTLED}, run, item.id)


def edit(do: Act, run: str, item: Item, **values: str | date | None) -> Change:
    """Return the change that sets values of an item: evidence, note, owner or dates.

    `do` is the act that the history records. An empty text, or None, removes a value.
    """
    cleaned: dict[str, Value] = {}
    for key, value in values.items():
        if isinstance(value, str):
            text = storable(value).strip() if key == "note" else storable_line(value)
            cleaned[key] = text or None
        else:
            cleaned[key] = value
    return Change(do, cleaned, run, item.id)


def edit_partner(partner: Partner, **texts: str) -> Change:
    """Return the change that sets a partner's data to the texts that a user typed, by key.

    An empty text removes a value; unchanged values are left out.

    Raises:
        UsageError: the name is empty, or a text is not valid for its key.
    """
    values = parse_values(texts)
    changed = {key: v for key, v in values.items() if v != (getattr(partner, key) or None)}
    return Change(Act.EDIT, changed)
