"""``customers``, ``customer`` and ``import customers``: the customers of a partner."""

from __future__ import annotations

from datetime import date

from csp_tui.cli.output.asking import confirm
from csp_tui.cli.output.json_shapes import of_customer, plain
from csp_tui.cli.output.output import labelled
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customers import find_customer_id
from csp_tui.cli.targets.resolve import Candidate, choose, find_partner, find_views, item_names
from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.base.language import N_, _, ngettext, pgettext
from csp_tui.core.customers import listing
from csp_tui.core.customers.customers import CustomerSummary
from csp_tui.core.customers.listing import Column
from csp_tui.core.describe.item import LETTER_MARKS, RULE_CHANGED, WORDS
from csp_tui.core.importing.customers import import_job, read_table
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import Partner, Status, Value
from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.runs.view import LETTERS, RULE_CHANGED_LETTER, RunView
from csp_tui.core.store.store import Saved

LETTER_WORDS = {
    **{LETTERS[status]: word for status, word in WORDS.items()},
    RULE_CHANGED_LETTER: RULE_CHANGED,
}
_TEXTS = ("name", "tenant", "owner")
_DAYS = ("planned", "term_end")
_LABELS = (N_("customer"), N_("id"), N_("planned"), N_("term end"), N_("done"))
_HEADER = (N_("Customer"), N_("Id"), N_("Planned"), N_("Term end"), N_("Done"), N_("Items"))


def customers(session: Session) -> int:
    """Print the customers of a run: all their items, or one item and who lacks it."""
    args, workplace, out = session.args, session.workplace, session.out
    partner = find_partner(workplace, args.partner)
    view = _view(session, partner)
    place = _place(session, view, args.item)
    column = Column(view, place or 0, workplace.today)
    default = listing.ALL if place is None else listing.LACKING
    name = listing.ARCHIVED if args.archived else args.filter or default
    rows = workplace.customers.rows(partner)
    shown = listing.chosen(rows, column, name, args.sort)
    if args.json:
        return _tell(session, view, shown)
    _print(session, view, shown, place)
    if place is None:
        counts = view.customers
        if counts is not None:
            told = _("complete: {done} of {count} customers")
            out.note(told.format(done=counts.complete, count=counts.active))
    else:
        done, total = listing.column_counts(rows, column)
        title = view.customer_items[place].title
        told = _('"{title}": done for {done} of {count}, {left} lack it')
        out.note(told.format(title=title, done=done, count=total, left=total - done))
    for row in rows:
        if row.error:
            path = workplace.places.customer_file(partner.id, row.id)
            out.warn(f"{path}: {row.error}")
    return 0


def _tell(session: Session, view: RunView, rows: list[CustomerSummary]) -> int:
    told = []
    for row in rows:
        letters, items = row.letters(view.run.key), view.customer_items
        names = [LETTER_WORDS[letter].replace(" ", "-") for letter in letters]
        states = {item.id: name for item, name in zip(items, names, strict=False)}
        told.append(of_customer(row, view, states))
    return session.out.json(partner=view.partner.id, run=view.run.key, customers=told)


def _view(session: Session, partner: Partner) -> RunView:
    views, failures = find_views(session.workplace, partner, session.args.run)
    for view in views:
        if view.customer_items:
            return view
    if failures:
        raise failures[0]
    told = _("{partner} has no checklist with items for each customer")
    raise NotFoundError(told.format(partner=partner.name))


def _place(session: Session, view: RunView, word: str | None) -> int | None:
    if word is None:
        return None
    others = item_names(session.workplace, view.checklist)
    candidates = [
        Candidate(item.id, item.title, place, other_name=others.get(item.id, ""))
        for place, item in enumerate(view.customer_items)
    ]
    return choose(word, candidates, _("item for each customer"))


def _print(session: Session, view: RunView, rows: list[CustomerSummary], place: int | None) -> None:
    out, key = session.out, view.run.key
    items = view.customer_items
    if place is None and not out.plain:
        header = [_(each) for each in _HEADER]
        lines = [(*_data(row, view), _cells(row.letters(key)) or row.error) for row in rows]
        out.table(header, lines, (2, 3, 4, 5), (1, 0))
        return
    chosen = items if place is None else (items[place],)
    for row in rows:
        states = row.letters(key) if place is None else row.letters(key)[place : place + 1]
        words = [
            _(LETTER_WORDS[letter]) if out.plain else LETTER_MARKS[letter] for letter in states
        ]
        if out.plain:
            data = zip(map(_, _LABELS), _data(row, view), strict=True)
            titles = (item.title for item in chosen)
            out.facts([*data, *zip(titles, words, strict=False), (_("trouble"), row.error)])
            out.line()
        else:
            out.table((), [(*(words or [row.error]), *_data(row, view))])


def _cells(letters: str) -> str:
    todo = LETTERS[Status.TODO]
    return "".join("." if letter == todo else LETTER_MARKS[letter][1] for letter in letters)


def _data(row: CustomerSummary, view: RunView) -> tuple[str, ...]:
    done, total = listing.progress(row, view)
    return (row.name, row.id, row.planned, row.term_end, f"{done}/{total}")


def customer(session: Session) -> int:
    """Add a customer, change its data, archive it or bring it back."""
    args, workplace = session.args, session.workplace
    partner = find_partner(workplace, args.partner)
    if args.act == "add":
        return _add(session, partner)
    found = find_customer_id(workplace, partner, args.customer)
    changes: dict[str, Change] = {
        "archive": customer_changes.put_away(found, workplace.today),
        "unarchive": customer_changes.bring_back(found),
    }
    if args.act == "edit":
        values = _values(session)
        if not values:
            options = "--name, --tenant, --owner, --planned, --term-end"
            raise UsageError(_("say what to change: {options}").format(options=options))
        changes["edit"] = customer_changes.edit(found, **values)
    saved = workplace.store.change(partner.id, [changes[args.act]])
    _report(session, _done(args.act), saved, saved.customers[found].name)
    return 0


def _done(act: str) -> str:
    if act == "archive":
        return pgettext("act", "archived")
    return pgettext("act", "changed") if act == "edit" else pgettext("act", "brought back")


def _add(session: Session, partner: Partner) -> int:
    store, name = session.workplace.store, session.args.name
    customer_id = store.customer_id(partner.id, name)
    values = {key: value for key, value in _values(session).items() if key != "name"}
    saved = store.change(partner.id, [customer_changes.add(customer_id, name, **values)])
    if session.args.json:
        return session.tell_saved(saved)
    session.out.line(customer_id)
    told = _("added {customer} to {partner}")
    added = saved.customers[customer_id].name
    session.out.note(told.format(customer=added, partner=partner.name))
    return 0


def _values(session: Session) -> dict[str, str | date | None]:
    args, today = session.args, session.workplace.today
    given = {key: getattr(args, key, None) for key in (*_TEXTS, *_DAYS)}
    return {
        key: item_changes.parse_day(text, today) if key in _DAYS else text
        for key, text in given.items()
        if text is not None
    }


def _report(session: Session, done: str, saved: Saved, name: str) -> None:
    if session.args.json:
        session.tell_saved(saved)
    if session.args.json or session.out.quiet:
        return
    when = session.saved_at(saved) if saved.lines else _("nothing to change")
    told = _("{act} - {partner} ({saved})")
    session.out.line(told.format(act=labelled(done, name), partner=saved.partner.name, saved=when))


def import_customers(session: Session) -> int:
    """Add the customers of a CSV file in one step; 1 where something is wrong in it."""
    args, workplace, out = session.args, session.workplace, session.out
    partner = find_partner(workplace, args.partner)
    table = read_table(args.file, workplace.customers.rows(partner))
    if table.problems and args.json:
        out.json(problems=[str(each) for each in table.problems])
        return 1
    for problem in table.problems:
        out.line(f"{args.file}: {problem}")
    if table.problems:
        count = len(table.problems)
        told = ngettext(
            "nothing was imported: {count} problem", "nothing was imported: {count} problems", count
        )
        out.note(told.format(count=count))
        return 1
    count = len(table.customers)
    things = ngettext("{count} customer", "{count} customers", count).format(count=count)
    if args.dry_run and args.json:
        rows = [{key: plain(value) for key, value in each.items()} for each in table.customers]
        return out.json(would_add=rows)
    if args.dry_run:
        for values in table.customers:
            out.line("\t".join(_told(values.get(key)) for key in (*_TEXTS, *_DAYS)))
        told = _("would add {customers} to {partner}; nothing was written")
        out.note(told.format(customers=things, partner=partner.name))
        return 0
    if not args.yes:
        question = _("Add {customers} to {partner}, all in one step? y/N")
        confirm(
            question.format(customers=things, partner=partner.name),
            unasked=_("nobody can be asked here; say --yes, or --dry-run to look first"),
            refused=_("nothing was imported"),
        )
    saved = import_job(partner.id, table.customers)(workplace.store)
    _report(session, _("imported"), saved, things)
    return 0


def _told(value: Value) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


COMMANDS = {"customers": customers, "customer": customer}
