"""Finding what a word means: the exact id or name, else the only one that starts with it."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from csp_tui.cli.language_asked import asked
from csp_tui.core.base.errors import CspTuiError, NotFoundError, UsageError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _, current, speaking
from csp_tui.core.base.text import fold
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.partners.names import partner_names
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.partner_runs import in_order
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace

T = TypeVar("T")

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One thing that a word may mean."""

    id: str
    name: str
    value: T
    place: str = ""
    """The run it is in, if several runs are searched."""
    other_name: str = ""
    """Its name in another language: the edition's own, or the one that the user reads."""

    @property
    def described(self) -> str:
        """Id, run and name, for a list of candidates."""
        where = _("{id} in {place}").format(id=self.id, place=self.place)
        text = where if self.place else self.id
        return f"{text} ({self.name})" if self.name else text


@dataclass(frozen=True, slots=True)
class Target:
    """An item of a run."""

    view: RunView
    item: Item


def choose(word: str, candidates: Sequence[Candidate[T]], kind: str) -> T:
    """Return the candidate that `word` means: an exact id or name wins over the start of one.

    `kind` is the word for what is looked for, such as ``partner``.

    Raises:
        UsageError: several fit.
        NotFoundError: none fits; the message names the nearest.
    """
    wanted = fold(word.strip())
    if not wanted:
        raise UsageError(_("name a {kind}; what was given is empty").format(kind=kind))
    for fits in (
        lambda each: each.id == word,
        lambda each: wanted in map(fold, (each.id, each.name, each.other_name)),
        lambda each: any(
            fold(text).startswith(wanted) for text in (each.id, each.name, each.other_name)
        ),
    ):
        found = [each for each in candidates if fits(each)]
        if len(found) == 1:
            return found[0].value
        if found:
            message = _('"{word}" fits more than one {kind}: {found}')
            raise UsageError(message.format(word=word, kind=kind, found=_list(found)))
    near = _nearest(wanted, candidates)
    message = (
        _('there is no {kind} "{word}"; did you mean {near}?')
        if near
        else _('there is no {kind} "{word}"')
    )
    raise NotFoundError(message.format(kind=kind, word=word, near=near))


def _list(candidates: Sequence[Candidate[T]]) -> str:
    named = ", ".join(each.described for each in candidates[:_MOST_NAMED])
    more = len(candidates) - _MOST_NAMED
    if more <= 0:
        return named
    return _("{named} and {count} more").format(named=named, count=more)


def _nearest(wanted: str, candidates: Sequence[Candidate[T]]) -> str:
    known = {fold(text): each for each in candidates for text in (each.name, each.id)}
    near = difflib.get_close_matches(wanted, known, n=1)
    return known[near[0]].described if near else ""


def find_partner_id(workplace: Workplace, word: str) -> str:
    """Return the id of the partner that `word` means; raises like :func:`choose`."""
    if is_id(word) and workplace.store.version(word) is not None:
        return word
    names = partner_names(workplace.places)
    candidates = [Candidate(key, name, key) for key, name in names.items()]
    return choose(word, candidates, _("partner"))


def find_partner_anywhere(workplace: Workplace, word: str) -> tuple[str, Workplace]:
    """Return the id of a partner and its workplace: `workplace`, or else that of the archive.

    Raises:
        UsageError, NotFoundError: like :func:`choose`.
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
    """Return the partner that `word` means.

    Raises:
        UsageError, NotFoundError: like :func:`choose`.
        InvalidFileError: its file is unreadable.
    """
    return workplace.store.load(find_partner_id(workplace, word))


def find_run(workplace: Workplace, partner: Partner, word: str) -> str:
    """Return the key of the run of `partner` that `word` means; raises like :func:`choose`."""
    _require_run(partner)

    def titles() -> dict[str, str]:
        return {key: _title(workplace, partner, key) for key in partner.runs}

    shown, others = titles(), _also_asked(titles)
    candidates = [
        Candidate(key, shown[key], key, other_name=others.get(key, "")) for key in partner.runs
    ]
    return choose(word, candidates, _("run"))


def find_views(
    workplace: Workplace, partner: Partner, run: str | None
) -> tuple[list[RunView], list[CspTuiError]]:
    """Return the run that `run` means, or all runs, and the errors of those that cannot be read.

    Raises:
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
    """Return the items that `words` mean, each once, in the run named or in all open runs.

    Raises:
        UsageError, NotFoundError: like :func:`choose`.
        InvalidFileError: none fits, and a checklist that may have the item is unreadable.
    """
    views, failures = find_views(workplace, partner, run)
    views = [view for view in views if not view.is_closed] or views
    others = [item_names(workplace, view.checklist) for view in views]
    candidates = [
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
    try:
        chosen = [choose(word, candidates, _("item")) for word in words]
    except NotFoundError as error:
        raise (failures[0] if failures else error) from None
    return [
        Target(views[number], views[number].checklist.by_id[item_id])
        for number, item_id in dict.fromkeys(chosen)
    ]


def item_names(workplace: Workplace, checklist: Checklist) -> dict[str, str]:
    """Return titles by item in another language: the edition's own, or the one asked for."""

    def asked_for() -> dict[str, str]:
        there = workplace.library.get(checklist.id, checklist.edition)
        return {item.id: item.title for item in there.items}

    own = {item.id: item.own.title for item in checklist.items if item.own}
    return {**_also_asked(asked_for), **own}


def _also_asked(names: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Return the names in the language asked for, if the output is in another; else no names."""
    if asked() == current():
        return {}
    with speaking(asked()):
        return names()


def find_checklist(workplace: Workplace, word: str) -> str:
    """Return the id of the checklist that `word` means; raises like :func:`choose`."""

    def titles() -> dict[str, str]:
        return {checklist.id: checklist.title for checklist in workplace.library.newest()}

    shown, others = titles(), _also_asked(titles)
    candidates = [
        Candidate(key, shown.get(key, ""), key, other_name=others.get(key, ""))
        for key in workplace.library.files()
    ]
    return choose(word, candidates, _("checklist"))


def find_edition(workplace: Workplace, checklist_id: str, word: str) -> str:
    """Return the edition of a checklist that `word` means; raises like :func:`choose`."""
    known = workplace.library.editions(checklist_id)
    kind = _("edition of {checklist}").format(checklist=checklist_id)
    try:
        return choose(word, [Candidate(each, "", each) for each in known], kind)
    except NotFoundError as error:
        message = _("{error}; there are {editions}")
        raise NotFoundError(message.format(error=error, editions=", ".join(known))) from None


def _require_run(partner: Partner) -> None:
    if not partner.runs:
        start = f"csp-tui start {partner.id} CHECKLIST"
        message = _("{partner} has no checklist started; type: {command}")
        raise NotFoundError(message.format(partner=partner.name, command=start))


def _title(workplace: Workplace, partner: Partner, key: str) -> str:
    try:
        return workplace.view(partner, key).checklist.title
    except CspTuiError:
        return ""
