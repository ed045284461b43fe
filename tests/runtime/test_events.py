"""Tests of framing event streams: the items do not depend on how the bytes arrive."""

from __future__ import annotations

import asyncio
import json
from functools import partial
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime import errors, streaming
from runtime.client import Client
from runtime.operation import Stream
from runtime.streams import EventReader
from tests.calls import Pieces
from tests.runtime.test_framing import cut, json_values

EVENTS = "text/event-stream"
DONE = Stream(media_type=EVENTS, flag="stream", sentinel="[DONE]")
TYPED = Stream(media_type=EVENTS, lines="events", terminator=("type", ("completed", "failed")))
OPEN = Stream(media_type=EVENTS)
LAST = {"type": "completed"}

few = settings(max_examples=25)
#: Objects of a stream that do not end it and are not errors.
objects = st.dictionaries(st.text(max_size=5), json_values, max_size=4).filter(
    lambda data: not data.get("error") and "type" not in data
)
#: Text that cannot end a line, for comments and ignored fields.
words = st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=6)


def read(
    pieces: list[bytes], stream: Stream = OPEN
) -> tuple[list[Any], errors.ResponseError | None]:
    """Return the items and the failure of a stream, read like the senders do."""
    reader: EventReader[Any] = EventReader(lambda data: data, stream, 200)
    items: list[Any] = []
    for piece in pieces:
        items += reader.feed(piece)
        if reader.failure is not None:
            return items, reader.failure
    items += reader.finish()
    return items, reader.failure


def event(data: Any) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


@st.composite
def lines_of_event(draw: Any, data: str) -> list[str]:
    """Return the lines of an event, including some without data."""
    lines: list[str] = []
    for text in data.split("\n"):
        noise = draw(st.sampled_from(["", ":", ": ", "event: ", "id:", "retry: ", "x: ", "datax:"]))
        if noise:
            lines.append(noise + draw(words))
        must = text.startswith(" ")
        lines.append(f"data:{' ' if must or draw(st.booleans()) else ''}{text}")
    return [*lines, ""]


@st.composite
def encoded(draw: Any, lines: list[str]) -> bytes:
    """Return the bytes of lines, each ended in one of the three ways."""
    body, previous = "", ""
    for line in lines:
        # An empty line that ends with LF would change the CR before it to CR LF.
        endings = ["\r"] if previous == "\r" and not line else ["\n", "\r", "\r\n"]
        previous = draw(st.sampled_from(endings))
        body += line + previous
    mark = b"\xef\xbb\xbf" if draw(st.booleans()) else b""
    return mark + body.encode("utf-8", "surrogatepass")


@st.composite
def streams(draw: Any) -> tuple[list[dict[str, Any]], list[bytes]]:
    """Return the objects of a complete stream and the pieces of its bytes."""
    data = draw(st.lists(objects, max_size=4))
    lines: list[str] = draw(st.sampled_from([[], [""], [": hello", ""]]))
    for item in data:
        layout = draw(st.sampled_from([None, 1]))
        text = json.dumps(item, indent=layout, ensure_ascii=draw(st.booleans()))
        lines += draw(lines_of_event(text))
        lines += draw(st.sampled_from([[], [""], ["event: ping", ""], [": keep-alive", ""]]))
    lines += ["data: [DONE]", *draw(st.sampled_from([[], [""]]))]
    return data, draw(cut(draw(encoded(lines))))


# ---------------------------------------------------------------------- the standard


@few
@given(streams())
def test_the_split_of_the_bytes_does_not_matter(
    stream: tuple[list[dict[str, Any]], list[bytes]],
) -> None:
    data, pieces = stream
    assert read(pieces, DONE) == (data, None)


TOKENS = [
    *(b"\r", b"\n", b"\r\n", b"\n\n", b"data", b":", b" ", b"data: ", b"data:{}", b'{"a":1}', b"{"),
    *(
        b"}",
        b"\xef\xbb",
        b"\xbf",
        b"\xef\xbb\xbf",
        b"event: x",
        b'data: {"error":"e"}',
        b"\xe2\x80",
    ),
    *(b"\xa8", b"\x00", b"data: [DONE]", b'data: {"type":"failed"}', b"[1]"),
]


@settings(max_examples=80)
@given(st.lists(st.sampled_from(TOKENS), max_size=14).map(b"".join), st.data())
def test_of_any_bytes_every_split_gives_the_same(body: bytes, data: st.DataObject) -> None:
    stream = data.draw(st.sampled_from([DONE, TYPED, OPEN]))
    items, failure = read([body], stream)
    for pieces in (data.draw(cut(body)), [bytes([byte]) for byte in body]):
        others, other = read(pieces, stream)
        assert others == items
        assert (type(other), str(other)) == (type(failure), str(failure))


@pytest.mark.parametrize(
    ("body", "items"),
    [
        (b'data: {"a":1}\n\n', [{"a": 1}]),
        (b'data:{"a":1}\r\r', [{"a": 1}]),
        (b'data:{"a":1}\r\n\r\n', [{"a": 1}]),
        (b'\xef\xbb\xbfdata:{"a":1}\n\n', [{"a": 1}]),
        (b'\n\xef\xbb\xbfdata:{"a":1}\n\n', []),
        (b'data: {"a":\ndata: 1}\n\n', [{"a": 1}]),
        (b'data:  {"a":1}\n\n', [{"a": 1}]),
        (b'data\ndata: {"a":1}\ndata\n\n', [{"a": 1}]),
        (b'data: {"a":1}\n\ndata: {"b":2}\n\n', [{"a": 1}, {"b": 2}]),
        (b'event: x\nid: 1\nretry: 5\n:c\ndata: {"a":1}\nunknown\n\n', [{"a": 1}]),
        (b"event: ping\n\n:\n\n\n\n", []),
        (b"data\n\ndata:\n\ndata: \n\n", []),
        (b'Data: {"a":1}\n\n data: {"b":2}\n\ndata : {"c":3}\n\n', []),
        (b'data: {"a":1}\n\ndata: {"b":2}', [{"a": 1}, {"b": 2}]),
        (b'data: {"a":1}\n\ndata: {"b":2}\n', [{"a": 1}, {"b": 2}]),
        ('data: {"a":"\u0085\u2028\u2029\\u000b"}\n\n'.encode(), [{"a": "\u0085\u2028\u2029\x0b"}]),
        (b'data: {"a":"x\x0cy"}\n\n', [{"a": "x\x0cy"}]),
        (b"data: [1]\n\n", None),
    ],
)
def test_what_is_an_item(body: bytes, items: list[Any] | None) -> None:
    got, failure = read([body])
    if items is None:
        assert isinstance(failure, errors.ResponseParseError)
    else:
        assert (got, failure) == (items, None)


def test_items_are_given_as_soon_as_their_event_has_ended() -> None:
    reader: EventReader[Any] = EventReader(lambda data: data, DONE, 200)
    assert reader.feed(b"\xef") == []
    assert reader.feed(b'\xbb\xbfdata: {"a":') == []
    assert reader.feed(b"1}\n") == []
    assert reader.feed(b"\r") == [{"a": 1}]
    assert reader.feed(b"\n") == []
    assert reader.feed(b"") == []
    assert reader.feed(b'data: {"b":2}\r') == []
    assert reader.feed(b'\n\r\ndata: {"c":3}\n\nda') == [{"b": 2}, {"c": 3}]
    assert reader.feed(b"ta: [DONE]\n\n") == []
    assert reader.finish() == []
    assert reader.failure is None


def test_a_long_event_in_small_pieces() -> None:
    body = event({"a": "é" * 200_000}) + event({"a": "\u2028" * 1000})
    items, failure = read([body[start : start + 7] for start in range(0, len(body), 7)])
    assert failure is None
    assert [len(item["a"]) for item in items] == [200_000, 1000]


# ---------------------------------------------------------------------- the end


@pytest.mark.parametrize("end", [b"", b"\n", b"\r", b"\r\n", b"\n\n"])
def test_the_sentinel_needs_no_empty_line(end: bytes) -> None:
    assert read([event({"a": 1}) + b"data: [DONE]" + end], DONE) == ([{"a": 1}], None)


def test_behind_the_sentinel_nothing_is_read() -> None:
    body = event({"a": 1}) + b"data: [DONE]\n\ndata: oops\n\n" + event({"error": "x"})
    assert read([body], DONE) == ([{"a": 1}], None)


def test_a_sentinel_that_the_stream_does_not_declare_is_no_json() -> None:
    items, failure = read([event(LAST) + b"data: [DONE]\n\n"], TYPED)
    assert items == [LAST]
    assert isinstance(failure, errors.ResponseParseError)
    assert "[DONE]" in str(failure)
    assert "each event" in str(failure)


@pytest.mark.parametrize("kind", ["completed", "failed"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_each_value_of_the_terminator_ends_a_stream(kind: str, end: str) -> None:
    last = {"type": kind}
    body = event({"type": "begun"}) + f"data: {json.dumps(last)}{end}".encode()
    assert read([body], TYPED) == ([{"type": "begun"}, last], None)


@few
@given(st.lists(objects, max_size=4), st.sampled_from([DONE, TYPED]), st.data())
def test_a_body_that_ends_properly_is_an_answer(
    data: list[dict[str, Any]], stream: Stream, draw: st.DataObject
) -> None:
    assert read(draw.draw(cut(b"".join(map(event, data)))), stream) == (data, None)


@few
@given(st.data())
def test_a_stream_cut_anywhere_delivers_whole_events_alone(draw: st.DataObject) -> None:
    data = [{"n": number, "text": "\u2028é"} for number in range(3)]
    body = b"".join(map(event, data))
    end = draw.draw(st.integers(0, len(body)))
    # An event is complete with its JSON. The line ends after it may be missing.
    ends = [len(b"".join(map(event, data[: number + 1]))) for number in range(3)]
    whole = sum(at - 2 <= end for at in ends)
    items, failure = read(draw.draw(cut(body[:end])), DONE)
    assert items == data[:whole]
    if end == 0 or any(at - 2 <= end <= at for at in ends):
        assert failure is None
    else:
        assert type(failure) is errors.IncompleteStreamError
        assert (failure.status_code, failure.partial) == (200, items)
        assert "in the middle of an event" in str(failure)


@pytest.mark.parametrize("mark", [b"data: [DO", b"data: [", b"da", b"event: message_st"])
def test_the_last_event_may_be_cut(mark: bytes) -> None:
    items, failure = read([event({"a": 1}) + mark], DONE)
    assert items == [{"a": 1}]
    assert type(failure) is errors.IncompleteStreamError


def test_a_stream_may_have_no_items() -> None:
    for stream in (OPEN, DONE, TYPED):
        assert read([b"", b"\n\n"], stream) == ([], None)
        assert read([b": nothing yet"], stream) == ([], None)


def test_of_snapshots_only_the_last_is_kept() -> None:
    stream = Stream(media_type=EVENTS, lines="snapshot", sentinel="[DONE]")
    items, failure = read([event({"n": 1}) + event({"n": 2}) + b"data: {"], stream)
    assert items == [{"n": 1}, {"n": 2}]
    assert failure is not None
    assert failure.partial == [{"n": 2}]


# ---------------------------------------------------------------------- errors


@pytest.mark.parametrize("end", ["", "\n", "\n\n"])
def test_an_error_event_comes_after_the_items_before_it(end: str) -> None:
    said = {"error": {"message": "out of memory", "type": "api_error", "code": None}}
    body = event({"a": 1}) + f"event: error\ndata: {json.dumps(said)}{end}".encode()
    items, failure = read([body], DONE)
    assert items == [{"a": 1}]
    assert type(failure) is errors.ResponseError
    assert (failure.error, failure.type, failure.code) == ("out of memory", "api_error", None)
    assert failure.body == said
    assert (failure.status_code, failure.partial) == (-1, items)


@pytest.mark.parametrize("text", ["oops", "[1]", "null", '"x"', '{"a":'])
def test_an_event_that_is_no_object(text: str) -> None:
    items, failure = read([event({"a": 1}) + f"data: {text}\n\n".encode() + event({"b": 2})])
    assert items == [{"a": 1}]
    assert isinstance(failure, errors.ResponseParseError)
    assert failure.partial == items
    assert text in str(failure)


# ---------------------------------------------------------------------- responses


def items_of(body: bytes, content_type: str, stream: Stream, flavour: str) -> list[Any]:
    """Return the outcome of a streamed call for a response."""
    pieces = Pieces([body[:5], body[5:]])

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": content_type}, stream=pieces)

    transport = httpx.MockTransport(answer)
    request = {"method": "POST", "url": "http://ollama.test/"}
    if flavour == "stream":
        with httpx.Client(transport=transport) as http:
            return list(streaming.read_stream(Client(http_client=http), stream, dict, **request))

    async def collect() -> list[Any]:
        async with httpx.AsyncClient(transport=transport) as http:
            read = streaming.aread_stream(Client(async_http_client=http), stream, dict, **request)
            return [item async for item in read]

    return asyncio.run(collect())


@pytest.mark.parametrize("flavour", ["stream", "asyncio_stream"])
def test_the_media_type_that_came_decides(flavour: str) -> None:
    read = partial(items_of, flavour=flavour)
    events = event({"a": 1}) + b"data: [DONE]\n\n"
    lines = b'{"a":1}\n{"done":true}\n'
    ndjson = Stream(terminator=("done", (True,)))
    assert read(events, "Text/Event-Stream; charset=utf-8", DONE) == [{"a": 1}]
    assert read(events, "", DONE) == [{"a": 1}]
    assert read(lines, "", ndjson) == [{"a": 1}, {"done": True}]
    assert read(event({"done": True}), EVENTS, ndjson) == [{"done": True}]
    assert read(b'{"a":1}', "application/json", DONE) == [{"a": 1}]
    assert read(b'{\n  "a": 1\n}\n', "application/json; charset=utf-8", TYPED) == [{"a": 1}]
    assert read(lines, "application/json", ndjson) == [{"a": 1}, {"done": True}]
    for body, error in ((b'{\n"error": "no"}', "no"), (b"<html>", "expected a JSON object")):
        with pytest.raises(errors.ResponseError, match=error):
            read(body, "application/json", DONE)
    # Lines have no sentinel. If they arrive instead of events, any of them may be the last one.
    assert read(lines, "application/x-ndjson", DONE) == [{"a": 1}, {"done": True}]
