# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Names for the parts of the API that are not objects: unions, open enums, scalars."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from .anthropic_content_block_delta_event import AnthropicContentBlockDeltaEvent
from .anthropic_content_block_start_event import AnthropicContentBlockStartEvent
from .anthropic_content_block_stop_event import AnthropicContentBlockStopEvent
from .anthropic_error_details import AnthropicErrorDetails
from .anthropic_image_block import AnthropicImageBlock
from .anthropic_input_json_delta import AnthropicInputJsonDelta
from .anthropic_message_delta_event import AnthropicMessageDeltaEvent
from .anthropic_message_start_event import AnthropicMessageStartEvent
from .anthropic_message_stop_event import AnthropicMessageStopEvent
from .anthropic_server_tool_use_block import AnthropicServerToolUseBlock
from .anthropic_text_block import AnthropicTextBlock
from .anthropic_text_delta import AnthropicTextDelta
from .anthropic_thinking_block import AnthropicThinkingBlock
from .anthropic_thinking_delta import AnthropicThinkingDelta
from .anthropic_tool_result_block import AnthropicToolResultBlock
from .anthropic_tool_use_block import AnthropicToolUseBlock
from .anthropic_web_search_error import AnthropicWebSearchError
from .anthropic_web_search_result import AnthropicWebSearchResult
from .anthropic_web_search_result_block import AnthropicWebSearchResultBlock
from .chat_completion_audio_part import ChatCompletionAudioPart
from .chat_completion_image_location import ChatCompletionImageLocation
from .chat_completion_image_part import ChatCompletionImagePart
from .chat_completion_text_part import ChatCompletionTextPart
from .openai_error_details import OpenaiErrorDetails
from .responses_agent_message import ResponsesAgentMessage
from .responses_arguments_delta_event import ResponsesArgumentsDeltaEvent
from .responses_arguments_done_event import ResponsesArgumentsDoneEvent
from .responses_compaction_item import ResponsesCompactionItem
from .responses_compaction_trigger import ResponsesCompactionTrigger
from .responses_completed_event import ResponsesCompletedEvent
from .responses_created_event import ResponsesCreatedEvent
from .responses_encrypted_content import ResponsesEncryptedContent
from .responses_failed_event import ResponsesFailedEvent
from .responses_function_call import ResponsesFunctionCall
from .responses_function_call_output import ResponsesFunctionCallOutput
from .responses_in_progress_event import ResponsesInProgressEvent
from .responses_input_image import ResponsesInputImage
from .responses_input_message import ResponsesInputMessage
from .responses_input_text import ResponsesInputText
from .responses_item_added_event import ResponsesItemAddedEvent
from .responses_item_done_event import ResponsesItemDoneEvent
from .responses_output_message import ResponsesOutputMessage
from .responses_output_text_param import ResponsesOutputTextParam
from .responses_part_added_event import ResponsesPartAddedEvent
from .responses_part_done_event import ResponsesPartDoneEvent
from .responses_reasoning_item import ResponsesReasoningItem
from .responses_summary_delta_event import ResponsesSummaryDeltaEvent
from .responses_summary_done_event import ResponsesSummaryDoneEvent
from .responses_text_delta_event import ResponsesTextDeltaEvent
from .responses_text_done_event import ResponsesTextDoneEvent
from .responses_tool_search_call import ResponsesToolSearchCall
from .responses_tool_search_output import ResponsesToolSearchOutput
from .responses_web_search_call import ResponsesWebSearchCall
from .responses_web_search_completed_event import ResponsesWebSearchCompletedEvent
from .responses_web_search_in_progress_event import ResponsesWebSearchInProgressEvent
from .responses_web_search_searching_event import ResponsesWebSearchSearchingEvent
from .system_one_choice_answer import SystemOneChoiceAnswer
from .system_one_choice_question import SystemOneChoiceQuestion
from .system_one_noul_answer import SystemOneNoulAnswer
from .system_one_noul_question import SystemOneNoulQuestion
from .system_one_score_answer import SystemOneScoreAnswer
from .system_one_score_question import SystemOneScoreQuestion

__all__ = [
    "AccountPlan",
    "AnswerFormat",
    "AnswerFormatKeyword",
    "AnthropicContentBlock",
    "AnthropicContentBlockDelta",
    "AnthropicErrorContent",
    "AnthropicEvent",
    "AnthropicInputBlock",
    "AnthropicMessageContent",
    "AnthropicStopReason",
    "AnthropicSystem",
    "AnthropicToolResultContent",
    "AnthropicToolResultPart",
    "AnthropicWebSearchContent",
    "ChatCompletionContent",
    "ChatCompletionContentPart",
    "ChatCompletionImage",
    "DoneReason",
    "KeepAlive",
    "MessageRole",
    "ModelCapability",
    "OpenaiEmbeddingVector",
    "OpenaiEncodingFormat",
    "OpenaiErrorContent",
    "OpenaiReasoningEffort",
    "ResponsesContent",
    "ResponsesContentPart",
    "ResponsesEvent",
    "ResponsesInput",
    "ResponsesInputItem",
    "ResponsesItemStatus",
    "ResponsesOutputItem",
    "StringOrStrings",
    "SystemOneAnswer",
    "SystemOneContent",
    "SystemOneContentList",
    "SystemOneQuestion",
    "Think",
    "ThinkLevel",
]

AccountPlan: TypeAlias = Literal["free", "pro", "max"] | str
"""Plan of an ollama.com account. There may be new values."""

AnswerFormat: TypeAlias = Literal["", "json"] | dict[str, Any]
"""Format of the answer. `json` requires any valid JSON, and a JSON Schema object requires JSON that
matches it. The empty string means no constraint.
"""

AnswerFormatKeyword: TypeAlias = Literal["", "json"]
"""Keyword for the answer's format: `json`, or the empty string for no constraint."""

AnthropicContentBlock: TypeAlias = (
    AnthropicTextBlock
    | AnthropicThinkingBlock
    | AnthropicToolUseBlock
    | AnthropicServerToolUseBlock
    | AnthropicWebSearchResultBlock
    | dict[str, Any]
)
"""A part of an answer; `type` says which kind. Expect new kinds."""

AnthropicContentBlockDelta: TypeAlias = (
    AnthropicTextDelta | AnthropicThinkingDelta | AnthropicInputJsonDelta | dict[str, Any]
)
"""What is added to a block; `type` says which kind. Expect new kinds."""

AnthropicErrorContent: TypeAlias = AnthropicErrorDetails | str
"""What went wrong, as an object or as a text."""

AnthropicEvent: TypeAlias = (
    AnthropicMessageStartEvent
    | AnthropicContentBlockStartEvent
    | AnthropicContentBlockDeltaEvent
    | AnthropicContentBlockStopEvent
    | AnthropicMessageDeltaEvent
    | AnthropicMessageStopEvent
    | dict[str, Any]
)
"""An event of the stream of an answer; `type` says which kind. `message_start` is the first, then
each block has a `content_block_start`, its pieces and a `content_block_stop`; `message_delta`
and `message_stop` are the last. Expect new kinds.
"""

AnthropicInputBlock: TypeAlias = (
    AnthropicTextBlock
    | AnthropicImageBlock
    | AnthropicToolUseBlock
    | AnthropicToolResultBlock
    | AnthropicThinkingBlock
    | AnthropicServerToolUseBlock
    | AnthropicWebSearchResultBlock
)
"""A part of a message that is sent; `type` says which kind. Others are skipped."""

AnthropicMessageContent: TypeAlias = (
    str
    | list[
        AnthropicTextBlock
        | AnthropicImageBlock
        | AnthropicToolUseBlock
        | AnthropicToolResultBlock
        | AnthropicThinkingBlock
        | AnthropicServerToolUseBlock
        | AnthropicWebSearchResultBlock
    ]
)
"""What a message says, a text or a list of blocks."""

AnthropicStopReason: TypeAlias = (
    Literal["end_turn", "max_tokens", "tool_use", "stop_sequence"] | str
)
"""Why generation ended. `end_turn`: the model finished or met a stop sequence; `max_tokens`: the
limit was reached; `tool_use`: it called tools; `stop_sequence`: any other reason. Expect new
values.
"""

AnthropicSystem: TypeAlias = str | list[AnthropicTextBlock]
"""A system message, a text or a list of text blocks."""

AnthropicToolResultContent: TypeAlias = str | list[AnthropicTextBlock | AnthropicImageBlock]
"""What a tool returned, a text or a list of blocks."""

AnthropicToolResultPart: TypeAlias = AnthropicTextBlock | AnthropicImageBlock
"""A part of what a tool returned; `type` says which kind. Others are skipped."""

AnthropicWebSearchContent: TypeAlias = list[AnthropicWebSearchResult] | AnthropicWebSearchError
"""The pages that a web search found, or why it failed."""

ChatCompletionContent: TypeAlias = (
    str | list[ChatCompletionTextPart | ChatCompletionImagePart | ChatCompletionAudioPart]
)
"""What a message says, a text or a list of parts."""

ChatCompletionContentPart: TypeAlias = (
    ChatCompletionTextPart | ChatCompletionImagePart | ChatCompletionAudioPart
)
"""A part of a message; `type` says which kind. Other kinds are refused."""

ChatCompletionImage: TypeAlias = str | ChatCompletionImageLocation
"""An image as a `data:` URI with Base64 of JPEG, PNG or WebP, alone or in an object. Web addresses
are refused.
"""

DoneReason: TypeAlias = Literal["stop", "length", "load", "unload"] | str
"""Why generation ended. `stop`: the model finished or generated a stop sequence. `length`: the
token limit was reached. `load` and `unload`: the call only loaded or unloaded the model. There
may be new values.
"""

KeepAlive: TypeAlias = float | str
"""How long the model stays loaded after the call. A number is in seconds and may have fractions; 0
unloads the model immediately, a negative number keeps it loaded. A string is a duration with units
(`300ms`, `5m`, `1h30m`; `-1m` keeps it loaded). A string without a unit, such as `300`, is refused.
"""

MessageRole: TypeAlias = Literal["system", "user", "assistant", "tool"] | str
"""Role of the author. Any value is passed to the model's template; these four are the usual ones.
Empty in the answer to a debug rendering.
"""

ModelCapability: TypeAlias = (
    Literal["completion", "tools", "insert", "vision", "embedding", "thinking", "image", "audio"]
    | str
)
"""A capability of a model. There may be new values."""

OpenaiEmbeddingVector: TypeAlias = list[float] | str
"""A vector, written as `encoding_format` asked."""

OpenaiEncodingFormat: TypeAlias = Literal["float", "base64"]
"""How vectors are written: `float` as lists of numbers, `base64` as the Base64 of 32-bit
little-endian floats.
"""

OpenaiErrorContent: TypeAlias = OpenaiErrorDetails | str
"""What went wrong, as an object or as a text."""

OpenaiReasoningEffort: TypeAlias = Literal[
    "none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra"
]
"""How hard a thinking model reasons before it answers. `none` switches thinking off, `minimal`
means `low`, and `xhigh` and `ultra` mean `max`.
"""

ResponsesContent: TypeAlias = (
    str
    | list[
        ResponsesInputText
        | ResponsesInputImage
        | ResponsesOutputTextParam
        | ResponsesEncryptedContent
    ]
)
"""What a message says, a text or a list of parts."""

ResponsesContentPart: TypeAlias = (
    ResponsesInputText | ResponsesInputImage | ResponsesOutputTextParam | ResponsesEncryptedContent
)
"""A part of a message; `type` says which kind. Other kinds, files among them, are refused."""

ResponsesEvent: TypeAlias = (
    ResponsesCreatedEvent
    | ResponsesInProgressEvent
    | ResponsesCompletedEvent
    | ResponsesFailedEvent
    | ResponsesItemAddedEvent
    | ResponsesItemDoneEvent
    | ResponsesPartAddedEvent
    | ResponsesPartDoneEvent
    | ResponsesTextDeltaEvent
    | ResponsesTextDoneEvent
    | ResponsesSummaryDeltaEvent
    | ResponsesSummaryDoneEvent
    | ResponsesArgumentsDeltaEvent
    | ResponsesArgumentsDoneEvent
    | ResponsesWebSearchInProgressEvent
    | ResponsesWebSearchSearchingEvent
    | ResponsesWebSearchCompletedEvent
    | dict[str, Any]
)
"""An event of the stream of a response; `type` says which kind. `response.created` is the first,
`response.completed` or `response.failed` the last. Expect new kinds.
"""

ResponsesInput: TypeAlias = (
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
)
"""What to respond to, a text or the conversation so far."""

ResponsesInputItem: TypeAlias = (
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
)
"""An item of the conversation; `type` says which kind. Other kinds are refused, and so are those
after `web_search_call` by servers before 0.34.
"""

ResponsesItemStatus: TypeAlias = Literal["in_progress", "completed", "failed"] | str
"""Status of an item of an answer. Expect new values."""

ResponsesOutputItem: TypeAlias = (
    ResponsesOutputMessage
    | ResponsesFunctionCall
    | ResponsesReasoningItem
    | ResponsesWebSearchCall
    | ResponsesToolSearchCall
    | ResponsesCompactionItem
    | dict[str, Any]
)
"""Something the model said or did; `type` says which kind. Expect new kinds."""

StringOrStrings: TypeAlias = str | list[str]
"""One string or a list of strings."""

SystemOneAnswer: TypeAlias = (
    SystemOneChoiceAnswer | SystemOneNoulAnswer | SystemOneScoreAnswer | dict[str, Any]
)
"""Answer to one question; `type` says which kind."""

SystemOneContent: TypeAlias = str | dict[str, Any] | list[Any]
"""Text, or JSON that the model reads as text."""

SystemOneContentList: TypeAlias = list[Any]
"""A JSON list."""

SystemOneQuestion: TypeAlias = (
    SystemOneChoiceQuestion | SystemOneNoulQuestion | SystemOneScoreQuestion
)
"""A question about the state; `type` says which kind."""

Think: TypeAlias = bool | Literal["low", "medium", "high", "xhigh", "max"] | str
"""Whether, and how much, a thinking model thinks before it answers. true or false turns thinking on
or off. A string is one of the model's levels.
"""

ThinkLevel: TypeAlias = Literal["low", "medium", "high", "xhigh", "max"] | str
"""Amount of thinking. The model defines the levels, so this list is open. Servers before 0.35
refuse all levels except low, medium, high and max with status 400. Servers before 0.22 also
refuse max.
"""
