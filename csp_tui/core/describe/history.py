"""Texts on history lines, the same on the screen and in commands."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, datetime

from csp_tui.core.base.clock import local_day
from csp_tui.core.base.days import month_name, short_day
from csp_tui.core.base.errors import CspTuiError, WriteError
from csp_tui.core.base.language import N_, _
from csp_tui.core.base.text import visible_line
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.describe.item import WORDS
from csp_tui.core.history.acts import Act, meaning_of
from csp_tui.core.history.lazy_lines import HistoryLines
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.log import History
from csp_tui.core.progress.change import FACTS
from csp_tui.core.progress.model import Partner, Status, Value, contact_of
from csp_tui.core.progress.partner_fields import MODELS
from csp_tui.core.runs.run_name import full_name
from csp_tui.core.workplace.workplace import Workplace

TitleOf = Callable[[HistoryLine], str]
"""A function that returns the title of the item or run that a history line changes."""

_SENTENCES = ("evidence", "note", "reason")
"""Keys whose values are texts that may have several sentences."""

SILENT = frozenset({"at", "by", "fingerprint"})
"""Keys whose values are not listed, since the text on a line shows them in other ways."""

VALUES = {
    "status": N_("status"),
    "on": N_("on"),
    "evidence": N_("evidence"),
    "as_of": N_("as of"),
    "file": N_("file"),
    "note": N_("note"),
    "reason": N_("reason"),
    "waiting_for": N_("waiting for"),
    "since": N_("since"),
    "chased": N_("chased on"),
    "chase_on": N_("chase on"),
    "case": N_("case"),
    "due": N_("due"),
    "owner": N_("owner"),
    "out_of_order": N_("out of order"),
    "name": N_("name"),
    "company": N_("company"),
    "partner_id": N_("partner id"),
    "tenant": N_("tenant"),
    "tenant_id": N_("tenant id"),
    "region": N_("region"),
    "model": N_("model"),
    "anniversary": N_("anniversary"),
    "checklist": N_("checklist"),
    "started": N_("started on"),
    "closed": N_("closed on"),
    "outcome": N_("outcome"),
    "edition": N_("edition"),
    "per": N_("work with customers"),
    "planned": N_("planned"),
    "term_end": N_("term end"),
    "archived": N_("archived on"),
    "role": N_("role"),
    "mail": N_("mail"),
    "phone": N_("phone"),
    "link": N_("link"),
}
"""The labels of keys that a line can change; any other key is shown as it is."""


def why_missing(history: History, partner: Partner) -> WriteError | None:
    """Return an error if `partner` has had a history whose file is missing now; else None."""
    try:
        if partner.heads:
            history.refuse_missing()
    except WriteError as error:
        return error
    return None


def act(line: HistoryLine) -> str:
    """Return what a history line did, as a verb in the past tense: ``ticked``."""
    if line.do == Act.EDIT and line.item:
        return _("changed")
    if line.do == Act.DECIDE and not (line.run or line.customer or line.part):
        return _("decided the conflict about the partner's data")
    meaning = meaning_of(line.do)
    return _((line.customer and meaning.words_for_customer) or meaning.words)


def sentence(lines: HistoryLines, number: int, title_of: TitleOf, depth: int = 3) -> str:
    """Return what one history line did, as the end of a sentence: ``ticked Credit approval``.

    For an undo it names the undone change: ``took back: ticked Credit approval of 21 Nov``.

    Args:
        lines: the history.
        number: the index of the line in the history.
        title_of: returns the title of what a line changes.
        depth: how many undone lines the sentence may name, for an undo of an undo and so on.
    """
    line = lines[number]
    undone = lines.original_of(number) if depth else None
    if undone is None:
        return f"{act(line)} {title_of(line)}".rstrip()
    day = short_day(local_day(lines[undone].when), local_day(line.when))
    change = sentence(lines, undone, title_of, depth - 1)
    return _("{act}: {change} of {day}").format(act=act(line), change=change, day=day)


def made_by(line: HistoryLine) -> str:
    """Return a sentence, without full stop, on who made a change: ``This is a change of ann``.

    If that is not known, it says that the change was made outside csp-tui.
    """
    if meaning_of(line.do).is_nobodys:
        return _("This change was made outside csp-tui")
    return _("This is a change of {name}").format(name=visible_line(line.who))


def step_words(line: HistoryLine) -> str:
    """Return how many lines the step of `line` has: ``3 at once``; empty if it is the only one."""
    return _("{count} at once").format(count=line.of) if line.of > 1 else ""


def title_for(title: str, customer: str) -> str:
    """Return `title` with the customer's name: ``GDAP for Alpine``; `title` alone without customer.

    Without a title it is ``customer Alpine``; "" without either.
    """
    if not customer:
        return title
    message = _("{title} for {customer}") if title else _("customer {customer}")
    return message.format(title=title, customer=customer)


def changes_text(line: HistoryLine) -> str:
    """Return the values that a line changed, as `changed_values` returns them, in one text.

    For example ``owner "ann" -> "bea", due none -> 2026-12-01``. Empty if it changed nothing.
    """
    return ", ".join(f"{key} {values}" for key, values in changed_values(line))


def changed_values(line: HistoryLine) -> list[tuple[str, str]]:
    """Return the label and ``old -> new`` of each value that a line changed.

    Time, person and fingerprint of a status are left out. A line that only confirmed a tick, or
    took that back, gives one pair that says so. Empty if the line changed nothing.
    """
    are_answers = line.part == FACTS  # their keys are the ids of facts, which may be any words
    changes = [
        (
            _("answer") if are_answers and len(line.after) == 1 else label(key),
            " -> ".join(
                readable("" if are_answers else key, each) for each in (line.before.get(key), value)
            ),
        )
        for key, value in line.after.items()
        if are_answers or key not in SILENT
    ]
    if not changes and line.after:
        is_tick = not meaning_of(line.do).is_undoing
        now, before = _("against the rule as it is now"), _("against the rule as it was before")
        return [(_("confirmed"), now if is_tick else before)]
    return changes


def label(key: str) -> str:
    """Return the label of a key in the current language.

    A key without a label is returned with blanks instead of underscores.
    """
    return _(VALUES[key]) if key in VALUES else key.replace("_", " ")


def titles(workplace: Workplace, partner: Partner) -> TitleOf:
    """Return a function that returns the title of what a line of a partner's history changes.

    That is the title of the item or run, else its id, with the name of the customer; for a line
    that answers facts, their questions; for one about a contact, the name.
    """
    known: dict[str, tuple[str, Checklist | None]] = {}
    names = workplace.customers.names(partner)
    questions: dict[str, str] = {}

    def question_of(fact: str) -> str:
        for run in partner.runs if not questions else ():
            with contextlib.suppress(CspTuiError):
                facts = workplace.view(partner, run).checklist.facts
                questions.update((each.id, each.question) for each in facts)
        return questions.get(fact, fact)

    def title_of(line: HistoryLine) -> str:
        if line.part == FACTS:
            asked = ", ".join(map(question_of, line.after))
            return title_for(asked, names.get(line.customer, line.customer))
        if contact_of(line.part):
            return title_for(_contact(line), names.get(line.customer, line.customer))
        if line.run not in known:
            try:
                checklist = workplace.view(partner, line.run).checklist
                known[line.run] = full_name(checklist.title, line.run, checklist.id), checklist
            except CspTuiError:
                known[line.run] = line.run, None
        title, known_items = known[line.run]
        item = known_items.item(line.item) if known_items else None
        what = title if not line.item else item.title if item else line.item
        return title_for(what, names.get(line.customer, line.customer))

    return title_of


def _contact(line: HistoryLine) -> str:
    """Return the name of the contact that a line changes.

    It is the name after the change, else the one before; the contact's id if the line has neither.
    """
    known = (line.after, line.kept, line.before)
    names = (str(each["name"]) for each in known if each.get("name"))
    return next(names, contact_of(line.part))


def moment(at: datetime) -> str:
    """Return `at` in local time: ``2026-11-23 10:42:03``."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M:%S")


def readable(key: str, value: Value) -> str:
    """Return the value of `key` as people read it: a status in words, a text in quotes and so on.

    None becomes ``none``; but ``to do`` for the key ``status``, and ``once for all`` for ``per``.
    """
    if key == "status":
        words = {str(status): _(word) for status, word in WORDS.items()}
        return words.get(str(value or Status.TODO), f'"{value}"')
    if key == "per":
        return _("for each customer") if value else _("once for all")
    if value is None:
        return _("none")
    if key == "outcome":
        return _(str(value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return f'"{value}"' if isinstance(value, str) else str(value)


def spoken(key: str, value: Value, today: date = date.min) -> str:
    """Return the value of `key` as screens say it: ``1 Dec 2026``, a month by its name.

    The year is left out if it is that of `today`. Names are without quotes; only texts that may
    have several sentences keep them. Everything else is as `readable` returns it.
    """
    if isinstance(value, datetime):
        at = value.astimezone()
        return _("{day} {time}").format(day=short_day(at.date(), today), time=f"{at:%H:%M}")
    if isinstance(value, date):
        return short_day(value, today)
    if key == "anniversary" and value in range(1, 13):
        return month_name(int(str(value)))
    if key == "model" and value in MODELS:
        return _(MODELS[str(value)])
    if isinstance(value, str) and key not in (*_SENTENCES, "status", "per", "outcome"):
        return value
    return readable(key, value)
