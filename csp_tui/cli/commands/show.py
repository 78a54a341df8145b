"""``show``: a run with its items, or one item in full."""

from __future__ import annotations

from datetime import date

from csp_tui.cli.commands.item_detail import show_item
from csp_tui.cli.commands.looking_back import find_day, partner_on, ticked_wordings
from csp_tui.cli.commands.partner_detail import show_data
from csp_tui.cli.customer_targets import find_customer_id
from csp_tui.cli.output import Fact
from csp_tui.cli.resolve import find_partner, find_views
from csp_tui.cli.session import Session
from csp_tui.cli.wording import counted_in_full, edition_name, section_title
from csp_tui.core.checklist import Item
from csp_tui.core.counting import RunView
from csp_tui.core.describe import Remark, mark, remarks, word
from csp_tui.core.errors import UsageError
from csp_tui.core.filters import ALL, Asked, Filter, filter_called
from csp_tui.core.runs import ending

_INDENT = 2
_MARK = 4


def show(session: Session) -> int:
    """Print each run of a partner, or the one that is named, or one item in full."""
    args = session.args
    if args.links and args.item is None:
        raise UsageError("--links needs --item")
    workplace = session.workplace
    partner = find_partner(workplace, args.partner)
    day = find_day(session)
    if day is not None:
        partner = partner_on(session, partner, day)
    if args.item is not None:
        return show_item(session, partner, day)
    if not partner.runs and args.run is None:
        as_of = ("as of", day.isoformat() if day else "")
        session.out.facts([("partner", partner.name), ("id", partner.id), as_of])
        show_data(session, partner, is_named=True)
        command = session.command(f"start {partner.id} enroll-direct")
        start = f"no checklist is started; type: {command}"
        session.out.note("no checklist was started by then" if day else start)
        return 0
    if args.run is None:
        show_data(session, partner)
    views, failures = find_views(workplace, partner, args.run)
    chosen = filter_called(args.filter or ALL.id)
    if args.customer is not None:
        customer_id = find_customer_id(workplace, partner, args.customer)
        customer = workplace.store.load_customer(partner.id, customer_id)
        views = [view.of_customer(customer) for view in views if view.customer_items]
    for number, view in enumerate(views):
        if number:
            session.out.line()
        _show_run(session, view, chosen, day)
    for failure in failures:
        session.out.warn(str(failure))
    return 0


def _show_run(session: Session, view: RunView, chosen: Filter, day: date | None) -> None:
    out, workplace = session.out, session.workplace
    items = chosen.items(view, Asked(workplace.today, workplace.actor))
    ended = ending(view.run, workplace.today)
    wordings = ticked_wordings(workplace, view) if day else {}
    if out.plain:
        out.facts([*_head(view, day), ("closed", ended)])
    else:
        own_key = "" if view.run.key == view.run.checklist else f", run {view.run.key}"
        as_of = f", as of {day}" if day else ""
        out.text(f"{view.partner.name} ({view.partner.id}){_whom(view)}{as_of}")
        out.text(f"{view.checklist.title}, edition {edition_name(view)}{own_key}")
        out.text("; ".join(filter(None, (ended, counted_in_full(view.counts())))))
    if chosen is not ALL:
        out.line()
        told = f"{len(items)} of {len(view.items)} items"
        out.facts([("filter", f"{chosen.name}, {told}")])
        if not items:
            out.note("without --filter all items are shown")
    for section in view.sections:
        shown = [item for item in section.items if item in items or chosen is ALL]
        if not shown:
            continue
        out.line()
        if out.plain:
            out.facts([("section", section.title)])
        else:
            out.text(section_title(view, section))
        for item in shown:
            _show_row(session, view, item, day, wordings.get(item.id, ""))


def _whom(view: RunView) -> str:
    return f" > {view.customer.name} ({view.customer.id})" if view.customer else ""


def _head(view: RunView, day: date | None) -> list[Fact]:
    counts, customers = view.counts(), None if view.customer else view.customers
    return [
        ("partner", view.partner.name),
        ("id", view.partner.id),
        ("as of", day.isoformat() if day else ""),
        ("customer", view.customer.name if view.customer else ""),
        ("checklist", view.checklist.title),
        ("edition", edition_name(view)),
        ("run", view.run.key),
        ("items done", f"{counts.done} of {counts.total}"),
        ("required items done", f"{counts.required_done} of {counts.required_total}"),
        ("items waiting", str(counts.waiting)),
        ("items refused", str(counts.refused)),
        ("items not applicable", str(counts.not_applicable)),
        ("customers complete", f"{customers.complete} of {customers.active}" if customers else ""),
    ]


def _show_row(session: Session, view: RunView, item: Item, day: date | None, wording: str) -> None:
    out = session.out
    known = remarks(view, item, day or session.workplace.today)
    if wording and (out.plain or wording != item.wording):
        known.append(Remark("ticked against", wording, f"ticked against: {wording}"))
    if out.plain:
        out.line()
        out.facts([("item", item.title), ("id", item.id), ("state", word(view, item))])
        out.facts((each.label, each.value) for each in known)
        return
    told = "; ".join(each.short for each in known)
    if out.width is None:
        out.table((), [(mark(view, item), item.id, item.title, told)])
    else:
        text = f"{mark(view, item)} {item.title}{f' ({told})' if told else ''}"
        out.text(text, _INDENT, _INDENT + _MARK)


COMMANDS = {"show": show}
