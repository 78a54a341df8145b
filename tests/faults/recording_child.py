"""A process that acts and tells every call by which it changes the disk, in order."""

from __future__ import annotations

import base64
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

from . import calls
from .scenarios import SEQUENCES


class Recorder:
    """Turns calls into operations on named directories and numbered files.

    Lock files are left out: they hold nothing but a name for a message.
    """

    def __init__(self) -> None:
        self._root = ""
        self._files: dict[int, int] = {}
        self.operations: list[list[Any]] = []

    def start(self, root: Path) -> None:
        """Forget everything; number the files that are there by their inodes."""
        self._root = os.fspath(root)
        found = sorted(path for path in root.rglob("*") if path.is_file())
        self._files = {path.stat().st_ino: number for number, path in enumerate(found)}
        self.operations = []

    def __call__(self, name: str, call: calls.Call, args: tuple[Any, ...], kwargs: Any) -> Any:
        if name in ("write", "pwrite", "ftruncate", "fsync"):
            self._change_of_file(name, args)
            return call(*args, **kwargs)
        if name == "fchmod":
            return call(*args, **kwargs)
        paths = [self._path(args[0], kwargs.get("dir_fd", kwargs.get("src_dir_fd")))]
        if name in ("rename", "replace"):
            paths.append(self._path(args[1], kwargs.get("dst_dir_fd")))
        is_new = name == "open" and not os.path.lexists(os.path.join(self._root, paths[0]))
        result = call(*args, **kwargs)
        if is_new and Path(args[0]).suffix != ".lock":
            self._files[os.fstat(result).st_ino] = len(self.operations) + 1_000_000
            self._tell("create", *paths, self._number(result))
        elif name in ("rename", "replace"):
            self._tell("rename", *paths)
        elif name in ("unlink", "rmdir", "mkdir"):
            self._tell(name, *paths)
        elif name in ("link", "truncate"):
            raise NotImplementedError(name)
        return result

    def _change_of_file(self, name: str, args: tuple[Any, ...]) -> None:
        path = Path(f"/proc/self/fd/{args[0]}").readlink()
        if path.suffix == ".lock":
            return
        status = os.fstat(args[0])
        if stat.S_ISDIR(status.st_mode):
            self._tell("sync directory", self._path(path))
            return
        number = self._number(args[0])
        if name == "fsync":
            self._tell("sync", number)
        elif name == "ftruncate":
            self._tell("truncate", number, args[1])
        else:
            flags = int(Path(f"/proc/self/fdinfo/{args[0]}").read_text().split()[3], 8)
            offset = args[2] if name == "pwrite" else os.lseek(args[0], 0, os.SEEK_CUR)
            if flags & os.O_APPEND:
                offset = status.st_size
            self._tell("write", number, offset, base64.b64encode(args[1]).decode())

    def _number(self, descriptor: int) -> int:
        return self._files[os.fstat(descriptor).st_ino]

    def _path(self, path: str | os.PathLike[str], directory: int | None = None) -> str:
        """Return a path that starts in the open `directory`, if that is given, from the root on."""
        start = Path() if directory is None else Path(f"/proc/self/fd/{directory}").readlink()
        return os.path.relpath(start / path, self._root)

    def _tell(self, *operation: object) -> None:
        self.operations.append(list(operation))


def main() -> None:
    recorder = Recorder()
    calls.watch(recorder)
    for line in sys.stdin:
        name, root = json.loads(line)
        recorder.start(Path(root))
        for act, is_saved in SEQUENCES[name].acts:
            act(Path(root))
            if is_saved:
                recorder.operations.append(["saved"])
        sys.stdout.write(json.dumps(recorder.operations) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
