"""Fixtures of these tests: a server, and a plain HTTP client that knows nothing of Ollama."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ollama.testing import OllamaServer


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer() as running:
        yield running


@pytest.fixture
def http(server: OllamaServer) -> Iterator[httpx.Client]:
    # No TLS is spoken, so none is set up: that would take most of the time of these tests.
    with httpx.Client(base_url=server.url, timeout=10, trust_env=False, verify=False) as client:
        yield client


@pytest.fixture
def post(http: httpx.Client):
    """Post a body and return the response."""

    def send(path: str, **body: Any) -> httpx.Response:
        return http.post(path, json=body)

    return send


@pytest.fixture
def lines(http: httpx.Client):
    """Post a body and return the JSON lines of the streamed answer."""

    def send(path: str, **body: Any) -> list[dict[str, Any]]:
        response = http.post(path, json=body)
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "application/x-ndjson"
        assert response.content.endswith(b"\n")
        return [json.loads(line) for line in response.content.split(b"\n")[:-1]]

    return send


def user(text: str, **more: Any) -> list[dict[str, Any]]:
    """Return the messages of a chat with one user message."""
    return [{"role": "user", "content": text, **more}]
