# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The objects of the API, each loaded when it is first asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .aliases import (
        AccountPlan,
        DoneReason,
        KeepAlive,
        MessageRole,
        ModelCapability,
        ResponseFormat,
        ResponseFormatKeyword,
        StringOrStrings,
        SystemOneAnswer,
        SystemOneContent,
        SystemOneQuestion,
        Think,
        ThinkLevel,
    )
    from .api_error import ApiError
    from .chat_request import ChatRequest
    from .chat_response import ChatResponse
    from .cloud_status import CloudStatus
    from .cloud_status_response import CloudStatusResponse
    from .copy_request import CopyRequest
    from .create_request import CreateRequest
    from .debug_info import DebugInfo
    from .delete_request import DeleteRequest
    from .embed_request import EmbedRequest
    from .embed_response import EmbedResponse
    from .embeddings_request import EmbeddingsRequest
    from .embeddings_response import EmbeddingsResponse
    from .generate_request import GenerateRequest
    from .generate_response import GenerateResponse
    from .list_response import ListResponse
    from .listed_model import ListedModel
    from .logprob import Logprob
    from .message import Message
    from .model_details import ModelDetails
    from .model_recommendation import ModelRecommendation
    from .model_recommendations_response import ModelRecommendationsResponse
    from .options import Options
    from .process_response import ProcessResponse
    from .progress_response import ProgressResponse
    from .pull_request import PullRequest
    from .push_request import PushRequest
    from .running_model import RunningModel
    from .show_request import ShowRequest
    from .show_response import ShowResponse
    from .system_one_choice_answer import SystemOneChoiceAnswer
    from .system_one_choice_question import SystemOneChoiceQuestion
    from .system_one_noul_answer import SystemOneNoulAnswer
    from .system_one_noul_criteria import SystemOneNoulCriteria
    from .system_one_noul_question import SystemOneNoulQuestion
    from .system_one_request import SystemOneRequest
    from .system_one_response import SystemOneResponse
    from .system_one_score_answer import SystemOneScoreAnswer
    from .system_one_score_question import SystemOneScoreQuestion
    from .system_one_usage import SystemOneUsage
    from .tensor import Tensor
    from .token_logprob import TokenLogprob
    from .tool import Tool
    from .tool_call import ToolCall
    from .tool_call_function import ToolCallFunction
    from .tool_function import ToolFunction
    from .tool_function_parameters import ToolFunctionParameters
    from .tool_property import ToolProperty
    from .user_response import UserResponse
    from .version_response import VersionResponse
    from .web_fetch_request import WebFetchRequest
    from .web_fetch_response import WebFetchResponse
    from .web_search_request import WebSearchRequest
    from .web_search_response import WebSearchResponse
    from .web_search_result import WebSearchResult

_MODULES = {
    "AccountPlan": "aliases",
    "DoneReason": "aliases",
    "KeepAlive": "aliases",
    "MessageRole": "aliases",
    "ModelCapability": "aliases",
    "ResponseFormat": "aliases",
    "ResponseFormatKeyword": "aliases",
    "StringOrStrings": "aliases",
    "SystemOneAnswer": "aliases",
    "SystemOneContent": "aliases",
    "SystemOneQuestion": "aliases",
    "Think": "aliases",
    "ThinkLevel": "aliases",
    "ApiError": "api_error",
    "ChatRequest": "chat_request",
    "ChatResponse": "chat_response",
    "CloudStatus": "cloud_status",
    "CloudStatusResponse": "cloud_status_response",
    "CopyRequest": "copy_request",
    "CreateRequest": "create_request",
    "DebugInfo": "debug_info",
    "DeleteRequest": "delete_request",
    "EmbedRequest": "embed_request",
    "EmbedResponse": "embed_response",
    "EmbeddingsRequest": "embeddings_request",
    "EmbeddingsResponse": "embeddings_response",
    "GenerateRequest": "generate_request",
    "GenerateResponse": "generate_response",
    "ListResponse": "list_response",
    "ListedModel": "listed_model",
    "Logprob": "logprob",
    "Message": "message",
    "ModelDetails": "model_details",
    "ModelRecommendation": "model_recommendation",
    "ModelRecommendationsResponse": "model_recommendations_response",
    "Options": "options",
    "ProcessResponse": "process_response",
    "ProgressResponse": "progress_response",
    "PullRequest": "pull_request",
    "PushRequest": "push_request",
    "RunningModel": "running_model",
    "ShowRequest": "show_request",
    "ShowResponse": "show_response",
    "SystemOneChoiceAnswer": "system_one_choice_answer",
    "SystemOneChoiceQuestion": "system_one_choice_question",
    "SystemOneNoulAnswer": "system_one_noul_answer",
    "SystemOneNoulCriteria": "system_one_noul_criteria",
    "SystemOneNoulQuestion": "system_one_noul_question",
    "SystemOneRequest": "system_one_request",
    "SystemOneResponse": "system_one_response",
    "SystemOneScoreAnswer": "system_one_score_answer",
    "SystemOneScoreQuestion": "system_one_score_question",
    "SystemOneUsage": "system_one_usage",
    "Tensor": "tensor",
    "TokenLogprob": "token_logprob",
    "Tool": "tool",
    "ToolCall": "tool_call",
    "ToolCallFunction": "tool_call_function",
    "ToolFunction": "tool_function",
    "ToolFunctionParameters": "tool_function_parameters",
    "ToolProperty": "tool_property",
    "UserResponse": "user_response",
    "VersionResponse": "version_response",
    "WebFetchRequest": "web_fetch_request",
    "WebFetchResponse": "web_fetch_response",
    "WebSearchRequest": "web_search_request",
    "WebSearchResponse": "web_search_response",
    "WebSearchResult": "web_search_result",
}

__all__ = [
    "AccountPlan",
    "ApiError",
    "ChatRequest",
    "ChatResponse",
    "CloudStatus",
    "CloudStatusResponse",
    "CopyRequest",
    "CreateRequest",
    "DebugInfo",
    "DeleteRequest",
    "DoneReason",
    "EmbedRequest",
    "EmbedResponse",
    "EmbeddingsRequest",
    "EmbeddingsResponse",
    "GenerateRequest",
    "GenerateResponse",
    "KeepAlive",
    "ListResponse",
    "ListedModel",
    "Logprob",
    "Message",
    "MessageRole",
    "ModelCapability",
    "ModelDetails",
    "ModelRecommendation",
    "ModelRecommendationsResponse",
    "Options",
    "ProcessResponse",
    "ProgressResponse",
    "PullRequest",
    "PushRequest",
    "ResponseFormat",
    "ResponseFormatKeyword",
    "RunningModel",
    "ShowRequest",
    "ShowResponse",
    "StringOrStrings",
    "SystemOneAnswer",
    "SystemOneChoiceAnswer",
    "SystemOneChoiceQuestion",
    "SystemOneContent",
    "SystemOneNoulAnswer",
    "SystemOneNoulCriteria",
    "SystemOneNoulQuestion",
    "SystemOneQuestion",
    "SystemOneRequest",
    "SystemOneResponse",
    "SystemOneScoreAnswer",
    "SystemOneScoreQuestion",
    "SystemOneUsage",
    "Tensor",
    "Think",
    "ThinkLevel",
    "TokenLogprob",
    "Tool",
    "ToolCall",
    "ToolCallFunction",
    "ToolFunction",
    "ToolFunctionParameters",
    "ToolProperty",
    "UserResponse",
    "VersionResponse",
    "WebFetchRequest",
    "WebFetchResponse",
    "WebSearchRequest",
    "WebSearchResponse",
    "WebSearchResult",
]


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{module}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
