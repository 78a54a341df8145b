"""What was read before an interruption is not read again."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from csp_tui.core.disk.columns import Shape
from csp_tui.core.disk.file_stamps import Source
from csp_tui.core.disk.row_cache import RowCache

IDS = [f"p-{number:04}" for number in range(4_500)]


class Row(NamedTuple):
    id: str
    is_lasting: bool = True


class Reader:
    """Makes rows until one of them is reached."""

    def __init__(self, cache: RowCache[Row], until: str = "") -> None:
        self.read: list[str] = []
        self.told: list[tuple[int, int]] = []
        self._cache = cache
        self._until = until

    def rows(self, ids: list[str]) -> list[Row]:
        sources = [Source(each, (1, 2), 0) for each in ids]
        return self._cache.rows(
            ["format"], sources, self._row, on_progress=lambda *counts: self.told.append(counts)
        )

    def _row(self, key: str) -> Row:
        if key == self._until:
            raise KeyboardInterrupt
        self.read.append(key)
        return Row(key)


@pytest.fixture
def start(tmp_path, clock, monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 1)  # a second process would read a half
    path = tmp_path / "cache" / "rows.json"
    return lambda until="": Reader(RowCache(path, clock, Shape(Row)), until)


def test_what_was_read_before_an_interruption_is_not_read_again(start):
    cut_off = start(until="p-4200")
    with pytest.raises(KeyboardInterrupt):
        cut_off.rows(IDS)
    assert cut_off.told == [(2_000, 4_500), (4_000, 4_500)]
    again = start()
    assert again.rows(IDS) == [Row(each) for each in IDS]
    assert again.read == IDS[4_000:]
    assert again.told == []
    assert start().rows(IDS[::-1]) == [Row(each) for each in IDS[::-1]]


def test_who_goes_on_after_an_interruption_is_told_what_was_known(start):
    with pytest.raises(KeyboardInterrupt):
        start(until="p-2100").rows(IDS)
    again = start()
    again.rows(IDS)
    assert again.told == [(4_000, 4_500)]


def test_a_row_that_has_gone_is_not_in_the_file_any_more(start, tmp_path):
    start().rows(IDS)
    start().rows(IDS[:-1])
    assert IDS[-1].encode() not in (tmp_path / "cache" / "rows.json").read_bytes()
    last = start()
    last.rows(IDS[:-1])
    assert last.read == []


def test_starts_that_each_read_one_row_more_do_not_let_the_file_have_ever_more_lines(
    start, tmp_path
):
    path, lines = tmp_path / "cache" / "rows.json", []
    for count in range(300, 420):
        one = start()
        assert one.rows(IDS[:count]) == [Row(each) for each in IDS[:count]]
        assert one.read == (IDS[count - 1 : count] if lines else IDS[:count])
        lines.append(path.read_bytes().count(b"\n") + 1)
    assert lines[:3] == [1, 2, 3]
    assert max(lines) == 50
