"""Owns the parts of tool schemas: notes, arrays, unions, and the form that is sent."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import decimal
import json
import pathlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import attrs
from ollama_client._runtime.codec import wire_value
from ollama_client._runtime.model import WireModel

Schema: TypeAlias = dict[str, Any]
"""JSON Schema of one value, without references, and with only the keys that the server keeps.

The server drops all other keys of a property, so `default`, `format`, `$ref` and others would never
reach the model. While a schema is built, they are kept as sentences under `_NOTES`. `finished` adds
these to the description. An empty schema allows any value.
"""

_NOTES = "$notes"

#: Sentences for formats of JSON Schema. Others are mentioned by name.
_FORMATS = {
    "base64": "Bytes in Base64.",
    "binary": "",
    "date": "An ISO 8601 date.",
    "date-time": "An ISO 8601 date and time.",
    "duration": "An ISO 8601 duration.",
    "path": "A path.",
    "time": "An ISO 8601 time.",
    "uuid": "A UUID.",
}

#: Sentences for the keywords of JSON Schema that the server drops.
_SENTENCES = {
    "minimum": "Minimum: {}.",
    "exclusiveMinimum": "Greater than {}.",
    "maximum": "Maximum: {}.",
    "exclusiveMaximum": "Less than {}.",
    "multipleOf": "Multiple of {}.",
    "minLength": "Minimum length: {}.",
    "maxLength": "Maximum length: {}.",
    "minItems": "Minimum length: {}.",
    "maxItems": "Maximum length: {}.",
    "pattern": "Pattern: `{}`.",
}

NULL: Schema = {"type": "null"}


def noted(schema: Schema, *notes: str) -> Schema:
    """Return a schema with additional sentences, which `finished` adds to the description."""
    said = tuple(note for note in notes if note)
    return {**schema, _NOTES: (*schema.get(_NOTES, ()), *said)} if said else schema


def format_note(format: str) -> str:
    """Return a sentence that describes a format of JSON Schema."""
    return _FORMATS.get(format, f"Format: {format}.")


def keyword_sentences(keywords: Mapping[str, Any]) -> Iterator[str]:
    """Yield sentences for the keywords that the server drops."""
    for keyword, sentence in _SENTENCES.items():
        if keyword in keywords:
            yield sentence.format(keywords[keyword])
    if keywords.get("uniqueItems"):
        yield "No item twice."
    if isinstance(keywords.get("format"), str):
        yield format_note(keywords["format"])
    if examples := keywords.get("examples"):
        yield f"Examples: {', '.join(_json_text(example) for example in examples)}."


def _json_text(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def with_default(schema: Schema, default: Any) -> Schema:
    """Return a schema that mentions a default value, if JSON can express it.

    None is not mentioned, because a value that may be null may also be left out.
    """
    if default is None or default is attrs.NOTHING:
        return schema
    try:
        text = json.dumps(default, default=plain_value, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError):
        return schema
    return noted(schema, f"Default: {text}.")


def plain_value(value: Any) -> Any:
    """Return the JSON form of a value. Values inside it are not converted."""
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()  # The form that arguments have, too.
    if isinstance(value, datetime.time):
        return value.isoformat()
    if isinstance(value, (decimal.Decimal, pathlib.PurePath)):
        return str(value)
    if isinstance(value, WireModel):
        return value.to_dict()
    fields: Any = getattr(value, "__attrs_attrs__", None)
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
    if fields is not None and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields}
    return wire_value(value)


# --- arrays and objects ---


def mapping_schema(arguments: Sequence[Schema]) -> Schema:
    """Return the schema of an object with any names, for schemas of keys and values, or nothing.

    They become sentences, because the server drops the keywords for them.
    """
    schema: Schema = {"type": "object"}
    if len(arguments) != 2:
        return schema
    keys, values = arguments
    if "enum" in keys:
        schema = noted(schema, f"Each key: {_brief(keys)}.")
    return noted(schema, f"Each value: {_brief(values)}.") if values else schema


def fixed_array_schema(members: Sequence[Schema], names: Sequence[str] = ()) -> Schema:
    """Return the schema of an array with a fixed number of items, described by a sentence."""
    briefs = [_brief(member) for member in members]
    if names:
        briefs = [f"{name} ({brief})" for name, brief in zip(names, briefs, strict=True)]
    schema = array_schema(members)
    return noted(schema, f"Exactly {len(briefs)} items: {', '.join(briefs)}.") if briefs else schema


def array_schema(members: Sequence[Schema]) -> Schema:
    """Return the schema of an array whose items match any of *members*."""
    items = union(members)
    return {"type": "array", "items": items} if items else {"type": "array"}


_LONGEST_BRIEF = 2000


def _brief(schema: Schema) -> str:
    """Return a schema in a few words if these describe it completely, otherwise as JSON."""
    if not schema:
        return "anything"
    done = finished(schema)
    if done.keys() == {"type"}:
        return " or ".join(_types(done))
    if done.keys() == {"type", "enum"}:
        return f"one of {', '.join(_json_text(value) for value in done['enum'])}"
    # Nested briefs are escaped again at each level, so the text could double each time.
    text = _json_text(done)
    return text if len(text) <= _LONGEST_BRIEF else f"{text[:_LONGEST_BRIEF]}..."


def cut_short(name: str) -> Schema:
    """Return the schema that replaces a type inside itself."""
    return noted({"type": "object"}, f"Has the members of the {name} that it is part of.")


# --- the shape that is sent ---


def finished_property(schema: Schema, description: str = "") -> Schema:
    """Return the schema of a tool's parameter. It always has a description, and one or more types.

    Null is not among the types, because a parameter that accepts None may be left out.
    """
    bare = finished(_without_null(schema), description)
    result: Schema = {
        "type": one_or_list(_types(bare) or ["string"]),
        "description": bare.get("description", ""),
    }
    keys = ("items", "enum", "properties", "required", "anyOf")
    return {**result, **{key: bare[key] for key in keys if key in bare}}


def finished(schema: Schema, description: str = "") -> Schema:
    """Return a schema with its notes added to its description."""
    text = " ".join(_sentences(schema, description or schema.get("description", "")))
    result = {key: value for key, value in schema.items() if key != _NOTES}
    if text:
        result["description"] = text
    if "items" in schema:
        result["items"] = finished(schema["items"])
    if "anyOf" in schema:
        result["anyOf"] = [finished(member) for member in schema["anyOf"]]
    if "properties" in schema:
        result["properties"] = {n: finished(s) for n, s in schema["properties"].items()}
    return result


def _sentences(schema: Schema, description: str) -> Iterator[str]:
    notes = schema.get(_NOTES, ())
    if re.search(r"\bdefault", description, re.IGNORECASE):  # Already in the description.
        notes = [note for note in notes if not note.startswith("Default: ")]
    if description:
        yield f"{description}." if notes and description[-1] not in ".!?:;" else description
    yield from notes


def accepts_null(schema: Schema) -> bool:
    """Return whether null is among the types of a schema."""
    return "null" in _types(schema)


# --- unions ---


def union(members: Sequence[Schema]) -> Schema:
    """Return the simplest schema that is equivalent to any of *members*.

    This is a list of types if the members only have types, one list of values if all of them are
    enumerations, and otherwise `anyOf`.
    """
    kept = unique(members)
    others = [member for member in kept if member != NULL]
    null = ["null"] if len(others) < len(kept) else []
    if not others:
        return dict(NULL) if null else {}
    if len(others) == 1 and (not null or "type" in others[0]):
        return _with_types(others[0], [*_types(others[0]), *null])
    if all(member.keys() == {"type"} for member in others):
        return {"type": one_or_list([*_all_types(others), *null])}
    if all(member.keys() == {"type", "enum"} for member in others):
        values = unique(value for member in others for value in member["enum"])
        merged = {"type": one_or_list(_all_types(others)), "enum": values}
        return _with_types(merged, [*_types(merged), *null])
    return {"anyOf": kept}


def _with_types(schema: Schema, names: list[str]) -> Schema:
    """Return a schema with other types. If null is added or removed, its values follow."""
    result = dict(schema)
    if "type" in schema:
        result["type"] = one_or_list(unique(names))
    if "enum" in schema:
        values = [value for value in schema["enum"] if value is not None]
        result["enum"] = [*values, None] if "null" in names else values
    return result


def _types(schema: Schema) -> list[str]:
    """Return the JSON types of a schema, in order; empty if it has none."""
    if "anyOf" in schema:
        return _all_types(schema["anyOf"])
    given: str | list[str] = schema.get("type", [])
    return [given] if isinstance(given, str) else list(given)


def _all_types(schemas: Iterable[Schema]) -> list[str]:
    return unique(name for schema in schemas for name in _types(schema))


def _without_null(schema: Schema) -> Schema:
    if "anyOf" in schema:
        kept = union([_without_null(member) for member in schema["anyOf"] if member != NULL])
        return {**kept, **{key: value for key, value in schema.items() if key != "anyOf"}}
    names = [name for name in _types(schema) if name != "null"]
    return _with_types(schema, names) if names else schema


def one_or_list(names: list[str]) -> str | list[str]:
    """Return a single type as a string, and several as a list."""
    return names[0] if len(names) == 1 else names


def unique(items: Iterable[Any]) -> list[Any]:
    """Return items in order, without duplicates. True and 1 are different."""
    kept: list[Any] = []
    for item in items:
        if not any(item == other and type(item) is type(other) for other in kept):
            kept.append(item)
    return kept


def json_types(values: Iterable[Any]) -> list[str]:
    """Return the JSON types of values, without duplicates."""
    kinds = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"))
    return unique(next((n for k, n in kinds if isinstance(v, k)), "null") for v in values)
