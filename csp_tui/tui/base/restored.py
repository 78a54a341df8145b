"""Restore a damaged or missing file, and what a screen says after that."""

from __future__ import annotations

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _, ngettext
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.store import Store
from csp_tui.tui.saving.own_steps import OwnSteps
from csp_tui.tui.saving.saver import Job

UNDONE = N_("Undone")
"""The English word for what `undoing` has done."""


def restoring(
    recovery: Recovery, partner_id: str, said: list[str], *, customer_id: str = ""
) -> Job:
    """Return the job that restores the file of a partner or customer by its last good copy.

    Args:
        recovery: restores the file.
        partner_id: the id of the partner.
        said: the job adds the sentence to show. If history lines are damaged, it says that the file
            was restored in part only. Otherwise, if the damaged file is kept, it says which key
            puts that file back.
        customer_id: the id of the customer; "" if the file is the partner's own.
    """

    def restore(_store: object) -> Saved:
        lacking = len(recovery.history_damage(partner_id, customer_id))
        saved = recovery.restore(partner_id, customer_id)
        name = saved.customers[customer_id].name if customer_id else saved.partner.name
        is_kept = recovery.last_restored(partner_id) is not None
        said.append(_restored(name, lacking, is_kept=is_kept))
        return saved

    return restore


def undoing(recovery: Recovery, partner_id: str, own: OwnSteps) -> Job:
    """Return the job that undoes the user's last step in a partner, on a screen of a run.

    The job fails if that step restored a file: the damaged file is put back where it was restored,
    and a step before that is not what the user means. It also fails if `own` knows that the user
    must be asked first.
    """

    def undo(store: Store) -> Saved:
        if recovery.last_restored(partner_id) is not None:
            message = _(
                "the last step restored a file: u in the list before puts the damaged one back"
            )
            raise UsageError(message)
        own.check(store, partner_id)
        return store.undo(partner_id)

    return undo


def _restored(name: str, lacking: int, *, is_kept: bool) -> str:
    if lacking:
        sentence = ngettext(
            "Restored {name} in part: {count} history line is damaged; verify names it.",
            "Restored {name} in part: {count} history lines are damaged; verify names them.",
            lacking,
        )
        return sentence.format(name=name, count=lacking)
    if is_kept:
        return _("Restored {name}; u puts the damaged file back.").format(name=name)
    return _("Restored {name}.").format(name=name.rstrip("."))
