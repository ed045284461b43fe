"""The faults of the embedded server, seen by a client that reads raw bytes."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from ollama.testing import OllamaServer
from ollama.testing._service import ABOUT
from tests.patience import PATIENCE

REQUEST = b"GET /api/version HTTP/1.1\r\nHost: localhost\r\n\r\n"
VERSION = f'{{"version":"1.2.3","server":"{ABOUT}"}}'.encode()


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer(version="1.2.3") as running:
        yield running


@pytest.fixture
def client(server: OllamaServer) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as connection:
        yield connection


def received(client: socket.socket, end: bytes = b"}") -> bytes:
    """Read until a text, or until the connection ends."""
    data = b""
    while not (end and data.endswith(end)) and (more := client.recv(1000)):
        data += more
    return data


def asked(client: socket.socket) -> bytes:
    client.sendall(REQUEST)
    return received(client)


def test_closed_after_some_bytes(server: OllamaServer, client: socket.socket) -> None:
    server.fault("close", after=12)
    assert asked(client) == b"HTTP/1.1 200"
    assert server.requests[0].wait(PATIENCE)
    assert server.requests[0].aborted


@pytest.mark.parametrize("after", [0, 12])
def test_reset(server: OllamaServer, client: socket.socket, after: int) -> None:
    server.fault("reset", after=after)
    client.sendall(REQUEST)
    with pytest.raises(ConnectionResetError):
        while client.recv(after or 1):
            pass


def test_a_reset_after_the_answer(server: OllamaServer, client: socket.socket) -> None:
    server.fault("reset", after=10_000)
    with pytest.raises(ConnectionResetError):
        asked(client)
        client.recv(1)


def test_hangs_until_the_client_leaves(server: OllamaServer, client: socket.socket) -> None:
    server.fault("hang", after=5)
    client.sendall(REQUEST)
    assert client.recv(1000) == b"HTTP/"
    client.settimeout(0.05)
    with pytest.raises(TimeoutError):
        client.recv(1)
    client.close()
    assert server.requests[0].wait(PATIENCE)
    assert server.requests[0].aborted


def test_slow(server: OllamaServer, client: socket.socket) -> None:
    server.fault("slow", after=100, delay=0.001)
    answer = asked(client)
    assert answer.endswith(VERSION)
    assert len(answer) > 100


def test_garbage(server: OllamaServer, client: socket.socket) -> None:
    server.fault("garbage", data=b"220 mail.example ESMTP\r\n")
    assert asked(client) == b"220 mail.example ESMTP\r\n"


def test_surplus(server: OllamaServer, client: socket.socket) -> None:
    server.fault("surplus", data=b"and more}")
    assert asked(client).endswith(VERSION + b"and more}")


def test_stale(server: OllamaServer, client: socket.socket) -> None:
    server.fault("stale")
    assert asked(client).endswith(VERSION)
    assert asked(client) == b""
    assert len(server.requests) == 1


def test_an_answer_of_ones_own(server: OllamaServer, client: socket.socket) -> None:
    server.fault("respond", status=307, headers={"Location": "/elsewhere"}, data=b"{go}")
    answer = asked(client)
    assert answer.startswith(b"HTTP/1.1 307 Temporary Redirect\r\n")
    assert b"\r\nLocation: /elsewhere\r\n" in answer
    assert answer.endswith(b"\r\n\r\n{go}")
    assert server.requests[0].status == 307
    assert asked(client).endswith(VERSION)


def test_an_answer_before_the_body_has_come(server: OllamaServer, client: socket.socket) -> None:
    server.fault("early", status=413, data=b"{too much}")
    client.sendall(b"POST /api/chat HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nbegun")
    answer = received(client)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert answer.endswith(b"{too much}")
    assert server.requests == []


def test_a_fault_befalls_the_answer_that_is_queued_after_it(
    server: OllamaServer, client: socket.socket
) -> None:
    server.fault("close", after=30, route="/api/version")
    server.fail(503, "busy")
    assert asked(client) == b"HTTP/1.1 503 Service Unavailab"
    assert server.pending == 0


def test_a_fault_of_another_route_waits(server: OllamaServer, client: socket.socket) -> None:
    server.fault("garbage", route="/api/chat", times=None)
    assert asked(client).endswith(VERSION)
    assert server.pending == 1


def test_refusing_connections(server: OllamaServer, client: socket.socket) -> None:
    place = ("127.0.0.1", server.port)
    with server.refusing(), pytest.raises(ConnectionRefusedError):
        socket.create_connection(place, PATIENCE)
    with socket.create_connection(place, PATIENCE) as again:
        assert asked(again).endswith(VERSION)


def test_what_makes_no_fault(server: OllamaServer) -> None:
    with pytest.raises(ValueError, match=r"kind must be one of reset, close, .*; got 'explode'"):
        server.fault("explode")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="after and delay must be 0 or more"):
        server.fault("hang", after=-1)
