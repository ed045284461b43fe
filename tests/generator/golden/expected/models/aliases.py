# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Names for the parts of the API that are not objects: unions, open enums, scalars."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from .circle import Circle
from .reply_picture import ReplyPicture
from .reply_text import ReplyText
from .square import Square
from .talk_begun import TalkBegun
from .talk_completed import TalkCompleted
from .talk_failed import TalkFailed

__all__ = [
    "Details",
    "Keep",
    "Level",
    "Mode",
    "Names",
    "ReplyChoice",
    "ReplyContent",
    "ReplyPart",
    "ReplyPrompt",
    "Shape",
    "TalkEvent",
    "Think",
    "ThinkLevel",
]

Details: TypeAlias = dict[str, dict[str, list[float]]]
"""A map that is a component."""

Keep: TypeAlias = float | str

Level: TypeAlias = Literal[3, 1, 2] | int

Mode: TypeAlias = Literal["fast", "slow"] | str
"""Closed."""

Names: TypeAlias = str | list[str]

ReplyChoice: TypeAlias = Square | Circle
"""Only ever sent, so that no newer kind has to be read."""

ReplyContent: TypeAlias = str | list[ReplyText | ReplyPicture | dict[str, Any]]
"""Text, or parts of different kinds."""

ReplyPart: TypeAlias = ReplyText | ReplyPicture | dict[str, Any]

ReplyPrompt: TypeAlias = str | list[str] | list[int] | list[list[int]]
"""Text or tokens, once or several times."""

Shape: TypeAlias = Square | Circle | dict[str, Any]

TalkEvent: TypeAlias = TalkBegun | TalkCompleted | TalkFailed | dict[str, Any]
"""One of several kinds of events."""

Think: TypeAlias = bool | Literal["low", "high"] | str
"""A flag or an open list of words."""

ThinkLevel: TypeAlias = Literal["low", "high"] | str
