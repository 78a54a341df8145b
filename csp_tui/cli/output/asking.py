"""Ask the user questions on standard error and read the answers from standard input.

Where standard input is no terminal, a script may have written the answers into it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from csp_tui.cli.output.streams import is_terminal
from csp_tui.core.base.asking import Question, Result, Talk, yes_or_no
from csp_tui.core.base.errors import UsageError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import visible_line

Answer = Callable[[str], bool | None]
"""A function that returns what a typed line means; it raises UsageError for a wrong answer."""


def can_ask() -> bool:
    """Return whether a user sees questions and types answers: stdin and stderr are terminals."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def can_ask_again() -> bool:
    """Return whether a user types the answers (stdin is a terminal) and can correct a wrong one."""
    return is_terminal(sys.stdin)


def ask(question: str) -> str:
    """Print `question` and return the typed line, without outer blanks; "" at the end of input.

    Raises:
        UsageError: what was typed cannot be decoded.
    """
    return ask_line(question) or ""


def ask_line(question: str) -> str | None:
    """Print `question` and return the typed line, without outer blanks; None at the end of input.

    The question goes to standard error. A blank follows it, or a line break if standard input is no
    terminal.

    Raises:
        UsageError: what was typed cannot be decoded.
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
    """Ask until `understand` raises no UsageError for the answer; return its result.

    With `yes_or_no` the result is True, False, or None for an empty answer. After a wrong answer
    the message of the UsageError is the next question.

    Raises:
        UsageError: an answer is wrong and standard input is no terminal.
    """
    while True:
        try:
            return understand(ask(question))
        except UsageError as error:
            if not can_ask_again():
                raise
            question = _("{error}:").format(error=error)


def run_talk(talk: Talk[Result], given: str = "", *, is_sure: bool) -> Result | None:
    """Ask the questions of `talk` on plain lines, and return its result.

    A question that one key answers is asked as one of yes or no. So is the title of one whose
    answer is typed, before that: on no, nothing more is asked, and the result is None.

    Args:
        talk: a generator that yields questions, takes the answers, and returns a result.
        given: an answer typed in advance. It goes to the first question with a typed answer; the
            later ones then get their suggested answer unasked. "" asks every question.
        is_sure: whether yes-or-no questions get ``y`` unasked.

    Raises:
        UsageError: `given` or a script's answer is wrong, or a script cannot answer a yes-or-no
            question.
    """
    rest = given
    try:
        question = next(talk)
        while True:
            if question.title:
                answer = "y" if is_sure else _ask_to_confirm(question)
                if not question.keys and answer == "n":
                    return None
                question = question._replace(lead="")
            if question.keys:
                pass
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
    asked = _("{doubt} {question} y/N").format(doubt=question.lead, question=question.title)
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
    """Ask the user to agree before something is done; raise UsageError if the user does not.

    Args:
        question: the question, printed as it is.
        unasked: the message of the error if nobody can be asked.
        refused: the message of the error if the user does not agree.
        understand: returns True for a line by which the user agrees; by default a yes.

    Raises:
        UsageError: nobody can be asked, or the user does not agree.
    """
    if not can_ask():
        raise UsageError(unasked)
    if not ask_until(question, understand):
        raise UsageError(refused)
