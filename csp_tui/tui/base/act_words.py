"""Messages on an act on several items, and on one over several partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.base.text import visible_line
from csp_tui.core.history.acts import Act, meaning_of

if TYPE_CHECKING:
    from csp_tui.core.store.over_partners import Done
    from csp_tui.core.workplace.workplace import Workplace


def changed_items(act: Act, count: int) -> str:
    """Return the message that `act` has changed `count` items."""
    sentence = ngettext(
        "{count} item {act}. u undoes that.", "{count} items {act}. u undoes them all.", count
    )
    return sentence.format(count=count, act=_(meaning_of(act).words_for_marked))


def sentences(*parts: str) -> str:
    """Return `parts` that are not empty as one text, each but the last with a full stop."""
    *others, last = filter(None, parts)
    return " ".join([*(f"{each.rstrip('.')}." for each in others), last])


def taken_back(done: Done, workplace: Workplace, *, redo: bool) -> str:
    """Return the message that an act was undone, with `redo` that it was made again.

    If that has only moved partners out of the archive or into it, the message names them.
    """
    count = len(done.saved)
    acts = {line.do for each in done.saved for line in each.lines}
    words = ngettext("Undone for {count} partner.", "Undone for {count} partners.", count)
    if redo:
        words = ngettext("Redone for {count} partner.", "Redone for {count} partners.", count)
    if acts == {Act.ARCHIVE if redo else Act.UNARCHIVE}:
        from csp_tui.core.runs.run_questions import some_names  # late: it is rarely needed

        words = _("Archived again: {names}.") if redo else _("Brought back: {names}.")
        names = some_names([visible_line(each.partner.name) for each in done.saved])
        return f"{words.format(names=names)} {who_stays(done, workplace)}".rstrip()
    return f"{words.format(count=count)} {who_stays(done, workplace)}".rstrip()


def who_stays(done: Done, workplace: Workplace) -> str:
    """Return a sentence on the partners in which nothing was changed; "" if there are none.

    It says how many they are, with the name and the reason of the first.
    """
    if not done.failed:
        return ""
    partner_id, error = next(iter(done.failed.items()))
    stays = ngettext(
        "{count} stays: {name}, {why}.", "{count} stay: {name}, {why}.", len(done.failed)
    )
    row = workplace.overview.row(partner_id)
    if row.error:  # it may have been archived meanwhile
        from csp_tui.core.care.archive import archived_workplace  # late: it is rarely needed

        archived = archived_workplace(workplace).overview.row(partner_id)
        row = row if archived.error else archived
    name, why = visible_line(row.name), error.short.rstrip(".")
    return stays.format(count=len(done.failed), name=name, why=why)
