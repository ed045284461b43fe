"""What a schema allows, independent of how it is written (references, allOf, unions, null)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

from ..document import Document, is_list, is_mapping

Schema = dict[str, Any]

#: The key in a merged schema for the name of the component that it came from.
_NAME = "$component"

_STRUCTURE = ("$ref", "allOf", "oneOf", "anyOf", "nullable")

#: Limits of a value, and whether a larger limit allows more.
LIMITS = {
    "minimum": False,
    "exclusiveMinimum": False,
    "minLength": False,
    "minItems": False,
    "maximum": True,
    "exclusiveMaximum": True,
    "maxLength": True,
    "maxItems": True,
}


@attrs.frozen
class Shape:
    """A schema as the set of JSON types that it allows."""

    name: str | None
    """The name of the component, if the schema is one."""
    null: bool
    options: Mapping[str, list[Schema]]
    """The merged schemas for each JSON type or `any`. Only objects can have more than one."""
    facts: Mapping[str, Any]
    """Other facts about the value: description, default, `x-` keys."""

    def __str__(self) -> str:
        words = [_word(kind, one) for kind, several in self.options.items() for one in several]
        return " | ".join([*dict.fromkeys(words), *(["null"] if self.null else [])]) or "nothing"


def shape_of(document: Document, schema: Any) -> Shape:
    """Return the shape of a schema. A missing schema allows anything."""
    written = schema if is_mapping(schema) else {}
    found = _alternatives(document, written, ())
    options: dict[str, list[Schema]] = {}
    for option in found:
        kind = _kind(option)
        if kind == "null":
            continue
        if kind in options and kind != "object":
            options[kind] = [_either(options[kind][0], option)]
        elif option not in options.get(kind, []):
            options.setdefault(kind, []).append(option)
    plain = [option for option in found if _kind(option) != "null"]
    null = len(plain) < len(found) or any(None in (values_of(option) or ()) for option in plain)
    facts = {**(plain[0] if len(plain) == 1 else {}), **resolved(document, written)}
    return Shape(name_of(written), null, options, facts)


def resolved(document: Document, value: Any) -> Schema:
    """Return the target of references, updated with the keys beside the references."""
    found: Schema = value if is_mapping(value) else {}
    beside: list[Schema] = []
    while is_mapping(found) and isinstance(found.get("$ref"), str) and len(beside) < 20:
        beside.append({key: item for key, item in found.items() if key != "$ref"})
        found = document.at(found["$ref"])
    merged: Schema = dict(found) if is_mapping(found) else {}
    for keys in reversed(beside):
        merged.update(keys)
    return merged


def name_of(schema: Mapping[str, Any]) -> str | None:
    """Return the name of the component that a schema is, even if it adds null or a keyword."""
    if isinstance(schema.get("$ref"), str):
        return str(schema["$ref"]).rpartition("/")[2]
    for key in ("allOf", "oneOf", "anyOf"):
        members = [m for m in _listed(schema.get(key)) if is_mapping(m) and m.get("type") != "null"]
        if len(members) == 1 and "properties" not in schema:
            return name_of(members[0])
    return None


def component_of(option: Schema) -> str | None:
    """Return the name of the component that an option of a shape is, or None."""
    return option.get(_NAME)


# ---------------------------------------------------------------------- flattening


def _alternatives(document: Document, schema: Schema, trail: tuple[str, ...]) -> list[Schema]:
    """Return schemas without references and unions. A value must match one of them."""
    own = {key: value for key, value in schema.items() if key not in _STRUCTURE}
    found: list[Schema] = [{}]
    reference = schema.get("$ref")
    if isinstance(reference, str):
        if reference in trail:
            return []
        target = document.at(reference)
        target = target if is_mapping(target) else {}
        found = _alternatives(document, target, (*trail, reference))
        name = reference.rpartition("/")[2]
        union = "oneOf" in target or "anyOf" in target
        for option in found:
            # The members of a union keep the names of their own components.
            option[_NAME] = option.get(_NAME, name) if union else name
    for part in _listed(schema.get("allOf")):
        found = _product(found, _alternatives(document, part if is_mapping(part) else {}, trail))
    for key in ("oneOf", "anyOf"):
        members = [m for m in _listed(schema.get(key)) if is_mapping(m)]
        if members:
            inner = [option for m in members for option in _alternatives(document, m, trail)]
            found = _product(found, inner)
    listed = own.get("type")
    if is_list(listed):
        typed = [{**own, "type": kind} for kind in listed]
        # The values of an enum or const are kept for each type.
        found = _product(found, typed or [own])
    elif own:
        found = [_merged(option, own) for option in found]
    if schema.get("nullable") is True:
        found.append({"type": "null"})
    return found


def _product(left: list[Schema], right: list[Schema]) -> list[Schema]:
    return [_merged(one, other) for one in left for other in right]


def _merged(base: Schema, top: Schema) -> Schema:
    """Return a schema with the requirements of both."""
    merged = {**base, **top}
    if is_mapping(base.get("properties")) and is_mapping(top.get("properties")):
        merged["properties"] = {**base["properties"], **top["properties"]}
    if is_list(base.get("required")) and is_list(top.get("required")):
        merged["required"] = [*base["required"], *top["required"]]
    return merged


def _either(one: Schema, other: Schema) -> Schema:
    """Return a schema of one type that accepts the values of either, without limits."""
    values, more = values_of(one), values_of(other)
    merged = {
        key: value for key, value in one.items() if key not in LIMITS and other.get(key) == value
    }
    merged.pop("const", None)
    if values is not None and more is not None:
        merged["enum"] = [*values, *(value for value in more if value not in values)]
    else:
        merged.pop("enum", None)
        known = [*(values or ()), *(more or ())]
        for option in (one, other):
            known += _listed(option.get("x-extensible-enum"))
        merged["x-extensible-enum"] = list(dict.fromkeys(map(str, known)))
    return merged


def _kind(option: Schema) -> str:
    kind = option.get("type")
    if isinstance(kind, str):
        return kind
    if "properties" in option or "additionalProperties" in option:
        return "object"
    if "items" in option:
        return "array"
    words = {_json_type(value) for value in values_of(option) or ()}
    return words.pop() if len(words) == 1 else "any"


def _json_type(value: object) -> str:
    if value is None:
        return "null"
    for kind, types in _JSON_TYPES.items():
        if isinstance(value, types):
            return kind
    return "any"


#: The order matters, because True is also an int.
_JSON_TYPES: dict[str, type] = {
    "boolean": bool,
    "integer": int,
    "number": float,
    "string": str,
    "array": list,
    "object": dict,
}


def values_of(option: Schema) -> list[Any] | None:
    """Return the allowed values, or None if there is no such list."""
    if "const" in option:
        return [option["const"]]
    return option["enum"] if is_list(option.get("enum")) else None


def known_values(option: Schema) -> list[Any]:
    """Return the values that a schema lists, except null. Others may be allowed."""
    named = [*(values_of(option) or ()), *_listed(option.get("x-extensible-enum"))]
    return [value for value in named if value is not None]


def _listed(value: Any) -> list[Any]:
    return value if is_list(value) else []


# ---------------------------------------------------------------------- words


def _word(kind: str, option: Schema) -> str:
    name = option.get(_NAME)
    if kind == "object":
        properties = option.get("properties")
        if name and properties:
            return str(name)
        known = properties.items() if is_mapping(properties) else ()
        tags = [
            f"{key}: {quoted(v['const'])}" for key, v in known if is_mapping(v) and "const" in v
        ]
        return f"object ({', '.join(tags)})" if tags else "object"
    if kind == "array":
        return f"array of {_item_word(option.get('items'))}"
    values = values_of(option)
    if values:
        return " | ".join(quoted(value) for value in values if value is not None)
    form = option.get("format")
    return f"{kind} ({form})" if form else kind


def quoted(value: Any) -> str:
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _item_word(items: Any) -> str:
    if not is_mapping(items):
        return "any"
    inner = items.get("type", "any")
    return name_of(items) or (" | ".join(map(str, inner)) if is_list(inner) else str(inner))
