"""Tests of load, unload, exists and ensure, and of a server that is starting."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
import respx

import ollama
from ollama import AsyncClient, Client, ResponseError
from ollama._core.names import full_name
from ollama._core.once import aonce, once
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, call
from tests.patience import PATIENCE

both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)


@both_flavours
@pytest.mark.parametrize("model", ["llama3.2", "nomic-embed-text"])
def test_a_model_is_loaded_and_unloaded(server: OllamaServer, flavour: str, model: str) -> None:
    def is_running() -> bool:
        running: bool = call(flavour, "is_running", model.upper(), at=server).answer
        return running

    assert not is_running()
    options = {"num_ctx": 2048}
    loaded = call(flavour, "load", model, keep_alive="10m", options=options, at=server)
    assert loaded.answer is None
    (running,) = call("sync", "ps", at=server).answer.models
    assert running.context_length == 2048
    assert server.requests[-2].json["keep_alive"] == "10m"
    assert is_running()
    _ = call(flavour, "unload", model, at=server).all
    assert not is_running()


@both_flavours
@pytest.mark.parametrize("method", ["load", "unload"])
def test_a_model_that_is_not_there_cannot_be_loaded(
    server: OllamaServer, flavour: str, method: str
) -> None:
    error = call(flavour, method, "no-such-model", at=server).error
    assert isinstance(error, ollama.NotFoundError)


@both_flavours
def test_exists(server: OllamaServer, flavour: str) -> None:
    assert call(flavour, "exists", "llama3.2", at=server).answer is True
    assert call(flavour, "exists", "mistral", at=server).answer is False
    server.fail(500, "broken", path="/api/show")
    assert isinstance(call(flavour, "exists", "llama3.2", at=server).error, ResponseError)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("llama3.2", "LLAMA3.2:latest"),
        ("registry.ollama.ai/library/llama3.2:3b", "llama3.2:3b"),
        ("https://registry.ollama.ai/library/llama3.2", "llama3.2"),
        ("host:5000/team/model", "host:5000/team/model:latest"),
    ],
)
def test_names_of_one_model(one: str, other: str) -> None:
    assert full_name(one) == full_name(other)


# ---------------------------------------------------------------------- ensure


@both_flavours
def test_a_model_is_downloaded_if_need_be(server: OllamaServer, flavour: str) -> None:
    seen: list[ollama.TransferProgress] = []
    assert call(flavour, "ensure", "mistral", progress=seen.append, at=server).answer is True
    assert seen[-1].fraction == 1
    assert call(flavour, "ensure", "mistral", at=server).answer is False
    assert call("sync", "exists", "mistral", at=server).answer


def pulls(server: OllamaServer) -> int:
    return sum(it.path == "/api/pull" for it in server.requests)


def test_threads_wait_for_one_download(server: OllamaServer) -> None:
    with Client(server.url) as one, Client(server.url) as other, ThreadPoolExecutor(8) as pool:
        names = ["mistral", "mistral:latest"] * 4
        clients = [one, other, other, one] * 2
        done = list(pool.map(lambda client, name: client.ensure(name), clients, names))
        assert any(done)
    assert pulls(server) == 1


def test_tasks_wait_for_one_download(server: OllamaServer) -> None:

    async def main() -> None:
        async with AsyncClient(server.url) as client:
            assert any(await asyncio.gather(*(client.ensure("mistral") for _ in range(8))))

    asyncio.run(main())
    assert pulls(server) == 1


@both_flavours
def test_who_waits_gets_the_error(server: OllamaServer, flavour: str) -> None:
    error = call(flavour, "ensure", "no-such-model", at=server).error
    assert isinstance(error, ResponseError)


def test_an_error_is_shared_by_threads_and_tasks() -> None:
    begun, go = threading.Event(), threading.Event()
    calls: list[int] = []

    def fail() -> None:
        calls.append(1)
        begun.set()
        assert go.wait(PATIENCE)
        raise LookupError("no")

    async def never() -> None:
        raise AssertionError("somebody is about it")

    async def main() -> list[BaseException | None]:
        waiting = [asyncio.create_task(aonce("key", never)) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        go.set()
        return await asyncio.gather(*waiting, return_exceptions=True)

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(once, "key", fail)
        assert begun.wait(PATIENCE)
        cancelled, *others = asyncio.run(main())
        assert isinstance(cancelled, asyncio.CancelledError)
        assert [type(it) for it in others] == [LookupError] * 2
        assert isinstance(first.exception(), LookupError)
    assert calls == [1]


def test_when_the_first_is_cancelled_the_next_begins_anew() -> None:
    calls: list[int] = []

    async def work() -> None:
        calls.append(1)
        if len(calls) == 1:
            await asyncio.Event().wait()

    async def main() -> None:
        first = asyncio.create_task(aonce("key", work))
        await asyncio.sleep(0)
        second = asyncio.create_task(aonce("key", work))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait_for(second, PATIENCE)

    asyncio.run(main())
    assert calls == [1, 1]


# ---------------------------------------------------------------------- a server that starts


@both_flavours
def test_a_server_that_answers_is_ready(server: OllamaServer, flavour: str) -> None:
    assert call(flavour, "wait_until_ready", at=server).answer is None


@both_flavours
def test_a_server_that_starts_is_waited_for(flavour: str) -> None:
    with respx.mock:
        refused = httpx.ConnectError("refused")
        route = respx.get("http://127.0.0.1:11434/api/version").mock(
            side_effect=[refused, httpx.Response(503), httpx.Response(200, json={"version": "1"})]
        )
        assert call(flavour, "wait_until_ready").answer is None
    assert route.call_count == 3


@both_flavours
def test_a_server_that_is_not_there_is_a_timeout(closed_host: str, flavour: str) -> None:
    error = call(flavour, "wait_until_ready", timeout=0.05, at=closed_host).error
    assert isinstance(error, TimeoutError)
    assert f"http://{closed_host} did not answer within 0.05 s" in str(error)
    # A slow machine may need that long to find out that nothing listens.
    assert isinstance(error.__cause__, (ConnectionError, TimeoutError))


@both_flavours
def test_another_error_is_not_waited_for(server: OllamaServer, flavour: str) -> None:
    server.fail(401, "who are you", path="/api/version")
    error = call(flavour, "wait_until_ready", at=server).error
    assert isinstance(error, ResponseError)
    assert error.status_code == 401


@pytest.mark.parametrize("timeout", [0, -1, "1", None, True])
def test_times_that_are_none_are_refused(server: OllamaServer, timeout: object) -> None:
    with Client(server.url) as client, pytest.raises(ValueError, match=r"^timeout: "):
        client.wait_until_ready(timeout)  # type: ignore[arg-type]
    assert not server.requests


def test_the_module_has_them_too() -> None:
    for name in ("load", "unload", "is_running", "exists", "ensure", "wait_until_ready"):
        assert callable(getattr(ollama, name))
