"""Measure the budgets and print them as a table.

python benchmarks/run.py                   all of them, some minutes
python benchmarks/run.py start leaving     these alone
python benchmarks/run.py --pairs 21 start  with more pairs, for a noisy machine

Each figure alternates with the thing it is held against, in one run; ratios are medians of the
pairs. Needs Linux, the app's own dependencies and pyte.
"""

from __future__ import annotations

import argparse
import compileall
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from budgets import BUDGETS  # noqa: E402


def main() -> int:
    """Measure what was asked for; return 1 where a budget is not met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", metavar="NAME", nargs="*", help=", ".join(BUDGETS))
    parser.add_argument("--pairs", type=int, default=9, help="how often each pair is run (9)")
    args = parser.parse_args()
    if unknown := set(args.names) - set(BUDGETS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(BUDGETS)}")
    compileall.compile_dir(HERE.parent / "csp_tui", quiet=1)  # as an installation does
    directory = Path(tempfile.mkdtemp(prefix="csp-tui-benchmarks-"))
    is_met = True
    print("| What | Budget | Reached | Met |\n|---|---|---|---|", flush=True)
    try:
        for name in args.names or BUDGETS:
            try:
                for each in BUDGETS[name](directory, args.pairs):
                    is_met &= each.is_met
                    met = "yes" if each.is_met else "**no**"
                    print(f"| {each.what} | {each.budget} | {each.reached} | {met} |", flush=True)
            except RuntimeError as error:  # the others are measured all the same
                is_met = False
                print(f"| {name} | | could not be measured | **no** |", flush=True)
                print(error, file=sys.stderr)
    finally:
        shutil.rmtree(directory)
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
