"""Split what the terminal sends into keys and pastes; drop its answers to questions.

Textual's parser takes some characters for keys that are none: those of a paste after an escape
character, and those of an answer that is long or that the parser does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MOST_PASTED = 20_000
"""How many characters of a paste are taken."""

_SPECIAL = re.compile(
    r"(?P<part>\x1b(\[[0-?]{0,31}[ -/]?|[]PX^_])?\Z)"
    r"|(?P<paste>\x1b\[200~)"
    r"|(?P<string>\x1b[]PX^_])"
    r"|(?P<long>\x1b\[[0-?]{32})"
    r"|\x1b\[([=>?][0-?]*(?!\$y)[ -/]*[@-~]|[0-9:;]+[tnx])"
    r"|\x1b\\"
)
"""What is no key: a sequence that has only begun; the start of a paste, of a string (OSC, DCS, APC,
PM, SOS), or of a sequence longer than any key's; a whole answer. Reports of modes (``$y``) are left
to Textual."""
_PASTE_END = "\x1b[201~"
_STRING_END = re.compile("\x07|\x1b\\\\|(?=[\x00-\x1f])")
_LONG_END = re.compile("[@-~]|(?=[^ -~])")
_PART_OF_PASTE_END = re.compile(r"\x1b(\[(2(0(1)?)?)?)?\Z")


class TerminalInput:
    """Splits the characters that the terminal sends into keys and pastes."""

    def __init__(self) -> None:
        self._held = ""
        self._pasted: str | None = None
        self._dropped_until: re.Pattern[str] | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether the last characters are kept, since they may begin an escape sequence.

        If no more characters follow, they are a key: `take_held` returns them.
        """
        return bool(self._held) and self._pasted is None

    def take_held(self) -> str:
        """Return the characters that are kept and may begin an escape sequence; forget them."""
        held, self._held = self._held, ""
        return held

    def split(self, text: str) -> Iterator[tuple[str, bool]]:
        """Yield the pieces of `text`, each with True if it is a whole paste, False if it is keys.

        A paste that has not ended is kept until a later call has its end. Of a paste that is too
        long, one character more than `MOST_PASTED` is kept. Answers of the terminal are dropped;
        one that never ends is dropped up to the next control character.
        """
        text = self.take_held() + text
        while text:
            if self._dropped_until is not None:
                end = self._dropped_until.search(text)
                text = text[end.end() :] if end else ""
                self._dropped_until = None if end else self._dropped_until
            elif self._pasted is not None:
                piece, end_of_paste, text = text.partition(_PASTE_END)
                if not end_of_paste and (part := _PART_OF_PASTE_END.search(piece)):
                    piece, self._held = piece[: part.start()], part[0]
                self._pasted = (self._pasted + piece)[: MOST_PASTED + 1]
                if end_of_paste:
                    yield self._pasted, True
                    self._pasted = None
            else:
                special = _SPECIAL.search(text)
                start, stop = special.span() if special else (len(text), len(text))
                if start:
                    yield text[:start], False
                text = text[stop:]
                if special:
                    self._begin(special)

    def _begin(self, special: re.Match[str]) -> None:
        match special.lastgroup:
            case "part":
                self._held = special[0]
            case "paste":
                self._pasted = ""
            case "string":
                self._dropped_until = _STRING_END
            case "long":
                self._dropped_until = _LONG_END
