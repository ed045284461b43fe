"""Runs the parser of openapi_python_client. Only this module imports that package."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.openapi import Endpoint, GeneratorData
from openapi_python_client.parser.properties import (
    AnyProperty,
    EnumProperty,
    LiteralEnumProperty,
    ModelProperty,
    Property,
)
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty

from .document import ALIASES, Document
from .problems import Pointer, Problem, SpecError

__all__ = [
    "AnyProperty",
    "BooleanProperty",
    "ConstProperty",
    "DateProperty",
    "DateTimeProperty",
    "Endpoint",
    "FileProperty",
    "FloatProperty",
    "IntProperty",
    "ListProperty",
    "LiteralEnumProperty",
    "ModelProperty",
    "NoneProperty",
    "Parsed",
    "Property",
    "StringProperty",
    "UnionProperty",
    "UuidProperty",
    "component_name",
    "extension",
    "parse",
    "raw_keys",
    "text",
    "wire_name",
]

_OPERATION = re.compile(r"parsing (?P<method>[A-Z]+) (?P<path>\S+) within")
_SCHEMA = re.compile(r"(?:schema |/components/schemas/)(?P<name>[A-Za-z0-9_.-]+)")


@attrs.frozen
class Parsed:
    """The parser's result for a document."""

    models: dict[str, ModelProperty]
    """By the parser's class name, without the helper model for the aliases."""
    aliases: dict[str, Property]
    """Components that are not objects, by component name."""
    endpoints: dict[tuple[str, str], Endpoint]
    """By method and path, as in the document."""


def text(value: Any) -> str:
    """Return the text of a value that the parser protects from being rendered without escapes.

    Our template filters escape text, so it can be handled unprotected until then.
    """
    if value is None:
        return ""
    return str(value.get_untrusted_value()) if hasattr(value, "get_untrusted_value") else str(value)


def wire_name(prop: Property) -> str:
    """Return the name of a property on the wire."""
    return text(prop.name)


def component_name(model: ModelProperty) -> str:
    """Return the name of the component for a class, or of the property that contains it."""
    return text(model.name).removeprefix("/components/schemas/")


def raw_keys(schema: Any) -> dict[str, Any]:
    """Return the additional keys of a parsed schema or reference, such as `x-` keys."""
    keys: dict[str, Any] = dict(getattr(schema, "model_extra", None) or {})
    if reference := text(getattr(schema, "ref", None)):
        keys["$ref"] = reference
    if getattr(schema, "deprecated", False):
        keys["deprecated"] = True
    return keys


def extension(schema: Any, key: str) -> Any:
    """Return an `x-` key of a parsed schema object."""
    return raw_keys(schema).get(key)


def parse(document: Document) -> Parsed:
    """Parse a document.

    Args:
        document: The description, in its normalized form.

    Raises:
        SpecError: The parser failed, dropped something, or issued a warning.
    """
    config = Config.from_sources(
        ConfigFile(literal_enums=True, post_hooks=[]),
        MetaType.NONE,
        document_source=Path(document.file),
        file_encoding="utf-8",
        overwrite=True,
        output_path=None,
    )
    try:
        data = GeneratorData.from_dict(document.for_parser(), config=config)
    except Exception as error:  # A bug of the parser must also be reported as a problem.
        message = f"the parser failed: {type(error).__name__}: {error}"
        raise SpecError([document.problem((), message)]) from error
    if isinstance(data, GeneratorError):
        raise SpecError([_refused(document, data)])
    problems = [_problem(document, error) for error in _errors(data)]
    problems += [
        document.problem((), f"the enum {enum.class_info.name} has mixed types or invalid values")
        for enum in data.enums
        if isinstance(enum, EnumProperty)
    ]
    if problems:
        raise SpecError(problems)
    models = {str(model.class_info.name): model for model in data.models}
    holder = models.pop(ALIASES, None)
    members = [] if holder is None else [*(holder.optional_properties or ())]
    return Parsed(
        models=models,
        aliases={wire_name(member): member for member in members},
        endpoints=_endpoints(document, data),
    )


def _endpoints(document: Document, data: GeneratorData) -> dict[tuple[str, str], Endpoint]:
    # The parser renames the parameters in the path, so paths are compared without them.
    found = {
        (endpoint.method, _shape(text(endpoint.path))): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }
    wanted = {(op.method, op.path): op for op in document.operations()}
    missing = [
        document.problem(op.pointer, "the parser has no endpoint for this operation")
        for (method, path), op in wanted.items()
        if (method, _shape(path)) not in found
    ]
    if missing:
        raise SpecError(missing)
    return {(method, path): found[(method, _shape(path))] for method, path in wanted}


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def _errors(data: GeneratorData) -> Iterator[ParseError]:
    yield from data.errors
    for collection in data.endpoint_collections_by_tag.values():
        yield from collection.parse_errors


def _problem(document: Document, error: ParseError) -> Problem:
    message = " ".join(f"{error.header} {error.detail or ''}".split())
    operation, schema = _OPERATION.search(message), _SCHEMA.search(message)
    pointer: Pointer = ()
    if operation:
        pointer = ("paths", operation["path"], operation["method"].lower())
    elif schema:
        pointer = ("components", "schemas", schema["name"])
    return document.problem(pointer, f"the parser cannot use this: {message}")


def _refused(document: Document, error: GeneratorError) -> Problem:
    """Return the problem for a failed validation of the whole document, with its place."""
    detail = error.detail or error.header
    for line in detail.splitlines():
        pointer: Pointer = ()
        for part in re.split(r"\.(?![a-z]*\])", line.strip()):
            if document.has((*pointer, part)):
                pointer = (*pointer, part)
        if pointer:
            return document.problem(pointer, " ".join(detail.split()))
    return document.problem((), " ".join(detail.split()))
