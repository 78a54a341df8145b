"""``customers``: list a partner's customers. ``customer``: add, change or archive one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from csp_tui.cli.changes.saved import saved_line
from csp_tui.cli.output.json_shapes import of_customer
from csp_tui.cli.output.output import labelled
from csp_tui.cli.session import Session
from csp_tui.cli.targets.choose import refuse_without_all
from csp_tui.cli.targets.customer_rows import chosen_rows, view_and_place
from csp_tui.cli.targets.customers import find_customer_id
from csp_tui.cli.targets.resolve import find_partner
from csp_tui.core.base.days import parse_day
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, pgettext
from csp_tui.core.base.text import fold, storable_line
from csp_tui.core.customers import filters
from csp_tui.core.customers.counts import progress
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.filters import Column
from csp_tui.core.customers.urgency import pressing
from csp_tui.core.describe.item import MARKS, WORDS
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs import customer_changes
from csp_tui.core.runs.step_groups import State
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.saved import Saved

_TEXTS = ("name", "tenant", "tenant_id", "owner", "note")
_DAYS = ("planned", "term_end")
_OF_MANY = ("run", "item", "filter", "sort", "view", "per_day", "per_week")
_HEADER = (N_("Customer"), N_("Id"), N_("Planned"), N_("Term end"), N_("Done"))


def customers(session: Session) -> int:
    """Print the active customers of a run with the state of all their items.

    With ``--item``, print the state of that item alone (``--json`` has all items), and only the
    customers for whom it is neither done nor not applicable. With ``--filter``, ``--view`` or
    ``--archived``, print the customers that these choose. A warning names each unreadable file of a
    customer.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError, UsageError: no partner, run, item, filter or view fits, or more than one.
        InvalidFileError: the partner's file or the view is not valid.
    """
    args, workplace, out = session.args, session.workplace, session.out
    partner = find_partner(workplace, args.partner)
    view, place = view_and_place(workplace, partner, args.run, args.item)
    column = Column(view, place or 0, workplace.today)
    rows = workplace.customers.rows(partner)
    shown = chosen_rows(workplace, args, view, place, rows)
    if args.json:
        return _print_json(session, view, shown, place)
    _print(session, view, shown, place)
    if place is None:
        counts = view.customers
        if counts is not None:
            message = _("complete: {done} of {count} customers")
            out.note(message.format(done=counts.complete, count=counts.active))
    else:
        done, total = filters.column_counts(rows, column)
        title = view.customer_items[place].title
        message = _('"{title}": done for {done} of {count}, {left} lack it')
        out.note(message.format(title=title, done=done, count=total, left=total - done))
    for row in rows:
        if row.error:
            path = workplace.places.customer_file(partner.id, row.id)
            out.warn(f"{path}: {row.error}")
    return 0


def _print_json(
    session: Session, view: RunView, rows: list[CustomerSummary], place: int | None
) -> int:
    shapes, items = [], view.customer_items
    chosen = {item.id for item in (items if place is None else items[place : place + 1])}
    for row in rows:
        names = [WORDS[state].replace(" ", "-") for state in row.states_in(view.run.key)]
        named = zip((item.id for item in items), names, strict=False)
        states = {item: name for item, name in named if item in chosen}
        shapes.append(of_customer(row, view, states, session.workplace.today))
    return session.out.json(partner=view.partner.id, run=view.run.key, customers=shapes)


def _print(session: Session, view: RunView, rows: list[CustomerSummary], place: int | None) -> None:
    out, key, today = session.out, view.run.key, session.workplace.today
    items = view.customer_items
    header = [*map(_, _HEADER), pgettext("column", "Now")]
    if place is None and not out.plain:
        lines = [
            (*_data(row, view, today), _cells(row.states_in(key)) or row.error) for row in rows
        ]
        out.table([*header, _("Items")], lines, (2, 3, 4, 5, 6), (1, 0))
        return
    chosen = items if place is None else (items[place],)
    for row in rows:
        states = row.states_in(key)[slice(place, None if place is None else place + 1)]
        words = [_(WORDS[state]) if out.plain else MARKS[state] for state in states]
        if out.plain:
            data = zip(map(str.lower, header), _data(row, view, today), strict=True)
            titles = (item.title for item in chosen)
            out.pairs([*data, *zip(titles, words, strict=False), (_("trouble"), row.error)])
            out.line()
        else:
            out.table((), [(*(words or [row.error]), *_data(row, view, today))])


def _cells(states: Iterable[State]) -> str:
    return "".join("." if state == State.TODO else MARKS[state][1] for state in states)


def _data(row: CustomerSummary, view: RunView, today: date) -> tuple[str, ...]:
    done, total = progress(row.states_in(view.run.key))
    days = (str(day) if day else "" for day in (row.planned, row.term_end))
    found = pressing(row, view, today)
    return (row.name, row.id, *days, f"{done}/{total}", found.words(today) if found else "")


def customer(session: Session) -> int:
    """Add, edit, archive or bring back a customer: ``customer add``, ``edit`` and so on.

    With ``customer edit --all``, all active customers that the options choose are edited.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: nothing is named to edit, or a value is not valid.
        NotFoundError: there is no such partner or customer.
    """
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    if args.act == "add":
        return _add(session, partner)
    if args.act == "edit" and args.every:
        return _edit_many(session, partner)
    if args.customer is None:
        raise UsageError(_("say a customer, or --all"))
    if args.act == "edit":
        refuse_without_all(
            {f"--{each.replace('_', '-')}": getattr(args, each) for each in _OF_MANY}
        )
    found = find_customer_id(workplace, partner, args.customer)
    changes: dict[str, Change] = {
        "archive": customer_changes.put_away(found, workplace.today),
        "unarchive": customer_changes.bring_back(found),
    }
    if args.act == "edit":
        changes["edit"] = customer_changes.edit(found, **_values_to_change(session))
    saved = workplace.store.change(partner.id, [changes[args.act]])
    _report(session, _done(args.act), saved, saved.customers[found].name)
    return 0


def _edit_many(session: Session, partner: Partner) -> int:
    from csp_tui.cli.changes.edit_customers import edit_customers

    return edit_customers(session, partner, _values_to_change(session))


def _values_to_change(session: Session) -> dict[str, str | date | None]:
    """Return the values that the command names, by their keys in a customer; "" or None clears.

    Raises:
        UsageError: it names none, or one of them is not valid.
    """
    if values := _values(session):
        return values
    options = "--name, --tenant, --tenant-id, --owner, --planned, --term-end, --note"
    if session.args.every:
        options = "--owner, --planned, --term-end"
    raise UsageError(_("say what to change: {options}").format(options=options))


def _done(act: str) -> str:
    if act == "archive":
        return pgettext("act", "archived")
    return (
        pgettext("act", "changed")
        if act == "edit"
        else pgettext("act", "brought back from the archive")
    )


def _add(session: Session, partner: Partner) -> int:
    store, name = session.workplace.store, session.args.name
    if not session.args.again:
        _refuse_known_name(session, partner, name)
    customer_id = store.customer_id(partner.id, name)
    values = {key: value for key, value in _values(session).items() if key != "name"}
    saved = store.change(partner.id, [customer_changes.add(customer_id, name, **values)])
    if session.args.json:
        return session.print_json_of_saved(saved)
    added = saved.customers[customer_id].name
    if session.is_dry_run:
        session.out.confirmation(_("added: {name}").format(name=added))
        return 0
    session.out.line(customer_id)
    message = _("added {customer} to {partner}")
    session.out.note(message.format(customer=added, partner=partner.name))
    return 0


def _refuse_known_name(session: Session, partner: Partner, name: str) -> None:
    """Raise UsageError if the partner has a customer of this name, as a script adds when run twice.

    Archived ones count.
    """
    wanted = fold(storable_line(name))
    for customer_id, known in session.workplace.customers.names(partner).items():
        if fold(known) == wanted:
            message = _(
                'there is a customer "{name}" already ({id}); take another name, or say --again'
            )
            raise UsageError(message.format(name=known, id=customer_id))


def _values(session: Session) -> dict[str, str | date | None]:
    args, today = session.args, session.workplace.today
    given = {key: getattr(args, key, None) for key in (*_TEXTS, *_DAYS)}
    return {
        key: parse_day(text, today) if key in _DAYS else text
        for key, text in given.items()
        if text is not None
    }


def _report(session: Session, done: str, saved: Saved, name: str) -> None:
    if session.args.json:
        session.print_json_of_saved(saved)
    else:
        session.out.confirmation(saved_line(session, labelled(done, name), saved))


COMMANDS = {"customers": customers, "customer": customer}
