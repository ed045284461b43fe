"""Fixtures of these tests: a server, and no settings from the environment."""

from __future__ import annotations

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
