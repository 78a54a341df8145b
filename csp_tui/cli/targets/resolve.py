"""Find the partner, run, item, checklist or edition that a word on the command line names."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from csp_tui.cli.language_asked import asked
from csp_tui.cli.targets.choose import Candidate, choose
from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, NotFoundError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _, current, speaking
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.partners.names import partner_names
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.partner_runs import in_order
from csp_tui.core.runs.run_name import name_of, short_name
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Target:
    """An item that a command works on, with the run (or a customer's part of it) it is in."""

    view: RunView
    item: Item


def find_partner_id(workplace: Workplace, word: str, kind: str = "") -> str:
    """Return the id of the partner that `word` names by id or name, or by the start of one.

    Archived partners are not found. The partner's file may be unreadable. Messages say `kind`
    instead of "partner".

    Raises:
        UsageError, NotFoundError: more than one fits, or none.
    """
    if is_id(word) and workplace.store.version(word) is not None:
        return word
    names = partner_names(workplace.places)
    candidates = [Candidate(key, name, key) for key, name in names.items()]
    return choose(word, candidates, kind or _("partner"))


def find_partner_anywhere(workplace: Workplace, word: str) -> tuple[str, Workplace]:
    """Find a partner that may be archived; those that are not archived come first.

    Returns:
        The id of the partner that `word` names, and the workplace that holds the partner:
        `workplace`, or that of the archive.

    Raises:
        UsageError, NotFoundError: more than one fits, or none.
    """
    try:
        return find_partner_id(workplace, word), workplace
    except NotFoundError:
        from csp_tui.core.care.archive import archived_workplace

        away = archived_workplace(workplace)
        with contextlib.suppress(NotFoundError):
            return find_partner_id(away, word), away
        raise


def find_partner(workplace: Workplace, word: str) -> Partner:
    """Return the partner that `word` names by id or name, or by the start of one.

    Raises:
        UsageError, NotFoundError: more than one fits, or none.
        InvalidFileError: the partner's file is unreadable.
    """
    return workplace.store.load(find_partner_id(workplace, word))


def find_run(workplace: Workplace, partner: Partner, word: str) -> str:
    """Return the key of the run of `partner` that `word` names by key or checklist title.

    The start of one is enough.

    Raises:
        NotFoundError: no run fits, or the partner has none.
        UsageError: more than one run fits.
    """
    _require_run(partner)
    return choose(word, _run_candidates(workplace, partner), _("run"))


def _run_candidates(workplace: Workplace, partner: Partner) -> list[Candidate[str]]:
    def titles() -> dict[str, str]:
        return {key: _title(workplace, partner, key) for key in partner.runs}

    shown, others = titles(), _also_asked(titles)
    return [
        Candidate(key, name, key, other_name=others.get(key, ""))
        for key, run in partner.runs.items()
        for name in (shown[key], short_name(key, run.checklist))
    ]


def find_views(
    workplace: Workplace, partner: Partner, run: str | None
) -> tuple[list[RunView], list[CspTuiError]]:
    """Return the runs of a partner that can be read, and the errors of the others.

    Args:
        workplace: where the runs' checklists are read.
        partner: whose runs they are.
        run: the word that names one run; None for all runs.

    Raises:
        UsageError, NotFoundError: the partner has no run, or `run` names none or several.
        CspTuiError: no run can be read.
    """
    _require_run(partner)
    keys = [find_run(workplace, partner, run)] if run is not None else in_order(partner)
    views: list[RunView] = []
    failures: list[CspTuiError] = []
    for key in keys:
        try:
            views.append(workplace.view(partner, key))
        except CspTuiError as error:
            failures.append(error)
    if not views:
        raise failures[0]
    return views, failures


def find_items(
    workplace: Workplace, partner: Partner, words: Iterable[str], run: str | None
) -> list[Target]:
    """Return the items that `words` name, each once.

    Args:
        workplace: where the runs' checklists are read.
        partner: whose items they are.
        words: ids or titles of items, or their starts.
        run: the word that names the run to search; None for all open runs, or for all runs if none
            is open.

    Raises:
        UsageError, NotFoundError: more than one item fits a word, or none; or the partner has no
            run.
        CspTuiError: no run can be read, or a word fits no item and the checklist of a run is
            unreadable.
    """
    views, failures = find_views(workplace, partner, run)
    views = [view for view in views if not view.is_closed] or views
    candidates = _item_candidates(workplace, views)
    try:
        chosen = [choose(word, candidates, _("item")) for word in words]
    except NotFoundError as error:
        raise (failures[0] if failures else error) from None
    return [
        Target(views[number], views[number].checklist.by_id[item_id])
        for number, item_id in dict.fromkeys(chosen)
    ]


def _item_candidates(
    workplace: Workplace, views: Sequence[RunView]
) -> list[Candidate[tuple[int, str]]]:
    """Return a candidate for each item of each run in `views`.

    The value of a candidate is the index of the run in `views`, and the id of the item.
    """
    others = [item_names(workplace, view.checklist) for view in views]
    return [
        Candidate(
            item.id,
            item.title,
            (number, item.id),
            view.run.key if len(views) > 1 else "",
            others[number].get(item.id, ""),
        )
        for number, view in enumerate(views)
        for item in view.checklist.items
    ]


def is_run(workplace: Workplace, partner: Partner, word: str) -> bool:
    """Return whether `word` means a run of `partner`; False if it means an item of one.

    What fits both is a run.

    Raises:
        UsageError, NotFoundError: more than one fits, or none.
        InvalidFileError: none fits, and a checklist that may have the item is unreadable.
    """
    _require_run(partner)
    runs = [
        Candidate(each.id, each.name, True, other_name=each.other_name)
        for each in _run_candidates(workplace, partner)
    ]
    with contextlib.suppress(NotFoundError):
        return choose(word, runs, _("run"))
    views, failures = find_views(workplace, partner, None)
    views = [view for view in views if not view.is_closed] or views
    items = [
        Candidate(each.id, each.name, False, each.place, each.other_name)
        for each in _item_candidates(workplace, views)
    ]
    try:
        return choose(word, [*runs, *items], _("run or item"))
    except NotFoundError as error:
        raise (failures[0] if failures else error) from None


def item_names(workplace: Workplace, checklist: Checklist) -> dict[str, str]:
    """Return second titles of items, by item id, which users may type besides the shown ones.

    A translated item has its title in the checklist's own language. If the output is not in the
    language that the user asked for (as with ``--json``), each other item has its title in the
    language asked for, even if that is the shown title. Otherwise the other items are left out.
    """

    def asked_for() -> dict[str, str]:
        there = workplace.library.get(checklist.id, checklist.edition)
        return {item.id: item.title for item in there.items}

    own = {item.id: item.own.title for item in checklist.items if item.own}
    return {**_also_asked(asked_for), **own}


def _also_asked(names: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Return the names of things in the language that the user asked for, by id.

    Empty if the output is in that language anyway.

    Args:
        names: returns the names of the things in the current language, by id.
    """
    if asked() == current():
        return {}
    with speaking(asked()):
        return names()


def find_checklist(workplace: Workplace, word: str) -> str:
    """Return the id of the checklist that `word` names by id or title, or by the start of one.

    Raises:
        UsageError, NotFoundError: more than one fits, or none.
    """

    def titles() -> dict[str, str]:
        return {checklist.id: checklist.title for checklist in workplace.library.newest()}

    shown, others = titles(), _also_asked(titles)
    candidates = [
        Candidate(key, shown.get(key, ""), key, other_name=others.get(key, ""))
        for key in workplace.library.files()
    ]
    return choose(word, candidates, _("checklist"))


def find_edition(workplace: Workplace, checklist_id: str, word: str) -> str:
    """Return the edition of the checklist that `word` names by its start, such as ``2026``.

    Raises:
        UsageError, NotFoundError: more than one fits, or none.
    """
    known = workplace.library.editions(checklist_id)
    kind = _("edition of {checklist}").format(checklist=checklist_id)
    try:
        return choose(word, [Candidate(each, "", each) for each in known], kind)
    except NotFoundError as error:
        message = _("{error}; there are {editions}")
        raise NotFoundError(message.format(error=error, editions=", ".join(known))) from None


def _require_run(partner: Partner) -> None:
    if not partner.runs:
        start = command_line(f"start {partner.id} CHECKLIST")
        message = _("{partner} has no checklist started; type: {command}")
        raise NotFoundError(message.format(partner=partner.name, command=start))


def _title(workplace: Workplace, partner: Partner, key: str) -> str:
    try:
        return name_of(workplace.view(partner, key))
    except CspTuiError:
        return ""
