"""Questions that a user answers with a line of text, and talks, which ask several of them.

A talk is a generator: it yields each `Question`, is sent the answer, and returns its result. The
code that runs a talk decides where questions are shown: in the bottom row of a screen, or as lines
that a command prints.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a user answers with a line of text.

    Args:
        label: the question itself.
        value: the suggested answer; in a command an empty answer means this one.
        check: returns why an answer is refused, or an empty text. The question is asked until an
            answer is not refused.
        lead: what the question is about; shown before the label.
        meaning: returns what an answer means; shown after the answer where there is room.
        names: names in label and lead, which may be cut where a screen has no room for them.
        is_typed: whether the user typed `value` before; a screen then lets typing add to it.
    """

    label: str
    value: str = ""
    check: Callable[[str], str] = lambda _answer: ""
    lead: str = ""
    meaning: Callable[[str], str] = lambda _answer: ""
    names: Sequence[str] = ()
    is_typed: bool = False


Result = TypeVar("Result")

Talk = Generator[Question, str, Result]
"""A generator that yields questions, is sent their answers, and returns a `Result`."""


def confirmed(question: str, lead: str = "", names: Sequence[str] = ()) -> Talk[bool]:
    """Ask `question` and return whether the answer is yes; an empty answer means no.

    Args:
        question: the question without ``y/N``, which is added.
        lead: what the question is about; shown before it.
        names: names in `question` and `lead` that may be cut where a screen has no room for them.
    """
    label = _("{question} y/N").format(question=question)
    typed = yield Question(label, "", yes_no_trouble, lead, names=names)
    return yes_or_no(typed) is True


def yes_or_no(text: str) -> bool | None:
    """Return True for a typed yes, in English or French, False for a no, None for an empty answer.

    Raises:
        UsageError: `text` is something else.
    """
    word = text.strip().casefold()
    if word in ("", "y", "yes", "o", "oui"):
        return True if word else None
    if word in ("n", "no", "non"):
        return False
    raise UsageError(_("answer y or n"))


def trouble_of(make: Callable[[str], object]) -> Callable[[str], str]:
    """Return a check of answers, for `Question`, that calls `make` with each answer.

    The check returns the message of the UsageError that `make` raises; empty if it raises none.
    """

    def trouble(text: str) -> str:
        try:
            make(text)
        except UsageError as error:
            return str(error)
        return ""

    return trouble


yes_no_trouble = trouble_of(yes_or_no)
"""A check for `Question`: returns an empty text for yes, no or an empty answer, else a message."""
