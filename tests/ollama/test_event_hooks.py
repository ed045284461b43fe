"""Tests of httpx event hooks, which see all requests and responses of both packages' clients."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import ollama_client
import pytest
from ollama_client.api.generation import generate_chat
from ollama_client.models import ChatRequest, Message

import ollama
from ollama.testing import OllamaServer
from tests import calls as low_level
from tests.ollama.calls import MODES, call

MODEL = "llama3.2"


class Hooks:
    """Hooks for requests and responses of sync or async clients, which record them."""

    def __init__(self, flavour: str, *, reads: bool = False) -> None:
        self.seen: list[str] = []
        self._reads = reads
        if flavour == "sync":
            hooks: dict[str, list[Any]] = {"request": [self._request], "response": [self._response]}
        else:
            hooks = {"request": [self._arequest], "response": [self._aresponse]}
        self.settings: dict[str, Any] = {"event_hooks": hooks}

    def _request(self, request: httpx.Request) -> None:
        request.headers["X-Trace"] = "t-1"
        self.seen.append(f"{request.method} {request.url.path}")

    def _response(self, response: httpx.Response) -> None:
        assert not response.is_stream_consumed
        if self._reads:
            response.read()
        self._note(response)

    async def _arequest(self, request: httpx.Request) -> None:
        self._request(request)

    async def _aresponse(self, response: httpx.Response) -> None:
        assert not response.is_stream_consumed
        if self._reads:
            await response.aread()
        self._note(response)

    def _note(self, response: httpx.Response) -> None:
        self.seen.append(f"{response.status_code} for {response.request.headers['x-trace']}")


def chat(
    package: str, flavour: str, stream: bool, server: OllamaServer, settings: dict[str, Any]
) -> Any:
    """Chat with the facade, or with the operation of the low-level package."""
    if package == "ollama":
        return call(flavour, "chat", MODEL, "Hi", stream=stream, at=server, client=settings)
    kinds = {
        ("sync", False): "sync",
        ("sync", True): "stream",
        ("async", False): "asyncio",
        ("async", True): "asyncio_stream",
    }
    question = ChatRequest(model=MODEL, messages=[Message(role="user", content="Hi")])
    client = ollama_client.Client(server.url, **settings)
    return low_level.outcome(kinds[flavour, stream], generate_chat, client, body=question)


def text_of(outcome: Any) -> str:
    assert outcome.error is None, repr(outcome.error)
    pieces = [*outcome.items, *([getattr(outcome, "value", None)] if not outcome.items else [])]
    return "".join(piece.message.content for piece in pieces)


ways = pytest.mark.parametrize("package", ["ollama", "ollama_client"])
modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


@ways
@modes
@pytest.mark.parametrize("reads", [False, True])
def test_hooks_see_and_change_each_exchange(
    server: OllamaServer, package: str, flavour: str, stream: bool, reads: bool
) -> None:
    """A hook may also read the body, and the call still receives it."""
    hooks = Hooks(flavour, reads=reads)
    server.reply("Hello to you!")
    assert text_of(chat(package, flavour, stream, server, hooks.settings)) == "Hello to you!"
    assert hooks.seen == ["POST /api/chat", "200 for t-1"]
    assert server.requests[-1].headers["x-trace"] == "t-1"


@ways
@modes
def test_hooks_see_responses_that_become_errors(
    server: OllamaServer, package: str, flavour: str, stream: bool
) -> None:
    hooks = Hooks(flavour)
    server.fault("respond", status=503, data=b'{"error": "busy"}')
    error = chat(package, flavour, stream, server, hooks.settings).error
    assert isinstance(error, ollama.ServiceUnavailableError)
    assert hooks.seen == ["POST /api/chat", "503 for t-1"]


@ways
@modes
def test_what_a_hook_raises_ends_the_call(
    server: OllamaServer, package: str, flavour: str, stream: bool
) -> None:
    """The hook's error is raised, and the connection is used for the next call."""

    class RefusedError(Exception):
        pass

    def refuse(_: httpx.Response) -> None:
        raise RefusedError

    async def arefuse(_: httpx.Response) -> None:
        raise RefusedError

    settings = {"event_hooks": {"response": [refuse if flavour == "sync" else arefuse]}}
    assert isinstance(chat(package, flavour, stream, server, settings).error, RefusedError)


def test_a_client_of_the_low_level_package_serves_one_kind_of_hooks(server: OllamaServer) -> None:
    """Async operations need coroutine functions as hooks, and sync operations plain ones."""
    hooks = Hooks("async")

    async def main() -> None:
        async with ollama_client.Client(server.url, **hooks.settings) as client:
            question = ChatRequest(model=MODEL, messages=[Message(role="user", content="Hi")])
            for _ in range(2):
                await generate_chat.asyncio(client=client, body=question)

    asyncio.run(main())
    assert hooks.seen == ["POST /api/chat", "200 for t-1"] * 2
