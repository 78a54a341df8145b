"""The files that a run on the screen was read from, and what has changed in them since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.lines_about import lead_to
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.ticked_rules import with_wordings
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.run.checklist_file import ChecklistFile


class RunFiles:
    """Reads the run on the screen again, or a customer's part of it.

    Args:
        workplace: the store, the checklists and the rest.
    """

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._checklist = ChecklistFile()

    @property
    def notes(self) -> list[str]:
        """One note for the title if the file of the checklist cannot be read now; else none."""
        return self._checklist.notes

    def paths(self, view: RunView) -> list[Path]:
        """Return the paths of the partner, its customers and the checklist."""
        places, partner_id = self._workplace.places, view.partner.id
        own = [places.progress_file(partner_id), places.customers_of(partner_id)]
        if view.customer_id:
            own.append(places.customer_file(partner_id, view.customer_id))
        return [*own, *self._workplace.library.paths(view.run.checklist, view.run.edition)]

    def is_as(self, shown: RunView, partner: Partner) -> bool:
        """Return whether the run is just as it was `shown`; `partner` was read now.

        False if the checklist or the customer cannot be read.
        """
        if self.notes or partner != shown.partner:
            return False
        try:
            view = self._workplace.view(partner, shown.run.key)
            if shown.customer_id:
                view = view.of_customer(
                    self._workplace.store.load_customer(partner.id, shown.customer_id)
                )
        except CspTuiError:
            return False
        return replace(view, ticked=shown.ticked) == shown

    def read_again(self, before: RunView, partner: Partner) -> tuple[RunView, str]:
        """Return what `ChecklistFile.read_again` does; done items have the rules of their ticks.

        Raises:
            NotFoundError, InvalidFileError: the customer cannot be read.
        """
        view, sentence = self._checklist.read_again(self._workplace, before, partner)
        return self.with_wordings(view), sentence

    def news(
        self, shown: RunView, heads: Mapping[str, str], partner: Partner, own: Sequence[HistoryLine]
    ) -> list[HistoryLine]:
        """Return the history lines whose changes the run on the screen does not have.

        Return none if it is not known which changes the run has, or if they are `own` alone: the
        history, which may be long, is not read then.

        Args:
            shown: the run on the screen.
            heads: the last lines of the history that it has.
            partner: the partner as it is now.
            own: the lines of the user's own change, which are left out.

        Raises:
            InvalidFileError: the history cannot be read.
        """
        if own and not shown.customer_id and lead_to(own, heads, partner.heads):
            return []
        history = self._workplace.store.history(partner.id)
        found = history.beyond(heads, shown.customer_id) if heads else []
        return [line for line in found if line not in own]

    def with_wordings(self, view: RunView) -> RunView:
        """Return a copy of `view` that has the rules under which its done items were ticked.

        If a rule has changed since, the earlier rule is read from the history. If the history
        cannot be read, return `view` itself.
        """
        try:
            return with_wordings(self._workplace.store, view)
        except CspTuiError:
            return view
