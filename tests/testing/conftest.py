"""Fixtures of these tests: a server, and a plain HTTP client that knows nothing of Ollama."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ollama.testing import OllamaServer
from tests.patience import PATIENCE


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer() as running:
        yield running


@pytest.fixture
def http(server: OllamaServer) -> Iterator[httpx.Client]:
    # TLS is not used, and setting it up would take most of the time of these tests.
    with httpx.Client(
        base_url=server.url, timeout=PATIENCE, trust_env=False, verify=False
    ) as client:
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


def read_events(content: bytes) -> list[tuple[str, Any]]:
    """Return the name and data of each event in a stream. Data that is not JSON is a string."""
    assert content.endswith(b"\n\n")
    events: list[tuple[str, Any]] = []
    for block in content.decode().removesuffix("\n\n").split("\n\n"):
        *names, data = block.split("\n")
        assert data.startswith("data: ")
        name = names[0].removeprefix("event: ") if names else ""
        text = data.removeprefix("data: ")
        events.append((name, text if text == "[DONE]" else json.loads(text)))
    return events


@pytest.fixture
def events(http: httpx.Client):
    """Post a body with ``stream`` and return the events of the answer."""

    def send(path: str, **body: Any) -> list[tuple[str, Any]]:
        response = http.post(path, json={**body, "stream": True})
        assert response.status_code == 200, response.text
        assert response.headers["content-type"] == "text/event-stream"
        return read_events(response.content)

    return send


def user(text: str, **more: Any) -> list[dict[str, Any]]:
    """Return the messages of a chat with one user message."""
    return [{"role": "user", "content": text, **more}]
