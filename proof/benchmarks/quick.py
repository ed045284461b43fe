"""Owns the quick benchmark: rows with a budget. It exits with 1 if a budget is exceeded."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .compare import compare, measuring, same_stack
from .environments import prepare, sides
from .processes import running_server
from .report import quick_table
from .rows import QUICK, SELF


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark. Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m proof.benchmarks.quick", description=__doc__)
    parser.add_argument("--rounds", type=at_least_one, default=9, help="default: %(default)s")
    chosen = parser.parse_args(argv)
    mine = [side for name, side in sides().items() if name in SELF]
    prepare(mine)
    with running_server() as url, measuring(mine, url) as measured:
        same_stack({name: side.versions() for name, side in measured.items()})
        results = compare(QUICK, measured, chosen.rounds)
    print(f"CPU time, best of {chosen.rounds} rounds\n\n{quick_table(results)}")
    return 1 if any(result.met() is False for result in results) else 0


def at_least_one(text: str) -> int:
    """Parse a number of at least 1 from the command line."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one")
    return number


if __name__ == "__main__":
    sys.exit(main())
