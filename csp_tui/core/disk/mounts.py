"""The file system that a directory is on, and whether its locks work between machines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from csp_tui.core.base.language import _

MOUNTINFO = Path("/proc/self/mountinfo")

_SHARED = frozenset({"nfs", "nfs4", "cifs", "smb3", "ceph", "fuse.glusterfs", "gfs2", "ocfs2"})
"""Network file systems whose server holds the locks, so that they work between machines."""

_LOCAL = frozenset({"9p", "virtiofs", "afs", "fuse.sshfs", "fuse.s3fs", "fuse.rclone", "vboxsf"})
"""File systems that several machines may use, but whose locks work on one machine only."""

_LOCAL_OPTIONS = frozenset({"nolock", "local_lock=all", "local_lock=flock", "nobrl", "localflock"})


@dataclass(frozen=True, slots=True)
class Mount:
    """A mounted file system: the directory `point` where it is mounted, its kind and options."""

    point: Path
    kind: str
    """The name of the file system: ``ext4``, ``nfs4``, ``fuse.sshfs``."""
    options: frozenset[str]

    @property
    def reach(self) -> str:
        """A phrase that says whether locks work between machines; empty for a local disk."""
        if self.kind in _LOCAL or (self.kind in _SHARED and self.options & _LOCAL_OPTIONS):
            message = _(
                "on this machine only: this is {kind}, whose locks other machines do not "
                "see, so let one machine at a time change the data"
            )
            return message.format(kind=self.kind)
        if self.kind in _SHARED or self.kind == "lustre":
            message = _(
                "on this machine: this is {kind}, where other machines are kept out as "
                "far as its server keeps locks"
            )
            return message.format(kind=self.kind)
        return ""


def mount_of(directory: Path, mountinfo: str) -> Mount | None:
    """Return the mount that `directory`, an absolute path without links, is on; None if unknown.

    `mountinfo` is the text of ``/proc/self/mountinfo``. If two mounts have the same mount point,
    the later one counts, since it hides the earlier.
    """
    found: Mount | None = None
    for line in mountinfo.splitlines():
        mount = _read(line)
        if mount and directory.is_relative_to(mount.point):
            is_deeper = found is None or len(mount.point.parts) >= len(found.point.parts)
            found = mount if is_deeper else found
    return found


def _read(line: str) -> Mount | None:
    """Return the mount that a line of ``mountinfo`` describes; None for a line of another form."""
    before, _dash, after = line.partition(" - ")
    fields, more = before.split(" "), after.split(" ")
    if len(fields) < 6 or len(more) < 3:
        return None
    options = frozenset(f"{fields[5]},{more[-1]}".split(","))
    return Mount(Path(_unescaped(fields[4])), _unescaped(more[0]), options)


def _unescaped(text: str) -> str:
    r"""Return `text` with each octal escape replaced: ``\040`` by a blank."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), text)
