from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from csp_tui.core.checklists.reader import WARNING, read_checklist

from .bad_checklists_told import DEFECTS

BAD = Path(__file__).parent / "bad_checklists"


@pytest.mark.parametrize(
    ("name", "line", "key", "words"), DEFECTS, ids=[each[0] for each in DEFECTS]
)
def test_a_defect_is_named_once_with_line_key_and_cure(tmp_path, name, line, key, words):
    path = tmp_path / "own" / f"{name}.toml"
    path.parent.mkdir()
    shutil.copyfile(BAD / f"{name}.toml", path)
    checklist, problems = read_checklist(path)
    assert [(each.line, each.key) for each in problems] == [(line, key)]
    assert [each for each in words if each not in problems[0].what] == [], problems[0].what
    told = str(problems[0])
    assert told.startswith(f"{path}:{line or 1}: {problems[0].severity}: ")
    assert told.isprintable()
    assert (checklist is not None) == (problems[0].severity == WARNING)


def test_every_bad_file_is_proved_by_a_test():
    proved = {each[0] for each in DEFECTS} | {"several-defects", "control-character"}
    assert {each.stem for each in BAD.glob("*.toml")} == proved
    assert len(proved) >= 150
