"""pytest fixtures: a fresh test server per test, which may be the one that the app finds."""

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
def ollama_host(ollama_server: OllamaServer) -> Iterator[str]:
    """The address of ``ollama_server``, which every client without a host reaches in this test.

    So do the functions of the module ``ollama`` and ``Chat()``; see `OllamaServer.as_default`.
    """
    with ollama_server.as_default():
        yield ollama_server.url
