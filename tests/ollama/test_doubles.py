"""Tests that programs can replace parts of a client by their own objects."""

from __future__ import annotations

import asyncio
import inspect
import json
import sys
from types import SimpleNamespace
from typing import Any
from unittest import mock

import httpx
import pytest

import ollama
from ollama._client import BaseClient

ANSWER = {"model": "m", "message": {"role": "assistant", "content": "hi"}, "done": True}
MESSAGES = [{"role": "user", "content": "Hi"}]


def answering(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=ANSWER)


class OwnHTTP(ollama.Client):
    """A client that only sets its httpx client."""

    def __init__(self) -> None:
        transport = httpx.MockTransport(answering)
        self._client = httpx.Client(base_url="http://own", transport=transport)


class OwnAsyncHTTP(ollama.AsyncClient):
    """The same, async."""

    def __init__(self) -> None:
        transport = httpx.MockTransport(answering)
        self._client = httpx.AsyncClient(base_url="http://own", transport=transport)


def test_a_subclass_may_make_its_own_httpx_client() -> None:
    client = OwnHTTP()
    assert client.chat("m", MESSAGES).message.content == "hi"
    assert [piece.message.content for piece in client.chat("m", MESSAGES, stream=True)] == ["hi"]
    assert client.with_options(deadline=9).chat("m", MESSAGES).done
    client.abort()
    assert repr(client).startswith("<OwnHTTP for ")
    client.close()


def test_an_async_subclass_may_make_its_own_httpx_client() -> None:
    async def steps() -> list[Any]:
        client = OwnAsyncHTTP()
        answer = await client.chat("m", MESSAGES)
        pieces = [it async for it in await client.chat("m", MESSAGES, stream=True)]
        return [it.message.content for it in (answer, *pieces)]

    assert asyncio.run(steps()) == ["hi", "hi"]


@pytest.mark.parametrize("kind", [httpx.Client, httpx.AsyncClient])
def test_the_base_makes_a_client_of_a_class(kind: type[Any]) -> None:
    client = BaseClient(kind, "own:9", headers={"x-a": "b"})
    assert isinstance(client._client, kind)
    assert str(client._client.base_url) == "http://own:9"
    assert client._client.headers["x-a"] == "b"


def test_the_response_may_have_its_json_alone() -> None:
    double = SimpleNamespace(json=lambda: ANSWER)
    with mock.patch.object(ollama.Client, "_request_raw", return_value=double):
        assert ollama.Client().chat("m", MESSAGES).message.content == "hi"
    with mock.patch.object(ollama.AsyncClient, "_request_raw", mock.AsyncMock(return_value=double)):
        assert asyncio.run(ollama.AsyncClient().chat("m", MESSAGES)).message.content == "hi"


def test_the_request_of_httpx_may_be_replaced_and_is_given_the_json() -> None:
    with mock.patch("httpx.Client.request") as request:
        request.return_value.json.return_value = ANSWER
        assert ollama.Client().chat("m", MESSAGES).text == "hi"
    assert request.call_args.kwargs["json"]["messages"] == MESSAGES


def test_a_status_that_a_double_raises_is_a_response_error() -> None:
    response = httpx.Response(404, text="no such model")
    error = httpx.HTTPStatusError(
        "404", request=httpx.Request("POST", "http://x"), response=response
    )
    with mock.patch("httpx.Client.request") as request:
        request.return_value.raise_for_status.side_effect = error
        with pytest.raises(ollama.ResponseError, match="no such model") as caught:
            ollama.Client().chat("m", MESSAGES)
    assert caught.value.status_code == 404


def test_the_stream_of_httpx_may_be_replaced() -> None:
    with mock.patch("httpx.Client.stream") as stream:
        lines = stream.return_value.__enter__.return_value.iter_lines
        lines.return_value = [json.dumps(ANSWER), json.dumps(ANSWER)]
        pieces = list(ollama.Client().chat("m", MESSAGES, stream=True))
    assert [piece.message.content for piece in pieces] == ["hi", "hi"]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="mock finds no such module before 3.11")
@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_the_classes_of_httpx_may_be_replaced_where_the_client_is(kind: str) -> None:
    with mock.patch(f"ollama._client.httpx.{kind}") as made:
        request = mock.Mock() if kind == "Client" else mock.AsyncMock()
        request.return_value = SimpleNamespace(json=lambda: ANSWER)
        made.return_value.request = request
        client: Any = getattr(ollama, kind)("http://double:7")
        answer = client.chat("m", MESSAGES)
        if kind == "AsyncClient":
            answer = asyncio.run(answer)
    assert answer.text == "hi"
    assert made.call_args.kwargs["base_url"] == "http://double:7"


@pytest.mark.parametrize("kind", [ollama.Client, ollama.AsyncClient])
def test_doubles_of_a_class_refuse_unknown_keywords(kind: type[Any]) -> None:
    double = mock.create_autospec(kind, instance=True)
    with pytest.raises(TypeError, match="temprature"):
        double.chat("m", MESSAGES, temprature=1)
    called = double.chat("m", MESSAGES, options={}, timeout=3, extra_headers={})
    if inspect.iscoroutine(called):
        called.close()


def test_a_signature_names_the_settings_of_a_call_and_has_types() -> None:
    signature = inspect.signature(ollama.Client.embed, eval_str=True)
    assert {"timeout", "max_retries", "extra_body"} <= signature.parameters.keys()
    assert signature.return_annotation is ollama.EmbedResponse
    assert list(inspect.signature(ollama.web_search).parameters) == ["query", "max_results", "call"]
    with pytest.raises(TypeError, match="nothing"):
        signature.bind(None, "m", nothing=1)


@pytest.mark.parametrize("spec", [None, httpx.Response])
def test_a_mock_of_a_response_is_read_by_its_json(spec: Any) -> None:
    response = mock.MagicMock(spec=spec)
    response.json.return_value = ANSWER
    client = ollama.Client()
    with mock.patch.object(client._client, "request", return_value=response):
        assert client.chat("m", MESSAGES).message.content == "hi"
