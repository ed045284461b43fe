"""pytest fixtures: a fresh test server per test, which may be the one that the app finds.

Where tests have imported `ollama` by the end of their collection, all of it is loaded then: tests
replace the import system, and what is first loaded amid that stays a mock, or is there twice.
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

#: What the first use of a name loads, one of these at least.
_LOADED_BY_USE = ("ollama._client", "ollama_client.errors", "ollama_client.models")

#: Not part of what a program uses, or in need of what is not installed.
_APART = ("ollama.testing", "ollama.mcp")


def _is_used() -> bool:
    """Return whether a module of somebody else has the package, or some name of it was loaded."""
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
    """Load what the collected tests may ask for."""
    if _is_used():
        _load_all()


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
