"""Fixtures of these tests: a server, an address without one, no settings from the environment."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from ollama.testing import OllamaServer

PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove all variables that a client reads."""
    for name in ("OLLAMA_HOST", "OLLAMA_API_KEY", *PROXY_VARIABLES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    with OllamaServer() as running:
        yield running


@pytest.fixture
def closed() -> Iterator[socket.socket]:
    """A socket that holds a port of this machine: nothing listens there, and nothing else can."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held


@pytest.fixture
def closed_port(closed: socket.socket) -> int:
    port: int = closed.getsockname()[1]
    return port


@pytest.fixture
def closed_host(closed_port: int) -> str:
    return f"127.0.0.1:{closed_port}"
