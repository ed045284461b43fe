"""Owns the conversion of the `tools` argument to what is sent."""

from __future__ import annotations

from typing import Any

from ollama_client._runtime import spelling
from ollama_client._runtime.model import WireModel, is_mapping, to_wire
from ollama_client.errors import InvalidRequestError
from ollama_client.models import Tool

from ollama._core.fields import demand_fields
from ollama._core.requests import items, unexpected
from ollama._tools.definition import tool_definition


def wire_tools(value: Any) -> list[dict[str, Any]]:
    """Return the tools to send. Definitions stay unchanged, and functions become definitions."""
    return [_wire_tool(item, f"tools[{index}]") for index, item in enumerate(tool_list(value))]


def tool_list(value: Any) -> list[Any]:
    """Return tools as a list. A single tool becomes a list of one."""
    if value is None:
        return []
    is_one = callable(value) or is_mapping(value) or isinstance(value, WireModel)
    return [value] if is_one else items(value, "tools")


def _wire_tool(tool: Any, where: str) -> dict[str, Any]:
    if isinstance(tool, WireModel):
        return _accepted(tool.to_dict())
    if is_mapping(tool):
        demand_fields(Tool, tool, where)
        return _accepted({"type": "function", **to_wire(dict(tool))})
    if callable(tool):
        return tool_definition(tool)
    raise InvalidRequestError(unexpected(where, "a function, a mapping or Tool", tool))


def _accepted(definition: dict[str, Any]) -> dict[str, Any]:
    """Return a definition in a form that works for every model.

    Servers that build a grammar from the parameters refuse tools whose parameters are not an
    object, and types that are joined into one string, as by `convert_function_to_tool`.
    """
    function = definition.get("function")
    if not is_mapping(function):
        return definition
    if not function.get("name"):
        spelling.tell("tool", "", "a tool has no function name: the model cannot call it")
    given = function.get("parameters")
    if given is not None and not is_mapping(given):
        return definition
    parameters: dict[str, Any] = {"type": "object", "properties": {}, **(given or {})}
    if is_mapping(properties := parameters["properties"]):
        parameters["properties"] = {name: _listed(one) for name, one in properties.items()}
    return {**definition, "function": {**function, "parameters": parameters}}


def _listed(schema: Any) -> Any:
    names = schema.get("type") if is_mapping(schema) else None
    if not isinstance(names, str) or ", " not in names:
        return schema
    return {**schema, "type": names.split(", ")}
