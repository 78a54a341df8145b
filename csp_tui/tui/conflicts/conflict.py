"""A conflict as the screen has it."""

from __future__ import annotations

from typing import NamedTuple

from csp_tui.core.care.conflicts import Fallen
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
    def fallen(self) -> Fallen:
        """The id of the history line that fell, and the register in which it did."""
        return self.clash.fell.id, self.clash.register

    @property
    def place(self) -> tuple[str, tuple[str, ...]]:
        """The customer, or "", and the table of the values that both have changed."""
        return self.clash.register.customer, self.clash.register.table

    @property
    def key(self) -> str:
        """The key of the conflict's row in the list; no other conflict has it."""
        customer, table, name = self.clash.register
        return " ".join((self.partner_id, self.clash.fell.id, customer, *table, name))
