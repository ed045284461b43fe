"""Tests of the life of clients: event loops that end, copies, and closing."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import gc
import pickle
import threading
import weakref
from typing import Any

import httpx
import pytest

from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.patience import PATIENCE

FLAVOURS = (Client, AsyncClient)

both_clients = pytest.mark.parametrize("cls", FLAVOURS)


class TaggedClient(Client):
    """A program's own client class, with an additional attribute."""

    def __init__(self, tag: list[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tag = tag


class NotingTransport(httpx.AsyncHTTPTransport):
    """A transport that records whether it was closed."""

    closed = False

    async def aclose(self) -> None:
        self.closed = True
        await super().aclose()


async def version(client: AsyncClient) -> str:
    return (await client.version()).version


def use(client: Any) -> str:
    """Call the server with either client, and close it."""
    if isinstance(client, Client):
        with client:
            return client.version().version

    async def call() -> str:
        async with client:
            return await version(client)

    return asyncio.run(call())


def close(client: Any) -> None:
    if isinstance(client, Client):
        client.close()
    else:
        asyncio.run(client.close())


# ---------------------------------------------------------------------- event loops


def test_async_client_works_in_one_loop_after_another(server: OllamaServer) -> None:
    client = AsyncClient(server.url)
    answers = [asyncio.run(version(client)) for _ in range(3)]
    gc.collect()  # Open connections would cause a warning now, and warnings are errors here.
    assert len(set(answers)) == 1
    assert len(server.requests) == 3


def test_streams_work_in_one_loop_after_another(server: OllamaServer) -> None:
    client = AsyncClient(server.url)

    async def text() -> str:
        parts = await client.chat("llama3.2", "Hi", stream=True)
        return "".join([part.message.content or "" async for part in parts])

    server.reply("one")
    server.reply("two")
    assert [asyncio.run(text()), asyncio.run(text())] == ["one", "two"]


def test_connections_stay_open_within_a_loop(server: OllamaServer) -> None:
    client = AsyncClient(server.url)

    async def twice() -> bool:
        first = client._client
        await version(client)
        await version(client)
        return client._client is first and not first.is_closed

    assert asyncio.run(twice())


def test_connections_are_closed_with_their_loop(server: OllamaServer) -> None:
    client = AsyncClient(server.url)

    async def pool() -> httpx.AsyncClient:
        await version(client)
        return client._client

    first, second = asyncio.run(pool()), asyncio.run(pool())
    assert first is not second
    assert first.is_closed
    assert second.is_closed


def test_client_thrown_away_in_a_loop_closes_its_connections(server: OllamaServer) -> None:
    transport = NotingTransport()

    async def leave() -> bool:
        await version(AsyncClient(server.url, transport=transport))
        gc.collect()
        for _ in range(10):
            await asyncio.sleep(0)
        return transport.closed

    assert asyncio.run(leave())


def test_stream_outlives_the_client_it_came_from(server: OllamaServer) -> None:
    server.reply("one two three four")

    async def text() -> str:
        out = ""
        async for part in await AsyncClient(server.url).chat("llama3.2", "Hi", stream=True):
            out += part.message.content or ""
            gc.collect()
            await asyncio.sleep(0)
        return out

    assert asyncio.run(text()) == "one two three four"


def test_loop_may_end_in_the_middle_of_a_stream(server: OllamaServer) -> None:
    client = AsyncClient(server.url)
    server.reply("one two three four")

    async def begin() -> tuple[Any, httpx.AsyncClient]:
        parts = await client.chat("llama3.2", "Hi", stream=True)
        await parts.__anext__()
        return parts, client._client

    parts, pool = asyncio.run(begin())
    assert pool.is_closed
    assert asyncio.run(version(client))
    del parts, pool
    gc.collect()


def test_loops_that_are_over_are_not_kept(server: OllamaServer) -> None:
    client = AsyncClient(server.url)

    async def loop() -> weakref.ref[asyncio.AbstractEventLoop]:
        await version(client)
        return weakref.ref(asyncio.get_running_loop())

    first = asyncio.run(loop())
    assert asyncio.run(version(client))
    gc.collect()
    assert first() is None


def test_loops_of_two_threads_share_a_client(server: OllamaServer) -> None:
    client = AsyncClient(server.url)
    both_there = threading.Barrier(2, timeout=PATIENCE)
    failures: list[Exception] = []

    async def calls() -> None:
        await version(client)
        both_there.wait()
        await version(client)

    def run() -> None:
        try:
            asyncio.run(calls())
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(server.requests) == 4


def test_changed_settings_reach_the_next_loop(server: OllamaServer) -> None:
    client = AsyncClient(server.url)

    async def change() -> None:
        await version(client)
        client._client.headers["x-tenant"] = "blue"
        client._client.cookies.set("session", "7")
        client._client.timeout = httpx.Timeout(12)

    asyncio.run(change())
    asyncio.run(version(client))
    headers = server.requests[-1].headers
    assert (headers["x-tenant"], headers["cookie"]) == ("blue", "session=7")
    assert client._client.timeout == httpx.Timeout(12)


def test_what_is_set_before_any_loop_is_used_by_the_first(server: OllamaServer) -> None:
    client = AsyncClient(server.url, http1=True)
    made = client._client
    made.headers["x-tenant"] = "green"

    async def same() -> bool:
        await version(client)
        return client._client is made

    assert asyncio.run(same())
    assert server.requests[-1].headers["x-tenant"] == "green"


def test_httpx_client_given_by_a_user_stays() -> None:
    given = httpx.AsyncClient(
        base_url="http://mock",
        transport=httpx.MockTransport(lambda _: httpx.Response(200, json={"version": "mock"})),
    )
    client = AsyncClient()
    client._client = given
    assert [asyncio.run(version(client)), asyncio.run(version(client))] == ["mock", "mock"]
    assert client._client is given
    assert not given.is_closed
    asyncio.run(client.close())
    assert given.is_closed


# ---------------------------------------------------------------------- copies


@both_clients
@pytest.mark.parametrize(
    "copied",
    [copy.copy, copy.deepcopy, lambda client: pickle.loads(pickle.dumps(client))],
    ids=["copy", "deepcopy", "pickle"],
)
def test_copies_connect_anew_with_the_same_arguments(
    server: OllamaServer, cls: Any, copied: Any
) -> None:
    client = cls(server.url, timeout=PATIENCE, headers={"x-tenant": "blue"})
    made = client._client
    twin = copied(client)
    assert type(twin) is cls
    assert twin.host == client.host
    assert twin._client is not made
    assert twin._client.timeout == httpx.Timeout(PATIENCE, pool=None)
    assert use(twin) == use(client)
    assert [one.headers["x-tenant"] for one in server.requests] == ["blue", "blue"]


@both_clients
def test_copies_of_closed_clients_are_open(server: OllamaServer, cls: Any) -> None:
    client = cls(server.url)
    use(client)
    assert use(copy.deepcopy(client))


def test_copies_keep_what_subclasses_add(server: OllamaServer) -> None:
    client = TaggedClient(["a"], host=server.url)
    twin = copy.deepcopy(client)
    assert twin.tag == ["a"]
    assert twin.tag is not client.tag
    assert use(twin)


def test_copy_of_the_shared_client_reads_the_environment_anew(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Client.lazily()
    monkeypatch.setenv("OLLAMA_HOST", server.url)
    twin = pickle.loads(pickle.dumps(shared))
    assert twin.host == server.url
    assert use(twin)


# ---------------------------------------------------------------------- closing


@both_clients
def test_closed_client_refuses_calls(server: OllamaServer, cls: Any) -> None:
    client = cls(server.url)
    use(client)
    with pytest.raises(RuntimeError, match="closed"):
        use(client)
    assert len(server.requests) == 1


@both_clients
@pytest.mark.parametrize("used", [True, False])
def test_closing_twice_is_fine(server: OllamaServer, cls: Any, used: bool) -> None:
    client = cls(server.url)
    if used:
        use(client)
    close(client)
    close(client)
    assert client._client.is_closed


def test_async_client_closed_in_its_loop_stays_closed_in_it(server: OllamaServer) -> None:
    client = AsyncClient(server.url)

    async def after_closing() -> None:
        await client.close()
        with pytest.raises(RuntimeError, match="closed"):
            await version(client)
        with pytest.raises(RuntimeError, match="closed"):
            async for _ in await client.chat("llama3.2", "Hi", stream=True):
                pass

    asyncio.run(after_closing())
    assert server.requests == []


def test_sync_stream_of_a_closed_client_refuses(server: OllamaServer) -> None:
    client = Client(server.url)
    client.close()
    parts = client.chat("llama3.2", "Hi", stream=True)
    with pytest.raises(RuntimeError, match="closed"), contextlib.closing(parts):
        next(parts)
