"""Moves partners into the archive and out of it as their histories say, and tells of it."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.care.archive import Archive
from csp_tui.core.history.branches import counting
from csp_tui.core.history.fold import fold, is_archived
from csp_tui.core.history.registers import PLACE, Register
from csp_tui.core.progress.model import Partner
from csp_tui.core.workplace.workplace import Workplace

_MOST_NAMED = 3


class ArchivedElsewhere:
    """Follows what a sync has brought on whether partners are archived.

    Args:
        workplace: the data directory.
    """

    def __init__(self, workplace: Workplace) -> None:
        self._archive = Archive(workplace.places, workplace.store, workplace.clock)
        self._data = workplace.places.data
        self._moved: list[tuple[bool, str, str]] = []
        """Of each partner that was archived: whether it was changed here meanwhile, who archived
        it, and its name."""

    def follow(
        self, at: Workplace, partner: Partner, sent: Collection[str], *, is_new: bool
    ) -> None:
        """Move a partner into the archive or out of it, if its history says so.

        Raises as :meth:`Archive.follow` does.

        Args:
            at: the workplace or archive that has the partner.
            partner: the partner.
            sent: the identities of the lines that others have already.
            is_new: whether the partner was not here before; then it is not told.
        """
        lines = counting(at.store.writing.history(partner.id).lines())
        state = fold(lines)
        wanted, is_away = is_archived(state), at.places.data != self._data
        if wanted is is_away:
            return
        self._archive.follow(partner.id, is_archived=wanted)
        if wanted and not is_new:
            who = state[Register("", (), PLACE)].line.who
            is_changed = any(line.identity not in sent for line in lines)
            self._moved.append((is_changed, visible_line(who), visible_line(partner.name)))

    def sentences(self) -> list[str]:
        """Return a sentence for each person who has archived partners, with the names of those."""
        found = []
        for (is_changed, who), group in groupby(sorted(self._moved), key=lambda each: each[:2]):
            message = _("archived by {who}: {names}; {command} or the key A shows them")
            if is_changed:
                message = _(
                    "archived by {who} while changed here: {names}; {command} or the key A "
                    "shows them"
                )
            names = [name for _changed, _who, name in group]
            named = ", ".join(names[:_MOST_NAMED])
            if len(names) > _MOST_NAMED:
                count = len(names) - _MOST_NAMED
                named = _("{named} and {count} more").format(named=named, count=count)
            command = command_line("partners --archived")
            found.append(message.format(who=who, names=named, command=command))
        return found
