"""The command without arguments, which does not wait for the parser."""

from __future__ import annotations

from csp_tui.cli.arguments.parser import build_parser
from csp_tui.cli.main import NOTHING_ASKED


def test_no_arguments_mean_what_the_parser_makes_of_them():
    assert vars(build_parser().parse_args([])) == NOTHING_ASKED
