"""A slow line between two hosts: two network namespaces, and a thread that carries the packets."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import random
import select
import signal
import struct
import subprocess
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Self

NEAR, FAR = "10.203.0.1", "10.203.0.2"
_SET_INTERFACE, _TUN_WITHOUT_HEADER = 0x400454CA, 0x1001
_NETWORK = 0x40000000
"""The flag of `setns` for a network namespace."""
_MOST_WAITING = 64
"""Packets that wait for the line; what comes beyond is lost, as in a router."""


class SlowLine:
    """Two hosts that reach each other by one line only; needs root.

    Args:
        rate: bits in a second, in each direction.
        delay: seconds that a packet travels.
        loss: the share of the packets that get lost.
    """

    def __init__(self, rate: int = 64_000, delay: float = 0.15, loss: float = 0.0) -> None:
        self._rate = rate
        self._delay = delay
        self._loss = loss
        self.is_cut = False
        """Whether nothing gets through any more."""
        self._hosts: list[subprocess.Popen[str]] = []
        self._ends: list[int] = []
        self._stop = os.pipe()

    def __enter__(self) -> Self:
        for address in (NEAR, FAR):
            host = subprocess.Popen(
                ["unshare", "--net", "sh", "-c", "ip link set lo up; echo ready; exec cat"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._hosts.append(host)
            assert host.stdout is not None
            assert host.stdout.readline() == "ready\n"
            self._ends.append(_interface(host.pid))
            subprocess.run(self._on(host, "ip", "addr", "add", f"{address}/30", "dev", "line"))
            subprocess.run(self._on(host, "ip", "link", "set", "line", "up"), check=True)
        self._carrier = Thread(target=self._carry)
        self._carrier.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.write(self._stop[1], b"x")
        self._carrier.join()
        for host in self._hosts:
            for number in self._processes_on(host):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            host.communicate()
        for end in (*self._ends, *self._stop):
            os.close(end)

    def here(self, *command: str) -> list[str]:
        """Return the command that runs `command` on the near host."""
        return self._on(self._hosts[0], *command)

    def there(self, *command: str) -> list[str]:
        """Return the command that runs `command` on the far host."""
        return self._on(self._hosts[1], *command)

    def names_there(self) -> list[str]:
        """Return the names of the processes on the far host, without the one that holds it."""
        numbers = self._processes_on(self._hosts[1]) - {self._hosts[1].pid}
        return sorted(filter(None, map(_name_of, numbers)))

    @staticmethod
    def _on(host: subprocess.Popen[str], *command: str) -> list[str]:
        return ["nsenter", f"--net=/proc/{host.pid}/ns/net", *command]

    @staticmethod
    def _processes_on(host: subprocess.Popen[str]) -> set[int]:
        network = Path(f"/proc/{host.pid}/ns/net").readlink()
        found = set()
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdecimal() and (entry / "ns/net").readlink() == network:
                    found.add(int(entry.name))
        return found

    def _carry(self) -> None:
        chance = random.Random(1)
        ways = [(*self._ends, deque[tuple[float, bytes]]()), (*self._ends[::-1], deque())]
        free = [0.0, 0.0]
        while True:
            due = [waiting[0][0] for _from, _to, waiting in ways if waiting]
            patience = max(0.0, min(due) - monotonic()) if due else None
            ready, _, _ = select.select([*self._ends, self._stop[0]], [], [], patience)
            if self._stop[0] in ready:
                return
            for number, (end, other, waiting) in enumerate(ways):
                if end in ready:
                    packet, now = os.read(end, 65_536), monotonic()
                    is_lost = self.is_cut or chance.random() < self._loss
                    if not is_lost and len(waiting) < _MOST_WAITING:
                        free[number] = max(free[number], now) + 8 * len(packet) / self._rate
                        waiting.append((free[number] + self._delay, packet))
                while waiting and waiting[0][0] <= monotonic():
                    packet = waiting.popleft()[1]
                    if not self.is_cut:
                        os.write(other, packet)


def _interface(process: int) -> int:
    """Make the interface ``line`` in the network namespace of a process; return its descriptor."""
    made: list[int] = []

    def make() -> None:  # in a thread of its own: the namespace is the thread's
        namespace = os.open(f"/proc/{process}/ns/net", os.O_RDONLY)
        assert ctypes.CDLL(None, use_errno=True).setns(namespace, _NETWORK) == 0
        os.close(namespace)
        end = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
        fcntl.ioctl(end, _SET_INTERFACE, struct.pack("16sH22x", b"line", _TUN_WITHOUT_HEADER))
        made.append(end)

    thread = Thread(target=make)
    thread.start()
    thread.join()
    return made[0]


def _name_of(process: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/comm").read_text().strip()
    return ""


@contextlib.contextmanager
def secure_shell(line: SlowLine, place: Path) -> Iterator[Sequence[str]]:
    """Let the user of the tests log in on the far host; yield the command that does it.

    What is run there is added to the command, as one argument.
    """
    for key in ("host_key", "user_key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", place / key])
    (place / "known_hosts").write_text(f"{FAR} {(place / 'host_key.pub').read_text()}")
    config = place / "sshd_config"
    config.write_text(
        f"HostKey {place / 'host_key'}\n"
        f"AuthorizedKeysFile {place / 'user_key.pub'}\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\n"
        "PidFile none\nUseDNS no\nClientAliveInterval 2\nClientAliveCountMax 2\n"
    )
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # what its service makes at start
    sshd = subprocess.Popen(
        line.there("/usr/sbin/sshd", "-D", "-e", "-f", str(config)),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert sshd.stderr is not None
    assert "listening" in sshd.stderr.readline()
    try:
        yield line.here(
            *("ssh", "-tt", "-F", "none", "-i", str(place / "user_key")),
            *("-o", f"UserKnownHostsFile={place / 'known_hosts'}", "-o", "IdentitiesOnly=yes"),
            FAR,
        )
    finally:
        sshd.kill()
        sshd.communicate()
