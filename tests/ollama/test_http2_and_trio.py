"""Tests with HTTP/2 and trio, if the packages h2 and trio are installed."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

import ollama
from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.ollama.calls import MODES, call

MODEL = "llama3.2"

modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


def piece(text: str, *, done: bool) -> bytes:
    message = {"role": "assistant", "content": text}
    line = {"model": MODEL, "created_at": "2026-01-01T00:00:00Z", "message": message, "done": done}
    return json.dumps(line).encode() + b"\n"


# ---------------------------------------------------------------------- HTTP/2


class HTTP2Server:
    """Answers each chat with `Hello you`. For `Go on`, it sends only one piece, and never ends."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.connections = 0

    def serve(self) -> None:
        while True:
            try:
                taken, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._talk, args=(taken,)).start()

    def _talk(self, taken: socket.socket) -> None:
        h2 = pytest.importorskip("h2.connection")
        events = pytest.importorskip("h2.events")
        config = pytest.importorskip("h2.config").H2Configuration(client_side=False)
        http = h2.H2Connection(config)
        http.initiate_connection()
        bodies: dict[int, bytes] = {}
        with taken, contextlib.suppress(OSError):
            taken.sendall(http.data_to_send())
            while data := taken.recv(65536):
                for event in http.receive_data(data):
                    if isinstance(event, events.DataReceived):
                        bodies[event.stream_id] = bodies.get(event.stream_id, b"") + event.data
                    if isinstance(event, events.StreamEnded):
                        self._answer(http, event.stream_id, json.loads(bodies[event.stream_id]))
                taken.sendall(http.data_to_send())

    def _answer(self, http: Any, stream: int, asked: dict[str, Any]) -> None:
        http.send_headers(stream, [(":status", "200"), ("content-type", "application/x-ndjson")])
        if asked["messages"][0]["content"] == "Go on":
            http.send_data(stream, piece("Hello", done=False))
        elif asked["stream"]:
            http.send_data(stream, piece("Hello", done=False) + piece(" you", done=True), True)
        else:
            http.send_data(stream, piece("Hello you", done=True), True)


@pytest.fixture
def http2() -> Iterator[tuple[HTTP2Server, str]]:
    pytest.importorskip("h2")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = HTTP2Server(listener)
        thread = threading.Thread(target=server.serve)
        thread.start()
        yield server, f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


#: Without TLS, HTTP/2 cannot be negotiated, so both sides must expect it.
PRIOR: dict[str, Any] = {"http1": False, "http2": True}


@modes
def test_chats_over_http2(http2: tuple[HTTP2Server, str], flavour: str, stream: bool) -> None:
    outcome = call(flavour, "chat", MODEL, "Hi", stream=stream, at=http2[1], client=PRIOR)
    assert "".join(it.text for it in outcome.all) == "Hello you"


def test_calls_share_a_connection_of_http2(http2: tuple[HTTP2Server, str]) -> None:
    server, url = http2
    with Client(url, **PRIOR) as client, client.chat(MODEL, "Go on", stream=True) as stream:
        assert next(stream).text == "Hello"
        assert client.chat(MODEL, "Hi").text == "Hello you"
    assert server.connections == 1


@modes
def test_the_read_timeout_ends_what_a_deadline_cannot(
    http2: tuple[HTTP2Server, str], flavour: str, stream: bool
) -> None:
    """Other calls may use the connection, so a deadline does not close it."""
    settings = {**PRIOR, "deadline": 0.05, "timeout": 0.1}
    outcome = call(flavour, "chat", MODEL, "Go on", stream=stream, at=http2[1], client=settings)
    assert isinstance(outcome.error, ollama.DeadlineExceeded)


# ---------------------------------------------------------------------- trio


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


def test_async_clients_run_under_trio(server: OllamaServer) -> None:
    trio = pytest.importorskip("trio")

    async def main() -> None:
        async with AsyncClient(server.url) as client:
            server.reply("Hello you", times=3)
            assert (await client.chat(MODEL, "Hi")).text == "Hello you"
            pieces = [it.text async for it in client.chat(MODEL, "Hi", stream=True)]
            assert "".join(pieces) == "Hello you"
            assert (await client.run_tools(MODEL, "Hi", tools=[add])).response.text == "Hello you"
            server.fault("hang", times=2)
            with pytest.raises(ollama.DeadlineExceeded):
                await client.chat(MODEL, "Hi", deadline=0.05)
            with trio.move_on_after(0.05) as scope:
                await client.chat(MODEL, "Hi")
            assert scope.cancelled_caught
            async with trio.open_nursery() as nursery:
                for _ in range(10):
                    nursery.start_soon(client.chat, MODEL, "Hi")

    trio.run(main)
