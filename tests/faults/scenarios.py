"""What a process is doing when it dies: how the directory stands before, and the one act."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest.mock import patch

from copied_data import adopt

from csp_tui.__main__ import main
from csp_tui.core.audit.verify import verify
from csp_tui.core.base.actor import Actor
from csp_tui.core.base.clock import system_clock
from csp_tui.core.base.errors import WriteError
from csp_tui.core.care.archive import Archive
from csp_tui.core.care.purge import purge_partner
from csp_tui.core.care.recovery import Recovery
from csp_tui.core.disk.places import Places
from csp_tui.core.exchange.handover import check, hand_over, take_in
from csp_tui.core.exchange.handover_file import decode, encode
from csp_tui.core.progress.change import Change
from csp_tui.core.runs import customer_changes
from csp_tui.core.runs.moving import carry_out, moves_to_newest
from csp_tui.core.store.store import Store
from csp_tui.core.workplace.workplace import Workplace, open_workplace

AMIRA, BEN = Actor("amira", "host-a"), Actor("ben", "host-b")
CONTOSO = "contoso"
"""The id of the partner that every scenario is about."""

OTHER = "fabrikam-2345"
"""The one that is added."""

HAND_MADE = """\
format = 1
name = "Contoso" # as in the contract

# kept by the onboarding team
colour = "blue"

[checklists.demo]
edition = "1"
"""

CUSTOMERS = ("alpine", "blue-yonder", "coho")

ITEMS = [f"item-{number}" for number in range(5)]


def places_in(root: Path) -> Places:
    return Places(root / "data", root / "cache", root / "config", root / "shipped")


def open_store(root: Path, actor: Actor = AMIRA) -> Store:
    """Open a data directory as a process that has just started does."""
    return Store(places_in(root), system_clock, actor)


def tick(item: str, status: str = "done") -> Change:
    return Change("tick", {"status": status, "reason": None}, "demo", item)


def note(item: str, text: str | None) -> Change:
    return Change("note", {"note": text}, "demo", item)


GOES_ON = Change("edit", {"region": "goes on"})
"""A change that any partner takes, also one that has started nothing."""


@dataclass(frozen=True)
class Scenario:
    """One act on a directory that was prepared for it; each takes the root of both."""

    prepare: Callable[[Path], None]
    act: Callable[[Path], object]


def _file(root: Path) -> Path:
    return places_in(root).progress_file(CONTOSO)


def _hand_made(root: Path) -> None:
    _file(root).parent.mkdir(parents=True, mode=0o700)
    _file(root).write_text(HAND_MADE)


def _worked_on(root: Path) -> None:
    """A partner made by hand, of whom some things were reported as saved."""
    _hand_made(root)
    store = open_store(root)
    store.change(CONTOSO, [Change("set", {"owner": "amira"})])
    store.change(CONTOSO, [tick("membership")])
    store.change(CONTOSO, [note("membership", "read twice"), note("revenue", "asked")])


def _with_customers(root: Path) -> None:
    """A partner with three customers, of whom some things were reported as saved."""
    _worked_on(root)
    store = open_store(root)
    store.change(CONTOSO, [customer_changes.add(each, each.title()) for each in CUSTOMERS])
    store.change(CONTOSO, [of(CUSTOMERS[0], note("consent", "asked"))])


def of(customer: str, change: Change) -> Change:
    return customer_changes.for_customer(change, customer)


def _edited_by_hand(root: Path) -> None:
    _worked_on(root)
    text = _file(root).read_text().replace('"read twice"', '"read by hand" # and how')
    _file(root).write_text(text)


def _restored_backup(root: Path) -> None:
    _worked_on(root)
    before = _file(root).read_bytes()
    open_store(root).change(CONTOSO, [note("membership", "newer than the backup")])
    _file(root).write_bytes(before)


def _damaged(root: Path) -> None:
    _worked_on(root)
    _file(root).write_bytes(_file(root).read_bytes()[:90])


def _restored(root: Path) -> None:
    _damaged(root)
    _recovery(root).restore(CONTOSO)


def _crashed(root: Path) -> None:
    """The last change is in the history only, and behind it stands half of a line."""
    _worked_on(root)
    places = places_in(root)
    kept = {path: path.read_bytes() for path in (_file(root), places.copies / f"{CONTOSO}.toml")}
    open_store(root).change(CONTOSO, [note("membership", "saved, then the power went")])
    for path, content in kept.items():
        path.write_bytes(content)
    with places.history_file(CONTOSO).open("ab") as stream:
        stream.write(b'{"v":1,"w":"to')


def _undone(root: Path) -> None:
    _worked_on(root)
    open_store(root).undo(CONTOSO)


def _recovery(root: Path) -> Recovery:
    return Recovery(places_in(root), open_store(root))


def purge_in(root: Path, partner_id: str) -> None:
    """Erase a partner, of which nothing may be left."""
    assert purge_partner(places_in(root), open_store(root), partner_id) == []


def _crashed_among_customers(root: Path) -> None:
    """The last change has reached the first customer's file and not the others."""
    _with_customers(root)
    places = places_in(root)
    late = [places.customer_file(CONTOSO, each) for each in CUSTOMERS[1:]]
    late += [places.copies / CONTOSO / path.name for path in late]
    kept = {path: path.read_bytes() for path in late}
    open_store(root).change(CONTOSO, _bulk_of_customers())
    for path, content in kept.items():
        path.write_bytes(content)


def _bulk_of_customers() -> list[Change]:
    return [of(each, tick("consent")) for each in CUSTOMERS]


def archive_of(root: Path) -> Archive:
    return Archive(places_in(root), open_store(root), system_clock)


def _put_away(root: Path) -> None:
    _with_customers(root)
    archive_of(root).put_away(CONTOSO)


HANDED = Path("handed.zip")
REPORT = Path("report.html")
PAGES = Path("pages")
MINI = b"""\
format = 1
title = "Demo"

[[sections]]
id = "first"
title = "First"

[[sections.items]]
id = "membership"
title = "Membership"
"""


def workplace_of(root: Path, actor: Actor = AMIRA) -> Workplace:
    workplace = open_workplace({"HOME": str(root)}, str(places_in(root).data))
    return workplace.with_parts(actor=actor, store=open_store(root, actor))


RENAMED = b'replaces = ["membership"]\n'
"""The end of a newer edition, whose only item had another id."""


def _checklist(root: Path) -> None:
    path = places_in(root).own_checklists / "demo" / "1.toml"
    path.parent.mkdir(parents=True, mode=0o700)
    path.write_bytes(MINI)


def _hand_over(giver: Path, root: Path) -> None:
    content = encode(hand_over(workplace_of(giver), CONTOSO), "csp-tui")
    root.mkdir(exist_ok=True)
    (root / HANDED).write_bytes(content)


def take_in_handed(root: Path) -> object:
    workplace = workplace_of(root)
    return take_in(
        workplace, check(workplace, decode((root / HANDED).read_bytes(), HANDED), HANDED)
    )


def _handed(root: Path) -> None:
    """A partner with a checklist of its own was handed over, and is new here."""
    with tempfile.TemporaryDirectory() as name:
        elsewhere = Path(name)
        _worked_on(elsewhere)
        open_store(elsewhere).change(CONTOSO, [customer_changes.add("alpine", "Alpine")])
        _checklist(elsewhere)
        _hand_over(elsewhere, root)
    places_in(root).data.mkdir(mode=0o700)
    open_store(root).add_partner("Another")


def _handed_back(root: Path) -> None:
    """A partner was handed over and back, and both sides have changed the same."""
    _worked_on(root)
    open_store(root).change(CONTOSO, [customer_changes.add("alpine", "Alpine")])
    with tempfile.TemporaryDirectory() as name:
        elsewhere = Path(name)
        _hand_over(root, elsewhere)
        take_in_handed(elsewhere)
        there = open_store(elsewhere, BEN)
        there.change(CONTOSO, [note("membership", "theirs"), of("alpine", tick("consent"))])
        open_store(root).change(CONTOSO, [note("membership", "ours"), tick("revenue")])
        there.change(CONTOSO, [customer_changes.add("datum", "Datum")])
        _hand_over(elsewhere, root)


TOGETHER = (CONTOSO, "tailspin")
"""The partners of an act on several."""


def _with_editions(root: Path) -> None:
    """Partners whose runs may be moved to a newer edition, one of them with a customer."""
    _checklist(root)
    old = places_in(root).own_checklists / "demo" / "1.toml"
    old.with_name("2.toml").write_bytes(MINI.replace(b"membership", b"member", 1) + RENAMED)
    store = open_store(root)
    for each in TOGETHER:
        file = places_in(root).progress_file(each)
        file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        file.write_text(HAND_MADE)
        store.change(each, [tick("membership")])
    store.change(CONTOSO, [customer_changes.add("alpine", "Alpine")])
    store.change(CONTOSO, [of("alpine", note("membership", "filed"))])


def _move(root: Path, partner_id: str) -> object:
    """Move a partner's run to the newest edition."""
    workplace = workplace_of(root)
    moves = moves_to_newest(workplace.library, workplace.store.load(partner_id))
    saved, errors = carry_out(workplace.store, moves)
    if errors:
        raise errors[0]
    return saved


def _written(root: Path) -> None:
    """Partners, of one of whom a report was written before."""
    _with_editions(root)
    (root / REPORT).write_text("as it was last month")


def _with_pages(root: Path) -> None:
    """Partners, of whom a report was written into a folder before."""
    _with_editions(root)
    (root / PAGES).mkdir()
    for name in ("index.html", f"partner-{CONTOSO}.html", "notes.txt"):
        (root / PAGES / name).write_text("as it was last month")


def _command(*words: str) -> Callable[[Path], None]:
    """Return an act that is a command, with files named below the root.

    It raises WriteError where the command ends with 6.
    """

    def act(root: Path) -> None:
        surroundings = {
            "HOME": str(root),
            "CSP_TUI_DATA": str(places_in(root).data),
            "XDG_CACHE_HOME": str(root / "cache"),
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "",
        }
        with contextlib.ExitStack() as stack:
            stack.enter_context(patch.dict(os.environ, surroundings))
            stack.enter_context(contextlib.chdir(root))
            stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
            errors = stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
            code = main(list(words))
        if code == WriteError.exit_code:
            raise WriteError(errors.getvalue().strip())
        assert code == 0, errors.getvalue()

    return act


def _change(*changes: Change) -> Callable[[Path], object]:
    return lambda root: open_store(root).change(CONTOSO, list(changes))


_link = os.link


def _change_beside_a_backup(root: Path) -> object:
    """Change a partner whose history has another name, too, in a backup made of hard links."""
    if not (backup := root / "backup.jsonl").exists():
        _link(places_in(root).history_file(CONTOSO), backup)
    return open_store(root).change(CONTOSO, [tick("revenue")])


def _add(root: Path) -> object:
    # The same id each time, so that the outcomes can be compared.
    store = Store(places_in(root), system_clock, AMIRA, lambda count: bytes(range(count)))
    return store.add_partner("Fabrikam", company="Fabrikam Group")


def _edit_tables(root: Path) -> object:
    return open_store(root).change(CONTOSO, [Change("fact", {"sells-azure": True}, part="facts")])


SCENARIOS = {
    "first tick of an item": Scenario(_worked_on, _change(tick("revenue"))),
    "change of an item": Scenario(_worked_on, _change(note("membership", "changed"))),
    "bulk of five": Scenario(_worked_on, _change(*map(tick, ITEMS))),
    "first answer to a question": Scenario(_worked_on, _edit_tables),
    "new partner": Scenario(_worked_on, _add),
    "new customers": Scenario(
        _worked_on, _change(*(customer_changes.add(each, each.title()) for each in CUSTOMERS))
    ),
    "bulk of customers": Scenario(_with_customers, _change(*_bulk_of_customers())),
    "customers and the partner": Scenario(
        _with_customers, _change(tick("revenue"), *_bulk_of_customers())
    ),
    "change after a crash among customers": Scenario(
        _crashed_among_customers, _change(tick("revenue"))
    ),
    "purge with customers": Scenario(_with_customers, lambda root: purge_in(root, CONTOSO)),
    "undo": Scenario(_worked_on, lambda root: open_store(root).undo(CONTOSO)),
    "redo": Scenario(_undone, lambda root: open_store(root).undo(CONTOSO, redo=True)),
    "edit by hand taken up": Scenario(_edited_by_hand, _change(tick("revenue"))),
    "tick over an edit by hand": Scenario(_edited_by_hand, _change(note("membership", "mine"))),
    "backup taken up": Scenario(_restored_backup, _change(tick("revenue"))),
    "first change of a file made by hand": Scenario(_hand_made, _change(tick("revenue"))),
    "change after a crash": Scenario(_crashed, _change(tick("revenue"))),
    "change beside a backup of hard links": Scenario(_worked_on, _change_beside_a_backup),
    "restore": Scenario(_damaged, lambda root: _recovery(root).restore(CONTOSO)),
    "undo of a restore": Scenario(_restored, lambda root: _recovery(root).undo_restore(CONTOSO)),
    "purge": Scenario(_worked_on, lambda root: purge_in(root, CONTOSO)),
    "hand-over of a new partner": Scenario(_handed, take_in_handed),
    "hand-over of a known partner": Scenario(_handed_back, take_in_handed),
    "putting away": Scenario(_with_customers, lambda root: archive_of(root).put_away(CONTOSO)),
    "bringing back": Scenario(_put_away, lambda root: archive_of(root).bring_back(CONTOSO)),
    "migrate": Scenario(_with_editions, lambda root: _move(root, CONTOSO)),
    "migrate of all": Scenario(_with_editions, _command("migrate", "--all", "demo", "--yes")),
    "export": Scenario(_with_editions, _command("export", CONTOSO, "--output", str(HANDED))),
    "report": Scenario(_written, _command("report", CONTOSO, "--output", str(REPORT), "--yes")),
    "pages": Scenario(_with_pages, _command("report", "--all", "--output", f"{PAGES}/", "--yes")),
}

COMMANDS = ("migrate of all", "export", "report", "pages")
"""The acts that are commands as somebody types them."""


def _failing(change: Change) -> Callable[[Path], object]:
    """Make a change on a disk that fails when the file is to be replaced."""

    def act(root: Path) -> None:
        replace = os.replace

        def fail(*_: object, **__: object) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        os.replace = fail
        try:
            open_store(root).change(CONTOSO, [change])
        except WriteError:
            return
        finally:
            os.replace = replace
        raise AssertionError("the change was saved on a failing disk")

    return act


@dataclass(frozen=True)
class Sequence:
    """Acts in their order, each with whether it says that it is saved."""

    prepare: Callable[[Path], None]
    acts: tuple[tuple[Callable[[Path], object], bool], ...]
    partner: str = CONTOSO
    instead: Callable[[Path], object] | None = None
    """What an act that was not saved may have done all the same, if it is the first."""


def _saved(*acts: Callable[[Path], object]) -> tuple[tuple[Callable[[Path], object], bool], ...]:
    return tuple((act, True) for act in acts)


_BULK = _change(*map(tick, ITEMS))
_UNSAVED = note("membership", "not saved")
_START = Change("start", {"checklist": "demo", "edition": "1"}, "demo")

SEQUENCES = {
    "tick, bulk, change": Sequence(
        _worked_on, _saved(_change(tick("revenue")), _BULK, _change(note("item-1", "two\nlines")))
    ),
    "new partner in a new directory": Sequence(
        lambda root: root.mkdir(parents=True),
        _saved(_add, lambda root: open_store(root).change(OTHER, [_START])),
        OTHER,
    ),
    "file made by hand": Sequence(_hand_made, _saved(_BULK, _change(tick("revenue")))),
    "edit by hand taken up": Sequence(_edited_by_hand, _saved(_BULK, _change(tick("revenue")))),
    "backup taken up": Sequence(_restored_backup, _saved(_BULK)),
    "customers": Sequence(
        _with_customers,
        _saved(
            _change(*_bulk_of_customers()),
            _change(tick("revenue"), of(CUSTOMERS[1], note("consent", "filed"))),
        ),
    ),
    "new customers": Sequence(
        _worked_on,
        _saved(
            _change(*(customer_changes.add(each, each.title()) for each in CUSTOMERS)),
            _change(*_bulk_of_customers()),
        ),
    ),
    "undo and redo": Sequence(
        _worked_on,
        _saved(
            lambda root: open_store(root).undo(CONTOSO),
            lambda root: open_store(root).undo(CONTOSO, redo=True),
        ),
    ),
    "after a crash": Sequence(_crashed, _saved(_BULK)),
    "after a save that failed": Sequence(
        _worked_on,
        ((_failing(_UNSAVED), False), *_saved(_BULK)),
        instead=_change(_UNSAVED),
    ),
    "restore": Sequence(_damaged, _saved(SCENARIOS["restore"].act, _change(tick("revenue")))),
}
for _partner in TOGETHER:
    SEQUENCES[f"several partners moved, {_partner}"] = Sequence(
        _with_editions, _saved(*(partial(_move, partner_id=each) for each in TOGETHER)), _partner
    )


def act_named(name: str) -> Callable[[Path], object]:
    """Return the act that a child is told to do: a scenario's, or words as in a command."""
    if name in SCENARIOS:
        return SCENARIOS[name].act
    do, partner, *rest = name.split()
    if do == "note":
        return lambda root: open_store(root).change(partner, [_START, note(*rest)])
    return {
        "add": lambda root: open_store(root).add_partner(partner),
        "list": lambda root: open_store(root).partner_ids(),
        "load": lambda root: open_store(root).load(partner),
        "history": lambda root: open_store(root).history(partner).lines(),
        "undo": lambda root: open_store(root).undo(partner),
        "restore": lambda root: _recovery(root).restore(partner),
        "undo-restore": lambda root: _recovery(root).undo_restore(partner),
        "purge": lambda root: purge_in(root, partner),
        "verify": lambda root: verify(places_in(root), open_store(root), partner),
    }[do]


def copy_tree(source: Path, target: Path) -> None:
    """Copy a root so that its data directory takes the copy for itself."""
    shutil.copytree(source, target, symlinks=True)
    adopt(places_in(target).data)
