"""The contents of files, to and from git: one at a time, through one process for all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import IO

from csp_tui.core.base.command_line import command_line
from csp_tui.core.base.errors import CspTuiError, WriteError
from csp_tui.core.base.language import _
from csp_tui.core.base.text import storable_line
from csp_tui.core.disk.files import LARGEST
from csp_tui.core.exchange.git_process import DamagedError


def blob_id(content: bytes) -> str:
    """Return the hash by which git names a file with this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


_AT_ONCE = 500
"""So many questions and answers fit into the pipes at once."""

_MOST_AHEAD = 1024 * 1024
"""Bytes; a larger file is asked for only when it is wanted."""


class Blobs:
    """Reads the contents of files by git's hash.

    Args:
        contents: the standard input and output of ``git cat-file --batch``.
        sizes: the standard input and output of ``git cat-file --batch-check``.
    """

    def __init__(
        self, contents: tuple[IO[bytes], IO[bytes]], sizes: tuple[IO[bytes], IO[bytes]]
    ) -> None:
        self._contents = contents
        self._sizes = sizes
        self._known: dict[str, int] = {}
        """The sizes of the files that are expected, in the order of their reading."""
        self._asked = ""
        """The file that git was asked for ahead; its content is the next that git prints."""

    def expect(self, blobs: Sequence[str]) -> None:
        """Ask git for the sizes of files that `content` will read soon; all at once is quicker.

        If they are read in this order, git prepares each while the one before it is worked on.

        Raises:
            DamagedError: a file is damaged or missing.
        """
        given, printed = self._sizes
        for start in range(0, len(blobs), _AT_ONCE):
            some = blobs[start : start + _AT_ONCE]
            _ask(given, some)
            self._known.update((blob, _answer(printed, blob)) for blob in some)

    def content(self, blob: str, largest: int = LARGEST) -> bytes:
        """Return the content of the file with this hash.

        Raises:
            CspTuiError: it is larger than `largest` bytes, and was not read.
            DamagedError: it is damaged or missing.
        """
        size = self._known.pop(blob, None)
        if size is None:
            size = _size(self._sizes, blob)
        if size > largest:
            message = _("is larger than {size} MiB").format(size=largest // 1024 // 1024)
            raise CspTuiError(message)
        given = self._contents[0]
        if self._asked != blob:
            self.pass_over()
            _ask(given, [blob])
        following = next(iter(self._known), "")
        self._asked = following if self._known.get(following, _MOST_AHEAD) < _MOST_AHEAD else ""
        if self._asked:
            _ask(given, [self._asked])
        return self._printed(blob)

    def pass_over(self) -> None:
        """Read and drop what was asked for ahead, if anything, so that git can go on, or end."""
        if self._asked:
            self._printed(self._asked)
            self._known.pop(self._asked, None)
        self._asked = ""

    def _printed(self, blob: str) -> bytes:
        """Return the content of `blob`, the next that git prints.

        Raises:
            DamagedError: git prints something else.
        """
        size = _answer(self._contents[1], blob)
        content = self._contents[1].read(size + 1)
        if len(content) <= size:
            raise _missing(blob)
        return content[:-1]


def _size(ends: tuple[IO[bytes], IO[bytes]], blob: str) -> int:
    """Ask ``cat-file`` for the size in bytes of the file with this hash, and return it.

    Raises:
        DamagedError: the file is damaged or missing.
    """
    given, printed = ends
    _ask(given, [blob])
    return _answer(printed, blob)


def _ask(given: IO[bytes], blobs: Sequence[str]) -> None:
    try:
        given.write("".join(f"{blob}\n" for blob in blobs).encode())
        given.flush()
    except BrokenPipeError as error:
        raise _missing(blobs[0]) from error


def _answer(printed: IO[bytes], blob: str) -> int:
    answer = printed.readline().split()
    if len(answer) != 3 or answer[1] != b"blob":
        raise _missing(blob)
    return int(answer[2])


def _missing(blob: str) -> DamagedError:
    message = _(
        "{blob} is missing in the repository; if it cannot be mended there, name a new one: {sync}"
    )
    return DamagedError(WriteError(message.format(blob=blob, sync=command_line("sync ADDRESS"))))


class NewCommit:
    """A commit that is written file by file.

    Args:
        ref: the ref that git lets name the finished commit.
        given: the standard input of ``fast-import``.
        printed: its standard output.
        parent: the commit before this one; empty for the first commit.
    """

    def __init__(self, ref: str, given: IO[bytes], printed: IO[bytes], parent: str) -> None:
        self._ref = ref
        self._given = given
        self._printed = printed
        self._parent = parent
        self._changes: list[bytes] = []

    def put(self, name: str, content: bytes | None) -> None:
        """Give the file `name` this content in the commit; None deletes the file."""
        if content is None:
            self._changes.append(b"D %s\n" % name.encode())
            return
        self._given.write(b"blob\n" + _data(content))
        self._changes.append(f"M 100644 {blob_id(content)} {name}\n".encode())

    def commit(self, message: str, who: str, at: int) -> str:
        """Finish the commit and return its hash; after that, `put` must not be called any more.

        Args:
            message: the commit message, one line.
            who: the author; "csp-tui" stands for a name with no usable character.
            at: the time of the commit, in seconds since 1970.

        Raises:
            BrokenPipeError: git failed; the block of `Repository.writing` raises with its reason.
        """
        name = re.sub(r"[<>\s]+", " ", storable_line(who)).strip() or "csp-tui"
        self._given.write(f"commit {self._ref}\nmark :1\ncommitter {name} <> {at} +0000\n".encode())
        self._given.write(_data(message.encode()))
        self._given.write(f"from {self._parent}\n".encode() if self._parent else b"")
        self._given.writelines(self._changes)
        self._given.write(b"\nget-mark :1\ndone\n")
        self._given.close()
        answer = self._printed.readline()
        if not re.fullmatch(rb"[0-9a-f]{40}\n", answer):
            raise BrokenPipeError  # git says why as it ends
        return answer.decode().strip()


def _data(content: bytes) -> bytes:
    return b"data %d\n" % len(content) + content + b"\n"
