"""The types of the arguments of `run_tools` and `Chat`, for type checkers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ollama._core.arguments import Sampling

if TYPE_CHECKING:
    from typing_extensions import Required

    from ollama._core.arguments import Format, Tools
    from ollama._tools.events import Approve, OnEvent


class ChatSettings(Sampling, total=False):
    """Settings of a `Chat`, and keyword-only arguments of `run_tools`; see the latter."""

    max_iterations: int
    max_parallel: int
    approve: Approve
    on_event: OnEvent
    unknown_tools: Literal["raise", "tell"]
    tool_errors: Literal["raise", "tell"]


class RunArguments(ChatSettings, total=False):
    """Keyword-only arguments of `run_tools`; see its docstring."""

    tools: Required[Tools]
    format: Format
