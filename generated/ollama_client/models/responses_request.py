# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""ResponsesRequest, an object of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from .._runtime.model import (
    ABSENT,
    JsonObject,
    WireModel,
    is_list,
    model,
    new,
    tagged,
    to_wire,
)
from .responses_agent_message import ResponsesAgentMessage
from .responses_compaction_item import ResponsesCompactionItem
from .responses_compaction_trigger import ResponsesCompactionTrigger
from .responses_function_call import ResponsesFunctionCall
from .responses_function_call_output import ResponsesFunctionCallOutput
from .responses_input_message import ResponsesInputMessage
from .responses_reasoning import ResponsesReasoning
from .responses_reasoning_item import ResponsesReasoningItem
from .responses_text import ResponsesText
from .responses_tool import ResponsesTool
from .responses_tool_search_call import ResponsesToolSearchCall
from .responses_tool_search_output import ResponsesToolSearchOutput
from .responses_web_search_call import ResponsesWebSearchCall

if TYPE_CHECKING:
    from typing_extensions import Self


@model
class ResponsesRequest(WireModel):
    """An input to respond to. Without input and instructions the call loads the model."""

    model: str
    """Name of the model, `name[:tag]`."""
    input: (
        str
        | list[
            ResponsesInputMessage
            | ResponsesFunctionCall
            | ResponsesFunctionCallOutput
            | ResponsesReasoningItem
            | ResponsesWebSearchCall
            | ResponsesToolSearchCall
            | ResponsesToolSearchOutput
            | ResponsesAgentMessage
            | ResponsesCompactionItem
            | ResponsesCompactionTrigger
        ]
        | None
    ) = None
    """What to respond to, a text or the conversation so far."""
    instructions: str | None = None
    """System message before the input."""
    tools: list[ResponsesTool] | None = None
    """Tools the model may call. The model needs the `tools` capability."""
    stream: bool | None = None
    """If this is true the server answers with a stream of events (text/event-stream) instead of one
    JSON object.
    """
    max_output_tokens: int | None = None
    """Most tokens to generate. Without it the model's own limit."""
    temperature: float | None = None
    """Randomness of sampling; 0 always takes the most likely token."""
    top_p: float | None = None
    """Sample from the most likely tokens that together reach this probability. Without it the
    model's own value, though the answer says 1.
    """
    text: ResponsesText | None = None
    """Shape the text of the answer has to have."""
    think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None
    """Reason before answering, with the values of the native routes."""
    reasoning: ResponsesReasoning | None = None
    """Reason before answering. Thinking models do when this is unset; for other models anything but
    `none` is refused.
    """
    truncation: Literal["disabled", "auto"] | str | None = None
    """Repeated in the answer; without effect."""
    include: list[str] | None = None
    """Ignored."""
    conversation: Any = None
    """Any JSON value; ignored."""
    background: bool | None = None
    """Repeated in the answer; without effect."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            model: str,
            input: str
            | Sequence[
                ResponsesInputMessage
                | Mapping[str, Any]
                | (ResponsesFunctionCall | Mapping[str, Any])
                | (ResponsesFunctionCallOutput | Mapping[str, Any])
                | (ResponsesReasoningItem | Mapping[str, Any])
                | (ResponsesWebSearchCall | Mapping[str, Any])
                | (ResponsesToolSearchCall | Mapping[str, Any])
                | (ResponsesToolSearchOutput | Mapping[str, Any])
                | (ResponsesAgentMessage | Mapping[str, Any])
                | (ResponsesCompactionItem | Mapping[str, Any])
                | (ResponsesCompactionTrigger | Mapping[str, Any])
            ]
            | None = None,
            instructions: str | None = None,
            tools: Sequence[ResponsesTool | Mapping[str, Any]] | None = None,
            stream: bool | None = None,
            max_output_tokens: int | None = None,
            temperature: float | None = None,
            top_p: float | None = None,
            text: ResponsesText | Mapping[str, Any] | None = None,
            think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None = None,
            reasoning: ResponsesReasoning | Mapping[str, Any] | None = None,
            truncation: Literal["disabled", "auto"] | str | None = None,
            include: Sequence[str] | None = None,
            conversation: Any = None,
            background: bool | None = None,
        ) -> None: ...

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        self = new(cls)
        self._given = data
        get = data.get
        self.model = get("model")
        self.input = (
            (
                [
                    tagged(
                        item,
                        "type",
                        {
                            "message": ResponsesInputMessage,
                            "function_call": ResponsesFunctionCall,
                            "function_call_output": ResponsesFunctionCallOutput,
                            "reasoning": ResponsesReasoningItem,
                            "web_search_call": ResponsesWebSearchCall,
                            "tool_search_call": ResponsesToolSearchCall,
                            "tool_search_output": ResponsesToolSearchOutput,
                            "agent_message": ResponsesAgentMessage,
                            "compaction": ResponsesCompactionItem,
                            "compaction_trigger": ResponsesCompactionTrigger,
                        },
                    )
                    for item in value
                ]
                if is_list(value)
                else value
            )
            if (value := get("input")) is not None
            else ABSENT
        )
        self.instructions = get("instructions")
        self.tools = (
            [ResponsesTool.from_dict(item) for item in value]
            if (value := get("tools")) is not None
            else ABSENT
        )
        self.stream = get("stream")
        self.max_output_tokens = get("max_output_tokens")
        self.temperature = get("temperature")
        self.top_p = get("top_p")
        self.text = ResponsesText.from_dict(value) if (value := get("text")) is not None else ABSENT
        self.think = get("think")
        self.reasoning = (
            ResponsesReasoning.from_dict(value)
            if (value := get("reasoning")) is not None
            else ABSENT
        )
        self.truncation = get("truncation")
        self.include = get("include")
        self.conversation = get("conversation")
        self.background = get("background")
        return self

    def to_dict(self) -> dict[str, Any]:
        return self._sendable(
            {
                "model": self.model,
                "input": to_wire(self.input),
                "instructions": self.instructions,
                "tools": to_wire(self.tools),
                "stream": self.stream,
                "max_output_tokens": self.max_output_tokens,
                "temperature": self.temperature,
                "top_p": self.top_p,
                "text": to_wire(self.text),
                "think": self.think,
                "reasoning": to_wire(self.reasoning),
                "truncation": self.truncation,
                "include": self.include,
                "conversation": self.conversation,
                "background": self.background,
            }
        )
