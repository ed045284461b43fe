"""Owns the comparison: measures, interleaved rounds, best and median, the table, the verdict."""

from __future__ import annotations

import argparse
import platform
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .environments import SHARED, prepare
from .processes import Worker, fresh_cpu_ns, running_server, running_worker

SIDES = ("official", "ours")
_HEADINGS = (
    "measure",
    "official",
    "(median)",
    "ours",
    "(median)",
    "ratio",
    "(median)",
    "budget",
    "ok",
)


@dataclass(frozen=True)
class Measure:
    """One thing to measure on both sides."""

    name: str
    workload: str = ""
    """A workload of the worker; or empty, and `code` says what a fresh interpreter runs."""
    count: int = 1
    """How often in a round."""
    code: str = ""
    """Python source, with `{url}` for the server; an interpreter that does nothing is taken off."""
    budget: float | None = None
    """What ours may cost at most, as a part of what the official client costs."""
    unit: str = "ns"


class Side:
    """One client in its environment."""

    def __init__(self, python: Path, worker: Worker, url: str) -> None:
        self.worker = worker
        self._python = python
        self._url = url

    def measured(self, measure: Measure) -> float:
        """Return what the measure costs on this side, once."""
        if measure.workload:
            return float(self.worker.run(measure.workload, measure.count))
        return fresh_cpu_ns(self._python, measure.code.replace("{url}", self._url))


@dataclass(frozen=True)
class Result:
    """What the rounds found for one measure: best and median of each side."""

    measure: Measure
    best: Mapping[str, float]
    median: Mapping[str, float]

    @property
    def ratio(self) -> float:
        """Ours as a part of the official, best against best: noise only ever adds."""
        return self.best["ours"] / self.best["official"]

    @property
    def held(self) -> bool:
        """Whether ours is within the budget; true where there is none."""
        return self.measure.budget is None or self.ratio <= self.measure.budget

    def cells(self) -> list[str]:
        """Return the row of the table."""
        unit, budget = self.measure.unit, self.measure.budget
        figures = [
            shown(values[side], unit) for side in SIDES for values in (self.best, self.median)
        ]
        ratio_of_medians = self.median["ours"] / self.median["official"]
        verdict = ("ok" if self.held else "FAIL") if budget is not None else ""
        limit = f"{budget:.2f}" if budget is not None else ""
        ratios = [f"{self.ratio:.3f}", f"{ratio_of_medians:.3f}"]
        return [self.measure.name, *figures, *ratios, limit, verdict]


def main(
    measures: Sequence[Measure], *, rounds: int, description: str, argv: Sequence[str] | None = None
) -> int:
    """Measure, print the table and what became of the budgets; return the exit code."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=_positive, default=rounds, help="default: %(default)s")
    chosen = parser.parse_args(argv)
    pythons = prepare()
    with ExitStack() as stack:
        url = stack.enter_context(running_server())
        sides = {
            side: Side(python, stack.enter_context(running_worker(python, url)), url)
            for side, python in pythons.items()
        }
        print(_conditions(sides, chosen.rounds))
        results = compare(measures, sides, chosen.rounds)
    print(table(results))
    return _verdict(results)


def compare(measures: Sequence[Measure], sides: Mapping[str, Side], rounds: int) -> list[Result]:
    """Return the results of interleaved rounds: what disturbs one side soon disturbs the other."""
    empty = Measure(name="an interpreter that does nothing", code="pass")
    all_measures = [*measures, *([empty] if any(measure.code for measure in measures) else [])]
    samples: dict[tuple[str, str], list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for measure in all_measures:
            for side in SIDES if number % 2 else reversed(SIDES):
                value = sides[side].measured(measure)
                if number:  # the first round only warms up
                    samples[measure.name, side].append(value)
    return [_result(measure, samples, empty.name if measure.code else None) for measure in measures]


def _result(
    measure: Measure, samples: Mapping[tuple[str, str], list[float]], empty: str | None
) -> Result:
    best: dict[str, float] = {}
    middle: dict[str, float] = {}
    for side in SIDES:
        taken = samples[measure.name, side]
        off = samples[empty, side] if empty else [0.0]
        best[side] = min(taken) - min(off)
        middle[side] = median(taken) - median(off)
    return Result(measure, best, middle)


def table(results: Sequence[Result]) -> str:
    """Return the results as a Markdown table with aligned columns."""
    rows = [list(_HEADINGS), *(result.cells() for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    rows.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    return "\n".join(f"| {' | '.join(_aligned(row, widths))} |" for row in rows)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *others = zip(row, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]


def shown(value: float, unit: str) -> str:
    """Return a figure with three or four digits and its unit."""
    if unit == "B":
        return f"{value:.0f} B"
    for scale, name in ((1e9, "s"), (1e6, "ms"), (1e3, "us")):
        if abs(value) >= scale:
            return f"{value / scale:.3g} {name}" if value < scale * 100 else _whole(value, scale)
    return f"{value:.0f} ns"


def _whole(value: float, scale: float) -> str:
    name = {1e9: "s", 1e6: "ms", 1e3: "us"}[scale]
    return f"{value / scale:.0f} {name}"


def _conditions(sides: Mapping[str, Side], rounds: int) -> str:
    """Return what was compared; both sides have to stand on the same HTTP stack."""
    found = {name: side.worker.run("versions") for name, side in sides.items()}
    for name in ("python", *(pin.partition("==")[0] for pin in SHARED)):
        versions = [found[side][name] for side in SIDES]
        if len(set(versions)) > 1:
            raise RuntimeError(f"the sides differ in {name}: {' and '.join(versions)}")
    lines = [f"{platform.system()} {platform.machine()}, CPU time, best of {rounds} rounds"]
    for side in SIDES:
        lines.append(f"{side}: {', '.join(f'{n} {v}' for n, v in found[side].items())}")
    return "\n".join([*lines, ""])


def _verdict(results: Sequence[Result]) -> int:
    limited = [result for result in results if result.measure.budget is not None]
    if limited:
        print()
    for result in limited:
        word = "held" if result.held else "FAIL"
        name, budget = result.measure.name, result.measure.budget
        print(f"{word}  {name}: {result.ratio:.3f} of the official client, budget {budget:.2f}")
    return 0 if all(result.held for result in limited) else 1


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one round")
    return number
