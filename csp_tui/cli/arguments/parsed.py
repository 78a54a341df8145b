"""The type of parsed arguments."""

from __future__ import annotations

from argparse import Namespace
from types import SimpleNamespace

Arguments = Namespace | SimpleNamespace
"""The parsed arguments, by name; without any arguments no parser is made, hence two types."""
