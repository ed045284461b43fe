# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The keywords of `run_tools` and `Chat`: their own, and those of `chat` that they pass on."""

from __future__ import annotations

import sys
from typing import Literal

from ollama._methods import given as _given
from ollama._methods import keywords

if sys.version_info >= (3, 11):
    from typing import Required
else:
    from typing_extensions import Required


class ChatSettings(keywords.ChatSettings, total=False):
    """Settings of a `Chat`, and keywords of `run_tools`, whose docstring describes them."""

    max_iterations: int
    max_parallel: int
    approve: _given.Approve
    on_event: _given.OnEvent
    unknown_tools: Literal["raise", "tell"]
    tool_errors: Literal["raise", "tell"]


class RunArguments(ChatSettings, total=False):
    """Keywords of `run_tools`, which are described in its docstring."""

    tools: Required[_given.Tools]
    format: _given.Format
