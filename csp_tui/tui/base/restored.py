"""What a screen says after it has restored a damaged or missing file."""

from __future__ import annotations

from csp_tui.core.base.language import _, ngettext
from csp_tui.core.care.recovery import Recovery


def restored_sentence(recovery: Recovery, partner_id: str, name: str, lacking: int) -> str:
    """Return the sentence after the file of a partner or customer was restored.

    Args:
        recovery: says whether the damaged file is kept.
        partner_id: the partner.
        name: the partner's or customer's name.
        lacking: how many damaged history lines the restored file lacks the changes of.
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
