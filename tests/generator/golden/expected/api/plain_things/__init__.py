# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Everything else."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import (
        get_message_of_the_day,
        head_file,
        leave,
        search_things,
        set_config,
        transcribe,
        upload_file,
    )

__all__ = [
    "get_message_of_the_day",
    "head_file",
    "leave",
    "search_things",
    "set_config",
    "transcribe",
    "upload_file",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
