"""Splits a streamed body into its items, and reports how it ended."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, cast

import attrs

#: The `lines` of streams from a model. If a model was stopped, its text is still an answer, while a
#: pull that never reports success is not.
_OF_A_MODEL = ("delta", "events")

#: Only these end a line of an event stream. U+2028 and similar characters are text.
_EVENT_LINE = re.compile(r"\r\n|\r|\n")


@attrs.frozen
class Item:
    """One item of a stream: its number, from 1, and its value."""

    number: int
    value: Any


@attrs.define
class Reading:
    """The content of a streamed body."""

    items: list[Item] = attrs.field(factory=list[Item])
    #: The problems of the framing, in words.
    problems: list[str] = attrs.field(factory=list[str])
    #: Whether the end mark was found, which is not an item.
    closed: bool = False
    #: The missing terminator of a model's answer. Servers that stop a model leave it out.
    unended: str = ""


def read_stream(media_type: str, body: bytes, facts: Mapping[str, Any]) -> Reading:
    """Split the body of an `application/x-ndjson` or `text/event-stream` answer.

    `facts` are the stream's `x-stream`.
    """
    reading = Reading()
    if media_type == "text/event-stream":
        _read_events(body, facts, reading)
    else:
        _read_lines(body, reading)
    _check_end(facts, reading)
    return reading


def strict_json(text: str | bytes) -> Any:
    """Decode JSON. Also raises ValueError for values that only Python accepts, such as NaN."""
    return json.loads(text, parse_constant=_refuse_constant)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _read_lines(body: bytes, reading: Reading) -> None:
    *lines, rest = body.split(b"\n")
    if rest:
        reading.problems.append("the last line does not end with a line feed")
        lines.append(rest)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            _add(reading, number, line, f"line {number}")
        else:
            reading.problems.append(f"line {number} is empty")


def _read_events(body: bytes, facts: Mapping[str, Any], reading: Reading) -> None:
    closing = facts["terminator"].get("data")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        reading.problems.append(f"the body is not UTF-8: {error}")
        return
    for number, data in enumerate(_event_data(text, reading), start=1):
        if reading.closed:
            reading.problems.append(f"event {number} follows the end of the stream")
        if data == closing:
            reading.closed = True
        else:
            _add(reading, number, data, f"event {number}")


def _event_data(text: str, reading: Reading) -> Iterator[str]:
    *lines, rest = _EVENT_LINE.split(text)
    data: list[str] = []
    for line in [*lines, rest] if rest else lines:
        name, _, value = line.partition(":")
        if name == "data":
            data.append(value.removeprefix(" "))
        elif name not in ("", "event", "id", "retry"):
            reading.problems.append(f"an event has the unknown field {name[:40]!r}")
        elif not line and data:
            yield "\n".join(data)
            data = []
    if data:
        reading.problems.append("the last event does not end with an empty line")
        yield "\n".join(data)


def _add(reading: Reading, number: int, text: str | bytes, place: str) -> None:
    try:
        reading.items.append(Item(number, strict_json(text)))
    except ValueError as error:  # UnicodeDecodeError is one, too.
        reading.problems.append(f"{place} is not JSON: {error}")


def _check_end(facts: Mapping[str, Any], reading: Reading) -> None:
    """Report a stream without its last item, and items after the last one."""
    if not reading.items:
        reading.problems.append("the stream has no items")
        return
    *before, last = reading.items
    for item in before:
        if _is_last(facts, item.value):
            reading.problems.append(f"item {item.number} ends the stream, but others follow")
    if not reading.closed and not _is_last(facts, last.value):
        missing = f"the terminator is missing: expected {_expected_end(facts)}"
        if facts.get("lines") in _OF_A_MODEL:
            reading.unended = missing
        else:
            reading.problems.append(missing)


def _is_last(facts: Mapping[str, Any], value: object) -> bool:
    """Return whether an item is the last one: an error, or one that matches the terminator."""
    if not isinstance(value, dict):
        return False
    fields = cast("dict[str, Any]", value)
    if is_error(facts, fields):
        return True
    end = facts["terminator"]
    return "field" in end and fields.get(end["field"]) in end.get("values", [end.get("value")])


def is_error(facts: Mapping[str, Any], value: object) -> bool:
    """Return whether an item reports that the stream failed."""
    return isinstance(value, dict) and facts.get("error") in cast("dict[str, Any]", value)


def _expected_end(facts: Mapping[str, Any]) -> str:
    end = facts["terminator"]
    if "data" in end:
        return f"data: {end['data']}"
    values = " or ".join(json.dumps(one) for one in end.get("values", [end.get("value")]))
    return f"{end['field']}: {values}"
