"""Sends one request after the other, checks each answer, and records it in the report."""

from __future__ import annotations

from collections.abc import Collection

import attrs
import httpx

from generator.document import Operation

from .exchange import Request, send
from .judge import Answer, Finding, shortened, verdict
from .report import Report
from .spec import Spec
from .targets import Target

#: Answers of a real server that do not depend on the request: account, limits, load.
_CIRCUMSTANCES = frozenset((401, 403, 429, 499))


@attrs.frozen
class Runner:
    """Sends requests for the examples and the refusals."""

    spec: Spec
    target: Target
    report: Report

    def run(
        self,
        operation: Operation,
        case: str,
        kind: str,
        request: Request,
        expected: Collection[int] = (),
    ) -> Answer | None:
        """Send a request, and compare its answer with the spec.

        `expected` are the expected statuses. If there are none, any declared one is accepted.
        Returns the answer, or None if there was none.
        """
        self.target.models.guard(operation.id, request.body)
        try:
            answer = send(self.target.http, request)
        except httpx.TransportError as error:
            gone = Finding("server", "", f"no answer: {error!r}")
            self.report.deviation(operation.id, case, request, [gone])
            return None
        self.report.sent(operation.id, answer, kind)
        found = verdict(self.spec, operation, answer)
        findings = found.findings
        if expected and answer.status not in expected and not self._is_excused(answer):
            findings.append(_unexpected(answer, expected))
        if found.unended and not findings:
            self._unended(operation, found.unended, findings)
        self.report.deviation(operation.id, case, request, findings)
        return answer

    def _unended(self, operation: Operation, missing: str, findings: list[Finding]) -> None:
        """Record a stream without its end, because a real server may stop a model."""
        if self.target.embedded is not None:
            findings.append(Finding("stream", "", missing))
        else:
            self.report.tallies[operation.id].unended += 1

    def _is_excused(self, answer: Answer) -> bool:
        if self.target.embedded is not None:
            return False
        return answer.status in _CIRCUMSTANCES or answer.status >= 500


def _unexpected(answer: Answer, expected: Collection[int]) -> Finding:
    wanted = " or ".join(map(str, sorted(expected)))
    text = shortened(answer.body.decode("utf-8", "replace"))
    return Finding("status", "", f"expected {wanted}, got {answer.status}: {text}")
