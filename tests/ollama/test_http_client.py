"""Tests of an httpx client that belongs to the program. The SDK uses it and does not close it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from ollama import AsyncClient, Client
from ollama.testing import OllamaServer


def test_it_is_used_as_it_is_and_left_open(server: OllamaServer) -> None:
    with httpx.Client(base_url=server.url, headers={"x-own": "1"}) as http:
        with Client(http_client=http) as client:
            assert client.http is http
            assert client.host == server.url
            assert client.chat("llama3.2", "Hi").text == "You said: Hi"
            assert [*client.chat("llama3.2", "Hi", stream=True)]
        assert not http.is_closed
        assert client.version()
    assert server.requests[0].headers["x-own"] == "1"


def test_the_same_for_async_code(server: OllamaServer) -> None:
    async def main() -> None:
        async with httpx.AsyncClient(base_url=server.url) as http:
            async with AsyncClient(http_client=http) as client:
                assert client.async_http is http
                assert (await client.chat("llama3.2", "Hi")).text == "You said: Hi"
            assert not http.is_closed

    asyncio.run(main())


def test_without_a_base_url_it_gets_that_of_the_environment(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", server.url)
    with httpx.Client() as http:
        assert Client(http_client=http).version()


@pytest.mark.parametrize("given", [{"timeout": 5}, {"headers": {"a": "b"}}, {"host": "http://h"}])
def test_what_it_has_itself_is_not_given_beside_it(given: dict[str, Any]) -> None:
    (name,) = given
    with (
        httpx.Client() as http,
        pytest.raises(TypeError, match=f"{name}: cannot be used with http_client"),
    ):
        Client(http_client=http, **given)


def test_another_kind_of_client_is_refused() -> None:
    with httpx.Client() as http, pytest.raises(TypeError, match=r"expected httpx\.AsyncClient"):
        AsyncClient(http_client=http)
