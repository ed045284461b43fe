# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""List, describe, create, copy, delete, download and upload models."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import (
        copy_model,
        create_model,
        delete_model,
        head_models,
        list_models,
        list_running_models,
        pull_model,
        push_model,
        show_model,
    )

__all__ = [
    "copy_model",
    "create_model",
    "delete_model",
    "head_models",
    "list_models",
    "list_running_models",
    "pull_model",
    "push_model",
    "show_model",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
