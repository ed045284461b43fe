"""Tests of `with_raw_response`: status and headers of a call, and its result by `parse()`."""

from __future__ import annotations

import asyncio
import inspect
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

import ollama
from ollama import AsyncClient, Client
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, MODES

MODEL = "llama3.2"
EMBEDDER = "nomic-embed-text"

flavours = pytest.mark.parametrize("flavour", FLAVOURS)
modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


def ask(
    flavour: str,
    server: OllamaServer,
    method: str,
    *args: Any,
    seen: list[Any] | None = None,
    **keywords: Any,
) -> Any:
    """Call a method of `with_raw_response`. Return its response, answer and the stream's items.

    The response is added to `seen` before a stream is read.
    """
    if flavour == "sync":
        with Client(server.url) as client:
            raw = getattr(client.with_raw_response, method)(*args, **keywords)
            (seen if seen is not None else []).append(raw)
            answer = raw.parse()
            return raw, answer, list(answer) if keywords.get("stream") else []

    async def main() -> Any:
        async with AsyncClient(server.url) as client:
            raw = await getattr(client.with_raw_response, method)(*args, **keywords)
            (seen if seen is not None else []).append(raw)
            answer = raw.parse()
            return raw, answer, [it async for it in answer] if keywords.get("stream") else []

    return asyncio.run(main())


@flavours
def test_an_answer_comes_with_its_response(server: OllamaServer, flavour: str) -> None:
    body = {"message": {"role": "assistant", "content": "Hi"}}
    data = json.dumps(body).encode()
    server.fault("respond", status=201, headers={"X-Request-Id": "r-1"}, data=data)
    server.reply("Blue.")
    raw, answer, _ = ask(flavour, server, "chat", MODEL, "Why?")
    assert raw.status_code == 201
    assert raw.headers["x-request-id"] == "r-1"
    assert isinstance(raw.http_response, httpx.Response)
    assert raw.http_response.json() == body
    assert isinstance(answer, ollama.ChatResponse)
    assert answer is raw.parse()
    assert isinstance(raw, ollama.RawResponse)
    raw, answer, _ = ask(flavour, server, "chat", MODEL, "Why?")
    assert (raw.status_code, answer.text) == (200, "Blue.")


@flavours
def test_headers_of_a_stream_are_there_before_it_is_read(
    server: OllamaServer, flavour: str
) -> None:
    server.reply("one two three")
    raw, answer, items = ask(flavour, server, "chat", MODEL, "Count.", stream=True)
    assert raw.status_code == 200
    assert raw.headers["content-type"].startswith("application/x-ndjson")
    assert "".join(it.text for it in items) == "one two three"
    assert None not in items
    assert answer.current.text == "one two three"
    assert answer.usage.time_to_first_token is not None
    assert len(server.requests) == 1


@flavours
def test_headers_are_there_though_no_piece_comes(server: OllamaServer, flavour: str) -> None:
    head = b"HTTP/1.1 200 OK\r\nX-Request-Id: r-2\r\nTransfer-Encoding: chunked\r\n\r\n"
    server.fault("garbage", data=head)  # closes the connection
    seen: list[Any] = []
    with pytest.raises(ollama.IncompleteBodyError):
        ask(flavour, server, "chat", MODEL, "Count.", stream=True, seen=seen)
    assert [raw.headers["x-request-id"] for raw in seen] == ["r-2"]


@modes
def test_an_error_is_raised_by_the_call(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.fault("respond", status=503, data=b'{"error": "no luck"}')
    with pytest.raises(ollama.ServiceUnavailableError, match="no luck"):
        ask(flavour, server, "chat", MODEL, "Hi", stream=stream)


@modes
def test_a_call_is_made_again_as_without(
    server: OllamaServer, flavour: str, stream: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ollama_client._runtime.retries._FIRST_SECONDS", 0.0)
    server.fault("respond", status=503)
    server.reply("Now.")
    raw, answer, _ = ask(flavour, server, "chat", MODEL, "Hi", stream=stream, max_retries=1)
    assert raw.status_code == 200
    assert (answer.current if stream else answer).text == "Now."


@flavours
def test_a_body_of_another_shape_is_an_error_of_parse(server: OllamaServer, flavour: str) -> None:
    server.fault("respond", data=b"<html>", headers={"X-From": "a proxy"})
    seen: list[Any] = []
    with pytest.raises(ollama.ResponseParseError):
        ask(flavour, server, "show", MODEL, seen=seen)
    [one] = seen
    assert one.headers["x-from"] == "a proxy"
    assert one.http_response.text == "<html>"


@flavours
def test_every_method_of_one_request_has_the_form(
    server: OllamaServer, flavour: str, tmp_path: Path
) -> None:
    file = tmp_path / "blob"
    file.write_bytes(b"GGUF")
    calls: dict[str, Any] = {
        "create_blob": (file,),
        "list": (),
        "ps": (),
        "version": (),
        "show": (MODEL,),
        "copy": (MODEL, "other"),
        "embed": (EMBEDDER, "text"),
        "embeddings": (EMBEDDER, "text"),
        "generate": (MODEL, "Hi"),
        "pull": (MODEL,),
        "create": ("mine",),
        "delete": (MODEL,),
    }
    for method, args in calls.items():
        keywords: dict[str, Any] = {"from_": MODEL} if method == "create" else {}
        raw, answer, _ = ask(flavour, server, method, *args, **keywords)
        assert 200 <= raw.status_code < 300, method
        expected = getattr(Client, method).__annotations__["return"].partition(" | ")[0]
        assert expected.rpartition(".")[2] == type(answer).__name__, method


def test_the_methods_are_described_as_they_are() -> None:
    client = Client()
    raw = client.with_raw_response
    assert inspect.getdoc(raw.show) == inspect.getdoc(client.show)
    with pytest.raises(AttributeError):
        raw.run_tools  # type: ignore[attr-defined]  # noqa: B018 - it is many requests


@flavours
def test_a_stopped_stream_says_so(flavour: str) -> None:
    with OllamaServer() as server:
        server.fault("hang", after=0)
        with pytest.raises(ollama.DeadlineExceeded):
            ask(flavour, server, "chat", MODEL, "Hi", stream=True, deadline=0.05)
