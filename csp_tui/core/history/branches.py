"""The branches of a history: the lines of each writer, each naming the one before it.

Usually a writer has one branch. A writer forks, which gives it two, when a data directory was put
back or copied, and both went on under the same writer id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from csp_tui.core.history.line import HistoryLine, head, parse_heads


def counting(lines: Sequence[HistoryLine]) -> list[HistoryLine]:
    """Return the lines that count, in the order given.

    A step does not count if some of its lines are lacking, after a crash or because one is damaged;
    neither do the lines that its writer wrote after it. Any other line counts, even if the line
    before it is not there.
    """
    if all(line.of == 1 for line in lines):
        return list(lines)
    first, torn = first_lines(lines), set[str]()
    sizes = Counter(first.values())
    by_identity = {line.identity: line for line in lines}
    for identity, line in sorted(by_identity.items(), key=lambda each: each[1].count):
        if sizes[first[identity]] < line.of or line.prev in torn:
            torn.add(identity)
    return [line for line in lines if line.identity not in torn] if torn else list(lines)


def first_lines(lines: Iterable[HistoryLine]) -> dict[str, str]:
    """Return the identity of the first line of its step, by each line's identity.

    A line is the first of its step also if the line before it is not among `lines`. Two branches of
    a writer may have steps of the same id; these are two steps.
    """
    by_identity = {line.identity: line for line in lines}
    first: dict[str, str] = {}
    for identity, line in sorted(by_identity.items(), key=lambda each: each[1].count):
        before = by_identity.get(line.prev)
        is_same_step = before is not None and before.step == line.step
        first[identity] = first[line.prev] if is_same_step else identity
    return first


def last_lines(lines: Iterable[HistoryLine]) -> list[HistoryLine]:
    """Return the last line of each branch of each writer, the writers in the order given."""
    found: list[HistoryLine] = []
    for own in _by_writer(lines).values():
        ends = own[-1:]
        if len({line.count for line in own}) < len(own):  # the writer has forked
            before = {line.prev for line in own}
            ends = [line for line in own if line.identity not in before]
        found += ends
    return found


def heads_of(lines: Iterable[HistoryLine], customer: str) -> dict[str, str]:
    """Return the heads of one file by writer, as the file holds them: ``12 9f3a...``.

    A head is the number and the hash of the last line about the file on a branch; those of several
    branches are separated by commas. Writers without a line about the file are left out.

    Args:
        lines: all lines of the history.
        customer: the id of the file's customer; empty for the partner's own file.
    """
    return {
        writer: ", ".join(sorted(_heads(own, customer), key=_count_in))
        for writer, own in _by_writer(lines).items()
        if any(line.is_about(customer) for line in own)
    }


def all_heads(lines: Iterable[HistoryLine]) -> dict[str, str]:
    """Return the head of each writer in a whole history: number and hash of its last line.

    If a writer has several branches, their heads are separated by commas.
    """
    found: dict[str, str] = {}
    for line in last_lines(lines):
        before = found.get(line.writer)
        found[line.writer] = f"{before}, {head(line)}" if before else head(line)
    return found


def _heads(own: Sequence[HistoryLine], customer: str) -> set[str]:
    """Return the heads of one file on the branches of one writer.

    `own` has the lines of the writer; at least one of them must be about the file. `customer` is
    the id of the file's customer; empty for the partner's own file.
    """
    if len({line.count for line in own}) == len(own):  # one branch
        last = max((line for line in own if line.is_about(customer)), key=lambda each: each.count)
        return {f"{last.count} {last.identity}"}
    by_identity = {line.identity: line for line in own}
    ends = by_identity.keys() - {line.prev for line in own}
    found = set()
    for identity in ends:
        line: HistoryLine | None = by_identity[identity]
        while line is not None and not line.is_about(customer):
            identity, line = line.prev, by_identity.get(line.prev)
        if line is not None:
            found.add(f"{line.count} {identity}")
    return found


def _count_in(text: str) -> int:
    return int(text.partition(" ")[0])


def included(lines: Sequence[HistoryLine], heads: Mapping[str, str]) -> list[HistoryLine]:
    """Return those of `lines` that a file with these `heads` includes, in the order given.

    These are the lines that the heads name, and all before them on their branches. Where the line
    of a head is not in the history, all lines of its writer up to its number are taken.
    """
    found: set[str] = set()
    for writer, own in _by_writer(lines).items():
        by_identity = {line.identity: line for line in own}
        for count, identity in parse_heads(heads.get(writer, "")):
            if identity not in by_identity:
                found |= {each for each, line in by_identity.items() if line.count <= count}
                continue
            place: HistoryLine | None = by_identity[identity]
            while place is not None:
                found.add(place.identity)
                before = by_identity.get(place.prev)
                if before is None and place.count > 1:  # a damaged line is between
                    lower = [line for line in own if line.count < place.count]
                    before = max(lower, key=lambda line: line.count, default=None)
                place = before
    return [line for line in lines if line.identity in found]


def writers_gone(lines: Iterable[HistoryLine], *heads: Mapping[str, str]) -> set[str]:
    """Return the writers for whom one of `heads` names a line that is not among `lines`.

    Each of `heads` is what a file holds: by writer, the lines that it includes.
    """
    known: dict[str, set[str]] = {}
    for line in lines:
        known.setdefault(line.writer, set()).add(line.identity)
    return {
        writer
        for each in heads
        for writer, text in each.items()
        for _count, identity in parse_heads(text)
        if identity not in known.get(writer, ())
    }


def _by_writer(lines: Iterable[HistoryLine]) -> dict[str, list[HistoryLine]]:
    found: dict[str, list[HistoryLine]] = {}
    for line in lines:
        found.setdefault(line.writer, []).append(line)
    return found
