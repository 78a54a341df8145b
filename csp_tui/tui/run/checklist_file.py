"""Read a shown run again, and keep track of whether the file of its checklist can be read."""

from __future__ import annotations

from dataclasses import replace

from csp_tui.core.base.errors import CspTuiError, InvalidFileError
from csp_tui.core.base.language import _
from csp_tui.core.checklists.model import Checklist
from csp_tui.core.progress.model import Partner
from csp_tui.core.runs.view import RunView
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.run import text as run_text


class ChecklistFile:
    """Remembers why the checklist's file could not be read last, so that this is shown once."""

    def __init__(self) -> None:
        self._failure = ""
        self._line: int | None = None

    @property
    def notes(self) -> list[str]:
        """One note for the screen's title if the file cannot be read now; else no note."""
        if not self._failure:
            return []
        if self._line:
            return [_("checklist unreadable line {line}").format(line=self._line)]
        return [_("checklist unreadable")]

    def read_again(
        self, workplace: Workplace, before: RunView, partner: Partner
    ) -> tuple[RunView, str]:
        """Return the run of `before` as `partner` has it now, and a sentence to show, or "".

        The checklist is read again; if it cannot be, it is that of `before`, and the sentence says
        why. Of a customer's part of the run, the customer is read again, too.

        Raises:
            NotFoundError, InvalidFileError: the customer cannot be read.
        """
        run = partner.runs[before.run.key]
        try:
            view = workplace.view(partner, run.key)
        except CspTuiError as error:
            sentence = self.record_failure(error)
            view = replace(before.partner_part, partner=partner, run=run)
        else:
            sentence = self.record_reading(before.checklist, view.checklist)
        if before.customer is None:
            return view, sentence
        customer = workplace.store.load_customer(partner.id, before.customer.id)
        return view.of_customer(customer), sentence

    def record_failure(self, error: CspTuiError) -> str:
        """Record that the file could not be read, and return a sentence to show.

        Returns:
            Why the checklist is shown as it was before; "" if the same `error` was recorded last.
        """
        if self._failure == error.short:
            return ""
        self._failure = error.short
        self._line = error.line if isinstance(error, InvalidFileError) else None
        return _("Shown as before: {why}").format(why=error.short)

    def record_reading(self, before: Checklist, now: Checklist) -> str:
        """Record that the file was read, and return a sentence to show on what has changed in it.

        Args:
            before: the checklist that was shown.
            now: the checklist as read now.

        Returns:
            The sentence; "" if nothing has changed and the file could be read before, too. Also ""
            if `now` is another checklist, edition or language.
        """
        was_unreadable, self._failure = bool(self._failure), ""
        is_same = _named(now) == _named(before)
        if not is_same or not (was_unreadable or now != before):
            return ""
        difference = run_text.difference(before, now)
        return _("The checklist was read again: {difference}.").format(difference=difference)


def _named(checklist: Checklist) -> tuple[str, str, str]:
    """Return id, edition and language of a checklist."""
    return checklist.id, checklist.edition, checklist.language
