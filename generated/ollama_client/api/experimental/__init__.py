# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Operations that may change or be removed in any release."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import fetch_web_experimental, list_model_recommendations, search_web_experimental

__all__ = [
    "fetch_web_experimental",
    "list_model_recommendations",
    "search_web_experimental",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
