"""What a screen says after it has restored a damaged or missing file."""

from __future__ import annotations

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.care.recovery import Recovery


def restored_sentence(recovery: Recovery, partner_id: str, name: str, lacking: int) -> str:
    """Return the sentence to show after the file of a partner or customer was restored.

    If history lines are damaged, it says that the file was restored in part only. Otherwise, if the
    damaged file is kept, it says which key puts that file back.

    Args:
        recovery: knows whether the damaged file is kept.
        partner_id: the id of the partner.
        name: the partner's or customer's name.
        lacking: how many history lines are damaged; the restored file lacks their changes.
    """
    if lacking:
        sentence = ngettext(
            "Restored {name} in part: {count} history line is damaged; verify names it.",
            "Restored {name} in part: {count} history lines are damaged; verify names them.",
            lacking,
        )
        return sentence.format(name=name, count=lacking)
    if recovery.last_restored(partner_id) is None:
        return _("Restored {name}.").format(name=name)
    return _("Restored {name}; u puts the damaged file back.").format(name=name)
