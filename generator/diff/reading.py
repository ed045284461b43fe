"""Reads operations from a description, including parts that they share or inherit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..document import METHODS, STREAMS, Document, is_list, is_mapping
from ..operation_views import error_names
from .shapes import Schema, resolved

#: A schema that allows anything.
NOTHING: Schema = {}

#: Method, and path without the names of its parameters.
Key = tuple[str, str]


@attrs.frozen
class Operation:
    """One operation, and the path item around it."""

    path: str
    method: str
    data: Mapping[str, Any]
    item: Mapping[str, Any]

    @property
    def route(self) -> str:
        return f"{self.method.upper()} {self.path}"


def operations(document: Document) -> dict[Key, Operation]:
    """Return the operations, by method and path. Names of path parameters do not matter."""
    found: dict[Key, Operation] = {}
    for path, value in mapping(document.data.get("paths")).items():
        item = resolved(document, value)
        for method in item:
            if method in METHODS and is_mapping(item[method]):
                found[method, anonymous(path)] = Operation(path, method, item[method], item)
    return found


def anonymous(path: str) -> str:
    """Return a path without the names of its parameters."""
    return re.sub(r"\{[^}]*\}", "{}", path)


def moved(before: Mapping[Key, Operation], after: Mapping[Key, Operation]) -> dict[Key, Key]:
    """Return the new key of each operation that has moved but kept its id, by the old key."""
    fresh = {
        operation.data.get("operationId"): key
        for key, operation in after.items()
        if key not in before
    }
    return {
        key: fresh[id]
        for key, operation in before.items()
        if key not in after and (id := operation.data.get("operationId")) and id in fresh
    }


def parameters(document: Document, operation: Operation) -> dict[tuple[str, str], Schema]:
    """Return the parameters, by place and name. Those of the path have their position as name."""
    order = re.findall(r"\{([^}]*)\}", operation.path)
    found: dict[tuple[str, str], Schema] = {}
    for value in (*items(operation.item, "parameters"), *items(operation.data, "parameters")):
        parameter = resolved(document, value)
        name, place = str(parameter.get("name")), str(parameter.get("in"))
        position = str(order.index(name)) if place == "path" and name in order else name
        found[place, position.lower() if place == "header" else position] = parameter
    return found


def responses(document: Document, operation: Operation) -> dict[str, Schema]:
    """Return the answers of an operation by status."""
    responses = mapping(operation.data.get("responses"))
    return {str(status): resolved(document, value) for status, value in responses.items()}


def media_types(body: Mapping[str, Any]) -> dict[str, Schema]:
    """Return the content of a body by media type, without parameters such as a charset."""
    content = mapping(body.get("content"))
    return {name.partition(";")[0].strip().lower(): mapping(v) for name, v in content.items()}


def schema_of(holder: Mapping[str, Any]) -> Any:
    """Return the schema of a parameter, a body, or an item of a stream."""
    for content in media_types(holder).values():
        return schema_of(content)
    return holder.get("itemSchema") or holder.get("schema") or NOTHING


def items_of(document: Document, name: str, media_type: Mapping[str, Any]) -> Any:
    """Return the schema of a body. For a stream, this is one line, without the error."""
    schema = _payload(document, schema_of(media_type)) if name in STREAMS else schema_of(media_type)
    if name in STREAMS and is_mapping(schema) and is_list(schema.get("oneOf")):
        key = mapping(media_type.get("x-stream")).get("error")
        lines = [m for m in schema["oneOf"] if key not in items(resolved(document, m), "required")]
        return lines[0] if len(lines) == 1 else schema
    return schema


def _payload(document: Document, event: Any) -> Any:
    """Return the schema of a server-sent event's data, if the schema describes the event as in 3.2.

    An event that ends the stream with plain text has no such schema.
    """
    options = mapping(event).get("oneOf")
    for option in options if is_list(options) else [event]:
        data = mapping(mapping(resolved(document, option).get("properties")).get("data"))
        if "contentSchema" in data:
            return data["contentSchema"]
    return event


def schemes(document: Document, operation: Operation) -> list[str]:
    """Return the alternative credentials; an empty string if none are needed. Names are ignored."""
    security = operation.data.get("security", document.data.get("security"))
    known = mapping(mapping(document.data.get("components")).get("securitySchemes"))
    found: set[str] = set()
    for requirement in security if is_list(security) else []:
        words: list[str] = []
        for name in mapping(requirement):
            scheme = resolved(document, known.get(name))
            keys = ("type", "scheme", "in", "name")
            words.append(" ".join(str(scheme[key]) for key in keys if key in scheme) or name)
        found.add(" and ".join(sorted(words)))
    return sorted(found) or [""]


def urls(holder: Mapping[str, Any]) -> list[str]:
    """Return the URLs of the servers of a document or an operation."""
    return [str(mapping(server).get("url")) for server in items(holder, "servers")]


def classes(document: Document) -> dict[str, Schema]:
    """Return the schema components by name."""
    schemas = mapping(mapping(document.data.get("components")).get("schemas"))
    return {name: mapping(schema) for name, schema in schemas.items()}


def error_classes(document: Document) -> dict[str, str]:
    """Return the names of the error classes by status."""
    found: dict[str, str] = {}
    for operation in operations(document).values():
        if operation.method == "head":
            continue
        for status, response in mapping(operation.data.get("responses")).items():
            if status.isdigit() and int(status) >= 400:
                found.setdefault(status, next(error_names(int(status), mapping(response))))
    return found


def references(document: Document) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield all references of a description with their places, except those in examples."""
    for pointer, value in document.walk():
        if {"example", "examples", "default", "enum", "const", "value"}.isdisjoint(pointer):
            reference = value.get("$ref") if is_mapping(value) else None
            if isinstance(reference, str):
                yield pointer, reference


def mapping(value: Any) -> dict[str, Any]:
    """Return the value if it is an object, otherwise an empty one."""
    return value if is_mapping(value) else {}


def items(holder: Mapping[str, Any], key: str) -> list[Any]:
    """Return the array at a key, or an empty one."""
    value = holder.get(key)
    return value if is_list(value) else []
