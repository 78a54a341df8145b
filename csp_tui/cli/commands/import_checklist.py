"""``import checklist``."""

from __future__ import annotations

from csp_tui.cli.session import Session


def import_checklist(session: Session) -> int:
    """Import."""
    raise NotImplementedError
