"""Owns reading JSON Schemas that others wrote: those of pydantic models and of MCP servers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ollama._schemas.annotations import InexpressibleError
from ollama._schemas.parts import (
    Schema,
    cut_short,
    fixed_array_schema,
    json_types,
    keyword_sentences,
    mapping_schema,
    noted,
    one_or_list,
    union,
    with_default,
)


def model_schema(cls: Any) -> Schema:
    """Return the schema that a pydantic model, or a class that behaves like one, gives of itself.

    Raises:
        InexpressibleError: It fails to.
    """
    try:
        schema = cast("dict[str, Any]", cls.model_json_schema())
    except Exception as error:  # the model's own rules decide what it raises
        raise InexpressibleError(cls, f"its model_json_schema() failed ({error})") from error
    return inlined(schema)


def inlined(schema: Mapping[str, Any]) -> Schema:
    """Return any JSON Schema without references, held to the keys that survive; unfinished."""
    defs = {**schema.get("definitions", {}), **schema.get("$defs", {})}
    return _inlined(dict(schema), defs, ())


def _inlined(schema: Any, defs: Mapping[str, Any], trail: tuple[str, ...]) -> Schema:
    """*schema* with references replaced by what they refer to, held to the keys that survive."""
    if not isinstance(schema, dict):  # True and False are schemas too
        return {}
    given = cast("dict[str, Any]", schema)
    result = _inlined_base(given, defs, trail)
    for key in ("type", "description", "enum", "required"):
        if key in given:
            result[key] = given[key]
    if "const" in given:
        result["enum"] = [given["const"]]
    if "enum" in result and "type" not in result:
        result["type"] = one_or_list(json_types(result["enum"]))
    result.update(_inlined_members(given, defs, trail))
    result = noted(result, *keyword_sentences(given))
    return with_default(result, given.get("default"))


def _inlined_members(
    given: dict[str, Any], defs: Mapping[str, Any], trail: tuple[str, ...]
) -> Schema:
    """What *given* says about the items and members inside it."""
    result: Schema = {}
    if isinstance(given.get("additionalProperties"), dict) and "properties" not in given:
        values = _inlined(given["additionalProperties"], defs, trail)
        result = mapping_schema([{}, values])
    if "items" in given and (items := _inlined(given["items"], defs, trail)):
        result["items"] = items
    elif "prefixItems" in given:
        result = fixed_array_schema([_inlined(i, defs, trail) for i in given["prefixItems"]])
    if "properties" in given:
        properties = cast("dict[str, Any]", given["properties"])
        result["properties"] = {n: _inlined(s, defs, trail) for n, s in properties.items()}
    return result


def _inlined_base(given: dict[str, Any], defs: Mapping[str, Any], trail: tuple[str, ...]) -> Schema:
    """What *given* takes over from the schemas that it refers to or combines."""
    result: Schema = {}
    if isinstance(reference := given.get("$ref"), str):
        name = reference.rpartition("/")[2]
        if name in trail or reference == "#":
            return cut_short(name if name in trail else "object")
        result.update(_inlined(defs.get(name), defs, (*trail, name)))
    for part in given.get("allOf", ()):
        result.update(_inlined(part, defs, trail))
    for choices in (given.get("anyOf"), given.get("oneOf")):
        if choices:
            result.update(union([_inlined(choice, defs, trail) for choice in choices]))
    return result
