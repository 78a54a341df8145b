"""``show``: print runs with their items, or one item in full. ``links``: print its addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from csp_tui.cli.commands.as_of import find_day, partner_on
from csp_tui.cli.commands.partner_detail import contact_pairs, show_data
from csp_tui.cli.output.json_shapes import of_item, of_partner, of_run, plain
from csp_tui.cli.output.output import LabelledValue, labelled
from csp_tui.cli.output.run_words import (
    counted_in_full,
    edition_name,
    name_and_edition,
    section_title,
)
from csp_tui.cli.output.whole_item import print_whole_item
from csp_tui.cli.session import Session
from csp_tui.cli.targets.customers import find_customer_id, for_customers
from csp_tui.cli.targets.resolve import find_items, find_partner, find_views, is_run
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.checklists.ages import checked, dated, last_checked
from csp_tui.core.checklists.model import Item
from csp_tui.core.describe.item import BASES, Remark, mark, remarks, word
from csp_tui.core.describe.rules import kept_words
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.item_filters import Asked, Filter, filter_called, filtered, titles
from csp_tui.core.runs.partner_runs import ending
from csp_tui.core.runs.run_name import name_of
from csp_tui.core.runs.ticked_rules import ticked_wordings
from csp_tui.core.runs.view import RunView

_INDENT = 2
_MARK = 4


def show(session: Session) -> int:
    """Print all runs of a partner, or the run that is named; with ``--item``, one item in full.

    If the word RUN names no run, it is taken for an item. With ``--as-of``, all is printed as it
    was on that day.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError: the command line has two options that exclude each other.
        NotFoundError, UsageError: no partner, run, item or customer fits, or more than one.
    """
    args = session.args
    partner = find_partner(session.workplace, args.partner)
    day = find_day(session)
    if day is not None:
        partner = partner_on(session, partner, day)
    workplace = session.workplace
    if args.run is not None and args.item is None and not is_run(workplace, partner, args.run):
        args.run, args.item = None, args.run
    if args.links and args.item is None:
        raise UsageError(_("--links needs an item"))
    if args.filter and args.item is not None:
        raise UsageError(_("name an item or say --filter, not both"))
    if args.item is not None:
        return _show_item(session, partner, day)
    chosen = [filter_called(each) for each in args.filter]
    customer = None
    if args.customer is not None:
        customer_id = find_customer_id(workplace, partner, args.customer)
        customer = workplace.customers.load(partner.id, customer_id)
    if args.json and not partner.runs and args.run is None:
        return session.out.json(partner=of_partner(partner), as_of=plain(day), runs=[])
    if not partner.runs and args.run is None:
        _show_without_runs(session, partner, day)
        return 0
    if args.run is None and not args.json:
        show_data(session, partner)
    views, failures = find_views(workplace, partner, args.run)
    if day is not None:
        views = [replace(view, newer=None) for view in views]
    if customer is not None:
        views = [view.of_customer(customer) for view in views if view.customer_items]
        if not args.json and any(text for _label, text in contact_pairs(customer)):
            session.out.pairs(contact_pairs(customer))
            session.out.line()
    if args.json:
        asked = Asked(workplace.today, workplace.actor)
        runs = [of_run(view, filtered(chosen, view, asked)) for view in views]
        session.out.json(partner=of_partner(partner), as_of=plain(day), runs=runs)
    for number, view in enumerate(views if not args.json else ()):
        if number:
            session.out.line()
        _show_run(session, view, chosen, day)
    for failure in failures:
        session.out.warn(str(failure))
    is_broken = any(view.customers and view.customers.unreadable for view in views)
    if day is None and (is_broken or workplace.customers.trouble(partner.id)):
        session.warn_of_unreadable_customers(partner)
    return 0


def links(session: Session) -> int:
    """Print the addresses of the guidance that an item comes from, each once, one on a line.

    If there are none, a note says why.

    Returns:
        The exit code, always 0.

    Raises:
        NotFoundError, UsageError: no partner or item fits, or more than one.
    """
    args = session.args
    args.links, args.as_of = True, None
    return _show_item(session, find_partner(session.workplace, args.partner))


def _show_item(session: Session, partner: Partner, day: date | None = None) -> int:
    """Print everything on the item that the command names; with ``--links``, only its addresses.

    With `day`, `partner` is as it was on that day; newer editions are then not mentioned.

    Returns:
        The exit code, always 0.

    Raises:
        UsageError, NotFoundError: more than one item or customer fits, or none.
        CspTuiError: a checklist of the partner is unreadable.
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
        shape = of_item(view, item)
        customer_id = view.customer_id
        where = {"partner": partner.id, "run": view.run.key, "customer": customer_id}
        if args.links:
            return out.json(**where, item=item.id, links=shape["links"])
        return out.json(**where, as_of=plain(day), item=shape)
    if args.links:
        for url in dict.fromkeys(link.url for link in item.links):
            out.line(url)
        if not item.links:
            text = _('"{item}" has no links: {basis}')
            basis = _(BASES.get(item.basis, N_("own checklist")))
            out.note(text.format(item=item.title, basis=basis))
        return 0
    print_whole_item(out, session.workplace, view, item, day)
    return 0


def _show_without_runs(session: Session, partner: Partner, day: date | None) -> None:
    as_of = (_("as of"), day.isoformat() if day else "")
    session.out.pairs([(_("partner"), partner.name), (_("id"), partner.id), as_of])
    show_data(session, partner, is_named=True)
    command = command_line(f"start {partner.id} enroll-direct")
    start = _("no checklist is started; type: {command}").format(command=command)
    session.out.note(_("no checklist was started by then") if day else start)


def _show_run(session: Session, view: RunView, chosen: Sequence[Filter], day: date | None) -> None:
    out, workplace = session.out, session.workplace
    items = filtered(chosen, view, Asked(workplace.today, workplace.actor))
    ended, to_close = ending(view.run, workplace.today), "" if day else _to_close(view)
    wordings = ticked_wordings(workplace.store, view) if day else {}
    if out.plain:
        out.pairs([*_head(view, day, workplace.today), (_("closed"), ended)])
        out.pairs([(_("complete"), to_close)])
    else:
        as_of = [_("as of {day}").format(day=day)] if day else []
        whose = f"{view.partner.name} ({view.partner.id}){_whom(view)}"
        out.text(", ".join([whose, *as_of]))
        own_key = (
            _("run {run}").format(run=view.run.key) if view.run.key != view.run.checklist else ""
        )
        named = name_and_edition(view, is_past=day is not None)
        out.text(", ".join(filter(None, (named, own_key))))
        if ages := [f"{label} {value}" for label, value in _ages(view, workplace.today) if value]:
            out.text(_("; ").join(ages))
        out.text(_("; ").join(filter(None, (ended, counted_in_full(view.counts())))))
        if to_close:
            out.text(_("complete: {text}").format(text=to_close))
    if (note := kept_words(view)) and not day:
        where = f"{view.partner.id} {view.run.key} --to {view.run.edition}"
        command = command_line(f"migrate {where} --dry-run")
        message = _("{sentence} To see what that does: {command}")
        out.note(message.format(sentence=note, command=command))
    if chosen:
        out.line()
        shown_of = ngettext(
            "{name}, {shown} of {count} items", "{name}, {shown} of {count} items", len(items)
        ).format(name=titles(chosen), shown=len(items), count=len(view.items))
        out.pairs([(_("filter"), shown_of)])
        if not items:
            out.note(_("without --filter all items are shown"))
    for section in view.sections:
        shown = [item for item in section.items if item in items or not chosen]
        if not shown:
            continue
        out.line()
        if out.plain:
            out.pairs([(_("section"), section.title)])
        else:
            out.text(section_title(view, section))
        for item in shown:
            _show_row(session, view, item, day, wordings.get(item.id, ""))


def _to_close(view: RunView) -> str:
    """Return a text with the command that closes the run, if it is complete and open; else ""."""
    if not view.is_to_close():
        return ""
    command = command_line(f"close {view.partner.id} {view.run.key} --outcome completed")
    return _("close it with {command}").format(command=command)


def _whom(view: RunView) -> str:
    return f" > {view.customer.name} ({view.customer.id})" if view.customer else ""


def _ages(view: RunView, today: date) -> list[LabelledValue]:
    checklist = view.checklist
    return [
        (_("newest edition"), view.newer.checklist.edition if view.newer else ""),
        (_("source date"), dated(checklist.source_date, today) if checklist.source else ""),
        (_("wording last checked"), checked(last_checked(checklist), today)),
    ]


def _head(view: RunView, day: date | None, today: date) -> list[LabelledValue]:
    counts, customers = view.counts(), None if view.customer else view.customers
    return [
        (_("partner"), view.partner.name),
        (_("id"), view.partner.id),
        (_("as of"), day.isoformat() if day else ""),
        (_("customer"), view.customer.name if view.customer else ""),
        (_("checklist"), name_of(view)),
        (_("edition"), edition_name(view)),
        *_ages(view, today),
        (_("run"), view.run.key),
        (_("items done"), _of(counts.done, counts.total)),
        (_("required items done"), _of(counts.required_done, counts.required_total)),
        (_("items waiting"), str(counts.waiting)),
        (_("items refused"), str(counts.refused)),
        (_("items not applicable"), str(counts.not_applicable)),
        (_("rules changed"), str(counts.rules_changed or "")),
        (_("newer rules"), str(counts.newer_rules or "")),
        (_("customers complete"), _of(customers.complete, customers.active) if customers else ""),
    ]


def _of(done: int, count: int) -> str:
    return _("{done} of {count}").format(done=done, count=count)


def _show_row(session: Session, view: RunView, item: Item, day: date | None, wording: str) -> None:
    out = session.out
    known = remarks(view, item, day or session.workplace.today)
    if wording and (out.plain or wording != item.wording):
        label = _("ticked against")
        known.append(Remark(label, wording, labelled(label, wording)))
    if out.plain:
        out.line()
        out.pairs([(_("item"), item.title), (_("id"), item.id), (_("state"), word(view, item))])
        out.pairs((each.label, each.value) for each in known)
        return
    remarked = _("; ").join(each.short for each in known)
    if out.width is None:
        out.table((), [(mark(view, item), item.id, item.title, remarked)])
    else:
        text = f"{mark(view, item)} {item.title}{f' ({remarked})' if remarked else ''}"
        out.text(text, _INDENT, _INDENT + _MARK)


COMMANDS = {"show": show, "links": links}
