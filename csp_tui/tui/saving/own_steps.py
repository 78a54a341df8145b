"""What the user has changed since the app was opened: `u` takes back only that without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.core.base.errors import CspTuiError, NotFoundError
from csp_tui.core.base.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from csp_tui.core.disk.toml import Table
    from csp_tui.core.history.line import HistoryLine
    from csp_tui.core.history.planned_step import PlannedStep
    from csp_tui.core.progress.change import Change
    from csp_tui.core.store.saved import Saved
    from csp_tui.core.store.store import Store


class OlderStepError(CspTuiError):
    """An undo would take back an older step than the user may think of: it must be asked for.

    Args:
        partner_id: a partner with the step.
        line: the first history line of the step there.
        is_act_void: whether the user's last act has changed nothing.
        is_earlier: whether the step was made before the app was opened.
        others: in how many other partners it would be taken back as well.
        number: how many changes it would take back; 0 for those of the step in this partner.
    """

    def __init__(
        self,
        partner_id: str,
        line: HistoryLine,
        *,
        is_act_void: bool,
        is_earlier: bool,
        others: int = 0,
        number: int = 0,
    ) -> None:
        super().__init__(_("nothing was taken back"))
        self.partner_id = partner_id
        self.line = line
        self.is_act_void = is_act_void
        self.is_earlier = is_earlier
        self.others = others
        self.number = number or line.of


class OwnSteps:
    """Knows the steps that were saved since the app was opened, and if the last act changed any."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._changed = 0  # the ticket of the last job that has changed something
        self._act = -1  # the ticket of the last job before the user's last act

    def begin_act(self, newest: int) -> None:
        """Take note that the user begins an act; `newest` is the ticket of the last job before."""
        self._act = newest

    def add(self, ticket: int, saved: Saved) -> None:
        """Take note of what the job of `ticket` has saved; it has no lines if nothing changed."""
        if saved.lines:
            self._names.update(line.step for line in saved.lines)
            self._changed = max(self._changed, ticket)

    def know(self, names: Iterable[str]) -> None:
        """Take note of the steps of these names, which a job of several steps has made."""
        self._names.update(names)

    def check(
        self, store: Store, partner_id: str, step: str = "", *, others: int = 0, number: int = 0
    ) -> None:
        """Check that the user's last step in a partner may be taken back without a question.

        This is called by the job that takes it back: all jobs before have ended. If there is no
        such step, do nothing.

        Args:
            store: has the history of the partner.
            partner_id: the id of the partner.
            step: the name of a step that was made since the app was opened, instead of the last.
            others: in how many other partners the act is taken back as well.
            number: how many changes of several steps are taken back; 0 if it is one step.

        Raises:
            OlderStepError: the last act changed nothing, or the step is of an earlier session.
            UsageError: a question is needed, but the step cannot be taken back anyway.
            CspTuiError: a question is needed, but the partner's files are unreadable or locked.
        """
        is_void = self._changed <= self._act
        if step and not is_void:
            return
        from csp_tui.core.history.steps import own_steps  # late: what is saved first is no undo

        undoable, _redoable = own_steps(store.history(partner_id).lines_after_damage(), store.actor)
        first = next((each for each in reversed(undoable) if step in ("", each.step)), None)
        if first is not None and (is_void or first.step not in self._names):
            is_earlier = first.step not in self._names
            error = OlderStepError(
                partner_id,
                first,
                is_act_void=is_void,
                is_earlier=is_earlier,
                others=others,
                number=number,
            )
            if others or number > 1:  # where one is refused, the others are taken back
                raise error
            _raise_unless_refused(error, store, first.step)

    def check_act(self, ticket: int, partner_id: str, line: HistoryLine, others: int) -> None:
        """Check that nothing was begun since the act of the job `ticket`, which was the last saved.

        `line` is the first line of its step, in the partner `partner_id`; `others` is how many
        other partners have that step.

        Raises:
            OlderStepError: another act was begun since, and has changed nothing.
        """
        if self._act >= ticket:
            raise OlderStepError(
                partner_id, line, is_act_void=True, is_earlier=False, others=others
            )

    def let_undo(self, line: HistoryLine) -> None:
        """Let the step whose first line is `line` be taken back, as the user has agreed to that."""
        self._names.add(line.step)
        self._act = -1


def _raise_unless_refused(error: OlderStepError, store: Store, step: str) -> None:
    """Raise `error`; but if its step, of this name, cannot be taken back, raise why."""
    from csp_tui.core.history.undo import plan_undo  # late: what is saved first is no undo

    lines = store.history(error.partner_id).lines_after_damage

    def plan(table_of: Callable[[Change], Table]) -> PlannedStep:
        plan_undo(lines(), store.actor, table_of, step=step)
        raise error

    try:
        store.carry_out(error.partner_id, plan)
    except NotFoundError:  # that step has archived it
        raise error from None
