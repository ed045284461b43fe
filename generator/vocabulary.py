"""The vocabulary of a spec: the keys of each kind of object, and their values."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

import attrs

from .document import METHODS, Document, is_list, is_mapping
from .problems import Pointer, Problem
from .releases import SINCE, UNTIL, is_release

# In the table below, `text`, `flag`, `integer`, `number`, `release` and `any` are values. Other
# words are kinds of objects. `[x]` is a list of x, `{x}` is an object with any keys and with x as
# values, `x|y` is one of the two, and `!` means that the key is required.

_NOTES = {"title": "text", "description": "text", "deprecated": "flag", "default": "any"}
_EXAMPLES = {"example": "any", "examples": "[any]"}

_SCHEMA = {
    **_NOTES,
    **_EXAMPLES,
    "$ref": "text",
    "$comment": "text",
    "type": "text|[text]",
    "format": "text",
    "properties": "{property schema}",
    "required": "[text]|flag",
    "items": "schema|flag",
    "additionalProperties": "flag|schema",
    "oneOf": "[schema]",
    "anyOf": "[schema]",
    "allOf": "[schema]",
    "discriminator": "discriminator",
    "enum": "[any]",
    "const": "any",
    "minimum": "number",
    "maximum": "number",
    "exclusiveMinimum": "number|flag",
    "exclusiveMaximum": "number|flag",
    "multipleOf": "number",
    "minLength": "integer",
    "maxLength": "integer",
    "pattern": "text",
    "minItems": "integer",
    "maxItems": "integer",
    "uniqueItems": "flag",
    "minProperties": "integer",
    "maxProperties": "integer",
    "externalDocs": "any",
    "x-unit": "text",
    "x-extensible-enum": "[any]",
}

_RELEASES = {SINCE: "release", UNTIL: "release"}

_FIELD = {
    "x-python-annotation": "text",
    "x-python-default": "any",
    "x-python-accepts": "text",
    "x-python-doc": "text",
}

#: The keys for Python (`python.overlay.yaml`), by the kind of object that can have them.
_PYTHON: dict[str, dict[str, str]] = {
    "document": {"x-python-star-import": "[text]", "x-python-types": "[text]"},
    "operation": {"x-python-method": "python method"},
    "parameter": {},
    "property schema": {**_FIELD, "x-python-name": "text"},
    "component schema": {
        **_FIELD,
        "x-python-name": "text",
        "x-python-mixin": "text",
        "x-python-nested": "text",
        "x-python-required": "[text]",
        "x-python-dumps-unset": "[text]",
        "x-python-dict": "text",
        "x-python-alias": "text",
    },
}

_PARAMETER = {
    "name": "text!",
    "in": "text!",
    "required": "flag",
    "description": "text",
    "schema": "schema!",
    "style": "text",
    "explode": "flag",
    "example": "any",
    "examples": "{example}",
    **_RELEASES,
    **_PYTHON["parameter"],
}

_MEDIA_TYPE = {"schema": "schema", "example": "any", "examples": "{example}"}

_OPERATION = {
    "operationId": "text!",
    "tags": "[text]!",
    "summary": "text",
    "description": "text",
    "deprecated": "flag",
    "externalDocs": "any",
    "servers": "[server]",
    "security": "[{[text]}]",
    "parameters": "[parameter]",
    "requestBody": "request body",
    "responses": "{response}!",
    **_RELEASES,
    **_PYTHON["operation"],
}

#: The keys of each kind of object, and their values.
KINDS: dict[str, dict[str, str]] = {
    "document": {
        "openapi": "text!",
        "info": "info!",
        "servers": "[server]",
        "security": "[{[text]}]",
        "tags": "[tag]",
        "paths": "{path item}!",
        "components": "components",
        "externalDocs": "any",
        "x-tagGroups": "[tag group]",
        **_PYTHON["document"],
    },
    "info": {
        "title": "text!",
        "version": "text|number!",
        "summary": "text",
        "description": "text",
        "termsOfService": "text",
        "license": "any",
        "contact": "any",
    },
    "server": {"url": "text!", "description": "text"},
    "tag": {
        "name": "text!",
        "description": "text",
        "externalDocs": "any",
        "x-displayName": "text",
    },
    "tag group": {"name": "text!", "tags": "[text]!"},
    "path item": {
        **dict.fromkeys(METHODS, "operation"),
        "parameters": "[parameter]",
        "servers": "[server]",
    },
    "operation": _OPERATION,
    "parameter": _PARAMETER,
    "request body": {
        "description": "text",
        "required": "flag",
        "content": "{request media type}!",
    },
    "request media type": _MEDIA_TYPE,
    "response": {"description": "text!", "content": "{answer media type}"},
    "answer media type": {**_MEDIA_TYPE, "x-stream": "stream"},
    "stream": {"flag": "text", "lines": "text", "error": "text", "terminator": "terminator"},
    "terminator": {"field": "text", "value": "any", "values": "[any]", "data": "text"},
    "example": {"summary": "text", "description": "text", "value": "any"},
    "components": {
        "schemas": "{component schema}",
        "parameters": "{parameter}",
        "requestBodies": "{request body}",
        "responses": "{response}",
        "examples": "{example}",
        "securitySchemes": "{security scheme}",
    },
    "security scheme": {
        "type": "text!",
        "scheme": "text",
        "bearerFormat": "text",
        **dict.fromkeys(("name", "in", "flows", "openIdConnectUrl"), "any"),
        "description": "text",
    },
    "schema": _SCHEMA,
    "property schema": {**_SCHEMA, **_RELEASES, **_PYTHON["property schema"]},
    "component schema": {**_SCHEMA, **_PYTHON["component schema"]},
    "python method": {
        "name": "text!",
        "summary": "text",
        "doc": "text",
        "order": "[text]",
        "apart": "[text]",
        "defaults": "{any}",
        "hidden": "{text}",
        "returns": "text",
        "service": "text",
        "local": "{python argument}",
    },
    "python argument": {"accepts": "text!", "doc": "text!"},
    "discriminator": {"propertyName": "text!", "mapping": "{text}"},
    "reference": {"$ref": "text!", "summary": "text", "description": "text"},
}

SCHEMAS = ("schema", "property schema", "component schema")

#: The section of the components for each kind of object that can be a reference.
SECTIONS = {
    **dict.fromkeys(SCHEMAS, "schemas"),
    "parameter": "parameters",
    "request body": "requestBodies",
    "response": "responses",
    "example": "examples",
    "security scheme": "securitySchemes",
}

#: All supported keys that begin with `x-`.
EXTENSIONS = sorted({key for keys in KINDS.values() for key in keys if key.startswith("x-")})

#: Prefixes of our own keys. An unknown key with such a prefix is misspelled.
_OWN_FAMILIES = ("x-python", "x-stream", "x-ollama", "x-unit", "x-extensible")

#: Valid keys that are refused, with the reason.
_REFUSED = {
    **dict.fromkeys(("$defs", "definitions"), "schemas must be in `components`"),
    **dict.fromkeys(("$dynamicRef", "$recursiveRef"), "use a plain `$ref`"),
}

_SHOWN = {
    "text": "text",
    "flag": "true or false",
    "integer": "an integer",
    "number": "a number",
    "release": "a release such as 0.34.0",
}


@attrs.frozen
class Place:
    """One object of a spec: its kind, place and content."""

    kind: str
    pointer: Pointer
    data: dict[str, Any]


class Survey:
    """A document, all objects in it with their kinds, and the problems found so far.

    Args:
        document: The document.
        only_shapes: Whether to ignore missing and unsupported keys, and only check types.
    """

    def __init__(self, document: Document, *, only_shapes: bool = False) -> None:
        self.document = document
        self._only_shapes = only_shapes
        self.places: list[Place] = []
        self.problems: list[Problem] = []
        self._object("document", document.data, ())

    def note(self, pointer: Pointer, message: str) -> None:
        """Add a problem."""
        self.problems.append(self.document.problem(pointer, message))

    def of(self, *kinds: str) -> Iterator[Place]:
        """Yield the objects of some kinds, in the order of the file."""
        yield from (place for place in self.places if place.kind in kinds)

    def schemas(self) -> Iterator[Place]:
        """Yield all schemas."""
        yield from self.of(*SCHEMAS)

    def target(self, value: dict[str, Any], pointer: Pointer) -> tuple[dict[str, Any], Pointer]:
        """Return an object, or the target of its reference, and its place."""
        found = self.document.resolved(value)
        while "$ref" in value:
            parts = str(value["$ref"]).removeprefix("#/").split("/")
            following = self.document.at(str(value["$ref"]))
            if not is_mapping(following) or tuple(parts) == pointer or "$ref" in found:
                return {}, pointer
            value, pointer = following, tuple(parts)
        return found, pointer

    # -------------------------------------------------------------- reading

    def _object(self, kind: str, data: dict[str, Any], pointer: Pointer) -> None:
        if "$ref" in data and kind in SECTIONS and kind not in SCHEMAS:
            self.places.append(Place(f"{kind} reference", pointer, data))
            keys = KINDS["reference"]
        else:
            self.places.append(Place(kind, pointer, data))
            keys = KINDS[kind]
        for key, shape in keys.items():
            if shape.endswith("!") and key not in data and not self._only_shapes:
                self.note(pointer, f"`{key}` is missing")
        for key, value in data.items():
            if key in keys:
                self._value(keys[key].rstrip("!"), value, (*pointer, key))
            elif not self._only_shapes and (reason := _refusal(kind, key)):
                self.note((*pointer, key), reason)

    def _value(self, shape: str, value: Any, pointer: Pointer) -> None:
        for option in shape.split("|"):
            if fits(option, value):
                self._inside(option, value, pointer)
                return
        expected = " or ".join(_named(option) for option in shape.split("|"))
        self.note(pointer, f"expected {expected}")

    def _inside(self, shape: str, value: Any, pointer: Pointer) -> None:
        if shape.startswith(("[", "{")):
            items = value.items() if shape[0] == "{" else enumerate(value)
            for key, item in items:
                self._value(shape[1:-1], item, (*pointer, str(key)))
        elif shape in KINDS:
            self._object(shape, value, pointer)


def fits(shape: str, value: Any) -> bool:
    """Return whether a value matches a shape of the table, ignoring its parts."""
    if shape == "any":
        return True
    if shape == "text":
        return isinstance(value, str)
    if shape == "release":
        return is_release(value)
    if shape == "flag":
        return isinstance(value, bool)
    if shape in ("integer", "number"):
        kinds = (int,) if shape == "integer" else (int, float)
        return isinstance(value, kinds) and not isinstance(value, bool)
    return is_list(value) if shape.startswith("[") else is_mapping(value)


def _named(shape: str) -> str:
    if shape in _SHOWN:
        return _SHOWN[shape]
    return "a list" if shape.startswith("[") else "an object"


def _refusal(kind: str, key: str) -> str | None:
    """Return why a key that is not in the table is refused, or None if it is allowed."""
    if key.startswith("x-"):
        if key in EXTENSIONS:
            return f"`{key}` has no effect here"
        near = difflib.get_close_matches(key, EXTENSIONS, 1, 0.85)
        if near:
            return f"`{key}` is not known: is it `{near[0]}`?"
        return f"`{key}` is not known" if key.startswith(_OWN_FAMILIES) else None
    if key in _REFUSED:
        return f"`{key}` is refused: {_REFUSED[key]}"
    near = difflib.get_close_matches(key, KINDS[kind], 1, 0.8)
    return f"`{key}` is not supported in a {kind}" + (f": is it `{near[0]}`?" if near else "")
