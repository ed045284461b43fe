"""Tests of programs that patch, wrap or override methods, or the function that all methods use."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any, cast
from unittest import mock

import pytest

import ollama
from ollama import AsyncClient, ChatResponse, Client
from ollama._core.method import Method
from ollama._methods import table
from ollama.testing import OllamaServer

ENTRIES: list[Method[Any]] = [
    cast("Method[Any]", entry) for entry in vars(table).values() if isinstance(entry, Method)
]

NAMES = [entry.name for entry in ENTRIES]

#: Arguments of calls with the fewest arguments. Other required ones are text.
GIVEN: dict[str, dict[str, Any]] = {"systemone": {"questions": {}}}

MODEL = "llama3.2"

ANSWER = ChatResponse.from_dict({"message": {"role": "assistant", "content": "patched"}})

TOKEN = {"authorization": "Bearer secret"}


def arguments(name: str) -> dict[str, Any]:
    """Return arguments for a method: the required ones, and `model` if there is one."""
    parameters = inspect.signature(getattr(Client, name)).parameters.values()
    needed = [
        one.name
        for one in parameters
        if one.name not in ("self", "stream")
        and one.kind is one.POSITIONAL_OR_KEYWORD
        and (one.default is one.empty or one.name == "model")
    ]
    return {**dict.fromkeys(needed, "x"), **GIVEN.get(name, {})}


class SeenError(Exception):
    """Has the arguments that `_request` or `_request_raw` was called with."""

    def __init__(self, *called: Any) -> None:
        super().__init__()
        self.called = called


class SyncSpy(Client):
    def _request(self, cls: Any, *args: Any, **keywords: Any) -> Any:
        raise SeenError(cls, args, keywords)

    def _request_raw(self, *args: Any, **keywords: Any) -> Any:
        raise SeenError(None, args, keywords)


class AsyncSpy(AsyncClient):
    async def _request(self, cls: Any, *args: Any, **keywords: Any) -> Any:
        raise SeenError(cls, args, keywords)

    async def _request_raw(self, *args: Any, **keywords: Any) -> Any:
        raise SeenError(None, args, keywords)


# ---------------------------------------------------------------------- the only way out


def test_all_methods_of_the_table_are_tried() -> None:
    assert len(ENTRIES) >= 16


@pytest.mark.parametrize("entry", ENTRIES, ids=NAMES)
def test_both_clients_call_request_alike(entry: Method[Any]) -> None:
    given = arguments(entry.name)
    with SyncSpy(headers=TOKEN) as client, pytest.raises(SeenError) as sync:
        getattr(client, entry.name)(**given)
    with pytest.raises(SeenError) as waiting:
        asyncio.run(getattr(AsyncSpy(headers=TOKEN), entry.name)(**given))
    for seen in (sync.value, waiting.value):
        seen.called[2].pop("auth", None)  # created for each call of a cloud service
    assert sync.value.called == waiting.value.called
    cls, positional, keywords = sync.value.called
    assert cls is None or cls.__name__ == entry.answer
    assert positional == (entry.verb, entry.url)
    assert keywords.keys() <= {"json", "stream"}


# ---------------------------------------------------------------------- coroutines


@pytest.mark.parametrize("entry", ENTRIES, ids=NAMES)
def test_methods_of_one_client_are_coroutine_functions(entry: Method[Any]) -> None:
    assert not inspect.iscoroutinefunction(getattr(Client, entry.name))
    assert inspect.iscoroutinefunction(getattr(AsyncClient, entry.name))
    assert inspect.iscoroutinefunction(getattr(AsyncClient(), entry.name))


# ---------------------------------------------------------------------- patching


def test_patching_one_client_leaves_the_other(server: OllamaServer) -> None:
    async def ask() -> ChatResponse:
        async with AsyncClient(server.url) as client:
            return await client.chat(MODEL, "Hi")

    with mock.patch.object(Client, "chat", return_value=ANSWER) as patched:
        assert Client(server.url).chat(MODEL, "Hi") is ANSWER
        assert asyncio.run(ask()).message.content != "patched"
    patched.assert_called_once_with(MODEL, "Hi")
    with mock.patch.object(AsyncClient, "chat", return_value=ANSWER) as patched:
        assert isinstance(patched, mock.AsyncMock)
        assert asyncio.run(ask()) is ANSWER
        with Client(server.url) as client:
            assert client.chat(MODEL, "Hi").message.content != "patched"


def test_an_autospec_patch_takes_the_signature() -> None:
    with mock.patch.object(Client, "chat", autospec=True, return_value=ANSWER):
        with pytest.raises(TypeError):
            cast("Any", Client()).chat("m", "Hi", [])
        assert Client().chat("m", messages="Hi") is ANSWER


def test_patching_the_class_reaches_the_functions_of_the_module() -> None:
    with mock.patch.object(ollama.Client, "_request", return_value=ANSWER):
        assert ollama.chat("m", "Hi") is ANSWER


def test_patched_chat_is_what_loops_call() -> None:
    with mock.patch.object(Client, "chat", return_value=ANSWER) as patched:
        assert Client().run_tools("m", "Hi", tools=[]).response.text == "patched"
    assert patched.call_count == 1


# ---------------------------------------------------------------------- subclasses


class Polite(Client):
    """Adds a message, and records the answers."""

    notes: list[str]

    def chat(self, model: str = "", messages: Any = None, **keywords: Any) -> Any:
        said = [{"role": "system", "content": "Be polite."}, {"role": "user", "content": messages}]
        answer = cast("Any", super()).chat(model, said, **keywords)
        if not keywords.get("stream"):
            self.notes = [answer.text]
        return answer


class AsyncPolite(AsyncClient):
    """The same, awaited."""

    notes: list[str]

    async def chat(self, model: str = "", messages: Any = None, **keywords: Any) -> Any:
        said = [{"role": "system", "content": "Be polite."}, {"role": "user", "content": messages}]
        answer = await cast("Any", super()).chat(model, said, **keywords)
        if not keywords.get("stream"):
            self.notes = [answer.text]
        return answer


def test_a_subclass_calls_the_method_that_it_overrides(server: OllamaServer) -> None:
    async def ask() -> list[str]:
        async with AsyncPolite(server.url) as client:
            answer = await client.chat(MODEL, "Hi")
            streamed = "".join(
                [piece.text async for piece in await client.chat(MODEL, "Hi", stream=True)]
            )
            assert client.notes == [answer.text]
            return [answer.text, streamed]

    with Polite(server.url) as client:
        answer = client.chat(MODEL, "Hi")
        streamed = "".join(piece.text for piece in client.chat(MODEL, "Hi", stream=True))
        assert client.notes == [answer.text]
    assert asyncio.run(ask()) == [answer.text, streamed]
    roles = [[one["role"] for one in request.json["messages"]] for request in server.requests]
    assert roles == [["system", "user"]] * 4
