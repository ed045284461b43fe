# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The keywords of the methods that stream, as typed dicts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ollama import _arguments as _given
from ollama._core.settings import CallSettings

__all__ = [
    "ChatArguments",
    "ChatSettings",
    "GenerateArguments",
    "GenerateSettings",
    "PullArguments",
    "PushArguments",
    "CreateArguments",
]


class ChatSettings(CallSettings, total=False):
    """Keywords of `chat` that methods built on it pass on."""

    think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None
    logprobs: bool | None
    top_logprobs: int | None
    options: _given.ModelOptions
    keep_alive: _given.KeepAlive
    truncate: bool | None
    shift: bool | None


class ChatArguments(ChatSettings, total=False):
    """Keywords of `chat`, which are described in its docstring."""

    tools: _given.Tools
    format: _given.Format


class GenerateSettings(CallSettings, total=False):
    """Keywords of `generate` that methods built on it pass on."""

    system: str | None
    template: str | None
    context: Sequence[int] | None
    think: bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None
    logprobs: bool | None
    top_logprobs: int | None
    raw: bool | None
    images: _given.Images
    options: _given.ModelOptions
    keep_alive: _given.KeepAlive
    width: int | None
    height: int | None
    steps: int | None
    truncate: bool | None
    shift: bool | None


class GenerateArguments(GenerateSettings, total=False):
    """Keywords of `generate`, which are described in its docstring."""

    format: _given.Format


class PullArguments(CallSettings, total=False):
    """Keywords of `pull`, which are described in its docstring."""

    insecure: bool
    progress: _given.Progress


class PushArguments(CallSettings, total=False):
    """Keywords of `push`, which are described in its docstring."""

    insecure: bool
    progress: _given.Progress


class CreateArguments(CallSettings, total=False):
    """Keywords of `create`, which are described in its docstring."""

    draft_quantize: str | None
    remote_host: str | None
    draft_files: _given.Files
    renderer: str | None
    parser: str | None
    requires: str | None
    info: Mapping[str, Any] | None
    modelfile: _given.ModelfileInput
    progress: _given.Progress
