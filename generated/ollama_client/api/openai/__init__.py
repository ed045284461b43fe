# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The routes of OpenAI's API that Ollama has, with the part of the fields that it reads. For
programs written for that API; new ones are better served by the native routes.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import (
        compact_response,
        create_chat_completion,
        create_completion,
        create_openai_embeddings,
        create_response,
        create_transcription,
        get_openai_model,
        list_openai_models,
    )

__all__ = [
    "compact_response",
    "create_chat_completion",
    "create_completion",
    "create_openai_embeddings",
    "create_response",
    "create_transcription",
    "get_openai_model",
    "list_openai_models",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f".{name}", __name__)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
