"""Tests of framing streams: items and errors do not depend on how the bytes arrive."""

from __future__ import annotations

import asyncio
import json
import pickle
import tracemalloc
from typing import Any

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from runtime import errors
from runtime.operation import Stream
from runtime.streams import LineReader
from tests.calls import STREAMED, Outcome, Pieces, outcome
from tests.patience import PATIENCE
from tests.runtime.operations import CHAT, PULL, client_for

LINES, JSON = "application/x-ndjson", "application/json"
DELTA = Stream(flag="stream", terminator=("done", (True,)))
SNAPSHOT = Stream(flag="stream", lines="snapshot", terminator=("status", ("success",)))
LAST = {"done": True}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
#: Objects of a stream before its last line.
objects = st.dictionaries(st.text(max_size=5), json_values, max_size=4).filter(
    lambda data: not data.get("error") and "done" not in data
)
few = settings(max_examples=10)


def line_of(data: Any, *, escaped: bool = True) -> bytes:
    return json.dumps(data, ensure_ascii=escaped).encode("utf-8", "surrogatepass")


@st.composite
def cut(draw: Any, body: bytes) -> list[bytes]:
    """Return a body in pieces, cut anywhere. Some of them are empty."""
    marks = sorted(draw(st.lists(st.integers(0, len(body)), max_size=12)))
    return [body[a:b] for a, b in zip([0, *marks], [*marks, len(body)], strict=True)]


@st.composite
def streams(draw: Any) -> tuple[list[dict[str, Any]], list[bytes]]:
    """Return the objects of a complete stream and the pieces of its bytes."""
    data = [*draw(st.lists(objects, max_size=5)), LAST]
    body = b""
    for item in data:
        body += draw(st.sampled_from([b"", b"\n", b"\r\n", b"  \n", b"\t\r\n"]))
        body += line_of(item, escaped=draw(st.booleans()))
        body += draw(st.sampled_from([b"\n", b"\r\n"]))
    if draw(st.booleans()):
        body = body.rstrip(b"\r\n")
    return data, draw(cut(body))


def read(
    pieces: list[bytes], stream: Stream = DELTA
) -> tuple[list[Any], errors.ResponseError | None]:
    """Return the items and the failure of a stream, read like the senders do."""
    reader: LineReader[Any] = LineReader(lambda data: data, stream, 200)
    items: list[Any] = []
    for piece in pieces:
        items += reader.feed(piece)
        if reader.failure is not None:
            return items, reader.failure
    items += reader.finish()
    return items, reader.failure


def streamed(flavour: str, pieces: Pieces, content_type: str = LINES) -> Outcome:
    """Return the outcome of a streamed chat for the pieces of a response."""
    client = client_for(pieces, content_type)
    return outcome(flavour, CHAT, client, body={"model": "m"})


# ---------------------------------------------------------------------- the split does not matter


@few
@given(streams())
@example(
    (
        [{"a": "\u0085\u2028\u2029\x0b\x1c"}, LAST],
        [b'{"a": "\xc2', b'\x85\xe2\x80\xa8\xe2\x80\xa9\\u000b\\u001c"}\n{"done": true}'],
    )
)
def test_the_split_of_the_bytes_does_not_matter(
    stream: tuple[list[dict[str, Any]], list[bytes]],
) -> None:
    data, pieces = stream
    assert read(pieces) == (data, None)


@pytest.mark.parametrize("flavour", STREAMED)
@settings(max_examples=25)
@given(stream=streams())
def test_the_split_of_a_response_does_not_matter(
    flavour: str, stream: tuple[list[dict[str, Any]], list[bytes]]
) -> None:
    data = [{"x_data": item} for item in stream[0][:-1]]
    body = b"".join(line_of(item, escaped=False) + b"\n" for item in [*data, LAST])
    size = 1 + len(stream[1])
    pieces = Pieces(body[start : start + size] for start in range(0, len(body), size))
    out = streamed(flavour, pieces)
    assert out.error is None
    assert out.items == [*data, LAST]
    assert pieces.closed


@pytest.mark.parametrize("separator", ["\u0085", "\u2028", "\u2029", "\x0c", "\x1e", "\\r"])
def test_only_a_line_feed_ends_a_line(separator: str) -> None:
    body = (
        f'{{"a":"x{separator}y"}}\n'.encode().replace(b"\x0c", b"\\f").replace(b"\x1e", b"\\u001e")
    )
    items, failure = read([bytes([byte]) for byte in body + line_of(LAST)])
    assert failure is None
    assert items[0]["a"][0] + items[0]["a"][-1] == "xy"
    assert len(items[0]["a"]) == 3


def test_items_are_given_as_soon_as_their_line_is_there() -> None:
    reader: LineReader[Any] = LineReader(lambda data: data, DELTA, 200)
    assert reader.feed(b'{"a":') == []
    assert reader.feed(b"1}") == []
    assert reader.feed(b'\n{"b":2}\n{"c"') == [{"a": 1}, {"b": 2}]
    assert reader.feed(b"") == []
    assert reader.feed(b":3}\n") == [{"c": 3}]
    assert reader.feed(line_of(LAST)) == []
    assert reader.finish() == [LAST]
    assert reader.failure is None


def test_a_snapshot_stream_keeps_only_its_last_line() -> None:
    reader: LineReader[Any] = LineReader(lambda data: data, SNAPSHOT, 200)
    reader.feed(line_of({"status": "first"}) + b"\n")
    tracemalloc.start()
    try:
        for number in range(5000):
            reader.feed(line_of({"status": f"pulling {number:0200}"}) + b"\n")
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 100_000  # bytes; all the lines would be more than a million
    assert reader.arrived == [{"status": f"pulling {4999:0200}"}]


def test_a_long_line_in_small_pieces() -> None:
    body = line_of({"a": "é" * 300_000}, escaped=False) + b"\n" + line_of(LAST)
    items, failure = read([body[start : start + 7] for start in range(0, len(body), 7)])
    assert failure is None
    assert len(items[0]["a"]) == 300_000


# ---------------------------------------------------------------------- error lines


@few
@given(st.lists(objects, max_size=4), st.text(min_size=1, max_size=5), st.data())
def test_an_error_line_comes_after_the_items_before_it(
    data: list[dict[str, Any]], text: str, draw: st.DataObject
) -> None:
    lines = [*data, {"error": text}, {"never": "read"}, LAST]
    body = b"".join(line_of(item) + b"\n" for item in lines)
    items, failure = read(draw.draw(cut(body)))
    assert items == data
    assert type(failure) is errors.ResponseError
    assert (failure.error, failure.status_code) == (text, -1)
    assert failure.partial == data


@pytest.mark.parametrize("value", [None, "", False, 0, [], {}])
def test_an_error_that_says_nothing_is_data(value: Any) -> None:
    line = {"error": value, "text": "x"}
    assert read([line_of(line) + b"\n", line_of(LAST)]) == ([line, LAST], None)


def test_an_error_line_may_carry_a_sign_in_page() -> None:
    line = {"error": "unauthorized", "signin_url": "https://ollama.com/connect"}
    _, failure = read([line_of(line) + b"\n"])
    assert failure is not None
    assert failure.signin_url == line["signin_url"]


def test_an_error_line_without_a_line_feed() -> None:
    items, failure = read([b'{"a":1}\n{"error":"boom"}'])
    assert items == [{"a": 1}]
    assert type(failure) is errors.ResponseError
    assert failure.error == "boom"


@pytest.mark.parametrize(
    "line", [b"oops", b"[1]", b"3", b"null", b'"x"', b'{"a":', b"\xff\xfe", b"data: {}"]
)
def test_a_line_that_is_no_object(line: bytes) -> None:
    items, failure = read([b'{"a":1}\n' + line + b'\n{"b":2}\n', line_of(LAST)])
    assert items == [{"a": 1}]
    assert isinstance(failure, errors.ResponseParseError)
    assert isinstance(failure, ValueError)
    assert failure.status_code == 200
    assert failure.partial == [{"a": 1}]
    assert line.decode(errors="replace") in str(failure)


def test_the_message_shows_only_the_beginning_of_a_bad_line() -> None:
    _, failure = read([b"x" * 100_000])
    assert len(str(failure)) < 400


@pytest.mark.parametrize("flavour", STREAMED)
def test_a_bad_line_of_a_response(flavour: str) -> None:
    out = streamed(flavour, pieces := Pieces([b'{"done":false}\n<html>\n', b"{}\n"]))
    assert len(out.items) == 1
    assert isinstance(out.error, errors.ResponseParseError)
    assert out.error.partial == out.items
    assert pieces.closed


# ---------------------------------------------------------------------- the end


@few
@given(st.lists(objects, max_size=4), st.data())
def test_a_body_that_ends_properly_is_an_answer(
    data: list[dict[str, Any]], draw: st.DataObject
) -> None:
    body = b"".join(line_of(item) + b"\n" for item in data)
    assert read(draw.draw(cut(body)), DELTA if data else Stream()) == (data, None)


@few
@given(objects, st.data())
def test_a_stream_cut_inside_a_line(data: dict[str, Any], draw: st.DataObject) -> None:
    body = line_of({"a": 1}) + b"\n" + line_of({**data, "x": "y"})
    end = draw.draw(st.integers(body.index(b"\n") + 2, len(body) - 1))
    items, failure = read(draw.draw(cut(body[:end])))
    assert items == [{"a": 1}]
    assert type(failure) is errors.IncompleteStreamError
    assert failure.status_code == 200
    assert failure.partial == [{"a": 1}]
    assert "in the middle of a line" in str(failure)


def test_of_snapshots_only_the_last_is_kept() -> None:
    lines = [{"status": "pulling"}, {"status": "pulling", "completed": 1}, {"status": "verifying"}]
    items, failure = read([*(line_of(line) + b"\n" for line in lines), b'{"status'], SNAPSHOT)
    assert items == lines
    assert type(failure) is errors.IncompleteStreamError
    assert failure.partial == lines[-1:]
    items, failure = read([line_of(line) + b"\n" for line in [*lines, {"error": "x"}]], SNAPSHOT)
    assert items == lines
    assert failure is not None
    assert failure.partial == lines[-1:]


@pytest.mark.parametrize(
    "last", [{"done": False}, {"done": "true"}, {"done": None}, {"other": True}, {}]
)
def test_the_last_line_may_be_no_terminator(last: dict[str, Any]) -> None:
    assert read([line_of(last) + b"\n"]) == ([last], None)
    assert read([line_of(LAST) + b"\n" + line_of(last)]) == ([LAST, last], None)


@pytest.mark.parametrize("body", [b"", b"\n", b" \r\n\n"])
def test_a_stream_without_any_item_is_an_answer_where_no_item_is_the_last(body: bytes) -> None:
    assert read([body], Stream()) == ([], None)
    items, failure = read([body])
    assert items == []
    assert type(failure) is errors.ResponseParseError
    assert "the answer is empty" in str(failure)


@pytest.mark.parametrize("text", [b"oops", b"<html>", b"1"])
def test_a_last_line_of_another_kind_is_no_cut(text: bytes) -> None:
    _, failure = read([b'{"a":1}\n' + text])
    assert isinstance(failure, errors.ResponseParseError)


@pytest.mark.parametrize("flavour", STREAMED)
def test_partial_is_a_copy(flavour: str) -> None:
    out = streamed(flavour, Pieces([b'{"done":false}\n{"do']))
    assert out.error.partial == out.items
    out.error.partial.clear()
    assert len(out.items) == 1


# ---------------------------------------------------------------------- broken connections


BREAKS: dict[type[httpx.TransportError], type[Exception]] = {
    httpx.ReadError: Exception,
    httpx.RemoteProtocolError: Exception,
    httpx.ReadTimeout: TimeoutError,
    httpx.ConnectError: ConnectionError,
}


@pytest.mark.parametrize("kind", BREAKS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("flavour", STREAMED)
def test_a_connection_that_breaks_amid_a_stream(
    flavour: str, kind: type[httpx.TransportError]
) -> None:
    pieces = Pieces([b'{"done":false,"n":1}\n{"done":fal', b'se,"n":2}\n{"do'], kind("peer left"))
    out = streamed(flavour, pieces)
    assert [item["n"] for item in out.items] == [1, 2]
    error: Any = out.error
    assert isinstance(error, errors.IncompleteStreamError)
    assert isinstance(error, kind)
    assert isinstance(error, BREAKS[kind])
    assert error.partial == out.items
    assert error.status_code == 200
    assert error.request.url.path == "/api/chat"
    assert "interrupted" in str(error)
    assert "peer left" in str(error)
    assert isinstance(error.__cause__, kind)
    assert pieces.closed


def test_an_interruption_without_words_names_its_kind() -> None:
    out = streamed("stream", Pieces([b'{"done":false}\n'], httpx.ReadError("")))
    assert "ReadError" in str(out.error)


def test_an_interruption_survives_pickling() -> None:
    out = streamed("stream", Pieces([b'{"done":false}\n'], httpx.ReadError("gone")))
    copy = pickle.loads(pickle.dumps(out.error))
    assert type(copy) is type(out.error)
    assert isinstance(copy, httpx.ReadError)
    assert str(copy) == str(out.error)
    assert copy.partial == out.items


@pytest.mark.parametrize("flavour", STREAMED)
def test_an_interrupted_download_keeps_its_last_state(flavour: str) -> None:
    lines = [b'{"status":"a"}\n', b'{"status":"b"}\n']
    client = client_for(Pieces(lines, httpx.ReadError("gone")), LINES)
    out = outcome(flavour, PULL, client, body={"model": "m"})
    assert [item["status"] for item in out.items] == ["a", "b"]
    assert [item["status"] for item in out.error.partial] == ["b"]


# ---------------------------------------------------------------------- single objects


@pytest.mark.parametrize("flavour", STREAMED)
@pytest.mark.parametrize(
    "content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON ;x"]
)
def test_a_single_object_is_a_complete_stream(flavour: str, content_type: str) -> None:
    pieces = Pieces([b'{"model":"m","do', b'ne":false,"text":"hi"}'])
    out = streamed(flavour, pieces, content_type)
    assert out.error is None
    assert [item["text"] for item in out.items] == ["hi"]


@pytest.mark.parametrize("flavour", STREAMED)
def test_a_single_object_may_be_an_error(flavour: str) -> None:
    out = streamed(flavour, Pieces([b'{"error":"no memory"}']), JSON)
    assert out.items == []
    assert type(out.error) is errors.ResponseError
    assert out.error.error == "no memory"


@pytest.mark.parametrize("content_type", ["application/x-ndjson", "text/plain", ""])
@pytest.mark.parametrize("flavour", STREAMED)
def test_other_answers_are_lines(flavour: str, content_type: str) -> None:
    out = streamed(flavour, Pieces([b'{"done":false}\n{"done":false}']), content_type)
    assert out.error is None
    assert len(out.items) == 2


@pytest.mark.parametrize("flavour", STREAMED)
def test_a_single_object_may_be_cut(flavour: str) -> None:
    out = streamed(flavour, Pieces([b'{"model":"m",']), JSON)
    assert type(out.error) is errors.IncompleteStreamError


# ---------------------------------------------------------------------- leaving early


def test_closing_the_iterator_closes_the_response() -> None:
    pieces = Pieces([b'{"done":false}\n'] * 5)
    with client_for(pieces, LINES) as client:
        stream: Any = CHAT.stream(client=client, body={"model": "m"})
        next(stream)
        assert not pieces.closed
        stream.close()
        assert pieces.closed
        assert pieces.delivered == 1
        assert list(stream) == []


def test_closing_the_async_iterator_closes_the_response() -> None:
    pieces = Pieces([b'{"done":false}\n'] * 5)

    async def leave() -> list[Any]:
        async with client_for(pieces, LINES) as client:
            stream: Any = CHAT.asyncio_stream(client=client, body={"model": "m"})
            await anext(stream)
            assert not pieces.closed
            await stream.aclose()
            assert pieces.closed
            return [item async for item in stream]

    assert asyncio.run(leave()) == []
    assert pieces.delivered == 1


def test_an_error_of_the_caller_closes_the_response() -> None:
    pieces = Pieces([b'{"done":false}\n'] * 5)
    with client_for(pieces, LINES) as client:
        stream: Any = CHAT.stream(client=client, body={"model": "m"})
        with pytest.raises(KeyError):
            for _ in stream:
                stream.throw(KeyError("mine"))
    assert pieces.closed


def test_a_cancelled_task_closes_the_response() -> None:
    class Endless(Pieces):
        async def __aiter__(self) -> Any:
            yield b'{"done":false}\n'
            await asyncio.sleep(PATIENCE)

    pieces = Endless([])

    async def run() -> None:
        async with client_for(pieces, LINES) as client:
            arrived = asyncio.Event()

            async def follow() -> None:
                body = {"model": "m"}
                async for _ in CHAT.asyncio_stream(client=client, body=body):
                    arrived.set()

            task = asyncio.create_task(follow())
            await arrived.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert pieces.closed

    asyncio.run(run())
