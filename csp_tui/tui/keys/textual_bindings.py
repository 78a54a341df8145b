"""Textual's bindings, made from the one definition of every action."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingType

from csp_tui.tui.keys.all_keys import Action


def bindings_for(actions: Iterable[Action]) -> list[BindingType]:
    """Return a binding for each action."""
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
    """Return the name by which Textual calls an action: its id with underscores."""
    return action_id.replace("-", "_")
