"""Choose the one of several things that a word on the command line names.

A word names the thing whose id or name it is, else the only one whose id or name starts so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from csp_tui.core.base.errors import NotFoundError, UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.near import near_word
from csp_tui.core.base.text import fold

T = TypeVar("T")

_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """A thing that a word may name, by its id or its name; `value` is returned for it."""

    id: str
    name: str
    value: T
    place: str = ""
    """The key of the run that an item is in, if several runs are searched; else ""."""
    other_name: str = ""
    """The name in a second language, which the word may match, too."""

    @property
    def described(self) -> str:
        """Id, run and name as one text, to list the things that fit a word."""
        where = _("{id} in {place}").format(id=self.id, place=self.place)
        text = where if self.place else self.id
        return f"{text} ({self.name})" if self.name else text


def choose(word: str, candidates: Sequence[Candidate[T]], kind: str) -> T:
    """Return the value of the candidate that `word` names.

    An exact id comes first, then an exact name, then the start of an id or name; names are also
    those in another language (`other_name`). Case matters for an exact id only.

    Args:
        word: what the user typed.
        candidates: the things to choose from.
        kind: what they are, for messages, such as ``partner``.

    Raises:
        UsageError: `word` is empty, or candidates with several values fit.
        NotFoundError: no candidate fits; the message names the most similar one, if any.
    """
    wanted = fold(word.strip())
    if not wanted:
        raise UsageError(_("name a {kind}; what was given is empty").format(kind=kind))
    for fits in (
        lambda each: each.id == word,
        lambda each: wanted in map(fold, (each.id, each.name, each.other_name)),
        lambda each: any(
            fold(text).startswith(wanted) for text in (each.id, each.name, each.other_name)
        ),
    ):
        found = [each for each in candidates if fits(each)]
        if found and all(each.value == found[0].value for each in found):
            return found[0].value
        if found:
            message = _('"{word}" fits more than one {kind}: {found}')
            once = [*{(each.id, each.place): each for each in reversed(found)}.values()][::-1]
            raise UsageError(message.format(word=word, kind=kind, found=_list(once)))
    near = _nearest(wanted, candidates)
    message = (
        _('there is no {kind} "{word}"; did you mean {near}?')
        if near
        else _('there is no {kind} "{word}"')
    )
    raise NotFoundError(message.format(kind=kind, word=word, near=near))


def _list(candidates: Sequence[Candidate[T]]) -> str:
    named = ", ".join(each.described for each in candidates[:_MOST_NAMED])
    more = len(candidates) - _MOST_NAMED
    if more <= 0:
        return named
    return _("{named} and {count} more").format(named=named, count=more)


def _nearest(wanted: str, candidates: Sequence[Candidate[T]]) -> str:
    known = {text: each for each in candidates for text in (each.name, each.other_name, each.id)}
    near = near_word(wanted, filter(None, known))
    return known[near].described if near else ""


def refuse_without_all(given: Mapping[str, object]) -> None:
    """Raise UsageError if an option is given that chooses among many, while one is named.

    Else it would be ignored, and what it was to leave out would be changed. `given` has the value
    of each such option, by the option.
    """
    options = [option for option, value in given.items() if value not in (None, False, [])]
    if options:
        message = _("these options go together with --all: {options}")
        raise UsageError(message.format(options=", ".join(options)))
