"""The page in a real browser: it asks for nothing, runs nothing, and is whole on paper."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from . import samples
from .browser import Browser, find_browser

A4, LETTER = (8.27, 11.69), (8.5, 11)
WIDTHS = (360, 800, 1400)
PROGRAM = find_browser()

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is on this machine")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = Browser(PROGRAM or "", tmp_path_factory.mktemp("browser"))
    yield found
    found.close()


@pytest.fixture
def page(call, home):
    """Return what writes the page of the partners, or of the summary alone, and opens it."""

    def written(browser: Browser, *, of_each: bool = True) -> Path:
        path = home.path / "report.html"
        words = ("--all",) if of_each else ("--summary",)
        assert call("report", *words, "--output", str(path), "--yes").code == 0
        browser.requests.clear()
        browser.messages.clear()
        browser.open(path)
        return path

    return written


@pytest.fixture
def listener() -> Iterator[list[bytes]]:
    """Listen on a port of this machine, and note what comes."""
    came: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def take() -> None:
        while True:
            try:
                caller, _ = server.accept()
            except OSError:
                return
            came.append(b"a call")
            caller.close()

    threading.Thread(target=take, daemon=True).start()
    came.append(str(server.getsockname()[1]).encode())
    yield came
    server.close()


@pytest.fixture
def printed(browser: Browser, tmp_path: Path) -> Callable[[tuple[float, float]], list[str]]:
    """Return what prints the open page on paper of a size, and returns the text of each sheet."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on this machine")

    def on(size: tuple[float, float]) -> list[str]:
        (tmp_path / "report.pdf").write_bytes(browser.paper(*size))
        command = ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return text.rstrip("\f\n").split("\f")

    return on


def evil(port: int) -> tuple[str, str]:
    place = f"http://127.0.0.1:{port}"
    name = f"</style><script>alert(1)</script>\\\"'><img src={place}/n onerror=alert(2)>"
    text = (
        f"</td></style></title><script src={place}/s></script><svg onload=alert(3)>"
        f"<iframe src={place}/f></iframe><link rel=stylesheet href={place}/c>"
        f"&lt;b&gt; \u202eevil\x1b[31m {'Donaudampfschifffahrt' * 8}"
    )
    return name, text


def test_nothing_is_asked_for_and_nothing_runs(browser, page, home, listener):
    port = int(listener.pop())
    name, text = evil(port)
    samples.fill(home, name, text)
    path = page(browser)
    assert browser.requests == [path.as_uri()]
    assert (browser.dialogs, browser.messages, listener) == (0, [], [])
    assert browser.ask("document.scripts.length") == 0
    active = "script,img,iframe,object,embed,link,form,base,video,[style],[onload],[onclick]"
    assert browser.ask(f"document.querySelectorAll('{active}').length") == 0
    assert browser.ask("document.querySelector('h1').textContent") == name
    shown = browser.ask("document.body.textContent")
    assert "</td></style></title><script src=" in shown
    assert "&lt;b&gt; <U+202E>evil^[[31m" in shown


def test_the_policy_stops_what_would_get_in_all_the_same(browser, page, home, listener):
    port = int(listener.pop())
    samples.fill(home)
    path = page(browser)
    place = f"http://127.0.0.1:{port}"
    added = f"<img src={place}/i><script>document.title='run'</script><b style='color:red'>x</b>"
    path.write_text(path.read_text().replace("<body>", f"<body>{added}"))
    browser.open(path)
    assert listener == []
    assert browser.ask("document.title") != "run"
    assert len(browser.messages) >= 3


def test_links_are_those_of_the_web_and_of_the_page(browser, page, home):
    samples.fill(home)
    page(browser)
    found = browser.ask(
        "[...document.querySelectorAll('a')].map(each => each.getAttribute('href'))"
    )
    assert samples.LONG in found
    assert all(each.startswith(("https://", "#")) for each in found)
    inside = browser.ask(
        "[...document.querySelectorAll('a[href^=\"#\"]')]"
        ".filter(each => !document.getElementById(each.hash.slice(1))).length"
    )
    assert inside == 0


def test_no_text_stands_out_of_the_page(browser, page, home):
    samples.fill(home, *evil(9))
    path = page(browser)
    for width in WIDTHS:
        browser.open(path, width)
        assert browser.ask("document.documentElement.scrollWidth <= innerWidth"), width
        cut = browser.ask(
            "[...document.querySelectorAll('td, th, dd, li')]"
            ".filter(each => each.scrollWidth > each.clientWidth + 1).length"
        )
        assert (width, cut) == (width, 0)


def test_on_paper_every_page_has_its_head_and_no_row_is_cut(page, home, browser, printed):
    samples.fill(home)
    page(browser)
    for size in (A4, LETTER):
        sheets = printed(size)
        assert 20 < len(sheets) < 60
        text = " ".join(" ".join(sheets).split())
        assert re.search(r"1\. Item 3\.0 is settled; 2\. Item 3\.1 is settled", text)
        look_at_sheets(sheets)


def look_at_sheets(sheets: list[str]) -> None:
    for number, each in enumerate(sheets, 1):
        assert re.search(rf"Contoso Ltd, As of .*\b{number} / {len(sheets)}\b", each)
        assert not re.search(r"\b\d{4}-(\d\d-)?(\s|$)", each, re.MULTILINE), "a day is broken"
        lines = [line.strip() for line in each.splitlines() if line.strip()]
        customers = [line for line in lines if re.match(r"Customer \d\d of", line)]
        if any(re.search(r"\d+/15", line) for line in customers):
            assert any(re.match(r"Customer +Planned", line) for line in lines)
        for place, line in enumerate(lines):
            if re.match(r"(\[.\] \w+ +)?(Item|\d+\. Item) \d\.\d+ is settled$", line):
                assert "Rule:" in " ".join(lines[place : place + 3])


def test_the_customers_of_one_act_have_the_room_of_two_columns(browser, page, call, home):
    samples.fill(home)
    answer = call("tick", "contoso", "i3-14", "--customer", "all", "--yes")
    assert answer.code == 0
    page(browser)
    found = browser.ask(
        "[...document.querySelectorAll('td[colspan=\"2\"]')].map(each => each.innerText)"
    )
    (told,) = [each for each in found if each.count("Customer ") > 20]
    assert "Customer 08 of the long list, Customer 09 of" in told
    assert "-> done" in told.splitlines()[-1]


def fill_many(home) -> None:
    """Write forty partners, half of them with a name that is long or hostile."""
    name, text = evil(9)
    home.put("checklists/long/1.toml", samples.checklist())
    for number in range(40):
        hostile = number % 2
        known = samples.partner(f"{name if hostile else 'Contoso Ltd'} {number}", text)
        home.put(f"partners/p{number}.toml", known)


def test_the_summary_asks_for_nothing_and_fits_every_screen(browser, page, home):
    fill_many(home)
    path = page(browser, of_each=False)
    for width in WIDTHS:
        browser.open(path, width)
        assert browser.ask("document.documentElement.scrollWidth <= innerWidth"), width
        cut = browser.ask(
            "[...document.querySelectorAll('td, th, .bars > span')]"
            ".filter(each => each.scrollWidth > each.clientWidth + 1).length"
        )
        assert (width, cut) == (width, 0)
    assert set(browser.requests) == {path.as_uri()}
    assert (browser.dialogs, browser.messages) == (0, [])
    assert browser.ask("document.querySelectorAll('.bars .bar').length") > 10


def test_the_summary_on_paper_has_heads_and_cuts_no_group(page, home, browser, printed):
    home.put("checklists/long/1.toml", samples.checklist())
    for number in range(40):
        home.put(f"partners/p{number}.toml", samples.partner(f"Contoso {number:02}"))
    page(browser, of_each=False)
    for size in (A4, LETTER):
        sheets = printed(size)
        for number, each in enumerate(sheets, 1):
            assert re.search(rf"As of .*\b{number} ?/ ?{len(sheets)}\b", each)
        assert "Waited for" in sheets[0]
        (waits,) = [each for each in sheets if "number of items, oldest" in each]
        assert re.search(r"number of items, oldest[^\f]*\bPLA 1234567\b", waits)
        rows = [each for each in sheets if re.search(r"\d+ of \d+ ", each)]
        assert len(rows) > 1
        assert all(re.search(r"Partner +Checklist +Required +Now +Next", each) for each in rows[1:])
        assert not any("Partners by name" in each for each in sheets)


def test_each_part_of_a_partner_is_linked_at_its_top(browser, page, home):
    samples.fill(home)
    page(browser)
    titles = browser.ask(
        "[...document.querySelectorAll('nav.toc a')]"
        ".map(each => [each.textContent, document.querySelector(each.hash).textContent])"
    )
    assert [title for title, _heading in titles] == [heading for _title, heading in titles]
    assert len(titles) == 3
