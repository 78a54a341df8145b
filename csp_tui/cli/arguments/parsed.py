"""The type of parsed arguments."""

from __future__ import annotations

from argparse import Namespace
from types import SimpleNamespace

Arguments = Namespace | SimpleNamespace
"""Parsed arguments: a Namespace of argparse; a SimpleNamespace if ``csp-tui`` was called alone."""
