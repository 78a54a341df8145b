"""The command without arguments, which does not wait for the parser."""

from __future__ import annotations

from csp_tui.cli.arguments.parser import build_parser
from csp_tui.cli.main import NOTHING_ASKED


def test_without_arguments_the_values_are_those_of_the_parser():
    assert vars(build_parser().parse_args([])) == NOTHING_ASKED
