"""Makes the data of three partners as the version before sections went customer by customer.

    git worktree add ../before ab12c7ac && cd ../before && python .../tests/kept/make.py

Each partner is half way through one of the three editions, with ticks in the section that was the
partner's then. The ids differ from run to run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Write ``data`` anew, beside this file."""
    root = Path(tempfile.mkdtemp())
    data = root / "data"

    def do(*words: str) -> str:
        command = [sys.executable, "-m", "csp_tui", "--data", str(data), *words]
        env = {"HOME": str(root), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
        return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout

    def partner(name: str, checklist: str, edition: str) -> str:
        found = do("add", name).strip()
        do("start", found, checklist, "--edition", edition)
        return found

    direct = partner("Direct 2023", "enroll-direct", "2023-04")
    do("tick", direct, "endorsement", "customer-agreement", "--yes")
    do("evidence", direct, "customer-agreement", "Attested by Ann Smith")
    direct = partner("Direct 2026", "enroll-direct", "2026-08")
    do("tick", direct, "endorsement", "customer-informed", "--yes")
    do("evidence", direct, "customer-informed", "Letter 3, all customers")
    do("wait", direct, "customer-relationship", "--for", "the customers")
    do("na", direct, "customer-gdap", "--reason", "no administration")
    indirect = partner("Indirect 2018", "transition-to-indirect", "2018-12")
    do("tick", indirect, "customers-invited", "direct-billing-kept", "--yes")
    do("note", indirect, "customers-invited", "Two have not answered")

    shutil.rmtree(HERE / "data", ignore_errors=True)
    for name in ("partners", "history"):
        shutil.copytree(data / name, HERE / "data" / name)
    shutil.rmtree(root)


if __name__ == "__main__":
    main()
