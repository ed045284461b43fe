"""The types of what the methods accept beyond the models' own types, each written once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeAlias

from ollama_client.models import Message, Options, SystemOneQuestion, Tool

from ._core.arguments import (
    Adapter,
    AnyFormat,
    AnyMapping,
    Format,
    Images,
    JsonSchema,
    KeepAlive,
    OutputFormat,
    Think,
    ToolCalls,
)
from ._methods.shapes import FunctionDict, MessageDict, OptionsDict, ToolDict

__all__ = [
    "Adapter",
    "AnyFormat",
    "Format",
    "FunctionDict",
    "Images",
    "JsonSchema",
    "KeepAlive",
    "MessageDict",
    "Messages",
    "ModelOptions",
    "OptionsDict",
    "OutputFormat",
    "Questions",
    "StoredMessages",
    "Think",
    "ToolCalls",
    "ToolDict",
    "Tools",
]

ModelOptions: TypeAlias = (
    OptionsDict
    | Mapping[str, float | list[str] | tuple[str, ...] | None]
    | AnyMapping
    | Options
    | None
)
"""Sampling and load options."""

_MessageLike: TypeAlias = (
    MessageDict | Mapping[str, str | Collection[Any] | None] | AnyMapping | Message
)

Messages: TypeAlias = Sequence[_MessageLike] | _MessageLike | str | None
"""The messages of a chat, a single one, or the text of one by the user."""

_ToolLike: TypeAlias = (
    ToolDict
    | Mapping[str, str | bool | Collection[Any] | None]
    | AnyMapping
    | Tool
    | Callable[..., Any]
)

Tools: TypeAlias = Sequence[_ToolLike] | None
"""Tools: definitions, or functions to be described to the model."""

Questions: TypeAlias = Mapping[str, SystemOneQuestion | Mapping[str, Any]]
"""Questions to a System One model by name."""

StoredMessages: TypeAlias = Messages
"""The messages of a model, sent as they are given."""
