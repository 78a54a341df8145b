"""The hand-over file: one partner with everything that belongs to it, in one zip archive.

Such a file may be damaged or malicious: names, sizes and checksums are checked before its content
is used, nothing is unpacked to the disk, and the sizes that the archive states are not trusted.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from csp_tui.core.base.errors import MALFORMED, InvalidFileError
from csp_tui.core.base.ids import is_id
from csp_tui.core.base.language import _, number
from csp_tui.core.base.text import cut
from csp_tui.core.disk.files import LARGEST as LARGEST_PROGRESS

FORMAT = 2
"""Archives of format 1 are read, too; their progress files are read back."""
MANIFEST = "handover.json"

LARGEST = 256 * 1024 * 1024
"""How many bytes all files in the archive may have together, unpacked."""
MOST_FILES = 20_000
_MOST_TIMES = 200
"""By what factor a file may be larger unpacked than packed; no text comes near it."""
_SMALL = 1024 * 1024
"""Bytes; a smaller file may be packed by any factor."""
_LONGEST = 100
"""How many characters of a file name errors show."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SAME_TIME = (1980, 1, 1, 0, 0, 0)
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
)
"""Errors that Python's zipfile raises for a damaged archive."""
_ID = r"[a-z0-9][a-z0-9-]{0,63}"
_NAMES = (
    ("partner", re.compile(rf"partners/({_ID})\.toml")),
    ("customer", re.compile(rf"customers/({_ID})/({_ID})\.toml")),
    ("history", re.compile(rf"history/({_ID})\.jsonl")),
    ("checklist", re.compile(rf"checklists/({_ID})/([A-Za-z0-9][A-Za-z0-9._-]{{0,80}}\.toml)")),
    ("report", re.compile(r"report\.(?:html|md)")),
)


@dataclass(frozen=True, slots=True)
class Handover:
    """A partner that is handed over: the bytes of each file that belongs to the partner."""

    partner_id: str
    name: str
    partner: bytes
    """The progress file, for people to read; so are those of the customers. They are read back only
    from an archive of format 1."""
    customers: Mapping[str, bytes]
    history: bytes
    checklists: Mapping[tuple[str, str], bytes]
    """Files of the editions that the partner's runs use, by checklist id and file name."""
    made_at: str = ""
    made_by: str = ""
    reports: Mapping[str, bytes] = field(default_factory=dict)
    """Reports for people to read, by file name; not read when the file is taken in."""
    format: int = FORMAT


def encode(handover: Handover, program: str) -> bytes:
    """Return the bytes of the hand-over file; the same hand-over always gives the same bytes.

    `program`, the name and version of this program, is noted in the file.
    """
    partner_id = handover.partner_id
    files = {
        f"partners/{partner_id}.toml": handover.partner,
        f"history/{partner_id}.jsonl": handover.history,
        **{f"customers/{partner_id}/{key}.toml": text for key, text in handover.customers.items()},
        **{f"checklists/{key}/{name}": text for (key, name), text in handover.checklists.items()},
        **handover.reports,
    }
    manifest = {
        "format": FORMAT,
        "partner": partner_id,
        "name": handover.name,
        "made_at": handover.made_at,
        "made_by": handover.made_by,
        "program": program,
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((MANIFEST, text), *sorted(files.items())):
            entry = zipfile.ZipInfo(name, _SAME_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o600) << 16
            archive.writestr(entry, content)
    return packed.getvalue()


def decode(content: bytes, path: Path) -> Handover:
    """Return the hand-over in the file at `path`, whose bytes are `content`.

    Raises:
        InvalidFileError: the file is no hand-over file, or is damaged or malicious.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = _files(archive, len(content), path)
    except _FAULTS as error:
        raise InvalidFileError(path, _("is no zip archive, or a damaged one")) from error
    manifest = _manifest(files, path)
    _check_sums(files, manifest, path)
    return _handover(files, manifest, path)


def _files(archive: zipfile.ZipFile, size: int, path: Path) -> dict[str, bytes]:
    entries = archive.infolist()
    if len(entries) > MOST_FILES:
        raise InvalidFileError(
            path, _("holds more than {count} files").format(count=number(MOST_FILES))
        )
    if sum(entry.compress_size for entry in entries) > size:
        raise InvalidFileError(path, _("claims to hold more than it does"))
    found: dict[str, bytes] = {}
    left = LARGEST
    for entry in entries:
        if entry.filename in found:
            name = cut(entry.filename, _LONGEST)
            raise InvalidFileError(path, _('holds "{name}" twice').format(name=name))
        if trouble := _trouble(entry):
            raise InvalidFileError(path, f'"{cut(entry.filename, _LONGEST)}" {trouble}')
        with archive.open(entry) as stream:
            found[entry.filename] = stream.read(left + 1)
        left -= len(found[entry.filename])
        if left < 0:
            raise InvalidFileError(
                path, _("unpacks to more than {size} MiB").format(size=LARGEST >> 20)
            )
    return found


def _trouble(entry: zipfile.ZipInfo) -> str:
    """Return why an entry of the archive must be refused, by its header; empty if it is fine."""
    name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
    is_known = name == MANIFEST or any(pattern.fullmatch(name) for _kind, pattern in _NAMES)
    if not is_known or entry.orig_filename != name:
        return _("does not belong into a hand-over file")
    if kind not in (0, stat.S_IFREG):
        return _("is a link or another thing that is no file")
    if entry.flag_bits & 1:
        return _("is encrypted")
    if entry.compress_type not in _METHODS:
        return _("is packed in a way that a hand-over file is not")
    limit = LARGEST if name.startswith(("history/", "report.")) else LARGEST_PROGRESS
    if entry.file_size > limit:
        return _("is larger than {size} MiB").format(size=limit >> 20)
    if entry.file_size > max(_SMALL, _MOST_TIMES * entry.compress_size):
        return _("is packed so tightly that it cannot be a text")
    return ""


def _manifest(files: dict[str, bytes], path: Path) -> dict[str, Any]:
    text = files.pop(MANIFEST, None)
    if text is None:
        raise InvalidFileError(
            path, _('is no hand-over file: it has no "{name}"').format(name=MANIFEST)
        )
    try:
        manifest = json.loads(text)
        version = manifest["format"]
        is_whole = (
            type(version) is int
            and is_id(manifest["partner"])
            and isinstance(manifest["files"], dict)
            and all(
                isinstance(manifest.get(key, ""), str) for key in ("name", "made_at", "made_by")
            )
        )
    except MALFORMED as error:
        what = _('is damaged: "{name}" cannot be read').format(name=MANIFEST)
        raise InvalidFileError(path, what) from error
    if not ((isinstance(version, int) and version > FORMAT) or is_whole):
        what = _('is damaged: "{name}" is not complete').format(name=MANIFEST)
        raise InvalidFileError(path, what)
    if version not in (1, FORMAT):
        what = _("has format {version}, which this csp-tui does not know; use a newer one")
        raise InvalidFileError(path, what.format(version=cut(str(version), _LONGEST)))
    return dict(manifest)


def _check_sums(files: Mapping[str, bytes], manifest: Mapping[str, Any], path: Path) -> None:
    listed = manifest["files"]
    for name in sorted(files.keys() ^ listed.keys()):
        what = _('is damaged: "{name}" is not named in "{manifest}"')
        if name in listed:
            what = _('is damaged: "{name}" is missing')
        what = what.format(name=cut(name, _LONGEST), manifest=MANIFEST)
        raise InvalidFileError(path, what)
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != listed[name]:
            raise InvalidFileError(
                path, _('is damaged: "{name}" is not as it was packed').format(name=name)
            )


def _handover(files: Mapping[str, bytes], manifest: Mapping[str, Any], path: Path) -> Handover:
    partner_id = manifest["partner"]
    found: dict[str, dict[tuple[str, ...], bytes]] = {kind: {} for kind, _pattern in _NAMES}
    for name, content in files.items():
        for kind, pattern in _NAMES:
            if match := pattern.fullmatch(name):
                found[kind][match.groups()] = content
                if kind in ("partner", "customer", "history") and match[1] != partner_id:
                    raise InvalidFileError(
                        path, _('"{name}" belongs to another partner').format(name=name)
                    )
    kind = "history" if manifest["format"] == FORMAT else "partner"
    if (partner_id,) not in found[kind]:
        names = {"history": f"history/{partner_id}.jsonl", "partner": f"partners/{partner_id}.toml"}
        raise InvalidFileError(path, _('is damaged: "{name}" is missing').format(name=names[kind]))
    return Handover(
        partner_id,
        manifest.get("name", ""),
        found["partner"].get((partner_id,), b""),
        {customer: text for (_partner, customer), text in sorted(found["customer"].items())},
        found["history"].get((partner_id,), b""),
        {(key, name): text for (key, name), text in sorted(found["checklist"].items())},
        manifest.get("made_at", ""),
        manifest.get("made_by", ""),
        format=manifest["format"],
    )
