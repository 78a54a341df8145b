"""Make Textual's bindings from the actions."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from csp_tui.tui.keys.all_keys import Action


def bindings_for(actions: Iterable[Action]) -> list[BindingType]:
    """Return a Textual binding for each action."""
    return [
        Binding(
            action.keys,
            method_name(action.id),
            action.title,
            show=False,
            key_display=action.shown,
            id=action.id,
        )
        for action in actions
    ]


def method_name(action_id: str) -> str:
    """Return Textual's name of an action: ``open-partner`` becomes ``open_partner``."""
    return action_id.replace("-", "_")
