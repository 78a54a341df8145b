from __future__ import annotations

import stat
from threading import Event, Thread

import pytest

from csp_tui.core.base.errors import BusyError, WriteError
from csp_tui.core.disk.locks import locked, locks_hold, none_held

from ..helpers import run_python, start_python

HOLD = """
import sys
from pathlib import Path
from csp_tui.core.disk.locks import locked
with locked(Path(sys.argv[1]), "ben on host-b, process 7, since 10:42:03"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "locks" / "contoso.lock"


def test_a_second_holder_is_told_who_holds_the_lock(path):
    with (
        locked(path, "amira on host-a"),
        pytest.raises(BusyError, match="being changed by amira on host-a; try again"),
        locked(path, "ben", patience=0),
    ):
        pass


def test_a_lock_of_another_process_is_respected_and_named(path):
    process = start_python(HOLD, path)
    assert process.stdout.readline() == "held\n"
    with pytest.raises(BusyError, match="ben on host-b, process 7"), locked(path, "x", patience=0):
        pass
    process.communicate("")
    with locked(path, "amira", patience=0):
        assert path.read_text() == "amira"


def test_a_killed_process_leaves_no_lock_behind(path):
    process = start_python(HOLD, path)
    assert process.stdout.readline() == "held\n"
    process.kill()
    process.communicate()
    with locked(path, "amira", patience=0):
        pass


def test_a_short_name_leaves_nothing_of_a_longer_one(path):
    with locked(path, "a very long name of a holder"):
        pass
    with locked(path, "ben"):
        assert path.read_text() == "ben"


def test_the_lock_is_free_again_after_an_error(path):
    with pytest.raises(KeyError), locked(path, "amira"):
        raise KeyError
    with locked(path, "ben", patience=0):
        pass


def test_a_waiting_holder_gets_the_lock_as_soon_as_it_is_free(path):
    process = start_python(HOLD, path)
    assert process.stdout.readline() == "held\n"
    process.stdin.close()
    with locked(path, "amira", patience=30):
        pass
    assert process.wait() == 0


def test_the_lock_file_is_for_the_owner_alone(path):
    with locked(path, "amira"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_lock_that_cannot_be_made_is_told(path):
    path.parent.mkdir()
    path.symlink_to("elsewhere")
    with pytest.raises(WriteError, match="cannot make the lock"), locked(path, "amira"):
        pass
    assert not (path.parent / "elsewhere").exists()


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from csp_tui.core.disk.locks import locked
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
with locked(Path(sys.argv[1]), "amira"):
    print("held")
"""


def test_on_a_full_disk_the_lock_holds_without_its_name(path):
    assert run_python(FULL_DISK, path) == "held\n"


FLOCK = """
import errno, fcntl, sys
from pathlib import Path
def fail(*_):
    raise OSError(getattr(errno, sys.argv[2]), "said by the system")
fcntl.flock = fail
from csp_tui.core.base.errors import WriteError
from csp_tui.core.disk.locks import locked, locks_hold, none_held
path = Path(sys.argv[1])
try:
    with locked(path, "amira"):
        print("in the block")
    print(locks_hold(path.parent), [each.name for each in path.parent.glob("probe*")])
except WriteError as error:
    print(error)
"""


@pytest.mark.parametrize("name", ["ENOLCK", "ENOSYS", "EOPNOTSUPP"])
def test_where_there_are_no_locks_work_goes_on_and_the_probe_says_so(path, name):
    assert run_python(FLOCK, path, name) == "in the block\nFalse []\n"


def test_a_lock_that_fails_otherwise_is_told(path):
    assert run_python(FLOCK, path, "EIO") == "cannot lock: said by the system\n"


NO_LOCKS = """
import fcntl, sys
from pathlib import Path
fcntl.flock = lambda *_: None
from csp_tui.core.disk.locks import locks_hold
print(locks_hold(Path(sys.argv[1])))
"""


def test_the_probe_tells_locks_that_hold_from_those_that_do_not(tmp_path):
    assert locks_hold(tmp_path)
    assert run_python(NO_LOCKS, tmp_path) == "False\n"
    assert list(tmp_path.iterdir()) == []


def test_a_lock_file_that_is_another_file_too_is_locked_and_never_written_to(path):
    path.parent.mkdir()
    other = path.parent / "thesis.txt"
    other.write_text("ten years")
    path.hardlink_to(other)
    with locked(path, "amira"):
        with (
            pytest.raises(BusyError, match="being changed by another process"),
            locked(path, "ben", patience=0),
        ):
            pass
        assert other.read_text() == "ten years"
    assert other.read_text() == "ten years"
    with locked(path, "amira", is_kept=lambda: False):
        pass
    assert (other.read_text(), path.exists()) == ("ten years", False)


REMOVED = """
import fcntl, sys
from pathlib import Path
from csp_tui.core.disk.locks import locked
path, flock = Path(sys.argv[1]), fcntl.flock
def after_its_last_holder(*arguments):
    fcntl.flock = flock
    path.with_name("backup").hardlink_to(path)
    path.unlink()
    flock(*arguments)
fcntl.flock = after_its_last_holder
with locked(path, "amira"):
    print(path.read_text())
"""


def test_a_removed_lock_file_is_no_lock_though_another_name_of_it_is_left(path):
    assert run_python(REMOVED, path) == "amira\n"


def test_a_process_that_rests_holds_no_lock_and_takes_its_next_one_afterwards(path):
    started, ended, locks = Event(), Event(), list[int]()

    def work_through_many() -> None:
        for number in range(1000):
            with locked(path.with_name(f"{number}.lock"), "amira"), locked(path, "amira"):
                locks.append(number)
                started.set()
        ended.set()

    worker = Thread(target=work_through_many, daemon=True)
    worker.start()
    assert started.wait(300)
    with none_held(300) as is_free:
        assert is_free
        reached = len(locks)
        other = start_python(HOLD, path)
        assert other.communicate("")[0] == "held\n"
        assert len(locks) == reached
    assert ended.wait(300)
    assert locks == [*range(1000)]


def test_a_lock_that_is_kept_too_long_is_told_to_who_wants_rest(path):
    with locked(path, "amira"), none_held(0) as is_free, locked(path.with_name("b.lock"), "amira"):
        assert not is_free
    with none_held(0) as is_free:
        assert is_free
