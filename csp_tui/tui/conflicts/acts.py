"""Decide conflicts as one act, and take that back."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.care.conflicts import decide
from csp_tui.core.store.saved import Saved
from csp_tui.tui.conflicts.conflict import Conflict
from csp_tui.tui.saving.own_steps import OwnSteps


class Act:
    """Conflicts that are decided together, of one partner or of several.

    Args:
        conflicts: the conflicts.
        is_put_back: whether what fell is put back; otherwise what stands is confirmed.
    """

    def __init__(self, conflicts: Sequence[Conflict], *, is_put_back: bool) -> None:
        self.conflicts = conflicts
        self.is_put_back = is_put_back
        self.steps: list[tuple[Conflict, str]] = []
        """Each conflict that something was saved for, with the name of the step that did it."""
        self.failed: list[tuple[Conflict, CspTuiError]] = []
        """The conflicts that could not be decided, or not be taken back the last time, with why."""

    def is_about(self, conflict: Conflict) -> bool:
        """Return whether the act decides `conflict`."""
        return any(map(conflict.is_same, self.conflicts))

    def has_decided(self, conflict: Conflict) -> bool:
        """Return whether the act has decided `conflict`: it is about it, and did not fail there."""
        failed = (each for each, _error in self.failed)
        return self.is_about(conflict) and not any(map(conflict.is_same, failed))

    def decide(self, _store: object) -> Saved:
        """Decide the conflicts one after the other; what fails does not stop the others.

        Returns:
            What was saved last; it has no lines if nothing had to change anywhere.

        Raises:
            CspTuiError: no conflict could be decided; the reason of the first.
        """
        saved: Saved | None = None
        for each in self.conflicts:
            try:
                made = decide(
                    each.at.store,
                    each.partner_id,
                    each.line_id,
                    is_put_back=self.is_put_back,
                    register=each.clash.register,
                )
            except CspTuiError as error:
                self.failed.append((each, error))
                continue
            if made.lines:
                self.steps.append((each, made.lines[0].step))
            saved = made if made.lines or saved is None else saved
        if saved is None:
            raise self.failed[0][1]
        return saved

    def check(self, own: OwnSteps) -> None:
        """Check that the act may be taken back without a question; raises as `OwnSteps.check`."""
        first, step = self.steps[-1]
        partners = {each.partner_id for each, _step in self.steps}
        own.check(
            first.at.store,
            first.partner_id,
            step,
            others=len(partners) - 1,
            number=len(self.steps),
        )

    def take_back(self, _store: object, *, redo: bool) -> Saved:
        """Undo what the act has saved, the last first; with `redo`, make again what was undone.

        What fails does not stop the others, and is not tried again.

        Returns:
            What was saved last.

        Raises:
            CspTuiError: nothing could be taken back; the reason of the first. The act can be taken
                back later then.
        """
        saved: Saved | None = None
        left: list[tuple[Conflict, str]] = []
        failed: list[tuple[Conflict, CspTuiError]] = []
        for each, step in reversed(self.steps):
            try:
                saved = each.at.store.undo(each.partner_id, redo=redo, step=step)
            except CspTuiError as error:
                failed.append((each, error))
            else:
                left.append((each, saved.lines[0].step if saved.lines else step))
        self.failed = failed
        if saved is None:
            raise failed[0][1]
        self.steps = left
        return saved
