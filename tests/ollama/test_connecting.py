"""A call that is connecting can be ended by its deadline, `close()` and `abort()`."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Generator
from typing import Any

import httpcore
import httpx
import pytest
from ollama_client._runtime import transport

import ollama
from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.ollama.calls import MODES, call

modes = pytest.mark.parametrize(("flavour", "stream"), MODES)

#: These calls are not ended by a limit of the connection.
FOR_EVER = httpx.Timeout(None)


@contextlib.contextmanager
def dropping() -> Generator[str, None, None]:
    """A host that does not answer attempts to connect, because its queue is full."""
    with contextlib.ExitStack() as stack:
        full = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            one = stack.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        yield f"http://127.0.0.1:{full.getsockname()[1]}"


@contextlib.contextmanager
def silent() -> Generator[str, None, None]:
    """A host that accepts connections, and does not continue when TLS starts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"


hosts = pytest.mark.parametrize("host", [dropping, silent])


@hosts
@modes
def test_a_deadline_ends_it(host: Any, flavour: str, stream: bool) -> None:
    with host() as url:
        settings = {"timeout": FOR_EVER, "deadline": 0.05}
        error = call(flavour, "chat", "m", "Hi", stream=stream, at=url, client=settings).error
    assert isinstance(error, ollama.DeadlineExceeded)


@contextlib.contextmanager
def repeated(end: Callable[[], object]) -> Generator[None, None, None]:
    """Call a function again and again from another thread, until the block is left."""
    is_over = threading.Event()

    def work() -> None:
        while not is_over.wait(0.01):
            end()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


@hosts
@modes
def test_abort_ends_it(host: Any, flavour: str, stream: bool) -> None:
    def ask(client: Client) -> list[Any]:
        answer: Any = client.chat("m", "Hi", stream=stream)
        return list(answer) if stream else [answer]

    async def aask(client: AsyncClient) -> list[Any]:
        async with client:
            answer: Any = await client.chat("m", "Hi", stream=stream)
            return [piece async for piece in answer] if stream else [answer]

    def main(url: str) -> list[Any]:
        if flavour == "async":
            client = AsyncClient(url, timeout=FOR_EVER)
            with repeated(client.abort):
                return asyncio.run(aask(client))
        with Client(url, timeout=FOR_EVER) as one, repeated(one.abort):
            return ask(one)

    with host() as url:
        if stream:
            assert main(url) == []
        else:
            with pytest.raises(ollama.StreamStoppedError):
                main(url)


@hosts
def test_close_ends_it(host: Any) -> None:
    with host() as url, Client(url, timeout=FOR_EVER) as client:
        stream = client.chat("m", "Hi", stream=True)
        with repeated(stream.close):
            assert list(stream) == []


@pytest.mark.parametrize("stream", [False, True])
def test_looking_up_a_name_is_left_behind(
    monkeypatch: pytest.MonkeyPatch, server: OllamaServer, stream: bool
) -> None:
    """Its late result is closed."""
    is_asked, goes_on, look_up = threading.Event(), threading.Event(), socket.getaddrinfo
    threads = set(threading.enumerate())
    streams: list[Any] = []

    def slowly(*_: Any, **__: Any) -> Any:
        is_asked.set()
        goes_on.wait()
        return look_up("127.0.0.1", server.port, type=socket.SOCK_STREAM)

    class Backend(httpcore.SyncBackend):
        def connect_tcp(self, *args: Any, **keywords: Any) -> Any:
            streams.append(super().connect_tcp(*args, **keywords))
            return streams[-1]

    with Client("http://slow.example", trust_env=False, timeout=FOR_EVER) as client:
        pool: Any = client.http._transport._pool  # type: ignore[attr-defined]
        pool._network_backend = transport._Backend(Backend())
        monkeypatch.setattr(socket, "getaddrinfo", slowly)

        def stop() -> None:
            is_asked.wait()
            client.abort()

        stopping = threading.Thread(target=stop)
        stopping.start()
        with contextlib.nullcontext() if stream else pytest.raises(ollama.StreamStoppedError):
            answer: Any = client.chat("m", "Hi", stream=stream)
            assert list(answer) == []
        begun = set(threading.enumerate()) - threads
        [thread] = [one for one in begun if one.name == "ollama-connect"]
        goes_on.set()
        for one in (thread, stopping):
            one.join()
    assert [one.get_extra_info("socket").fileno() for one in streams] == [-1]


def test_a_pool_with_another_backend_keeps_it(server: OllamaServer) -> None:
    class Backend(httpcore.SyncBackend):
        pass

    own = httpcore.ConnectionPool(network_backend=Backend())
    transport._repair(own, transport._SyncPool, (), None)
    assert isinstance(own._network_backend._backend, Backend)
    mock = httpcore.ConnectionPool(network_backend=httpcore.MockBackend([]))
    transport._repair(mock, transport._SyncPool, (), None)
    assert isinstance(mock._network_backend, httpcore.MockBackend)
    with Client(server.url) as client:
        assert client.version()
