"""What a disk may hold after the power has gone: the method of ALICE (Pillai et al., OSDI 2014).

A change of a file's content is certain once that file was synced, a change of a directory once
that directory was. Of the rest, each may have reached the disk or not, in any order between
files and directories; what was written may be there in part, or be a run of zeros.
"""

from __future__ import annotations

import base64
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

SECTOR = 512
MOST_SUBSETS = 3
"""With more unsynced changes of one directory, only their beginnings are tried."""

Operation = Sequence[Any]
Tree = Mapping[str, bytes | None]
"""Content by path; None for a directory."""


def read_tree(root: Path) -> dict[str, bytes | None]:
    """Return what is below `root`."""
    found = sorted(root.rglob("*"))
    return {str(p.relative_to(root)): p.read_bytes() if p.is_file() else None for p in found}


def write_tree(tree: Tree, root: Path) -> None:
    """Put `tree` below `root`."""
    root.mkdir(mode=0o700)
    for name, content in tree.items():
        if content is None:
            (root / name).mkdir(mode=0o700)
        else:
            (root / name).write_bytes(content)


def states(start: Tree, operations: Sequence[Operation]) -> Iterator[tuple[Tree, int]]:
    """Yield each tree that a loss of power may leave, and how many acts had been saved."""
    seen: set[tuple[tuple[tuple[str, bytes | None], ...], int]] = set()
    for end in range(len(operations) + 1):
        done = operations[:end]
        saved = sum(operation[0] == "saved" for operation in done)
        for tree in _after_power_loss(start, done):
            key = (tuple(sorted(tree.items())), saved)
            if key not in seen:
                seen.add(key)
                yield dict(key[0]), saved


def _after_power_loss(start: Tree, operations: Sequence[Operation]) -> Iterator[Tree]:
    names = [name for name, content in start.items() if content is not None]
    contents: dict[int, list[bytes]] = {n: [start[name]] for n, name in enumerate(names)}
    changes: dict[int, list[Operation]] = {}
    entries: dict[str, int | None] = {name: number for number, name in enumerate(names)}
    entries |= {name: None for name, content in start.items() if content is None}
    open_changes: dict[str, list[Operation]] = {}
    for operation in operations:
        kind, *rest = operation
        if kind in ("write", "truncate"):
            changes.setdefault(rest[0], []).append(operation)
        elif kind == "sync":
            whole = _apply(contents.get(rest[0], [b""])[0], changes.pop(rest[0], []))
            contents[rest[0]] = [whole]
        elif kind == "sync directory":
            _enter(entries, open_changes.pop(rest[0], []))
        elif kind != "saved":
            open_changes.setdefault(str(Path(rest[0]).parent), []).append(operation)
    for number, pending in changes.items():
        base = contents.get(number, [b""])[0]
        contents[number] = list(dict.fromkeys(_contents(base, pending)))
    yield from _trees(contents, entries, list(open_changes.values()))


def _trees(
    contents: Mapping[int, list[bytes]],
    entries: Mapping[str, int | None],
    open_changes: Sequence[Sequence[Operation]],
) -> Iterator[Tree]:
    for chosen in itertools.product(*map(_subsets, open_changes)):
        after = dict(entries)
        for each in chosen:
            _enter(after, each)
        there = {name: number for name, number in after.items() if _is_reached(name, after)}
        numbers = sorted({number for number in there.values() if number is not None})
        for held in itertools.product(*(contents.get(number, [b""]) for number in numbers)):
            content = dict(zip(numbers, held, strict=True))
            yield {n: None if number is None else content[number] for n, number in there.items()}


def _subsets(pending: Sequence[Operation]) -> Iterable[Sequence[Operation]]:
    if len(pending) > MOST_SUBSETS:
        return [pending[:count] for count in range(len(pending) + 1)]
    counts = range(len(pending) + 1)
    return [each for count in counts for each in itertools.combinations(pending, count)]


def _enter(entries: dict[str, int | None], changes: Iterable[Operation]) -> None:
    """Make `changes` of directories; a renamed file is found even if its creation was lost."""
    made = {path: number for kind, path, *rest in changes if kind == "create" for number in rest}
    for kind, path, *rest in changes:
        if kind == "create":
            entries[path] = rest[0]
        elif kind == "mkdir":
            entries[path] = None
        elif kind == "rename" and (path in entries or path in made):
            entries[rest[0]] = entries.pop(path, made.get(path))
        elif kind in ("unlink", "rmdir"):
            entries.pop(path, None)


def _is_reached(name: str, entries: Mapping[str, int | None]) -> bool:
    parent = str(Path(name).parent)
    return parent == "." or (parent in entries and _is_reached(parent, entries))


def _contents(base: bytes, pending: Sequence[Operation]) -> Iterator[bytes]:
    """Yield what a file may hold: any of the changes lost, and the last write in part."""
    for count in range(len(pending) + 1):
        for chosen in itertools.combinations(pending, count):
            yield _apply(base, chosen)
            if chosen and chosen[-1][0] == "write":
                _, _, offset, data = chosen[-1]
                before = _apply(base, chosen[:-1])
                for part in _parts(base64.b64decode(data), offset):
                    yield _written(before, offset, part)


def _parts(data: bytes, offset: int) -> Iterator[bytes]:
    """Yield what may have reached the disk of a write: a beginning, zeros, or some sectors."""
    ends = {1, len(data) // 2, len(data) - 1}
    ends |= {place + 1 for place, byte in enumerate(data) if byte == ord("\n")}
    yield from (data[:end] for end in sorted(ends))
    yield bytes(len(data))
    for border in range(SECTOR - offset % SECTOR, len(data), SECTOR):
        yield bytes(border) + data[border:]
        yield data[:border] + bytes(len(data) - border)


def _apply(content: bytes, changes: Iterable[Operation]) -> bytes:
    for kind, _, place, *data in changes:
        if kind == "truncate":
            content = content[:place] + bytes(max(0, place - len(content)))
        else:
            content = _written(content, place, base64.b64decode(data[0]))
    return content


def _written(content: bytes, offset: int, data: bytes) -> bytes:
    filled = content + bytes(max(0, offset - len(content)))
    return filled[:offset] + data + filled[offset + len(data) :]
