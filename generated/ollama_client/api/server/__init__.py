# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Check the server, and get its version."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import get_cloud_status, get_root, get_version, head_root, head_version

__all__ = [
    "get_cloud_status",
    "get_root",
    "get_version",
    "head_root",
    "head_version",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
