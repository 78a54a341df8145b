"""Make a short name for a run from its key."""

from __future__ import annotations

from csp_tui.core.base.language import N_, _

_SHIPPED = {
    "enroll-direct": N_("Enroll direct"),
    "transition-to-indirect": N_("To indirect"),
    "keep-direct": N_("Keep direct"),
    "keep-reseller": N_("Keep reseller"),
}
"""Short names of the shipped checklists, to be translated, by checklist id."""


def run_name(key: str, checklist: str) -> str:
    """Return a name made from the `key` of a run: ``keep-direct-2027`` gives ``Keep direct 2027``.

    `checklist` is the id of the run's checklist.
    """
    rest = key.removeprefix(checklist)
    if checklist not in _SHIPPED or rest == key:
        return key.replace("-", " ").capitalize()
    return _(_SHIPPED[checklist]) + rest.replace("-", " ")
