"""Owns the profile of a row: `python -m proof.benchmarks.profile ROW`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from .compare import Measured, measuring, sides_of
from .environments import prepare, sides
from .processes import explained, running_server
from .programs import program
from .rows import MORE, QUICK, TARGETS, Row, growing
from .summary import OURS
from .workloads.sampling import imported


def main(argv: Sequence[str] | None = None) -> int:
    """Print the profile of a row. Return the exit code."""
    rows = {row.name: row for row in (*QUICK, *MORE, *growing(), *TARGETS)}
    parser = argparse.ArgumentParser(
        prog="python -m proof.benchmarks.profile",
        description="Print the CPU time of a row by package and by function.",
        epilog="rows: " + "; ".join(rows),
    )
    parser.add_argument("row", choices=list(rows), metavar="ROW", help="its name, see below")
    parser.add_argument("--side", choices=list(sides()), default=OURS, help="default: %(default)s")
    chosen = parser.parse_args(argv)
    row, side = rows[chosen.row], sides()[chosen.side]
    if side.name not in sides_of(row, sides()):
        parser.error(f"{side.name} has no row {row.name!r}")
    prepare([side])
    with running_server() as url, measuring([side], url) as measured:
        shares = profile(row, measured[side.name], url)
    for title, found in shares.items():
        print(f"{title}:")
        print("".join(f"  {share:6.1%}  {name}\n" for name, share in found.items()))
    return 0


def profile(row: Row, measured: Measured, url: str) -> dict[str, Any]:
    """Return the shares of packages and functions in the CPU time, or in the memory.

    A program is profiled by the cost of its imports.
    """
    if row.take not in {"program", "resident"}:
        return measured.profile(row)
    code = program(measured.side.module, row.does, url)
    if row.take == "program":
        _, report = explained(measured.side, code, "-X", "importtime")
        return imported(report)
    return _allocated(measured, code)


def _allocated(measured: Measured, code: str) -> dict[str, Any]:
    source = _SAMPLING.format(json.dumps(str(_sampling_file())))
    printed, _ = explained(measured.side, code + source, "-X", "tracemalloc")
    shares: dict[str, Any] = json.loads(printed.splitlines()[-1])
    return shares


_SAMPLING = "import json, runpy\nprint(json.dumps(runpy.run_path({})['allocated']()))\n"


def _sampling_file() -> str:
    from .workloads import sampling

    return sampling.__file__


def summed(shares: Mapping[str, float], least: float = 0.03) -> str:
    """Return the larger shares in one line."""
    return ", ".join(f"{name} {share:.0%}" for name, share in shares.items() if share >= least)


if __name__ == "__main__":
    sys.exit(main())
