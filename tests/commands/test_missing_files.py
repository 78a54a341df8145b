"""A progress file that is missing is damaged: it is named, and it can be brought back."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib

from .samples import MINI

PER_CUSTOMER = """
[[sections]]
id = "customers"
title = "Each customer"
per = "customer"

[[sections.items]]
id = "informed"
title = "Customer informed"
"""


def state(call, *named: str) -> dict:
    """Return what `show` says of a partner, or of a customer."""
    return json.loads(call("show", *named, "--json").out)


def test_a_partner_whose_file_is_missing_is_listed_named_and_restored(call, home, mini):
    call("note", mini, "register", "asked twice")
    before = state(call, mini)
    path = home.progress_file()
    path.unlink()
    listed = call("partners")
    assert listed.code == 0
    assert "the file is missing; restore brings it back" in listed.rows[0][6]
    assert f"{path}: the file is missing; restore brings it back" in listed.err
    assert call("show", mini).code == 4
    for named in ((mini,), ()):
        verdict = call("verify", *named)
        assert verdict.code == 1
        assert f"{path}: the file is missing; restore brings it back" in verdict.out
    assert not path.exists()
    restored = call("restore", mini)
    assert (restored.code, restored.err) == (0, "")
    assert restored.out == "restored: Contoso Ltd, as csp-tui last wrote it\n"
    assert state(call, mini) == before
    assert call("verify").code == 0


def test_a_history_that_is_missing_is_not_taken_for_an_empty_one(call, home, mini):
    path = home.data / "history" / f"{mini}.jsonl"
    kept = path.read_bytes()
    path.unlink()
    for options in ((), ("--json",), ("--plain",)):
        answer = call("history", mini, *options)
        assert answer.code == 0
        assert answer.err.startswith(f"csp-tui: {path}: the history is missing; put it back")
        assert "there is no history" not in answer.err
    for command in (("show", mini), ("report", mini)):
        answer = call(*command, "--as-of", "2026-01-01")
        assert answer.code == 3
        assert f"2026-01-01 is not known: {path}: the history is missing; put it" in answer.err
    path.write_bytes(kept)
    answer = call("history", mini)
    assert (len(answer.rows), answer.err) == (2, "")
    home.put("partners/northwind.toml", "format = 1\nname = 'Northwind'\n")
    assert call("history", "northwind").err == "csp-tui: there is no history of that in Northwind\n"


def test_a_file_made_by_hand_has_no_history_until_csp_tui_changes_it(call, home, mini):
    home.put("partners/northwind.toml", "format = 1\nname = 'Northwind'\n")
    path = home.data / "history" / "northwind.jsonl"
    answer = call("verify", "northwind")
    assert answer.code == 0
    assert f"{path}: there is no history yet" in answer.out
    assert "damaged" not in answer.out
    assert call("verify").code == 0
    assert call("edit", "northwind", "--owner", "zoe").code == 0
    assert "no history yet" not in call("verify", "northwind").out
    path.unlink()
    answer = call("verify", "northwind")
    assert answer.code == 1
    assert f"{path}: is missing" in answer.out


def test_a_history_that_only_a_customer_names_is_missing(call, home, mini):
    home.put("partners/northwind.toml", "format = 1\nname = 'Northwind'\n")
    call("customer", "add", "northwind", "Coho Winery")
    home.put("partners/northwind.toml", "format = 1\nname = 'Northwind'\n")
    (home.data / "history" / "northwind.jsonl").unlink()
    answer = call("verify", "northwind")
    assert answer.code == 1
    assert "northwind.jsonl: is missing" in answer.out


def test_a_customer_whose_file_is_missing_is_listed_named_and_restored(call, home, mini):
    home.put("checklists/mini/2026-02.toml", MINI + PER_CUSTOMER)
    call("migrate", mini, "--yes")
    customer = call("customer", "add", mini, "Fabrikam").out.strip()
    call("tick", mini, "informed", "--customer", customer)
    before = state(call, mini, "--customer", customer)
    path = home.data / "customers" / mini / f"{customer}.toml"
    path.unlink()
    listed = call("customers", mini)
    assert "the file is missing; restore brings it back" in listed.out + listed.err
    verdict = call("verify")
    assert verdict.code == 1
    assert f"{path}: the file is missing; restore brings it back" in verdict.out
    assert call("restore", mini, "--customer", customer).code == 0
    assert state(call, mini, "--customer", customer) == before
    assert call("verify").code == 0


def test_a_missing_file_without_a_good_copy_is_made_again_from_its_history(call, home, mini):
    call("note", mini, "register", "asked twice")
    before = state(call, mini)
    home.progress_file().unlink()
    shutil.rmtree(home.data / ".local" / "copies")
    assert call("restore", mini).code == 0
    assert state(call, mini) == before
    assert call("verify").code == 0


def test_a_whole_directory_of_partners_that_is_gone_is_restored_one_by_one(call, home, mini):
    shutil.rmtree(home.data / "partners")
    assert mini in call("partners").out
    assert call("restore", mini).code == 0
    assert call("partners").rows[0][6] != ""


def test_an_archived_or_erased_partner_is_not_missing(call, home, mini):
    call("archive", mini)
    assert call("partners").out == ""
    assert call("verify").code == 0
    call("unarchive", mini)
    call("purge", mini, "--yes")
    assert call("partners").out == ""
    assert call("verify").code == 0


def test_sync_makes_a_missing_file_again_and_says_so(call, home, mini, tmp_path):
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    assert call("customer", "add", mini, "Fabrikam").code == 0
    assert call("sync", str(remote)).code == 0
    call("note", mini, "register", "not sent yet")
    (customer,) = (home.data / "customers" / mini).iterdir()
    before = {path: path.read_bytes() for path in (home.progress_file(), customer)}
    for path in before:
        path.unlink()
    answer = call("sync")
    assert (answer.code, answer.out) == (0, f"sent: {mini}\n")
    for path, content in before.items():
        assert f"{path} was missing, and was made again from its history" in answer.err
        assert tomllib.loads(path.read_text()) == tomllib.loads(content.decode())
    assert "was missing" not in call("sync").err
    assert call("verify").code == 0


def test_a_file_made_from_a_damaged_history_says_what_it_lacks(call, home, mini):
    call("tick", mini, "register")
    call("note", mini, "region", "kept")
    home.progress_file().unlink()
    shutil.rmtree(home.data / ".local" / "copies")
    path = home.data / "history" / f"{mini}.jsonl"
    lines = path.read_text().splitlines()
    lines[2] = "x" * 50
    path.write_text("\n".join(lines) + "\n")
    restored = call("restore", mini)
    assert restored.code == 1
    assert restored.out == "restored in part: Contoso Ltd, from its damaged history\n"
    assert f"{path}, line 3: is no history line; what it changed is missing" in restored.err
    run = tomllib.loads(home.progress_file().read_text())["checklists"]["mini"]
    assert run["items"] == {"region": {"note": "kept"}}
