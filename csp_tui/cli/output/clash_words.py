"""Print the changes that fell against others which people had made at the same time."""

from __future__ import annotations

from csp_tui.cli.output.json_shapes import Shape, of_line
from csp_tui.cli.output.output import Output, labelled
from csp_tui.core.base.language import _
from csp_tui.core.describe.clashes import ClashWords
from csp_tui.core.history.clashes import Clash


def of_clash(partner_id: str, clash: Clash, words: ClashWords) -> Shape:
    """Return the JSON of a clash: partner, title, the change that stands, and the one that fell.

    The title is that of what was changed, such as an item; "" for the partner itself.
    """
    return {
        "partner": partner_id,
        "name": words.partner,
        "title": words.title,
        "stands": of_line(clash.stands.line),
        "fell": of_line(clash.fell),
    }


def print_clash(out: Output, head: str, words: ClashWords) -> None:
    """Print a clash: `head`, and below it the values that stand and those that fell."""
    out.text(head, 0, 2)
    out.text(labelled(_("kept"), str(words.stands)), 2, 4)
    out.text(labelled(_("not kept"), str(words.fell)), 2, 4)
