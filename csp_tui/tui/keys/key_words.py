"""The names of keys in the language of the screen."""

from __future__ import annotations

from csp_tui.core.base.language import pgettext


def key_words(shown: str) -> str:
    """Return `shown`, one or several keys, as the keyboard of a reader has their names.

    Characters and keys such as ``ctrl+g`` have the same name in every language.
    """
    keys = shown.split()
    if keys == ["left", "right"]:
        return pgettext("key", "left right")
    return " ".join(map(_word, keys))


def _word(key: str) -> str:
    match key:
        case "enter":
            return pgettext("key", "enter")
        case "space":
            return pgettext("key", "space")
        case "backspace":
            return pgettext("key", "backspace")
        case "down":
            return pgettext("key", "down")
        case "up":
            return pgettext("key", "up")
        case "left":
            return pgettext("key", "left")
        case "right":
            return pgettext("key", "right")
        case "pgdn":
            return pgettext("key", "pgdn")
        case "pgup":
            return pgettext("key", "pgup")
        case "home":
            return pgettext("key", "home")
        case "end":
            return pgettext("key", "end")
    return key
