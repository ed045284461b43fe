"""Vectors are decoded while they arrive, unless the program may look at the response."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
import pytest
from ollama_client import Client as LowLevel
from ollama_client import models
from ollama_client._runtime.vectors import VectorBody
from ollama_client.api.embeddings import generate_embeddings

import ollama
from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, call

flavours = pytest.mark.parametrize("flavour", FLAVOURS)

MODEL = "nomic-embed-text"
TEXTS = ["text"] * 60
VECTORS = np.random.default_rng(3).random((60, 300)).round(7).tolist()
LARGE = {"model": "m", "embeddings": VECTORS, "total_duration": 5, "prompt_eval_count": 60}
JSON = {"content-type": "application/json"}


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return a list that gets the length of each body that was decoded while it arrived."""
    sizes: list[int] = []
    truncate = VectorBody.truncate

    def noting(self: VectorBody) -> None:
        truncate(self)
        if self.answer is not None:
            sizes.append(self.tell())

    monkeypatch.setattr(VectorBody, "truncate", noting)
    return sizes


def send(server: OllamaServer, data: Any, times: int = 1, **more: Any) -> bytes:
    text = data if isinstance(data, bytes) else json.dumps(data, separators=(",", ":")).encode()
    server.fault("respond", status=200, headers={**JSON, **more}, data=text, times=times)
    return text


@flavours
def test_an_answer_is_the_same(server: OllamaServer, flavour: str, decoded: list[int]) -> None:
    text = send(server, LARGE)
    answer = call(flavour, "embed", "m", TEXTS, at=server).answer
    assert decoded == [len(text)]
    assert answer == models.EmbedResponse.from_dict(LARGE)
    assert (answer.embeddings, answer.prompt_eval_count) == (VECTORS, 60)


@flavours
def test_an_array_is_the_same(server: OllamaServer, flavour: str, decoded: list[int]) -> None:
    text = send(server, LARGE)
    array = call(flavour, "embed_many", "m", TEXTS, batch_size=60, as_array=True, at=server).answer
    assert decoded == [len(text)]
    assert np.array_equal(array, np.array(VECTORS, np.float32))


def test_the_low_level_client_does_the_same(server: OllamaServer, decoded: list[int]) -> None:
    body = models.EmbedRequest(model="m", input=TEXTS)

    async def main() -> Any:
        async with LowLevel(server.url) as client:
            return await generate_embeddings.asyncio(client=client, body=body)

    send(server, LARGE, times=2)
    with LowLevel(server.url) as client:
        answer = generate_embeddings.sync(client=client, body=body)
    assert answer == asyncio.run(main()) == models.EmbedResponse.from_dict(LARGE)
    assert len(decoded) == 2


# ---------------------------------------------------------------------- who looks at responses


def raw_response(client: Client, seen: list[Any]) -> Any:
    raw = client.with_raw_response.embed("m", TEXTS)
    seen.append(raw.http_response.json())
    return raw.parse()


def event_hook(client: Client, seen: list[Any]) -> Any:
    def hook(response: httpx.Response) -> None:
        response.read()
        seen.append(response.json())

    client._client.event_hooks = {"response": [hook]}  # pyright: ignore[reportPrivateUsage]
    return client.embed("m", TEXTS)


def replaced_method(client: Client, seen: list[Any]) -> Any:
    original: Callable[..., Any] = client._request_raw  # pyright: ignore[reportPrivateUsage]

    def noting(*args: Any, **kwargs: Any) -> httpx.Response:
        response: httpx.Response = original(*args, **kwargs)
        seen.append(response.json())
        return response

    client._request_raw = noting  # type: ignore[method-assign] # pyright: ignore
    return client.embed("m", TEXTS)


def replaced_send(client: Client, seen: list[Any]) -> Any:
    http = client._client  # pyright: ignore[reportPrivateUsage]
    original = http.send

    def noting(*args: Any, **kwargs: Any) -> httpx.Response:
        response = original(*args, **kwargs)
        seen.append(response.json())
        return response

    http.send = noting  # type: ignore[method-assign]
    return client.embed("m", TEXTS)


@pytest.mark.parametrize("look", [raw_response, event_hook, replaced_method, replaced_send])
def test_whoever_looks_at_the_response_sees_its_text(
    server: OllamaServer, look: Callable[[Client, list[Any]], Any]
) -> None:
    send(server, LARGE)
    seen: list[Any] = []
    with Client(server.url) as client:
        answer = look(client, seen)
    assert seen == [LARGE]
    assert answer.embeddings == VECTORS


def test_a_subclass_that_looks_sees_the_text(server: OllamaServer) -> None:
    seen: list[Any] = []

    class Looking(AsyncClient):
        async def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
            response = await super()._request_raw(method, url, **kwargs)
            seen.append(response.json())
            return response

    async def main() -> Any:
        async with Looking(server.url) as client:
            one = await client.embed("m", TEXTS)
            array = await client.embed_many("m", TEXTS, batch_size=60, as_array=True)
            return one, array

    send(server, LARGE, times=2)
    one, array = asyncio.run(main())
    assert seen == [LARGE, LARGE]
    assert one.embeddings == VECTORS
    assert np.array_equal(array, np.array(VECTORS, np.float32))


# ---------------------------------------------------------------------- bad days


@flavours
@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (lambda text: text.replace(b"]]", b',"x"]]'), r"embeddings\[59\]\[300\]"),
        (lambda text: text.replace(b'"m"', b"[3]"), "model"),
        (lambda text: text[:-9], "JSON"),
        (lambda text: text.replace(b"],[", b"],,[", 40), "JSON"),
    ],
    ids=["a number", "a field", "the end", "commas"],
)
@pytest.mark.parametrize("as_array", [False, True])
def test_an_error_names_the_place(
    server: OllamaServer, flavour: str, broken: Any, words: str, as_array: bool
) -> None:
    send(server, broken(json.dumps(LARGE, separators=(",", ":")).encode()))
    settings: dict[str, Any] = {"batch_size": 60, "as_array": True} if as_array else {}
    name = "embed_many" if as_array else "embed"
    error = call(flavour, name, "m", TEXTS, at=server, **settings).error
    assert isinstance(error, ollama.ResponseParseError)
    assert re.search(words, str(error))


@flavours
def test_a_connection_that_breaks_is_an_error(
    server: OllamaServer, flavour: str, decoded: list[int]
) -> None:
    server.fault("close", after=90_000)
    error = call(flavour, "embed", MODEL, TEXTS, at=server).error
    assert isinstance(error, ollama.IncompleteBodyError)
    assert not decoded


@flavours
def test_limits_hold(server: OllamaServer, flavour: str) -> None:
    send(server, LARGE)
    limits = ollama.ResponseLimits(body_bytes=100_000)
    error = call(flavour, "embed", "m", TEXTS, at=server, client={"response_limits": limits}).error
    assert isinstance(error, ollama.ResponseTooLargeError)
