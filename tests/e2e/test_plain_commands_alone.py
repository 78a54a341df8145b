"""The whole job with plain commands alone, and the full screen finds it done."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from typing import Any

import pytest

from .conftest import COMMAND, TREE, Place, Start


def ask(place: Place, *words: str, answers: str | None = None, code: int = 0) -> str:
    """Run a command and return what it prints; a script writes the answers."""
    done = place.fork(*words, typed=answers or "")
    assert done.returncode == code, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    return done.stdout


def told(place: Place, *words: str) -> Any:
    return json.loads(ask(place, *words, "--json"))


def run_of(place: Place) -> dict[str, Any]:
    return told(place, "show", "contoso")["runs"][0]


def test_a_whole_enrollment(place: Place, start: Start):
    partner_id = ask(place, "add", "Contoso [UK] Ltd", "--region", "EU/EFTA").strip()
    ask(place, "start", "contoso", "enroll-direct")
    for fact in told(place, "fact", "contoso")["facts"]:
        ask(place, "fact", "contoso", fact["id"], "yes")
    items = [item["id"] for item in run_of(place)["items"]]

    first = ["e PLA 1234567", "note asked Ben", "y", "w Microsoft", "r limit 0", "x no region", "q"]
    ask(place, "walk", "contoso", "--yes", answers="\n".join(first))
    waiting, refused, apart = items[1:4]
    waits = [step["item"] for step in told(place, "next", "contoso", "--for", "Microsoft")["steps"]]
    assert waits == [waiting]
    ask(place, "chase", "contoso", waiting, "--chase", "+3")
    ask(place, "untick", "contoso", refused)
    assert run_of(place)["counts"]["not_applicable"] == 1
    ask(place, "undo", "contoso")
    ask(place, "redo", "contoso")

    todo = [item["id"] for item in run_of(place)["items"]]
    shown = ask(place, "walk", "contoso", "--open", "--yes", answers="y\n" * len(todo))
    assert shown.endswith("End of the list.\n")
    counts = run_of(place)["counts"]
    assert counts["done"] == counts["total"] == len(items) - 1
    assert counts["required_done"] == counts["required_total"]
    assert ask(place, "close", "contoso", "--outcome", "completed")
    assert "clean" in place.run("verify", "contoso").stdout
    found = place.progress["checklists"]["enroll-direct"]
    assert found["outcome"] == "completed"
    assert found["items"][items[0]]["evidence"] == "PLA 1234567"
    assert found["items"][apart]["reason"] == "no region"

    terminal = start("open", partner_id)
    terminal.wait_for(r"Contoso \[UK\] Ltd › Enroll direct")
    terminal.wait_for(rf"{len(items) - 1}/{len(items) - 1}")
    terminal.wait_for("completed")
    terminal.press("g")
    terminal.wait_for(r"^> \[x\] ")
    terminal.press("q")


def test_a_whole_transition_with_two_customers(place: Place, start: Start):
    partner_id = ask(place, "add", "Contoso Ltd", "--model", "direct-bill").strip()
    ask(place, "start", "contoso", "transition")
    for name in ("Coho Winery", "Fourth Coffee"):
        ask(place, "customer", "add", "contoso", name, "--planned", "2027-01-11")
    for fact in told(place, "fact", "contoso")["facts"]:
        ask(place, "fact", "contoso", fact["id"], "yes")
    ask(place, "fact", "contoso", "sells-azure", "no", "--customer", "fourth")

    own = [item for item in run_of(place)["items"] if item["status"] and item["applies"]]
    ask(place, "walk", "contoso", "--yes", answers="y\n" * len(own))
    shown = ask(place, "walk", "contoso", "--customer", "all", "--yes", answers="y\n" * 60)
    assert "customer: Coho Winery" in shown
    assert "customer: Fourth Coffee" in shown
    run = run_of(place)
    assert run["counts"]["done"] == run["counts"]["total"] == len(own)
    assert (run["customers_complete"], run["customers"]) == (2, 2)
    customers = told(place, "customers", "contoso")["customers"]
    assert all(each["done"] == each["total"] for each in customers)
    assert customers[1]["total"] < customers[0]["total"]
    ask(place, "close", "contoso", "--outcome", "completed")
    files = sorted(place.data.glob("customers/*/*.toml"))
    assert all(tomllib.loads(path.read_text())["checklists"] for path in files)

    terminal = start("open", partner_id)
    terminal.wait_for(r"Contoso Ltd › To indirect")
    terminal.wait_for(rf"{len(own)}/{len(own)}")
    terminal.press("c")
    terminal.wait_for("Customer  ")
    for each in customers:
        done = re.escape(f"{each['done']}/{each['total']}")
        terminal.wait_for(rf"\[x\] {each['name']}  +{done} +x x")
    terminal.press("q")


@pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed")
def test_the_script_of_the_documents_ticks_what_waits_under_a_case_number(place: Place):
    ask(place, "demo", "--data", str(place.data))
    case = ("--for", "Microsoft", "--case", "4799")
    ask(place, "wait", "contoso", "document-pack", *case)
    ask(place, "wait", "woodgrove", "gdap-own", "--customer", "coho", *case)
    ask(place, "wait", "woodgrove", "gdap-own", "--customer", "fourth", "--for", "them")
    page = (TREE / "docs" / "howto" / "automate.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"^```bash\n(#!/bin/sh\n.*?)^```", page, re.DOTALL | re.MULTILINE)
    command = place.path / "csp-tui"
    command.write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n')
    command.chmod(0o755)
    env = {**place.env, "PATH": f"{place.path}:{place.env['PATH']}"}
    done = subprocess.run(
        ["sh", "-c", script, "close-case", "4799"],
        env=env, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    of_partner = told(place, "show", "contoso", "document-pack")
    of_customer = told(place, "show", "woodgrove", "gdap-own", "--customer", "coho")
    of_other = told(place, "show", "woodgrove", "gdap-own", "--customer", "fourth")
    found = [each["item"] for each in (of_partner, of_customer, of_other)]
    assert [each["status"] for each in found] == ["done", "done", "waiting"]
    assert [each["recorded"]["evidence"] for each in found[:2]] == ["Case 4799 closed"] * 2
