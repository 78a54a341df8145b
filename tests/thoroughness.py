"""How much the tests try: what fits into a run by default, or everything."""

from __future__ import annotations

import os

IS_LONG = os.environ.get("CSP_TUI_LONG") == "1"
