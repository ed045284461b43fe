"""Replaces unions by single schemas, for generators whose clients refuse unknown members of unions.

A union of objects becomes one object with the fields of all members, so that a client still reads
new kinds of objects of a newer server. Any other union becomes a schema without a type.
"""

from __future__ import annotations

from typing import Any

import attrs

from .document import is_list, is_mapping
from .rewriting import parts

Schema = dict[str, Any]

#: Keys of a schema that do not restrict its values.
_NOTES = ("description", "examples", "deprecated")


@attrs.frozen
class _Member:
    """An object of a union, and the constant that identifies it."""

    word: str
    schema: Schema

    @property
    def fields(self) -> dict[str, Schema]:
        fields: dict[str, Schema] = self.schema["properties"]
        return fields


def flatten(schemas: dict[str, Schema]) -> None:
    """Replace the unions among the components, in place."""
    flat = {name: _flat(schema, schemas) for name, schema in schemas.items() if _is_union(schema)}
    schemas.update(flat)


def _is_union(schema: Schema) -> bool:
    return "oneOf" in schema or "anyOf" in schema


def _flat(union: Schema, schemas: dict[str, Schema]) -> Schema:
    members = _members(union, schemas)
    if all("properties" in schema for _, schema in members):
        tag = union.get("discriminator", {}).get("propertyName")
        objects = [_Member(_word(name, schema, tag), schema) for name, schema in members]
        return _merged(union, objects, tag)
    kinds = dict.fromkeys(kind for _, schema in members for kind in _kinds(schema))
    text = f"{union.get('description', '')} A JSON {' or '.join(kinds)}.".strip()
    others = {key: union[key] for key in union if key not in ("oneOf", "anyOf", "discriminator")}
    return {**others, "description": text} if kinds else others


def _members(union: Schema, schemas: dict[str, Schema]) -> list[tuple[str, Schema]]:
    """Return the members of a union and of nested unions, with their names."""
    found: list[tuple[str, Schema]] = []
    for option in [*union.get("oneOf", ()), *union.get("anyOf", ())]:
        name = parts(option["$ref"])[1] if "$ref" in option else ""
        schema = schemas[name] if name else option
        found += _members(schema, schemas) if _is_union(schema) else [(name, schema)]
    return found


def _kinds(schema: Schema) -> list[str]:
    kinds = schema.get("type", [])
    return kinds if is_list(kinds) else [kinds]


def _word(name: str, schema: Schema, tag: str | None) -> str:
    return str(schema["properties"].get(tag, {}).get("const", name))


# ---------------------------------------------------------------------- objects


def _merged(union: Schema, members: list[_Member], tag: str | None) -> Schema:
    names = dict.fromkeys(name for member in members for name in member.fields)
    required = [
        name for name in names if all(name in m.schema.get("required", ()) for m in members)
    ]
    merged: Schema = {
        "type": "object",
        "description": union.get("description", ""),
        "required": required,
        "properties": {name: _field(name, members) for name in names},
    }
    if tag:
        words = [member.word for member in members]
        merged["properties"][tag] = _tag_field(members[0].fields[tag], words)
    return merged if required else {k: v for k, v in merged.items() if k != "required"}


def _tag_field(field: Schema, words: list[str]) -> Schema:
    text = f"{field.get('description', '')} It tells which of the other fields there are.".strip()
    return {
        "type": "string",
        "description": text,
        "x-extensible-enum": words,
        "examples": words[:1],
    }


def _field(name: str, members: list[_Member]) -> Schema:
    """Return the schema of a field for all objects that have it."""
    having = [member for member in members if name in member.fields]
    first = having[0].fields[name]
    text = _description(name, having, is_everywhere=len(having) == len(members))
    if all(_shape(member.fields[name]) == _shape(first) for member in having):
        return {**first, "description": text}
    return {"description": text}


def _description(name: str, having: list[_Member], *, is_everywhere: bool) -> str:
    """Return the description of a field, and say which objects it applies to if they differ."""
    texts = {member.word: str(member.fields[name].get("description", "")) for member in having}
    if len(set(texts.values())) > 1:
        return " ".join(f"With `{word}`: {text}" for word, text in texts.items())
    text = next(iter(texts.values()))
    words = ", ".join(f"`{word}`" for word in texts)
    return text if is_everywhere else f"{text} Only with {words}."


def _shape(value: Any) -> Any:
    """Return a schema without its descriptions, to compare it with another one."""
    if is_list(value):
        return [_shape(item) for item in value]
    if is_mapping(value):
        return {key: _shape(item) for key, item in value.items() if key not in _NOTES}
    return value
