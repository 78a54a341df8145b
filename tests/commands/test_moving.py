"""The lines of ``docs/howto/move.md`` bring a data directory to another host, whole and shared."""

from __future__ import annotations

import grp
import os
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import TREE, put

from csp_tui.core.workplace.workplace import open_workplace

pytestmark = pytest.mark.process


def test_the_lines_of_the_page_bring_the_whole_directory(tmp_path: Path) -> None:
    page = (TREE / "docs/howto/move.md").read_text(encoding="utf-8")
    lines = re.findall(r"^```bash\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    program = tmp_path / "bin/csp-tui"
    put(program, f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -P -m csp_tui "$@"\n')
    program.chmod(0o755)
    group = grp.getgrgid(os.getegid()).gr_name
    heads = set()
    for home, block in zip(("old", "new", "new"), lines, strict=True):
        (tmp_path / home).mkdir(exist_ok=True)
        if home == "old":
            workplace = open_workplace({}, str(tmp_path / "old/.local/share/csp-tui"))
            workplace.store.add_partner("Contoso")
        block = block.replace("csp-team", group).replace("/srv/csp-tui", str(tmp_path / "srv"))
        block = block.replace("csp-tui.tar.gz", str(tmp_path / "csp-tui.tar.gz"))
        words = ["bash", "-ec", f"umask 022\n{block}"]
        env = {"PATH": f"{tmp_path}/bin:/usr/bin:/bin", "HOME": str(tmp_path / home)}
        done = subprocess.run(
            words, env=env, capture_output=True, text=True, timeout=300, check=True
        )
        heads.add(re.findall(r"^  head .*", done.stdout, re.MULTILINE)[0])
    assert len(heads) == 1
    assert stat.S_IMODE((tmp_path / "csp-tui.tar.gz").stat().st_mode) == 0o600
    found = [path.stat() for path in (tmp_path / "srv", *(tmp_path / "srv").glob("[!.]*/*"))]
    assert {stat.S_IMODE(status.st_mode) for status in found} == {0o2770, 0o660}
