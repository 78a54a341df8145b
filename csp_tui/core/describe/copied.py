"""Texts to paste elsewhere: a mail to chase with, a whole item, and what is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from csp_tui.core.base.days import whole_day
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible
from csp_tui.core.checklists.model import Item, Link, Section
from csp_tui.core.describe.item import conditions, done_of, guidance, mark, remarks, source
from csp_tui.core.describe.recorded import recorded
from csp_tui.core.describe.rules import rules
from csp_tui.core.runs.run_name import name_of
from csp_tui.core.runs.step_groups import State
from csp_tui.core.runs.view import RunView


def can_be_chased(view: RunView, item: Item) -> bool:
    """Return whether an item waits for somebody, so that `chase_text` has something to say.

    False for a per-customer item in the run of a partner: each customer may wait for somebody else.
    """
    return not view.is_for_each(item) and view.states[item.id] == State.WAITING


def chase_text(view: RunView, item: Item, asker: str) -> str:
    """Return a mail that asks where a waiting item stands, in the current language.

    It speaks to the party that the item waits for. It says since when the item waits, for which
    partner and customer, the case, the day of the last chase, and the rule. What is not recorded is
    left out. The first line is the subject; the last one is `asker`, and not the partner: it may be
    the partner who is asked. Each other line is a sentence or empty. An item's title names what is
    to be reached, as in *Credit approval received*; so it is always called open.

    Args:
        view: the run, or one customer's part of it.
        item: an item of it that waits.
        asker: the name of the user, who asks.
    """
    progress = view.progress(item)
    partner = view.partner
    named = [partner.name]
    if partner.partner_id:
        named.append(_("PartnerID {id}").format(id=partner.partner_id))
    if partner.tenant:
        named.append(_("tenant {tenant}").format(tenant=partner.tenant))
    if view.customer:
        named.append(_("customer {name}").format(name=view.customer.name))
        named += [view.customer.tenant] if view.customer.tenant else []
    case = _("case {case}").format(case=progress.case) if progress.case else ""
    title = _('Still open: "{title}"').format(title=item.title)
    subject = ", ".join(filter(None, (title, view.name, case)))
    lines = [subject, "", _("Hello,"), "", _waits(progress.since, item.title)]
    lines.append(_("It is about {names}.").format(names=", ".join(named).rstrip(".")))
    if progress.case:
        lines.append(_("The case is {case}.").format(case=progress.case))
    if progress.chased:
        lines.append(_("We last asked on {day}.").format(day=whole_day(progress.chased)))
    if item.rule:
        lines += ["", _("What is asked: {rule}").format(rule=item.rule)]
    lines += ["", _("Where does this stand, and when can we expect an answer?")]
    lines += [_("Is there anything that you still need from us?"), "", _("Thank you"), asker]
    return _joined(lines)


def _waits(since: date | None, title: str) -> str:
    """Return a sentence that tells the reader what we wait for; since when, if that is known."""
    if since:
        sentence = _('We have been waiting for you since {day}, and "{title}" is still open.')
        return sentence.format(day=whole_day(since), title=title)
    return _('We are waiting for you: "{title}" is still open.').format(title=title)


def item_text(view: RunView, item: Item, today: date) -> str:
    """Return all that is known of an item, as its detail on the screen has it, with its links.

    Args:
        view: the run, or one customer's part of it.
        item: an item of it.
        today: the current day, for days that are near and sources that are old.
    """
    unknown = _("not known yet")
    proof = ((_("Proof"), item.evidence), (_("Doubt"), item.doubt))
    parts = [
        [f"{mark(view, item)} {item.title}", f"{view.name}, {name_of(view)}"],
        [item.rule, *_labelled(rules(view, item))],
        [*_labelled(recorded(view, item, today)), *_labelled(conditions(view, item, unknown))],
        [item.detail],
        list(_labelled(each for each in proof if each[1])),
        list(_labelled(guidance(view, item, today))),
        *(_link_lines(link, today) for link in item.links),
    ]
    return _joined(line for part in parts if any(part) for line in ("", *filter(None, part)))


def _labelled(pairs: Iterator[tuple[str, str]]) -> Iterator[str]:
    return (_("{label}: {value}").format(label=label, value=text) for label, text in pairs)


def _link_lines(link: Link, today: date) -> list[str]:
    return [", ".join(filter(None, (link.title, source(link, today)))), link.url]


def open_items_text(view: RunView, today: date) -> str:
    """Return the open items of a run by section, with their remarks; a sentence if none is open.

    The first line names the run and says how many items are done. Open is what is to do, waiting,
    refused, or to confirm. A per-customer item is open until it is done for all customers to whom
    it applies; without such customers it is not open.

    Args:
        view: the run, or one customer's part of it.
        today: the current day, which remarks on late items count from.
    """
    counts = view.counts()
    done = done_of(counts.done, counts.total)
    name = f"{view.name}, {name_of(view)}"
    lines = [_("{title}: {what}").format(title=name, what=done)]
    for section in view.sections:
        found = [_open_line(view, item, today) for item in _open_items(view, section)]
        lines += ["", section.title, *found] if found else []
    return _joined(lines if len(lines) > 1 else [*lines, "", _("Nothing is open.")])


def _open_items(view: RunView, section: Section) -> Iterator[Item]:
    for item in section.items:
        if view.is_for_each(item):
            done, applying = (
                view.customers.by_item.get(item.id, (0, 0)) if view.customers else (0, 0)
            )
            is_open = done < applying
        else:
            is_open = view.states[item.id] not in (State.DONE, State.NOT_APPLICABLE)
        if is_open:
            yield item


def _open_line(view: RunView, item: Item, today: date) -> str:
    known = (
        ""
        if view.is_for_each(item)
        else "; ".join(each.short for each in remarks(view, item, today))
    )
    return f"{mark(view, item)} {item.title}" + (f" ({known})" if known else "")


def _joined(lines: Iterator[str] | list[str]) -> str:
    """Return `lines` as one text, with one line break at its end.

    Empty lines at start and end are dropped. Characters that could control a terminal are written
    out; line breaks within a line, as in a note, stay.
    """
    return "\n".join(visible(line) for line in lines).strip("\n") + "\n"
