"""A real browser without a window, driven over two pipes: no port, no library, no other process."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")

PATIENCE = 300.0
"""Seconds after which a browser that says nothing is given up."""

OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--remote-debugging-pipe",
)

_EXEC = "import os, sys; r, w = map(int, sys.argv[1:3]); os.dup2(r, 3); os.dup2(w, 4); "
_EXEC += "os.execv(sys.argv[3], sys.argv[3:])"
"""Puts the pipes where the browser looks for them."""


def find_browser() -> str | None:
    """Return the path of a Chromium, if one is on this machine."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One browser with one page; every request of the page is remembered.

    Args:
        program: the path of a Chromium.
        profile: an empty directory for what it writes.
    """

    def __init__(self, program: str, profile: Path) -> None:
        self.requests: list[str] = []
        self.messages: list[str] = []
        """What the page complained of: breaches of its policy, errors."""
        self.dialogs = 0
        self._process, self._to, self._from = _start(program, profile)
        self._count = 0
        self._session = ""
        self._rest = b""
        self._loaded = False
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        attached = self._call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log", "Audits"):
            self._call(f"{domain}.enable")

    def open(self, path: Path, width: int = 1000) -> None:
        """Open a file and wait until it is there with all that it asks for."""
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=1000, deviceScaleFactor=1, mobile=False,
        )  # fmt: skip
        self._loaded = False
        self._call("Page.navigate", url=path.as_uri())
        while not self._loaded:
            self._take(self._read())

    def ask(self, expression: str) -> Any:
        """Return what an expression in the page is worth."""
        answer = self._call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """Return the page as a PNG, its first 12,000 pixels."""
        width, height = self.ask("[innerWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": width, "height": min(12000, height), "scale": 1}
        answer = self._call(
            "Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip
        )
        return base64.b64decode(answer["data"])

    def paper(self, width: float, height: float) -> bytes:
        """Return the page printed on sheets of a size in inches, as a PDF."""
        answer = self._call(
            "Page.printToPDF", paperWidth=width, paperHeight=height, preferCSSPageSize=True
        )
        return base64.b64decode(answer["data"])

    def close(self) -> None:
        """End the browser."""
        os.close(self._to)
        self._process.terminate()
        self._process.wait(timeout=300)
        os.close(self._from)

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return answer["result"]
            self._take(answer)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            assert select.select([self._from], [], [], PATIENCE)[0], "the browser is silent"
            chunk = os.read(self._from, 1 << 20)
            assert chunk, "the browser has gone"
            self._rest += chunk
        message, _, self._rest = self._rest.partition(b"\0")
        return json.loads(message)

    def _take(self, event: dict[str, Any]) -> None:
        method, params = event.get("method", ""), event.get("params", {})
        if method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Log.entryAdded":
            self.messages.append(params["entry"]["text"])
        elif method == "Audits.issueAdded":
            self.messages.append(params["issue"]["code"])
        elif method == "Page.javascriptDialogOpening":
            self.dialogs += 1
            self._call("Page.handleJavaScriptDialog", accept=False)


def _start(program: str, profile: Path) -> tuple[subprocess.Popen[bytes], int, int]:
    """Start a browser; return it with the pipe to it and the one from it."""
    to_browser, ours_to = os.pipe()
    ours_from, from_browser = os.pipe()
    theirs = [fcntl.fcntl(each, fcntl.F_DUPFD, 100) for each in (to_browser, from_browser)]
    process = subprocess.Popen(
        [sys.executable, "-c", _EXEC, *map(str, theirs), program, *OPTIONS,
         f"--user-data-dir={profile}", "about:blank"],
        pass_fds=theirs,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(profile)},
    )  # fmt: skip
    for each in (to_browser, from_browser, *theirs):
        os.close(each)
    return process, ours_to, ours_from
