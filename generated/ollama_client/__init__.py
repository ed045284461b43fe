# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Typed low-level client of the Ollama API 0.34.4.

The HTTP API of an Ollama server: the native routes, and those that follow OpenAI and Anthropic.
Durations are nanoseconds, sizes are bytes, times are RFC 3339 with up to nine fraction digits
(seconds since 1970 on the OpenAI routes). Clients must ignore unknown fields, and servers may leave
out empty ones. The answers for an unknown path (404) and a wrong method (405) are plain text, so
clients must not expect that every error is JSON. The version of this file is the Ollama release
that it was read from. Parts from other sources name them. `x-ollama-since` and `x-ollama-until`
name the first release with an operation or a field, and the first without.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import api, errors, models, types
    from .client import Client

__all__ = ["API_VERSION", "Client", "api", "errors", "models", "types"]

#: The version of the server that the API description was written for.
API_VERSION = "0.34.4"


def __getattr__(name: str) -> Any:
    if name == "Client":
        return import_module(".client", __name__).Client
    if name in __all__:
        return import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
