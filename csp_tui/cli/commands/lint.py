"""``lint``: check checklist files and their translations, and print every problem."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from csp_tui.cli.output.json_shapes import of_problem
from csp_tui.cli.session import Session
from csp_tui.core.base.errors import InvalidFileError, NotFoundError
from csp_tui.core.base.language import LANGUAGES, _, ngettext
from csp_tui.core.checklists.file_names import (
    is_translation,
    language_in_name,
    translations_of,
)
from csp_tui.core.checklists.reader import Problem, read_checklist, unknown_lists
from csp_tui.core.checklists.translation import read_translation, translated_edition


def lint(session: Session) -> int:
    """Print every problem of the files or directories that are named, else of all checklists.

    Returns:
        The exit code: that of NotFoundError if a file is missing or a directory has no checklist;
            else 1 if there is a problem; else 0.
    """
    if session.args.files:
        return _lint_files(session, [Path(each) for each in session.args.files])
    library = session.workplace.library
    editions = [path for each in library.files().values() for path, _local in each.values()]
    translations = [each for path in editions for each in translations_of(path)]
    problems = [
        problem
        for path in (*editions, *translations)
        for problem in _problems(session, path, is_named=False)
    ]
    return _report(session, problems, [*editions, *translations])


def _lint_files(session: Session, named: list[Path]) -> int:
    problems: list[Problem] = []
    read, is_missing = [], False
    files = {name: _files(name) for name in named}
    for name in (name for name in files if not files[name]):
        session.out.warn(_("{path}: no checklist in this directory").format(path=name))
        is_missing = True
    for path in (each for found in files.values() for each in found):
        try:
            problems += _problems(session, path)
            read.append(path)
        except NotFoundError as error:
            session.out.warn(str(error))
            is_missing = True
    code = _report(session, problems, read) if read or not is_missing else 0
    return NotFoundError.exit_code if is_missing else code


def _files(path: Path) -> list[Path]:
    """Return a list with `path`; if it is a directory, the checklist files and translations in it.

    Translations into languages that csp-tui does not have are left out.
    """
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob("*.toml"))
    return [
        each for each in found if not is_translation(each) or language_in_name(each) in LANGUAGES
    ]


def _problems(session: Session, path: Path, *, is_named: bool = True) -> list[Problem]:
    """Return the problems of a checklist file or translation, with `path` as the user typed it.

    If the edition that a translation belongs to is missing or cannot be used, that is its only
    problem. Symbolic links are followed only if the user has named the file.

    Raises:
        NotFoundError: there is no such file.
    """
    # A checklist's id is the name of its directory, which only the absolute path is sure to have.
    whole = path.absolute()
    if not is_translation(path):
        checklist, found = read_checklist(whole, follow_links=is_named)
        if checklist is not None:
            known = session.workplace.library.files()
            found = [*found, *unknown_lists(checklist, known, follow_links=is_named)]
        return [replace(problem, path=path) for problem in found]
    try:
        checklist = translated_edition(whole, follow_links=is_named)
    except InvalidFileError as error:
        return [Problem(path, None, "", error.what)]
    found = read_translation(whole, checklist, follow_links=is_named)[1]
    return [replace(problem, path=path) for problem in found]


def _report(session: Session, problems: list[Problem], read: list[Path]) -> int:
    if session.args.json:
        count = sum(not is_translation(path) for path in read)
        session.out.json(checklists=count, problems=[of_problem(each) for each in problems])
        return 1 if problems else 0
    for problem in problems:
        session.out.line(str(problem))
    if problems:
        return 1
    session.out.confirmation(_no_problems(read))
    return 0


def _no_problems(read: list[Path]) -> str:
    translated = sum(map(is_translation, read))
    checked = len(read) - translated
    checklists = ngettext("{count} checklist", "{count} checklists", checked).format(count=checked)
    translations = ngettext("{count} translation", "{count} translations", translated).format(
        count=translated
    )
    if checked and translated:
        message = _("no problems in {checklists} and {translations}")
        return message.format(checklists=checklists, translations=translations)
    return _("no problems in {files}").format(files=translations if translated else checklists)


COMMANDS = {"lint": lint}
