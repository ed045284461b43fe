# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The operations of the API: a package for each tag, with a module for each operation."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .._runtime import registry

if TYPE_CHECKING:
    from .._runtime.operation import Operation
    from . import plain_things, streams

__all__ = [
    "OPERATIONS",
    "operation",
    "plain_things",
    "streams",
]

#: The module of each operation, by method and path.
OPERATIONS = {
    ("POST", "/transcripts"): "plain_things.transcribe",
    ("PUT", "/files/{name}/{part}"): "plain_things.upload_file",
    ("HEAD", "/files/{name}/{part}"): "plain_things.head_file",
    ("GET", "/search"): "plain_things.search_things",
    ("GET", "/motd"): "plain_things.get_message_of_the_day",
    ("DELETE", "/leave"): "plain_things.leave",
    ("POST", "/config"): "plain_things.set_config",
    ("POST", "/chat"): "streams.start_chat",
    ("GET", "/events"): "streams.watch_events",
    ("POST", "/reply"): "streams.start_reply",
    ("POST", "/talk"): "streams.start_talk",
}

registry.models_are_in("ollama_client.models")
registry.operations_are_in(__name__)


def operation(method: str, path: str) -> Operation[Any] | None:
    """Return the operation of an HTTP method and a path template of the API, or None."""
    module = OPERATIONS.get((method.upper(), path))
    return import_module(f".{module}", __name__).OPERATION if module else None


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
