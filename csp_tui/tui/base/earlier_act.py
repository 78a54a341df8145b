"""Take back an act on several partners that was made before the app was opened, in all of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.base.language import _
from csp_tui.core.care.archive import archived_workplace
from csp_tui.core.care.take_back import last_step
from csp_tui.core.history.line import HistoryLine
from csp_tui.core.history.steps import SHARED
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.asking_undo import ask_first
from csp_tui.tui.base.background import in_background
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.saving.own_steps import OlderStepError


class EarlierAct(NamedTuple):
    """The user's last act, on several partners; it may stand in one of them only."""

    partner_ids: list[str]
    """The partners in which it stands, archived ones too."""
    line: HistoryLine
    """The first line of its step in the first of them."""


def offer_earlier_act(
    screen: ListScreen,
    workplace: Workplace,
    take_back: Callable[[EarlierAct], object],
    otherwise: Callable[[], object],
) -> None:
    """If the user's last step was an act on several partners, ask whether to take it back in all.

    It is looked for in a thread, since it may be in any of ten thousand files.

    Args:
        screen: the screen on which the undo was asked for.
        workplace: the store, the archive and the rest.
        take_back: called with the act once the user has agreed.
        otherwise: called if the last step is no such act.
    """

    async def look() -> None:
        found = await in_background(lambda: _last_act(workplace))
        if found is None:
            otherwise()
            return
        (first, *others), line = found
        error = OlderStepError(first, line, is_act_void=False, is_earlier=True, others=len(others))
        ask_first(screen, workplace, error, partial(take_back, found))

    screen.say(_("Looking for your last act ..."))
    screen.run_worker(look(), group="earlier-act", exclusive=True)


def _last_act(workplace: Workplace) -> EarlierAct | None:
    try:
        step, ids = last_step(workplace)
        if SHARED not in step or not ids:
            return None
        for store in (workplace.store, archived_workplace(workplace).store):
            for line in store.history(ids[0]).readable_lines():
                if line.step == step:
                    return EarlierAct(ids, line)
    except CspTuiError:  # an unreadable history
        pass
    return None
