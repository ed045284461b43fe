"""Owns reading JSON Schemas from others, such as pydantic models and MCP servers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

from ollama_client._runtime.model import is_list, is_mapping

from ollama._schemas import parts
from ollama._schemas.annotations import InexpressibleError
from ollama._schemas.parts import Schema

#: Maximum number of schemas for one tool, and how deeply they may be nested. References beyond that
#: are cut short, because a small schema with references to itself can expand exponentially.
_MOST_SCHEMAS = 2000
_DEEPEST = 60


#: The names of the references around a schema, and None for other levels.
_Trail: TypeAlias = tuple[str | None, ...]


class _Definitions(dict[str, Any]):
    """The schemas that references can point to, and the number of inlined schemas."""

    written = 0


def model_schema(cls: Any) -> Schema:
    """Return the schema of a pydantic model, or of a class that behaves like one."""
    try:
        schema = cast("dict[str, Any]", cls.model_json_schema())
    except Exception as error:  # A model's own code can raise anything.
        raise InexpressibleError(cls, f"its model_json_schema() failed ({error})") from error
    return inlined(schema)


def inlined(schema: Mapping[str, Any]) -> Schema:
    """Return a JSON Schema without references, with only the keys that the server keeps.

    The result is unfinished; see `parts.finished`.
    """
    defs = _Definitions()
    for key in ("definitions", "$defs"):
        if is_mapping(named := schema.get(key)):
            defs.update(named)
    return _inlined(dict(schema), defs, ())


def _inlined(schema: Any, defs: _Definitions, trail: _Trail) -> Schema:
    """Return a schema with its references replaced, and only the keys that the server keeps."""
    if not isinstance(schema, dict):  # True and False are schemas, too.
        return {}
    if len(trail) >= _DEEPEST:
        return parts.cut_short("object")
    defs.written += 1
    given = cast("dict[str, Any]", schema)
    result = _inlined_base(given, defs, trail)
    for key in ("type", "description", "enum", "required"):
        if key in given:
            result[key] = given[key]
    if "const" in given:
        result["enum"] = [given["const"]]
    if "enum" in result and "type" not in result:
        result["type"] = parts.one_or_list(parts.json_types(result["enum"]))
    result.update(_inlined_members(given, defs, (*trail, None)))
    result = parts.noted(result, *parts.keyword_sentences(given))
    return parts.with_default(result, given.get("default"))


def _inlined_members(given: dict[str, Any], defs: _Definitions, trail: _Trail) -> Schema:
    """Return the keys of a schema that describe its items and members."""
    result: Schema = {}
    if isinstance(given.get("additionalProperties"), dict) and "properties" not in given:
        values = _inlined(given["additionalProperties"], defs, trail)
        result = parts.mapping_schema([{}, values])
    if "items" in given and (items := _inlined(given["items"], defs, trail)):
        result["items"] = items
    elif "prefixItems" in given:
        result = parts.fixed_array_schema(
            [_inlined(i, defs, trail) for i in _listed(given["prefixItems"])]
        )
    if isinstance(given.get("properties"), dict):
        properties = cast("dict[str, Any]", given["properties"])
        result["properties"] = {n: _inlined(s, defs, trail) for n, s in properties.items()}
    return result


def _inlined_base(given: dict[str, Any], defs: _Definitions, trail: _Trail) -> Schema:
    """Return the keys that a schema gets from the schemas it refers to or combines."""
    result: Schema = {}
    if isinstance(reference := given.get("$ref"), str):
        name = reference.rpartition("/")[2]
        if name in trail or reference == "#":
            return parts.cut_short(name if name in trail else "object")
        if defs.written > _MOST_SCHEMAS:
            return {"type": "object"}
        result.update(_inlined(defs.get(name), defs, (*trail, name)))
    inner = (*trail, None)
    for part in _listed(given.get("allOf")):
        result.update(_inlined(part, defs, inner))
    for choices in (given.get("anyOf"), given.get("oneOf")):
        if choices:
            result.update(parts.union([_inlined(it, defs, inner) for it in _listed(choices)]))
    return result


def _listed(value: Any) -> list[Any]:
    """Return a list unchanged, and an empty list for anything else."""
    return value if is_list(value) else []
