"""Every key that changes something has its command, and both lead to the same files."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import xlsxwriter

from csp_tui.__main__ import main
from csp_tui.cli.arguments.parser import build_parser
from csp_tui.core.runs import customer_changes, item_changes
from csp_tui.core.workplace.workplace import Workplace, open_workplace
from csp_tui.tui.keys import all_keys
from csp_tui.tui.keys.all_keys import Action

from .helpers import (
    DIRECT,
    INDIRECT,
    NEW,
    FakeClock,
    Seat,
    add_partner,
    at_the_app,
    changed_elsewhere,
    tree,
    wait_until,
)

GROUPS = {
    name: group
    for name, group in vars(all_keys).items()
    if isinstance(group, tuple) and group and isinstance(group[0], Action)
}
EACH = [(name, action) for name, group in GROUPS.items() for action in group]

MOVING = {
    "narrow-list", "switch-pane", "mark-row", "mark-to-here",
    "mark-all", "fold-group", "fold-section", "fold-done",
    "show-all", "previous-run", "open-palette", "choose-language", "go-back", "quit-app",
    "stop-app", "copy-item", "leave-import",
}  # fmt: skip
"""Acts that change neither a file nor what is shown of it; they and ``move-…`` need no command."""

LOOKING = {
    "open-partner": "show contoso",
    "show-customers": "customers contoso",
    "filter-partners": "partners --filter chase",
    "sort-partners": "partners --sort clock",
    "show-all": "partners",
    "show-history": "history contoso",
    "show-archive": "partners --archived",
    "open-detail": "show contoso --item customer-consent --customer alpine",
    "print-links": "links contoso customer-consent",
    "copy-item": "show contoso --item customer-consent --customer alpine",
    "filter-list": "show contoso --filter to-do",
    "CUSTOMERS filter-list": "customers contoso --filter waiting",
    "open-customer": "show contoso --customer alpine",
    "next-item": "customers contoso --item customer-consent",
    "previous-item": "customers contoso --item customer-consent",
    "choose-item": "customers contoso --item customer-consent",
    "list-items": "customers contoso",
    "choose-listed": "customers contoso --item customer-consent",
    "sort-list": "customers contoso --sort planned",
    "show-next": "next",
    "show-help": "--help",
    "show-portfolio": "portfolio",
    "show-conflicts": "conflicts --json",
    "open-conflict": "show contoso",
    "open-counted": "partners",
    "other-checklist": "portfolio",
    "open-step": "show contoso --item gdap-own --customer alpine",
    "filter-steps": "next --mine",
    "fold-steps": "next --by-item",
    "walk-item": "next --item customer-consent",
    "show-item-only": "history contoso",
    "write-report": "report contoso",
    "show-contacts": "contact list contoso --json",
    "CONTACTS copy-item": "contact list contoso --json",
    "CONTACTS print-links": "contact list contoso --json",
}
"""Acts that show something, and the command that shows it."""

Step = str | tuple[str, ...]
"""A key; or ``("see", pattern)``; or a question and what is answered to it."""


@dataclass(frozen=True)
class Pair:
    """Keys, and commands that do the same.

    Args:
        base: what is there before.
        keys: what is done at the screen.
        commands: what is done instead; ``&&`` stands between several.
        before: commands that are done first, for both.
    """

    base: str
    keys: Sequence[Step]
    commands: str
    before: str = ""


LIST = ("see", "^ Partners ")
MATRIX = (("see", "Contoso › To indirect"), "c", ("see", "^ +Customer .*Done"))
NARROWED = ("/", *"Go or no", "enter", ("see", "^> .*Go or no-go"))
STEPS = ("v", ("see", "^ Next "), *NARROWED)
CONTACTS = ("@", ("see", "^ Contoso › Contacts"), ("see", "^> Ann|No contact yet"))
CLASHES = ("q", LIST, "X", ("see", "^> .*note"))
THEN_A_TICK = ("q", LIST, "enter", ("see", "^ Contoso › "), "g", "space")
FIELD = "tab"
FIRST = "eligible-customers"

WAIT = (("Waiting for", "Ben"), ("Case number", "4711"), ("Chase on", "2099-01-05"))

PAIRS = {
    "PARTNERS add-partner": Pair("two", (LIST, "a", ("Name", "Zoo"), ("see", "Zoo")), "add Zoo"),
    "PARTNERS edit-partner": Pair(
        "two",
        (LIST, "e", ("see", "^ Anniversary"), FIELD, *"Coho", "ctrl+s", LIST),
        "edit contoso --company Coho",
    ),
    "PARTNERS start-run": Pair(
        "two",
        (LIST, "S", ("see", "start a checklist"), "enter", ("see", "^ 0/")),
        "start contoso enroll-direct",
    ),
    "PARTNERS close-run": Pair(
        "direct",
        ("q", LIST, "C", ("Close: ", "a")),
        "close contoso --outcome abandoned --yes",
    ),
    "PARTNERS undo-step": Pair(
        "two",
        (LIST, "u", ("see", "Take back.*\\n.*\\n y yes"), "y", ("see", "Undone")),
        "undo contoso",
        "edit contoso --owner ben",
    ),
    "PARTNERS redo-step": Pair(
        "two",
        (LIST, "U", ("see", "Redone")),
        "redo contoso",
        "edit contoso --owner ben && undo contoso",
    ),
    "PARTNERS restore-partner": Pair(
        "damaged", (LIST, "R", ("see", "Restored")), "restore contoso"
    ),
    "PARTNERS put-away": Pair(
        "two", (LIST, "D", ("Archive: Contoso?", "y"), ("see", "is archived")), "archive contoso"
    ),
    "PARTNERS sync-partners": Pair(
        "two",
        (LIST, "Y", ("see", "Synced: 0 sent, 1 came")),
        "sync",
        "sync its.git && --data other sync its.git && --data other edit contoso --owner ben"
        " && --data other sync",
    ),
    "PARTNERS import-partners": Pair(
        "two",
        (LIST, "I", ("Import a CSV or Excel file", "new.csv"), ("see", "y adds"), "y", LIST),
        "import partners new.csv --yes",
    ),
    "ARCHIVE bring-back": Pair(
        "two",
        (
            ("see", "start a checklist"),
            "q",
            LIST,
            "A",
            ("see", "^ Archived  1"),
            "D",
            ("see", "is back"),
        ),
        "unarchive contoso",
        "archive contoso",
    ),
    "IMPORT confirm-import": Pair(
        "two",
        (LIST, "I", ("Import a CSV or Excel file", "new.csv"), ("see", "y adds"), "y", LIST),
        "import partners new.csv --yes",
    ),
    "IMPORT change-known": Pair(
        "two",
        (
            *(LIST, "I", ("Import a CSV or Excel file", "known.csv")),
            ("see", "1 changed"),
            *("c", ("see", "y changes 1"), "y", LIST),
        ),
        "import partners known.csv --update --yes",
    ),
    "IMPORT take-new": Pair(
        "two",
        (
            *(LIST, "I", ("Import a CSV or Excel file", "both.csv"), ("see", "y adds 1")),
            *("n", "c", ("see", "y changes 1"), "y", LIST),
        ),
        "import partners both.csv --no-new --update --yes",
    ),
    "IMPORT archive-gone": Pair(
        "two",
        (
            *(LIST, "I", ("Import a CSV or Excel file", "new.csv"), ("see", "y adds 1")),
            *("D", ("see", "y adds 1, archives 2"), "y", LIST),
        ),
        "import partners new.csv --archive-gone --yes",
    ),
    "IMPORT choose-sheet": Pair(
        "two",
        (
            *(LIST, "I", ("Import a CSV or Excel file", "sheets.xlsx"), ("see", "One")),
            *("s", "b", ("see", "Zoo"), "y", LIST),
        ),
        "import partners sheets.xlsx --sheet Two --yes",
    ),
    "IMPORT name-columns": Pair(
        "two",
        (
            *(LIST, "I", ("Import a CSV or Excel file", "theirs.csv"), ("see", "1 problem")),
            *("m", "a", ("Keep these answers for the next table like it", ""), "y", LIST),
        ),
        "import partners theirs.csv --map Who=name --yes",
    ),
    "RUN tick-item": Pair("direct", ("g", "space"), "tick contoso FIRST"),
    "NEXT tick-item": Pair("direct", (*STEPS, "space"), "tick contoso go-no-go"),
    "NEXT reopen-item": Pair(
        "direct",
        ("v", ("see", "> +.!. Go or no-go"), "r"),
        "untick contoso go-no-go",
        "refuse contoso go-no-go --reason no",
    ),
    "NEXT confirm-item": Pair(
        "two",
        (
            *STEPS,
            *("/", *"USD 1M", "enter", ("see", "> .*USD 1M"), "t", ("Still true", "y")),
        ),
        "confirm contoso revenue-ttm",
        "start contoso enroll-direct --edition 2020-10 && tick contoso revenue-ttm --yes"
        " && migrate contoso --yes",
    ),
    "NEXT wait-item": Pair(
        "direct",
        (*STEPS, "w", *WAIT),
        "wait contoso go-no-go --for Ben --case 4711 --chase 2099-01-05",
    ),
    "NEXT set-not-applicable": Pair(
        "direct", (*STEPS, "-", ("Not applicable because", "no")), "na contoso go-no-go --reason no"
    ),
    "NEXT refuse-item": Pair(
        "direct",
        (*STEPS, "!", ("Refused", "Ben: no")),
        'refuse contoso go-no-go --reason "Ben: no"',
    ),
    "NEXT edit-item": Pair(
        "direct",
        (*STEPS, "e", ("see", "Evidence"), *"PLA", "ctrl+s"),
        "evidence contoso go-no-go PLA",
    ),
    "NEXT undo-step": Pair(
        "direct",
        (*STEPS, "space", ("see", "1 item done"), "u", ("see", "Undone")),
        "tick contoso go-no-go && undo contoso",
    ),
    "NEXT redo-step": Pair(
        "direct",
        (*STEPS, "space", ("see", "1 item done"), "u", ("see", "Undone"), "U", ("see", "Redone")),
        "tick contoso go-no-go && undo contoso && redo contoso",
    ),
    "RUN reopen-item": Pair(
        "direct", ("g", "r"), "untick contoso FIRST", "refuse contoso FIRST --reason no"
    ),
    "RUN wait-item": Pair(
        "direct", ("g", "w", *WAIT), "wait contoso FIRST --for Ben --case 4711 --chase 2099-01-05"
    ),
    "RUN set-not-applicable": Pair(
        "direct", ("g", "-", ("Not applicable because", "no")), "na contoso FIRST --reason no"
    ),
    "RUN refuse-item": Pair(
        "direct", ("g", "!", ("Refused", "Ben: no")), 'refuse contoso FIRST --reason "Ben: no"'
    ),
    "RUN edit-item": Pair(
        "direct",
        ("g", "e", ("see", "Evidence"), *"PLA", "ctrl+s"),
        "evidence contoso FIRST PLA",
    ),
    "RUN answer-facts": Pair(
        "direct",
        ("F", ("see", "facts"), "y"),
        "fact contoso FACT yes",
    ),
    "RUN undo-step": Pair(
        "direct",
        ("u", ("see", "Take back.*\\n.*\\n y yes"), "y"),
        "undo contoso",
        "tick contoso FIRST",
    ),
    "RUN redo-step": Pair("direct", ("U",), "redo contoso", "tick contoso FIRST && undo contoso"),
    "RUN close-run": Pair(
        "direct",
        ("C", ("Close: ", "a")),
        "close contoso --outcome abandoned --yes",
    ),
    "RUN start-run": Pair(
        "direct",
        (
            "/",
            *"check sched",
            "enter",
            ("see", "^> .*Yearly"),
            "S",
            ("Start Keep", "y"),
            ("see", "^ 0/28"),
        ),
        "start contoso keep-direct",
    ),
    "RUN next-run": Pair(
        "direct",
        ("]", ("see", "start a checklist"), "G", "enter", ("see", "^ 0/")),
        "start contoso LAST --edition OLDEST",
    ),
    "CUSTOMERS tick-item": Pair(
        "customers",
        (*MATRIX, "space", ("Open before it", "y")),
        "tick contoso customer-consent --customer alpine --yes",
    ),
    "CUSTOMERS reopen-item": Pair(
        "customers",
        (*MATRIX, "r"),
        "untick contoso customer-consent --customer alpine",
        "refuse contoso customer-consent --customer alpine --reason no",
    ),
    "CUSTOMERS wait-item": Pair(
        "customers",
        (*MATRIX, "w", *WAIT),
        "wait contoso customer-consent --customer alpine --for Ben --case 4711 --chase 2099-01-05",
    ),
    "CUSTOMERS set-not-applicable": Pair(
        "customers",
        (*MATRIX, "-", ("Not applicable because", "no")),
        "na contoso customer-consent --customer alpine --reason no",
    ),
    "CUSTOMERS refuse-item": Pair(
        "customers",
        (*MATRIX, "!", ("Refused", "no")),
        "refuse contoso customer-consent --customer alpine --reason no",
    ),
    "CUSTOMERS add-customer": Pair(
        "customers", (*MATRIX, "a", ("Name of the customer", "Zoo")), "customer add contoso Zoo"
    ),
    "CUSTOMERS edit-customer": Pair(
        "customers",
        (*MATRIX, "e", ("see", "Planned"), *[FIELD] * 4, *"2027-01-11", "ctrl+s"),
        "customer edit contoso alpine --planned 2027-01-11",
    ),
    "CUSTOMERS answer-facts": Pair(
        "customers",
        (*MATRIX, "F", ("see", "as the partner"), "n", *["s"] * 4),
        "fact contoso CUSTOMERFACT no --customer alpine",
    ),
    "CUSTOMERS put-away": Pair(
        "customers", (*MATRIX, "D", ("Archive: ", "y")), "customer archive contoso alpine"
    ),
    "CUSTOMERS import-customers": Pair(
        "customers",
        (*MATRIX, "I", ("CSV or Excel file", "new.csv"), ("see", "y adds 1"), "y"),
        "import customers contoso new.csv --yes",
    ),
    "CUSTOMERS undo-step": Pair(
        "customers",
        (*MATRIX, "u", ("see", "Take back.*\\n.*\\n y yes"), "y"),
        "undo contoso",
        "customer edit contoso alpine --owner ben",
    ),
    "CUSTOMERS redo-step": Pair(
        "customers",
        (*MATRIX, "U"),
        "redo contoso",
        "customer edit contoso alpine --owner ben && undo contoso",
    ),
    "CUSTOMERS restore-customer": Pair(
        "damaged customer",
        (*MATRIX, "/", *"bellows", "enter", "R", ("see", "Restored")),
        "restore contoso --customer bellows",
    ),
    "CONTACTS add-contact": Pair(
        "direct",
        (*CONTACTS, "a", ("see", "^> Name"), *"Zoe", "tab", *"CFO", "ctrl+s"),
        "contact add contoso Zoe --role CFO",
    ),
    "CONTACTS open-contact": Pair(
        "direct",
        (*CONTACTS, "enter", ("see", "^> Name"), "tab", "tab", *"ann@contoso.com", "ctrl+s"),
        "contact edit contoso ann --mail ann@contoso.com",
        "contact add contoso Ann",
    ),
    "CONTACTS remove-contact": Pair(
        "direct", (*CONTACTS, "D"), "contact remove contoso ann", "contact add contoso Ann"
    ),
    "CONTACTS undo-step": Pair(
        "direct",
        (*CONTACTS, "u", ("see", "Take back.*\\n.*\\n y yes"), "y"),
        "undo contoso",
        "contact add contoso Ann",
    ),
    "CONTACTS redo-step": Pair(
        "direct", (*CONTACTS, "U"), "redo contoso", "contact add contoso Ann && undo contoso"
    ),
    "MOVING confirm-move": Pair(
        "two",
        (LIST, "E", ("see", "y moves"), "y", ("see", "Moved 1 run")),
        "migrate contoso --yes",
        "start contoso enroll-direct --edition 2020-10 && tick contoso revenue-ttm --yes",
    ),
    "RUN confirm-item": Pair(
        "two",
        (
            *(LIST, "enter", ("see", "^ Contoso › ")),
            *("/", *"USD 300", "enter", ("see", "> .x. USD 300"), "t", ("Still true", "y")),
        ),
        "confirm contoso revenue-ttm",
        "start contoso enroll-direct --edition 2020-10 && tick contoso revenue-ttm --yes",
    ),
    "START choose-checklist": Pair(
        "two",
        (LIST, "S", ("see", "start a checklist"), "enter", ("see", "^ 0/")),
        "start contoso enroll-direct",
    ),
    "FACTS answer-yes": Pair("direct", ("F", ("see", "facts"), "y"), "fact contoso FACT yes"),
    "FACTS answer-no": Pair("direct", ("F", ("see", "facts"), "n"), "fact contoso FACT no"),
    "FACTS change-answer": Pair(
        "direct",
        ("F", ("see", "facts"), "space"),
        "fact contoso FACT no",
        "fact contoso FACT yes",
    ),
    "FACTS forget-answer": Pair(
        "direct",
        ("F", ("see", "facts"), "backspace"),
        "fact contoso FACT unknown",
        "fact contoso FACT yes",
    ),
    "HISTORY revert-change": Pair(
        "direct",
        ("H", ("see", "history"), "u"),
        "undo contoso --line LINE",
        "tick contoso FIRST",
    ),
    "CONFLICTS put-back": Pair(
        "conflict",
        (*CLASHES, "b", ("see", "Put back")),
        "conflicts contoso --take LINE",
    ),
    "CONFLICTS keep-standing": Pair(
        "conflict",
        (*CLASHES, "space", ("see", "Kept as it is"), *THEN_A_TICK),
        "conflicts contoso --keep LINE && tick contoso FIRST",
    ),
    "CONFLICTS undo-step": Pair(
        "conflict",
        (*CLASHES, "b", ("see", "Put back"), "u", ("see", "Taken back"), *THEN_A_TICK),
        "conflicts contoso --take LINE && undo contoso && tick contoso FIRST",
    ),
    "CONFLICTS redo-step": Pair(
        "conflict",
        (
            *(*CLASHES, "b", ("see", "Put back"), "u", ("see", "Taken back"), "U"),
            *(("see", "Put back"), *THEN_A_TICK),
        ),
        "conflicts contoso --take LINE && undo contoso && redo contoso && tick contoso FIRST",
    ),
    "HISTORY put-back": Pair(
        "conflict",
        ("H", ("see", "Not kept"), "t", ("see", "Put back")),
        "conflicts contoso --take LINE",
    ),
}


def named(name: str, action: Action) -> str:
    return f"{name} {action.id}"


def is_moving(action: Action) -> bool:
    return action.id.startswith("move-") or (action.id in MOVING and not action.command)


def looking(name: str, action: Action) -> str:
    return LOOKING.get(named(name, action)) or LOOKING.get(action.id, "")


def test_every_action_moves_or_shows_or_has_a_pair() -> None:
    lacking = [
        named(name, action)
        for name, action in EACH
        if not is_moving(action) and not looking(name, action) and named(name, action) not in PAIRS
    ]
    assert lacking == []
    known = {named(name, action) for name, action in EACH}
    assert known >= PAIRS.keys()


def test_the_command_of_an_action_is_the_one_of_its_pair() -> None:
    (below,) = (a for a in build_parser()._actions if isinstance(a, argparse._SubParsersAction))
    for name, action in EACH:
        if is_moving(action):
            continue
        pair = PAIRS.get(named(name, action))
        line = pair.commands if pair else looking(name, action)
        assert action.command in (*below.choices, "--help"), named(name, action)
        assert pair or shlex.split(line)[0] in (action.command, "--help"), named(name, action)


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return where the data of the keys is; beside it stands the same data for the commands."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "new.csv").write_text("name\nZoo\n")
    (tmp_path / "known.csv").write_text("name,owner\nContoso,zoe\n")
    (tmp_path / "both.csv").write_text("name,owner\nContoso,zoe\nZoo,\n")
    (tmp_path / "theirs.csv").write_text("Who\nZoo\n")
    with xlsxwriter.Workbook(tmp_path / "sheets.xlsx") as book:
        book.add_worksheet("One").write_column(0, 0, ["name", "Coho"])
        book.add_worksheet("Two").write_column(0, 0, ["name", "Zoo"])
    (tmp_path / "tmp").mkdir()
    subprocess.run(["git", "init", "--quiet", "--bare", "its.git"], check=True)
    return tmp_path


def opened(data: Path) -> Workplace:
    return open_workplace({}, str(data), clock=FakeClock(datetime.now(UTC)))


def fill(data: Path, kind: str) -> None:
    workplace = opened(data)
    if kind in ("customers", "damaged customer"):
        partner = add_partner(workplace, "Contoso", INDIRECT, edition=NEW)
        ids = ("alpine", "bellows", "coho")
        changes = [customer_changes.add(key, key.title()) for key in ids]
        workplace.store.change(partner.id, changes)
        if kind == "damaged customer":
            workplace.places.customer_file(partner.id, "bellows").write_bytes(b"damaged")
        return
    partner = add_partner(workplace, "Contoso", *([] if kind == "two" else [DIRECT]), edition=NEW)
    if kind in ("two", "damaged"):
        add_partner(workplace, "Fabrikam")
    if kind == "conflict":
        first = next(workplace.library.get(DIRECT, NEW).items)
        changes = [item_changes.edit("note", DIRECT, first, note="there")]
        lines = changed_elsewhere(workplace, partner.id, changes)
        changes = [item_changes.edit("note", DIRECT, first, note="here")]
        workplace.store.change(partner.id, changes)
        workplace.store.take_in(partner.id, lambda: lines)
    if kind == "damaged":
        workplace.places.progress_file(partner.id).write_bytes(b"damaged")


def run_commands(data: Path, commands: str) -> None:
    os.environ["CSP_TUI_DATA"] = str(data)
    for command in filter(None, commands.split(" && ")):
        words = [filled_in(opened(data), word) for word in shlex.split(command)]
        assert main(words) == 0, words
    os.environ.pop("CSP_TUI_DATA")


def filled_in(workplace: Workplace, word: str) -> str:
    """Return what a word in capitals stands for."""
    direct = workplace.library.get(DIRECT, NEW)
    if word == "FIRST":
        return next(direct.items).id
    if word == "FACT":
        return next(item.fact for item in direct.items if item.when)
    if word == "CUSTOMERFACT":
        sections = workplace.library.get(INDIRECT, NEW).sections
        return next(i.fact for each in sections if each.per for i in each.items if i.when)
    if word in ("LAST", "OLDEST"):
        *_, last = workplace.library.newest()
        return last.id if word == "LAST" else workplace.library.editions(last.id)[0]
    if word == "LINE":
        (partner_id,) = workplace.store.partner_ids()
        return workplace.store.history(partner_id).lines()[-1].id
    return word


async def do(seat: Seat, steps: Sequence[Step]) -> None:
    for step in steps:
        if isinstance(step, str):
            await seat.press(step)
        elif step[0] == "see":
            await seat.see(step[1])
        elif not step[0]:
            await seat.see("y/N")
            await seat.press(step[1], "enter")
        else:
            await seat.answer(*step)


def told(data: Path) -> dict[str, str]:
    """Return what stands in the progress files, without times, writers and ids drawn by lot."""
    found = {}
    for path in sorted(data.rglob("*.toml")):
        name = str(path.relative_to(data))
        if path.name.startswith(".") or name.startswith((".local", "checklists")):
            continue
        text = path.read_text().split("[history]")[0]
        text = re.sub(r"^(at|started|closed) = .*", r"\1 = MOMENT", text, flags=re.M)
        text = re.sub(r"^\[contact-(.*)-\w{4}\]", r"[contact-\1-DRAWN]", text, flags=re.M)
        found[re.sub(r"-\w{4}\b(?=[./])", "-DRAWN", name)] = text
    return found


@pytest.mark.parametrize("name", PAIRS)
async def test_keys_and_commands_lead_to_the_same_files(base: Path, name: str) -> None:
    pair, at_keys, at_commands = PAIRS[name], base / "keys", base / "commands"
    fill(at_keys, pair.base)
    run_commands(at_keys, pair.before)
    shutil.copytree(at_keys, at_commands)
    run_commands(at_commands, pair.commands)
    workplace = opened(at_keys)
    async with at_the_app(workplace) as seat:
        if pair.base in ("direct", "customers", "conflict"):
            await seat.see("^ Contoso › ")
        await do(seat, pair.keys)
        await wait_until(seat.pilot, lambda: told(at_keys) == told(at_commands))


@pytest.mark.parametrize("line", sorted(set(LOOKING.values())))
def test_a_command_that_shows_leaves_the_files_as_they_are(base: Path, line: str, capsys) -> None:
    data = base / "data"
    fill(data, "customers")
    before = {name: text for name, text in tree(data).items() if "locks" not in name}
    os.environ["CSP_TUI_DATA"] = str(data)
    assert main(shlex.split(line)) == 0
    os.environ.pop("CSP_TUI_DATA")
    assert capsys.readouterr().out or "--filter" in line or "--archived" in line or "next" in line
    assert {name: text for name, text in tree(data).items() if "locks" not in name} == before
