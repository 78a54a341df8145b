"""SHA-256 as Python itself has it.

`hashlib` would load OpenSSL for it, which takes 4 MB of memory and 2 ms of each start.
"""

from __future__ import annotations

try:
    from _sha2 import sha256  # Python 3.12 and later
except ImportError:
    try:
        from _sha256 import sha256
    except ImportError:  # a Python that was built without its own
        from hashlib import sha256


def sha256_of(content: bytes) -> str:
    """Return the hash of `content`: 64 hexadecimal digits."""
    return str(sha256(content, usedforsecurity=False).hexdigest())
