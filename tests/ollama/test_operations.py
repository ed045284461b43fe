"""Tests of calling the API's operations with a facade client: host, headers, pool and errors."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
import respx
from ollama_client.api.blobs import head_blob
from ollama_client.api.cloud import search_web
from ollama_client.api.openai import create_chat_completion
from ollama_client.errors import NotFoundError, RequestError

from ollama import AsyncClient, Client, ResponseError
from ollama.testing import OllamaServer

BODY: dict[str, Any] = {"model": "llama3.2", "messages": [{"role": "user", "content": "Hi"}]}
ABSENT = f"sha256:{'0' * 64}"
HEADERS = {"x-team": "blue"}


def streamed(server: OllamaServer, flavour: str, body: dict[str, Any] = BODY) -> list[Any]:
    """Return the items of a streamed chat completion, called with a facade client."""
    if flavour == "sync":
        with Client(server.url, headers=HEADERS) as client:
            return list(create_chat_completion.stream(client=client, body=body))

    async def collect() -> list[Any]:
        async with AsyncClient(server.url, headers=HEADERS) as client:
            pieces = create_chat_completion.asyncio_stream(client=client, body=body)
            return [piece async for piece in pieces]

    return asyncio.run(collect())


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_a_chat_completion_is_streamed(server: OllamaServer, flavour: str) -> None:
    text = "".join(
        choice.delta.content or ""
        for piece in streamed(server, flavour)
        for choice in piece.choices
    )
    assert text == "You said: Hi"
    (request,) = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.json["stream"] is True
    assert request.headers["x-team"] == "blue"
    assert request.headers["user-agent"].startswith("ollama-python/")


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_an_error_is_that_of_the_facade(server: OllamaServer, flavour: str) -> None:
    with pytest.raises(ResponseError) as caught:
        streamed(server, flavour, {**BODY, "model": "absent"})
    assert isinstance(caught.value, NotFoundError)
    assert caught.value.status_code == 404


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_a_blob_is_looked_for(server: OllamaServer, tmp_path: Path, flavour: str) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(b"weights")
    if flavour == "sync":
        with Client(server.url) as client:
            digest = client.create_blob(file)
            found = [head_blob.sync(client=client, digest=it) for it in (digest, ABSENT)]
    else:

        async def look() -> list[bool]:
            async with AsyncClient(server.url) as client:
                digest = await client.create_blob(file)
                return [
                    await head_blob.asyncio(client=client, digest=it) for it in (digest, ABSENT)
                ]

        found = asyncio.run(look())
    assert found == [True, False]


def test_an_async_stream_belongs_to_the_loop_that_reads_it(server: OllamaServer) -> None:
    client = AsyncClient(server.url)
    pieces = create_chat_completion.asyncio_stream(client=client, body=BODY)

    async def collect() -> list[Any]:
        try:
            return [piece async for piece in pieces]
        finally:
            await client.close()

    assert len(asyncio.run(collect())) > 1


def test_one_pool_serves_methods_and_operations(server: OllamaServer) -> None:
    with Client(server.url) as client:
        client.chat("llama3.2", "Hi")
        pool = client._client
        create_chat_completion.sync(client=client, body=BODY)
        assert client._client is pool is client.http


@respx.mock
def test_a_cloud_operation_carries_the_token_of_the_client() -> None:
    route = respx.post("https://ollama.com/api/web_search").respond(json={"results": []})
    with Client(headers={"authorization": "Bearer secret"}) as client:
        assert search_web.sync(client=client, body={"query": "x"}).results == []
    sent: httpx.Request = route.calls.last.request
    assert sent.headers["authorization"] == "Bearer secret"
    assert json.loads(sent.content) == {"query": "x"}


def test_a_cloud_operation_without_a_token_sends_nothing() -> None:
    with Client() as client, pytest.raises(RequestError, match="needs a bearer token"):
        search_web.sync(client=client, body={"query": "x"})


@respx.mock
def test_the_token_of_a_call_wins_over_the_one_of_the_client() -> None:
    route = respx.post("https://ollama.com/api/web_search").respond(json={"results": []})
    with Client(headers={"authorization": "Basic x"}) as client:
        client.web_search("x", extra_headers={"AUTHORIZATION": "Bearer mine"})
    assert route.calls.last.request.headers["authorization"] == "Bearer mine"
    client = Client(headers={"authorization": "Bearer theirs"})
    with client, pytest.raises(ValueError, match="Bearer token is required for web search"):
        client.web_search("x", extra_headers={"Authorization": "Basic x"})
    assert route.call_count == 1


@pytest.mark.parametrize("prefix", ["", "/behind/a/proxy"])
def test_a_route_that_an_older_server_lacks_names_the_release(prefix: str) -> None:
    host = f"http://127.0.0.1:11434{prefix}"
    said = "404 page not found: POST /v1/systemone needs Ollama 0.35.0 or newer"
    with respx.mock() as mocked, Client(host) as client:
        mocked.post(f"{host}/v1/systemone").respond(404, text="404 page not found")
        with pytest.raises(NotFoundError) as caught:
            client.systemone("nimble", state="x", questions={})
    assert (caught.value.error, caught.value.status_code) == (said, 404)


def test_a_route_of_every_release_is_told_as_the_server_does() -> None:
    host = "http://127.0.0.1:11434"
    with respx.mock() as mocked, Client(host) as client:
        mocked.get(f"{host}/api/tags").respond(404, text="404 page not found")
        with pytest.raises(NotFoundError) as caught:
            client.list()
    assert caught.value.error == "404 page not found"
