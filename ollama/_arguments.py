"""The types of the methods' arguments, for type checkers: each written once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Union

from ._requests import CallSettings

if TYPE_CHECKING:
    from ._images import ImageInput
    from ._types import Message, Options, SystemOneQuestion, Tool

Think: TypeAlias = bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None
"""Whether a model thinks, or how much; the levels are the model's own."""

KeepAlive: TypeAlias = float | str | timedelta | None
"""How long a model stays in memory: seconds, a duration such as "5m", or a timedelta."""

Format: TypeAlias = Literal["", "json"] | Mapping[str, Any] | type[Any] | None
"""The shape of an answer: "json", a JSON Schema, or a class with `model_json_schema`."""

ModelOptions: TypeAlias = Union[Mapping[str, Any], "Options", None]
"""Sampling and load options."""

Messages: TypeAlias = Union[
    Sequence[Union[Mapping[str, Any], "Message"]], Mapping[str, Any], "Message", str, None
]
"""The messages of a chat, a single one, or the text of one by the user."""

Tools: TypeAlias = Sequence[Union[Mapping[str, Any], "Tool", Callable[..., Any]]] | None
"""Tools: definitions, or functions to be described to the model."""

Questions: TypeAlias = Mapping[str, Union["SystemOneQuestion", Mapping[str, Any]]]
"""Questions to a System One model by name."""

Digests: TypeAlias = Mapping[str, str] | None
"""Digests of uploaded files by file name."""

Text: TypeAlias = str | None


class TransferArguments(CallSettings, total=False):
    """Keyword-only arguments of `pull` and `push`; see their docstrings."""

    insecure: bool


class _Generation(CallSettings, total=False):
    think: Think
    logprobs: bool | None
    top_logprobs: int | None
    format: Format
    options: ModelOptions
    keep_alive: KeepAlive
    truncate: bool | None
    shift: bool | None


class ChatArguments(_Generation, total=False):
    """Keyword-only arguments of `chat`; see its docstring."""

    tools: Tools


class GenerateArguments(_Generation, total=False):
    """Keyword-only arguments of `generate`; see its docstring."""

    system: str | None
    template: str | None
    context: Sequence[int] | None
    raw: bool | None
    images: Sequence[ImageInput] | None
    width: int | None
    height: int | None
    steps: int | None
