"""Owns the `tools` argument of a call: definitions and functions -> what is sent."""

from __future__ import annotations

from typing import Any

from ollama_client._runtime.model import WireModel, is_mapping, to_wire

from ollama._core.requests import InvalidRequestError, items, unexpected
from ollama._tools.definition import tool_definition


def wire_tools(value: Any) -> list[dict[str, Any]]:
    """Return the tools to send: definitions as they were given, functions as definitions.

    Raises:
        InvalidRequestError: An item is neither a definition nor callable.
        TypeError: A parameter of a function cannot be described to the model.
    """
    return [_wire_tool(item, f"tools[{index}]") for index, item in enumerate(tool_list(value))]


def tool_list(value: Any) -> list[Any]:
    """Return tools as a list; a single one counts as a list of one."""
    if value is None:
        return []
    single = callable(value) or is_mapping(value) or isinstance(value, WireModel)
    return [value] if single else items(value, "tools")


def _wire_tool(tool: Any, where: str) -> dict[str, Any]:
    if isinstance(tool, WireModel):
        return tool.to_dict()
    if is_mapping(tool):
        return {"type": "function", **to_wire(dict(tool))}
    if callable(tool):
        return tool_definition(tool)
    raise InvalidRequestError(unexpected(where, "a function, a mapping or Tool", tool))
