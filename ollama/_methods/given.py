# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The types in the signatures that are costly to load, loaded when one is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ollama._arguments import *
    from ollama._methods.keywords import *
    from ollama._output.parse import AsyncParsedStream as AsyncParsedStream
    from ollama._output.parse import ParsedStream as ParsedStream
    from ollama._tools.events import Approve as Approve
    from ollama._tools.events import OnEvent as OnEvent
    from ollama._tools.events import ToolRunResult as ToolRunResult
    from ollama._tools.run import AsyncToolRun as AsyncToolRun
    from ollama._tools.run import ToolRun as ToolRun

_MODULES = (
    "ollama._arguments",
    "ollama._methods.keywords",
    "ollama._output.parse",
    "ollama._tools.events",
    "ollama._tools.run",
)


def __getattr__(name: str) -> Any:
    for module in map(import_module, _MODULES):
        if name in vars(module) and not name.startswith("_"):
            value = globals()[name] = getattr(module, name)
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
