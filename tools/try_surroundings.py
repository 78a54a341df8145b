"""Run tests in different surroundings: with other signals, locales, terminals, users and homes.

Run it from the project's root: ``python tools/try_surroundings.py [--only WORD] PATH...``, with the
paths of the tests. It prints which tests fail in which surroundings; if any fails, it exits with 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
NOBODY = 65534
"""The id of the user and the group ``nobody``, which own no file."""

BLOCKED = (
    "import os, signal, sys; signal.pthread_sigmask(signal.SIG_BLOCK, {10, 12, 15}); "
    "os.execvp(sys.argv[1], sys.argv[1:])"
)
"""Python code that runs a command with blocked signals, which no shell can do."""

SURROUNDINGS = {
    "nohup: signals ignored and blocked": (
        f"trap '' INT HUP QUIT TERM PIPE USR1 USR2 CHLD; exec python3 -c '{BLOCKED}' \"$@\""
    ),
    "job in the background, nothing open": '"$@" <&- & wait $!',
    "umask 077, a zone of three quarters": 'umask 077; TZ=Pacific/Chatham exec "$@"',
    "umask 000, no colour": 'umask 000; NO_COLOR=1 exec "$@"',
    "LANG=C, 20 columns": 'unset LC_ALL; LANG=C COLUMNS=20 LINES=5 exec "$@"',
    "LC_ALL=POSIX, no TERM": 'unset TERM; LC_ALL=POSIX exec "$@"',
    "French, settings of the app": (
        "LC_ALL=fr_FR.UTF-8 LANGUAGE=fr CSP_TUI_LANG=fr CSP_TUI_DATA=/dev/null/data "
        'CSP_TUI_REVIEWER=Eve CSP_TUI_THEME=nord TEXTUAL=debug TEXTUAL_ANIMATIONS=full exec "$@"'
    ),
    "Turkish, dumb terminal": 'LC_ALL=tr_TR.ISO8859-9 LANG=tr_TR TERM=dumb exec "$@"',
    "Japanese, colours forced": (
        'LANG=ja_JP.eucJP LC_CTYPE=ja_JP.eucJP FORCE_COLOR=1 COLORTERM=truecolor exec "$@"'
    ),
    "bare environment": 'exec env -i PATH="$PATH" HOME="$HOME" "$@"',
    "no home, settings of git and Python": (
        "HOME=/dev/null/home XDG_CONFIG_HOME=/dev/null USER=eve LOGNAME=eve GIT_DIR=/dev/null/git "
        "GIT_AUTHOR_NAME=Eve GIT_CONFIG_COUNT=x PYTHONIOENCODING=latin-1 PYTHONUTF8=0 "
        'PYTHONHASHSEED=0 PYTHONWARNINGS=error PYTHONDONTWRITEBYTECODE=1 exec "$@"'
    ),
    "another user, read-only home": (
        f"exec setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups "
        'sh -c \'exec "$@"\' sh "$@"'  # setpriv still has root's rights, this shell has not
    ),
}
"""For each of the surroundings, a shell script that runs its arguments as a command there."""


def main() -> int:
    """Run the tests in each of the surroundings; return 1 if any test fails, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, add_help=False)
    parser.add_argument("--only", default="", help="in the surroundings whose name has this word")
    parser.add_argument("paths", nargs="+")
    asked = parser.parse_args()
    failed = False
    for name, script in SURROUNDINGS.items():
        if asked.only not in name:
            continue
        begun = time.monotonic()
        if name.startswith("another user"):
            done = _as_another_user(script, asked.paths)
        else:
            done = _run(script, [sys.executable, *_pytest(asked.paths)], TREE, {**os.environ})
        failed = failed or done.returncode != 0
        last = (done.stdout.strip().splitlines() or ["nothing was printed"])[-1]
        print(f"{name}: {last} [{time.monotonic() - begun:.0f} s]", flush=True)
        if done.returncode:
            print(done.stdout[-8000:])
    return 1 if failed else 0


def _pytest(paths: Sequence[str]) -> list[str]:
    return ["-m", "pytest", "-p", "no:cacheprovider", *paths]


def _run(
    script: str, command: Sequence[str], tree: Path, environ: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", script, "sh", *command],
        cwd=tree,
        env=environ,
        text=True,
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )


def _as_another_user(script: str, paths: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run the tests as another user, in a readable copy of the project; return how they ended.

    The interpreter is the first that this user can run: our own, or that of the system.
    """
    version = f"python3.{sys.version_info.minor}"
    own = Path(sys.base_prefix, "bin", version)
    with _copy() as (tree, home):
        environ = {**os.environ, "HOME": str(home)}
        for python in (str(own), f"/usr/bin/{version}"):
            done = _run(script, [python, "-c", ""], tree, environ)
            if not done.returncode:
                done = _run(script, [_environment(python, tree), *_pytest(paths)], tree, environ)
                break
        return done


def _environment(python: str, tree: Path) -> str:
    """Make a virtual environment for `python` with the libraries of this one.

    Returns:
        The path of its interpreter.
    """
    made = tree.parent / "environment"
    subprocess.run([python, "-m", "venv", "--without-pip", made], check=True)
    (libraries,) = made.glob("lib/*/site-packages")
    (libraries / "own.pth").write_text(f"{tree}\n{sysconfig.get_path('purelib')}\n")
    return str(made / "bin" / "python")


@contextmanager
def _copy() -> Iterator[tuple[Path, Path]]:
    """Copy the project for the block; yield the path of the copy, and that of a read-only home."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.check_output(listed, cwd=TREE, text=True).split("\0")
    compiled = [str(path.relative_to(TREE)) for path in (TREE / "csp_tui").rglob("*.mo")]
    with tempfile.TemporaryDirectory() as made:
        tree, home = Path(made, "tree"), Path(made, "home")
        for name in filter(None, [*names, *compiled]):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(TREE / name, tree / name)
        home.mkdir()
        subprocess.run(["chmod", "-R", "u=rwX,go=rX", made], check=True)
        home.chmod(0o555)
        yield tree, home


if __name__ == "__main__":
    sys.exit(main())
