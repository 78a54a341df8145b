"""The names of keys in the language of the screen."""

from __future__ import annotations

from csp_tui.core.base.language import pgettext


def key_words(shown: str) -> str:
    """Return `shown`, one or several keys, as the keyboard of a reader has their names.

    Characters and keys such as ``ctrl+g`` have the same name in every language.
    """
    names = {
        "enter": pgettext("key", "enter"),
        "space": pgettext("key", "space"),
        "backspace": pgettext("key", "backspace"),
        "down": pgettext("key", "down"),
        "up": pgettext("key", "up"),
        "left": pgettext("key", "left"),
        "right": pgettext("key", "right"),
        "pgdn": pgettext("key", "pgdn"),
        "pgup": pgettext("key", "pgup"),
        "home": pgettext("key", "home"),
        "end": pgettext("key", "end"),
    }
    keys = shown.split()
    if keys == ["left", "right"]:
        return pgettext("key", "left right")
    return " ".join(names.get(each, each) for each in keys)
