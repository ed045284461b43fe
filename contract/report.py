"""Collects what was sent and what was wrong with the answers, and prints it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import attrs

from .exchange import Request, curl_line
from .judge import Answer, Finding

#: Writes lines as they come.
Say: TypeAlias = Callable[[str], None]


@attrs.frozen
class Deviation:
    """One answer that is not what the spec says."""

    operation: str
    #: Which request it was, such as `example whole`.
    case: str
    findings: Sequence[Finding]
    curl: str

    def lines(self) -> list[str]:
        """Return the deviation as a report shows it."""
        return [
            f"DEVIATION {self.operation} ({self.case})",
            *(f"  {finding}" for finding in self.findings),
            f"  {self.curl}",
        ]


@attrs.define
class Tally:
    """What became of the requests to one operation."""

    statuses: Counter[int] = attrs.field(factory=Counter[int])
    examples: int = 0
    refusals: int = 0
    generated: int = 0
    deviations: int = 0
    skipped: str = ""


class Report:
    """The results of one run, operation by operation."""

    def __init__(self, operations: Iterable[str], say: Say) -> None:
        self._say = say
        self.tallies = {name: Tally() for name in operations}
        self.deviations: list[Deviation] = []
        self._known: set[tuple[str, frozenset[tuple[str, str]]]] = set()

    def skip(self, operation: str, reason: str) -> None:
        """Note that an operation was not called, and why."""
        self.tallies[operation].skipped = reason
        self._say(f"skipped {operation}: {reason}")

    def sent(self, operation: str, answer: Answer, kind: str) -> None:
        """Count one answer; `kind` is `examples`, `refusals` or `generated`."""
        tally = self.tallies[operation]
        tally.statuses[answer.status] += 1
        setattr(tally, kind, getattr(tally, kind) + 1)

    def deviation(
        self, operation: str, case: str, request: Request, findings: Sequence[Finding]
    ) -> None:
        """Note what was wrong with one answer; what is known of the operation, only once."""
        key = frozenset((finding.what, finding.text) for finding in findings)
        if not findings or (operation, key) in self._known:
            return
        self._known.add((operation, key))
        found = Deviation(operation, case, findings, curl_line(request))
        self.deviations.append(found)
        self.tallies[operation].deviations += 1
        for line in found.lines():
            self._say(line)

    def summary(self) -> Iterable[str]:
        """Yield the table of all operations, and the totals."""
        yield f"{'operation':<26} {'examples':>8} {'refusals':>8} {'generated':>9}  answers"
        for name, tally in self.tallies.items():
            answers = " ".join(f"{status}x{n}" for status, n in sorted(tally.statuses.items()))
            wrong = f"  {tally.deviations} DEVIATIONS" if tally.deviations else ""
            skipped = f"skipped: {tally.skipped}" if tally.skipped else ""
            said = "  ".join(text for text in (answers, skipped) if text)
            yield (
                f"{name:<26} {tally.examples:>8} {tally.refusals:>8} {tally.generated:>9}"
                f"  {said}{wrong}"
            )
        yield ""
        called = sum(bool(tally.statuses) for tally in self.tallies.values())
        requests = sum(tally.statuses.total() for tally in self.tallies.values())
        left_out = sum(bool(tally.skipped) for tally in self.tallies.values())
        yield (
            f"{called} of {len(self.tallies)} operations called, {requests} requests, "
            f"{left_out} operations skipped, {len(self.deviations)} deviations"
        )
