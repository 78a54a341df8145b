"""A page that is printed for the user to read and copy from, outside the full screen."""

from __future__ import annotations

import os
import sys
import termios
import tty

CTRL_Z = b"\x1a"


def show_page(text: str) -> bytes:
    """Print `text` to standard error, wait for a key, and return the bytes of the key.

    ctrl+z is a key like others. The result is empty if the input has ended.
    """
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor, termios.TCSADRAIN)
        modes = termios.tcgetattr(descriptor)
        modes[6][termios.VSUSP] = bytes([os.fpathconf(descriptor, "PC_VDISABLE")])
        termios.tcsetattr(descriptor, termios.TCSADRAIN, modes)
        sys.stderr.write(text)
        sys.stderr.flush()
        return os.read(descriptor, 64)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
