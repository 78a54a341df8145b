"""Asking the user questions, if there is somebody to ask."""

from __future__ import annotations

import sys
from collections.abc import Callable

from csp_tui.cli.output.streams import is_terminal
from csp_tui.core.base.asking import Question, Result, Talk, yes_no_trouble, yes_or_no
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line

Answer = Callable[[str], bool | None]
"""Returns what a typed line means; raises UsageError if it is no answer."""


def can_ask() -> bool:
    """Return whether somebody can answer: standard input and standard error are terminals."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def can_ask_again() -> bool:
    """Return whether somebody types on a terminal and can be asked again; a script cannot."""
    return is_terminal(sys.stdin)


def ask(question: str) -> str:
    """Return the line that is typed after `question`; "" at the end of the input."""
    return ask_line(question) or ""


def ask_line(question: str) -> str | None:
    """Return the line that is typed after `question`; None at the end of the input.

    If a script answers, each question is on a line of its own.
    """
    if sys.stdout is not None:
        sys.stdout.flush()
    if sys.stderr is not None:
        sys.stderr.write(f"{visible_line(question)}{' ' if is_terminal(sys.stdin) else chr(10)}")
        sys.stderr.flush()
    try:
        line = sys.stdin.readline() if sys.stdin else ""
    except UnicodeDecodeError as error:
        message = _("what was typed is no text in the terminal's encoding")
        raise UsageError(message) from error
    return line.strip() if line else None


def ask_until(question: str, understand: Answer) -> bool | None:
    """Ask until `understand` accepts the answer, and return it; a script has one try."""
    while True:
        try:
            return understand(ask(question))
        except UsageError as error:
            if not can_ask_again():
                raise
            question = _("{error}:").format(error=error)


def run_talk(talk: Talk[Result], given: str = "", *, is_sure: bool) -> Result:
    """Ask on plain lines what a talk asks, and return its result.

    Args:
        talk: the questions.
        given: what was typed before the talk: the answer to the first question that is not
            answered by yes or no. The questions after it get the answers that they offer.
        is_sure: whether yes-or-no questions are answered by yes, unasked.

    Raises:
        UsageError: a script answers wrongly, or is asked what only --yes can answer.
    """
    rest = given
    try:
        question = next(talk)
        while True:
            if question.check is yes_no_trouble:
                answer = "y" if is_sure else _ask_to_confirm(question)
            elif given:
                answer, rest = rest or question.value, ""
                _refuse_wrong(question, answer)
            else:
                answer = _ask_line_of(question)
            question = talk.send(answer)
    except StopIteration as end:
        result: Result = end.value
        return result


def _ask_to_confirm(question: Question) -> str:
    asked = f"{question.lead} {question.label}".strip()
    if not can_ask_again():
        message = _("{doubt} Nothing was changed; --yes unticks")
        raise UsageError(message.format(doubt=question.lead))
    return "y" if ask_until(asked, yes_or_no) else "n"


def _ask_line_of(question: Question) -> str:
    offer = _("{question}, enter is {value}:") if question.value else _("{question}:")
    label = f"{question.lead} {question.label}".strip()
    asked = offer.format(question=label, value=question.value)
    while True:
        answer = ask(asked) or question.value
        try:
            _refuse_wrong(question, answer)
        except UsageError as error:
            if not can_ask_again():
                raise
            asked = _("{error}:").format(error=error)
        else:
            return answer


def _refuse_wrong(question: Question, answer: str) -> None:
    if trouble := question.check(answer):
        raise UsageError(trouble)


def confirm(question: str, *, unasked: str, refused: str, understand: Answer = yes_or_no) -> None:
    """Ask before something is done; return if the answer is yes.

    Args:
        question: the question.
        unasked: the error if nobody can be asked.
        refused: the error if the answer is not yes.
        understand: returns True for a yes.

    Raises:
        UsageError: nobody can be asked, or the answer is not yes.
    """
    if not can_ask():
        raise UsageError(unasked)
    if not ask_until(question, understand):
        raise UsageError(refused)
