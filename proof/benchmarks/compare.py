"""Owns the comparison: each client measures each row, in interleaved rounds."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from .environments import SHARED, Side, with_extra
from .processes import Worker, fresh, running_worker
from .programs import program
from .rows import FEW_ROUNDS, Row
from .summary import OFFICIAL, OURS, Result

Again = Callable[[int], bool]


class Measuring(Protocol):
    """Something that can measure a row."""

    def measured(self, row: Row) -> float:
        """Return the figure of one round."""
        ...


class Measured:
    """A side and its worker."""

    def __init__(self, side: Side, worker: Worker, url: str) -> None:
        self.side = side
        self._worker = worker
        self._url = url

    def measured(self, row: Row) -> float:
        """Return the figure of one round."""
        if row.take in {"program", "resident"}:
            used = fresh(self.side, program(self.side.module, row.does, self._url))
            return used.resident if row.take == "resident" else used.cpu_ns
        if row.take == "cpu":
            return self._taken("cpu", row, times=row.times) / row.per
        if row.take == "held":
            return self._taken("held", row) / row.per
        return self.peak(row)

    def peak(self, row: Row) -> float:
        """Return the peak memory of one piece of work, or of a program.

        Work is done in a new process after one chat. A process that has done the work before would
        already have the memory.
        """
        if row.take in {"program", "resident"}:
            return fresh(self.side, program(self.side.module, row.does, self._url)).peak
        with running_worker(self.side, self._url) as worker:
            worker.take("cpu", workload="chat", size=1, times=1)
            taken: float = worker.take("peak", workload=row.does, size=row.size)
            return taken

    def versions(self) -> dict[str, str]:
        """Return the versions of the side's packages."""
        found: dict[str, str] = self._worker.take("versions")
        return found

    def profile(self, row: Row) -> dict[str, Any]:
        """Return where the CPU time of a workload goes."""
        found: dict[str, Any] = self._worker.take("profile", workload=row.does, size=row.size)
        return found

    def _taken(self, what: str, row: Row, **request: Any) -> float:
        taken: float = self._worker.take(what, workload=row.does, size=row.size, **request)
        return taken


@contextmanager
def measuring(sides: Iterable[Side], url: str) -> Any:
    """Run the workers of sides. Yield the objects that measure, by name."""
    with ExitStack() as stack:
        yield {
            side.name: Measured(side, stack.enter_context(running_worker(side, url)), url)
            for side in sides
        }


def sides_of(row: Row, present: Iterable[str]) -> list[str]:
    """Return the names of those sides that measure a row."""
    wanted = [*row.clients, *([with_extra(row.extra)] if row.extra else [])]
    return [name for name in present if name in wanted]


def compare(
    rows: Sequence[Row], sides: Mapping[str, Measuring], rounds: int, again: Again = lambda _: True
) -> list[Result]:
    """Return the results of interleaved rounds, so that disturbances affect all sides.

    There are fewer rounds if `again` refuses one. It is called with the number of each round.
    """
    everything = [*_bases(rows), *rows]
    samples: dict[tuple[str, str], list[float]] = defaultdict(list)
    order = random.Random(0)
    for number in range(rounds + 1):
        if not again(number):
            break
        for row in everything:
            names = [name for name in sides_of(row, sides) if _takes_part(row, name, number)]
            order.shuffle(names)
            for name in names:
                value = sides[name].measured(row)
                if number:  # The first round is only a warm-up.
                    samples[row.name, name].append(value)
    return [_result(row, samples, list(sides)) for row in rows]


def _takes_part(row: Row, side: str, number: int) -> bool:
    rounds = row.rounds_of(side)
    return number <= rounds if number else rounds > FEW_ROUNDS


def _bases(rows: Iterable[Row]) -> list[Row]:
    """Return rows for the bases that are subtracted, each for the sides with programs above it."""
    clients: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.take == "program":
            clients.setdefault(row.less, {}).update(dict.fromkeys(row.clients))
    return [
        Row(_base(name), name, "program", clients=tuple(found)) for name, found in clients.items()
    ]


def _base(program_name: str) -> str:
    return f"(base) {program_name}"


def _result(row: Row, samples: Mapping[tuple[str, str], list[float]], names: list[str]) -> Result:
    found: dict[str, list[float]] = {}
    for name in sides_of(row, names):
        base = samples[_base(row.less), name] if row.take == "program" else [0.0]
        found[name] = [value - min(base) for value in samples[row.name, name]]
    return Result(row, found)


def same_stack(versions: Mapping[str, Mapping[str, str]]) -> None:
    """Refuse sides with different HTTP stacks.

    Raises:
        RuntimeError: The official client and ours use different versions of a common dependency.
    """
    compared = [side for side in versions if side == OFFICIAL or side.startswith(OURS)]
    for name in ("python", *SHARED):
        found = {versions[side].get(name) for side in compared}
        if len(found) > 1:
            raise RuntimeError(f"the sides have different values for {name}: {found}")


@dataclass(frozen=True)
class Peak:
    """The peak memory of a row, by side."""

    row: Row
    bytes: Mapping[str, float]


def peaks(rows: Iterable[Row], sides: Mapping[str, Measured]) -> list[Peak]:
    """Return the peak memory of rows."""
    found: list[Peak] = []
    for row in rows:
        if row.peaks:
            taken = {*row.peaks, with_extra(row.extra)}
            names = [name for name in sides_of(row, sides) if name in taken]
            found.append(Peak(row, {name: sides[name].peak(row) for name in names}))
    return found
