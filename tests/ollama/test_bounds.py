"""Tests of how long a call may take, and how often it is repeated."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

import ollama
from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, MODES, call
from tests.patience import PATIENCE

both_modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer() as running:
        yield running


# ---------------------------------------------------------------------- deadlines


@both_modes
@pytest.mark.parametrize("of_client", [True, False])
def test_a_byte_now_and_then_does_not_put_the_deadline_off(
    server: OllamaServer, flavour: str, stream: bool, of_client: bool
) -> None:
    server.fault("slow", delay=0.02)
    given: dict[str, Any] = {"deadline": 0.3, "timeout": 5}
    client, keywords = (given, {}) if of_client else ({}, given)
    began = time.perf_counter()
    error: Any = call(
        flavour, "chat", "llama3.2", "Hi", stream=stream, at=server, client=client, **keywords
    ).error
    assert time.perf_counter() - began < PATIENCE
    assert isinstance(error, ollama.DeadlineExceeded), repr(error)
    assert isinstance(error, TimeoutError)
    assert "0.3 s" in str(error)


ANSWER = b'{"done": true, "message": {"content": "a"}}'


@contextlib.contextmanager
def answering(listener: socket.socket, header: str = "", late: float = 0) -> Iterator[None]:
    """Answer one request at a socket, which listens now, or after some seconds."""
    listener.settimeout(PATIENCE)
    if not late:
        listener.listen()

    def serve() -> None:
        if late:
            time.sleep(late)
            listener.listen()
        peer, _ = listener.accept()
        with peer:
            peer.sendall(f"HTTP/1.1 200 OK\r\n{header}\r\n".encode() + ANSWER)
            while peer.recv(65536):
                pass

    thread = threading.Thread(target=serve)
    thread.start()
    yield
    thread.join()


@both_modes
def test_a_body_of_no_length_is_not_whole_at_the_deadline(
    closed: socket.socket, closed_host: str, flavour: str, stream: bool
) -> None:
    with answering(closed):
        outcome = call(flavour, "chat", "m", "Hi", stream=stream, at=closed_host, deadline=0.3)
    assert isinstance(outcome.error, ollama.DeadlineExceeded), repr(outcome.error)


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_stream_at_its_deadline_has_what_had_arrived(server: OllamaServer, flavour: str) -> None:
    server.reply(chunks=["a"] + ["b"] * 1000, delay=0.05)
    outcome = call(flavour, "chat", "llama3.2", "Hi", stream=True, at=server, deadline=0.5)
    error: Any = outcome.error
    assert isinstance(error, ollama.DeadlineExceeded)
    assert isinstance(error, ollama.IncompleteStreamError)
    assert error.partial == outcome.items


@both_modes
def test_who_is_in_time_is_left_alone(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.reply("Hello!")
    outcome = call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server, deadline=PATIENCE)
    assert "".join(piece.text for piece in outcome.all) == "Hello!"


@pytest.mark.parametrize(
    ("name", "value"),
    [("deadline", 0), ("deadline", "5"), ("deadline", True), ("deadline", float("nan")),
     ("max_retries", -1), ("max_retries", 1.5), ("max_retries", True)],
)  # fmt: skip
def test_bounds_that_are_none(server: OllamaServer, name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=name):
        Client(server.url, **{name: value})
    with Client(server.url) as client, pytest.raises(ValueError, match=name):
        client.chat("llama3.2", "Hi", **{name: value})
    assert server.requests == []


# ---------------------------------------------------------------------- retries

SOON = {"Retry-After": "0"}


@both_modes
@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_a_busy_server_is_asked_again(
    server: OllamaServer, flavour: str, stream: bool, status: int
) -> None:
    server.fault("respond", status=status, headers=SOON, data=b"{}", times=2)
    server.reply("Hello!")
    outcome = call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server, max_retries=2)
    assert "".join(piece.text for piece in outcome.all) == "Hello!"
    assert len(server.requests) == 3


@both_modes
def test_not_more_often_than_wanted(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.fault("respond", status=503, headers=SOON, data=b"{}", times=None)
    settings = {"max_retries": 1}
    outcome = call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server, client=settings)
    assert isinstance(outcome.error, ollama.ServiceUnavailableError)
    assert len(server.requests) == 2


@both_modes
@pytest.mark.parametrize("status", [400, 404, 500])
def test_what_would_fail_again_is_not_asked_again(
    server: OllamaServer, flavour: str, stream: bool, status: int
) -> None:
    server.fault("respond", status=status, headers=SOON, data=b"{}", times=None)
    call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server, max_retries=3)
    assert len(server.requests) == 1


@both_modes
def test_without_asking_nothing_is_asked_again(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    server.fault("respond", status=503, headers=SOON, data=b"{}", times=None)
    call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server)
    assert len(server.requests) == 1


@both_modes
@pytest.mark.parametrize("kind", ["close", "reset"])
def test_what_may_have_been_carried_out_is_not_asked_again(
    server: OllamaServer, flavour: str, stream: bool, kind: Any
) -> None:
    server.fault(kind, after=20, times=None)
    call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server, max_retries=3)
    assert len(server.requests) == 1


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_stream_that_began_is_not_asked_again(server: OllamaServer, flavour: str) -> None:
    server.cut(after=1, times=None)
    outcome = call(flavour, "chat", "llama3.2", "Hi", stream=True, at=server, max_retries=3)
    assert isinstance(outcome.error, ollama.IncompleteStreamError)
    assert len(server.requests) == 1


@both_modes
def test_a_server_that_starts_late(
    closed: socket.socket, closed_host: str, flavour: str, stream: bool
) -> None:
    with answering(closed, f"Content-Length: {len(ANSWER)}\r\n", late=0.1):
        asked = call(flavour, "chat", "m", "Hi", stream=stream, at=closed_host, max_retries=9)
    assert [part.message.content for part in asked.all] == ["a"]


def test_a_long_pause_is_not_made(server: OllamaServer) -> None:
    server.fault("respond", status=429, headers={"Retry-After": "3600"}, data=b"{}", times=None)
    error: Any = call("sync", "chat", "llama3.2", "Hi", at=server, max_retries=3).error
    assert error.retry_after == 3600
    assert "3600 s" in str(error)
    assert len(server.requests) == 1


@both_modes
def test_a_pause_ends_with_the_deadline(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.fault("respond", status=429, headers={"Retry-After": "50"}, data=b"{}", times=None)
    bounds = {"max_retries": 3, "deadline": 0.3}
    error = call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server, **bounds).error
    assert isinstance(error, ollama.DeadlineExceeded)


# ---------------------------------------------------------------------- other settings


def test_options_of_a_client_that_shares_connections(server: OllamaServer) -> None:
    server.fault("respond", status=503, headers=SOON, data=b"{}")
    with Client(server.url) as client:
        other = client.with_options(max_retries=1, extra_headers={"x-own": "1"})
        assert other._client is client._client
        assert other.version()
        assert client.version()
    assert [request.headers.get("x-own") for request in server.requests] == ["1", "1", None]
    with pytest.raises(TypeError, match="did you mean"):
        client.with_options(max_retry=1)  # type: ignore[call-arg]


def test_options_of_an_async_client_that_shares_connections(server: OllamaServer) -> None:
    server.fault("respond", status=503, headers=SOON, data=b"{}")

    async def main() -> None:
        async with AsyncClient(server.url) as client:
            other = client.with_options(max_retries=1)
            assert other._client is client._client
            assert await other.version()

    asyncio.run(main())
    assert len(server.requests) == 2


def test_the_key_of_a_client(server: OllamaServer) -> None:
    with Client(server.url, api_key=" k-1\n") as client:
        client.version()
    assert server.requests[0].headers["authorization"] == "Bearer k-1"
