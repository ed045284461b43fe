# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The operations of the API: a package for each tag, with a module for each operation."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .._runtime import registry

if TYPE_CHECKING:
    from .._runtime.operation import Operation
    from . import (
        account,
        anthropic,
        blobs,
        cloud,
        embeddings,
        experimental,
        generation,
        models,
        openai,
        server,
    )

__all__ = [
    "OPERATIONS",
    "account",
    "anthropic",
    "blobs",
    "cloud",
    "embeddings",
    "experimental",
    "generation",
    "models",
    "openai",
    "operation",
    "server",
]

#: The module of each operation, by method and path.
OPERATIONS = {
    ("POST", "/api/me"): "account.get_current_user",
    ("POST", "/api/signout"): "account.sign_out_user",
    ("DELETE", "/api/user/keys/{encodedKey}"): "account.delete_user_key",
    ("POST", "/v1/messages"): "anthropic.create_message",
    ("POST", "/api/blobs/{digest}"): "blobs.upload_blob",
    ("HEAD", "/api/blobs/{digest}"): "blobs.head_blob",
    ("POST", "/api/web_search"): "cloud.search_web",
    ("POST", "/api/web_fetch"): "cloud.fetch_web_page",
    ("POST", "/api/embed"): "embeddings.generate_embeddings",
    ("POST", "/api/embeddings"): "embeddings.generate_legacy_embedding",
    ("POST", "/api/experimental/web_search"): "experimental.search_web_experimental",
    ("POST", "/api/experimental/web_fetch"): "experimental.fetch_web_experimental",
    ("GET", "/api/experimental/model-recommendations"): "experimental.list_model_recommendations",
    ("POST", "/api/chat"): "generation.generate_chat",
    ("POST", "/api/generate"): "generation.generate_text",
    ("POST", "/v1/systemone"): "generation.answer_questions",
    ("GET", "/api/tags"): "models.list_models",
    ("HEAD", "/api/tags"): "models.head_models",
    ("GET", "/api/ps"): "models.list_running_models",
    ("POST", "/api/show"): "models.show_model",
    ("POST", "/api/pull"): "models.pull_model",
    ("POST", "/api/push"): "models.push_model",
    ("POST", "/api/create"): "models.create_model",
    ("POST", "/api/copy"): "models.copy_model",
    ("DELETE", "/api/delete"): "models.delete_model",
    ("POST", "/v1/chat/completions"): "openai.create_chat_completion",
    ("POST", "/v1/completions"): "openai.create_completion",
    ("POST", "/v1/embeddings"): "openai.create_openai_embeddings",
    ("GET", "/v1/models"): "openai.list_openai_models",
    ("GET", "/v1/models/{model}"): "openai.get_openai_model",
    ("POST", "/v1/responses"): "openai.create_response",
    ("POST", "/v1/responses/compact"): "openai.compact_response",
    ("POST", "/v1/audio/transcriptions"): "openai.create_transcription",
    ("GET", "/"): "server.get_root",
    ("HEAD", "/"): "server.head_root",
    ("GET", "/api/version"): "server.get_version",
    ("HEAD", "/api/version"): "server.head_version",
    ("GET", "/api/status"): "server.get_cloud_status",
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
