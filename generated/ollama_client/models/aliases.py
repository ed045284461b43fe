# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Names for the parts of the API that are no objects: unions, open enums, scalars."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

from .system_one_choice_answer import SystemOneChoiceAnswer
from .system_one_choice_question import SystemOneChoiceQuestion
from .system_one_noul_answer import SystemOneNoulAnswer
from .system_one_noul_question import SystemOneNoulQuestion
from .system_one_score_answer import SystemOneScoreAnswer
from .system_one_score_question import SystemOneScoreQuestion

__all__ = [
    "AccountPlan",
    "DoneReason",
    "KeepAlive",
    "MessageRole",
    "ModelCapability",
    "ResponseFormat",
    "ResponseFormatKeyword",
    "StringOrStrings",
    "SystemOneAnswer",
    "SystemOneContent",
    "SystemOneQuestion",
    "Think",
    "ThinkLevel",
]

AccountPlan: TypeAlias = Literal["free", "pro", "max"] | str
"""Plan of an ollama.com account. Expect new values."""

DoneReason: TypeAlias = Literal["stop", "length", "load", "unload"] | str
"""Why generation ended. `stop`: the model finished or met a stop sequence; `length`: the token
limit was reached; `load` and `unload`: the call only moved the model into or out of memory.
Expect new values.
"""

KeepAlive: TypeAlias = float | str
"""How long the model stays in memory after the call. A number counts seconds (fractions are fine),
0 unloads at once, a negative number keeps it for ever. A string is a duration with units
(`300ms`, `5m`, `1h30m`, `-1m` for ever); a string without a unit, such as `300`, is refused.
"""

MessageRole: TypeAlias = Literal["system", "user", "assistant", "tool"] | str
"""Who speaks. Any word is passed to the model's template; these four are the usual ones. Empty in
the answer to a debug rendering.
"""

ModelCapability: TypeAlias = (
    Literal["completion", "tools", "insert", "vision", "embedding", "thinking", "image", "audio"]
    | str
)
"""Something a model can do. Expect new values."""

ResponseFormat: TypeAlias = Literal["", "json"] | dict[str, Any]
"""Shape the answer has to have. `json` asks for any valid JSON, a JSON Schema object for JSON that
matches it; the empty string means no constraint.
"""

ResponseFormatKeyword: TypeAlias = Literal["", "json"]
"""Word form of the answer's shape; `json` or, for no constraint, the empty string."""

StringOrStrings: TypeAlias = str | list[str]
"""One string or a list of strings."""

SystemOneAnswer: TypeAlias = (
    SystemOneChoiceAnswer | SystemOneNoulAnswer | SystemOneScoreAnswer | dict[str, Any]
)
"""Answer to one question; `type` tells which kind."""

SystemOneContent: TypeAlias = str | dict[str, Any] | list[Any]
"""Text, or JSON that the model reads as text."""

SystemOneQuestion: TypeAlias = (
    SystemOneChoiceQuestion | SystemOneNoulQuestion | SystemOneScoreQuestion
)
"""A question about the state; `type` tells which kind."""

Think: TypeAlias = bool | Literal["low", "medium", "high", "xhigh", "max"] | str
"""Whether, and how hard, a thinking model reasons before it answers. true or false switches
thinking on or off; a string names one of the model's levels.
"""

ThinkLevel: TypeAlias = Literal["low", "medium", "high", "xhigh", "max"] | str
"""Amount of reasoning. The levels are defined by the model, so this is an open list."""
