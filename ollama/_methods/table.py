# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The table of methods: their operations, models, and conversions of arguments."""

from __future__ import annotations

from ollama_client import models as _models

from ollama import _types
from ollama._core.method import Method

CHAT: Method[_models.ChatResponse] = Method(
    "chat",
    "POST",
    "/api/chat",
    answer="ChatResponse",
    request="ChatRequest",
    accepts={
        "messages": "Messages",
        "tools": "Tools",
        "format": "Format",
        "options": "ModelOptions",
        "keep_alive": "KeepAlive",
    },
    flag="stream",
)
GENERATE: Method[_models.GenerateResponse] = Method(
    "generate",
    "POST",
    "/api/generate",
    answer="GenerateResponse",
    request="GenerateRequest",
    accepts={
        "format": "Format",
        "images": "Images",
        "options": "ModelOptions",
        "keep_alive": "KeepAlive",
    },
    flag="stream",
)
SYSTEMONE: Method[_models.SystemOneResponse] = Method(
    "systemone",
    "POST",
    "/v1/systemone",
    answer="SystemOneResponse",
    request="SystemOneRequest",
    accepts={"questions": "Questions", "keep_alive": "KeepAlive"},
)
EMBED: Method[_models.EmbedResponse] = Method(
    "embed",
    "POST",
    "/api/embed",
    answer="EmbedResponse",
    request="EmbedRequest",
    accepts={"input": "Texts", "options": "ModelOptions", "keep_alive": "KeepAlive"},
)
EMBEDDINGS: Method[_models.EmbeddingsResponse] = Method(
    "embeddings",
    "POST",
    "/api/embeddings",
    answer="EmbeddingsResponse",
    request="EmbeddingsRequest",
    accepts={"options": "ModelOptions", "keep_alive": "KeepAlive"},
)
LIST: Method[_models.ListResponse] = Method(
    "list",
    "GET",
    "/api/tags",
    answer="ListResponse",
)
PS: Method[_models.ProcessResponse] = Method(
    "ps",
    "GET",
    "/api/ps",
    answer="ProcessResponse",
)
SHOW: Method[_models.ShowResponse] = Method(
    "show",
    "POST",
    "/api/show",
    answer="ShowResponse",
    request="ShowRequest",
    accepts={"options": "ModelOptions"},
)
PULL: Method[_models.ProgressResponse] = Method(
    "pull",
    "POST",
    "/api/pull",
    answer="ProgressResponse",
    request="PullRequest",
    flag="stream",
)
PUSH: Method[_models.ProgressResponse] = Method(
    "push",
    "POST",
    "/api/push",
    answer="ProgressResponse",
    request="PushRequest",
    flag="stream",
)
CREATE: Method[_models.ProgressResponse] = Method(
    "create",
    "POST",
    "/api/create",
    answer="ProgressResponse",
    request="CreateRequest",
    accepts={
        "files": "Files",
        "adapters": "Files",
        "parameters": "ModelOptions",
        "messages": "StoredMessages",
        "draft_files": "Files",
    },
    flag="stream",
)
COPY: Method[_types.StatusResponse] = Method(
    "copy",
    "POST",
    "/api/copy",
    answer="StatusResponse",
    request="CopyRequest",
)
DELETE: Method[_types.StatusResponse] = Method(
    "delete",
    "DELETE",
    "/api/delete",
    answer="StatusResponse",
    request="DeleteRequest",
)
VERSION: Method[_models.VersionResponse] = Method(
    "version",
    "GET",
    "/api/version",
    answer="VersionResponse",
)
WEB_SEARCH: Method[_models.WebSearchResponse] = Method(
    "web_search",
    "POST",
    "https://ollama.com/api/web_search",
    answer="WebSearchResponse",
    request="WebSearchRequest",
    service="web search",
)
WEB_FETCH: Method[_models.WebFetchResponse] = Method(
    "web_fetch",
    "POST",
    "https://ollama.com/api/web_fetch",
    answer="WebFetchResponse",
    request="WebFetchRequest",
    service="web fetch",
)
