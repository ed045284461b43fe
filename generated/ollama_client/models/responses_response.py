# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesResponse, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    model,
    new,
    tagged,
    to_wire,
    unset,
)
from ..types import (
    to_object,
)
from .responses_compaction_item import ResponsesCompactionItem
from .responses_echoed_reasoning import ResponsesEchoedReasoning
from .responses_echoed_text import ResponsesEchoedText
from .responses_echoed_tool import ResponsesEchoedTool
from .responses_error import ResponsesError
from .responses_function_call import ResponsesFunctionCall
from .responses_incomplete_details import ResponsesIncompleteDetails
from .responses_output_message import ResponsesOutputMessage
from .responses_reasoning_item import ResponsesReasoningItem
from .responses_tool_search_call import ResponsesToolSearchCall
from .responses_usage import ResponsesUsage
from .responses_web_search_call import ResponsesWebSearchCall

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesResponse(WireModel):
    """A response. Every key is always there; many hold the same value every time, or repeat the
    request.
    """

    id: str = unset()
    """Identifies the response; it is not kept."""
    object: str = unset()
    """Kind of object, always `response`."""
    created_at: int = unset()
    """When the response was begun, in seconds since 1970 (UTC)."""
    completed_at: int | None = unset()
    """When the response was complete, in seconds since 1970 (UTC); null before."""
    status: Literal["in_progress", "completed", "failed"] | str = unset()
    """Status of the response. Expect new values."""
    incomplete_details: ResponsesIncompleteDetails | None = unset()
    """Why the response is incomplete; always null so far."""
    model: str = unset()
    """Name of the model, as the request gave it."""
    previous_response_id: str | None = unset()
    """Always null; the server keeps no responses."""
    instructions: str | None = unset()
    """The instructions of the request; null when there are none."""
    output: (
        list[
            ResponsesOutputMessage
            | ResponsesFunctionCall
            | ResponsesReasoningItem
            | ResponsesWebSearchCall
            | ResponsesToolSearchCall
            | ResponsesCompactionItem
            | dict[str, Any]
        ]
        | None
    ) = unset()
    """What the model said, in order; null or empty when it said nothing."""
    error: ResponsesError | None = unset()
    """Why the response failed; null unless it did."""
    tools: list[ResponsesEchoedTool] = unset()
    """The tools of the request."""
    tool_choice: Any = unset()
    """Any JSON value; always the word `auto`."""
    truncation: Literal["disabled", "auto"] | str = unset()
    """The `truncation` of the request, otherwise `disabled`."""
    parallel_tool_calls: bool = unset()
    """Always true."""
    text: ResponsesEchoedText = unset()
    """The shape of the text that was asked for."""
    top_p: float = unset()
    """The `top_p` of the request, otherwise 1."""
    presence_penalty: float = unset()
    """Always 0."""
    frequency_penalty: float = unset()
    """Always 0."""
    top_logprobs: int = unset()
    """Always 0."""
    temperature: float = unset()
    """The `temperature` of the request, otherwise 1."""
    reasoning: ResponsesEchoedReasoning | None = unset()
    """The `reasoning` of the request; null when there is none."""
    usage: ResponsesUsage | None = unset()
    """Tokens read and written; null before the response is complete."""
    max_output_tokens: int | None = unset()
    """The `max_output_tokens` of the request; null when there is none."""
    max_tool_calls: int | None = unset()
    """Always null."""
    store: bool = unset()
    """Always false."""
    background: bool = unset()
    """The `background` of the request."""
    service_tier: str = unset()
    """Always `default`."""
    metadata: dict[str, Any] = unset()
    """Always empty."""
    safety_identifier: str | None = unset()
    """Always null."""
    prompt_cache_key: str | None = unset()
    """Always null."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            id: str | None = None,
            object: str | None = None,
            created_at: int | None = None,
            completed_at: int | None = None,
            status: Literal["in_progress", "completed", "failed"] | str | None = None,
            incomplete_details: ResponsesIncompleteDetails | Mapping[str, Any] | None = None,
            model: str | None = None,
            previous_response_id: str | None = None,
            instructions: str | None = None,
            output: Sequence[
                ResponsesOutputMessage
                | Mapping[str, Any]
                | (ResponsesFunctionCall | Mapping[str, Any])
                | (ResponsesReasoningItem | Mapping[str, Any])
                | (ResponsesWebSearchCall | Mapping[str, Any])
                | (ResponsesToolSearchCall | Mapping[str, Any])
                | (ResponsesCompactionItem | Mapping[str, Any])
                | Mapping[str, Any]
            ]
            | None = None,
            error: ResponsesError | Mapping[str, Any] | None = None,
            tools: Sequence[ResponsesEchoedTool | Mapping[str, Any]] | None = None,
            tool_choice: Any = None,
            truncation: Literal["disabled", "auto"] | str | None = None,
            parallel_tool_calls: bool | None = None,
            text: ResponsesEchoedText | Mapping[str, Any] | None = None,
            top_p: float | None = None,
            presence_penalty: float | None = None,
            frequency_penalty: float | None = None,
            top_logprobs: int | None = None,
            temperature: float | None = None,
            reasoning: ResponsesEchoedReasoning | Mapping[str, Any] | None = None,
            usage: ResponsesUsage | Mapping[str, Any] | None = None,
            max_output_tokens: int | None = None,
            max_tool_calls: int | None = None,
            store: bool | None = None,
            background: bool | None = None,
            service_tier: str | None = None,
            metadata: Mapping[str, Any] | None = None,
            safety_identifier: str | None = None,
            prompt_cache_key: str | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.id = get("id")
        self.object = get("object")
        self.created_at = get("created_at")
        self.completed_at = get("completed_at")
        self.status = get("status")
        self.incomplete_details = (
            ResponsesIncompleteDetails.from_dict(value)
            if (value := get("incomplete_details")) is not None
            else ABSENT
        )
        self.model = get("model")
        self.previous_response_id = get("previous_response_id")
        self.instructions = get("instructions")
        self.output = (
            [
                tagged(
                    item,
                    "type",
                    {
                        "message": ResponsesOutputMessage,
                        "function_call": ResponsesFunctionCall,
                        "reasoning": ResponsesReasoningItem,
                        "web_search_call": ResponsesWebSearchCall,
                        "tool_search_call": ResponsesToolSearchCall,
                        "compaction": ResponsesCompactionItem,
                    },
                )
                for item in value
            ]
            if (value := get("output")) is not None
            else ABSENT
        )
        self.error = (
            ResponsesError.from_dict(value) if (value := get("error")) is not None else ABSENT
        )
        self.tools = (
            [ResponsesEchoedTool.from_dict(item) for item in value]
            if (value := get("tools")) is not None
            else ABSENT
        )
        self.tool_choice = get("tool_choice")
        self.truncation = get("truncation")
        self.parallel_tool_calls = get("parallel_tool_calls")
        self.text = (
            ResponsesEchoedText.from_dict(value) if (value := get("text")) is not None else ABSENT
        )
        self.top_p = get("top_p")
        self.presence_penalty = get("presence_penalty")
        self.frequency_penalty = get("frequency_penalty")
        self.top_logprobs = get("top_logprobs")
        self.temperature = get("temperature")
        self.reasoning = (
            ResponsesEchoedReasoning.from_dict(value)
            if (value := get("reasoning")) is not None
            else ABSENT
        )
        self.usage = (
            ResponsesUsage.from_dict(value) if (value := get("usage")) is not None else ABSENT
        )
        self.max_output_tokens = get("max_output_tokens")
        self.max_tool_calls = get("max_tool_calls")
        self.store = get("store")
        self.background = get("background")
        self.service_tier = get("service_tier")
        self.metadata = to_object(value) if (value := get("metadata")) is not None else ABSENT
        self.safety_identifier = get("safety_identifier")
        self.prompt_cache_key = get("prompt_cache_key")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "id": self.id,
                "object": self.object,
                "created_at": self.created_at,
                "completed_at": self.completed_at,
                "status": self.status,
                "incomplete_details": to_wire(self.incomplete_details),
                "model": self.model,
                "previous_response_id": self.previous_response_id,
                "instructions": self.instructions,
                "output": to_wire(self.output),
                "error": to_wire(self.error),
                "tools": to_wire(self.tools),
                "tool_choice": self.tool_choice,
                "truncation": self.truncation,
                "parallel_tool_calls": self.parallel_tool_calls,
                "text": to_wire(self.text),
                "top_p": self.top_p,
                "presence_penalty": self.presence_penalty,
                "frequency_penalty": self.frequency_penalty,
                "top_logprobs": self.top_logprobs,
                "temperature": self.temperature,
                "reasoning": to_wire(self.reasoning),
                "usage": to_wire(self.usage),
                "max_output_tokens": self.max_output_tokens,
                "max_tool_calls": self.max_tool_calls,
                "store": self.store,
                "background": self.background,
                "service_tier": self.service_tier,
                "metadata": to_wire(self.metadata),
                "safety_identifier": self.safety_identifier,
                "prompt_cache_key": self.prompt_cache_key,
            }
        )
