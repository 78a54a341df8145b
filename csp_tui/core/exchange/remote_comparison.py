"""Compares the histories here with those on the remote of ``sync``, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.exchange.erased import (
    erased_words,
    keeping_line,
    kept_words,
    purge_here,
    purge_in,
)
from csp_tui.core.exchange.git import Repository
from csp_tui.core.exchange.incoming_lines import lacking, read_lines, table_here
from csp_tui.core.exchange.remote_histories import RemoteHistories
from csp_tui.core.exchange.repository_names import history_name, partners_in
from csp_tui.core.history.acts import Act
from csp_tui.core.history.branches import counting
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.workplace.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Comparison:
    """How the history of a partner here differs from that on the remote."""

    only_here: int
    """Number of lines that are not sent yet."""
    only_there: int
    """Number of lines that are not taken in."""
    why: str = ""
    """Why they are not taken in; empty if the next sync takes them in."""

    @property
    def is_same(self) -> bool:
        """Whether both sides have the same lines, and nothing stops the next sync."""
        return not (self.only_here or self.only_there or self.why)


class RemoteComparison:
    """Compares partners with a remote, which is fetched once.

    Args:
        repository: the local git repository of the data directory, with a remote.

    Raises:
        WriteError: git failed.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._there = repository.tree(repository.fetch())

    @property
    def partner_ids(self) -> set[str]:
        """The ids of the partners that have a history on the remote."""
        return partners_in(self._there)

    def of(self, at: Workplace, partner_id: str) -> Comparison:
        """Compare the lines of a partner here with those on the remote.

        The result has the number of lines that only one side has. If the next sync will not take in
        the lines of the remote, it says why. If the remote's history is damaged, both numbers are
        0, and the reason is given. They are 0, too, for a partner that both sides have erased. `at`
        is the workplace that has the partner.

        Raises:
            InvalidFileError: the history here cannot be read.
        """
        with self._repository.reading() as blobs:
            raw = RemoteHistories(self._there, blobs).history(partner_id)
        purge, own_purge = purge_in(raw), purge_here(at.places, partner_id)
        if purge is not None and own_purge is not None:
            return Comparison(0, 0)
        here = {line.identity for line in _counting(at, partner_id)}
        try:
            place = Path(self._repository.address) / history_name(partner_id)
            lines, _chain = read_lines(raw, place)
        except CspTuiError as error:
            return Comparison(0, 0, str(error))
        there = {line.identity for line in counting(lines)}
        return Comparison(
            len(here - there), len(there - here), self._why(at, partner_id, lines, place)
        )

    def _why(self, at: Workplace, partner_id: str, lines: list[HistoryLine], place: Path) -> str:
        """Return why the next sync will not take in the remote's `lines`; empty if it will.

        Empty also for a partner that is erased here and that nobody keeps.

        Args:
            at: where the partner is here.
            partner_id: the id of the partner.
            lines: the lines that the remote has.
            place: the remote's file, to be named in the reason.
        """
        try:
            own, now = at.store.history(partner_id).lines(), at.clock()
            if lines and lines[-1].do == Act.PURGE:
                return erased_words(partner_id, lines[-1], own)
            if own and own[-1].do == Act.PURGE:
                keep = keeping_line(lines, own[-1])
                return kept_words(partner_id, keep) if keep else ""
            table_of = partial(table_here, at.places, partner_id)
            union = lacking(own, lines, table_of, partner_id, now, place)
        except CspTuiError as error:
            return str(error)
        if union.ahead:
            day = max(line.at for line in union.ahead).date()
            return _("a clock was ahead: they wait until {day}").format(day=day)
        return ""


def _counting(at: Workplace, partner_id: str) -> Iterator[HistoryLine]:
    yield from counting(at.store.history(partner_id).readable_lines())
