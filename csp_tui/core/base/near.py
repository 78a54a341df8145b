"""Suggest the near one of the known words for an unknown word, or name them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csp_tui.core.base.days import plain_form
from csp_tui.core.base.language import _
from csp_tui.core.base.text import fold

_FEW = 10
"""Choices that are all named in a message."""
_NEAR = 0.7
"""How much alike two words are at least, from 0 to 1, of which one is offered for the other."""


def near_word(word: str, known: Iterable[str]) -> str:
    """Return the word of `known` that is most like `word`; empty if none is much like it.

    Case and accents do not matter; an underscore or blank counts as a hyphen.
    """
    import difflib  # seldom needed

    by_form = {_form(each): each for each in known}
    found = difflib.get_close_matches(_form(word), by_form, n=1, cutoff=_NEAR)
    return by_form[found[0]] if found else ""


def choices_hint(word: str, known: Iterable[str]) -> str:
    """Return a hint on the wrong `word`: ``did you mean "en"? It is one of en, fr``.

    If no known word is near, the hint has only the list of known words: ``it is one of en, fr``. If
    one is near, and more than ten are known, the list is left out.
    """
    names = [*known]
    near = near_word(word, names)
    asked = _('did you mean "{near}"?').format(near=near)
    if near and len(names) > _FEW:
        return asked
    known_names = ", ".join(names)
    if near:
        return _("{asked} It is one of {known}").format(asked=asked, known=known_names)
    return _("it is one of {known}").format(known=known_names)


def translated_choice(word: str, titles: Mapping[str, str]) -> str:
    """Return the choice that `word` names, by itself or by its title in the current language.

    Case and accents do not matter. If `word` names no choice, or more than one, it is returned
    unchanged.

    Args:
        word: what was typed.
        titles: for each choice its English title, which is translated here.
    """
    wanted = _form(word)
    if wanted in titles:
        return wanted
    found = [choice for choice, title in titles.items() if _form(_(title)) == wanted]
    return found[0] if len(found) == 1 else word


def _form(word: str) -> str:
    return plain_form(fold(word)).replace("_", "-").replace(" ", "-")
