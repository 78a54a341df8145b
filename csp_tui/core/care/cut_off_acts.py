"""What is said of an act on several partners whose process has died before all were saved."""

from __future__ import annotations

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.care.take_back import last_step, partners_with
from csp_tui.core.partners.last_visit import when
from csp_tui.core.store.act_notes import CutOffAct
from csp_tui.core.workplace.workplace import Workplace


def cut_off_words(workplace: Workplace, act: CutOffAct, undo: str) -> str:
    """Return a sentence on an act that was cut off; "" if it is in all partners all the same.

    Partners whose history cannot be read are not counted.

    `undo` is the key or the command that takes it back, or goes on with it if it is an undo. It is
    left out if that would take back another act.
    """
    ids, time = partners_with(workplace, act.step), when(act.at, workplace.clock())
    done = len(ids)
    if done >= act.partners:
        return ""
    if not done:
        message = _("cut off {time}, before the first of {count} partners was changed")
    elif _is_next(workplace, act, ids[0]):
        message = _("cut off {time}: {done} of {count} partners changed; {undo} takes that back")
        if act.is_undo:
            message = _("cut off {time}: taken back in {done} of {count} partners; {undo} goes on")
    elif act.is_undo:
        message = _("cut off {time}: taken back in {done} of {count} partners")
    else:
        message = _("cut off {time}: {done} of {count} partners changed")
    return message.format(time=time, done=done, count=act.partners, undo=undo)


def _is_next(workplace: Workplace, act: CutOffAct, partner_id: str) -> bool:
    """Return whether an undo takes back `act`, or goes on with it; `partner_id` is one that has it.

    An undo goes on only as long as the step that it takes back is the user's last.
    """
    try:
        last = last_step(workplace)[0]
        if not act.is_undo:
            return last == act.step
        both = (workplace.store, archived_workplace(workplace).store)
        lines = (line for at in both for line in at.history(partner_id).readable_lines())
        return any(line.step == act.step and line.undone[0] == last for line in lines)
    except CspTuiError:
        return False
