"""Find the customers that a command names, and its items in the part of each customer.

A run has a part for each customer: the items of the sections that are gone through for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from csp_tui.cli.targets.choose import Candidate, choose
from csp_tui.cli.targets.resolve import Target
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _, customer_count
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Customer, Partner
from csp_tui.core.runs import customer_changes
from csp_tui.core.store.saved import Saved
from csp_tui.core.workplace.workplace import Workplace

ALL = "all"
MOST_NAMED = 3
"""Up to so many customers are named in a text; more are counted."""


def find_customer_id(workplace: Workplace, partner: Partner, word: str) -> str:
    """Return the id of the customer that `word` names by id or name, or by the start of one.

    An archived customer is found, too.

    Raises:
        UsageError, NotFoundError: more than one fits, or none.
    """
    rows = workplace.customers.rows(partner)
    if any(row.id == word for row in rows):
        return word
    candidates = [Candidate(row.id, "" if row.error else row.name, row.id) for row in rows]
    return choose(word, candidates, _("customer"))


def find_customers(workplace: Workplace, partner: Partner, words: Sequence[str]) -> list[Customer]:
    """Return the customers that `words` name, each once; ``all`` names every active customer.

    Raises:
        UsageError, NotFoundError: more than one fits one of the words, or none; or ``all`` is said
            and no customer is active.
        InvalidFileError: a customer's file is unreadable.
    """
    ids: list[str] = []
    for word in words:
        if word == ALL:
            ids += [row.id for row in workplace.customers.rows(partner) if row.is_active]
        else:
            ids.append(find_customer_id(workplace, partner, word))
    if not ids:
        message = _("{partner} has no active customer")
        raise UsageError(message.format(partner=partner.name))
    return [workplace.customers.load(partner.id, each) for each in dict.fromkeys(ids)]


def for_customers(
    workplace: Workplace, partner: Partner, targets: Sequence[Target], words: Sequence[str] | None
) -> list[Target]:
    """Return each of `targets` once for each customer that `words` name.

    If `words` is None, return `targets` unchanged: then all are items of the partner itself.

    Raises:
        UsageError: an item is per customer and `words` is None; an item is not per customer and
            `words` name customers; or ``all`` is said and no customer is active.
        UsageError, NotFoundError: more than one customer fits a word, or none.
    """
    if words is None:
        for target in targets:
            if target.view.is_for_each(target.item):
                message = _('"{item}" is for each customer; say --customer NAME, or --customer all')
                raise UsageError(message.format(item=target.item.title))
        return list(targets)
    for target in targets:
        if not target.view.is_for_each(target.item):
            message = _('"{item}" is for the partner, not for each customer; leave --customer out')
            raise UsageError(message.format(item=target.item.title))
    customers = find_customers(workplace, partner, words)
    return [
        replace(target, view=target.view.of_customer(customer))
        for customer in customers
        for target in targets
    ]


def names_or_count(names: Sequence[str]) -> str:
    """Return `names` as one text; for more than three, their number instead: ``12 customers``."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return customer_count(len(names))


def customer_id(target: Target) -> str:
    """Return the id of the customer for whom `target` is; "" for an item of the partner."""
    return target.view.customer_id


def in_part_of(target: Target, change: Change) -> Change:
    """Return `change` with the customer of `target` put in, so that it goes to the customer's file.

    For an item of the partner itself, return it unchanged.
    """
    return customer_changes.for_customer(change, customer_id(target))


def reloaded(workplace: Workplace, saved: Saved, targets: Sequence[Target]) -> list[Target]:
    """Return `targets` with their runs and customers as they are after the saved change."""
    keys = dict.fromkeys(target.view.run.key for target in targets)
    views = {key: workplace.view(saved.partner, key) for key in keys}
    found = []
    for target in targets:
        view, before = views[target.view.run.key], target.view.customer
        if before is not None:
            view = view.of_customer(saved.customers.get(before.id, before))
        found.append(Target(view, target.item))
    return found
