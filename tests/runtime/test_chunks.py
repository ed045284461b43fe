"""Tests of reading bodies without h11, compared with h11 for the same bytes."""

from __future__ import annotations

import random
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import h11
import pytest
from ollama_client._runtime import exchange
from ollama_client._runtime.chunks import ChunkCutter

HEAD = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
SIZES = [b"0x5", b"1_0", b"+5", b" 5", b"5 ", b"g", b"-1", b"", b"FF", b"5;name=value"]
ENDS = [
    *[b"0\r\n\r\n"] * 6,
    b"0\r\nname: value\r\n\r\n",
    b"0\r\nmalformed\r\n\r\n",
    b"000\r\n\r\n",
    b"0;name=value\r\n\r\n",
    b"0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    b"",
]


def listening(head: bytes = HEAD) -> h11.Connection:
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("host", "h")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(head)
    connection.next_event()
    return connection


def heard(connection: h11.Connection, body: bytearray) -> Any:
    """Read all bytes, and return how the body ended, or None if more is needed."""
    while True:
        try:
            event = connection.next_event()
        except h11.RemoteProtocolError as error:
            return str(error)
        if isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            return list(event.headers)
        else:
            return None if event is h11.NEED_DATA else event


def by_h11(pieces: Iterable[bytes], head: bytes = HEAD) -> tuple[Any, ...]:
    connection, body, end = listening(head), bytearray(), None
    for piece in pieces:
        connection.receive_data(piece)
        end = heard(connection, body)
        if end is not None:
            break
    return bytes(body), end, connection.trailing_data, connection.their_state


def around_h11(pieces: Iterable[bytes], head: bytes = HEAD) -> tuple[Any, ...]:
    connection, contents, end = listening(head), bytearray(), None
    http11 = SimpleNamespace(_h11_state=connection, _network_stream=SimpleNamespace(read=None))
    body = exchange.around_h11(SimpleNamespace(_connection=http11), SimpleNamespace(extensions={}))
    if body is not None:
        contents += body.begin()
    for piece in pieces:
        if body is None or body.is_over:
            connection.receive_data(piece)
        else:
            contents += body.feed(piece)
            if not body.is_over:
                continue
        end = heard(connection, contents)
        if end is not None:
            break
    return bytes(contents), end, connection.trailing_data, connection.their_state


def a_body(rnd: random.Random) -> bytes:
    """Return a chunked body. One in three is unusual in some way."""
    parts: list[bytes] = []
    for _ in range(rnd.randrange(8)):
        size = rnd.choice([1, 2, 5, 15, 16, 100, 1000])
        data = rnd.choice([rnd.randbytes(size), bytes(rnd.choices(b"\r\n0;a", k=size))])
        line = b"%x" % size
        odd = rnd.random()
        if odd < 0.03:
            line = rnd.choice(SIZES)
        elif odd < 0.06:
            line = b"0" * rnd.randrange(25) + line.upper()
        after_line = rnd.choice([b"\n", b"\r", b"\r\r\n"]) if rnd.random() < 0.02 else b"\r\n"
        after_data = rnd.choice([b"\n", b"xx", b"\rx", b""]) if rnd.random() < 0.02 else b"\r\n"
        parts += [line, after_line, data, after_data]
    return b"".join([*parts, rnd.choice(ENDS)])


def cut(body: bytes, rnd: random.Random) -> list[bytes]:
    """Return a body in pieces. One in five is not complete."""
    # For a long body in single bytes, h11 needs as much time as for a thousand others.
    most = rnd.choice([1, 3, 20, 300, 65536] if len(body) < 300 else [20, 300, 65536])
    pieces, at = list[bytes](), 0
    while at < len(body):
        size = rnd.randint(1, most)
        pieces.append(body[at : at + size])
        at += size
    if rnd.random() < 0.2:
        del pieces[rnd.randrange(len(pieces) + 1) :]
    return [*pieces, b""]


@pytest.mark.parametrize(
    "count", [300, pytest.param(20_000, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_what_comes_of_a_body_is_what_h11_makes_of_it(count: int) -> None:
    rnd = random.Random(count)
    ends: set[str] = set()
    for number in range(count):
        pieces = cut(a_body(rnd), rnd)
        expected = by_h11(pieces)
        assert around_h11(pieces) == expected, (number, pieces)
        ends.add(type(expected[1]).__name__ + str(expected[1])[:12])
    assert len(ends) >= 5, "bodies of many kinds"


def test_a_body_of_a_known_length_is_what_h11_makes_of_it() -> None:
    rnd = random.Random(0)
    ends: set[str] = set()
    for number in range(2000):
        sent = rnd.randbytes(rnd.choice([0, 1, 2, 100, 5000]))
        length = max(0, len(sent) + rnd.choice([0, 0, 0, 0, -1, -20, 1, 1000]))
        read_ahead = sent[: rnd.choice([0, 0, 1, 50, 5000])]
        head = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % length + read_ahead
        pieces = cut(sent[len(read_ahead) :], rnd)
        if pieces == [b""]:
            pieces = [b"", b""]
        expected = by_h11(pieces, head)
        assert around_h11(pieces, head) == expected, (number, length, pieces)
        ends.add(str(expected[1])[:12] + str(expected[3]))
    assert len(ends) >= 2, "whole and cut bodies"


@pytest.mark.parametrize("size", SIZES)
def test_sizes_that_are_not_plain_are_left_to_h11(size: bytes) -> None:
    cutter = ChunkCutter()
    cutter.feed(b"2\r\nab\r\n" + size + b"\r\n")
    assert cutter.has_stopped is (size != b"FF")
    assert cutter.rest == (b"" if size == b"FF" else size + b"\r\n")


def test_chunks_that_came_together_are_one_piece() -> None:
    cutter = ChunkCutter()
    assert cutter.feed(b"2\r\nab\r\n3\r\ncde\r\n4\r\nfg") == b"abcdefg"
    assert cutter.feed(b"hi\r") == b"hi"
    assert cutter.feed(b"\n0\r\n\r\n") == b""
    assert (cutter.has_stopped, cutter.rest) == (True, b"0\r\n\r\n")
