"""Deadlines, retries and stopping of operations, set for a client and for a call."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ollama_client import Client, errors
from ollama_client._runtime import retries
from ollama_client.api.blobs import head_blob
from ollama_client.api.generation import generate_chat
from ollama_client.api.models import list_models
from ollama_client.models import ChatRequest, Message

from ollama.testing import OllamaServer
from tests.calls import WHOLE, outcome
from tests.patience import PATIENCE

FLAVOURS = ("sync", "asyncio", "stream", "asyncio_stream")
ASKED = ChatRequest(model="llama3.2", messages=[Message(role="user", content="Hi")])
both = pytest.mark.parametrize("flavour", FLAVOURS)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OllamaServer]:
    monkeypatch.setattr(retries, "_FIRST_SECONDS", 0.001)
    with OllamaServer() as running:
        yield running


#: Ways to give a setting: to the client, to the call, to a client that shares connections.
WAYS: dict[str, Callable[..., tuple[Client, dict[str, Any]]]] = {
    "client": lambda url, **settings: (Client(url, **settings), {}),
    "call": lambda url, **settings: (Client(url), settings),
    "with_options": lambda url, **settings: (Client(url).with_options(**settings), {}),
}
all_ways = pytest.mark.parametrize("way", WAYS)


@both
@all_ways
def test_a_deadline_ends_the_whole_call(server: OllamaServer, flavour: str, way: str) -> None:
    server.fault("slow", delay=0.02)
    client, settings = WAYS[way](server.url, deadline=0.15)
    began = time.perf_counter()
    error = outcome(flavour, generate_chat, client, body=ASKED, **settings).error
    assert isinstance(error, errors.DeadlineExceeded)
    assert time.perf_counter() - began < PATIENCE


@both
@all_ways
def test_a_busy_server_is_asked_again(server: OllamaServer, flavour: str, way: str) -> None:
    server.fail(503, "busy", times=2)
    client, settings = WAYS[way](server.url, max_retries=2)
    assert outcome(flavour, generate_chat, client, body=ASKED, **settings).error is None
    assert len(server.requests) == 3


@both
def test_the_call_wins_over_the_client(server: OllamaServer, flavour: str) -> None:
    server.fail(503, "busy", times=None)
    client = Client(server.url, max_retries=5)
    error = outcome(flavour, generate_chat, client, body=ASKED, max_retries=1).error
    assert isinstance(error, errors.ServiceUnavailableError)
    assert len(server.requests) == 2


@pytest.mark.parametrize("flavour", WHOLE)
def test_what_is_not_there_is_not_asked_for_again(server: OllamaServer, flavour: str) -> None:
    client = Client(server.url, max_retries=3)
    asked = outcome(flavour, head_blob, client, digest="sha256:" + "0" * 64)
    assert asked.error is None
    assert asked.value is False
    assert len(server.requests) == 1


@both
@pytest.mark.parametrize(
    ("name", "value"), [("deadline", 0), ("deadline", "5"), ("max_retries", -1)]
)
@all_ways
def test_bounds_that_are_none(flavour: str, name: str, value: Any, way: str) -> None:
    with pytest.raises(errors.InvalidRequestError, match=f"{name}: expected"):
        client, settings = WAYS[way]("http://127.0.0.1:1", **{name: value})
        raise outcome(flavour, generate_chat, client, body=ASKED, **settings).error


def test_options_share_the_connections(server: OllamaServer) -> None:
    with Client(server.url, headers={"x-a": "1"}) as client:
        other = client.with_options(headers={"x-b": "2"}, timeout=9)
        list_models.sync(client=client)
        list_models.sync(client=other, headers={"x-c": "3"})
        assert other.http is client.http
        assert not other.http.is_closed
    first, second = server.requests
    assert "x-b" not in first.headers
    assert [second.headers.get(name) for name in ("x-a", "x-b", "x-c")] == ["1", "2", "3"]
    with pytest.raises(TypeError, match="'deadlin': did you mean 'deadline'"):
        Client().with_options(**{"deadlin": 1})  # type: ignore[misc] # pyright: ignore


def test_another_thread_closes_a_stream(server: OllamaServer) -> None:
    server.fault("hang", after=400)
    with Client(server.url) as client:
        stream = generate_chat.stream(client=client, body=ASKED)
        thread = threading.Thread(target=lambda: [*stream])
        thread.start()
        assert server.wait_for_requests()
        time.sleep(0.02)  # usually enough for it to wait in the body
        stream.close()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_another_task_closes_a_stream(server: OllamaServer) -> None:
    server.fault("hang", after=400)

    async def main() -> None:
        async with Client(server.url) as client:
            stream = generate_chat.asyncio_stream(client=client, body=ASKED)

            async def read() -> int:
                return len([item async for item in stream])

            task = asyncio.create_task(read())
            assert await asyncio.to_thread(server.wait_for_requests)
            await stream.aclose()
            await asyncio.wait_for(task, PATIENCE)

    asyncio.run(main())


def test_all_calls_are_ended(server: OllamaServer) -> None:
    server.fault("hang")
    with Client(server.url) as client:
        ended: list[BaseException | None] = []
        thread = threading.Thread(
            target=lambda: ended.append(outcome("sync", generate_chat, client, body=ASKED).error)
        )
        thread.start()
        assert server.wait_for_requests()
        client.abort()
        thread.join(PATIENCE)
    assert isinstance(ended[0], errors.StreamStoppedError)
