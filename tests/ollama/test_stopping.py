"""Tests of calls that are ended by another thread or task, at any point."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

import ollama
from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS
from tests.patience import PATIENCE


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer() as running:
        yield running


#: Where a reader is stopped: the fault of the server, and the pieces received until then.
PLACES: dict[str, Callable[[OllamaServer], None]] = {
    "before the head": lambda server: server.fault("hang"),
    "in the head": lambda server: server.fault("hang", after=30),
    "in the body": lambda server: server.fault("hang", after=400),
    "between pieces": lambda server: server.reply("a b", delay=10 * PATIENCE),
}

STREAMS: dict[str, Callable[[Any], Any]] = {
    "chat": lambda client: client.chat("llama3.2", "Hi", stream=True),
    "generate": lambda client: client.generate("llama3.2", "Hi", stream=True),
    "parse": lambda client: client.parse("llama3.2", "Hi", format=list[int], stream=True),
    "run_tools": lambda client: client.run_tools("llama3.2", "Hi", tools=[], stream=True),
}


class Reader:
    """Reads a stream in a separate thread."""

    def __init__(self, stream: Any) -> None:
        self.items: list[Any] = []
        self.error: BaseException | None = None
        self.thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self.thread.start()

    def _read(self, stream: Any) -> None:
        try:
            for item in stream:
                self.items.append(item)
        except BaseException as error:
            self.error = error

    def ended(self) -> bool:
        self.thread.join(PATIENCE)
        return not self.thread.is_alive()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", STREAMS)
def test_another_thread_closes_a_stream(server: OllamaServer, kind: str, place: str) -> None:
    PLACES[place](server)
    with Client(server.url) as client:
        stream = STREAMS[kind](client)
        reader = Reader(stream)
        assert server.wait_for_requests()
        time.sleep(0.02)  # usually enough for it to wait at this place
        began = time.perf_counter()
        stream.close()
        assert reader.ended()
        assert reader.error is None
        assert time.perf_counter() - began < PATIENCE
        assert server.requests[0].wait(PATIENCE)
        assert server.requests[0].aborted
        assert client.version()  # the client still works


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", STREAMS)
def test_another_task_closes_a_stream(server: OllamaServer, kind: str, place: str) -> None:
    PLACES[place](server)

    async def main() -> None:
        async with AsyncClient(server.url) as client:
            stream = await STREAMS[kind](client)

            async def read() -> None:
                async for _ in stream:
                    pass

            reader = asyncio.create_task(read())
            assert await asyncio.to_thread(server.wait_for_requests)
            await asyncio.sleep(0.02)
            await stream.aclose()
            await asyncio.wait_for(reader, PATIENCE)
            assert await client.version()

    asyncio.run(main())
    assert server.requests[0].wait(PATIENCE)
    assert server.requests[0].aborted


def test_a_stopped_stream_is_no_answer(server: OllamaServer) -> None:
    server.fault("hang", after=400)
    with Client(server.url) as client:
        stream = client.chat("llama3.2", "Hi", stream=True)
        reader = Reader(stream)
        assert server.wait_for_requests()
        client.abort()
        assert reader.ended()
        with pytest.raises(ollama.StreamStoppedError):
            stream.get_final_response()
        with pytest.raises(RuntimeError):
            stream.get_final_response()


def test_other_streams_go_on(server: OllamaServer) -> None:
    server.reply("a b", delay=10 * PATIENCE)
    with Client(server.url) as client:
        stopped = client.chat("llama3.2", "Hi", stream=True)
        reader = Reader(stopped)
        assert server.wait_for_requests()
        server.reply(chunks=["c", "d"], delay=0.05)
        other = client.chat("llama3.2", "Hi", stream=True)
        first = next(other)
        stopped.close()
        assert first.text + "".join(piece.text for piece in other) == "cd"
        assert reader.ended()


def test_what_is_over_is_not_stopped(server: OllamaServer) -> None:
    """The connection of a finished stream may already belong to another call."""
    with Client(server.url) as client:
        done = client.chat("llama3.2", "Hi", stream=True)
        list(done)
        server.reply(chunks=["c", "d"], delay=0.05)
        other = client.chat("llama3.2", "Hi", stream=True)
        first = next(other)
        done.close()
        done._arrival.stop.stop()
        assert first.text + "".join(piece.text for piece in other) == "cd"


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_abort_ends_whole_calls(server: OllamaServer, flavour: str) -> None:
    server.fault("hang")

    def wait(client: Any, call: Callable[[], Any]) -> BaseException | None:
        timer = threading.Thread(target=lambda: server.wait_for_requests() and client.abort())
        timer.start()
        try:
            call()
        except BaseException as error:
            return error
        finally:
            timer.join()
        return None

    if flavour == "sync":
        with Client(server.url) as one:
            error = wait(one, lambda: one.chat("llama3.2", "Hi"))
            assert one.version()
    else:

        async def main() -> None:
            async with AsyncClient(server.url) as client:
                clients.append(client)
                await client.chat("llama3.2", "Hi")

        clients: list[Any] = []
        aborter = type("Aborter", (), {"abort": lambda self: clients[0].abort()})()
        error = wait(aborter, lambda: asyncio.run(main()))
    assert type(error) is ollama.StreamStoppedError


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_call_that_waits_for_a_connection_is_stopped(server: OllamaServer, flavour: str) -> None:
    server.fault("hang", times=None)
    limits = httpx.Limits(max_connections=1)
    if flavour == "sync":
        with Client(server.url, limits=limits) as client:
            first = Reader(client.chat("llama3.2", "Hi", stream=True))
            assert server.wait_for_requests()
            waiting = client.chat("llama3.2", "Hi", stream=True)
            second = Reader(waiting)
            time.sleep(0.05)
            waiting.close()
            assert second.ended()
            assert second.error is None
            assert first.thread.is_alive()
            client.abort()
            assert first.ended()
        return

    async def main() -> None:
        async def read(stream: Any) -> None:
            async for _ in stream:
                pass

        async with AsyncClient(server.url, limits=limits) as client:
            first = asyncio.create_task(read(await client.chat("llama3.2", "Hi", stream=True)))
            assert await asyncio.to_thread(server.wait_for_requests)
            waiting = await client.chat("llama3.2", "Hi", stream=True)
            second = asyncio.create_task(read(waiting))
            await asyncio.sleep(0.05)
            await waiting.aclose()
            await asyncio.wait_for(second, PATIENCE)
            assert not first.done()
            client.abort()
            await asyncio.wait_for(first, PATIENCE)

    asyncio.run(main())


def test_a_run_is_stopped_while_a_tool_works(server: OllamaServer) -> None:
    working, release = threading.Event(), threading.Event()

    def slow() -> str:
        """Work."""
        working.set()
        release.wait(PATIENCE)
        return "done"

    server.reply(tool_calls=[{"name": "slow", "arguments": {}}])
    with Client(server.url) as client:
        run = client.run_tools("llama3.2", "Hi", tools=[slow], stream=True)
        reader = Reader(run)
        assert working.wait(PATIENCE)
        run.close()
        assert reader.ended()
        assert reader.error is None
        release.set()
    assert len(server.requests) == 1


def test_a_chat_that_is_stopped_keeps_what_had_arrived(server: OllamaServer) -> None:
    server.reply(chunks=["one ", "two ", *["x"] * 50], delay=0.05)
    chat = ollama.Chat("llama3.2", client=Client(server.url))
    stream = chat.stream("Hi")
    arrived = threading.Event()

    def read() -> None:
        for _ in stream:
            arrived.set()

    reader = threading.Thread(target=read)
    reader.start()
    assert arrived.wait(PATIENCE)
    stream.close()
    reader.join(PATIENCE)
    assert not reader.is_alive()
    assert [message.role for message in chat.messages] == ["user", "assistant"]
    chat.client.close()


def test_a_call_that_connects_is_stopped_once_it_has() -> None:
    """Connecting ends at the connect timeout at the latest."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        Client(f"127.0.0.1:{listener.getsockname()[1]}") as client,
    ):
        stream = client.chat("llama3.2", "Hi", stream=True)
        reader = Reader(stream)
        stream.close()
        assert reader.ended()
        assert reader.error is None
