# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The objects of the API. Each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .aliases import (
        Details,
        Keep,
        Level,
        Mode,
        Names,
        ReplyChoice,
        ReplyContent,
        ReplyPart,
        ReplyPrompt,
        Shape,
        TalkEvent,
        Think,
        ThinkLevel,
    )
    from .base import Base
    from .chat_request import ChatRequest
    from .chat_response import ChatResponse
    from .circle import Circle
    from .config import Config
    from .config_inline import ConfigInline
    from .config_inline_deep import ConfigInlineDeep
    from .edge import Edge
    from .event import Event
    from .failure import Failure
    from .merged_thing import MergedThing
    from .message import Message
    from .message_part import MessagePart
    from .message_part_source import MessagePartSource
    from .node import Node
    from .reply import Reply
    from .reply_chunk import ReplyChunk
    from .reply_failure import ReplyFailure
    from .reply_failure_details import ReplyFailureDetails
    from .reply_picture import ReplyPicture
    from .reply_request import ReplyRequest
    from .reply_text import ReplyText
    from .square import Square
    from .talk_begun import TalkBegun
    from .talk_completed import TalkCompleted
    from .talk_failed import TalkFailed
    from .transcribe_request import TranscribeRequest
    from .transcript import Transcript

_MODULES = {
    "Details": "aliases",
    "Keep": "aliases",
    "Level": "aliases",
    "Mode": "aliases",
    "Names": "aliases",
    "ReplyChoice": "aliases",
    "ReplyContent": "aliases",
    "ReplyPart": "aliases",
    "ReplyPrompt": "aliases",
    "Shape": "aliases",
    "TalkEvent": "aliases",
    "Think": "aliases",
    "ThinkLevel": "aliases",
    "Base": "base",
    "ChatRequest": "chat_request",
    "ChatResponse": "chat_response",
    "Circle": "circle",
    "Config": "config",
    "ConfigInline": "config_inline",
    "ConfigInlineDeep": "config_inline_deep",
    "Edge": "edge",
    "Event": "event",
    "Failure": "failure",
    "MergedThing": "merged_thing",
    "Message": "message",
    "MessagePart": "message_part",
    "MessagePartSource": "message_part_source",
    "Node": "node",
    "Reply": "reply",
    "ReplyChunk": "reply_chunk",
    "ReplyFailure": "reply_failure",
    "ReplyFailureDetails": "reply_failure_details",
    "ReplyPicture": "reply_picture",
    "ReplyRequest": "reply_request",
    "ReplyText": "reply_text",
    "Square": "square",
    "TalkBegun": "talk_begun",
    "TalkCompleted": "talk_completed",
    "TalkFailed": "talk_failed",
    "TranscribeRequest": "transcribe_request",
    "Transcript": "transcript",
}

__all__ = [
    "Base",
    "ChatRequest",
    "ChatResponse",
    "Circle",
    "Config",
    "ConfigInline",
    "ConfigInlineDeep",
    "Details",
    "Edge",
    "Event",
    "Failure",
    "Keep",
    "Level",
    "MergedThing",
    "Message",
    "MessagePart",
    "MessagePartSource",
    "Mode",
    "Names",
    "Node",
    "Reply",
    "ReplyChoice",
    "ReplyChunk",
    "ReplyContent",
    "ReplyFailure",
    "ReplyFailureDetails",
    "ReplyPart",
    "ReplyPicture",
    "ReplyPrompt",
    "ReplyRequest",
    "ReplyText",
    "Shape",
    "Square",
    "TalkBegun",
    "TalkCompleted",
    "TalkEvent",
    "TalkFailed",
    "Think",
    "ThinkLevel",
    "TranscribeRequest",
    "Transcript",
]


def __getattr__(name: str) -> Any:
    module = _MODULES.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{module}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
