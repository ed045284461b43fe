"""The keyword arguments of the methods that stream, for type checkers: each written once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ._requests import CallSettings

if TYPE_CHECKING:
    from ._images import ImageInput
    from ._types import Message, Options, Tool

ThinkArgument: TypeAlias = bool | Literal["low", "medium", "high", "xhigh", "max"] | str
"""Whether a model thinks, or how much; the levels are the model's own."""

KeepAliveArgument: TypeAlias = "float | str | timedelta"
"""How long a model stays in memory: seconds, a duration such as "5m", or a timedelta."""

MessageArgument: TypeAlias = "Mapping[str, Any] | Message"
"""One message of a chat."""

ToolArgument: TypeAlias = "Mapping[str, Any] | Tool | Callable[..., Any]"
"""One tool: a definition, or a function to be described to the model."""


class _Generation(CallSettings, total=False):
    think: ThinkArgument | None
    logprobs: bool | None
    top_logprobs: int | None
    format: Literal["", "json"] | Mapping[str, Any] | type[Any] | None
    options: Mapping[str, Any] | Options | None
    keep_alive: KeepAliveArgument | None
    truncate: bool | None
    shift: bool | None


class ChatArguments(_Generation, total=False):
    """Keyword-only arguments of `chat`; see its docstring."""

    tools: Sequence[ToolArgument] | None


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
