"""Decide conflicts as one act, and take that back."""

from __future__ import annotations

from collections.abc import Sequence

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.care.conflicts import decide_each
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
        self._keys = {each.key for each in conflicts}
        self.is_put_back = is_put_back
        self.steps: list[tuple[Conflict, str]] = []
        """Each conflict that something was saved for, with the name of the step that did it."""
        self.failed: list[tuple[Conflict, CspTuiError]] = []
        """The conflicts that could not be decided, or not be taken back the last time, with why."""

    def is_about(self, conflict: Conflict) -> bool:
        """Return whether the act decides `conflict`."""
        return conflict.key in self._keys

    @property
    def decided(self) -> set[str]:
        """The keys of the conflicts that the act has decided: all that did not fail."""
        return self._keys - {each.key for each, _error in self.failed}

    def decide(self, _store: object) -> Saved:
        """Decide the conflicts, those of each partner in one step; what fails stops no others.

        Returns:
            What was saved last; it has no lines if nothing had to change anywhere.

        Raises:
            CspTuiError: no conflict could be decided; the reason of the first.
        """
        saved: Saved | None = None
        by_partner: dict[str, list[Conflict]] = {}
        for each in self.conflicts:
            by_partner.setdefault(each.partner_id, []).append(each)
        for partner_id, own in by_partner.items():
            try:
                made, failed = decide_each(
                    own[0].at.store,
                    partner_id,
                    [each.fallen for each in own],
                    is_put_back=self.is_put_back,
                )
            except CspTuiError as error:
                self.failed += [(each, error) for each in own]
                continue
            self.failed += [(each, failed[each.fallen]) for each in own if each.fallen in failed]
            changed = {(line.customer, line.change.table) for line in made.lines}
            self.steps += [
                (each, made.lines[0].step)
                for each in own
                if each.fallen not in failed and each.place in changed
            ]
            if len(failed) < len(own):
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
            number=len(self.steps) if len(partners) > 1 else 0,
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
        by_partner: dict[tuple[str, str], list[Conflict]] = {}
        for each, step in reversed(self.steps):
            by_partner.setdefault((each.partner_id, step), []).append(each)
        for (partner_id, step), own in by_partner.items():
            try:
                saved = own[0].at.store.undo(partner_id, redo=redo, step=step)
            except CspTuiError as error:
                failed += [(each, error) for each in own]
            else:
                name = saved.lines[0].step if saved.lines else step
                left += [(each, name) for each in own]
        self.failed = failed
        if saved is None:
            raise failed[0][1]
        self.steps = left
        return saved
