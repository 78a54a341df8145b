"""A thousand imported items in wide letters: aligned, and no dearer on the wire than others."""

from __future__ import annotations

import json
from statistics import median

import pytest

from csp_tui.core.base.text import width

from .conftest import Place, Start
from .wire import bytes_of_arrows, bytes_of_ticks

TEXTS = {
    "ja": "オンボーディングの前に、すべてのテナントで多要素認証が有効かを確認し、証拠を保存する",
    "ko": "온보딩 전에 모든 테넌트에서 다단계 인증이 사용되는지 확인하고 증거로 화면을 저장합니다",
}


@pytest.fixture(params=TEXTS)
def imported(request: pytest.FixtureRequest, place: Place) -> Place:
    text = TEXTS[request.param]
    items = [
        {
            "category": text[:10],
            "guid": f"{number:08x}-c726-42c7-b0d3-24b7375b9201",
            "text": f"{number} {text[: 10 + number % 50]}{text[: number % 40]}",
            "description": text * 3,
            "link": f"https://learn.microsoft.com/{request.param}/{number}",
        }
        for number in range(1000)
    ]
    path = place.path / "list.json"
    path.write_text(json.dumps({"items": items, "metadata": {"name": text[:20]}}), "utf-8")
    assert place.fork("import", "checklist", str(path)).returncode == 0
    partner = place.fork("add", "Contoso").stdout.strip()
    assert place.fork("start", partner, "list").returncode == 0
    return place


def test_a_long_list_in_wide_letters_opens_scrolls_and_ticks_within_the_budgets(
    imported: Place, start: Start
):
    terminal = start()
    terminal.wait_for("0/1000")
    terminal.wait_for("learn.microsoft.com")
    terminal.settle()

    alone, settled = bytes_of_arrows(terminal)
    assert median(alone) <= 220, alone
    assert median(settled) <= 1500, settled  # a packet, where each letter is three bytes

    ticks = bytes_of_ticks(terminal)
    assert median(ticks) <= 250, ticks

    for key in ("pgdn", "pgdn", "G", "g"):
        terminal.press(key)
        assert terminal.settle() <= 3200
    assert terminal.settle(2, 2) == 0


def test_list_and_detail_stay_in_their_columns(imported: Place, start: Start):
    terminal = start(size=(120, 40))
    terminal.wait_for("0/1000")
    terminal.settle()
    for keys in ((), ("pgdn",), ("down",) * 5, ("space", "down"), ("G",), ("/", "9", "enter")):
        terminal.type(*keys)
        terminal.settle()
        lines = terminal.lines
        rule = next(line for line in lines[3:] if line.startswith("──"))
        edge = width(rule[: rule.rindex("─") + 1])
        for line in lines[3:-2]:
            assert width(line) <= 120
            left = right = ""
            for char in line:
                if width(left) < edge:
                    left += char
                else:
                    right += char
            assert width(left) <= edge, line  # no letter stands across the border
            assert not right or right.startswith("  "), line
            assert left[:6] in ("  [ ] ", "> [ ] ", "  [x] ", "> [x] ") or "/" in left, line
