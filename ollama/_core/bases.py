"""Owns the official base classes of requests and answers, for `isinstance` and users' subclasses.

The rendered models do not inherit from them, but are registered as virtual subclasses.
"""

from __future__ import annotations

from abc import ABCMeta
from typing import Any

from ollama_client import models
from ollama_client._runtime.model import WireModel

SubscriptableBaseModel = WireModel


def _base(parent: Any, name: str, fields: str, *members: Any) -> Any:
    """Return a base class with fields that all members have, taken from the first member."""
    known = members[0].model_fields
    added = [known[field] for field in fields.split()]
    body = {
        "__module__": "ollama._types",
        "__doc__": f"Common fields of {', '.join(it.__name__ for it in members)}.",
        "__annotations__": {field.name: field.annotation for field in added},
        **{field.name: field.preset for field in added if not field.required},
    }
    base: Any = ABCMeta(name, (parent,), body)
    for member in members:
        base.register(member)
    return base


BaseRequest = _base(
    WireModel, "BaseRequest", "model",
    models.DeleteRequest, models.EmbedRequest, models.EmbeddingsRequest, models.ShowRequest,
)  # fmt: skip
BaseStreamableRequest = _base(
    BaseRequest, "BaseStreamableRequest", "stream",
    models.CreateRequest, models.PullRequest, models.PushRequest,
)  # fmt: skip
BaseGenerateRequest = _base(
    BaseStreamableRequest, "BaseGenerateRequest", "options format keep_alive",
    models.ChatRequest, models.GenerateRequest,
)  # fmt: skip
BaseGenerateResponse = _base(
    WireModel, "BaseGenerateResponse",
    "model created_at done done_reason total_duration load_duration prompt_eval_count "
    "prompt_eval_duration eval_count eval_duration",
    models.ChatResponse, models.GenerateResponse, models.EmbedResponse,
)  # fmt: skip
