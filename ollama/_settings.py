"""The keywords of `run_tools` and `Chat`: their own, and those of `chat` that they hand on."""

from __future__ import annotations

import sys
from typing import Literal

from ._arguments import Format, Tools
from ._methods import keywords
from ._tools.events import Approve, OnEvent

if sys.version_info >= (3, 11):
    from typing import Required
else:
    from typing_extensions import Required


class ChatSettings(keywords.ChatSettings, total=False):
    """Settings of a `Chat`, and keywords of `run_tools`; see the latter."""

    max_iterations: int
    max_parallel: int
    approve: Approve
    on_event: OnEvent
    unknown_tools: Literal["raise", "tell"]
    tool_errors: Literal["raise", "tell"]


class RunArguments(ChatSettings, total=False):
    """Keywords of `run_tools`; see its docstring."""

    tools: Required[Tools]
    format: Format
