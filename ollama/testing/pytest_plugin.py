"""pytest fixtures: a fresh test server per test, and OLLAMA_HOST pointing at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ollama.testing._server import OllamaServer


@pytest.fixture
def ollama_server() -> Iterator[OllamaServer]:
    """A running server of this test alone; nothing global is changed."""
    with OllamaServer() as server:
        yield server


@pytest.fixture
def ollama_host(ollama_server: OllamaServer, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of ``ollama_server``, also set as OLLAMA_HOST for this test."""
    monkeypatch.setenv("OLLAMA_HOST", ollama_server.url)
    return ollama_server.url
