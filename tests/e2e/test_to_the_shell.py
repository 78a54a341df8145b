"""ctrl+z leaves the terminal to the shell, and `fg` brings the app back as it was."""

from __future__ import annotations

import fcntl
import os
import shlex
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep

import pytest

from .conftest import COMMAND, Place, Start
from .terminal import PATIENCE, Terminal

DIRECT = "enroll-direct"
PROMPT = r"^\$\s*\Z"
STOPPED = rf"^\[1\]\+ +Stopped(?s:.*){PROMPT}"


class Shell(Terminal):
    """A shell with job control in a terminal, and the app as its job."""

    def run_app(self) -> None:
        """Start the app and wait until it has drawn its screen."""
        self.enter(shlex.join(COMMAND))
        self.wait_for("^> ")
        self.wait_for_app()

    def enter(self, line: str) -> None:
        """Type a line."""
        self.press(line, "enter")

    def stop_app(self) -> None:
        """Press ctrl+z and wait for the shell's prompt."""
        self.press("ctrl+z")
        self.wait_for(STOPPED)

    def continue_app(self, title: str = "Contoso › Enroll") -> None:
        """Bring the app to the foreground."""
        self.enter("fg")
        self.wait_for(title)
        self.settle()

    @property
    def app(self) -> int:
        """The process id of the app."""
        return next(iter(children(self.process.pid)))

    def wait_stopped(self) -> None:
        """Wait until the app is stopped, and the shell has the terminal."""
        self.wait_for(STOPPED)
        assert state(self.app) == "T"


def children(process: int) -> list[int]:
    return [
        *map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split()),
    ]


def state(process: int) -> str:
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < deadline
        sleep(0.01)


@pytest.fixture
def shell(place: Place) -> Iterator[Shell]:
    place.add("Contoso", DIRECT)
    env = {**place.env, "PS1": "$ ", "HISTFILE": ""}
    with ExitStack() as stack:
        yield stack.enter_context(
            Shell(["bash", "--norc", "--noediting", "-i"], env, cwd=place.path)
        )


def stty(shell: Shell) -> str:
    shell.enter("clear; stty -g")
    return shell.wait_for(r"^[0-9a-f]+(:[0-9a-f]+)+$")[0]


def test_the_shell_has_its_terminal_and_the_app_comes_back_as_it_was(shell: Shell):
    before = stty(shell)
    shell.run_app()
    shell.press("down", "down")
    shell.settle()
    shown, current = shell.text, shell.current
    shell.stop_app()
    on = {mode for mode, is_on in shell.modes.items() if is_on}
    assert on <= {7, 25}
    assert shell.modes[25]
    assert not shell._keyboards
    assert stty(shell) == before
    shell.continue_app()
    assert (shell.text, shell.current) == (shown, current)
    assert shell.modes[1049]
    assert shell.modes[2004]
    assert not shell.modes[25]
    shell.press("up")
    shell.settle()
    assert shell.current != current
    shell.press("ctrl+q")
    shell.wait_for(PROMPT)
    assert stty(shell) == before


def test_a_window_that_has_changed_meanwhile_is_filled(shell: Shell):
    shell.run_app()
    shell.press("down")
    shell.settle()
    current = shell.current
    for size in ((100, 30), (60, 20)):
        shell.stop_app()
        shell.resize(size)
        shell.continue_app()
        assert shell.lines[-1].startswith(" space")
        assert current.startswith(shell.current[:20])
        assert max(map(len, shell.lines)) <= size[0]


def test_a_tick_in_the_same_breath_is_saved_and_holds_nobody_up(place: Place, shell: Shell):
    shell.run_app()
    shell.press("space", "ctrl+z")
    shell.wait_stopped()
    assert "mpn-id" in place.progress["checklists"][DIRECT]["items"]
    done = place.fork("tick", place.file.stem, "endorsement", "--yes")
    assert done.returncode == 0, done.stderr
    shell.continue_app()
    shell.wait_for("^ 2/11")


def test_a_change_that_somebody_holds_up_is_saved_afterwards(place: Place, shell: Shell):
    shell.run_app()
    with place.held_up():
        shell.press("space", "ctrl+z")
        shell.wait_stopped()
    done = place.fork("tick", place.file.stem, "endorsement", "--yes")
    assert done.returncode == 0, done.stderr
    shell.continue_app()
    shell.wait_for("saved ..:..")
    assert "mpn-id" in place.progress["checklists"][DIRECT]["items"]


def test_a_long_act_waits_without_a_lock_and_is_saved_to_its_end_afterwards(
    place: Place, shell: Shell
):
    partners = place.data / "partners"
    for number in range(400):
        (partners / f"p-{number}.toml").write_text(f'format = 1\nname = "P {number}"\n')
    shell.enter(shlex.join(COMMAND))
    shell.wait_for("Partners  401")
    shell.settle()
    shell.press("*", "e")
    shell.wait_for("goes to all 401")
    shell.press("zoe", "ctrl+s", "ctrl+z")
    shell.wait_stopped()
    for path in (place.data / ".local" / "locks").glob("*.lock"):
        with path.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    shell.continue_app("Partners")
    shell.wait_for("401 partners changed")
    assert all('owner = "zoe"' in path.read_text() for path in partners.glob("*.toml"))


@pytest.mark.parametrize(
    ("opener", "label"),
    [("-", "Not applicable because"), ("e", "Asked for"), ("ctrl+p", "^ Find")],
)
def test_what_is_being_typed_is_kept(shell: Shell, opener: str, label: str):
    shell.run_app()
    shell.press(opener)
    shell.wait_for(label)
    shell.settle()
    shell.type(*"words")
    shell.settle()  # the list of the palette follows when typing rests
    shown = shell.text
    assert "words" in shown
    shell.stop_app()
    shell.continue_app("words")
    assert shell.text == shown
    shell.type(*" more")
    shell.settle()
    assert "words more" in shell.text


def test_in_a_note_too_ctrl_z_goes_to_the_shell(place: Place, shell: Shell):
    shell.run_app()
    shell.press("e")
    shell.wait_for("Asked for")
    shell.press(*["tab"] * 6, "a note")
    shell.wait_for("a note")
    shell.stop_app()
    shell.continue_app("a note")
    shell.press(" of two", "ctrl+s")
    shell.wait_for("saved ..:..")
    assert place.progress["checklists"][DIRECT]["items"]["mpn-id"]["note"] == "a note of two"


def stop_from_outside(shell: Shell) -> None:
    os.kill(shell.app, signal.SIGTSTP)


def stop_hard(shell: Shell) -> None:
    os.kill(shell.app, signal.SIGSTOP)


@pytest.mark.parametrize("stop", [stop_from_outside, stop_hard])
def test_a_signal_from_outside_stops_it_as_well(shell: Shell, stop: Callable[[Shell], None]):
    shell.run_app()
    first = shell.current
    stop(shell)
    wait_until(lambda: state(shell.app) == "T")
    shell.wait_for("Stopped")
    shell.continue_app()
    shell.press("down", "up")
    shell.settle()
    assert shell.current == first
    assert "Stopped" not in shell.text


def test_to_be_continued_without_having_stopped_changes_nothing(shell: Shell):
    shell.run_app()
    shell.settle()
    shown, threads = shell.text, len(os.listdir(f"/proc/{shell.app}/task"))
    for _ in range(3):
        os.kill(shell.app, signal.SIGCONT)
        shell.settle()
    assert shell.text == shown
    assert len(os.listdir(f"/proc/{shell.app}/task")) == threads
    shell.press("space")
    shell.wait_for("^ 1/11")


def test_in_the_background_it_takes_no_terminal(shell: Shell):
    shell.run_app()
    shell.stop_app()
    shell.enter("clear; bg")
    shell.wait_for(rf"(?:csp_tui|csp-tui) &(?s:.*){PROMPT}")
    wait_until(lambda: state(shell.app) == "T")
    shell.wait_for(PROMPT)
    shell.enter("echo still $((40 + 2))")
    shell.wait_for("^still 42")
    assert "Contoso" not in shell.text
    shell.continue_app()


def test_brought_to_the_front_right_after_the_background_it_comes_back(shell: Shell):
    shell.run_app()
    shell.stop_app()
    shell.enter("clear; bg")
    shell.wait_for(rf"(?:csp_tui|csp-tui) &(?s:.*){PROMPT}")
    shell.continue_app()
    shell.press("space")
    shell.wait_for("^ 1/11")


def test_a_script_around_it_stops_as_well(shell: Shell):
    shell.enter(f"sh -c {shlex.quote(shlex.join(COMMAND) + '; echo over')}")
    shell.wait_for("Contoso › Enroll")
    shell.stop_app()
    shell.continue_app()
    shell.press("ctrl+q")
    shell.wait_for("^over")


def test_a_shell_that_leaves_a_stopped_app_ends_it(shell: Shell):
    shell.run_app()
    shell.stop_app()
    app = shell.app
    shell.enter("exit")
    shell.wait_for("There are stopped jobs")
    shell.enter("exit")
    shell.wait_exit()
    wait_until(lambda: not Path(f"/proc/{app}").exists() or state(app) == "Z")


NO_SHELL = "^ No shell waits behind csp-tui here; ctrl\\+q quits"


def test_without_a_shell_it_says_so_and_goes_on(place: Place, start: Start):
    """As with `ssh host csp-tui`, or as the command of a window of tmux."""
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.press("ctrl+z")
    terminal.wait_for(NO_SHELL)
    terminal.press("down")
    terminal.settle()
    terminal.signal(signal.SIGTSTP)
    terminal.wait_for(NO_SHELL)
    terminal.press("up", "space")
    terminal.wait_for("^ 1/11")


def test_a_shell_that_forbids_stopping_is_heeded(shell: Shell):
    shell.enter("trap '' TSTP")
    shell.run_app()
    shell.press("ctrl+z")
    shell.wait_for(NO_SHELL)


def test_the_sentence_in_french_fits_80_columns(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start(CSP_TUI_LANG="fr")
    terminal.wait_for("Contoso › ")
    terminal.press("ctrl+z")
    terminal.wait_for("^ Aucun shell n.attend derrière csp-tui ici.; ctrl\\+q quitte\\.")


def test_the_page_of_links_leaves_for_the_shell_at_once_and_comes_back_as_it_was(shell: Shell):
    before = stty(shell)
    shell.run_app()
    shell.settle()
    first = shell.current
    shell.press("o")
    shell.wait_for("Any key goes back")
    for _ in range(2):
        shell.stop_app()
        assert state(shell.app) == "T"
        assert stty(shell) == before
        shell.enter("clear")
        shell.continue_app("Any key goes back")
    shell.press("x")
    shell.wait_for("Contoso › Enroll")
    shell.press("down", "up")
    shell.settle()
    assert shell.current == first


def test_the_page_of_links_ends_at_ctrl_z_where_no_shell_waits(place: Place, start: Start):
    place.add("Contoso", DIRECT)
    terminal = start()
    terminal.wait_for("Contoso › Enroll")
    terminal.press("o")
    terminal.wait_for("Any key goes back")
    terminal.press("ctrl+z")
    terminal.wait_for(NO_SHELL)
    terminal.press("space")
    terminal.wait_for("^ 1/11")
