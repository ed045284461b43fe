# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The objects of the API. Each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .aliases import (
        AccountPlan,
        AnswerFormat,
        AnswerFormatKeyword,
        AnthropicContentBlock,
        AnthropicContentBlockDelta,
        AnthropicErrorContent,
        AnthropicEvent,
        AnthropicInputBlock,
        AnthropicMessageContent,
        AnthropicStopReason,
        AnthropicSystem,
        AnthropicToolResultContent,
        AnthropicToolResultPart,
        AnthropicWebSearchContent,
        ChatCompletionContent,
        ChatCompletionContentPart,
        ChatCompletionImage,
        DoneReason,
        KeepAlive,
        MessageRole,
        ModelCapability,
        OpenaiEmbeddingVector,
        OpenaiEncodingFormat,
        OpenaiErrorContent,
        OpenaiReasoningEffort,
        ResponsesContent,
        ResponsesContentPart,
        ResponsesEvent,
        ResponsesInput,
        ResponsesInputItem,
        ResponsesItemStatus,
        ResponsesOutputItem,
        StringOrStrings,
        SystemOneAnswer,
        SystemOneContent,
        SystemOneContentList,
        SystemOneQuestion,
        Think,
        ThinkLevel,
    )
    from .anthropic_citation import AnthropicCitation
    from .anthropic_content_block_delta_event import AnthropicContentBlockDeltaEvent
    from .anthropic_content_block_start_event import AnthropicContentBlockStartEvent
    from .anthropic_content_block_stop_event import AnthropicContentBlockStopEvent
    from .anthropic_error import AnthropicError
    from .anthropic_error_details import AnthropicErrorDetails
    from .anthropic_image_block import AnthropicImageBlock
    from .anthropic_image_source import AnthropicImageSource
    from .anthropic_input_json_delta import AnthropicInputJsonDelta
    from .anthropic_message import AnthropicMessage
    from .anthropic_message_delta import AnthropicMessageDelta
    from .anthropic_message_delta_event import AnthropicMessageDeltaEvent
    from .anthropic_message_param import AnthropicMessageParam
    from .anthropic_message_start_event import AnthropicMessageStartEvent
    from .anthropic_message_stop_event import AnthropicMessageStopEvent
    from .anthropic_messages_request import AnthropicMessagesRequest
    from .anthropic_metadata import AnthropicMetadata
    from .anthropic_output_config import AnthropicOutputConfig
    from .anthropic_server_tool_use_block import AnthropicServerToolUseBlock
    from .anthropic_text_block import AnthropicTextBlock
    from .anthropic_text_delta import AnthropicTextDelta
    from .anthropic_thinking import AnthropicThinking
    from .anthropic_thinking_block import AnthropicThinkingBlock
    from .anthropic_thinking_delta import AnthropicThinkingDelta
    from .anthropic_tool import AnthropicTool
    from .anthropic_tool_choice import AnthropicToolChoice
    from .anthropic_tool_result_block import AnthropicToolResultBlock
    from .anthropic_tool_use_block import AnthropicToolUseBlock
    from .anthropic_usage import AnthropicUsage
    from .anthropic_web_search_error import AnthropicWebSearchError
    from .anthropic_web_search_result import AnthropicWebSearchResult
    from .anthropic_web_search_result_block import AnthropicWebSearchResultBlock
    from .chat_completion import ChatCompletion
    from .chat_completion_audio import ChatCompletionAudio
    from .chat_completion_audio_part import ChatCompletionAudioPart
    from .chat_completion_choice import ChatCompletionChoice
    from .chat_completion_chunk import ChatCompletionChunk
    from .chat_completion_chunk_choice import ChatCompletionChunkChoice
    from .chat_completion_delta import ChatCompletionDelta
    from .chat_completion_image_location import ChatCompletionImageLocation
    from .chat_completion_image_part import ChatCompletionImagePart
    from .chat_completion_json_schema import ChatCompletionJsonSchema
    from .chat_completion_logprobs import ChatCompletionLogprobs
    from .chat_completion_message import ChatCompletionMessage
    from .chat_completion_message_param import ChatCompletionMessageParam
    from .chat_completion_reasoning import ChatCompletionReasoning
    from .chat_completion_request import ChatCompletionRequest
    from .chat_completion_response_format import ChatCompletionResponseFormat
    from .chat_completion_text_part import ChatCompletionTextPart
    from .chat_completion_tool_call import ChatCompletionToolCall
    from .chat_completion_tool_call_function import ChatCompletionToolCallFunction
    from .chat_request import ChatRequest
    from .chat_response import ChatResponse
    from .cloud_status import CloudStatus
    from .cloud_status_response import CloudStatusResponse
    from .completion import Completion
    from .completion_choice import CompletionChoice
    from .completion_chunk import CompletionChunk
    from .completion_request import CompletionRequest
    from .completion_stream_options import CompletionStreamOptions
    from .completion_usage import CompletionUsage
    from .copy_request import CopyRequest
    from .create_request import CreateRequest
    from .debug_info import DebugInfo
    from .delete_request import DeleteRequest
    from .embed_request import EmbedRequest
    from .embed_response import EmbedResponse
    from .embeddings_request import EmbeddingsRequest
    from .embeddings_response import EmbeddingsResponse
    from .error_body import ErrorBody
    from .generate_request import GenerateRequest
    from .generate_response import GenerateResponse
    from .list_response import ListResponse
    from .listed_model import ListedModel
    from .logprob import Logprob
    from .message import Message
    from .model_details import ModelDetails
    from .model_recommendation import ModelRecommendation
    from .model_recommendation_mapping import ModelRecommendationMapping
    from .model_recommendations_response import ModelRecommendationsResponse
    from .model_thinking import ModelThinking
    from .openai_embedding import OpenaiEmbedding
    from .openai_embeddings import OpenaiEmbeddings
    from .openai_embeddings_request import OpenaiEmbeddingsRequest
    from .openai_embeddings_usage import OpenaiEmbeddingsUsage
    from .openai_error import OpenaiError
    from .openai_error_details import OpenaiErrorDetails
    from .openai_model import OpenaiModel
    from .openai_model_list import OpenaiModelList
    from .options import Options
    from .process_response import ProcessResponse
    from .progress_response import ProgressResponse
    from .prompt_tokens_details import PromptTokensDetails
    from .pull_request import PullRequest
    from .push_request import PushRequest
    from .responses_agent_message import ResponsesAgentMessage
    from .responses_arguments_delta_event import ResponsesArgumentsDeltaEvent
    from .responses_arguments_done_event import ResponsesArgumentsDoneEvent
    from .responses_compaction import ResponsesCompaction
    from .responses_compaction_item import ResponsesCompactionItem
    from .responses_compaction_trigger import ResponsesCompactionTrigger
    from .responses_completed_event import ResponsesCompletedEvent
    from .responses_created_event import ResponsesCreatedEvent
    from .responses_echoed_function import ResponsesEchoedFunction
    from .responses_echoed_reasoning import ResponsesEchoedReasoning
    from .responses_echoed_text import ResponsesEchoedText
    from .responses_echoed_tool import ResponsesEchoedTool
    from .responses_encrypted_content import ResponsesEncryptedContent
    from .responses_error import ResponsesError
    from .responses_failed_event import ResponsesFailedEvent
    from .responses_function_call import ResponsesFunctionCall
    from .responses_function_call_output import ResponsesFunctionCallOutput
    from .responses_in_progress_event import ResponsesInProgressEvent
    from .responses_incomplete_details import ResponsesIncompleteDetails
    from .responses_input_image import ResponsesInputImage
    from .responses_input_message import ResponsesInputMessage
    from .responses_input_text import ResponsesInputText
    from .responses_input_tokens_details import ResponsesInputTokensDetails
    from .responses_item_added_event import ResponsesItemAddedEvent
    from .responses_item_done_event import ResponsesItemDoneEvent
    from .responses_output_message import ResponsesOutputMessage
    from .responses_output_text import ResponsesOutputText
    from .responses_output_text_param import ResponsesOutputTextParam
    from .responses_output_tokens_details import ResponsesOutputTokensDetails
    from .responses_part_added_event import ResponsesPartAddedEvent
    from .responses_part_done_event import ResponsesPartDoneEvent
    from .responses_reasoning import ResponsesReasoning
    from .responses_reasoning_item import ResponsesReasoningItem
    from .responses_reasoning_summary import ResponsesReasoningSummary
    from .responses_request import ResponsesRequest
    from .responses_response import ResponsesResponse
    from .responses_summary_delta_event import ResponsesSummaryDeltaEvent
    from .responses_summary_done_event import ResponsesSummaryDoneEvent
    from .responses_text import ResponsesText
    from .responses_text_delta_event import ResponsesTextDeltaEvent
    from .responses_text_done_event import ResponsesTextDoneEvent
    from .responses_text_format import ResponsesTextFormat
    from .responses_tool import ResponsesTool
    from .responses_tool_search_call import ResponsesToolSearchCall
    from .responses_tool_search_output import ResponsesToolSearchOutput
    from .responses_usage import ResponsesUsage
    from .responses_web_search_action import ResponsesWebSearchAction
    from .responses_web_search_call import ResponsesWebSearchCall
    from .responses_web_search_completed_event import ResponsesWebSearchCompletedEvent
    from .responses_web_search_in_progress_event import ResponsesWebSearchInProgressEvent
    from .responses_web_search_searching_event import ResponsesWebSearchSearchingEvent
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
    from .transcription_request import TranscriptionRequest
    from .transcription_response import TranscriptionResponse
    from .user_response import UserResponse
    from .version_response import VersionResponse
    from .web_fetch_request import WebFetchRequest
    from .web_fetch_response import WebFetchResponse
    from .web_search_request import WebSearchRequest
    from .web_search_response import WebSearchResponse
    from .web_search_result import WebSearchResult

_MODULES = {
    "AccountPlan": "aliases",
    "AnswerFormat": "aliases",
    "AnswerFormatKeyword": "aliases",
    "AnthropicContentBlock": "aliases",
    "AnthropicContentBlockDelta": "aliases",
    "AnthropicErrorContent": "aliases",
    "AnthropicEvent": "aliases",
    "AnthropicInputBlock": "aliases",
    "AnthropicMessageContent": "aliases",
    "AnthropicStopReason": "aliases",
    "AnthropicSystem": "aliases",
    "AnthropicToolResultContent": "aliases",
    "AnthropicToolResultPart": "aliases",
    "AnthropicWebSearchContent": "aliases",
    "ChatCompletionContent": "aliases",
    "ChatCompletionContentPart": "aliases",
    "ChatCompletionImage": "aliases",
    "DoneReason": "aliases",
    "KeepAlive": "aliases",
    "MessageRole": "aliases",
    "ModelCapability": "aliases",
    "OpenaiEmbeddingVector": "aliases",
    "OpenaiEncodingFormat": "aliases",
    "OpenaiErrorContent": "aliases",
    "OpenaiReasoningEffort": "aliases",
    "ResponsesContent": "aliases",
    "ResponsesContentPart": "aliases",
    "ResponsesEvent": "aliases",
    "ResponsesInput": "aliases",
    "ResponsesInputItem": "aliases",
    "ResponsesItemStatus": "aliases",
    "ResponsesOutputItem": "aliases",
    "StringOrStrings": "aliases",
    "SystemOneAnswer": "aliases",
    "SystemOneContent": "aliases",
    "SystemOneContentList": "aliases",
    "SystemOneQuestion": "aliases",
    "Think": "aliases",
    "ThinkLevel": "aliases",
    "AnthropicCitation": "anthropic_citation",
    "AnthropicContentBlockDeltaEvent": "anthropic_content_block_delta_event",
    "AnthropicContentBlockStartEvent": "anthropic_content_block_start_event",
    "AnthropicContentBlockStopEvent": "anthropic_content_block_stop_event",
    "AnthropicError": "anthropic_error",
    "AnthropicErrorDetails": "anthropic_error_details",
    "AnthropicImageBlock": "anthropic_image_block",
    "AnthropicImageSource": "anthropic_image_source",
    "AnthropicInputJsonDelta": "anthropic_input_json_delta",
    "AnthropicMessage": "anthropic_message",
    "AnthropicMessageDelta": "anthropic_message_delta",
    "AnthropicMessageDeltaEvent": "anthropic_message_delta_event",
    "AnthropicMessageParam": "anthropic_message_param",
    "AnthropicMessageStartEvent": "anthropic_message_start_event",
    "AnthropicMessageStopEvent": "anthropic_message_stop_event",
    "AnthropicMessagesRequest": "anthropic_messages_request",
    "AnthropicMetadata": "anthropic_metadata",
    "AnthropicOutputConfig": "anthropic_output_config",
    "AnthropicServerToolUseBlock": "anthropic_server_tool_use_block",
    "AnthropicTextBlock": "anthropic_text_block",
    "AnthropicTextDelta": "anthropic_text_delta",
    "AnthropicThinking": "anthropic_thinking",
    "AnthropicThinkingBlock": "anthropic_thinking_block",
    "AnthropicThinkingDelta": "anthropic_thinking_delta",
    "AnthropicTool": "anthropic_tool",
    "AnthropicToolChoice": "anthropic_tool_choice",
    "AnthropicToolResultBlock": "anthropic_tool_result_block",
    "AnthropicToolUseBlock": "anthropic_tool_use_block",
    "AnthropicUsage": "anthropic_usage",
    "AnthropicWebSearchError": "anthropic_web_search_error",
    "AnthropicWebSearchResult": "anthropic_web_search_result",
    "AnthropicWebSearchResultBlock": "anthropic_web_search_result_block",
    "ChatCompletion": "chat_completion",
    "ChatCompletionAudio": "chat_completion_audio",
    "ChatCompletionAudioPart": "chat_completion_audio_part",
    "ChatCompletionChoice": "chat_completion_choice",
    "ChatCompletionChunk": "chat_completion_chunk",
    "ChatCompletionChunkChoice": "chat_completion_chunk_choice",
    "ChatCompletionDelta": "chat_completion_delta",
    "ChatCompletionImageLocation": "chat_completion_image_location",
    "ChatCompletionImagePart": "chat_completion_image_part",
    "ChatCompletionJsonSchema": "chat_completion_json_schema",
    "ChatCompletionLogprobs": "chat_completion_logprobs",
    "ChatCompletionMessage": "chat_completion_message",
    "ChatCompletionMessageParam": "chat_completion_message_param",
    "ChatCompletionReasoning": "chat_completion_reasoning",
    "ChatCompletionRequest": "chat_completion_request",
    "ChatCompletionResponseFormat": "chat_completion_response_format",
    "ChatCompletionTextPart": "chat_completion_text_part",
    "ChatCompletionToolCall": "chat_completion_tool_call",
    "ChatCompletionToolCallFunction": "chat_completion_tool_call_function",
    "ChatRequest": "chat_request",
    "ChatResponse": "chat_response",
    "CloudStatus": "cloud_status",
    "CloudStatusResponse": "cloud_status_response",
    "Completion": "completion",
    "CompletionChoice": "completion_choice",
    "CompletionChunk": "completion_chunk",
    "CompletionRequest": "completion_request",
    "CompletionStreamOptions": "completion_stream_options",
    "CompletionUsage": "completion_usage",
    "CopyRequest": "copy_request",
    "CreateRequest": "create_request",
    "DebugInfo": "debug_info",
    "DeleteRequest": "delete_request",
    "EmbedRequest": "embed_request",
    "EmbedResponse": "embed_response",
    "EmbeddingsRequest": "embeddings_request",
    "EmbeddingsResponse": "embeddings_response",
    "ErrorBody": "error_body",
    "GenerateRequest": "generate_request",
    "GenerateResponse": "generate_response",
    "ListResponse": "list_response",
    "ListedModel": "listed_model",
    "Logprob": "logprob",
    "Message": "message",
    "ModelDetails": "model_details",
    "ModelRecommendation": "model_recommendation",
    "ModelRecommendationMapping": "model_recommendation_mapping",
    "ModelRecommendationsResponse": "model_recommendations_response",
    "ModelThinking": "model_thinking",
    "OpenaiEmbedding": "openai_embedding",
    "OpenaiEmbeddings": "openai_embeddings",
    "OpenaiEmbeddingsRequest": "openai_embeddings_request",
    "OpenaiEmbeddingsUsage": "openai_embeddings_usage",
    "OpenaiError": "openai_error",
    "OpenaiErrorDetails": "openai_error_details",
    "OpenaiModel": "openai_model",
    "OpenaiModelList": "openai_model_list",
    "Options": "options",
    "ProcessResponse": "process_response",
    "ProgressResponse": "progress_response",
    "PromptTokensDetails": "prompt_tokens_details",
    "PullRequest": "pull_request",
    "PushRequest": "push_request",
    "ResponsesAgentMessage": "responses_agent_message",
    "ResponsesArgumentsDeltaEvent": "responses_arguments_delta_event",
    "ResponsesArgumentsDoneEvent": "responses_arguments_done_event",
    "ResponsesCompaction": "responses_compaction",
    "ResponsesCompactionItem": "responses_compaction_item",
    "ResponsesCompactionTrigger": "responses_compaction_trigger",
    "ResponsesCompletedEvent": "responses_completed_event",
    "ResponsesCreatedEvent": "responses_created_event",
    "ResponsesEchoedFunction": "responses_echoed_function",
    "ResponsesEchoedReasoning": "responses_echoed_reasoning",
    "ResponsesEchoedText": "responses_echoed_text",
    "ResponsesEchoedTool": "responses_echoed_tool",
    "ResponsesEncryptedContent": "responses_encrypted_content",
    "ResponsesError": "responses_error",
    "ResponsesFailedEvent": "responses_failed_event",
    "ResponsesFunctionCall": "responses_function_call",
    "ResponsesFunctionCallOutput": "responses_function_call_output",
    "ResponsesInProgressEvent": "responses_in_progress_event",
    "ResponsesIncompleteDetails": "responses_incomplete_details",
    "ResponsesInputImage": "responses_input_image",
    "ResponsesInputMessage": "responses_input_message",
    "ResponsesInputText": "responses_input_text",
    "ResponsesInputTokensDetails": "responses_input_tokens_details",
    "ResponsesItemAddedEvent": "responses_item_added_event",
    "ResponsesItemDoneEvent": "responses_item_done_event",
    "ResponsesOutputMessage": "responses_output_message",
    "ResponsesOutputText": "responses_output_text",
    "ResponsesOutputTextParam": "responses_output_text_param",
    "ResponsesOutputTokensDetails": "responses_output_tokens_details",
    "ResponsesPartAddedEvent": "responses_part_added_event",
    "ResponsesPartDoneEvent": "responses_part_done_event",
    "ResponsesReasoning": "responses_reasoning",
    "ResponsesReasoningItem": "responses_reasoning_item",
    "ResponsesReasoningSummary": "responses_reasoning_summary",
    "ResponsesRequest": "responses_request",
    "ResponsesResponse": "responses_response",
    "ResponsesSummaryDeltaEvent": "responses_summary_delta_event",
    "ResponsesSummaryDoneEvent": "responses_summary_done_event",
    "ResponsesText": "responses_text",
    "ResponsesTextDeltaEvent": "responses_text_delta_event",
    "ResponsesTextDoneEvent": "responses_text_done_event",
    "ResponsesTextFormat": "responses_text_format",
    "ResponsesTool": "responses_tool",
    "ResponsesToolSearchCall": "responses_tool_search_call",
    "ResponsesToolSearchOutput": "responses_tool_search_output",
    "ResponsesUsage": "responses_usage",
    "ResponsesWebSearchAction": "responses_web_search_action",
    "ResponsesWebSearchCall": "responses_web_search_call",
    "ResponsesWebSearchCompletedEvent": "responses_web_search_completed_event",
    "ResponsesWebSearchInProgressEvent": "responses_web_search_in_progress_event",
    "ResponsesWebSearchSearchingEvent": "responses_web_search_searching_event",
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
    "TranscriptionRequest": "transcription_request",
    "TranscriptionResponse": "transcription_response",
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
    "AnswerFormat",
    "AnswerFormatKeyword",
    "AnthropicCitation",
    "AnthropicContentBlock",
    "AnthropicContentBlockDelta",
    "AnthropicContentBlockDeltaEvent",
    "AnthropicContentBlockStartEvent",
    "AnthropicContentBlockStopEvent",
    "AnthropicError",
    "AnthropicErrorContent",
    "AnthropicErrorDetails",
    "AnthropicEvent",
    "AnthropicImageBlock",
    "AnthropicImageSource",
    "AnthropicInputBlock",
    "AnthropicInputJsonDelta",
    "AnthropicMessage",
    "AnthropicMessageContent",
    "AnthropicMessageDelta",
    "AnthropicMessageDeltaEvent",
    "AnthropicMessageParam",
    "AnthropicMessageStartEvent",
    "AnthropicMessageStopEvent",
    "AnthropicMessagesRequest",
    "AnthropicMetadata",
    "AnthropicOutputConfig",
    "AnthropicServerToolUseBlock",
    "AnthropicStopReason",
    "AnthropicSystem",
    "AnthropicTextBlock",
    "AnthropicTextDelta",
    "AnthropicThinking",
    "AnthropicThinkingBlock",
    "AnthropicThinkingDelta",
    "AnthropicTool",
    "AnthropicToolChoice",
    "AnthropicToolResultBlock",
    "AnthropicToolResultContent",
    "AnthropicToolResultPart",
    "AnthropicToolUseBlock",
    "AnthropicUsage",
    "AnthropicWebSearchContent",
    "AnthropicWebSearchError",
    "AnthropicWebSearchResult",
    "AnthropicWebSearchResultBlock",
    "ChatCompletion",
    "ChatCompletionAudio",
    "ChatCompletionAudioPart",
    "ChatCompletionChoice",
    "ChatCompletionChunk",
    "ChatCompletionChunkChoice",
    "ChatCompletionContent",
    "ChatCompletionContentPart",
    "ChatCompletionDelta",
    "ChatCompletionImage",
    "ChatCompletionImageLocation",
    "ChatCompletionImagePart",
    "ChatCompletionJsonSchema",
    "ChatCompletionLogprobs",
    "ChatCompletionMessage",
    "ChatCompletionMessageParam",
    "ChatCompletionReasoning",
    "ChatCompletionRequest",
    "ChatCompletionResponseFormat",
    "ChatCompletionTextPart",
    "ChatCompletionToolCall",
    "ChatCompletionToolCallFunction",
    "ChatRequest",
    "ChatResponse",
    "CloudStatus",
    "CloudStatusResponse",
    "Completion",
    "CompletionChoice",
    "CompletionChunk",
    "CompletionRequest",
    "CompletionStreamOptions",
    "CompletionUsage",
    "CopyRequest",
    "CreateRequest",
    "DebugInfo",
    "DeleteRequest",
    "DoneReason",
    "EmbedRequest",
    "EmbedResponse",
    "EmbeddingsRequest",
    "EmbeddingsResponse",
    "ErrorBody",
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
    "ModelRecommendationMapping",
    "ModelRecommendationsResponse",
    "ModelThinking",
    "OpenaiEmbedding",
    "OpenaiEmbeddingVector",
    "OpenaiEmbeddings",
    "OpenaiEmbeddingsRequest",
    "OpenaiEmbeddingsUsage",
    "OpenaiEncodingFormat",
    "OpenaiError",
    "OpenaiErrorContent",
    "OpenaiErrorDetails",
    "OpenaiModel",
    "OpenaiModelList",
    "OpenaiReasoningEffort",
    "Options",
    "ProcessResponse",
    "ProgressResponse",
    "PromptTokensDetails",
    "PullRequest",
    "PushRequest",
    "ResponsesAgentMessage",
    "ResponsesArgumentsDeltaEvent",
    "ResponsesArgumentsDoneEvent",
    "ResponsesCompaction",
    "ResponsesCompactionItem",
    "ResponsesCompactionTrigger",
    "ResponsesCompletedEvent",
    "ResponsesContent",
    "ResponsesContentPart",
    "ResponsesCreatedEvent",
    "ResponsesEchoedFunction",
    "ResponsesEchoedReasoning",
    "ResponsesEchoedText",
    "ResponsesEchoedTool",
    "ResponsesEncryptedContent",
    "ResponsesError",
    "ResponsesEvent",
    "ResponsesFailedEvent",
    "ResponsesFunctionCall",
    "ResponsesFunctionCallOutput",
    "ResponsesInProgressEvent",
    "ResponsesIncompleteDetails",
    "ResponsesInput",
    "ResponsesInputImage",
    "ResponsesInputItem",
    "ResponsesInputMessage",
    "ResponsesInputText",
    "ResponsesInputTokensDetails",
    "ResponsesItemAddedEvent",
    "ResponsesItemDoneEvent",
    "ResponsesItemStatus",
    "ResponsesOutputItem",
    "ResponsesOutputMessage",
    "ResponsesOutputText",
    "ResponsesOutputTextParam",
    "ResponsesOutputTokensDetails",
    "ResponsesPartAddedEvent",
    "ResponsesPartDoneEvent",
    "ResponsesReasoning",
    "ResponsesReasoningItem",
    "ResponsesReasoningSummary",
    "ResponsesRequest",
    "ResponsesResponse",
    "ResponsesSummaryDeltaEvent",
    "ResponsesSummaryDoneEvent",
    "ResponsesText",
    "ResponsesTextDeltaEvent",
    "ResponsesTextDoneEvent",
    "ResponsesTextFormat",
    "ResponsesTool",
    "ResponsesToolSearchCall",
    "ResponsesToolSearchOutput",
    "ResponsesUsage",
    "ResponsesWebSearchAction",
    "ResponsesWebSearchCall",
    "ResponsesWebSearchCompletedEvent",
    "ResponsesWebSearchInProgressEvent",
    "ResponsesWebSearchSearchingEvent",
    "RunningModel",
    "ShowRequest",
    "ShowResponse",
    "StringOrStrings",
    "SystemOneAnswer",
    "SystemOneChoiceAnswer",
    "SystemOneChoiceQuestion",
    "SystemOneContent",
    "SystemOneContentList",
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
    "TranscriptionRequest",
    "TranscriptionResponse",
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
