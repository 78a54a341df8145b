"""What is said of an act on several partners whose process has died before all were saved."""

from __future__ import annotations

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.care.take_back import last_step, partners_with
from csp_tui.core.partners.last_visit import when
from csp_tui.core.store.act_notes import CutOffAct
from csp_tui.core.workplace.workplace import Workplace


def cut_off_words(workplace: Workplace, act: CutOffAct, undo: str) -> str:
    """Return a sentence on an act that was cut off; "" if it is in all partners all the same.

    `undo` is the key or the command that takes it back. It is left out if that would take back
    another act.
    """
    done, time = len(partners_with(workplace, act.step)), when(act.at, workplace.clock())
    if done >= act.partners:
        return ""
    if not done:
        message = _("cut off {time}, before the first of {count} partners was changed")
    elif act.is_undo:
        message = _("cut off {time}: taken back in {done} of {count} partners; {undo} goes on")
    elif _is_last(workplace, act):
        message = _("cut off {time}: {done} of {count} partners changed; {undo} takes that back")
    else:
        message = _("cut off {time}: {done} of {count} partners changed")
    return message.format(time=time, done=done, count=act.partners, undo=undo)


def _is_last(workplace: Workplace, act: CutOffAct) -> bool:
    try:
        return last_step(workplace)[0] == act.step
    except CspTuiError:
        return False
