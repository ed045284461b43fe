"""pytest fixtures: a new test server for each test, optionally as the default server of the app.

If `ollama` was imported while tests were collected, all its modules are loaded after collection.
Otherwise, a test that replaces the import system could load a mock or a duplicate of a module.
"""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module

import pytest

from ollama.testing._server import OllamaServer

_PACKAGE = sys.modules["ollama"]
_OWN = ("ollama", "ollama_client")

#: Using any public name of the package loads at least one of these.
_LOADED_BY_USE = ("ollama._client", "ollama_client.errors", "ollama_client.models")

#: Modules that programs do not use, or that need optional packages.
_APART = (
    "ollama.testing",
    "ollama.mcp",
    "ollama.otel",
    "ollama._telemetry",
    "ollama_client._runtime.aiohttp_transport",
)


def _is_used() -> bool:
    """Return whether another module has imported the package, or has used one of its names."""
    others = [it for name, it in list(sys.modules.items()) if name.partition(".")[0] not in _OWN]
    return any(name in sys.modules for name in _LOADED_BY_USE) or any(
        value is _PACKAGE for it in others for value in list(getattr(it, "__dict__", {}).values())
    )


def _load_all() -> None:
    for package in map(import_module, _OWN):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(_APART):
                import_module(module.name)
    import_module("ollama_client._runtime.codec").strict_reader()
    for name in dir(_PACKAGE):
        getattr(_PACKAGE, name)


def pytest_collection_finish() -> None:
    """Load everything that the collected tests may use."""
    if _is_used():
        _load_all()


@pytest.fixture
def ollama_server() -> Iterator[OllamaServer]:
    """A running server for this test only. Nothing global is changed."""
    with OllamaServer() as server:
        yield server


@pytest.fixture
def ollama_host(ollama_server: OllamaServer) -> Iterator[str]:
    """The address of ``ollama_server``, which is the default server during this test.

    The functions of ``ollama``, ``Chat()`` and clients without a host use it; see
    `OllamaServer.as_default`.
    """
    with ollama_server.as_default():
        yield ollama_server.url
