"""Makes the data directories of three sides as the version before `rule` in files made them.

    git worktree add ../before 0919aac && cd ../before && python .../tests/exchange/before/make.py

The clock is set; only ids differ from run to run. What must be right is worked out from the lines
by `right_values.py`, which this calls at the end.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(Path.cwd()), str(HERE), str(HERE.parent.parent)]

from exchange.sides import CHECKLIST, Moment, Side, bare_repository, git  # noqa: E402
from right_values import right_values  # noqa: E402

NEWER = (
    CHECKLIST.replace('id = "second"\ntitle = "Second"', 'id = "then"\ntitle = "Then"\n'
    'replaces = ["second"]')
    .replace('title = "First"', 'title = "First"\nrule = "Twice a year"')
)  # fmt: skip


class Sides:
    """The three sides, which do one thing each second."""

    def __init__(self, root: Path) -> None:
        self.root, self.moment = root, Moment()
        self.remote = bare_repository(root / "remote.git")
        self.all = {name: Side(root, name, self.moment) for name in ("amira", "ben", "cleo")}

    def do(self, name: str, *words: str | Path) -> str:
        self.moment.advance(seconds=1)
        answer = self.all[name](*words)
        assert answer.code == 0, (words, answer)
        return answer.out.strip()

    def sync(self, *names: str) -> None:
        for name in names:
            self.do(name, "sync")


def play(sides: Sides) -> list[list[str]]:
    """Carry out the story; return what was edited by hand at its end, as place, table and key."""
    do, sync = sides.do, sides.sync
    own = sides.all["amira"].data / "checklists" / "work"
    own.mkdir(parents=True)
    (own / "2026-01.toml").write_text(CHECKLIST)
    contoso = do("amira", "add", "Contoso", "--region", "EU")
    do("amira", "start", contoso, "work")
    do("amira", "customer", "add", contoso, "Fabrikam", "--tenant", "fabrikam.onmicrosoft.com")
    litware = do("amira", "add", "Litware")
    do("amira", "start", litware, "work")
    for name in sides.all:
        do(name, "sync", sides.remote)
    sync("amira", "ben")

    # An older change wins: of the note here, and of a status that two set apart.
    do("amira", "note", contoso, "first", "1")
    sync("amira")
    do("ben", "note", contoso, "first", "2")
    do("amira", "note", contoso, "first", "3")
    sync("ben", "amira", "ben", "cleo")
    do("ben", "wait", contoso, "second", "--for", "Microsoft", "--case", "77")
    sync("ben", "amira", "cleo")
    do("ben", "chase", contoso, "second")
    do("amira", "tick", contoso, "second", "--yes")
    do("cleo", "refuse", contoso, "first", "--reason", "too dear")
    sync("ben", "cleo", "amira", "ben", "cleo")
    do("ben", "evidence", contoso, "first", "the contract", "--as-of", "2026-11-01")
    do("cleo", "set", contoso, "first", "--owner", "cleo", "--due", "2027-01-15")
    do("amira", "set", contoso, "first", "--owner", "amira")
    sync("cleo", "ben", "amira", "cleo", "ben")

    # Facts, customers, data of the partner, an edit by hand that was noticed.
    do("amira", "fact", contoso, "large", "yes")
    do("ben", "fact", contoso, "large", "no")
    do("ben", "fact", contoso, "sells-azure", "yes")
    do("cleo", "customer", "add", contoso, "Northwind")
    do("amira", "customer", "edit", contoso, "fabrikam", "--owner", "amira")
    do("ben", "tick", contoso, "moved", "--customer", "fabrikam", "--yes")
    do("cleo", "note", contoso, "moved", "by night", "--customer", "fabrikam")
    do("ben", "edit", contoso, "--tenant", "contoso.onmicrosoft.com", "--owner", "ben")
    do("amira", "edit", contoso, "--owner", "amira")
    file = sides.all["cleo"].file(contoso)
    file.write_text(file.read_text().replace('region = "EU"', 'region = "US"'))
    sync("ben", "amira", "cleo", "ben", "amira")

    # Undo, redo, a taken-back start in which another had worked, a hand-over to a side.
    do("amira", "note", contoso, "first", "passing")
    do("amira", "undo", contoso)
    do("cleo", "na", contoso, "first", "--reason", "not here", "--yes")
    do("cleo", "undo", contoso)
    do("ben", "start", litware, "work", "--again")
    sync("amira", "cleo", "ben", "amira", "cleo")
    do("cleo", "note", litware, "first", "worked on", "--run", "work-2")
    do("ben", "undo", litware)
    do("amira", "note", litware, "second", "handed over", "--run", "work")
    do("amira", "export", litware, "--output", sides.root / "litware.zip")
    do("ben", "note", litware, "second", "later than what was handed over", "--run", "work")
    do("cleo", "note", litware, "second", "before the import", "--run", "work")
    do("cleo", "import", "handover", sides.root / "litware.zip", "--yes")
    sync("ben", "cleo", "amira", "ben", "cleo")

    do("ben", "evidence", contoso, "second", "by hand-over")
    do("ben", "export", contoso, "--output", sides.root / "again.zip")
    do("amira", "import", "handover", sides.root / "again.zip", "--yes")
    do("amira", "undo", contoso)
    sync("amira", "ben", "cleo", "amira")

    # Another edition, moved to by one while another ticks by the old one.
    (own / "2027-01.toml").write_text(NEWER)
    sync("amira", "ben", "cleo")
    do("amira", "migrate", contoso, "work", "--yes")
    do("ben", "note", contoso, "first", "at the same time")
    sync("amira", "ben", "cleo", "amira")

    # One partner in the archive, changed elsewhere; runs that end.
    adatum = do("cleo", "add", "Adatum")
    do("cleo", "start", adatum, "work")
    sync("cleo", "amira", "ben")
    do("cleo", "archive", adatum)
    do("ben", "note", adatum, "first", "in time")
    sync("cleo", "ben", "cleo", "amira")
    do("amira", "close", litware, "work", "--outcome", "abandoned")
    do("ben", "tick", litware, "first", "--run", "work", "--yes")
    sync("ben", "amira", "cleo")

    # Not yet synced, and edits by hand that nobody has noticed yet.
    do("amira", "note", contoso, "first", "from amira, unsent")
    do("cleo", "note", contoso, "first", "from cleo, unsent")
    file = sides.all["ben"].file(litware)
    file.write_text(file.read_text().replace('name = "Litware"', 'name = "Litware Inc"'))
    return [[litware, "", "", "name", "Litware Inc"]]


def keep(sides: Sides, by_hand: list[list[str]]) -> None:
    """Put everything beside this file."""
    last = {}
    for name, side in sides.all.items():
        repository = side.data / ".local/sync.git"
        last[name] = git(repository, "rev-parse", "csp-tui").decode().strip()
        shutil.rmtree(repository)
        shutil.rmtree(side.data / ".local/locks")
        shutil.rmtree(HERE / name, ignore_errors=True)
        shutil.copytree(side.data, HERE / name)
    git(sides.remote, "bundle", "create", "--quiet", str(HERE / "remote.bundle"), "csp-tui")
    kept = {"last": last, "by_hand": by_hand, "now": sides.moment.now.isoformat()}
    (HERE / "story.json").write_text(json.dumps(kept, indent=1) + "\n")
    values = json.dumps(right_values(), indent=1, ensure_ascii=False)
    (HERE / "right_values.json").write_text(f"{values}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as root:
        made = Sides(Path(root))
        keep(made, play(made))
