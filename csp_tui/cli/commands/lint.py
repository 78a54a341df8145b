"""``lint``: every problem of checklist files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from csp_tui.cli.json_shapes import of_problem
from csp_tui.cli.session import Session
from csp_tui.core.checklist_file import Problem, read_checklist
from csp_tui.core.errors import NotFoundError


def lint(session: Session) -> int:
    """Print every problem of the files that are named, or of all checklists in use."""
    if session.args.files:
        return _lint_files(session, [Path(each) for each in session.args.files])
    library = session.workplace.library
    count = sum(map(len, library.files().values()))
    return _report(session, library.problems(), count)


def _lint_files(session: Session, named: list[Path]) -> int:
    problems: list[Problem] = []
    count, missing = 0, 0
    for path in (each for name in named for each in _files(name)):
        try:
            problems += _problems(path)
            count += 1
        except NotFoundError as error:
            session.out.warn(str(error))
            missing += 1
    code = _report(session, problems, count) if count or not missing else 0
    return NotFoundError.exit_code if missing else code


def _files(path: Path) -> Iterator[Path]:
    """Yield `path`, or what editions are in and below it where it is a directory."""
    if not path.is_dir():
        yield path
        return
    # A second dot in the name marks a translation, which is no checklist of its own.
    yield from sorted(each for each in path.rglob("*.toml") if "." not in each.stem)


def _problems(path: Path) -> list[Problem]:
    """Return the problems of one file under the name that the user gave it."""
    # The id is the name of the directory, which a relative path may not tell.
    found = read_checklist(path.absolute(), follow_links=True)[1]
    return [replace(problem, path=path) for problem in found]


def _report(session: Session, problems: list[Problem], count: int) -> int:
    if session.args.json:
        session.out.json(checklists=count, problems=[of_problem(each) for each in problems])
        return 1 if problems else 0
    for problem in problems:
        session.out.line(str(problem))
    if problems:
        return 1
    if not session.out.quiet:
        session.out.line(f"no problems in {count} checklist{'' if count == 1 else 's'}")
    return 0


COMMANDS = {"lint": lint}
