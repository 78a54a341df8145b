"""`lint` warns of an address that may lead elsewhere than it seems to."""

from __future__ import annotations

import json

import pytest

from .samples import MINI


def lint(call, home, url: str, publisher: str = ""):
    text = f'{MINI}[[sections.items.links]]\nurl = "{url}"\n'
    text += f'publisher = "{publisher}"\n' if publisher else ""
    path = home.put("checklists/odd/2026-01.toml", text)
    return call("lint", str(path))


USER = 'leads to "evil.example"; what is before the @ is only a user'


@pytest.mark.parametrize(
    ("url", "publisher", "why"),
    [
        ("https://microsoft.com@evil.example/", "", USER),
        ("https://learn.microsoft.com:443@evil.example/x", "Microsoft", USER),
        ("HTTPS://a:b@EVIL.example", "", "must start with https://"),
        ("https://microsoft.com\\\\@evil.example/", "", USER),
        ("https://xn--mcrosoft-tkb.com/", "", "which may look alike"),
        ("https://learn.XN--mcrosoft-tkb.com/", "", "which may look alike"),
        ("https://m\u0456crosoft.com/", "", 'the host "m\u0456crosoft.com" has other letters'),
        ("https://m\u00edcrosoft.com/", "", "which may look alike"),
        ("https://\u043c\u0438\u0440.example/", "", "which may look alike"),
        ("https://microsoft.com\uff0fevil.example/", "", "which may look alike"),
        ("https://micro%73oft.com/", "", "which may look alike"),
        ("https://microsoft.com.evil.example/", "Microsoft", "is no host of Microsoft"),
        ("https://notmicrosoft.com/", "Microsoft", '"notmicrosoft.com" is no host of Microsoft'),
        ("https://evil.example/microsoft.com", "microsoft", "is no host of microsoft"),
        ("https://evil.cloudapp.azure.com", "Microsoft Learn", "is no host of Microsoft Learn"),
    ],
)
def test_an_address_that_leads_elsewhere_is_warned_of(call, home, url, publisher, why):
    answer = lint(call, home, url, publisher)
    (line,) = answer.lines
    assert answer.code == 1
    assert why in line
    if "must start" not in why:
        assert ": warning: sections[0].items[" in line
        assert ".links[0].url: " in line
        assert call("start", call("add", "Contoso").out.strip(), "odd").code == 0


@pytest.mark.parametrize(
    ("url", "publisher"),
    [
        ("https://learn.microsoft.com/en-us/x?a=b@c#d@e", "Microsoft"),
        ("https://Learn.Microsoft.COM./x", "Microsoft"),
        ("https://microsoft.com", "Microsoft"),
        ("https://partner.microsoft.com:443/x", "Microsoft Partner Center"),
        ("https://portal.azure.com/#home", "Microsoft"),
        ("https://techcommunity.microsoft.com/x", "Microsoft Tech Community (forum)"),
        ("https://wissen.adn.de/@somebody", "ADN"),
        ("http://10.0.0.1:8080/x", ""),
        ("http://[::1]:8080/x", ""),
        ("https://wiki.example.com/m\u0456", "The team"),
    ],
)
def test_an_address_that_is_as_it_seems_is_not(call, home, url, publisher):
    answer = lint(call, home, url, publisher)
    assert (answer.code, answer.err) == (0, "")


def test_the_source_of_a_checklist_is_looked_at_too(call, home):
    text = MINI.replace("[[sections]]", 'source = "https://a@evil.example/"\n\n[[sections]]', 1)
    path = home.put("checklists/odd/2026-01.toml", text)
    answer = call("lint", str(path), "--json")
    (problem,) = json.loads(answer.out)["problems"]
    assert (problem["key"], problem["severity"]) == ("source", "warning")
    assert USER in problem["what"]
