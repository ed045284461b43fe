"""Changes of the API in Ollama's source between two releases."""

from __future__ import annotations

import json
from typing import Any

import attrs

from .facts import Facts, Route, Schema, Struct


@attrs.frozen
class Change:
    """One fact that was added, removed or changed."""

    sign: str
    """`+` added, `-` removed, `~` changed."""
    place: str
    detail: str


def changes(old: Facts, new: Facts) -> list[Change]:
    """Return the differences between two releases: first routes, then structs, then types."""
    return [
        *_routes(old, new),
        *_structs(old, new),
        *_entries(_types(old), _types(new)),
    ]


def _routes(old: Facts, new: Facts) -> list[Change]:
    found: list[Change] = []
    for key in dict.fromkeys((*old.routes, *new.routes)):
        before, after = old.routes.get(key), new.routes.get(key)
        if before is None or after is None:
            handler = (after or before or Route("")).handler
            found.append(Change("+" if before is None else "-", key, f"handler {handler}"))
        else:
            found += _entries(_route(key, before), _route(key, after))
    return found


def _route(key: str, route: Route) -> dict[str, str]:
    facts = {f"{key} answer {_short(answer)}": "" for answer in route.answers}
    facts |= {f"{key} status {status}": "" for status in route.statuses}
    if route.request is not None:
        facts[f"{key} request"] = _short(route.request)
    return facts


def _structs(old: Facts, new: Facts) -> list[Change]:
    found: list[Change] = []
    for name in dict.fromkeys((*old.structs, *new.structs)):
        before, after = old.structs.get(name), new.structs.get(name)
        if before is None or after is None:
            fields = (after or before or Struct({})).fields
            found.append(Change("+" if before is None else "-", name, ", ".join(fields)))
        else:
            found += _entries(_struct(name, before), _struct(name, after))
    return found


def _struct(name: str, struct: Struct) -> dict[str, str]:
    facts = {
        f"{name}.{wire}": f"{field.go} ({_short(field.schema)}"
        f"{', left out when empty' if field.omitempty else ''})"
        for wire, field in struct.fields.items()
    }
    facts |= {f"{name}.{w} default": json.dumps(value) for w, value in struct.defaults.items()}
    return facts | {f"{name} {method}": "" for method in struct.custom}


def _types(facts: Facts) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, schema in facts.types.items():
        for value in schema.get("x-extensible-enum", ()):
            found[f"{name} {json.dumps(value)}"] = ""
        mapping: dict[str, Any] = schema.get("discriminator", {}).get("mapping", {})
        found |= {f"{name} {json.dumps(word)}": struct for word, struct in mapping.items()}
        found[name] = _short({k: v for k, v in schema.items() if k != "x-extensible-enum"})
    return found


def _entries(old: dict[str, str], new: dict[str, str]) -> list[Change]:
    found: list[Change] = []
    for key in dict.fromkeys((*old, *new)):
        if key not in old:
            found.append(Change("+", key, new[key]))
        elif key not in new:
            found.append(Change("-", key, old[key]))
        elif old[key] != new[key]:
            found.append(Change("~", key, f"{old[key]} -> {new[key]}"))
    return found


def _short(schema: Schema) -> str:
    """Return a schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]) + (" | null" if schema.get("nullable") else "")
    if "oneOf" in schema:
        return " | ".join(_short(one) for one in schema["oneOf"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        kind = f"array of {_short(schema['items'])}"
    elif schema.get("properties"):
        kind = f"object of {', '.join(schema['properties'])}"
    values = schema.get("x-extensible-enum")
    kind += f" ({', '.join(map(str, values))})" if values else ""
    return kind + (" | null" if schema.get("nullable") else "")
