"""The facts about the API in the source: names, types and constants, without source code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import attrs

from ..document import Document, is_list, is_mapping
from ..problems import Problem, SpecError

Schema = dict[str, Any]

FORMAT = 1

_LONG = ("int", "uint", "int64", "uint64")
_SHORT = ("int8", "uint8", "byte", "int16", "uint16", "int32", "uint32", "rune")

#: The JSON of Go's own types.
GO_TYPES: dict[str, Schema] = {
    "string": {"type": "string"},
    "bool": {"type": "boolean"},
    "float32": {"type": "number", "format": "float"},
    "float64": {"type": "number", "format": "double"},
    **{name: {"type": "integer", "format": "int64"} for name in _LONG},
    **{name: {"type": "integer"} for name in _SHORT},
    "any": {},
    "error": {},
}

_COMPONENT = "#/components/schemas/"


@attrs.frozen
class Field:
    """A field of a struct."""

    go: str
    """Its Go type, as written."""
    schema: Schema
    """The schema of its JSON. A `$ref` is the name of a struct or type."""
    omitempty: bool = False
    """Whether an empty value is left out. For structs and times, Go never does this."""

    @property
    def sent(self) -> Schema:
        """The schema of its JSON if it is present. A nil pointer that is left out is not null."""
        return {k: v for k, v in self.schema.items() if not (self.omitempty and k == "nullable")}


@attrs.frozen
class Struct:
    """A struct that is written as a JSON object."""

    fields: Mapping[str, Field]
    custom: tuple[str, ...] = ()
    """Its own methods that read or write JSON."""
    embeds: tuple[str, ...] = ()
    """The embedded structs, whose fields are promoted."""
    defaults: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    """Values of `Default...()`, by JSON name."""


@attrs.frozen
class Route:
    """One method of one path."""

    handler: str
    request: Schema | None = None
    answers: tuple[Schema, ...] = ()
    statuses: tuple[int, ...] = ()
    """The statuses that its handlers write, as far as they can be inferred."""
    cloud: bool = False
    """Whether it is a route of the cloud that the server only forwards to."""


@attrs.frozen
class Facts:
    """All facts of one release."""

    release: str
    routes: Mapping[str, Route]
    """By `POST /api/chat`."""
    structs: Mapping[str, Struct]
    """By `api.ChatRequest`."""
    types: Mapping[str, Schema]
    """Other named types: constants, unions, and types with their own JSON."""
    unread: tuple[str, ...] = ()
    """The functions that register routes in an unsupported way."""

    def document(self) -> Document:
        """Return the structs and types as the components of a description."""
        schemas: dict[str, Schema] = dict(self.types)
        for name, struct in self.structs.items():
            properties = {key: field.sent for key, field in struct.fields.items()}
            schemas[name] = {"type": "object", "properties": properties}
        data = {"components": {"schemas": _with_pointers(schemas)}}
        return Document(f"Ollama {self.release}", data, {}, {})

    def schema(self, value: Schema) -> Schema:
        """Return a schema of these facts with references that `document()` can resolve."""
        return cast("Schema", _with_pointers(value))

    def dumps(self) -> str:
        """Return the text of an extract. It has one line for each field, for diffs."""
        routes = {key: _compact(attrs.asdict(route)) for key, route in self.routes.items()}
        structs = {
            name: {
                **_compact(attrs.asdict(struct, filter=attrs.filters.exclude("fields"))),
                "fields": {key: _field(one) for key, one in struct.fields.items()},
            }
            for name, struct in self.structs.items()
        }
        sections = {
            "routes": _lines(routes, " "),
            "structs": _block(
                {
                    name: _block(
                        {
                            key: _lines(value, "   ") if key == "fields" else _line(value)
                            for key, value in struct.items()
                        },
                        "  ",
                    )
                    for name, struct in structs.items()
                },
                " ",
            ),
            "types": _lines(self.types, " "),
            "unread": _line(list(self.unread)),
        }
        head = {"format": _line(FORMAT), "release": _line(self.release)}
        return _block({**head, **sections}, "") + "\n"


def loads(source: str, file: str) -> Facts:
    """Read facts that `dumps` wrote.

    Args:
        source: The text.
        file: The name of the file in problems.

    Raises:
        SpecError: The text is not an extract, or has another version of the format.
    """
    try:
        data = json.loads(source)
    except ValueError as error:
        raise SpecError([Problem(file, 1, (), f"is not JSON: {error}")]) from None
    if not is_mapping(data) or data.get("format") != FORMAT:
        message = f'expected an extract with "format": {FORMAT}; create it again with --extract'
        raise SpecError([Problem(file, 1, (), message)])
    try:
        return _facts(data)
    except (KeyError, TypeError, AttributeError) as error:
        raise SpecError([Problem(file, 1, (), f"is not a complete extract: {error}")]) from None


def _facts(data: Mapping[str, Any]) -> Facts:
    routes = {
        key: Route(
            value["handler"],
            value.get("request"),
            tuple(value.get("answers", ())),
            tuple(value.get("statuses", ())),
            value.get("cloud", False),
        )
        for key, value in data["routes"].items()
    }
    structs = {
        name: Struct(
            {key: _read_field(field) for key, field in value["fields"].items()},
            tuple(value.get("custom", ())),
            tuple(value.get("embeds", ())),
            value.get("defaults", {}),
        )
        for name, value in data["structs"].items()
    }
    return Facts(data["release"], routes, structs, data["types"], tuple(data["unread"]))


def _read_field(written: Mapping[str, Any]) -> Field:
    go = written["go"]
    schema = written.get("schema", GO_TYPES.get(go, {}))
    return Field(go, schema, written.get("omitempty", False))


def load(path: Path) -> Facts:
    """Read an extract from a file.

    Raises:
        SpecError: The file cannot be read, or is not an extract.
    """
    try:
        return loads(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise SpecError([Problem(str(path), 1, (), f"cannot be read: {error}")]) from None


def _with_pointers(value: Any) -> Any:
    if is_list(value):
        return [_with_pointers(item) for item in value]
    if not is_mapping(value):
        return value
    return {
        key: f"{_COMPONENT}{item}" if key == "$ref" and isinstance(item, str)
        else _with_pointers(item)
        for key, item in value.items()
    }  # fmt: skip


def _field(field: Field) -> dict[str, Any]:
    """Return a field without a schema that follows from its Go type."""
    written = _compact(attrs.asdict(field))
    if GO_TYPES.get(field.go, {}) == field.schema:
        del written["schema"]
    return written


def _compact(value: Mapping[str, Any]) -> dict[str, Any]:
    """Remove empty values, except an empty schema, which means any value."""
    return {
        key: item
        for key, item in value.items()
        if (key == "schema") or item not in (None, False, (), {})
    }


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(value: Mapping[str, Any], indent: str) -> str:
    return _block({key: _line(item) for key, item in value.items()}, indent)


def _block(items: Mapping[str, str], indent: str) -> str:
    lines = [f"{indent} {_line(key)}: {value}" for key, value in items.items()]
    return "{\n" + ",\n".join(lines) + f"\n{indent}}}" if lines else "{}"
