"""Streams of `AsyncClient` with and without `await`: in loops, blocks, tasks, mocks."""

from __future__ import annotations

import asyncio
import gc
import inspect
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

from ollama import AsyncClient
from ollama.testing import OllamaServer

SAID = "You said: Hi"
CALLS: dict[str, Callable[[AsyncClient], Any]] = {
    "chat": lambda client: client.chat("llama3.2", "Hi", stream=True),
    "generate": lambda client: client.generate("llama3.2", "Hi", stream=True),
    "pull": lambda client: client.pull("llama3.2", stream=True),
    "parse": lambda client: client.parse("llama3.2", "Hi", format=list[int], stream=True),
    "run_tools": lambda client: client.run_tools("llama3.2", "Hi", tools=[], stream=True),
}
all_calls = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)


def run(url: str, use: Callable[[AsyncClient], Any]) -> Any:
    async def main() -> Any:
        async with AsyncClient(url) as client:
            return await use(client)

    return asyncio.run(main())


@all_calls
def test_a_loop_with_and_without_await(server: OllamaServer, call: Any) -> None:
    async def use(client: AsyncClient) -> None:
        with_await = [item async for item in await call(client)]
        without = [item async for item in call(client)]
        assert len(with_await) == len(without) > 0

    run(server.url, use)


@all_calls
def test_a_block_with_and_without_await(server: OllamaServer, call: Any) -> None:
    async def use(client: AsyncClient) -> None:
        async with call(client) as stream:
            first = await anext(stream)
        with pytest.raises(StopAsyncIteration):
            await anext(stream)
        async with await call(client) as stream:
            assert type(await anext(stream)) is type(first)

    run(server.url, use)


def test_a_block_closes_the_stream_that_it_gives(server: OllamaServer) -> None:
    server.reply("a b c", delay=60)

    async def use(client: AsyncClient) -> None:
        async with client.chat("llama3.2", "Hi", stream=True) as stream:
            assert stream.current.message is None

    run(server.url, use)
    assert not server.requests


@pytest.mark.parametrize("stream", [False, True])
def test_what_takes_coroutines_takes_calls(server: OllamaServer, stream: bool) -> None:
    async def text_of(answer: Any) -> str:
        return "".join([it.text async for it in answer]) if stream else str(answer.text)

    async def use(client: AsyncClient) -> list[str]:
        def call() -> Any:
            return client.chat("llama3.2", "Hi", stream=stream)

        task = asyncio.create_task(call())
        answers = [await task, *await asyncio.gather(call(), call())]
        answers += [await asyncio.wait_for(call(), 60), await asyncio.shield(call())]
        return [await text_of(answer) for answer in answers]

    assert run(server.url, use) == [SAID] * 5
    assert asyncio.run(AsyncClient(server.url).chat("llama3.2", "Hi", stream=stream))


def test_a_loop_without_await_raises_what_the_call_does(server: OllamaServer) -> None:
    async def use(client: AsyncClient) -> None:
        async for _ in client.chat("", stream=True):
            pass

    with pytest.raises(ValueError, match="model"):
        run(server.url, use)


@pytest.mark.parametrize("stream", [False, True])
def test_a_call_that_nobody_awaits_is_warned_of(stream: bool) -> None:
    client = AsyncClient()
    with pytest.warns(RuntimeWarning, match="coroutine 'AsyncClient.chat' was never awaited"):
        client.chat("llama3.2", "Hi", stream=stream)  # type: ignore[unused-coroutine] # pyright: ignore
        gc.collect()


def test_it_looks_like_a_coroutine() -> None:
    call: Any = AsyncClient().chat("llama3.2", "Hi", stream=True)
    assert inspect.iscoroutine(call)
    assert inspect.isawaitable(call)
    assert asyncio.iscoroutine(call)
    assert inspect.getcoroutinestate(call) == inspect.CORO_CREATED
    assert "AsyncClient.chat" in repr(call)
    call.close()
    with pytest.raises(RuntimeError, match="cannot reuse already awaited coroutine"):
        call.send(None)


def test_the_method_is_a_coroutine_function_with_a_signature() -> None:
    bound = AsyncClient().chat
    assert inspect.ismethod(bound)
    assert asyncio.iscoroutinefunction(bound)
    whole = [*inspect.signature(AsyncClient.chat).parameters]
    assert [*inspect.signature(bound).parameters] == whole[1:]
    assert inspect.isfunction(AsyncClient.chat)
    assert bound == bound.__self__.chat


@pytest.mark.parametrize("autospec", [False, True])
def test_a_mock_of_the_method_is_async(autospec: bool) -> None:
    keywords: Any = {"autospec": True} if autospec else {}
    with mock.patch.object(AsyncClient, "chat", return_value=4, **keywords) as patched:
        assert asyncio.iscoroutinefunction(patched)
        assert asyncio.run(AsyncClient().chat("llama3.2", "Hi")) == 4  # type: ignore[arg-type]
    assert inspect.iscoroutinefunction(AsyncClient.chat)


def test_a_subclass_may_replace_and_call_it(server: OllamaServer) -> None:
    class Own(AsyncClient):
        async def chat(self, *args: Any, **keywords: Any) -> Any:  # type: ignore[override]
            return await super().chat(*args, **keywords)

    async def use() -> str:
        async with Own(server.url) as client:
            stream = await client.chat("llama3.2", "Hi", stream=True)
            return "".join([piece.text async for piece in stream])

    assert asyncio.run(use()) == SAID
