"""What is next: what can or must be done now, over one partner or over all.

Everything comes from the rows of the first screen and from the checklists, so that a thousand
partners need no reading where their rows are cached.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from csp_tui.core.actor import Actor
from csp_tui.core.anniversary import Point, points
from csp_tui.core.checklist import Checklist, Item
from csp_tui.core.counting import LETTERS, RULE_CHANGED_LETTER
from csp_tui.core.errors import CspTuiError
from csp_tui.core.library import Library
from csp_tui.core.progress import Status
from csp_tui.core.rows import PartnerRow, RunRow
from csp_tui.core.text import fold

SOON = 7
"""Days before its due day from which on an item is due."""
POINT_SOON = 14
"""Days before a point of the yearly clock from which on it is due."""

_WAITING, _REFUSED = LETTERS[Status.WAITING], LETTERS[Status.REFUSED]
_SETTLED = LETTERS[Status.DONE] + LETTERS[Status.NOT_APPLICABLE]
_MET = _SETTLED + RULE_CHANGED_LETTER


class Group(StrEnum):
    """What is to be done with an open item; each is in exactly one group.

    What is refused is ready: somebody must take it up again or set it apart. What waits for
    somebody and is not to be chased yet is not yet to be done.
    """

    CHASE = "chase"
    DUE = "due"
    CONFIRM = "confirm"
    READY = "ready"
    NOT_YET = "not-yet"


class Step(NamedTuple):
    """One thing to do: an open item of a run, or a point of the partner's yearly clock."""

    group: Group | None
    """None where there is nothing to do with the item: it is done or not applicable."""
    partner: PartnerRow
    run: str = ""
    item: Item | None = None
    letter: str = ""
    """The item's state; see counting."""
    chase: str = ""
    due: str = ""
    owner: str = ""
    """The item's, else the partner's."""
    whom: str = ""
    """For whom it waits."""
    missing: str = ""
    """Title of the first prerequisite that is open."""
    point: Point | None = None

    @property
    def key(self) -> str:
        """What the step stands for, the same as long as it is to be done."""
        what = self.item.id if self.item else self.point.name if self.point else ""
        return f"{self.partner.id} {self.run} {what}"

    @property
    def role(self) -> str:
        """Who can do it."""
        return self.item.role if self.item else ""

    @property
    def is_required(self) -> bool:
        """Whether it is required; the clock always is."""
        return self.item is None or self.item.need == "required"

    @property
    def is_refused(self) -> bool:
        """Whether somebody said no to it."""
        return self.letter == _REFUSED


def next_steps(rows: Iterable[PartnerRow], library: Library, today: date) -> list[Step]:
    """Return every step of some partners, group by group.

    What is to be chased or due longest comes first, what is ready by need, the rest in the order
    of partners and items.
    """
    finder = _Finder(library, today)
    found: dict[Group | None, list[Step]] = {group: [] for group in Group}
    for row in rows:
        for step in finder.steps(row):
            found[step.group].append(step)
    found[Group.CHASE].sort(key=lambda step: step.chase)
    found[Group.DUE].sort(key=lambda step: step.due)
    found[Group.READY].sort(key=lambda step: (not step.is_required, not step.is_refused))
    return [step for group in Group for step in found[group]]


def walk_item(
    rows: Iterable[PartnerRow], library: Library, item_id: str, today: date
) -> list[Step]:
    """Return one item through every open run that has it, in whatever state, what is next first."""
    finder = _Finder(library, today)
    found = [step for row in rows for step in finder.states(row, item_id)]
    order: list[Group | None] = [*Group, None]
    return sorted(found, key=lambda step: (order.index(step.group), step.chase or step.due))


def chosen(
    steps: Iterable[Step],
    *,
    role: str = "",
    owners: Collection[str] = (),
    group: Group | None = None,
    whom: str = "",
) -> list[Step]:
    """Return the steps of a role, of owners (compared as they are typed) and of a group.

    With `whom` just those that wait for this party.
    """
    folded = {fold(owner) for owner in owners}
    party = fold(whom)
    if not (role or folded or group or party):
        return list(steps)
    return [
        step
        for step in steps
        if (not role or step.role == role)
        and (not folded or (step.owner and fold(step.owner) in folded))
        and (group is None or step.group == group)
        and (not party or fold(step.whom) == party)
    ]


def first_ones(steps: Iterable[Step]) -> list[Step]:
    """Return what is urgent or refused, and of each run the first to confirm and to start."""
    seen = set()
    found = []
    for step in steps:
        if step.group is Group.NOT_YET or step.group is None:
            continue
        if step.group in (Group.CONFIRM, Group.READY) and not step.is_refused:
            place = (step.group, step.partner.id, step.run)
            if place in seen:
                continue
            seen.add(place)
        found.append(step)
    return found


def names_of(actor: Actor) -> list[str]:
    """Return the names under which somebody owns partners and items: login and reviewer."""
    return [name for name in (actor.by, actor.reviewer) if name]


class _Edition:
    """The partner's own items of an edition, where each stands, and what each needs."""

    def __init__(self, checklist: Checklist) -> None:
        sections = (section for section in checklist.sections if not section.per)
        self.items = tuple(item for section in sections for item in section.items)
        self.places = {item.id: place for place, item in enumerate(self.items)}
        self._after = tuple(
            tuple((self.places.get(key), checklist.by_id[key]) for key in item.after)
            for item in self.items
        )

    def missing(self, place: int, run: RunRow) -> str:
        """Return the title of the first prerequisite of the item at a place that is open."""
        for before, item in self._after[place]:
            if before is None:
                is_open = item.id in run.open_for_customers
            else:
                is_open = run.states[before] not in _MET
            if is_open:
                return item.title
        return ""


class _Finder:
    """Finds the steps of partners; each edition is looked up once."""

    def __init__(self, library: Library, today: date) -> None:
        self._library = library
        self._today = today
        self._now = today.isoformat()
        self._soon = (today + timedelta(days=SOON)).isoformat()
        self._editions: dict[tuple[str, str], _Edition | None] = {}

    def steps(self, row: PartnerRow) -> Iterator[Step]:
        """Yield what is open of a partner: the clock, then its runs."""
        yield from self._points(row)
        for run in row.runs:
            if (edition := self._edition(run)) is None:
                continue
            details = _Details(run)
            for place, letter in enumerate(run.states):
                if letter not in _SETTLED:
                    yield self._step(row, run, edition, details, place)

    def states(self, row: PartnerRow, item_id: str) -> Iterator[Step]:
        """Yield one item in each run of a partner that has it, done or not."""
        for run in row.runs:
            edition = self._edition(run)
            place = edition.places.get(item_id) if edition else None
            if edition is not None and place is not None:
                yield self._step(row, run, edition, _Details(run), place)

    def _edition(self, run: RunRow) -> _Edition | None:
        """Return the edition of a run; None where the run is closed or cannot be read."""
        if run.error or run.outcome:
            return None
        key = (run.checklist, run.edition)
        if key not in self._editions:
            self._editions[key] = self._read(*key)
        edition = self._editions[key]
        return edition if edition and len(edition.items) == len(run.states) else None

    def _read(self, checklist_id: str, name: str) -> _Edition | None:
        try:
            return _Edition(self._library.get(checklist_id, name))
        except CspTuiError:
            return None

    def _step(
        self, row: PartnerRow, run: RunRow, edition: _Edition, details: _Details, place: int
    ) -> Step:
        item, letter = edition.items[place], run.states[place]
        chase, due, owner = details.days.get(place, _NO_DAYS)
        is_waiting = letter == _WAITING
        missing = "" if letter in _MET or is_waiting else edition.missing(place, run)
        return Step(
            self._group(letter, chase, due, missing),
            row,
            run.key,
            item,
            letter,
            chase if is_waiting else "",
            "" if letter in _MET else due,
            owner or row.owner,
            details.waits.get(place, "") if is_waiting else "",
            missing,
        )

    def _group(self, letter: str, chase: str, due: str, missing: str) -> Group | None:
        if letter in _SETTLED:
            return None
        if letter == RULE_CHANGED_LETTER:
            return Group.CONFIRM
        if letter == _WAITING and chase and chase <= self._now:
            return Group.CHASE
        if due and due <= self._soon:
            return Group.DUE
        if letter == _WAITING or (missing and letter != _REFUSED):
            return Group.NOT_YET
        return Group.READY

    def _points(self, row: PartnerRow) -> Iterator[Step]:
        """Yield the last point of the yearly clock that has passed, and one that comes soon."""
        anniversary = row.anniversary(self._today)
        if anniversary is None:
            return
        known = [(point.day(anniversary), point) for point in points(row.model)]
        passed = [each for each in known if each[0] <= self._today]
        soon = self._today + timedelta(days=POINT_SOON)
        coming = [each for each in known if self._today < each[0] <= soon]
        for day, point in [*passed[-1:], *coming]:
            yield Step(Group.DUE, row, due=day.isoformat(), owner=row.owner, point=point)


_NO_DAYS = ("", "", "")


class _Details:
    """What a row knows of single items, by their place."""

    def __init__(self, run: RunRow) -> None:
        self.days = {place: (chase, due, owner) for place, chase, due, owner in run.days}
        self.waits = dict(run.waits)
