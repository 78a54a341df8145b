"""``show``: a run with its items, or one item in full."""

from __future__ import annotations

from csp_tui.cli.commands.item_detail import show_item
from csp_tui.cli.customer_targets import find_customer_id
from csp_tui.cli.output import Fact
from csp_tui.cli.resolve import find_partner, find_views
from csp_tui.cli.session import Session
from csp_tui.cli.wording import counted_in_full, edition_name, section_title
from csp_tui.core.checklist import Item
from csp_tui.core.counting import RunView
from csp_tui.core.describe import mark, remarks, word
from csp_tui.core.errors import UsageError

_INDENT = 2
_MARK = 4


def show(session: Session) -> int:
    """Print each run of a partner, or the one that is named, or one item in full."""
    args = session.args
    if args.links and args.item is None:
        raise UsageError("--links needs --item")
    workplace = session.workplace
    partner = find_partner(workplace, args.partner)
    if args.item is not None:
        return show_item(session, partner)
    if not partner.runs and args.run is None:
        session.out.facts([("partner", partner.name), ("id", partner.id)])
        session.out.note(f"no checklist is started; type: csp-tui start {partner.id} enroll-direct")
        return 0
    views, failures = find_views(workplace, partner, args.run)
    if args.customer is not None:
        customer_id = find_customer_id(workplace, partner, args.customer)
        customer = workplace.store.load_customer(partner.id, customer_id)
        views = [view.of_customer(customer) for view in views if view.customer_items]
    for number, view in enumerate(views):
        if number:
            session.out.line()
        _show_run(session, view)
    for failure in failures:
        session.out.warn(str(failure))
    return 0


def _show_run(session: Session, view: RunView) -> None:
    out = session.out
    if out.plain:
        out.facts(_head(view))
    else:
        own_key = "" if view.run.key == view.run.checklist else f", run {view.run.key}"
        out.text(f"{view.partner.name} ({view.partner.id}){_whom(view)}")
        out.text(f"{view.checklist.title}, edition {edition_name(view)}{own_key}")
        out.text(counted_in_full(view.counts()))
    for section in view.sections:
        out.line()
        if out.plain:
            out.facts([("section", section.title)])
        else:
            out.text(section_title(view, section))
        for item in section.items:
            _show_row(session, view, item)


def _whom(view: RunView) -> str:
    return f" > {view.customer.name} ({view.customer.id})" if view.customer else ""


def _head(view: RunView) -> list[Fact]:
    counts, customers = view.counts(), None if view.customer else view.customers
    return [
        ("partner", view.partner.name),
        ("id", view.partner.id),
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


def _show_row(session: Session, view: RunView, item: Item) -> None:
    out = session.out
    known = remarks(view, item, session.workplace.today)
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
