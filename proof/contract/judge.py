"""Holds one answer against what its operation declares: status, media type, body, stream."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
from jsonschema.exceptions import ValidationError

from generator.document import Operation, is_mapping

from .spec import Spec, is_stream, properties_of
from .streams import Reading, read_stream, strict_json

#: More findings of one answer say nothing new.
_MOST = 8
_LONGEST = 300
#: What differs between two findings of one kind: indices, counts, numbers in values.
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@attrs.frozen
class Answer:
    """What a server sent back."""

    status: int
    #: As sent, parameters included; empty when there was none.
    content_type: str
    body: bytes
    #: Why the body is incomplete, when it is.
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
    #: JSON pointer into the body; for a stream after the number of the item.
    where: str
    text: str
    #: What is the matter, without the value; nothing when the text says it as well.
    cause: str = attrs.field(default="", eq=False)

    @property
    def kind(self) -> tuple[str, str, str]:
        """What findings have in common that differ only in their values."""
        return self.what, without_numbers(self.where), self.cause or without_numbers(self.text)

    def __str__(self) -> str:
        place = f" {self.where}" if self.where else ""
        return f"{self.what}{place}: {self.text}"


@attrs.frozen
class Verdict:
    """What is to be said of one answer."""

    findings: list[Finding]
    #: The terminator that a stream did without though it may; an empty text where nothing lacks.
    unended: str = ""


def judge(spec: Spec, operation: Operation, answer: Answer) -> list[Finding]:
    """Return every difference between an answer and what the operation declares."""
    return verdict(spec, operation, answer).findings


def verdict(spec: Spec, operation: Operation, answer: Answer) -> Verdict:
    """Hold an answer against what the operation declares."""
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
        # The one answer of the router among those of operations: Host or Origin was refused.
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
        # Which key is missing is not a value.
        kind = text if cause.validator == "required" else str(cause.validator)
        yield Finding(what, f"{place}{pointer or '/'}", text, kind)


def _escaped(step: object) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _innermost(error: ValidationError) -> ValidationError:
    """Return what is really wrong with a value that fits no member of a union.

    That is the mistake that the member meant finds; where none is nearer than the others, the
    union itself.
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
    """Return how far a value is from a member of a union: least when it is wrong deep inside only.

    Else the member is nearer that knows more of the value's keys, and then the one that misses
    fewer.
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
    """Yield findings once each: every line of a stream tends to have the same ones."""
    seen: set[tuple[str, str, str]] = set()
    for finding in findings:
        pointer = finding.where.rpartition(" ")[2]
        key = (finding.what, pointer, finding.text if not pointer else "")
        if key not in seen:
            seen.add(key)
            yield finding


def without_numbers(text: str) -> str:
    """Return what texts have in common that differ in numbers only."""
    return _NUMBER.sub("#", text)


def shortened(text: str) -> str:
    """Return a text on one line, cut to what a report can show."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace") or "no body"
