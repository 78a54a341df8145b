"""Keys: made from the one definition of every action."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from csp_tui.tui.keys.all_keys import Action


def bindings_for(actions: Iterable[Action]) -> list[BindingType]:
    """Return a binding for each action; its method is the id with underscores."""
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
    """Return the name of the action that Textual calls for an id."""
    return action_id.replace("-", "_")
