"""Whoever presses the keys that a page of the documents tells sees what it says."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from csp_tui.core.base import language

from .helpers import FakeClock, at_the_app, fill_with_invented, workplace_in

TREE = Path(__file__).resolve().parents[2]


def maker() -> ModuleType:
    """Return the tool that draws the pictures of the page, and so knows how to read it."""
    spec = importlib.util.spec_from_file_location("maker", TREE / "tools" / "make_pictures.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["maker"] = module  # as an import does
    spec.loader.exec_module(module)
    return module


def parts(page: str, tool: ModuleType) -> Iterator[tuple[str, list[Any]]]:
    """Yield ``demo`` or ``own``, as csp-tui is started, and the steps that follow there.

    A page that starts nothing begins anew at each heading, among the invented partners.
    """
    if not any(step.begin for step in tool.steps(page)):
        sections = re.split("^#+ ", page, flags=re.MULTILINE)
        yield from (("demo", steps) for each in sections if (steps := list(tool.steps(each))))
        return
    steps = list(tool.steps(page))
    begins = [at for at, step in enumerate(steps) if step.begin]
    for at, end in zip(begins, [*begins[1:], None], strict=True):
        yield steps[at].begin, steps[at + 1 : end]


@pytest.mark.parametrize(
    ("name", "code"),
    [("start.md", "en"), ("fr/start.md", "fr"), ("howto/many-partners.md", "en")],
)
async def test_the_keys_of_a_page_do_what_it_says(name: str, code: str, tmp_path: Path) -> None:
    tool = maker()
    page = (TREE / "docs" / name).read_text(encoding="utf-8")
    language.use(code)
    for number, (begin, steps) in enumerate(parts(page, tool)):
        workplace = workplace_in(tmp_path / str(number), FakeClock(), is_demo=begin == "demo")
        if begin == "demo":
            fill_with_invented(workplace)
        async with at_the_app(workplace) as seat:
            for step in steps:
                for word in step.keys:
                    await seat.press(*tool.pressed(word))
                for text in step.seen:
                    await seat.see_asked(re.escape(" ".join(text.split())))
