"""The lines of a history, each decoded only when it is needed, since most never are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from csp_tui.core.history.acts import Act, meaning_of
from csp_tui.core.history.line import HistoryLine, decode_line

_REMEMBERED = 1024


class HistoryLines:
    """The history lines of one partner as a sequence, the oldest first.

    Args:
        encoded: the bytes of each line in the file.
    """

    def __init__(self, encoded: Sequence[bytes]) -> None:
        self._encoded = encoded
        self._decoded = lru_cache(maxsize=_REMEMBERED)(decode_line)

    def __len__(self) -> int:
        return len(self._encoded)

    def __getitem__(self, number: int) -> HistoryLine:
        """Return the line with this index, from 0; raises ValueError if the line is damaged."""
        return self._decoded(self._encoded[number])

    def readable(self, number: int) -> HistoryLine | None:
        """Return the line with the index `number`; None if the line is damaged."""
        try:
            return self[number]
        except ValueError:
            return None

    def number_of(self, line_id: str) -> int | None:
        """Return the index of the line with the id `line_id`; None if there is no such line."""
        word = f'"n":{line_id.partition(":")[2]},'
        for number in self._holding(word, len(self)):
            if (line := self.readable(number)) and line.id == line_id:
                return number
        return None

    def of_item(self, run: str, item: str) -> list[int]:
        """Return the indexes of the lines about an item of a run, the oldest first."""
        found = [
            number
            for number in self._holding(f'"{item}"', len(self))
            if (line := self.readable(number)) and (line.run, line.item) == (run, item)
        ]
        return found[::-1]

    def original_of(self, number: int) -> int | None:
        """Return the index of the line whose change the line `number` takes back or makes again.

        For an undo of an undo (and so on) it is the line of the first change. None if the line is
        no undo, redo or revert, or if the line that it names is not there.

        Raises:
            ValueError: the line is damaged.
        """
        found = self._target(number) if meaning_of(self[number].do).is_undoing else None
        while found is not None and self[found].do in (Act.UNDO, Act.REDO):
            found = self._target(found)
        return found

    def _target(self, number: int) -> int | None:
        """Return the index of the line that the line at `number` takes back.

        If it takes back a step, this is the line of the step about the same item, run or other
        table. None if the line takes nothing back, or if the other one is not there.
        """
        line = self[number]
        name, short = line.undone
        _, is_line, count = name.partition(":")
        word = f'"n":{count},' if is_line else f'"{name}"'
        for earlier in self._holding(word, number) if name else ():
            found = self.readable(earlier)
            if found is None or name != (found.id if is_line else found.step):
                continue
            is_place = (found.run, found.item, found.part) == (line.run, line.item, line.part)
            named = found if is_line else self._first_of_step(earlier)
            if is_place and named.identity.startswith(short):
                return earlier
        return None

    def _first_of_step(self, number: int) -> HistoryLine:
        """Return the first line of the step to which the line `number` belongs.

        The lines of a step are side by side.
        """
        line = self[number]
        while number and (before := self.readable(number - 1)):
            if (before.step, before.identity) != (line.step, line.prev):
                break
            number, line = number - 1, before
        return line

    def _holding(self, word: str, end: int) -> Iterator[int]:
        """Yield the indexes below `end` of the lines whose bytes hold `word`, the last first."""
        needle = word.encode()
        return (number for number in range(end - 1, -1, -1) if needle in self._encoded[number])
