"""A Python client for Ollama, compatible with the official `ollama` package.

`chat`, `generate`, `embed` and the other functions of this module are methods of one shared
`Client`, which reads the environment (`OLLAMA_HOST`, `OLLAMA_API_KEY`) when it is first used.
Importing this module loads nothing else: every name is loaded when it is first asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ollama._client import AsyncClient, Client
    from ollama._types import (
        ChatResponse,
        EmbeddingsResponse,
        EmbedResponse,
        GenerateResponse,
        Image,
        ListResponse,
        Message,
        Options,
        ProcessResponse,
        ProgressResponse,
        RequestError,
        ResponseError,
        ShowResponse,
        Tool,
        VersionResponse,
    )

    # What is loaded lazily cannot be seen by type checkers: the functions are the methods of a
    # client that exists for them only.
    _client: Client
    _shared = Client()
    chat = _shared.chat
    generate = _shared.generate
    embed = _shared.embed
    list = _shared.list
    show = _shared.show
    ps = _shared.ps
    version = _shared.version

from ._version import __version__ as __version__

_CLIENTS = ("AsyncClient", "Client")

#: The methods of the shared client that are functions of this module.
_FUNCTIONS = ("chat", "embed", "generate", "list", "ps", "show", "version")

# The functions are left out: a star import must not hide builtins such as `list`.
__all__ = [
    "AsyncClient",
    "ChatResponse",
    "Client",
    "EmbedResponse",
    "EmbeddingsResponse",
    "GenerateResponse",
    "Image",
    "ListResponse",
    "Message",
    "Options",
    "ProcessResponse",
    "ProgressResponse",
    "RequestError",
    "ResponseError",
    "ShowResponse",
    "Tool",
    "VersionResponse",
]


def __getattr__(name: str) -> Any:
    if name in _FUNCTIONS:
        return getattr(_adopt_shared_client(), name)
    if name in __all__:
        module = "._client" if name in _CLIENTS else "._types"
        value = globals()[name] = getattr(import_module(module, __name__), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> Iterable[str]:
    return sorted({*globals(), *__all__, *_FUNCTIONS, "_client"})


def _adopt_shared_client() -> Client:
    """Make the shared client, once, and its methods functions of this module."""
    module = sys.modules[__name__].__dict__
    if "_shared_client" not in module:
        # Importing the submodule ends in the setter below, which comes here again; so may other
        # threads, and no lock can be held across an import: the first client to be set stays.
        client = import_module("._client", __name__).Client.lazily()
        client = module.setdefault("_shared_client", client)
        for name in _FUNCTIONS:
            module.setdefault(name, getattr(client, name))
    shared: Client = module["_shared_client"]
    return shared


class _Package(ModuleType):
    """This module: `ollama._client` is the shared client, though a submodule has that name.

    Programs use both: the attribute for the client, `from ollama._client import ...` for the
    module. The import system sets the attribute to the module; this class keeps it the client.
    """

    @property
    def _client(self) -> Client:
        return _adopt_shared_client()

    @_client.setter
    def _client(self, value: Any) -> None:
        if isinstance(value, ModuleType):
            _adopt_shared_client()
        else:
            self.__dict__["_shared_client"] = value


sys.modules[__name__].__class__ = _Package
