"""Moving runs to another edition: the fate of each item, and the changes.

An item's fate is whether it stays ("carried"), must be confirmed ("asked again"), is new or gone,
or is gone through for each customer from then on. The last may happen to a run that stays on its
edition; `core.runs.gone_through` says when.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from csp_tui.core.base.errors import CspTuiError, known_error
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.checklists.editions import Fate, Pair, compare
from csp_tui.core.checklists.library import Library
from csp_tui.core.checklists.model import Checklist, Item
from csp_tui.core.history.acts import Act
from csp_tui.core.progress.change import Change
from csp_tui.core.progress.model import (
    ItemProgress,
    Partner,
    Run,
    Status,
    Value,
)
from csp_tui.core.runs.gone_through import kept_sections
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.shared_act import SharedAct
from csp_tui.core.store.store import Store

ORDER = (Fate.ASKED_AGAIN, Fate.FOR_EACH, Fate.NEW, Fate.GONE, Fate.CARRIED)
"""The order in which fates are shown: first those that mean work for the user."""

FATES = {
    Fate.ASKED_AGAIN: N_("asked again"),
    Fate.FOR_EACH: N_("for each customer"),
    Fate.NEW: N_("new"),
    Fate.GONE: N_("gone"),
    Fate.CARRIED: N_("carried"),
}
"""The word for each fate."""
ANOTHER_RULE = N_("another rule")
"""The word for an item whose rule has changed, but that has no tick to be asked about."""


@dataclass(frozen=True)
class Move:
    """A run of a partner, with the key `key`, that is to be moved from one edition to another.

    The two editions may be the same: the move then makes sections per customer that the run has
    gone through once.
    """

    partner: Partner
    key: str
    old: Checklist
    new: Checklist

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to move.

        That is another edition, or sections that the run is to go through for each customer from
        now on.
        """
        is_other = self.old.edition != self.new.edition
        return is_other or bool(kept_sections(self.new, self.partner.runs[self.key]))

    @property
    def editions(self) -> str:
        """The two editions as text: ``2020-10 to 2026-08``; one alone if they are the same."""
        if self.old.edition == self.new.edition:
            return self.new.edition
        return _("{old} to {new}").format(old=self.old.edition, new=self.new.edition)

    @cached_property
    def _kept_items(self) -> frozenset[str]:
        """The ids of items that are per customer in the old edition, but not in the run."""
        kept = kept_sections(self.old, self.partner.runs[self.key])
        sections = (each for each in self.old.sections if each.id in kept)
        return frozenset(item.id for section in sections for item in section.items)

    @cached_property
    def pairs(self) -> list[Pair]:
        """Every item of the two editions, as a pair of old and new; one of them may be None."""
        return compare(self.old, self.new)

    @cached_property
    def _by_fate(self) -> dict[Fate, list[Pair]]:
        found: dict[Fate, list[Pair]] = {}
        for pair in self.pairs:
            found.setdefault(self.fate(pair), []).append(pair)
        return found

    def of(self, fate: Fate) -> Iterator[tuple[Item, Pair]]:
        """Yield the items with the given fate, such as carried or new.

        Yields:
            The item, as the new edition has it, else the old; and its pair of old and new item.
        """
        for pair in self._by_fate.get(fate, ()):
            if item := pair.new or pair.old:
                yield item, pair

    def recorded(self, pair: Pair) -> ItemProgress | None:
        """Return the partner's progress in the old item of `pair`; None if nothing is recorded."""
        return self.partner.runs[self.key].items.get(pair.old.id) if pair.old else None

    def counted(self) -> str:
        """Return what `counted_fates` returns, for the items of this run.

        Of the items that have another rule, those without a tick are counted apart: ``3 asked
        again, 2 with another rule``.
        """
        fates = [fate for fate, pairs in self._by_fate.items() for _pair in pairs]
        asked = self._by_fate.get(Fate.ASKED_AGAIN, ())
        return counted_fates(fates, sum(map(self.is_untouched, asked)))

    def is_untouched(self, pair: Pair) -> bool:
        """Return whether an item gets another rule, but has no tick that is asked again.

        False for an item of the customers, who may have ticks.
        """
        if pair.old is None or pair.old.id in self.old.customer_ids:
            return False
        progress = self.recorded(pair)
        is_ticked = progress is not None and progress.status == Status.DONE
        return self.fate(pair) == Fate.ASKED_AGAIN and not is_ticked

    def fate(self, pair: Pair) -> Fate:
        """Return the fate of an item in this run: carried, asked again, for each customer ...

        A ticked item is compared by the rule that it was ticked against, not by the old edition's.
        """
        if pair.old and pair.new and pair.old.id in self._kept_items:
            return Fate.FOR_EACH
        progress = self.recorded(pair)
        if progress is None or pair.new is None or progress.status != Status.DONE:
            return pair.fate
        if not progress.fingerprint:
            return pair.fate
        is_same = progress.fingerprint == pair.new.fingerprint
        return Fate.CARRIED if is_same else Fate.ASKED_AGAIN

    def changes(self, store: Store) -> list[Change]:
        """Return the changes, for one step, that move the run for the partner and every customer.

        Nothing is lost: progress in items that the new edition lacks stays in the files, not
        counted. A tick keeps the rule that it was made against, so if the new edition has another
        rule, the tick must be confirmed.

        Raises:
            InvalidFileError: the file of a customer is unreadable.
        """
        pairs = [(pair.old, pair.new) for pair in self.pairs if pair.old and pair.new]
        renamed = {old.id: new.id for old, new in pairs if old.id != new.id}
        olds = [old for old, _new in pairs]
        values: dict[str, Value] = {"edition": self.new.edition}
        if kept_sections(self.new, self.partner.runs[self.key]):
            values["per"] = "customer"
        changes = [
            Change(Act.MIGRATE, values, self.key, moves=renamed),
            *_with_rules(self.partner.runs[self.key], olds),
        ]
        for customer in store.customer_ids(self.partner.id):
            run = store.load_customer(self.partner.id, customer).run(self.key)
            changes += [replace(each, customer=customer) for each in _with_rules(run, olds)]
        return changes


def _with_rules(run: Run, olds: Iterable[Item]) -> Iterator[Change]:
    """Yield a change for each tick without a fingerprint: it gets that of the old rule.

    Only a tick that somebody made by hand lacks a fingerprint. With it, the tick is asked again
    where the new edition has another rule.

    Args:
        run: the run, of the partner or of a customer.
        olds: the items of the old edition that the new one continues.
    """
    for old in olds:
        progress = run.of(old.id)
        if progress.status == Status.DONE and not progress.fingerprint:
            yield Change(Act.MIGRATE, {"fingerprint": old.fingerprint}, run.key, old.id)


def counted_fates(fates: Sequence[Fate], untouched: int = 0) -> str:
    """Return a text with the number of items of each fate: ``1 asked again, 2 new``.

    Fates that no item has are left out. Of those asked again, `untouched` have another rule, but
    nothing to be asked about; they are counted apart.
    """
    counts = {fate: fates.count(fate) for fate in ORDER}
    counts[Fate.ASKED_AGAIN] -= untouched
    texts = [_counted(fate, count) for fate, count in counts.items() if count]
    if untouched:
        message = ngettext("{count} with another rule", "{count} with another rule", untouched)
        texts.insert(int(counts[Fate.ASKED_AGAIN] > 0), message.format(count=untouched))
    return ", ".join(texts)


def _counted(fate: Fate, count: int) -> str:
    texts = {
        Fate.ASKED_AGAIN: ngettext("{count} asked again", "{count} asked again", count),
        Fate.FOR_EACH: ngettext("{count} for each customer", "{count} for each customer", count),
        Fate.NEW: ngettext("{count} new", "{count} new", count),
        Fate.GONE: ngettext("{count} gone", "{count} gone", count),
        Fate.CARRIED: ngettext("{count} carried", "{count} carried", count),
    }
    return texts[fate].format(count=count)


def carry_out(
    store: Store, moves: Iterable[Move], act: SharedAct | None = None
) -> tuple[list[Saved], list[CspTuiError]]:
    """Save the changes of all `moves`, as one act that one undo takes back in all partners.

    `act` is the act, in as many partners, for somebody who follows or stops it.

    Returns:
        The saved steps; the errors of the partners that could not be moved, such as a busy one.
    """
    came_of = [each for _moves, each in carry_out_each(store, by_partner(moves), act)]
    saved = [each for each in came_of if isinstance(each, Saved)]
    return saved, [each for each in came_of if isinstance(each, CspTuiError)]


def by_partner(moves: Iterable[Move]) -> list[list[Move]]:
    """Return the moves of each partner."""
    found: dict[str, list[Move]] = {}
    for move in moves:
        found.setdefault(move.partner.id, []).append(move)
    return [*found.values()]


def carry_out_each(
    store: Store, partners: Sequence[Sequence[Move]], act: SharedAct | None = None
) -> Iterator[tuple[Sequence[Move], Saved | CspTuiError]]:
    """Save the moves of one partner after another, as `carry_out` does; yield what came of each.

    `partners` are as `by_partner` returns them.
    """
    act = act or SharedAct(len(partners))
    name = act.begin(store)
    for own in act.each(partners):
        try:
            changes = [change for move in own for change in move.changes(store)]
            yield own, store.change(own[0].partner.id, changes, name)
        except Exception as error:  # else no undo would know of the partners before
            yield own, known_error(error)


def moves_to_newest(library: Library, partner: Partner, run: str = "") -> list[Move]:
    """Return the moves of the partner's open runs to their newest editions.

    Runs with nothing to move are left out. `run` is the key of the only run to move; empty for all
    runs.

    Raises:
        NotFoundError, InvalidFileError: the edition of a run cannot be read.
    """
    found = []
    for key, each in partner.runs.items():
        if each.closed or run not in ("", key):
            continue
        old = library.get(each.checklist, each.edition)
        newer = library.newer(old)
        move = Move(partner, key, old, newer.checklist if newer else old)
        found += [move] if move.is_needed else []
    return found
