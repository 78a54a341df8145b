"""No text gets out of its place in the mail of a digest."""

from __future__ import annotations

import email
import re
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import default

from hypothesis import given
from hypothesis import strategies as st

from csp_tui.core.digest.message import digest_message
from csp_tui.core.digest.model import Digest, Entry, Part
from csp_tui.core.runs.step_groups import StepGroup

NOW = datetime(2026, 12, 4, 7, 0, tzinfo=UTC)
HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")

signs = "\r\n\x00\u202eé翼 ,;()<>@\\.-&\"'"
words = ("Bcc: x@y.z", "=?utf-8?q?=0ABcc=3A?=", "=?utf-8?b?", "?=", "<script>")
hostile = st.lists(st.sampled_from([*signs, *words])).map("".join)
texts = st.text(max_size=200) | hostile
entries = st.builds(Entry, texts, st.booleans(), texts, texts, texts, texts)
digests = st.builds(
    Digest,
    owner=texts,
    today=st.just(date(2026, 12, 4)),
    host=texts,
    partners=st.integers(0, 9),
    numbers=st.dictionaries(st.sampled_from(list(StepGroup)), st.integers(1, 9)),
    late=st.integers(0, 9),
    changes=st.integers(0, 9),
    parts=st.lists(st.builds(Part, texts, st.lists(entries, max_size=2), texts), max_size=2),
)


@given(digests, texts)
def test_whatever_the_texts_are_the_mail_has_its_headers_and_no_others(digest, name):
    sent = digest_message(digest, "csp@example.com", ["amira@example.com"], name, NOW)
    message = email.message_from_bytes(sent, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.keys() == [
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version"),
        "Content-Type",
    ]
    assert [part.defects for part in message.walk()] == [[], [], []]
    assert [each.addr_spec for each in message["To"].addresses] == ["amira@example.com"]
    assert [each.addr_spec for each in message["From"].addresses] == ["csp@example.com"]
    for header in message.values():
        assert not HARMFUL.search(str(header))
        assert "\n" not in str(header)
    for part in ("plain", "html"):
        body = message.get_body((part,))
        assert body is not None
        assert not HARMFUL.search(body.get_content())
    assert "<script" not in str(message.get_body(("html",)).get_content())


def test_the_same_texts_make_the_same_mail():
    part = Part("To chase", [Entry("today", False, "Contoso", "Sign")])
    digest = Digest("amira", NOW.date(), "host", 1, {StepGroup.CHASE: 1}, 0, 0, [part])
    first, again = (digest_message(digest, "c@d.e", ["a@b.c"], "amira", NOW) for _time in range(2))
    assert first == again
