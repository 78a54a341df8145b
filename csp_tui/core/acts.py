"""The acts of a user on items and runs, as changes; keys and commands share them."""

from __future__ import annotations

from datetime import date, datetime

from csp_tui.core import runs
from csp_tui.core.changes import Change
from csp_tui.core.checklist import Checklist, Item
from csp_tui.core.clock import add_business_days, local_day, to_milliseconds
from csp_tui.core.errors import UsageError
from csp_tui.core.progress import Partner, Status, Value
from csp_tui.core.text import storable, storable_line

USUAL_WAIT = 5
"""Business days after which to chase, where the item names no usual wait."""

_NO_WAIT: dict[str, Value] = {"waiting_for": None, "since": None, "chase_on": None}


def start(
    partner: Partner, checklist: Checklist, now: datetime, *, is_again: bool = False
) -> Change:
    """Start a run of `checklist`; with `is_again` also beside one that is open.

    Raises:
        UsageError: the partner already has an open run of it.
    """
    open_runs = [run for run in runs.of_checklist(partner, checklist.id) if not run.closed]
    if open_runs and not is_again:
        raise UsageError(
            f'{partner.name} already has a run "{open_runs[-1].key}"; close it first, '
            "or start another one with --again"
        )
    values: dict[str, Value] = {
        "checklist": checklist.id,
        "edition": checklist.edition,
        "started": to_milliseconds(now),
    }
    return Change("start", values, runs.new_key(partner, checklist, local_day(now)))


def tick(run: str, item: Item, on: date | None = None) -> Change:
    """Set an item done; `on` is the day on which it became true, if known."""
    values: dict[str, Value] = {"status": Status.DONE.value, "fingerprint": item.fingerprint}
    if on is not None:
        values["on"] = on
    return Change("tick", {**values, "reason": None, **_NO_WAIT}, run, item.id, item.wording)


def untick(run: str, item: Item) -> Change:
    """Set an item to do again; its evidence and note stay."""
    values: dict[str, Value] = {"status": Status.TODO.value, "on": None, "fingerprint": None}
    return Change("untick", {**values, "reason": None, **_NO_WAIT}, run, item.id)


def wait(
    run: str, item: Item, waiting_for: str, since: date, chase_on: date, case: str = ""
) -> Change:
    """Set an item waiting for somebody, to be chased on a day.

    Raises:
        UsageError: it is not said for whom.
    """
    waiting_for = storable_line(waiting_for)
    if not waiting_for:
        raise UsageError("say for whom you are waiting")
    values: dict[str, Value] = {
        "status": Status.WAITING.value,
        "waiting_for": waiting_for,
        "since": since,
        "chase_on": chase_on,
        "on": None,
        "fingerprint": None,
        "reason": None,
    }
    if case := storable_line(case):
        values["case"] = case
    return Change("wait", values, run, item.id)


def chase_day(item: Item, since: date) -> date:
    """Return the day on which to chase: the usual wait, in business days, after `since`."""
    return add_business_days(since, item.usual_wait or USUAL_WAIT)


def refuse(run: str, item: Item, reason: str) -> Change:
    """Set an item refused; raises UsageError without a reason."""
    return _with_reason("refuse", Status.REFUSED, run, item, reason)


def not_applicable(run: str, item: Item, reason: str) -> Change:
    """Set an item not applicable; raises UsageError without a reason."""
    return _with_reason("na", Status.NOT_APPLICABLE, run, item, reason)


def _with_reason(do: str, status: Status, run: str, item: Item, reason: str) -> Change:
    reason = storable_line(reason)
    if not reason:
        raise UsageError(f"{status.value.replace('-', ' ')} needs a reason")
    values: dict[str, Value] = {"status": status.value, "reason": reason, "on": None}
    return Change(do, {**values, "fingerprint": None, **_NO_WAIT}, run, item.id)


def edit(do: str, run: str, item: Item, **values: str | date | None) -> Change:
    """Set evidence, note, owner or dates of an item; an empty text takes the key away."""
    cleaned: dict[str, Value] = {}
    for key, value in values.items():
        if isinstance(value, str):
            text = storable(value).strip() if key == "note" else storable_line(value)
            cleaned[key] = text or None
        else:
            cleaned[key] = value
    return Change(do, cleaned, run, item.id)


def parse_day(text: str, today: date) -> date | None:
    """Return the day that a user typed: ``2026-11-30``, ``today``, or None for nothing.

    Raises:
        UsageError: it is no day.
    """
    text = text.strip()
    if not text:
        return None
    if text.casefold() == "today":
        return today
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f'"{text}" is no date; write it like {today.isoformat()}') from error
