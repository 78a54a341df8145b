"""The partners stand on the screen before Textual is there, and the terminal is safe meanwhile."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from time import time

import pyte
import pytest

from .conftest import PYTHON, Place, Start
from .terminal import Terminal

DIRECT = "enroll-direct"
NAMES = ("Contoso", "Fabrikam", "Northwind")

NO_TEXTUAL = """
import sys
sys.modules["textual"] = None
from csp_tui.__main__ import main
sys.exit(main())
"""

ENDED_MEANWHILE = """
import os, signal, sys
class Finder:
    def find_spec(self, name, *_):
        if name == "textual":
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Finder())
from csp_tui.__main__ import main
sys.exit(main())
"""

HELD_UP = """
import sys
class Finder:
    def find_spec(self, name, *_):
        if name == "textual":
            open("held-up").close()  # a pipe: until the test writes to it
sys.meta_path.insert(0, Finder())
from csp_tui.__main__ import main
sys.exit(main())
"""

ENDED_AT = """
import os, signal, sys, threading
def look(frame, event, _):
    if (frame.f_code.co_qualname, event) == {moment}:
        sys.setprofile(None)
        os.kill(os.getpid(), signal.SIGTERM)
        open("held-up").close()  # a pipe: the app is too slow to leave by itself
sys.setprofile(look)
from csp_tui.__main__ import main
try:
    main()
finally:
    open("held-up").close()  # until the test has typed something
    for thread in threading.enumerate():
        if thread.name == "keys":
            thread.join(1)
"""

DISTURBED_MEANWHILE = """
import fcntl, os, signal, struct, sys, termios
def set_size(rows, columns):
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
class Finder:
    def find_spec(self, name, *_):
        if name == "textual":
            {disturb}
sys.meta_path.insert(0, Finder())
from csp_tui.__main__ import main
sys.exit(main())
"""

MODULES_UNTIL = """
import os, sys
class Finder:
    def find_spec(self, name, *_):
        if name == "{name}":
            with open("being-written", "w") as file:
                file.write("\\n".join(sys.modules))
            os.rename("being-written", "modules")
            sys.exit(7)
sys.meta_path.insert(0, Finder())
from csp_tui.__main__ import main
sys.exit(main())
"""

# Our modules that may be imported before the first frame, and besides before all is drawn.
# Whatever is added here makes each start slower.
AT_THE_FRAME = """
__main__ core.base.terminal_size tui.terminal.kept_frame tui.terminal.shown_frame
"""
AT_THE_SETTLED_PICTURE = """
cli.commands.open cli.language_asked cli.main cli.output.output cli.output.streams
cli.output.terminal cli.session core.base.actor core.base.asking core.base.cell_widths
core.base.choice core.base.clock core.base.command_line core.base.day_words core.base.days
core.base.errors core.base.glyphs core.base.ids core.base.language core.base.sha256
core.base.text core.care.cut_off_moves core.checklists.library core.customers.batches
core.disk.cache_erasing core.disk.columns core.disk.directories core.disk.file_stamps
core.disk.files core.disk.in_place core.disk.locks core.disk.owners core.disk.places
core.disk.removing core.disk.roots core.disk.row_cache core.disk.second_process
core.disk.sharing core.disk.toml core.partners.clock_words core.partners.counts
core.partners.filters core.partners.last_visit core.partners.looked_for core.partners.now
core.partners.order core.partners.overview core.partners.rows core.partners.sieve
core.partners.urgency core.runs.anniversary core.runs.item_summary core.runs.run_name
core.runs.step_groups core.store.act_notes core.store.missing_files core.store.partner_locks
core.store.writer_id core.workplace.last_place core.workplace.settings core.workplace.views
core.workplace.workplace tui.app tui.base.background tui.base.changed_cells tui.base.following
tui.base.list_screen tui.base.quiet_screen tui.host tui.keys.all_keys tui.keys.key_words
tui.keys.textual_bindings tui.launch tui.lines.bar tui.lines.frame tui.lines.hints
tui.lines.narrowing tui.lines.prompt tui.lines.row tui.lines.tone tui.partners.columns
tui.partners.listed tui.partners.pane_place tui.partners.panes tui.partners.screen
tui.partners.text tui.places tui.preparing tui.routes tui.saving.file_watcher
tui.saving.own_steps tui.saving.partners_reader tui.saving.saver tui.syncing.background_sync
tui.terminal.driver tui.terminal.first_keys tui.terminal.shell tui.terminal.signals
tui.terminal.terminal_input tui.view_state tui.widgets.bottom_row tui.widgets.field
tui.widgets.line_view tui.widgets.row_list tui.widgets.text_lines
"""


def own_in(modules: set[str]) -> set[str]:
    """Return our modules among `modules`, without our packages, by their names below csp_tui."""
    own = {each.removeprefix("csp_tui.") for each in modules if each.startswith("csp_tui.")}
    return {each for each in own if not any(other.startswith(f"{each}.") for other in own)}


@pytest.fixture
def known(place: Place) -> Place:
    """Three partners whose rows are in the cache."""
    for name in NAMES:
        path = place.add(name, DIRECT)
        os.utime(path, (1_780_000_000, 1_780_000_000))
    assert place.fork("partners").returncode == 0
    return place


def without_textual(place: Place, size: tuple[int, int] = (80, 24), **variables: str) -> Terminal:
    command = [PYTHON, "-c", NO_TEXTUAL]
    return Terminal(command, {**place.env, **variables}, size, place.path)


def frame_of(raw: bytes) -> bytes:
    """Return what was sent before the alternate screen was erased and left."""
    return raw.partition(b"\x1b[m\x1b[H\x1b[2J\x1b[?1049l")[0]


def test_the_first_frame_is_what_the_app_then_shows(known: Place, start: Start):
    with without_textual(known) as terminal:
        terminal.wait_exit()
        frame = frame_of(bytes(terminal.raw)).partition(b"\x1b[?1049h")[2]
    screen = pyte.Screen(80, 24)
    pyte.ByteStream(screen).feed(frame)
    app = start()
    app.wait_for_app()
    app.wait_for("^> Contoso")
    app.settle()
    assert [line.rstrip() for line in screen.display] == app.lines
    assert all(name in frame.decode() for name in NAMES)
    assert app.raw.count(b"\x1b[?1049h") == 1


@pytest.fixture
def alone(place: Place) -> Place:
    """One partner, whose run opens at once."""
    os.utime(place.add("Contoso", DIRECT), (1_780_000_000, 1_780_000_000))
    return place


@pytest.mark.parametrize("size", [(80, 24), (161, 36)])
def test_the_first_frame_of_the_only_partner_is_the_run_that_the_app_then_shows(
    alone: Place, start: Start, size: tuple[int, int]
):
    made = first_lines(alone, size)
    assert first_lines(alone, size) == made  # kept
    app = start(size=size)
    app.wait_for_app()
    app.wait_for(r"^> \[ \]")
    app.settle()
    assert made == app.lines
    assert made[0].startswith(" Contoso › Enroll direct")
    titles = [line[6:30] for line in made if line[2:5] == "[ ]"]
    assert len(titles) > 10
    assert not any(title.encode() in by_app(app) for title in titles)
    assert app.raw.count(b"\x1b[?1049h") == 1


def test_the_run_is_not_shown_first_if_the_file_of_another_partner_is_missing(alone: Place):
    other = alone.add("Fabrikam", DIRECT)
    other.unlink()
    assert "Contoso" not in "".join(first_lines(alone))


def test_keys_typed_at_the_frame_of_a_run_act_and_the_next_start_begins_where_they_led(
    alone: Place, start: Start
):
    first_lines(alone)
    app = start()
    app.press("j", "space")
    app.wait_for("^ 1/11")
    app.wait_for("saved")
    app.press("ctrl+q")
    assert app.wait_exit() == 0
    kept = mark_kept_frame(alone)
    shown = first_lines(alone)
    assert shown[0].startswith(" Contosi")  # it was read, not made anew
    assert shown[1].startswith(" 1/11")
    assert any(line.startswith("> [x]") for line in shown)
    assert "saved" not in "".join(shown)
    spots = next((alone.path / "cache").glob("**/spots*"))
    spots.write_text(spots.read_text() + " ")
    assert first_lines(alone)[0].startswith(" Contoso")
    kept.unlink()
    alone.file.write_text(f"{alone.file.read_text()}x")
    assert "Contoso" not in "".join(first_lines(alone))  # unreadable: the app says why


def test_a_failure_after_the_first_frame_restores_the_terminal(known: Place):
    with without_textual(known) as terminal:
        assert terminal.wait_exit() == 1
        assert b"Contoso" in frame_of(bytes(terminal.raw))
        assert b"Traceback" in terminal.raw
        assert terminal.is_restored


def test_a_signal_after_the_first_frame_restores_the_terminal(known: Place):
    command = [PYTHON, "-c", ENDED_MEANWHILE]
    with Terminal(command, known.env, cwd=known.path) as terminal:
        assert terminal.wait_exit() == 143
        assert b"Contoso" in frame_of(bytes(terminal.raw))
        assert terminal.is_restored


@pytest.mark.parametrize(
    "moment",
    [
        ("QuietDriver.__init__", "call"),
        ("QuietDriver.start_application_mode", "call"),
        ("LinuxDriver.start_application_mode", "return"),
        ("ShownFrame.hand_over", "return"),
    ],
)
def test_a_signal_while_the_app_takes_over_restores_the_terminal(
    known: Place, moment: tuple[str, str]
):
    first_lines(known)
    os.mkfifo(known.path / "held-up")
    command = [PYTHON, "-c", ENDED_AT.format(moment=moment)]
    with Terminal(command, known.env, cwd=known.path) as terminal:
        assert terminal.wait_exit() == 143
        assert b"Contoso" in frame_of(bytes(terminal.raw))
        assert terminal.is_restored


def test_no_row_is_drawn_after_a_signal_in_the_moment_in_which_keys_begin_to_act(known: Place):
    first_lines(known)
    os.mkfifo(known.path / "held-up")
    command = [PYTHON, "-c", ENDED_AT.format(moment=("FirstKeys.start", "return"))]
    with Terminal(command, known.env, cwd=known.path) as terminal:
        terminal.wait_until(lambda: b"\x1b[?1049l" in terminal.raw)
        terminal.press("j", "enter")
        (known.path / "held-up").write_bytes(b"")
        assert terminal.wait_exit() == 143
        assert b"Fabrikam" not in terminal.raw.partition(b"\x1b[?1049l")[2]


def test_the_first_frame_heeds_no_color(known: Place):
    with without_textual(known, NO_COLOR="1") as terminal:
        terminal.wait_exit()
        sent = re.findall(rb"\x1b\[([0-9;]*)m", frame_of(bytes(terminal.raw)))
    assert sent
    assert not {code for each in sent for code in each.split(b";")} - {b"", b"1", b"2", b"4", b"7"}


def first_lines(place: Place, size: tuple[int, int] = (80, 24), **variables: str) -> list[str]:
    """Return the first frame as it stands on the screen."""
    with without_textual(place, size, **variables) as terminal:
        terminal.wait_exit()
        frame = frame_of(bytes(terminal.raw)).partition(b"\x1b[?1049h")[2]
    screen = pyte.Screen(*size)
    pyte.ByteStream(screen).feed(frame)
    return [line.rstrip() for line in screen.display]


def test_the_first_frame_is_kept_and_never_shows_what_has_changed(known: Place):
    shown = first_lines(known)
    assert first_lines(known) == shown
    (kept,) = (known.path / "cache").glob("**/frame-*")
    kept.write_text(kept.read_text().replace("Contoso", "Contosi"))
    assert "Contosi" in "".join(first_lines(known))  # it was read, not drawn anew
    path = next((known.path / "data" / "partners").glob("contoso*"))
    path.write_text(path.read_text().replace("Contoso", "Litware"))
    os.utime(path, (1_780_000_001, 1_780_000_001))
    assert "Litware" in "".join(first_lines(known))
    assert "Contos" not in "".join(first_lines(known))


def mark_kept_frame(place: Place) -> Path:
    """Put another name into the frame that is kept, so that one sees whether it is shown."""
    first_lines(place)
    (kept,) = (place.path / "cache").glob("**/frame-*")
    kept.write_text(kept.read_text().replace("Contoso", "Contosi"))
    return kept


def by_app(terminal: Terminal) -> bytes:
    """Return what the app has sent since it took the terminal over."""
    return bytes(terminal.raw).rpartition(b"\x1b[?2004h")[2]


@pytest.mark.parametrize(
    ("size", "variables"),
    [
        ((80, 24), {}),
        ((161, 30), {}),
        ((161, 30), {"NO_COLOR": "1", "CSP_TUI_THEME": "nord"}),
        ((80, 24), {"CSP_TUI_LANG": "fr"}),
        ((161, 30), {"LC_ALL": "ja_JP.UTF-8"}),
    ],
)
def test_the_app_sends_no_row_again_that_the_first_frame_shows(
    known: Place, start: Start, variables: dict[str, str], size: tuple[int, int]
):
    app = start(size=size, **variables)
    app.wait_for_app()
    app.wait_for("^> Contoso")
    assert not any(name.encode() in by_app(app) for name in NAMES)
    assert len(by_app(app)) < 100
    app.press("q")
    assert app.wait_exit() == 0


def test_the_app_draws_the_rows_in_which_the_first_frame_was_wrong(known: Place, start: Start):
    mark_kept_frame(known)
    app = start()
    app.wait_for("^> Contoso")
    assert b"Contoso" in by_app(app)
    assert b"Northwind" not in by_app(app)
    assert "Contosi" not in app.text


@pytest.mark.parametrize(
    "disturb",
    [
        "set_size(20, 60); set_size(24, 80)",
        "set_size(20, 60)",
        "os.kill(os.getpid(), signal.SIGCONT)",
    ],
)
def test_the_app_draws_all_if_the_terminal_may_show_something_else(known: Place, disturb: str):
    first_lines(known)
    command = [PYTHON, "-c", DISTURBED_MEANWHILE.format(disturb=disturb)]
    with Terminal(command, known.env, cwd=known.path) as app:
        app.wait_for_app()
        assert all(name.encode() in by_app(app) for name in NAMES)


def add_own_checklist(place: Place, _kept: Path) -> None:
    own = place.path / "data" / "checklists" / "mine"
    own.mkdir(parents=True)
    (own / "1.toml").write_text('format = 1\nid = "mine"\n')


def add_settings(place: Place, _kept: Path) -> None:
    assert place.fork("info").returncode == 0
    config = Path(place.env["XDG_CONFIG_HOME"]) / "csp-tui"
    config.mkdir(parents=True, exist_ok=True)
    (config / "config.toml").write_text('reviewer = "Amira"\n')


def add_customer(place: Place, _kept: Path) -> None:
    customers = place.path / "data" / "customers" / "contoso"
    customers.mkdir(parents=True)
    (customers / "one.toml").write_text("")


def write_partner_just_now(place: Place, _kept: Path) -> None:
    path = next((place.path / "data" / "partners").glob("contoso*"))
    path.write_text(path.read_text())


def let_others_write(_place: Place, kept: Path) -> None:
    kept.chmod(0o666)


def cut_off(_place: Place, kept: Path) -> None:
    kept.write_bytes(kept.read_bytes()[:200])


def make_pipe(_place: Place, kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept)


def make_link(_place: Place, kept: Path) -> None:
    kept.symlink_to(kept.rename(kept.with_name("elsewhere")))


@pytest.mark.parametrize(
    "change",
    [
        *(add_own_checklist, add_settings, add_customer, write_partner_just_now),
        *(let_others_write, cut_off, make_pipe, make_link),
    ],
)
def test_a_kept_frame_is_not_shown_if_it_may_be_wrong(
    known: Place, change: Callable[[Place, Path], None]
):
    change(known, mark_kept_frame(known))
    assert "Contoso" in "".join(first_lines(known))


def test_a_kept_frame_that_is_true_is_shown_before_the_app_is_imported(known: Place):
    mark_kept_frame(known)
    command = [PYTHON, "-c", MODULES_UNTIL.format(name="csp_tui.tui.terminal.signals")]
    with Terminal(command, known.env, cwd=known.path) as terminal:
        assert terminal.wait_exit() == 7
        assert b"Contosi" in frame_of(bytes(terminal.raw))
        assert terminal.is_restored
    loaded = set((known.path / "modules").read_text().split())
    assert own_in(loaded) == set(AT_THE_FRAME.split())
    slow = {"dataclasses", "inspect", "typing", "re", "enum", "json", "hashlib", "pathlib"}
    assert not loaded & (slow | {"contextlib", "functools", "datetime", "signal", "threading"})


def test_what_is_not_needed_for_the_first_screen_is_imported_after_it(known: Place):
    modules, size = known.path / "modules", (80, 12)  # too low for a pane
    with Terminal([PYTHON, "-c", NO_TEXTUAL], known.env, size, known.path) as terminal:
        terminal.wait_exit()
    command = [PYTHON, "-c", MODULES_UNTIL.format(name="csp_tui.core.store.store")]
    with Terminal(command, known.env, size, known.path) as terminal:
        terminal.wait_for("^> Contoso")
        terminal.wait_until(modules.exists)  # by a thread, whose end the app does not notice
    loaded = set(modules.read_text().split())
    assert own_in(loaded) <= {*AT_THE_FRAME.split(), *AT_THE_SETTLED_PICTURE.split()}
    assert not loaded & {"_hashlib", "tomlkit", "textual.widgets._option_list"}


def test_the_frame_after_a_change_is_shown_however_soon_the_app_is_started_again(
    known: Place, start: Start
):
    first_lines(known)
    (kept,) = (known.path / "cache").glob("**/frame-*")
    app = start()
    app.wait_for("^> Contoso")
    app.press("enter")
    app.wait_for("Contoso › Enroll")
    app.press("space")
    app.wait_for("saved")
    app.press("q")
    app.wait_for("^> Contoso .* 1/")
    app.press("q")
    assert app.wait_exit() == 0
    after = kept.read_text()
    kept.write_text(after.replace("Contoso", "Contosi"))
    (shown,) = (line for line in first_lines(known) if line.startswith("> Contosi"))  # as it is
    assert "1/11" in shown
    kept.unlink()
    first_lines(known)  # made anew
    assert kept.read_text().split("\n")[1:] == after.split("\n")[1:]


def test_a_frame_is_not_trusted_if_a_file_may_change_again_within_its_time_stamp(known: Place):
    path = next((known.path / "data" / "partners").glob("contoso*"))
    seconds = int(time()) + 60  # as far from when the frame is kept as two seconds on a slow disk
    os.utime(path, (seconds, seconds))
    mark_kept_frame(known)
    assert "Contosi" not in "".join(first_lines(known))


def test_a_kept_frame_is_where_the_cache_is(place: Place):
    for environ in ({"HOME": "/home/a"}, {"HOME": "/home/a", "XDG_CACHE_HOME": "/var/tmp/a"}):
        script = (
            "import os; from csp_tui.core.disk.places import find_places;"
            "from csp_tui.tui.terminal.kept_frame import frame_path;"
            "print(os.path.dirname(frame_path(os.environ)) == str(find_places(os.environ).cache))"
        )
        run = subprocess.run(
            [PYTHON, "-c", script], env=environ, cwd=place.path, capture_output=True, text=True
        )
        assert run.stdout == "True\n", run.stderr


def test_the_first_frame_that_is_kept_speaks_the_language_that_is_asked_for(
    known: Place, start: Start
):
    english = first_lines(known)
    assert first_lines(known, CSP_TUI_LANG="fr")[0] != english[0]
    app = start("--lang", "fr")
    app.wait_for_app()
    app.wait_for("Partenaires")
    app.press("q")
    assert app.wait_exit() == 0
    assert first_lines(known) == english


def import_thirty(place: Place) -> None:
    """Import thirty partners, of which none is in the cache."""
    table = place.path / "thirty.csv"
    table.write_text("name\n" + "".join(f"Partner {number:02}\n" for number in range(30)))
    assert place.fork("import", "partners", str(table), "--yes").returncode == 0
    shutil.rmtree(place.path / "cache", ignore_errors=True)


def test_q_leaves_at_once_while_partners_are_read(place: Place):
    import_thirty(place)
    with without_textual(place) as terminal:
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.is_restored
        assert b"Traceback" not in terminal.raw
    assert not [*(place.path / "cache").glob("**/rows*")]  # it did not wait for the others


def test_ctrl_q_leaves_at_once_too(place: Place, start: Start):
    directory = place.data / "partners"
    directory.mkdir(parents=True)
    for number in range(12_000):
        (directory / f"quick-{number}.toml").write_text(f'format = 1\nname = "Quick {number}"\n')
    terminal = start()
    terminal.wait_for("Partners  12000  loading")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0
    assert b"10000 read" not in terminal.raw
    assert terminal.is_restored


def test_keys_typed_while_partners_are_read_take_effect(place: Place, start: Start):
    import_thirty(place)
    terminal = start()
    terminal.press("down", "down", "?", "q", "/", *"partner")
    terminal.wait_for("^ Partners  30  /partner")
    terminal.wait_for("^> Partner 02")
    terminal.press("ctrl+q")
    assert terminal.wait_exit() == 0


def test_without_the_cache_the_first_partners_stand_there_without_a_cursor(place: Place):
    import_thirty(place)
    lines = first_lines(place)
    assert lines[0] == " Partners  30  loading"
    assert [line[:12] for line in lines[2:5]] == [f"  Partner {each:02}" for each in range(3)]
    assert "1-20 of 30" in "\n".join(lines)


def test_many_partners_without_a_cache_are_counted_while_they_are_read(place: Place, start: Start):
    import_thirty(place)
    directory = place.data / "partners"
    for number in range(2_100):
        (directory / f"quick-{number}.toml").write_text(f'format = 1\nname = "Quick {number}"\n')
    terminal = start()
    terminal.wait_for("^> Partner 00")
    assert b"loading, 2000 read" in terminal.raw
    assert terminal.lines[0].split()[:2] == ["Partners", "2130"]
    terminal.press("q")
    assert terminal.wait_exit() == 0


def test_keys_typed_at_the_first_frame_act_in_their_order(known: Place, start: Start):
    terminal = start()
    terminal.press("j", "enter")
    terminal.wait_for("Fabrikam › Enroll")
    terminal.press("q")
    terminal.wait_for("^> Fabrikam")
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored


@pytest.fixture
def held_up(known: Place) -> Iterator[Terminal]:
    """The app before it imports Textual; `go_on` lets it."""
    os.mkfifo(known.path / "held-up")
    with Terminal([PYTHON, "-c", HELD_UP], known.env, cwd=known.path) as terminal:
        yield terminal


def go_on(place: Place) -> None:
    (place.path / "held-up").write_text("")


@pytest.mark.parametrize("is_kept", [False, True])
def test_arrow_keys_move_the_cursor_before_textual_is_imported(
    known: Place, request: pytest.FixtureRequest, is_kept: bool
):
    if is_kept:
        first_lines(known)
    app = request.getfixturevalue("held_up")
    app.press("down")
    app.wait_for("^> Fabrikam")
    app.press("j", "j", "k", "k", "up", "down", "j")
    app.wait_for("^> Northwind")
    assert [line for line in app.lines if line.startswith(">")] == [app.lines[4]]
    shown = app.lines[:6]
    go_on(known)
    app.wait_for("^ Northwind")  # in the pane, which is all that the app draws
    app.settle()
    assert app.lines[:6] == shown
    assert not any(name.encode() in by_app(app) for name in NAMES[:2])
    app.press("q")
    assert app.wait_exit() == 0
    assert app.is_restored


def test_a_signal_ends_an_app_whose_terminal_takes_no_output(known: Place, held_up: Terminal):
    held_up.wait_for("^> Contoso")
    with held_up.without_output():
        held_up.press("j")
        held_up.settle()
        held_up.signal(signal.SIGTERM)
        assert held_up.wait_exit() == 143
    assert held_up.is_line_restored


def test_keys_after_an_arrow_key_act_where_that_has_led(known: Place, held_up: Terminal):
    held_up.press("j", "enter", "j", "?")
    held_up.wait_for("^> Fabrikam")
    go_on(known)
    held_up.wait_for("Keys|Next row|next row")
    held_up.press("q", "q")
    held_up.wait_for("^> Fabrikam")


def test_the_app_redraws_a_list_that_has_changed_while_arrow_keys_acted(
    known: Place, held_up: Terminal
):
    held_up.press("j")
    held_up.wait_for("^> Fabrikam")
    known.add("Adatum", DIRECT)
    go_on(known)
    held_up.wait_for("^  Adatum")
    assert held_up.current.startswith("Fabrikam")


def test_a_key_to_leave_typed_at_once_is_obeyed(known: Place, start: Start):
    terminal = start()
    terminal.press("q")
    assert terminal.wait_exit() == 0
    assert terminal.is_restored


def test_the_first_frame_has_the_last_order_too(known: Place, start: Start):
    app = start()
    app.wait_for("^> Contoso")
    app.type("s", "n", "s", "-")
    app.wait_for("^> Northwind")
    app.press("q")
    assert app.wait_exit() == 0
    for _ in range(2):  # made anew, then kept
        with without_textual(known) as terminal:
            terminal.wait_exit()
            frame = frame_of(bytes(terminal.raw)).decode()
        assert frame.index("Northwind") < frame.index("Contoso")
        assert "the other way" in frame
