"""Tests of `transport="aiohttp"`, which must behave like the default transport."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import aiohttp
import httpx
import pytest
from ollama_client import Client as LowLevelClient
from ollama_client import models
from ollama_client.api.generation import generate_chat

import ollama
from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.ollama.calls import TRANSPORT
from tests.patience import PATIENCE

pytest.importorskip("httpx_aiohttp")

ROOT = Path(__file__).parents[2]

#: Tests of the fault matrix with a different outcome, and why.
DIFFERENT = {
    # aiohttp reads ahead. A body that breaks in the same packet as the head fails the whole
    # request, before the stream has begun: nothing has arrived by then.
    "test_a_fault_has_its_class[chunk length that is not a number-async-True]",
    "test_a_fault_has_its_class[chunk longer than its length-async-True]",
    "test_a_fault_has_its_class[chunk length of 5,000 digits-async-True]",
    "test_a_stream_that_breaks_is_also_what_broke_it[async-True]",
    # The test has a pool without any connection, which the constructor refuses here.
    "test_no_free_connection_in_time[async-False]",
    "test_no_free_connection_in_time[async-True]",
}


@pytest.mark.slow
def test_the_fault_matrix(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    names = ("test_errors.py", "test_answers.py", "test_limits_and_keys.py", "test_bounds.py")
    files = [str(ROOT / "tests/ollama" / name) for name in names]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-k", "async"]
    done = subprocess.run(
        [*command, f"--junitxml={report}", *files],
        cwd=ROOT,
        env={**os.environ, TRANSPORT: "aiohttp"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    cases = list(ElementTree.parse(report).iter("testcase"))
    wrong = [case for case in cases if {it.tag for it in case} & {"failure", "error"}]
    failed = {case.get("name") for case in wrong}
    assert failed == DIFFERENT, done.stdout
    assert len(cases) > 250


def run(server: OllamaServer, use: Callable[[AsyncClient], Awaitable[Any]], **settings: Any) -> Any:
    """Return the result of using a client."""

    async def main() -> Any:
        async with AsyncClient(server.url, transport="aiohttp", **settings) as client:
            return await use(client)

    return asyncio.run(main())


# ---------------------------------------------------------------------- the keyword


def test_a_sync_client_refuses_it() -> None:
    with pytest.raises(ollama.RequestError, match=r"^transport: .aiohttp. is for async clients"):
        Client(transport="aiohttp")


def test_another_name_is_refused() -> None:
    with pytest.raises(ollama.RequestError, match=r"^transport: expected .* got str 'requests'$"):
        AsyncClient(transport="requests")


def test_settings_that_it_lacks_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^http2: "):
        AsyncClient(transport="aiohttp", http2=True)
    with pytest.raises(ValueError, match=r"^limits: "):
        AsyncClient(transport="aiohttp", limits=httpx.Limits(max_connections=0))


def test_without_the_package_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx_aiohttp", None)
    monkeypatch.delitem(sys.modules, "ollama_client._runtime.aiohttp_transport", raising=False)
    with pytest.raises(ImportError, match=r"install ollama-sdk\[aiohttp\]$"):
        AsyncClient(transport="aiohttp")


def test_a_package_that_is_broken_says_so_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ollama_client._runtime.semantics", ModuleType("broken"))
    monkeypatch.delitem(sys.modules, "ollama_client._runtime.aiohttp_transport", raising=False)
    with pytest.raises(ImportError, match="cannot import name 'IDEMPOTENT'"):
        AsyncClient(transport="aiohttp")


def test_the_low_level_client_takes_it(server: OllamaServer) -> None:
    async def main() -> list[str]:
        async with LowLevelClient(server.url, transport="aiohttp") as client:
            message = models.Message(role="user", content="Hi")
            body = models.ChatRequest(model="llama3.2", messages=[message])
            answer = await generate_chat.asyncio(client=client, body=body)
            stream = generate_chat.asyncio_stream(client=client, body=body)
            return [
                answer.message.content or "",
                *[it.message.content or "" async for it in stream],
            ]

    whole, *pieces = asyncio.run(main())
    assert whole == "".join(pieces) == "You said: Hi"


# ---------------------------------------------------------------------- calls


def test_what_is_sent_is_what_the_default_transport_sends(server: OllamaServer) -> None:
    async def use(client: AsyncClient) -> None:
        await client.chat("llama3.2", "Hi", options={"seed": 1}, extra_headers={"x-one": "1"})
        await client.show("llama3.2")
        await client.list()
        await client.create_blob(Path(__file__))

    run(server, use)
    sent = [*server.requests]
    server.reset()
    asyncio.run(use(AsyncClient(server.url)))
    expected = [*server.requests]
    assert [(it.method, it.path, it.body) for it in sent] == [
        (it.method, it.path, it.body) for it in expected
    ]
    headers = [
        [{name.lower(): value for name, value in it.headers.items()} for it in requests]
        for requests in (sent, expected)
    ]
    assert headers[0] == headers[1]


def test_a_large_body_is_sent_in_pieces(server: OllamaServer) -> None:
    text = "x" * (3 << 20)

    async def use(client: AsyncClient) -> str:
        return (await client.chat("llama3.2", text)).text

    server.reply("Hello")
    assert run(server, use) == "Hello"  # aiohttp warns of large bodies in one piece
    (request,) = server.requests
    assert request.json["messages"][0]["content"] == text
    assert {name.lower() for name in request.headers} >= {"content-length"}
    assert "transfer-encoding" not in {name.lower() for name in request.headers}


def test_many_streams_at_once(server: OllamaServer) -> None:
    async def one(client: AsyncClient, number: int) -> str:
        stream = await client.chat("llama3.2", f"number {number}", stream=True)
        return "".join([piece.text async for piece in stream])

    async def use(client: AsyncClient) -> list[str]:
        return await asyncio.gather(*(one(client, number) for number in range(100)))

    found = run(server, use, limits=httpx.Limits(max_connections=20))
    assert found == [f"You said: number {number}" for number in range(100)]


def test_cancelled_calls_cost_no_connection(server: OllamaServer) -> None:
    chance = random.Random(3)

    async def cancelled(client: AsyncClient) -> None:
        task = asyncio.create_task(client.chat("llama3.2", "Hi"))
        await asyncio.sleep(chance.random() / 100)
        task.cancel()
        await asyncio.wait([task])

    async def use(client: AsyncClient) -> list[str]:
        for _ in range(10):
            await asyncio.gather(*(cancelled(client) for _ in range(20)))
        answers = await asyncio.gather(*(client.chat("llama3.2", f"{n}") for n in range(10)))
        return [answer.text for answer in answers]

    found = run(server, use, limits=httpx.Limits(max_connections=5))
    assert found == [f"You said: {number}" for number in range(10)]


def test_cookies_are_not_kept_by_aiohttp(server: OllamaServer) -> None:
    async def use(client: AsyncClient) -> None:
        await client.list()
        session = client._client._transport.client  # type: ignore[attr-defined]
        assert len(session.cookie_jar) == 0

    run(server, use)


def test_a_recorder_that_replaces_a_method_of_aiohttp_sees_each_request(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    request: Any = aiohttp.ClientSession._request

    async def recorded(session: Any, method: str, url: Any, **keywords: Any) -> Any:
        seen.append(f"{method} {url}")
        return await request(session, method, url, **keywords)

    monkeypatch.setattr(aiohttp.ClientSession, "_request", recorded)

    async def use(client: AsyncClient) -> str:
        return (await client.chat("llama3.2", "Hi")).text

    assert run(server, use) == "You said: Hi"
    assert seen == [f"POST {server.url}/api/chat"]


# ---------------------------------------------------------------------- stopping


@pytest.mark.parametrize("by", ["aclose", "abort", "thread"])
def test_a_stream_can_be_stopped(server: OllamaServer, by: str) -> None:
    server.reply("one two three", delay=0.0)
    server.fault("hang", after=200, route="/api/chat")

    async def use(client: AsyncClient) -> list[str]:
        stream = await client.chat("llama3.2", "Hi", stream=True)
        texts = [(await anext(stream)).text]
        if by == "thread":
            threading.Timer(0.05, client.abort).start()
        else:
            loop = asyncio.get_running_loop()
            stop = client.abort if by == "abort" else lambda: loop.create_task(stream.aclose())
            loop.call_later(0.05, stop)
        return texts + [piece.text async for piece in stream]

    assert run(server, use)[0] == "one"


@pytest.mark.parametrize("stream", [False, True])
def test_a_deadline_ends_a_call(server: OllamaServer, stream: bool) -> None:
    server.fault("hang", route="/api/chat")

    async def use(client: AsyncClient) -> None:
        answer: Any = await client.chat("llama3.2", "Hi", stream=stream, deadline=0.1)
        async for _ in answer:
            pass

    with pytest.raises(ollama.DeadlineExceeded):
        run(server, use)


def test_a_wait_for_a_connection_has_a_limit_of_its_own(server: OllamaServer) -> None:
    server.fault("hang", route="/api/chat")

    async def use(client: AsyncClient) -> None:
        stream = await client.chat("llama3.2", "Hi", stream=True, timeout=PATIENCE)
        holding = asyncio.ensure_future(anext(stream))
        while not server.requests:
            await asyncio.sleep(0)
        try:
            await client.list()
        finally:
            holding.cancel()
            await asyncio.wait([holding])

    settings = {"timeout": httpx.Timeout(None, pool=0.05)}
    with pytest.raises(ollama.PoolTimeout):
        run(server, use, limits=httpx.Limits(max_connections=1), **settings)


# ---------------------------------------------------------------------- connections


@contextmanager
def closing_after_each_answer() -> Iterator[tuple[str, list[bytes]]]:
    """Yield a server that hangs up after each answer, although it announces keep-alive."""
    seen: list[bytes] = []
    body = b'{"version": "1"}'
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    seen.append(connection.recv(65536))
                    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                    connection.sendall(head + b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", seen
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_kept_connection_that_died_is_replaced() -> None:
    async def main(url: str) -> None:
        async with AsyncClient(url, transport="aiohttp") as client:
            for _ in range(5):
                assert (await client.version()).version == "1"

    with closing_after_each_answer() as (url, seen):
        asyncio.run(main(url))
    assert len(seen) == 5


def test_bytes_that_arrive_on_an_idle_connection_are_no_answer() -> None:
    def answer(version: bytes) -> bytes:
        body = b'{"version": "%b"}' % version
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        return head % len(body) + body

    is_idle = threading.Event()

    def serve(listening: socket.socket) -> None:
        for extra in (answer(b"stale"), b""):
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(answer(b"right"))
                is_idle.wait(PATIENCE)
                connection.sendall(extra)
                connection.recv(65536)  # until the client closes it

    async def main(url: str) -> list[str]:
        async with AsyncClient(url, transport="aiohttp") as client:
            first = await client.version()
            connector = client._client._transport.client.connector  # type: ignore[attr-defined]
            (((protocol, _),),) = connector._conns.values()
            is_idle.set()
            while not protocol.should_close:  # the bytes are still on their way
                await asyncio.sleep(0)
            return [first.version, (await client.version()).version]

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,), daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        assert asyncio.run(asyncio.wait_for(main(url), PATIENCE)) == ["right", "right"]
        thread.join(PATIENCE)


@pytest.mark.parametrize("most", [0, 1, 3, None])
def test_no_more_connections_are_kept_than_allowed(server: OllamaServer, most: int | None) -> None:
    async def use(client: AsyncClient) -> int:
        await asyncio.gather(*(client.chat("llama3.2", "Hi") for _ in range(10)))
        connector = client._client._transport.client.connector  # type: ignore[attr-defined]
        return sum(map(len, connector._conns.values()))

    server.reply("Hello", delay=0.01)
    kept = run(server, use, limits=httpx.Limits(max_keepalive_connections=most))
    assert kept == most if most is not None else kept > 3


def test_proxies_of_the_environment(server: OllamaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url.replace("//", "//user:s3cret@"))
    monkeypatch.setenv("no_proxy", "direct.invalid")

    async def main() -> None:
        async with AsyncClient("http://far.internal", transport="aiohttp") as client:
            assert (await client.chat("llama3.2", "Hi")).text == "You said: Hi"
        async with AsyncClient("http://direct.invalid", transport="aiohttp") as client:
            await client.list()

    with pytest.raises(ollama.NameNotFoundError, match=r"direct\.invalid"):
        asyncio.run(main())
    assert [it.headers["host"] for it in server.requests] == ["far.internal"]
    assert server.requests[0].headers["proxy-authorization"].startswith("Basic ")


def test_a_client_works_in_one_event_loop_after_the_other(server: OllamaServer) -> None:
    client = AsyncClient(server.url, transport="aiohttp")
    for number in range(3):
        assert asyncio.run(client.chat("llama3.2", f"{number}")).text == f"You said: {number}"


def test_closing_does_not_wait_for_a_server_that_reads_no_more() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        connections: list[socket.socket] = []

        def serve() -> None:
            connection, _ = listening.accept()
            connections.append(connection)
            connection.recv(2000)
            connection.sendall(b"HTTP/1.1 413 Large\r\nContent-Length: 2\r\n\r\n{}")

        threading.Thread(target=serve, daemon=True).start()

        async def main() -> None:
            client = AsyncClient(
                f"http://127.0.0.1:{listening.getsockname()[1]}", transport="aiohttp"
            )
            with pytest.raises(ollama.ResponseError, match="413"):
                await client.generate("m", "x" * 20_000_000)
            await asyncio.wait_for(client.close(), PATIENCE)

        asyncio.run(main())
        connections[0].close()
