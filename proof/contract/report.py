"""Collects requests and deviations, and prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import attrs

from .exchange import BodyFiles, Request, curl_line
from .judge import Answer, Finding

#: Writes lines as they arrive.
Say: TypeAlias = Callable[[str], None]


@attrs.define
class Deviation:
    """A kind of deviation of an operation's answers from the spec, with one example."""

    operation: str
    #: The kind of request, such as `example whole`.
    case: str
    findings: Sequence[Finding]
    curl: str
    #: Number of answers like this one. More may follow.
    times: int = 1

    def lines(self) -> list[str]:
        """Return the lines of a report about the deviation."""
        times = f", {self.times} times" if self.times > 1 else ""
        return [
            f"DEVIATION {self.operation} ({self.case}{times})",
            *(f"  {finding}" for finding in self.findings),
            f"  {self.curl}",
        ]


@attrs.define
class Tally:
    """The results of the requests to one operation."""

    statuses: Counter[int] = attrs.field(factory=Counter[int])
    examples: int = 0
    refusals: int = 0
    generated: int = 0
    #: Number of checked answers, and of checks by schemathesis.
    checks: int = 0
    #: Number of streams without a terminator whose body ended properly.
    unended: int = 0
    skipped: str = ""


class Report:
    """The results of one run, operation by operation."""

    def __init__(self, operations: Iterable[str], say: Say) -> None:
        self._say = say
        self.tallies = {name: Tally() for name in operations}
        self.deviations: list[Deviation] = []
        self._known: dict[tuple[str, frozenset[tuple[str, str, str]]], Deviation] = {}
        self._files = BodyFiles()

    def skip(self, operation: str, reason: str) -> None:
        """Record that an operation was not called, and why."""
        self.tallies[operation].skipped = reason
        self._say(f"skipped {operation}: {reason}")

    def progress(self, text: str) -> None:
        """Print the current step."""
        self._say(text)

    def sent(self, operation: str, answer: Answer, kind: str, checks: int = 1) -> None:
        """Count one answer and its checks.

        `kind` is `examples`, `refusals` or `generated`.
        """
        tally = self.tallies[operation]
        tally.checks += checks
        tally.statuses[answer.status] += 1
        setattr(tally, kind, getattr(tally, kind) + 1)

    def deviation(
        self,
        operation: str,
        case: str,
        request: Request,
        findings: Sequence[Finding],
        times: int = 1,
    ) -> None:
        """Record the deviation of an answer, or of several that only differ in values.

        Known deviations of the operation are counted, and not printed again.
        """
        key = (operation, frozenset(finding.kind for finding in findings))
        if key in self._known:
            self._known[key].times += times
        elif findings:
            curl = curl_line(request, self._files)
            found = Deviation(operation, case, findings, curl, times)
            self._known[key] = found
            self.deviations.append(found)
            for line in found.lines():
                self._say(line)

    def summary(self) -> Iterable[str]:
        """Yield the table of all operations, and the totals."""
        yield f"{'operation':<26} {'examples':>8} {'refusals':>8} {'generated':>9}  answers"
        for name, tally in self.tallies.items():
            answers = " ".join(f"{status}x{n}" for status, n in sorted(tally.statuses.items()))
            wrong = self._wrong(name)
            skipped = f"skipped: {tally.skipped}" if tally.skipped else ""
            unended = f"{tally.unended} streams without a terminator" if tally.unended else ""
            said = "  ".join(text for text in (answers, unended, skipped) if text)
            yield (
                f"{name:<26} {tally.examples:>8} {tally.refusals:>8} {tally.generated:>9}"
                f"  {said}{wrong}"
            )
        yield ""
        called = sum(bool(tally.statuses) for tally in self.tallies.values())
        requests = sum(tally.statuses.total() for tally in self.tallies.values())
        checks = sum(tally.checks for tally in self.tallies.values())
        left_out = sum(bool(tally.skipped) for tally in self.tallies.values())
        yield (
            f"{called} of {len(self.tallies)} operations called, {requests} requests, "
            f"{checks} checks, {left_out} operations skipped, {len(self.deviations)} deviations"
        )
        if self._files.folder is not None:
            yield f"bodies that are too long for a line are in {self._files.folder}"

    def _wrong(self, operation: str) -> str:
        found = [one for one in self.deviations if one.operation == operation]
        if not found:
            return ""
        return f"  {len(found)} DEVIATIONS in {sum(one.times for one in found)} answers"
