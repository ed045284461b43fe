"""Owns the full benchmark: every row on every client that supports it, written to RESULTS.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path

from .compare import Measured, compare, measuring, peaks, same_stack
from .environments import ROOT, prepare, sides
from .processes import running_server
from .profile import profile
from .quick import at_least_one
from .report import PAGE, Run, missed, page, verdict, write
from .rows import MORE, TARGETS, Row, growing
from .summary import OURS, Result

#: Minimum number of rounds for a median.
LEAST_ROUNDS = 3


def main(argv: Sequence[str] | None = None) -> int:
    """Run the benchmark and write its results. Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m proof.benchmarks.full", description=__doc__)
    parser.add_argument("--rounds", type=at_least_one, default=7, help="default: %(default)s")
    parser.add_argument("--no-write", action="store_true", help="print the page and write no files")
    parser.add_argument(
        "--minutes",
        type=at_least_one,
        default=7,
        help=f"start no round after this, except the first {LEAST_ROUNDS}; default: %(default)s",
    )
    chosen = parser.parse_args(argv)
    run = _run(chosen.rounds, chosen.minutes)
    if chosen.no_write:
        print(page(run))
    else:
        write(run)
        _say(f"{verdict(run.targets)} {PAGE.relative_to(ROOT)} has every figure.")
    return 0


class Clock:
    """Limits the rounds by time. A busy machine does fewer rounds."""

    def __init__(
        self, rounds: int, minutes: float, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.done = 0
        self._rounds = rounds
        self._now = now
        self._end = now() + minutes * 60

    def again(self, number: int) -> bool:
        """Return whether a round may start, and print it."""
        if number > LEAST_ROUNDS and self._now() >= self._end:
            _say(f"there was only time for {self.done} rounds")
            return False
        _say(f"round {number} of {self._rounds}" if number else "warming up")
        self.done = number
        return True


def _run(rounds: int, minutes: int) -> Run:
    all_sides = sides()
    prepare(all_sides.values())
    clock, conditions = Clock(rounds, minutes), _conditions()
    with running_server() as url, measuring(all_sides.values(), url) as measured:
        versions = {name: side.versions() for name, side in measured.items()}
        same_stack(versions)
        targets, more = list(TARGETS), list(MORE)
        grow = growing()
        measured_once = list({_work(row): row for row in [*grow, *more, *targets]}.values())
        results = {
            _work(result.row): result
            for result in compare(measured_once, measured, rounds, clock.again)
        }
        found = {
            name: [results[_work(row)] for row in rows]
            for name, rows in (("targets", targets), ("more", more), ("growing", grow))
        }
        _say("memory")
        memory = peaks([*targets, *more], measured)
        profiles = _profiles(found["targets"], measured, url)
    conditions["load average at the end"] = _load()
    conditions["rounds"] = f"{clock.done}; fewer of rows that take long and of other clients"
    return Run(conditions, versions, **found, peaks=memory, profiles=profiles)


def _work(row: Row) -> tuple[str, str, int]:
    """Return the key of rows of which only one is measured."""
    return row.take, row.does, row.size


def _profiles(
    results: Sequence[Result], measured: Mapping[str, Measured], url: str
) -> dict[str, Mapping[str, float]]:
    _say("profiles of what misses its target")
    found: dict[str, Mapping[str, float]] = {}
    for row, side in missed(results):
        name = row.name if side == OURS else f"{row.name}, {side}"
        found[name] = profile(row, measured[side], url)["packages"]
    return found


def _conditions() -> dict[str, str]:
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "machine": f"{os.cpu_count()} x {_processor()}, {platform.system()} {platform.machine()}",
        "load average at the start": _load(),
    }


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _load() -> str:
    return ", ".join(f"{value:.2f}" for value in os.getloadavg())


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
