"""A process that acts in copies of itself, each of which meets the fault that it is told."""

from __future__ import annotations

import encodings.cp437 as _of_zip_files  # noqa: F401
import encodings.utf_8_sig as _another_user_may_not_read_it  # noqa: F401
import errno
import fcntl
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs as _also_loaded_late  # noqa: F401
import tomli as _nor_this  # noqa: F401
from commands.forked import import_all

from csp_tui.core.base.errors import CspTuiError
from csp_tui.core.checklists import reader as _nor_what_is_loaded_late  # noqa: F401
from csp_tui.core.progress import document as _every_copy_would_load_it  # noqa: F401
from csp_tui.core.runs import partner_runs as _and_this  # noqa: F401

from . import calls
from .scenarios import BEN, COMMANDS, CONTOSO, act_named, copy_tree, note, open_store, places_in

UNLIMITED = resource.RLIM_INFINITY


Fault = tuple[str, int, str]
"""What kind, at which number, and how."""


class Death:
    """Kills this process at its n-th call that may change the disk, or amid its n-th write.

    A call of `fsync` changes nothing that a killed process leaves, and is not counted.
    """

    def __init__(self, number: int, moment: str) -> None:
        self.left = number
        self.moment = moment

    def __call__(self, name: str, call: calls.Call, args: tuple[Any, ...], kwargs: Any) -> Any:
        is_counted = name != "fsync" if self.moment != "amid" else name in ("write", "pwrite")
        self.left -= is_counted
        if self.left or not is_counted:
            return call(*args, **kwargs)
        if self.moment == "after":
            call(*args, **kwargs)
        if self.moment == "amid":
            call(args[0], args[1][: len(args[1]) // 2], *args[2:])
        return os.kill(os.getpid(), signal.SIGKILL)


class Failure:
    """Lets the n-th call fail, or that one and all that follow."""

    def __init__(self, number: int, moment: str) -> None:
        self.left = number
        self.lasts = moment == "lasts"

    def __call__(self, name: str, call: calls.Call, args: tuple[Any, ...], kwargs: Any) -> Any:
        self.left -= 1
        if self.left == 0 or (self.lasts and self.left < 0):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return call(*args, **kwargs)


class Meddler:
    """Lets somebody save the file from an editor right before the n-th call."""

    def __init__(self, number: int, root: Path) -> None:
        self.left = number
        self._replace = os.replace
        self._file = places_in(root).progress_file(CONTOSO)

    def __call__(self, name: str, call: calls.Call, args: tuple[Any, ...], kwargs: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            new = self._file.with_name("new")
            new.write_text(self._file.read_text().replace('"amira"\n\n', '"by hand" # why\n\n'))
            self._replace(new, self._file)
        return call(*args, **kwargs)


class Unlocked:
    """Lets another process save a change of its own right before the n-th call; locks hold not."""

    def __init__(self, number: int, root: Path) -> None:
        self.left = number
        self._root = root
        fcntl.flock = lambda *_: None

    def __call__(self, name: str, call: calls.Call, args: tuple[Any, ...], kwargs: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            other = os.fork()
            if not other:
                open_store(self._root, BEN).change(CONTOSO, [note("elsewhere", "theirs")])
                os._exit(0)
            assert os.waitstatus_to_exitcode(os.waitpid(other, 0)[1]) == 0
        return call(*args, **kwargs)


class Swapper:
    """Puts links to another's directories in the place of some, right before the n-th call.

    Only calls that look one of them up are counted: for any other, a swap right before it does
    what one right before the next of these does.

    Args:
        number: the call.
        root: has the directories in ``data``, and the others' in ``others``.
        names: names of directories below ``data``, with a blank between them.
    """

    def __init__(self, number: int, root: Path, names: str) -> None:
        self.left = number
        self._data, self._others = root / "data", root / "others"
        self._names = names.split()
        self._looked_up = {Path(each).name for each in self._names}
        self._rename = os.rename

    def __call__(self, name: str, call: calls.Call, args: tuple[Any, ...], kwargs: Any) -> Any:
        paths = (each for each in args[:2] if isinstance(each, str | bytes | os.PathLike))
        is_counted = any(self._looked_up & set(Path(os.fsdecode(each)).parts) for each in paths)
        self.left -= is_counted
        if is_counted and self.left == 0:
            for each in self._names:
                if (self._data / each).is_dir():
                    self._rename(self._data / each, self._data / f"{each}.away")
                    (self._data / each).symlink_to(self._others / each)
        return call(*args, **kwargs)


class Modes:
    """Notes the mode that a file or directory has in the moment in which it is there."""

    def __init__(self) -> None:
        self.found: set[int] = set()

    def __call__(self, name: str, call: calls.Call, args: tuple[Any, ...], kwargs: Any) -> Any:
        result = call(*args, **kwargs)
        if name in ("open", "fchmod"):
            self.found.add(os.fstat(result if name == "open" else args[0]).st_mode)
        elif name in ("mkdir", "chmod"):
            self.found.add(os.stat(args[0], dir_fd=kwargs.get("dir_fd")).st_mode)
        return result


def become(user: int, group: int, umask: int) -> Modes:
    """Go on as another user; what is made from now on is noted."""
    os.umask(umask)
    os.setgroups([])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)
    modes = Modes()
    calls.watch(modes)
    return modes


def meet(root: Path, fault: str, number: int, moment: str) -> Callable[[], bool]:
    """Prepare for a fault; return what says, in the end, whether it was met."""
    if fault == "death":
        calls.watch(Death(number, moment))
    elif fault == "failure":
        failure = Failure(number, moment)
        calls.watch(failure)
        return lambda: failure.left <= 0
    elif fault == "editor":
        meddler = Meddler(number, root)
        calls.watch(meddler)
        return lambda: meddler.left <= 0
    elif fault == "unlocked":
        unlocked = Unlocked(number, root)
        calls.watch(unlocked)
        return lambda: unlocked.left <= 0
    elif fault == "swap":
        names, _, looks = moment.partition("+")
        swapper = Swapper(number, root, names)
        calls.watch_opens(swapper, looks=bool(looks))
        return lambda: swapper.left <= 0
    elif fault == "limit":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (number, UNLIMITED))
    return lambda: True


def act(root: Path, name: str, fault: Fault, user: list[int] | None, telling: int) -> None:
    write = os.write
    modes = become(*user) if user else Modes()
    is_met = meet(root, *fault)
    try:
        act_named(name)(root)
    except CspTuiError as error:
        answer = [type(error).__name__, str(error)]
    else:
        answer = ["", ""]
    write(telling, json.dumps([*answer, is_met(), sorted(modes.found)]).encode())


def main() -> None:
    for line in sys.stdin:
        before, root, *task = json.loads(line)
        if before:
            copy_tree(Path(before), Path(root))
        if task[0] in COMMANDS:
            import_all()
        told, telling = os.pipe()
        child = os.fork()
        if not child:
            try:
                act(Path(root), *task, telling)
            except BaseException as error:
                os.write(2, f"{task}: {error!r}\n".encode())
                os._exit(1)
            os._exit(0)
        os.close(telling)
        answer = json.loads(os.read(told, 9999) or "null")
        os.close(told)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(json.dumps([status, answer]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
