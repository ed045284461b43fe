"""Tests of exchanges without h11, compared with what httpcore and h11 make of the same bytes."""

from __future__ import annotations

import asyncio
import gc
import logging
import random
import sys
from collections.abc import Callable
from typing import Any
from unittest import mock

import h11
import httpcore
import httpx
import pytest
from ollama_client._runtime import exchange, heads
from ollama_client._runtime.transport import AsyncHTTPTransport, HTTPTransport

URL = "http://h/api/chat"
FLAVOURS = ("sync", "asyncio")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"

both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)

# ---------------------------------------------------------------------- a network of bytes


class Wire(httpcore.NetworkStream, httpcore.AsyncNetworkStream):
    """A connection that receives given bytes, and keeps what is written."""

    def __init__(self, arriving: list[bytes | Exception]) -> None:
        self.arriving = arriving
        self.written = b""
        self.is_closed = False

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        piece = self.arriving.pop(0) if self.arriving else b""
        if not piece:
            self.arriving.clear()  # the end of a connection stays its end
        if isinstance(piece, Exception):
            raise piece
        return piece

    def write(self, buffer: bytes, timeout: float | None = None) -> Any:
        if self.arriving and isinstance(self.arriving[0], httpcore.WriteError):
            raise self.arriving.pop(0)  # type: ignore[misc]
        self.written += buffer

    def close(self) -> Any:
        self.is_closed = True

    def get_extra_info(self, info: str) -> Any:
        return False if info == "is_readable" else None


class AsyncWire(Wire):
    """The same for async connections."""

    async def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        return super().read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> Any:
        super().write(buffer, timeout)

    async def aclose(self) -> None:
        self.close()


class Network(httpcore.NetworkBackend, httpcore.AsyncNetworkBackend):
    """Connects to wires, one after another."""

    def __init__(self, kind: type[Wire], arriving: list[list[bytes | Exception]]) -> None:
        self.wires: list[Wire] = []
        self._kind, self._arriving = kind, arriving

    def connect_tcp(self, *_: Any, **__: Any) -> Any:
        pieces = self._arriving.pop(0) if self._arriving else [OK] * 10
        self.wires.append(self._kind([*pieces]))
        return self.wires[-1]


class AsyncNetwork(Network):
    async def connect_tcp(self, *_: Any, **__: Any) -> Any:
        return super().connect_tcp()


def outcome_of(error: Exception) -> tuple[Any, ...]:
    return type(error).__name__, str(error), type(error.__cause__).__name__


def outcome(response: httpx.Response, content: bytes) -> tuple[Any, ...]:
    reason = response.extensions["reason_phrase"], response.extensions["http_version"]
    return response.status_code, *reason, response.headers.raw, content


def talk(
    flavour: str, requests: list[httpx.Request], arriving: list[list[bytes | Exception]]
) -> tuple[Any, ...]:
    """Send requests one after another. Return all that can be seen of it."""
    network = (Network if flavour == "sync" else AsyncNetwork)(
        Wire if flavour == "sync" else AsyncWire, [list(pieces) for pieces in arriving]
    )
    if flavour == "sync":
        outcomes = _talk(network, requests)
    else:
        outcomes = asyncio.run(_atalk(network, requests))
    return outcomes, [(wire.written, wire.is_closed) for wire in network.wires]


def _talk(network: Network, requests: list[httpx.Request]) -> list[Any]:
    outcomes: list[Any] = []
    transport = HTTPTransport()
    transport._pool._network_backend = network  # type: ignore[assignment]
    for request in requests:
        try:
            response = transport.handle_request(request)
            leave = "leave" in request.extensions
            outcomes.append(outcome(response, b"" if leave else response.read()))
            response.close()
        except Exception as error:
            outcomes.append(outcome_of(error))
    return outcomes


async def _atalk(network: Network, requests: list[httpx.Request]) -> list[Any]:
    outcomes: list[Any] = []
    transport = AsyncHTTPTransport()
    transport._pool._network_backend = network  # type: ignore[assignment]
    for request in requests:
        try:
            response = await transport.handle_async_request(request)
            leave = "leave" in request.extensions
            outcomes.append(outcome(response, b"" if leave else await response.aread()))
            await response.aclose()
        except Exception as error:
            outcomes.append(outcome_of(error))
    return outcomes


def post(content: bytes = b'{"a": 1}', **more: Any) -> httpx.Request:
    return httpx.Request("POST", URL, content=content, **more)


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each request on an open connection was sent without h11."""
    seen: list[bool] = []
    really_plain = exchange.plain

    def watched(connection: Any, request: Any) -> Any:
        made = really_plain(connection, request)
        seen.append(made is not None)
        return made

    monkeypatch.setattr(exchange, "plain", watched)
    return seen


def by_httpcore(call: Callable[[], Any]) -> Any:
    """Return the result of a call in which all requests are sent by httpcore."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(exchange, "plain", lambda *_: None)
        return call()


# ---------------------------------------------------------------------- bytes of every kind

LINES = [
    *[b"Content-Type: application/json"] * 3,
    *[b"Date: Mon, 30 Nov 2026 00:00:00 GMT"] * 3,
    b"connection: keep-alive",
    b"Connection: Keep-Alive",
    b"Connection: close",
    b"Connection: x, close",
    b"Upgrade: h2c",
    b"X-Empty:",
    b"X-Spaces: \t a  b\t ",
    b"x-y:\xc3\xa9",
    b"X-Fold: a\r\n b",
    b"X Y: a",
    b"X-Nul: a\x00b",
    b": nothing",
    b"nothing",
    b"X-Cr: a\rb",
    b"Set-Cookie: a=1",
    b"Set-Cookie: b=2",
    b"X-Del: a\x7fb",
]
STARTS = [
    *[b"HTTP/1.1 200 OK"] * 12,
    b"HTTP/1.1 404 Not Found",
    b"HTTP/1.1 503 ",
    b"HTTP/1.1 500",
    b"HTTP/1.1 200 \t OK ",
    b"HTTP/1.1 200  OK ",
    b"HTTP/1.1 200 \xc3\xa9",
    b"HTTP/1.1  200 OK",
    b"HTTP/1.0 200 OK",
    b"HTTP/1.2 200 OK",
    b"HTTP/2 200 OK",
    b"http/1.1 200 OK",
    b"HTTP/1.1 20 OK",
    b"HTTP/1.1 2000 OK",
    b"HTTP/1.1 600 OK",
    b"HTTP/1.1 099 OK",
    b"HTTP/1.1 204 No Content",
    b"HTTP/1.1 304 Not Modified",
    b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK",
    b"HTTP/1.1 101 Switching Protocols",
    b"nonsense",
    b"",
    b"\r\nHTTP/1.1 200 OK",
]


def framed(rnd: random.Random, body: bytes) -> tuple[list[bytes], bytes]:
    """Return the headers that frame a body, and the body as it is sent. Many are wrong."""
    odd = rnd.random()
    length = b"%d" % len(body)
    chunked = b"".join(b"%x\r\n%b\r\n" % (len(it), it) for it in (body[:3], body[3:]) if it)
    ends = [b"0\r\n\r\n"] * 8 + [b"0\r\nA: b\r\n\r\n", b"0\r\n", b"", b"0\r\n\r\nx", b"00\r\n\r\n"]
    if odd < 0.4:
        name = rnd.choice([b"Content-Length", b"content-length"])
        return [name + b": " + length], body + rnd.choice([b""] * 9 + [b"x", OK])
    if odd < 0.75:
        name = rnd.choice([b"Transfer-Encoding: chunked", b"transfer-encoding:CHUNKED"])
        return [name], chunked + rnd.choice(ends)
    return rnd.choice(
        [
            ([], body),
            ([b"Content-Length: " + length] * 2, body),
            ([b"Content-Length: " + length, b"Content-Length: 7"], body),
            ([b"Content-Length: " + length, b"Transfer-Encoding: chunked"], chunked + ends[0]),
            ([b"Transfer-Encoding: gzip, chunked"], chunked + ends[0]),
            ([b"Transfer-Encoding: chunked"] * 2, chunked + ends[0]),
            ([b"Transfer-Encoding: identity"], body),
            ([b"Content-Length: +" + length], body),
            ([b"Content-Length: 1_0"], body),
            ([b"Content-Length: " + b"9" * 25], body),
            ([b"Content-Length: 0" + length], body),
            ([b"Content-Length: " + length + b", " + length], body),
            ([b"Content-Length: " + length + b" "], body[:-1]),
            ([b"Content-Length: "], body),
        ]
    )


def an_answer(rnd: random.Random) -> bytes:
    body = rnd.randbytes(rnd.choice([0, 1, 2, 5, 40, 3000]))
    special, sent = framed(rnd, body)
    lines = [*rnd.choices(LINES[: rnd.choice([8, 8, 8, len(LINES)])], k=rnd.randrange(4)), *special]
    rnd.shuffle(lines)
    start = b"HTTP/1.1 200 OK" if rnd.random() < 0.5 else rnd.choice(STARTS)
    answer = b"\r\n".join([start, *lines, b"", sent])
    return answer.replace(b"\r\n", b"\n", rnd.randrange(3)) if rnd.random() < 0.03 else answer


def cut(answer: bytes, rnd: random.Random) -> list[bytes | Exception]:
    """Return an answer as it arrives: in pieces, perhaps not all of it, perhaps after an error."""
    size = rnd.choice([70_000, 70_000, 70_000, 1000, 60, 7])
    pieces: list[bytes | Exception] = [
        answer[at : at + size] for at in range(0, len(answer), size)
    ] or [b""]
    if rnd.random() < 0.15:
        del pieces[rnd.randrange(len(pieces)) :]
        ends: list[bytes | Exception] = [
            b"",
            httpcore.ReadError("reset"),
            httpcore.ReadTimeout("slow"),
            httpcore.WriteError("broken"),
        ]
        pieces.append(rnd.choice(ends))
    return pieces


def a_request(rnd: random.Random) -> httpx.Request:
    method = rnd.choice(["POST"] * 6 + ["GET", "DELETE", "HEAD", "PUT", "OPTIONS", "get"])
    content = rnd.choice([b"{}", b"", b"x" * 70_000, None])
    headers = rnd.choice(
        [{}] * 6
        + [{"Connection": "close"}, {"Expect": "100-continue"}, {"X-A": "b"}, {"X-A": "b" * 100}]
        + [{"Transfer-Encoding": "chunked"}, {"Content-Length": "1"}, {"Upgrade": "h2c"}]
        + [[("Connection", "close"), ("Connection", "keep-alive")]]
        + [{"X-Wrong": "a\nb"}, {"Host": "other"}, {"X-Wrong": "a\x00"}]
    )
    return httpx.Request(method, URL, content=content, headers=headers)


@both_flavours
@pytest.mark.parametrize(
    "count", [300, pytest.param(20_000, marks=pytest.mark.slow)], ids=["some", "many"]
)
def test_what_comes_of_an_exchange_is_what_httpcore_makes_of_it(
    flavour: str, count: int, plain: list[bool]
) -> None:
    rnd = random.Random(count)
    kinds: set[Any] = set()
    for number in range(count if flavour == "sync" else count // 4):
        seed = rnd.random()

        def run(seed: float = seed) -> Any:
            once = random.Random(seed)
            arriving: list[list[bytes | Exception]] = [
                [OK, *cut(an_answer(once), once), OK, OK] for _ in range(3)
            ]
            requests = [post(), a_request(once), a_request(once), post()]
            return talk(flavour, requests, arriving)

        expected = by_httpcore(run)
        assert run() == expected, (number, seed)
        kinds.update(str(one[0]) for one in expected[0])
    assert len(kinds) > 8, kinds
    assert plain.count(True) > count // 4


def by_h11(data: bytes) -> Any:
    """Return what h11 reads as the head of an answer, or None."""
    connection = h11.Connection(h11.CLIENT)
    connection.send(h11.Request(method="GET", target="/", headers=[("host", "h")]))
    connection.send(h11.EndOfMessage())
    connection.receive_data(data)
    try:
        event = connection.next_event()
    except h11.RemoteProtocolError:
        return None
    if not isinstance(event, h11.Response):
        return None
    return event.status_code, event.reason, event.headers.raw_items(), connection.trailing_data[0]


def test_a_head_is_read_as_h11_reads_it_or_not_at_all() -> None:
    rnd = random.Random(0)
    read = 0
    for _ in range(5000):
        data = an_answer(rnd)
        if rnd.random() < 0.3:
            at = rnd.randrange(len(data) + 1)
            data = data[:at] + rnd.randbytes(rnd.randrange(3)) + data[at + rnd.randrange(3) :]
        head = heads.read_head(data)
        if head is None:
            continue
        read += 1
        assert (head.status, head.reason, head.headers, data[head.end :]) == by_h11(data), data
    assert read > 1000


@both_flavours
@pytest.mark.parametrize("answer", [OK, CHUNKED, OK[:-1], CHUNKED[:-12]])
def test_a_connection_whose_answer_was_not_read_is_not_used_again(
    flavour: str, answer: bytes, plain: list[bool]
) -> None:
    requests = [post(), post(extensions={"leave": True}), post()]
    arriving: list[list[bytes | Exception]] = [[OK, answer, OK], [OK]]
    outcomes, wires = talk(flavour, requests, arriving)
    assert (outcomes, wires) == by_httpcore(lambda: talk(flavour, requests, arriving))
    assert [closed for _, closed in wires] == [True, False]
    assert outcomes[1][-1] == b""
    assert plain == [True]


# ---------------------------------------------------------------------- which are plain


@both_flavours
@pytest.mark.parametrize("answer", [OK, CHUNKED], ids=["counted", "chunked"])
def test_h11_has_no_part_in_a_plain_exchange(
    flavour: str, answer: bytes, plain: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[str] = []
    really_send = h11.Connection.send

    def watched(self: Any, event: Any) -> Any:
        used.append(type(event).__name__)
        return really_send(self, event)

    monkeypatch.setattr(h11.Connection, "send", watched)
    outcomes, wires = talk(flavour, [post()] * 4, [[answer] * 4])
    assert plain == [True] * 3
    assert used == ["Request", "Data", "EndOfMessage"]  # of the first request
    assert len(set(map(str, outcomes))) == 1
    ((written, closed),) = wires
    assert len(set(written.split(b"POST ")[1:])) == 1
    assert not closed


@both_flavours
@pytest.mark.parametrize("answer", [OK, CHUNKED, OK[:-1], b"HTTP/1.0" + OK[8:]])
def test_an_exchange_is_freed_without_the_garbage_collector(flavour: str, answer: bytes) -> None:
    gc.collect()
    gc.disable()
    try:
        talk(flavour, [post(), post()], [[OK, answer]])
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        kinds = {type(one) for one in gc.garbage}
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    own = {exchange.Exchange, exchange.PlainBody, exchange.Chunked, exchange.Counted}
    assert kinds.isdisjoint(own | {httpx.Response})


ODD_REQUESTS: dict[str, Callable[[], httpx.Request]] = {
    "head": lambda: httpx.Request("HEAD", URL),
    "close": lambda: post(headers={"Connection": "close"}),
    "both": lambda: post(headers=[("Connection", "close"), ("Connection", "keep-alive")]),
    "expect": lambda: post(headers={"Expect": "100-continue"}),
    "pieces": lambda: post(iter([b"a"]), headers={"Content-Length": "1"}),  # type: ignore[arg-type]
    "trace": lambda: post(extensions={"trace": lambda *_: None}),
}


@pytest.mark.parametrize("kind", ODD_REQUESTS)
def test_httpcore_sends_other_requests(kind: str, plain: list[bool]) -> None:
    talk("sync", [post(), ODD_REQUESTS[kind]()], [[OK, OK]])
    assert plain == [False]


def test_httpcore_sends_what_it_logs(plain: list[bool], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="httpcore.http11"):
        talk("sync", [post(), post()], [[OK, OK]])
    assert plain == [False]
    assert caplog.text.count("receive_response_headers.complete") == 2


@both_flavours
@pytest.mark.parametrize("cls", ["HTTPConnection", "HTTP11Connection"])
def test_a_method_of_httpcore_that_is_replaced_is_called(
    flavour: str, cls: str, plain: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = getattr(httpcore, cls if flavour == "sync" else f"Async{cls}")
    name = "handle_request" if flavour == "sync" else "handle_async_request"
    original, called = getattr(kind, name), list[Any]()

    def replaced(self: Any, request: Any) -> Any:
        called.append(request.method)
        return original(self, request)

    monkeypatch.setattr(kind, name, replaced)
    talk(flavour, [post(), post()], [[OK, OK]])
    assert called == [b"POST"] * 2
    assert plain == [False]


class Wrapper:
    """Wraps a method as wrapt does, which Elastic APM uses: it has all attributes of the method."""

    def __init__(self, method: Any, called: list[Any]) -> None:
        self._method, self._called = method, called

    def __get__(self, one: Any, kind: Any = None) -> Wrapper:
        return Wrapper(self._method.__get__(one, kind), self._called)

    def __call__(self, request: Any) -> Any:
        self._called.append(request.method)
        return self._method(request)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._method, name)


@both_flavours
@pytest.mark.parametrize("cls", ["HTTPConnection", "HTTP11Connection", "ConnectionPool"])
def test_a_method_of_httpcore_that_is_wrapped_is_called(
    flavour: str, cls: str, plain: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = getattr(httpcore, cls if flavour == "sync" else f"Async{cls}")
    name = "handle_request" if flavour == "sync" else "handle_async_request"
    called: list[Any] = []
    monkeypatch.setattr(kind, name, Wrapper(getattr(kind, name), called))
    talk(flavour, [post(), post()], [[OK, OK]])
    assert called == [b"POST"] * 2
    assert True not in plain


def test_a_mock_without_a_module_is_left_to_httpcore(
    plain: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_KINDS", {})
    with mock.patch.object(httpcore.HTTP11Connection, "_response_closed", autospec=True):
        outcomes, _ = talk("sync", [post()], [[OK]])
        connection = httpcore.HTTP11Connection(httpcore.Origin(b"http", b"h", 80), Wire([]))
        assert exchange._kind(connection) is None
    assert outcomes[0][0] == 200
    assert plain == []


@pytest.mark.parametrize("to_discard", [0, None])
def test_with_another_version_of_h11_httpcore_sends_everything(
    to_discard: int | None, plain: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    class OtherReader(sys.modules["h11._readers"].ChunkedReader):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self._bytes_to_discard = to_discard  # a number before 0.16

    monkeypatch.setattr(exchange, "_KINDS", {})
    monkeypatch.setattr("h11._readers.ChunkedReader", OtherReader)
    talk("sync", [post(), post()], [[OK, OK]])
    assert plain == [False]


def test_two_calls_never_have_the_same_connection_if_it_turns_out_to_be_http1(
    plain: list[bool],
) -> None:
    transport = HTTPTransport(http2=True)
    network = Network(Wire, [[OK, OK]])
    pool: Any = transport._pool
    pool._network_backend = network
    for _ in range(2):
        response = transport.handle_request(post())
        response.read()
        response.close()
    assert plain == []  # another call may have taken it before it was connected
    taken = [pool._take(next(iter(pool._connections))._origin) for _ in range(2)]
    assert taken[0] is not taken[1]


@both_flavours
@pytest.mark.parametrize("name", ["_keepalive_expiry", "_response_closed", "ByteStream"])
def test_without_a_name_of_httpcore_it_sends_everything(
    flavour: str, name: str, plain: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "_KINDS", {})
    if name.startswith("_"):
        monkeypatch.setattr(exchange, "_NAMES", ("_state", f"{name}_of_another_version"))
    else:
        kind = httpcore.HTTP11Connection if flavour == "sync" else httpcore.AsyncHTTP11Connection
        module = sys.modules[kind.close.__module__ if flavour == "sync" else kind.aclose.__module__]
        monkeypatch.setattr(module, "OtherConnectionByteStream", object, raising=False)
    outcomes, _ = talk(flavour, [post(), post()], [[OK, OK]])
    assert [it[0] for it in outcomes] == [200, 200]
    assert plain == [False]
