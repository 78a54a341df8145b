"""Questions that a user answers with a key or a line of text, and talks, which ask several.

A talk is a generator: it yields each `Question`, is sent the answer, and returns its result. The
code that runs a talk decides where questions are shown: in the bottom row of a screen, or as lines
that a command prints.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import NamedTuple, TypeVar

from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import N_, _

Keys = Sequence[tuple[str, str]]
"""The letters that answer a question, each with the English word for what it means.

``ctrl+g`` among them is only shown: it always leaves a question without an answer.
"""

YES_NO: Keys = (("y", N_("yes")), ("n", N_("no")))
"""The keys of a question that is answered yes or no."""


class Question(NamedTuple):
    """A question that a user answers with one key or, if it has no `keys`, with a line of text.

    Args:
        label: what to type; "" where one key answers.
        value: the suggested answer; in a command an empty answer means this one.
        check: returns why an answer is refused, or an empty text. The question is asked until an
            answer is not refused.
        lead: what the answer brings about, and what is odd about it; shown before the label.
        meaning: returns what an answer means; shown after the answer where there is room.
        names: names in title, lead and label, which may be cut where a screen has no room for them.
        is_typed: whether the user typed `value` before; a screen then lets typing add to it.
        title: the act, its object and their number, with a question mark; "" for a mere prompt.
        keys: the keys that answer; the answer is then the key itself, in lower case.
    """

    label: str
    value: str = ""
    check: Callable[[str], str] = lambda _answer: ""
    lead: str = ""
    meaning: Callable[[str], str] = lambda _answer: ""
    names: Sequence[str] = ()
    is_typed: bool = False
    title: str = ""
    keys: Keys = ()

    def answer_by(self, key: str) -> str:
        """Return the answer for a pressed `key`; "" if it is no letter that answers.

        Upper case counts as lower case, and the French ``o`` as ``y`` where it means nothing else.
        """
        known = [each for each, _words in self.keys if len(each) == 1]
        wanted = key.lower()
        if wanted == "o" and "o" not in known:
            wanted = "y"
        return wanted if wanted in known else ""


Result = TypeVar("Result")

Talk = Generator[Question, str, Result]
"""A generator that yields questions, is sent their answers, and returns a `Result`."""


def confirmed(title: str, lead: str, names: Sequence[str] = ()) -> Talk[bool]:
    """Ask the question `title` and return whether the answer is yes.

    Args:
        title: the act, its object and their number, with a question mark.
        lead: what a yes brings about, and what is odd about it.
        names: names in `title` and `lead` that may be cut where a screen has no room for them.
    """
    answer = yield Question("", lead=lead, names=names, title=title, keys=YES_NO)
    return answer == "y"


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
