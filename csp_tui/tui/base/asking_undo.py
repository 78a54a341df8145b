"""Ask before `u` takes back an older step than the user may think of."""

from __future__ import annotations

from collections.abc import Callable

from csp_tui.core.base.asking import Talk, confirmed
from csp_tui.core.base.errors import CspTuiError, NotFoundError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line
from csp_tui.core.describe.history import act, spoken, titles
from csp_tui.core.workplace.workplace import Workplace
from csp_tui.tui.base.list_screen import ListScreen
from csp_tui.tui.base.restored import UNDONE, undoing
from csp_tui.tui.base.screen_saving import Saving
from csp_tui.tui.host import host_of
from csp_tui.tui.saving.own_steps import OlderStepError


def ask_first(
    screen: ListScreen,
    workplace: Workplace,
    error: CspTuiError,
    again: Callable[[], object],
) -> bool:
    """If `error` is that an undo must be asked for, ask, unless another screen is in front.

    Args:
        screen: the screen on which the undo was asked for.
        workplace: the store and the checklists, for the words.
        error: why nothing was taken back.
        again: asks for the undo again, once the user has agreed.

    Returns:
        Whether the error is that.
    """
    if not isinstance(error, OlderStepError):
        return False
    if screen.app.screen is screen:
        screen.converse(_ask(screen, workplace, error, again))
    return True


def undo_in(
    workplace: Workplace, screen: ListScreen, saving: Saving, again: Callable[[], object]
) -> None:
    """Undo the user's last step in the partner of a run; of a restored file, say where that is.

    If it is an older step than the user may think of, ask first; `again` asks for the undo again.
    """
    from csp_tui.core.care.recovery import Recovery

    partner_id, recovery = saving.view.partner.id, Recovery(workplace.places, workplace.store)
    job = undoing(recovery, partner_id, host_of(screen).saver.own_steps)
    saving.ask_for(job, UNDONE, lambda error: ask_first(screen, workplace, error, again))


def _ask(
    screen: ListScreen,
    workplace: Workplace,
    error: OlderStepError,
    again: Callable[[], object],
) -> Talk[None]:
    line = error.line
    try:
        partner = workplace.store.load(error.partner_id)
    except NotFoundError:  # that step has archived it
        from csp_tui.core.care.archive import archived_workplace

        workplace = archived_workplace(workplace)
        partner = workplace.store.load(error.partner_id)
    named = visible_line(titles(workplace, partner)(line))
    what = f"{visible_line(act(line))} {named}".rstrip()
    and_more = _("{named} and {count} more")
    if error.number > 1:
        what = and_more.format(named=what, count=error.number - 1)
    name, when = visible_line(partner.name), spoken("at", line.when, workplace.today)
    whose = and_more.format(named=name, count=error.others) if error.others else name
    title = _("Take back: {what}, of {when}?")
    if not screen.partner_id:
        title = _("Take back in {name}: {what}, of {when}?")
    title = title.format(name=whose, what=what, when=when)
    leads = []
    if error.is_act_void:
        leads.append(_("Your last act changed nothing, so this is the step before it."))
    if error.is_earlier:
        leads.append(_("You made it before you opened csp-tui this time."))
    if (yield from confirmed(title, " ".join(leads), [named, name])):
        host_of(screen).saver.own_steps.let_undo(line)
        screen.call_later(again)  # once this question is closed
    else:
        screen.say(_("Nothing was taken back."))
