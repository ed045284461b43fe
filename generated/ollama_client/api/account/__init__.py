# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The ollama.com account that a server is signed in with."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import delete_user_key, get_current_user, sign_out_user

__all__ = [
    "delete_user_key",
    "get_current_user",
    "sign_out_user",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
