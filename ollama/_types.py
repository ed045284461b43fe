"""The official names of the types: generated models under them, each loaded when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._core.clash import demand_own_files

if TYPE_CHECKING:
    from ollama_client._runtime.mixins import Attempt, Usage
    from ollama_client._runtime.model import WireModel as SubscriptableBaseModel
    from ollama_client.errors import RequestError, ResponseError
    from ollama_client.models import (
        ChatRequest,
        ChatResponse,
        CopyRequest,
        CreateRequest,
        DeleteRequest,
        EmbeddingsRequest,
        EmbeddingsResponse,
        EmbedRequest,
        EmbedResponse,
        GenerateRequest,
        GenerateResponse,
        ListResponse,
        Logprob,
        Message,
        ModelDetails,
        Options,
        ProcessResponse,
        ProgressResponse,
        PullRequest,
        PushRequest,
        ShowRequest,
        ShowResponse,
        SystemOneAnswer,
        SystemOneChoiceAnswer,
        SystemOneChoiceQuestion,
        SystemOneContent,
        SystemOneNoulAnswer,
        SystemOneNoulQuestion,
        SystemOneQuestion,
        SystemOneRequest,
        SystemOneResponse,
        SystemOneScoreAnswer,
        SystemOneScoreQuestion,
        SystemOneUsage,
        TokenLogprob,
        Tool,
        VersionResponse,
        WebFetchRequest,
        WebFetchResponse,
        WebSearchRequest,
        WebSearchResponse,
        WebSearchResult,
    )

    from ._core.images import Image
    from ._core.status import StatusResponse

    BaseRequest = BaseStreamableRequest = BaseGenerateRequest = SubscriptableBaseModel
    BaseGenerateResponse = SubscriptableBaseModel

demand_own_files()

#: Where a name lives that is no generated model of the same name.
_ELSEWHERE = {
    **dict.fromkeys(
        (
            "BaseGenerateRequest",
            "BaseGenerateResponse",
            "BaseRequest",
            "BaseStreamableRequest",
            "SubscriptableBaseModel",
        ),
        ("ollama_client._runtime.model", "WireModel"),
    ),
    "Image": ("ollama._core.images", "Image"),
    "Attempt": ("ollama_client._runtime.mixins", "Attempt"),
    "RequestError": ("ollama_client.errors", "RequestError"),
    "ResponseError": ("ollama_client.errors", "ResponseError"),
    "StatusResponse": ("ollama._core.status", "StatusResponse"),
    "Usage": ("ollama_client._runtime.mixins", "Usage"),
}

__all__ = [
    "Attempt",
    "BaseGenerateRequest",
    "BaseGenerateResponse",
    "BaseRequest",
    "BaseStreamableRequest",
    "ChatRequest",
    "ChatResponse",
    "CopyRequest",
    "CreateRequest",
    "DeleteRequest",
    "EmbedRequest",
    "EmbedResponse",
    "EmbeddingsRequest",
    "EmbeddingsResponse",
    "GenerateRequest",
    "GenerateResponse",
    "Image",
    "ListResponse",
    "Logprob",
    "Message",
    "ModelDetails",
    "Options",
    "ProcessResponse",
    "ProgressResponse",
    "PullRequest",
    "PushRequest",
    "RequestError",
    "ResponseError",
    "ShowRequest",
    "ShowResponse",
    "StatusResponse",
    "SubscriptableBaseModel",
    "SystemOneAnswer",
    "SystemOneChoiceAnswer",
    "SystemOneChoiceQuestion",
    "SystemOneContent",
    "SystemOneNoulAnswer",
    "SystemOneNoulQuestion",
    "SystemOneQuestion",
    "SystemOneRequest",
    "SystemOneResponse",
    "SystemOneScoreAnswer",
    "SystemOneScoreQuestion",
    "SystemOneUsage",
    "TokenLogprob",
    "Tool",
    "Usage",
    "VersionResponse",
    "WebFetchRequest",
    "WebFetchResponse",
    "WebSearchRequest",
    "WebSearchResponse",
    "WebSearchResult",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _ELSEWHERE.get(name, ("ollama_client.models", name))
    value = globals()[name] = getattr(import_module(module), attribute)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
