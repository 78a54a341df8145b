"""A short name for a run: its key in words."""

from __future__ import annotations

from csp_tui.core.base.language import N_, _

_SHIPPED = {
    "enroll-direct": N_("Enroll direct"),
    "transition-to-indirect": N_("To indirect"),
    "keep-direct": N_("Keep direct"),
    "keep-reseller": N_("Keep reseller"),
}
"""Names of the shipped checklists, whose ids are English words."""


def run_name(key: str, checklist: str) -> str:
    """Return the key of a run in words: ``Keep direct 2027`` of ``keep-direct-2027``."""
    rest = key.removeprefix(checklist)
    if checklist not in _SHIPPED or rest == key:
        return key.replace("-", " ").capitalize()
    return _(_SHIPPED[checklist]) + rest.replace("-", " ")
