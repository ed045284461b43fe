"""Owns the conversion of a Python callable to the definition of a tool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ollama._schemas.annotations import InexpressibleError, display
from ollama._schemas.callables import callable_name, documentation, shown_parameters
from ollama._schemas.foreign import model_schema
from ollama._schemas.parts import Schema, accepts_null, finished_property, with_default
from ollama._schemas.types import type_schema


class DefinedTool:
    """A callable with its own definition, which is used instead of one read from the callable."""

    @property
    def definition(self) -> dict[str, Any]:
        """The definition as it is sent. A new object each time."""
        raise NotImplementedError


def tool_definition(func: Callable[..., Any]) -> dict[str, Any]:
    """Return the definition of a callable as a tool: name, description and parameters.

    Types are read from the annotations. Descriptions are read from the docstring or, if it has
    none, from `Annotated[..., "text"]`. Enums and literals list their values. TypedDicts,
    dataclasses, attrs classes and pydantic models list their members. Defaults, constraints and
    formats become part of the description, because the server has no keys for them.

    A parameter is required unless it has a default or accepts None. The model does not see `self`,
    `**kwargs`, arguments that a partial sets, or parameters whose names start with an underscore. A
    parameter without annotation, or annotated with `Any`, is a string.
    """
    if isinstance(func, DefinedTool):
        return func.definition
    if not callable(func):
        raise TypeError(f"a tool must be callable, not {type(func).__name__}")
    name = callable_name(func)
    fields, required = _tool_fields(func, name)
    docs = documentation(func, [*fields])
    parameters: dict[str, Any] = {"type": "object"}
    if fields:
        parameters["required"] = [it for it in required if not accepts_null(fields[it])]
    parameters["properties"] = {
        it: finished_property(schema, docs.parameters.get(it, "")) for it, schema in fields.items()
    }
    function = {"name": name, "description": docs.description, "parameters": parameters}
    return {"type": "function", "function": function}


def is_model(func: object) -> bool:
    """Return whether a callable is a class that has its own schema, such as a pydantic model."""
    return isinstance(func, type) and callable(getattr(func, "model_json_schema", None))


def _tool_fields(func: Any, name: str) -> tuple[dict[str, Schema], list[str]]:
    """Return the schemas of the parameters by name, and the names of those that are required."""
    if is_model(func):
        try:
            schema = model_schema(func)
        except InexpressibleError as error:
            raise TypeError(f"{name}() cannot be described to a model: {error.reason}") from None
        members: dict[str, Schema] = schema.get("properties", {})
        return members, [it for it in members if it in schema.get("required", ())]
    fields: dict[str, Schema] = {}
    required: list[str] = []
    shown = ""
    try:
        for shown, hint, is_required, default in shown_parameters(func):
            fields[shown] = with_default(type_schema(hint), default)
            required += [shown] if is_required else []
    except InexpressibleError as error:
        error.parameter = shown or error.parameter
        raise type_error(name, error) from None
    return fields, required


def type_error(function: str, error: InexpressibleError) -> TypeError:
    """Return the error for a parameter whose type has no schema."""
    return TypeError(
        f"{function}(): parameter {error.parameter!r} has type {display(error.tp)}, "
        f"which cannot be described to a model: {error.reason}"
    )
