"""Compares one answer with its operation: status, media type, body, and stream."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
from jsonschema.exceptions import ValidationError

from generator.document import Operation, is_mapping

from .spec import Spec, is_stream, properties_of
from .streams import Reading, read_stream, strict_json

#: Maximum number of findings for one answer. More would not be helpful.
_MOST = 8
_LONGEST = 300
#: The parts that differ between findings of one kind: indices, counts, numbers in values.
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@attrs.frozen
class Answer:
    """The answer of a server."""

    status: int
    #: As sent, with parameters; empty if there was none.
    content_type: str
    body: bytes
    #: Why the body is incomplete, if it is.
    broken: str = ""

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.content_type.partition(";")[0].strip().lower()


@attrs.frozen
class Finding:
    """One difference between an answer and the spec."""

    #: `status`, `content type`, `body`, `stream` or `server`.
    what: str
    #: JSON pointer into the body. For a stream, it follows the number of the item.
    where: str
    text: str
    #: The problem without the value; empty if the text is enough.
    cause: str = attrs.field(default="", eq=False)

    @property
    def kind(self) -> tuple[str, str, str]:
        """A key for findings that only differ in their values."""
        return self.what, without_numbers(self.where), self.cause or without_numbers(self.text)

    def __str__(self) -> str:
        place = f" {self.where}" if self.where else ""
        return f"{self.what}{place}: {self.text}"


@attrs.frozen
class Verdict:
    """The result of checking one answer."""

    findings: list[Finding]
    #: A missing terminator that is optional; empty if nothing is missing.
    unended: str = ""


def judge(spec: Spec, operation: Operation, answer: Answer) -> list[Finding]:
    """Return all differences between an answer and its operation."""
    return verdict(spec, operation, answer).findings


def verdict(spec: Spec, operation: Operation, answer: Answer) -> Verdict:
    """Compare an answer with its operation."""
    declared = spec.content(operation, answer.status).get(answer.media_type)
    reading = None
    if declared is not None and is_stream(answer.media_type):
        reading = read_stream(answer.media_type, answer.body, declared["x-stream"])
    findings = _findings(spec, operation, answer, reading)
    return Verdict(findings, reading.unended if reading is not None and not findings else "")


def _findings(
    spec: Spec, operation: Operation, answer: Answer, reading: Reading | None
) -> list[Finding]:
    if answer.status not in spec.statuses(operation):
        return [Finding("status", "", _undeclared_status(spec, operation, answer))]
    content = spec.content(operation, answer.status)
    if operation.method == "head" or not content:
        return _expect_empty(answer)
    if not answer.body and answer.status == 403:
        # An answer of the router, and not of the operation: Host or Origin was refused.
        return []
    if answer.broken:
        return [Finding("stream" if is_stream(answer.media_type) else "body", "", answer.broken)]
    if answer.media_type not in content:
        text = f"{answer.content_type or 'none'} is not declared ({', '.join(content)})"
        return [Finding("content type", "", text)]
    return list(_distinct(_body(spec, operation, answer, reading)))[:_MOST]


def _undeclared_status(spec: Spec, operation: Operation, answer: Answer) -> str:
    declared = ", ".join(map(str, spec.statuses(operation)))
    return f"{answer.status} is not declared ({declared}): {shortened(_text(answer.body))}"


def _expect_empty(answer: Answer) -> list[Finding]:
    if not answer.body:
        return []
    return [Finding("body", "", f"expected none, got {shortened(_text(answer.body))}")]


def _body(
    spec: Spec, operation: Operation, answer: Answer, reading: Reading | None
) -> Iterator[Finding]:
    media_type = answer.media_type
    if reading is not None:
        yield from (Finding("stream", "", problem) for problem in reading.problems)
        for item in reading.items:
            errors = spec.errors(operation, answer.status, media_type, item.value)
            yield from _schema_findings(errors, "stream", f"item {item.number} ")
        return
    try:
        value = _decoded(answer)
    except ValueError as error:
        yield Finding("body", "", f"is no {media_type}: {error}")
        return
    errors = spec.errors(operation, answer.status, media_type, value)
    yield from _schema_findings(errors, "body", "")


def _decoded(answer: Answer) -> Any:
    if answer.media_type == "application/json":
        return strict_json(answer.body)
    return answer.body.decode("utf-8")


def _schema_findings(errors: Iterable[ValidationError], what: str, place: str) -> Iterator[Finding]:
    for error in errors:
        cause = _innermost(error)
        pointer = "".join(f"/{_escaped(step)}" for step in cause.absolute_path)
        text = shortened(cause.message)
        # The name of a missing key is not a value.
        kind = text if cause.validator == "required" else str(cause.validator)
        yield Finding(what, f"{place}{pointer or '/'}", text, kind)


def _escaped(step: object) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _innermost(error: ValidationError) -> ValidationError:
    """Return the actual problem of a value that matches no member of a union.

    This is the problem with the intended member, or the union itself if no member is nearer than
    the others.
    """
    while error.context:
        members: dict[object, list[ValidationError]] = {}
        for inner in error.context:
            members.setdefault(inner.schema_path[0], []).append(inner)
        ranked = sorted(members.values(), key=_distance)
        if len(ranked) > 1 and _distance(ranked[0]) == _distance(ranked[1]):
            return error
        error = max(ranked[0], key=lambda inner: len(inner.absolute_path))
    return error


def _distance(errors: Sequence[ValidationError]) -> tuple[int, int, int]:
    """Return the distance of a value from a member of a union. It is small for deep problems.

    Otherwise, the member is nearer that has more of the value's keys, and then the one with fewer
    missing keys.
    """
    here = [error for error in errors if not error.path]
    if not here:
        return 0, 0, len(errors)
    return 1, -max(map(_known_keys, here)), len(here)


def _known_keys(error: ValidationError) -> int:
    schema, value = error.schema, error.instance
    if not is_mapping(schema) or not is_mapping(value):
        return 0
    return len(properties_of(schema).keys() & value.keys())


def _distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings without duplicates, because all lines of a stream often have the same ones."""
    seen: set[tuple[str, str, str]] = set()
    for finding in findings:
        pointer = finding.where.rpartition(" ")[2]
        key = (finding.what, pointer, finding.text if not pointer else "")
        if key not in seen:
            seen.add(key)
            yield finding


def without_numbers(text: str) -> str:
    """Return a text without numbers, which is equal for texts that only differ in numbers."""
    return _NUMBER.sub("#", text)


def shortened(text: str) -> str:
    """Return a text on one line, shortened for a report."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace") or "no body"
