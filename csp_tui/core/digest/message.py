"""The whole mail of a digest, as programs for sending take it: the only module with `email`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from io import BytesIO

from csp_tui.core.base.text import storable_line
from csp_tui.core.digest.html import digest_html
from csp_tui.core.digest.model import Digest
from csp_tui.core.digest.text import digest_text
from csp_tui.core.digest.wording import subject

_LONGEST_NAME = 40
"""Bytes of a name before an address: they fit into one encoded word, which is never folded."""
_POLICY = default.clone(cte_type="7bit")


def digest_message(
    digest: Digest, sender: str, addresses: Sequence[str], name: str, now: datetime
) -> bytes:
    """Return the mail of a digest in the current language: headers, text and HTML, all in ASCII.

    The same digest of the same day for the same reader has the same Message-ID, so that mail
    programs show it once, however often it is sent.

    Args:
        digest: what the mail tells.
        sender: the mail address from which it comes.
        addresses: the mail addresses to which it goes, at least one.
        name: the name of the reader, before a single address; "" for none.
        now: the present moment.
    """
    text, html = digest_text(digest), digest_html(digest)
    content = "\0".join((*addresses, digest.today.isoformat(), text))
    hashed = hashlib.sha256(content.encode(), usedforsecurity=False).hexdigest()[:24]
    message = EmailMessage(_POLICY)
    message["From"] = Address("csp-tui", addr_spec=sender)
    shown = _harmless(name) if len(addresses) == 1 else ""
    message["To"] = [Address(shown, addr_spec=each) for each in addresses]
    message["Subject"] = storable_line(subject(digest))
    message["Date"] = format_datetime(now.astimezone())
    message["Message-ID"] = f"<digest.{digest.today}.{hashed}@{sender.partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    # The boundary is drawn by lot where none is set; this way the same digest is the same mail.
    message.set_boundary(f"csp-tui-{hashed}")
    written = BytesIO()
    BytesGenerator(written, policy=_POLICY).flatten(message)
    return written.getvalue()


def _harmless(name: str) -> str:
    """Return a name without what could mean something in a header, cut to 40 bytes.

    Letters, digits and ``-_.'`` stay; all else becomes blanks. For `email` decodes encoded words in
    a name and writes what they hold, line breaks too.
    """
    kept = "".join(each if each.isalnum() or each in "-_.'" else " " for each in name)
    short = " ".join(kept.split()).encode(errors="ignore")[:_LONGEST_NAME]
    return short.decode(errors="ignore").strip()
