"""Every key that the running text of a document names is pressed, and does what the text says.

``keys_in_text.md`` says what is pressed, for which documents, and what is seen then. The tables
of a document that say both themselves are tried in ``test_pages_of_keys.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
import xlsxwriter

from csp_tui.core.base import language
from csp_tui.core.workplace.workplace import Workplace

from .helpers import (
    FakeClock,
    Seat,
    at_the_app,
    fill_with_invented,
    wait_until,
    workplace_in,
)
from .test_pages_of_keys import TREE, maker

TOOL = maker()
REGISTRY = Path(__file__).with_name("keys_in_text.md").read_text(encoding="utf-8")
DOCUMENTS = [
    TREE / "README.md",
    *(
        path
        for path in sorted((TREE / "docs").rglob("*.md"))
        if str(path.relative_to(TREE / "docs"))
        not in ("architecture.md", "translating.md", "fr/screens.md")
        and path.parent.name != "reference"
    ),
]
"""Those for users; the pages of reference and of screens are made with the program."""

KEY = r"`(?:[!-_a-~]|enter|tab|space|esc|backspace|ctrl\+\w)`"


class Section(NamedTuple):
    """Keys that are pressed one after the other, and what is seen after those of each row."""

    heading: str
    rows: list[list[tuple[str, ...]]]

    @property
    def documents(self) -> list[str]:
        return re.findall(r"\S+\.md", self.heading)

    @property
    def languages(self) -> list[str]:
        """Those of the documents; the rows say in their order what is seen."""
        return sorted({"fr" if name.startswith("fr/") else "en" for name in self.documents})

    @property
    def pressed(self) -> str:
        """The keys, with a blank before and after each."""
        return f" {' '.join(word for row in self.rows for word in row[0])} "


def sections() -> Iterator[Section]:
    for part in re.split("^## ", REGISTRY, flags=re.MULTILINE)[1:]:
        heading, _, table = part.partition("\n")
        rows = re.findall(r"^\| (`.*)\|$", table, re.MULTILINE)
        cells = [re.split(r" \| ?", row) for row in rows]
        yield Section(heading, [[tuple(re.findall("`([^`]+)`", x)) for x in row] for row in cells])


SECTIONS = list(sections())
RUNS = [
    (section, code)
    for section in SECTIONS
    if "not pressed" not in section.heading
    for code in section.languages
]


def name_of(path: Path) -> str:
    return str(path.relative_to(TREE)).removeprefix("docs/")


def sequences(text: str) -> dict[str, None]:
    """Return the keys that a document names outside of blocks and of tables that tell what is seen.

    Keys that only blanks part belong together.
    """
    text = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    for head in TOOL.HEADS:
        text = re.sub(rf"{re.escape(head)}\n(\|.*\n)*", "", text)
    found = re.findall(rf"{KEY}(?:\s{KEY})*", text)
    return dict.fromkeys(" ".join(re.findall("`([^`]+)`", each)) for each in found)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_each_key_that_a_text_names_is_pressed_below(path: Path) -> None:
    name = name_of(path)
    named = sequences(path.read_text(encoding="utf-8"))
    own = [each for each in SECTIONS if name in each.documents]
    unknown = [keys for keys in named if not any(f" {keys} " in each.pressed for each in own)]
    assert unknown == [], f"add these keys to a section of keys_in_text.md that names {name}"
    idle = [each for each in own if not any(f" {keys} " in each.pressed for keys in named)]
    assert not (named and idle), f"no key of these sections is in {name}, which they name"


def test_what_is_not_pressed_here_is_pressed_in_the_test_that_is_named() -> None:
    for section in SECTIONS:
        for name in re.findall(r"\S+\.py", section.heading):
            test = (TREE / name).read_text(encoding="utf-8")
            for key in section.pressed.replace("tab", r"\t").split():
                assert re.search(rf'("|}}|\\n){re.escape(key)}("| |\\n)', test), f"{key}, {name}"


@pytest.mark.parametrize(
    ("section", "code"), RUNS, ids=lambda each: each if type(each) is str else each.heading
)
async def test_the_keys_of_a_text_do_what_it_says(
    section: Section, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    language.use(code)
    monkeypatch.chdir(tmp_path)
    clock = FakeClock()
    workplace = workplace_in(tmp_path / "data", clock, is_demo=True)
    if "no partner yet" not in section.heading:
        fill_with_invented(workplace)
    for name, arrange in ARRANGED.items():
        if name in section.heading:
            arrange(workplace, clock)
    async with at_the_app(workplace) as seat:
        for row in section.rows:
            await seat.rest()
            seen = row[1 + section.languages.index(code)]
            await wait_until(seat.pilot, partial(lacks_one, seat, seen))  # which the keys bring
            for word in row[0]:
                keys = TOOL.pressed(word)
                await (seat.press(*keys) if len(keys) == 1 else seat.paste(word))
            for text in seen:
                await seat.see_asked(re.escape(text))


def lacks_one(seat: Seat, texts: Sequence[str]) -> bool:
    shown = " ".join(seat.text.split())
    return not all(text in shown for text in texts)


def ten_days_later(_workplace: Workplace, clock: FakeClock) -> None:
    clock.now += timedelta(days=10)


def with_two_conflicts(workplace: Workplace, _clock: FakeClock) -> None:
    TOOL.with_two_conflicts(workplace)


def with_an_unreadable_partner(workplace: Workplace, _clock: FakeClock) -> None:
    workplace.places.progress_file(partner(workplace, "adatum")).write_text("name = [", "utf-8")


def partner(workplace: Workplace, name: str) -> str:
    """Return the id of the partner that begins so."""
    return next(each for each in workplace.store.partner_ids() if each.startswith(name))


def with_workbooks(workplace: Workplace, _clock: FakeClock) -> None:
    """Put workbooks of partners and of customers where the app runs."""
    partners = [
        ("name", "owner", "Tier", "Seats"),
        ("Trey", "amira", "1", "40"),
        ("Adatum Corporation", "ben", "2", "60"),
    ]
    customers = [("name", "owner"), ("Coho Winery", "zoe"), ("Relecloud", "zoe")]
    for name, rows in (("partners.xlsx", partners), ("customers.xlsx", customers)):
        with xlsxwriter.Workbook(name) as book:
            for title in ("One", "Two"):
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)


ARRANGED: dict[str, Callable[[Workplace, FakeClock], object]] = {
    "ten days later": ten_days_later,
    "with two conflicts": with_two_conflicts,
    "with an unreadable partner": with_an_unreadable_partner,
    "with workbooks": with_workbooks,
}
"""What happened before the keys are pressed, by the words of a heading."""
