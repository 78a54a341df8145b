"""One act over several partners."""

from __future__ import annotations

from datetime import UTC, datetime

from csp_tui.core.base.errors import WriteError
from csp_tui.core.progress.model import Partner
from csp_tui.core.store.over_partners import save_each
from csp_tui.core.store.saved import Saved
from csp_tui.core.store.shared_act import SharedAct
from csp_tui.core.store.store import Store

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


def test_whatever_fails_in_one_partner_the_others_are_saved_and_told(store: Store):
    def save(partner_id: str, _step: str) -> Saved:
        if partner_id == "b":
            raise ValueError(partner_id)
        return Saved(Partner(partner_id, partner_id), (), NOW)

    done = save_each(store, "abc", save, SharedAct(3))
    assert [each.partner.id for each in done.saved] == ["a", "c"]
    assert isinstance(done.failed["b"], WriteError)
