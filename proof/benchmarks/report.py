"""Owns the results of a run: results.json with all figures, and RESULTS.md with tables.

`python -m proof.benchmarks.report` writes RESULTS.md again from results.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .compare import Peak
from .environments import with_extra
from .profile import summed
from .rows import FACTOR, FLAT, GROWTH, Row
from .summary import OFFICIAL, OURS, Result, flat, grown, shown, spread

HERE = Path(__file__).resolve().parent
DATA = HERE / "results.json"
PAGE = HERE / "RESULTS.md"


_TITLE = """\
# Results of `make bench`

`make bench` writes this page. [Benchmarks](../../docs/benchmarks.md) explains the rows and how
they are measured. Smaller is better everywhere."""

_ON_TARGETS = """\
## Targets

Figures are of the best round. The ratio is ours divided by the official client's, of the best
rounds, then of the medians; in brackets are the quartiles of the ratios of single rounds. A
target with a unit is a limit for our own figure."""

_ON_PROFILES = """\
## Where the cost of missed targets is

Shares of packages in our client, from one sample of the stack for each millisecond of CPU time.
What C does counts for the Python package that called it. For programs, the shares are those of
their imports, and for the memory after a chat, those of what Python allocated."""

_ON_ALL = """\
## All clients

The best round, the median in brackets, and the distance of the quartiles as a part of the
median. The time of an interpreter that does nothing is taken off the time of programs."""

_ON_PEAKS = """\
## Peak memory

How far resident memory rises while the work is done once, in a process that has had one chat.
For programs it is the peak of the whole process."""

_ON_GROWTH = f"""\
## As the work grows

The time for one unit of the work, at a size and at {FACTOR} times the size, and the second
divided by the first. Up to {FLAT:.2f} counts as flat."""


@dataclass(frozen=True)
class Run:
    """All results of one run."""

    conditions: Mapping[str, str]
    """Date, machine, load, rounds."""
    versions: Mapping[str, Mapping[str, str]]
    targets: Sequence[Result]
    more: Sequence[Result]
    growing: Sequence[Result]
    peaks: Sequence[Peak]
    profiles: Mapping[str, Mapping[str, float]]
    """The shares of packages for rows that miss their target, by "row" or "row, side"."""


def to_json(run: Run) -> str:
    """Return a run as text that `from_json` reads."""
    return json.dumps(asdict(run), indent=1, default=list) + "\n"


def from_json(text: str) -> Run:
    """Read a run."""
    data = json.loads(text)
    for key in ("targets", "more", "growing"):
        data[key] = [Result(_row(found["row"]), found["samples"]) for found in data[key]]
    data["peaks"] = [Peak(_row(found["row"]), found["bytes"]) for found in data["peaks"]]
    return Run(**data)


def _row(fields: Mapping[str, Any]) -> Row:
    read: dict[str, Any] = {**fields}
    for name in ("clients", "peaks"):
        read[name] = tuple(fields[name])
    return Row(**read)


def page(run: Run) -> str:
    """Return RESULTS.md."""
    conditions = "\n".join(f"- {name}: {value}" for name, value in run.conditions.items())
    versions = "\n".join(
        f"- {side}: {', '.join(f'{name} {version}' for name, version in found.items())}"
        for side, found in run.versions.items()
    )
    parts = [
        _TITLE,
        conditions,
        versions,
        _ON_TARGETS,
        target_table(run.targets),
        verdict(run.targets),
        _ON_PROFILES,
        profile_table(run),
        _ON_ALL,
        all_table([*run.targets, *run.more]),
        _ON_PEAKS,
        peak_table(run.peaks),
        _ON_GROWTH,
        growth_table(run.growing),
    ]
    return "\n\n".join(parts) + "\n"


def target_table(results: Iterable[Result]) -> str:
    """Return a line for each target: figures, ratios, and whether it is met, also with an extra."""
    judged = ("target", "met")
    head = ("what", OFFICIAL, OURS, "ratio", "medians", "", *judged, "extra", "ratio", *judged)
    return table(head, [_target_cells(result) for result in results])


def _target_cells(result: Result) -> list[str]:
    row = result.row
    return [
        row.name,
        _figure(result, OFFICIAL),
        _figure(result, OURS),
        _ratio(result, OURS),
        _ratio_of_medians(result),
        _range(result, OURS),
        shown(row.limit, row.unit) if row.limit is not None else _limit(row.target),
        _met(result.met()),
        *_extra_cells(result),
    ]


def _extra_cells(result: Result) -> list[str]:
    extra = result.row.extra
    side = with_extra(extra)
    if not extra or (side not in result.samples and result.row.extra_target is None):
        return ["", "", "", ""]
    if side not in result.samples:
        return [f"{extra}: no such extra", "", _limit(result.row.extra_target), "no"]
    return [
        f"{extra}: {_figure(result, side)}",
        _ratio(result, side),
        _limit(result.row.extra_target),
        _met(result.met(side)),
    ]


def _figure(result: Result, side: str) -> str:
    return shown(result.best(side), result.row.unit) if side in result.samples else ""


def _ratio(result: Result, side: str) -> str:
    ratio = result.ratio(side)
    return "" if ratio is None or result.row.limit is not None else f"{ratio:.3f}"


def _ratio_of_medians(result: Result) -> str:
    if not _ratio(result, OURS):
        return ""
    return f"{result.median(OURS) / result.median(OFFICIAL):.3f}"


def _range(result: Result, side: str) -> str:
    found = result.ratios(side)
    if found is None or result.row.limit is not None:
        return ""
    return f"({found[0]:.3f}-{found[1]:.3f})"


def _limit(target: float | None) -> str:
    return "" if target is None else f"{target:.2f}"


def _met(met: bool | None) -> str:
    return "" if met is None else "yes" if met else "no"


def verdict(results: Iterable[Result]) -> str:
    """Return the number of targets that are met."""
    found = [met for result in results for met in _verdicts(result)]
    return f"{sum(found)} of {len(found)} targets are met."


def _verdicts(result: Result) -> list[bool]:
    own = result.met()
    verdicts = [] if own is None else [own]
    if result.row.extra_target is not None:
        verdicts.append(bool(result.met(with_extra(result.row.extra))))
    return verdicts


def missed(results: Iterable[Result]) -> list[tuple[Row, str]]:
    """Return the measured rows and sides that miss their target."""
    return [
        (result.row, side)
        for result in results
        for side in (OURS, with_extra(result.row.extra))
        if result.met(side) is False
    ]


def profile_table(run: Run) -> str:
    """Return the profile of each row that misses its target."""
    rows = [[name, summed(shares)] for name, shares in run.profiles.items()]
    return table(("what", "shares"), rows) if rows else "Every target that was measured is met."


def all_table(results: Sequence[Result]) -> str:
    """Return the figures of all clients, with their spread."""
    sides = _sides(result.samples for result in results)
    rows = [
        [result.row.name, *(_with_spread(result, side) for side in sides)] for result in results
    ]
    return table(("what", *sides), rows)


def _with_spread(result: Result, side: str) -> str:
    if side not in result.samples:
        return ""
    figure = _figure(result, side)
    samples = result.samples[side]
    if len(samples) == 1:
        return figure
    return f"{figure} ({shown(result.median(side), result.row.unit)}) ±{spread(samples):.0%}"


def peak_table(peaks: Sequence[Peak]) -> str:
    """Return the peak memory of all clients."""
    sides = _sides(peak.bytes for peak in peaks)
    rows = [
        [
            peak.row.name,
            *(shown(peak.bytes[side], "B") if side in peak.bytes else "" for side in sides),
        ]
        for peak in peaks
    ]
    return table(("what", *sides), rows)


def growth_table(results: Sequence[Result]) -> str:
    """Return the times per unit at both sizes, for each side."""
    rows: list[list[str]] = []
    pairs = zip(results[::2], results[1::2], strict=True)
    for growth, (small, large) in zip(GROWTH, pairs, strict=False):
        for side in (name for name in small.samples if name in large.samples):
            found = grown(small, large, side)
            rows.append(
                [
                    growth.name,
                    side,
                    f"{shown(small.of_unit(side), 'ns')} at {small.row.size:,}",
                    f"{shown(large.of_unit(side), 'ns')} at {large.row.size:,}",
                    "" if found is None else f"{found:.2f}",
                    {True: "flat", False: "grows", None: ""}[flat(found)],
                ]
            )
    return table(("work", "client", "per unit", "per unit", "growth", ""), rows)


def _sides(found: Iterable[Mapping[str, object]]) -> list[str]:
    """Return the names of all sides, in order of their first occurrence."""
    return list(dict.fromkeys(side for sides in found for side in sides))


def quick_table(results: Sequence[Result]) -> str:
    """Return the table of the quick benchmark."""
    head = ("what", OFFICIAL, "", OURS, "", "ratio", "", "budget", "held")
    rows = [
        [
            result.row.name,
            *(
                cell
                for side in (OFFICIAL, OURS)
                for cell in (_figure(result, side), f"±{spread(result.samples[side]):.0%}")
            ),
            _ratio(result, OURS),
            _range(result, OURS),
            _limit(result.row.target),
            _met(result.met()),
        ]
        for result in results
    ]
    return table(head, rows)


def table(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with aligned columns. Only the first column is text."""
    rows = [list(head), *body]
    widths = [max(3, *(len(row[column]) for row in rows)) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(f"| {' | '.join(_aligned(row, widths))} |" for row in [rows[0], rule, *body])


def _aligned(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *others = zip(row, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]


def write(run: Run) -> None:
    """Write both files."""
    DATA.write_text(to_json(run), encoding="utf-8")
    PAGE.write_text(page(run), encoding="utf-8")


if __name__ == "__main__":
    PAGE.write_text(page(from_json(DATA.read_text(encoding="utf-8"))), encoding="utf-8")
    sys.exit(0)
