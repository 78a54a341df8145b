"""Print everything on one item: its rule, what is recorded, and its links."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from csp_tui.cli.output.output import LabelledValue, Output, labelled
from csp_tui.cli.output.run_words import edition_name
from csp_tui.core.base.language import _, ngettext
from csp_tui.core.checklists.ages import checked
from csp_tui.core.checklists.model import Item
from csp_tui.core.describe.history import moment
from csp_tui.core.describe.item import (
    BASES,
    OUT_OF_ORDER,
    ROLES,
    condition,
    is_out_of_order,
    mark,
    owner,
    reason,
    source,
    word,
)
from csp_tui.core.describe.recorded import last_time, of_partner, related
from csp_tui.core.describe.rules import NEEDS, newer_rule
from csp_tui.core.progress.model import Status
from csp_tui.core.runs.facts import ANSWERS
from csp_tui.core.runs.run_name import name_of
from csp_tui.core.runs.ticked_rules import ticked_wordings
from csp_tui.core.runs.view import RunView
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace


def print_whole_item(
    out: Output, workplace: Workplace, view: RunView, item: Item, day: date | None = None
) -> None:
    """Print everything on `item`: its rule, what is recorded, and its links.

    Args:
        out: prints.
        workplace: gives today's date and the history.
        view: the run that the item is in, or one customer's part of the run.
        item: the item.
        day: if `view` is of an earlier day, that day.

    Raises:
        InvalidFileError: the history is needed, and cannot be read.
    """
    if out.plain:
        out.pairs([(_("item"), item.title), (_("state"), word(view, item))])
    else:
        out.text(f"{mark(view, item)} {item.title}", 0, 4)
    out.pairs([(_("as of"), day.isoformat() if day else ""), *_place(view, item)])
    out.pairs(_guidance(view, item, workplace.today))
    for wanted in (view.checklist.by_id[each] for each in item.after):
        if out.plain:
            after = labelled(word(view, wanted), wanted.title)
        else:
            after = f"{mark(view, wanted)} {wanted.title}"
        out.pairs([(_("after"), after)])
    out.pairs(_recorded(view, item))
    against = _ticked_wording(workplace.store, view, item, is_past=day is not None)
    out.pairs([(_("ticked against"), against), *_newer(view, item)])
    out.pairs([(_("then start"), item.starts)])
    for link in item.links:
        named = ", ".join(filter(None, (link.title, source(link, workplace.today))))
        out.pairs([(_("source"), named)])
        out.line(labelled(_("link"), link.url) if out.plain else link.url)


def _place(view: RunView, item: Item) -> Iterator[LabelledValue]:
    yield _("id"), item.id
    yield _("partner"), f"{view.partner.name} ({view.partner.id})"
    yield _("customer"), f"{view.customer.name} ({view.customer.id})" if view.customer else ""
    yield (
        _("checklist"),
        _("{checklist}, edition {edition}").format(
            checklist=name_of(view), edition=edition_name(view)
        ),
    )
    section = next(each for each in view.checklist.sections if item in each.items)
    yield _("section"), section.title


def _guidance(view: RunView, item: Item, today: date) -> Iterator[LabelledValue]:
    yield _("need"), _(NEEDS.get(item.need, item.need))
    yield _("only if"), condition(view, item)
    yield _("answer"), _(ANSWERS[view.facts.get(item.fact)]) if item.when else ""
    yield _("rule"), item.rule
    yield _("detail"), item.detail
    yield _("doubt"), item.doubt
    yield _("basis"), _(BASES.get(item.basis, item.basis))
    yield _("checked"), checked(item.checked, today)
    yield _("role"), _(ROLES.get(item.role, item.role))
    yield _("proof"), item.evidence
    yield _("ages"), _("give the proof a date with --as-of") if item.ages else ""
    yield _("one way"), _("cannot be taken back") if item.irreversible else ""
    days = item.usual_wait or 0
    wait = ngettext("{count} business day", "{count} business days", days)
    yield _("usual wait"), wait.format(count=days) if days else ""


def _recorded(view: RunView, item: Item) -> Iterator[LabelledValue]:
    progress = view.progress(item)
    if progress.at:
        yield (
            _("recorded"),
            _("{time} by {name}").format(
                time=moment(progress.at), name=progress.by or _("nobody named")
            ),
        )
    for label, value in (
        (_("true since"), progress.on),
        (_("out of order"), _(OUT_OF_ORDER) if is_out_of_order(view, item) else None),
        (_("reason"), reason(view, item)),
        (_("waiting for"), progress.waiting_for),
        (_("waiting since"), progress.since),
        (_("case"), progress.case),
        (_("chase on"), progress.chase_on),
        (_("chased"), progress.chased),
        (_("evidence"), progress.evidence),
        (_("as of"), progress.as_of or ("?" if item.ages and progress.evidence else None)),
        (_("file"), progress.file),
        (_("sha256"), progress.sha256),
        (_("note"), progress.note),
        (_("due"), progress.due),
        (_("owner"), owner(view, item)),
        (_("last time"), last_time(view, item)),
        (_("related"), related(view, item)),
        (_("of the partner"), of_partner(view, item)),
    ):
        yield label, str(value) if value else ""


def _ticked_wording(store: Store, view: RunView, item: Item, *, is_past: bool) -> str:
    """Return the rule that a done `item` was ticked against; "" if it is the same now.

    If the history does not have that rule, return a text that says so. With `is_past` (`view` is of
    an earlier day), a rule that has not changed is returned, too, if the history has it. "" for an
    item that is not done.
    """
    is_done = view.progress(item).status == Status.DONE
    if not view.rule_changed(item) and not (is_past and is_done):
        return ""
    if known := ticked_wordings(store, view).get(item.id):
        return known
    another = _("another wording, which the history does not have")
    return another if view.rule_changed(item) else ""


def _newer(view: RunView, item: Item) -> Iterator[LabelledValue]:
    yield _("newest edition"), view.newer.checklist.edition if view.newer else ""
    yield _("newer rule"), newer_rule(view, item)
