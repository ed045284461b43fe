# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The models that programs import from `ollama._types`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ollama_client.models import (
        ChatRequest as ChatRequest,
    )
    from ollama_client.models import (
        ChatResponse as ChatResponse,
    )
    from ollama_client.models import (
        CopyRequest as CopyRequest,
    )
    from ollama_client.models import (
        CreateRequest as CreateRequest,
    )
    from ollama_client.models import (
        DeleteRequest as DeleteRequest,
    )
    from ollama_client.models import (
        EmbeddingsRequest as EmbeddingsRequest,
    )
    from ollama_client.models import (
        EmbeddingsResponse as EmbeddingsResponse,
    )
    from ollama_client.models import (
        EmbedRequest as EmbedRequest,
    )
    from ollama_client.models import (
        EmbedResponse as EmbedResponse,
    )
    from ollama_client.models import (
        GenerateRequest as GenerateRequest,
    )
    from ollama_client.models import (
        GenerateResponse as GenerateResponse,
    )
    from ollama_client.models import (
        ListResponse as ListResponse,
    )
    from ollama_client.models import (
        Logprob as Logprob,
    )
    from ollama_client.models import (
        Message as Message,
    )
    from ollama_client.models import (
        ModelDetails as ModelDetails,
    )
    from ollama_client.models import (
        Options as Options,
    )
    from ollama_client.models import (
        ProcessResponse as ProcessResponse,
    )
    from ollama_client.models import (
        ProgressResponse as ProgressResponse,
    )
    from ollama_client.models import (
        PullRequest as PullRequest,
    )
    from ollama_client.models import (
        PushRequest as PushRequest,
    )
    from ollama_client.models import (
        ShowRequest as ShowRequest,
    )
    from ollama_client.models import (
        ShowResponse as ShowResponse,
    )
    from ollama_client.models import (
        SystemOneAnswer as SystemOneAnswer,
    )
    from ollama_client.models import (
        SystemOneChoiceAnswer as SystemOneChoiceAnswer,
    )
    from ollama_client.models import (
        SystemOneChoiceQuestion as SystemOneChoiceQuestion,
    )
    from ollama_client.models import (
        SystemOneContent as SystemOneContent,
    )
    from ollama_client.models import (
        SystemOneNoulAnswer as SystemOneNoulAnswer,
    )
    from ollama_client.models import (
        SystemOneNoulQuestion as SystemOneNoulQuestion,
    )
    from ollama_client.models import (
        SystemOneQuestion as SystemOneQuestion,
    )
    from ollama_client.models import (
        SystemOneRequest as SystemOneRequest,
    )
    from ollama_client.models import (
        SystemOneResponse as SystemOneResponse,
    )
    from ollama_client.models import (
        SystemOneScoreAnswer as SystemOneScoreAnswer,
    )
    from ollama_client.models import (
        SystemOneScoreQuestion as SystemOneScoreQuestion,
    )
    from ollama_client.models import (
        SystemOneUsage as SystemOneUsage,
    )
    from ollama_client.models import (
        TokenLogprob as TokenLogprob,
    )
    from ollama_client.models import (
        Tool as Tool,
    )
    from ollama_client.models import (
        VersionResponse as VersionResponse,
    )
    from ollama_client.models import (
        WebFetchRequest as WebFetchRequest,
    )
    from ollama_client.models import (
        WebFetchResponse as WebFetchResponse,
    )
    from ollama_client.models import (
        WebSearchRequest as WebSearchRequest,
    )
    from ollama_client.models import (
        WebSearchResponse as WebSearchResponse,
    )
    from ollama_client.models import (
        WebSearchResult as WebSearchResult,
    )

MODELS = (
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
    "ListResponse",
    "Logprob",
    "Message",
    "ModelDetails",
    "Options",
    "ProcessResponse",
    "ProgressResponse",
    "PullRequest",
    "PushRequest",
    "ShowRequest",
    "ShowResponse",
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
    "VersionResponse",
    "WebFetchRequest",
    "WebFetchResponse",
    "WebSearchRequest",
    "WebSearchResponse",
    "WebSearchResult",
)
