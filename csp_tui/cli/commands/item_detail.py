"""``show --item``: everything that is known of one item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from csp_tui.cli.customer_targets import find_customer_id, for_customers
from csp_tui.cli.json_shapes import of_item, plain
from csp_tui.cli.output import Fact
from csp_tui.cli.resolve import find_items
from csp_tui.cli.session import Session
from csp_tui.cli.wording import edition_name
from csp_tui.core.ages import checked
from csp_tui.core.checklist import Item
from csp_tui.core.counting import RunView
from csp_tui.core.describe import (
    BASES,
    OUT_OF_ORDER,
    condition,
    is_out_of_order,
    last_time,
    mark,
    owner,
    reason,
    source,
    word,
)
from csp_tui.core.describe_history import moment
from csp_tui.core.describe_rules import newer_rule
from csp_tui.core.facts import ANSWERS
from csp_tui.core.language import N_, _
from csp_tui.core.progress import Partner, Status
from csp_tui.core.store import Store
from csp_tui.core.wordings import ticked_wordings


def show_item(session: Session, partner: Partner, day: date | None = None) -> int:
    """Print the item that the arguments name in full, or its addresses alone.

    With a `day` the partner is as it stood then.
    """
    args, out = session.args, session.out
    found = find_items(session.workplace, partner, [args.item], args.run)
    if args.customer is not None:
        customer = find_customer_id(session.workplace, partner, args.customer)
        found = for_customers(session.workplace, partner, found, [customer])
    target = found[0]
    view, item = target.view, target.item
    if day is not None:
        view = replace(view, newer=None)
    if args.json:
        told = of_item(view, item)
        customer_id = view.customer.id if view.customer else ""
        where = {"partner": partner.id, "run": view.run.key, "customer": customer_id}
        if args.links:
            return out.json(**where, item=item.id, links=told["links"])
        return out.json(**where, as_of=plain(day), item=told)
    if args.links:
        for url in dict.fromkeys(link.url for link in item.links):
            out.line(url)
        if not item.links:
            out.note(
                f'"{item.title}" has no links: {_(BASES.get(item.basis, N_("own checklist")))}'
            )
        return 0
    print_item(session, view, item, day)
    return 0


def print_item(session: Session, view: RunView, item: Item, day: date | None = None) -> None:
    """Print everything that is known of an item, as it stood on a `day` where one is given."""
    out = session.out
    if out.plain:
        out.facts([("item", item.title), ("state", word(view, item))])
    else:
        out.text(f"{mark(view, item)} {item.title}", 0, 4)
    out.facts([("as of", day.isoformat() if day else ""), *_place(view, item)])
    out.facts(_guidance(view, item, session.workplace.today))
    for wanted in (view.checklist.by_id[each] for each in item.after):
        state = word(view, wanted) if out.plain else mark(view, wanted)
        out.facts([("after", f"{state}{': ' if out.plain else ' '}{wanted.title}")])
    out.facts(_recorded(view, item))
    against = _ticked_wording(session.workplace.store, view, item, is_past=day is not None)
    out.facts([("ticked against", against), *_newer(view, item)])
    for link in item.links:
        out.facts(
            [
                (
                    "source",
                    ", ".join(filter(None, (link.title, source(link, session.workplace.today)))),
                )
            ]
        )
        out.line(f"link: {link.url}" if out.plain else link.url)


def _place(view: RunView, item: Item) -> Iterator[Fact]:
    yield "id", item.id
    yield "partner", f"{view.partner.name} ({view.partner.id})"
    yield "customer", f"{view.customer.name} ({view.customer.id})" if view.customer else ""
    yield "checklist", f"{view.checklist.title}, edition {edition_name(view)}"
    section = next(each for each in view.checklist.sections if item in each.items)
    yield "section", section.title


def _guidance(view: RunView, item: Item, today: date) -> Iterator[Fact]:
    yield "need", item.need
    yield "only if", condition(view, item)
    yield "answer", _(ANSWERS[view.facts.get(item.fact)]) if item.when else ""
    yield "rule", item.rule
    yield "detail", item.detail
    yield "doubt", item.doubt
    yield "basis", _(BASES.get(item.basis, item.basis))
    yield "checked", checked(item.checked, today)
    yield "role", item.role
    yield "proof", item.evidence
    yield "ages", "give the proof a date with --as-of" if item.ages else ""
    yield "one way", "cannot be taken back" if item.irreversible else ""
    yield "usual wait", f"{item.usual_wait} business days" if item.usual_wait else ""


def _recorded(view: RunView, item: Item) -> Iterator[Fact]:
    progress = view.progress(item)
    if progress.at:
        yield "recorded", f"{moment(progress.at)} by {progress.by or 'nobody named'}"
    for label, value in (
        ("true since", progress.on),
        ("out of order", _(OUT_OF_ORDER) if is_out_of_order(view, item) else None),
        ("reason", reason(view, item)),
        ("waiting for", progress.waiting_for),
        ("waiting since", progress.since),
        ("case", progress.case),
        ("chase on", progress.chase_on),
        ("chased", progress.chased),
        ("evidence", progress.evidence),
        ("as of", progress.as_of or ("?" if item.ages and progress.evidence else None)),
        ("file", progress.file),
        ("sha256", progress.sha256),
        ("note", progress.note),
        ("due", progress.due),
        ("owner", owner(view, item)),
        ("last time", last_time(view, item)),
    ):
        yield label, str(value) if value else ""


def _ticked_wording(store: Store, view: RunView, item: Item, *, is_past: bool) -> str:
    """Return the older wording that a tick was made against, as far as the history tells.

    Of the past it is told in any case.
    """
    is_done = view.progress(item).status == Status.DONE
    if not view.rule_changed(item) and not (is_past and is_done):
        return ""
    if known := ticked_wordings(store, view).get(item.id):
        return known
    return "another wording, which the history does not tell" if view.rule_changed(item) else ""


def _newer(view: RunView, item: Item) -> Iterator[Fact]:
    yield "newest edition", view.newer.checklist.edition if view.newer else ""
    yield "newer rule", newer_rule(view, item)
