"""A conflict as the screen has it."""

from __future__ import annotations

from typing import NamedTuple

from csp_tui.core.describe.clashes import ClashWords
from csp_tui.core.history.clashes import Clash
from csp_tui.core.workplace.workplace import Workplace


class Conflict(NamedTuple):
    """A conflict, with the workplace that has its partner.

    For an archived partner, that is the workplace of the archive.
    """

    at: Workplace
    partner_id: str
    clash: Clash
    words: ClashWords

    @property
    def line_id(self) -> str:
        """The id of the history line that fell."""
        return self.clash.fell.id

    @property
    def key(self) -> str:
        """The key of the conflict's row in the list; no other conflict has it."""
        customer, table, name = self.clash.register
        return " ".join((self.partner_id, self.line_id, customer, *table, name))

    def is_same(self, other: Conflict) -> bool:
        """Return whether both are the same conflict, perhaps read at different times."""
        return self.key == other.key
