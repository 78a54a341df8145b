"""``digest``: the mail that it makes, to whom it goes, and what never gets into it."""

from __future__ import annotations

import email
import json
import os
import re
import stat
from collections.abc import Callable
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from csp_tui.core.base.days import short_day
from csp_tui.core.digest.build import MOST, last_working_day

from .samples import MINI

TODAY = date.today()
AGO = (TODAY - timedelta(days=20)).isoformat()
HEADERS = [
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
    "Content-Type",
]  # fmt: skip


def parsed(mail: str) -> EmailMessage:
    """Return a mail as a mail program reads it, once it is proved to be a sound one."""
    assert mail.isascii()
    assert "\r" not in mail
    message = email.message_from_string(mail, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.keys() == HEADERS
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert [message[name].defects for name in HEADERS] == [()] * len(HEADERS)
    assert max(map(len, mail.splitlines())) <= 200
    return message


def text_of(message: EmailMessage, kind: str = "plain") -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


@pytest.fixture
def two(call, home, once, monkeypatch) -> tuple[str, str]:
    """Contoso, amira's, waits for Microsoft since long; Fabrikam, ben's, has something due.

    All was done by the owners themselves.
    """
    partners = once("two of two owners", lambda: make_two(call, home, monkeypatch))
    monkeypatch.setenv("CSP_TUI_REVIEWER", "amira")
    return partners


def make_two(call, home, monkeypatch) -> tuple[str, str]:
    home.put("checklists/mini/2026-01.toml", MINI)
    monkeypatch.setenv("CSP_TUI_REVIEWER", "amira")
    mini = call("add", "Contoso Ltd", "--owner", "amira").out.strip()
    call("start", mini, "mini")
    waits = ("--for", "Microsoft", "--since", AGO, "--chase", AGO, "--case", "4711", "--yes")
    assert call("wait", mini, "sign", *waits).code == 0
    monkeypatch.setenv("CSP_TUI_REVIEWER", "ben")
    other = call("add", "Fabrikam SARL", "--owner", "ben").out.strip()
    call("start", other, "mini")
    due = (TODAY + timedelta(days=1)).isoformat()
    assert call("set", other, "register", "--due", due).code == 0
    return mini, other


@pytest.fixture
def people(call) -> None:
    call("people", "set", "amira", "--mail", "amira@example.com")
    call("people", "set", "ben", "--mail", "ben@example.com", "--language", "fr")


@pytest.fixture
def outbox(home, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program in place of sendmail, which keeps what it is given; return where."""
    place = home.path / "outbox"
    place.mkdir()
    program(home, "sendmail", f'printf %s "$*" > {place}/arguments\ncat > {place}/$$.eml\n')
    monkeypatch.setenv("PATH", f"{home.path}/bin:{home.env['PATH']}")
    return place


def program(home, name: str, script: str) -> Path:
    path = Path(home.path, "bin", name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}")
    path.chmod(stat.S_IRWXU)
    return path


def sent(outbox: Path) -> dict[str, EmailMessage]:
    """Return the mails in an outbox by their address."""
    found = (parsed(path.read_text(encoding="ascii")) for path in outbox.glob("*.eml"))
    return {message["To"].addresses[0].addr_spec: message for message in found}


def test_a_digest_is_a_whole_mail_on_what_is_late_and_due(call, two):
    call("contact", "add", two[0], "Jane", "--mail", "jane@contoso.example")
    to = ("--to", "boss@example.com", "--to", "team@example.com", "--to", "boss@example.com")
    answer = call("digest", *to, "--from", "csp@example.com")
    assert (answer.code, answer.err) == (0, "")
    message = parsed(answer.out)
    assert str(message["To"]) == "boss@example.com, team@example.com"
    assert str(message["From"]) == "csp-tui <csp@example.com>"
    assert str(message["Subject"]).startswith("1 to chase, 1 due - csp-tui, ")
    assert str(message["Subject"]).endswith(str(TODAY.year))
    assert message["Date"].datetime.date() == TODAY
    assert message["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(rf"<digest\.{TODAY}\.[0-9a-f]{{24}}@example\.com>", message["Message-ID"])
    text, html = text_of(message), text_of(message, "html")
    figures, contact = "1 to chase, 1 due, 1 of these late", "Contact: Jane, jane@contoso.example"
    for words in (figures, "20 d late", "Contoso Ltd", "Microsoft", "case 4711", contact):
        assert words in text
        assert words in re.sub(r"</?b[^>]*>", "", html)
    assert text.index("Contoso Ltd") < text.index("Fabrikam SARL")
    assert "owner ben" in text
    assert max(map(len, text.splitlines())) <= 72
    assert '<html lang="en">' in html


@pytest.mark.parametrize(
    "values",
    [
        "[checklists.mini.items.sign]\nstatus = 'waiting'\nwaiting_for = 'Microsoft'\n"
        "chase_on = {today}\ndue = {ago}",
        "started = {started}T09:00:00.000Z",
    ],
    ids=["past its due day, though not yet long to chase", "a yearly check that was missed"],
)
def test_late_is_what_the_portfolio_counts_as_late(call, home, values):
    month = (TODAY - timedelta(days=1)).month
    anniversary = f"anniversary = {month}\nmodel = 'direct-bill'\n" if "started" in values else ""
    text = f"format = 1\nname = 'Contoso'\n{anniversary}[checklists.mini]\nedition = '2026-01'\n"
    home.put("checklists/mini/2026-01.toml", MINI)
    values = values.format(today=TODAY, ago=AGO, started=TODAY - timedelta(days=95))
    home.put("partners/contoso.toml", f"{text}{values}\n")
    assert json.loads(call("portfolio", "--json").out)["late"] == 1
    text = text_of(parsed(call("digest").out))
    assert "1 of these late" in text
    assert ("mend until" in " ".join(text.split())) is ("started" in values)
    assert (" d late" in text) is ("started" not in values)


def test_a_check_missed_before_the_import_is_told_with_how_to_record_that_it_was_passed(call, home):
    month = (TODAY - timedelta(days=1)).month
    home.put("../in.csv", f"name,model,anniversary\nContoso,indirect-reseller,{month}\n")
    call("import", "partners", str(home.data.parent / "in.csv"), "--yes")
    sentence = "csp-tui does not know whether a partner without a checklist had passed before"
    message = parsed(call("digest").out)
    text = " ".join(text_of(message).split())
    assert f"Missed yearly check ------------------- {sentence}" in text
    assert sentence in text_of(message, "html")
    assert call("start", "contoso", "keep-reseller").code == 0
    assert "1 missed check" in (text := text_of(parsed(call("digest").out)))
    assert sentence not in " ".join(text.split())
    assert call("close", "contoso", "--outcome", "completed", "--yes").code == 0
    assert "missed check" not in call("digest", "--always").out


def test_a_terminal_shows_the_text_of_the_mail_alone(two, in_terminal):
    shown = in_terminal("digest")
    assert shown.startswith("All partners, ")
    assert "Contoso Ltd (20 d late)" in shown
    assert "Content-Type" not in shown
    assert in_terminal("digest", "--owner", "ben").startswith("For ben, ")


def test_the_guidance_of_an_item_is_linked(call, demo):
    message = parsed(call("digest").out)
    url = "https://learn.microsoft.com/en-us/partner-center/verification-responses"
    assert f"\n  {url}\n" in text_of(message)
    assert f'<a href="{url}" ' in text_of(message, "html")


def test_rule_changes_and_the_yearly_clock_are_told(call, demo):
    text = text_of(parsed(call("digest").out))
    assert "To confirm: the rule has changed\n" in text
    assert "Yearly clock\n" in text
    assert re.search(r"T-30 on .*: last notice", text)


def test_with_nothing_to_say_there_is_no_mail_unless_it_is_asked_for(call, home):
    answer = call("digest")
    assert (answer.code, answer.out) == (0, "")
    assert "nothing to say" in answer.err
    assert call("digest", "--quiet").err == ""
    message = parsed(call("digest", "--always").out)
    assert "nothing to do now" in message["Subject"]
    assert "Nothing is to be chased, due or lapsing" in " ".join(text_of(message).split())


def test_an_owner_gets_the_own_share_in_the_own_language(call, two, people):
    message = parsed(call("digest", "--owner", "Amira").out)
    assert message["To"].addresses[0].addr_spec == "amira@example.com"
    assert "Fabrikam" not in text_of(message) + text_of(message, "html")
    assert "owner" not in text_of(message).replace("--owner", "")
    message = parsed(call("digest", "--owner", "ben").out)
    assert "1 échéance - csp-tui" in message["Subject"]
    assert "Fabrikam SARL" in text_of(message)
    assert '<html lang="fr">' in text_of(message, "html")
    assert "1 due" in parsed(call("digest", "--owner", "ben", "--lang", "en").out)["Subject"]


def test_an_owner_of_one_item_gets_this_item(call, two, people):
    call("people", "set", "chloe", "--mail", "chloe@example.com")
    call("set", two[0], "sign", "--owner", "chloe")
    assert "1 to chase" in parsed(call("digest", "--owner", "chloe").out)["Subject"]
    assert call("digest", "--owner", "amira").out == ""


def test_an_owner_without_an_address_is_refused_with_the_cure(call, two):
    answer = call("digest", "--owner", "amira")
    assert (answer.code, answer.out) == (3, "")
    assert "give one by csp-tui people set amira --mail ADDRESS" in answer.err
    assert call("digest", "--owner", "amira", "--to", "a@b.c").code == 0


def test_somebody_who_owns_nothing_is_told_who_does(call, two):
    answer = call("digest", "--owner", "amria", "--to", "a@b.c")
    assert (answer.code, answer.out) == (0, "")
    assert '"amria" owns nothing that is open; owners are: amira, ben' in answer.err


def test_what_others_have_done_is_told_and_not_ones_own_acts(call, two, people, monkeypatch):
    monkeypatch.setenv("CSP_TUI_REVIEWER", "ben")
    call("tick", two[0], "register")
    call("note", two[0], "register", "hello")
    monkeypatch.setenv("CSP_TUI_REVIEWER", "amira")
    call("evidence", two[0], "register", "here")
    text = text_of(parsed(call("digest", "--owner", "amira").out))
    assert "2 changes by others" in text
    part = text.partition("What others have done since")[2]
    assert re.search(r"Contoso Ltd \(.*\)\n  ben \(\w+\): ticked .*; set the note of ", part)
    assert "amira (" not in part
    assert "evidence" not in part


def test_what_was_taken_back_is_not_told(call, two, people, monkeypatch):
    monkeypatch.setenv("CSP_TUI_REVIEWER", "ben")
    call("tick", two[0], "register")
    call("undo", two[0])
    text = text_of(parsed(call("digest", "--owner", "amira").out))
    assert "ticked" not in text


@pytest.mark.parametrize(("since", "days"), [("7d", 7), ("0j", 0), ("yesterday", 1), ("{day}", 20)])
def test_changes_can_be_told_from_any_past_day_on(call, two, since, days):
    day = TODAY - timedelta(days=days)
    text = text_of(parsed(call("digest", "--since", since.format(day=day)).out))
    assert f"What others have done since {short_day(day, day)}\n" in text


def test_what_was_done_before_that_day_is_not_told(call, home, two):
    """The history says when; the file may have been copied since."""
    path = home.data / "history" / f"{two[1]}.jsonl"
    assert "by others" in text_of(parsed(call("digest").out))
    day = (TODAY - timedelta(days=9)).isoformat()
    path.write_text(path.read_text().replace(f'"at":"{TODAY}', f'"at":"{day}'))
    assert "by others" not in text_of(parsed(call("digest", "--since", "8d").out))
    assert "by others" in text_of(parsed(call("digest", "--since", "10d").out))


def test_a_day_to_come_is_refused(call, two):
    answer = call("digest", "--since", (TODAY + timedelta(days=1)).isoformat())
    assert (answer.code, answer.out) == (2, "")
    assert "is in the future" in answer.err


@pytest.mark.parametrize(
    ("day", "before"),
    [("2026-12-01", "2026-11-30"), ("2026-11-30", "2026-11-27"), ("2026-11-29", "2026-11-27")],
)
def test_without_a_day_they_are_told_from_the_last_working_day_on(day, before):
    assert last_working_day(date.fromisoformat(day)) == date.fromisoformat(before)


def test_filters_choose_the_partners(call, two):
    message = parsed(call("digest", "--filter", "owner ben").out)
    assert message["Subject"].startswith("1 due")
    assert call("digest", "--search", "nobody has this", "--quiet").out == ""


def test_a_long_list_ends_with_how_to_see_the_rest(call, home, mini):
    text = home.progress_file().read_text()
    call("wait", mini, "sign", "--for", "M", "--since", AGO, "--chase", AGO, "--yes")
    text = home.progress_file().read_text().partition("[history]")[0]
    for number in range(MOST + 2):
        home.put(f"partners/more-{number}.toml", text)
    shown = text_of(parsed(call("digest").out))
    assert f"{MOST + 3} to chase" in shown
    assert "\n3 more: csp-tui next --group chase\n" in shown


def test_the_same_digest_is_the_same_mail(call, two):
    ids = [
        parsed(call("digest", "--to", to).out)["Message-ID"] for to in ("a@b.c", "a@b.c", "d@b.c")
    ]
    assert ids[0] == ids[1] != ids[2]


def test_the_sender_is_the_option_else_the_setting_else_the_user_here(call, home, two):
    usual = parsed(call("digest").out)["From"].addresses[0].addr_spec
    assert parsed(call("digest").out)["To"].addresses[0].addr_spec == usual
    home.config.parent.mkdir(parents=True)
    home.config.write_text('mail_from = "team@example.com"\n')
    assert parsed(call("digest").out)["From"].addresses[0].addr_spec == "team@example.com"
    home.config.write_text('mail_from = "a@b.c\\nBcc: d@e.f"\n')
    for words in (
        ["digest"],
        ["digest", "--from", "x"],
        ["digest", "--from", "x@y.z", "--to", "a@b.c,d@e.f"],
    ):
        answer = call(*words)
        assert (answer.code, answer.out) == (2, "")
        assert "is no mail address" in answer.err
    assert "say --to once for each of them" in answer.err


def test_each_owner_gets_a_mail_of_the_own(call, two, people, outbox):
    answer = call("digest", "--each-owner", "--send")
    assert (answer.code, answer.err) == (0, "")
    assert [line.partition(":")[0] for line in answer.lines] == [
        "sent to amira@example.com",
        "sent to ben@example.com",
    ]
    assert (outbox / "arguments").read_text() == "-t -i"
    mails = sent(outbox)
    assert set(mails) == {"amira@example.com", "ben@example.com"}
    assert "1 to chase" in mails["amira@example.com"]["Subject"]
    assert "1 échéance" in mails["ben@example.com"]["Subject"]
    assert mails["ben@example.com"]["To"].addresses[0].display_name == "ben"
    assert (call("digest", "--each-owner", "--send", "--quiet").out) == ""


def test_an_owner_without_an_address_is_named_and_the_others_get_their_mail(
    call, home, two, people, outbox
):
    call("people", "remove", "ben")
    answer = call("digest", "--each-owner", "--send", "--quiet")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "csp-tui: ben has no mail address; give one by csp-tui people set ben --mail ADDRESS\n"
    )
    assert set(sent(outbox)) == {"amira@example.com"}
    with (home.data / "people.toml").open("a") as file:
        file.write('[people.ben]\nmail = "b"\n')
    answer = call("digest", "--each-owner", "--send", "--quiet")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert 'ben: "b" is no mail address' in answer.err


def test_owners_with_nothing_to_do_get_no_mail_and_need_no_address(call, two, outbox, monkeypatch):
    call("untick", two[0], "sign")
    monkeypatch.setenv("CSP_TUI_REVIEWER", "ben")
    assert call("set", two[1], "register", "--due", "").code == 0
    answer = call("digest", "--each-owner", "--send")
    assert (answer.code, answer.out, answer.err) == (0, "", "")
    assert sent(outbox) == {}


def test_a_dry_run_says_to_whom_what_would_go(call, two, people, outbox):
    answer = call("digest", "--each-owner", "--dry-run")
    assert (answer.code, len(answer.lines)) == (0, 2)
    assert answer.lines[0].startswith("would be sent to amira@example.com: 1 to chase")
    assert sent(outbox) == {}


def test_a_program_that_fails_is_named_with_what_it_says_and_the_others_are_tried(
    call, home, two, people, outbox
):
    script = (
        f'if grep -q amira; then echo "no\x1b[31m route" >&2; exit 75; fi; date > {outbox}/ok\n'
    )
    name = str(program(home, "other", script))
    answer = call("digest", "--each-owner", "--send", name)
    assert answer.code == 6
    assert f"csp-tui: {name} did not take the mail: no[31m route\n" in answer.err
    assert (outbox / "ok").exists()
    assert "ben@example.com" in answer.out
    assert call("digest", "--owner", "amira", "--send", name).code == 6


def test_a_program_that_leaves_a_process_behind_is_done_when_it_ends_itself(
    call, home, two, people, outbox
):
    os.mkfifo(outbox / "queue")
    name = str(program(home, "queues", f"cat > {outbox}/1.eml\nread word < {outbox}/queue &\n"))
    answer = call("digest", "--owner", "amira", "--send", name)
    (outbox / "queue").write_text("go\n")  # only now the process that has inherited all ends
    assert (answer.code, list(sent(outbox))) == (0, ["amira@example.com"])


def test_without_a_program_nothing_is_sent(call, two, people, outbox):
    answer = call("digest", "--each-owner", "--send", "msmtp-of-nobody")
    assert (answer.code, answer.out) == (3, "")
    assert "there is no program msmtp-of-nobody" in answer.err
    assert call("digest", "--owner", "amira", "--send", "").code == 3, "as of an unset variable"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--each-owner"], "say --send with --each-owner"),
        (["--each-owner", "--send", "--to", "a@b.c"], "not both"),
        (["--each-owner", "--owner", "ben"], "not allowed"),
        (["--json"], "has no --json"),
    ],
)
def test_options_that_make_no_sense_together_are_refused(call, home, words, why):
    answer = call("digest", *words)
    assert (answer.code, answer.out) == (2, "")
    assert why in answer.err


EVIL = "Bcc: evil@example.com"
NAMES = {
    "line breaks": f"Eve\r\n{EVIL}\n\n<script>alert(1)</script>",
    "control characters": "Eve\x00\x1b]0;x\x07\x85\u2028" + EVIL,
    "markup": "<b onclick='x'>Eve</b>&amp;\"<!-- ]]>",
    "bidi": "Eve\u202e\u2066moc.live\u200f",
    "an address": f'Eve" <evil@example.com>, "x@y.z; {EVIL}',
    "encoded words": "=?utf-8?q?=0ABcc=3A_evil=40example=2Ecom?=",
    "long": "Ünïcödé, " * 200,
    "wide": "翼端玩具株式会社" * 40,
    "long without blanks": "é" * 3000,
    "joined": "👩🏽\u200d💻" * 60,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_name_gets_into_the_headers_or_the_markup(call, home, two, outbox, name, language):
    quoted = json.dumps(name, ensure_ascii=False)  # a string of TOML, too
    path = home.data / "partners" / f"{two[0]}.toml"
    text = re.sub(r'^(name|owner) = ".*"$', "", path.read_text(), flags=re.MULTILINE)
    text = text.replace("format = 1\n", f"format = 1\nname = {quoted}\nowner = {quoted}\n")
    path.write_text(text.replace('"Microsoft"', quoted))
    home.put("people.toml", f'format = 1\n\n[people.{quoted}]\nmail = "eve@example.com"\n')
    answer = call("digest", "--each-owner", "--send", "--quiet", "--lang", language)
    assert "\x1b" not in answer.err
    (message,) = sent(outbox).values()
    (address,) = message["To"].addresses
    assert address.addr_spec == "eve@example.com"
    assert len(address.display_name) <= 60
    assert len(message["From"].addresses) == 1
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202e\u2066\u200f\u2028]", str(message["To"]))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066\u200f\u2028]", text_of(message))
    html = text_of(message, "html")
    assert set(re.findall(r"<(/?\w+)", html)) <= {
        *("html", "head", "meta", "title", "/title", "style", "/style", "/head", "body", "div"),
        *("h1", "/h1", "h2", "/h2", "p", "/p", "b", "/b", "br", "table", "/table", "tr", "/tr"),
        *("td", "/td", "span", "/span", "a", "/a", "/div", "/body", "/html"),
    }
    assert "onclick='" not in html
    assert html.count("<!") == 1


def test_the_address_of_an_own_checklist_is_escaped(call, home, two):
    link = '\n[[sections.items.links]]\nurl = "https://example.com/?a=1&b=\'x\'"\ntitle = "x"\n'
    home.put("checklists/mini/2026-01.toml", MINI + link)
    html = text_of(parsed(call("digest").out), "html")
    assert 'href="https://example.com/?a=1&amp;b=&#x27;x&#x27;"' in html


def test_a_damaged_partner_is_named_and_the_others_are_told(call, home, two):
    home.put("partners/broken.toml", "format = ")
    answer = call("digest")
    assert (answer.code, "broken.toml" in answer.err) == (0, True)
    assert "broken" not in text_of(parsed(answer.out))


def test_the_mail_goes_through_a_pipe_whatever_the_locale_is(run: Callable, home, call, two):
    done = run("digest", env={"LC_ALL": "C", "PYTHONIOENCODING": "latin-1"})
    assert done.returncode == 0
    parsed(done.stdout)
