"""Whoever presses the keys of ``docs/start.md`` sees what it says."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

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


async def test_the_keys_of_the_page_do_what_it_says(tmp_path: Path) -> None:
    tool = maker()
    steps = list(tool.steps(tool.START.read_text(encoding="utf-8")))
    begins = [at for at, step in enumerate(steps) if step.begin]
    assert [steps[at].begin for at in begins] == ["demo", "own"]
    for at, end in zip(begins, [*begins[1:], None], strict=True):
        is_demo = steps[at].begin == "demo"
        workplace = workplace_in(tmp_path / steps[at].begin, FakeClock(), is_demo=is_demo)
        if is_demo:
            fill_with_invented(workplace)
        async with at_the_app(workplace) as seat:
            for step in steps[at + 1 : end]:
                for word in step.keys:
                    await seat.press(*tool.pressed(word))
                for text in step.seen:
                    await seat.see_asked(re.escape(text))
