# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Answers that arrive line by line."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import start_chat, start_reply, start_talk, watch_events

__all__ = [
    "start_chat",
    "start_reply",
    "start_talk",
    "watch_events",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
