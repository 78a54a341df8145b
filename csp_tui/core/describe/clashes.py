"""Texts on clashes: what two people changed at the same time, which value stands, which fell."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.describe.history import (
    SILENT,
    TitleOf,
    label,
    moment,
    readable,
    spoken,
    titles,
)
from csp_tui.core.history.acts import meaning_of
from csp_tui.core.history.clashes import Clash
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.registers import EDITION, START
from csp_tui.core.progress.change import FACTS
from csp_tui.core.progress.model import Status, Value
from csp_tui.core.workplace.workplace import Workplace


class Side(NamedTuple):
    """One of the two changes of a clash, in words."""

    changed: tuple[tuple[str, Value], ...]
    """The keys that were changed, and their values; at least one."""
    is_fact: bool
    who: str
    line: HistoryLine

    @property
    def values(self) -> str:
        """What was changed and its values: ``status done, on 2026-11-20``."""
        return ", ".join(
            f"{self._label(key)} {readable(key, value)}" for key, value in self.changed
        )

    def first(self, today: date) -> tuple[str, str]:
        """Return what was changed first, and its value as rows say it: ``due`` and ``1 Dec``."""
        key, value = self.changed[0]
        return self._label(key), spoken(key, value, today)

    @property
    def words(self) -> str:
        """What was changed as screens say it: ``waiting for Microsoft, since 23 Nov 2026``."""
        names_party = any(key == "waiting_for" and value for key, value in self.changed)
        is_said = names_party and ("status", Status.WAITING) in self.changed
        known = [each for each in self.changed if not (is_said and each[0] == "status")]
        return ", ".join(self._words(key, value) for key, value in known)

    def _words(self, key: str, value: Value) -> str:
        if key == "status":
            return spoken(key, value)
        if key == "waiting_for" and value:
            return _("waiting for {name}").format(name=value)
        is_bare = value is True and not self.is_fact
        return self._label(key) if is_bare else f"{self._label(key)} {spoken(key, value)}"

    def _label(self, key: str) -> str:
        return _("answer") if self.is_fact else label(key)

    @property
    def when(self) -> str:
        """Day and time of the change, to the second."""
        return moment(self.line.when)

    def __str__(self) -> str:
        message = _("{values}, of {name}, {moment}")
        return message.format(values=self.values, name=self.who, moment=self.when)


class ClashWords(NamedTuple):
    """A clash in words."""

    partner: str
    """The name of the partner."""
    title: str
    """What was changed, such as the title of an item; empty for the partner itself."""
    stands: Side
    fell: Side

    @property
    def what(self) -> str:
        """The partner, and what was changed of it."""
        message = _("{title}: {what}").format(title=self.partner, what=self.title)
        return message if self.title else self.partner


def in_words(*workplaces: Workplace) -> Callable[[str, Clash], ClashWords]:
    """Return a function that puts a clash into words; it takes the partner's id and the clash.

    The partner is looked for in each of the `workplaces`, such as that of the archive. If none has
    it, its id is in place of its name.
    """
    known: dict[str, tuple[str, TitleOf]] = {}

    def words_of(partner_id: str, clash: Clash) -> ClashWords:
        if partner_id not in known:
            known[partner_id] = _titles(workplaces, partner_id)
        name, title_of = known[partner_id]
        after = {**dict.fromkeys(clash.register.keys), **clash.fallen}
        about = replace(clash.fell, item=clash.item, after=after)
        stands = _side(clash, clash.stands.line, clash.stands.values)
        return ClashWords(name, title_of(about), stands, _side(clash, clash.fell, clash.fallen))

    return words_of


def worth_showing(clashes: Iterable[tuple[str, Clash]]) -> list[tuple[str, Clash]]:
    """Return the clashes that people are to see, the latest fallen change first.

    Each is given and returned after its partner's id. If two starts of one run clash, and also the
    editions in which they started it, the clash of the start is left out.
    """
    found = list(clashes)
    editions = {_place(each) for each in found if each[1].register.name == EDITION}
    kept = [
        each for each in found if each[1].register.name != START or _place(each) not in editions
    ]
    return sorted(kept, key=lambda each: each[1].fell.when, reverse=True)


def _place(found: tuple[str, Clash]) -> tuple[str, tuple[str, ...], str]:
    partner_id, clash = found
    return partner_id, clash.register.table, clash.fell.identity


def _titles(workplaces: Iterable[Workplace], partner_id: str) -> tuple[str, TitleOf]:
    """Return the name of a partner, and a function that returns the title of what a line changes.

    If the partner cannot be read, its id is in place of the name, and the function returns the id
    of the item, run or customer.
    """
    for at in workplaces:
        with contextlib.suppress(CspTuiError):
            partner = at.store.load(partner_id)
            return partner.name, titles(at, partner)
    return partner_id, lambda line: line.item or line.run or line.customer


def _side(clash: Clash, line: HistoryLine, values: Mapping[str, Value]) -> Side:
    other = clash.fallen if line is clash.stands.line else clash.stands.values
    keys = [
        key
        for key in sorted(clash.register.keys, key=lambda each: each == "closed")
        if key not in SILENT and values.get(key) != other.get(key)
    ]
    is_fact = clash.register.table == (FACTS,)
    shown = [key for key in keys if values.get(key) is not None] or keys[:1]
    is_known = not meaning_of(line.do).is_nobodys
    who = line.who if is_known else _("somebody, outside csp-tui")
    return Side(tuple((key, values.get(key)) for key in shown), is_fact, who, line)
