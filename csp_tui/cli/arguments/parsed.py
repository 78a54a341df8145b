"""The type of parsed arguments."""

from __future__ import annotations

from argparse import Namespace
from types import SimpleNamespace

Arguments = Namespace | SimpleNamespace
"""The parsed arguments. Where none are given no parser is made, hence the second type."""
