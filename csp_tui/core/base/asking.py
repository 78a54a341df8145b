"""Asking for lines of text: what is asked, and how a talk of several questions runs.

A talk is a generator: it yields a `Question`, is sent the answer, and returns what comes of it.
Who runs it decides where the questions are shown: the bottom row of a screen, or plain lines.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _


@dataclass(frozen=True, slots=True)
class Question:
    """A line of text to ask for.

    Args:
        label: what is asked.
        value: what is offered; an empty answer on plain lines means it.
        check: returns what is wrong with an answer, or nothing; it is asked again meanwhile.
        lead: what the question is about, said before it where there is room.
    """

    label: str
    value: str = ""
    check: Callable[[str], str] = lambda _answer: ""
    lead: str = ""


Result = TypeVar("Result")

Talk = Generator[Question, str, Result]
"""Yields what to ask next, is sent the answer, and returns what came of it."""


def confirmed(question: str, lead: str = "") -> Talk[bool]:
    """Ask `question` and return whether the answer is yes; an empty answer means no."""
    typed = yield Question(f"{question} y/N", "", yes_no_trouble, lead)
    return yes_or_no(typed) is True


def yes_or_no(text: str) -> bool | None:
    """Return what a typed answer means; None for an empty one.

    Raises:
        UsageError: it is neither yes nor no.
    """
    word = text.strip().casefold()
    if word in ("", "y", "yes", "o", "oui"):
        return True if word else None
    if word in ("n", "no", "non"):
        return False
    raise UsageError(_("answer y or n"))


def trouble_of(make: Callable[[str], object]) -> Callable[[str], str]:
    """Return a check of answers: the reason why `make` refuses one, or nothing."""

    def trouble(text: str) -> str:
        try:
            make(text)
        except UsageError as error:
            return str(error)
        return ""

    return trouble


yes_no_trouble = trouble_of(yes_or_no)
"""Returns what is wrong with an answer; nothing where it is yes, no or empty."""
