# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Types in signatures that are slow to load. Each is loaded on first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ollama._arguments import *
    from ollama._async.parse import AsyncParsedStream as AsyncParsedStream
    from ollama._async.stream import AsyncResponseStream as AsyncResponseStream
    from ollama._async.tools import AsyncToolRun as AsyncToolRun
    from ollama._batch.results import BatchCallback as BatchCallback
    from ollama._batch.results import BatchResult as BatchResult
    from ollama._methods.keywords import *
    from ollama._output.parse import PartialOutput as PartialOutput
    from ollama._sync.parse import ParsedStream as ParsedStream
    from ollama._sync.stream import ResponseStream as ResponseStream
    from ollama._sync.tools import ToolRun as ToolRun
    from ollama._tools.events import Approve as Approve
    from ollama._tools.events import OnEvent as OnEvent
    from ollama._tools.events import ToolRunEvent as ToolRunEvent
    from ollama._tools.events import ToolRunResult as ToolRunResult

_MODULES = (
    "ollama._arguments",
    "ollama._methods.keywords",
    "ollama._tools.events",
    "ollama._batch.results",
    "ollama._sync.parse",
    "ollama._sync.stream",
    "ollama._sync.tools",
    "ollama._async.parse",
    "ollama._async.stream",
    "ollama._async.tools",
)


def __getattr__(name: str) -> Any:
    for module in map(import_module, _MODULES):
        if name in vars(module) and not name.startswith("_"):
            value = globals()[name] = getattr(module, name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
