"""Traverses a description and rewrites each object, then its parts. Schemas get class names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from . import naming
from .document import Document, is_list, is_mapping
from .problems import Pointer, Problem
from .schema_rules import RESERVED_CLASSES
from .vocabulary import KINDS, SCHEMAS, SECTIONS, fits

REF = "#/components/schemas/"

#: Keys that do not matter to a client. They are left out without a note.
_SILENT = frozenset(
    "summary description jsonSchemaDialect $schema $id $self xml parent kind name externalValue "
    "contentEncoding contentMediaType contentSchema dataValue serializedValue".split()
)

#: Keys that are left out, with the reason or consequence for the note.
_LEFT_OUT = {
    "callbacks": "a client cannot receive calls",
    "webhooks": "a client cannot receive calls",
    "links": "a client does not follow links by itself",
    "headers": "an answer is returned without its headers",
    "encoding": "the parts of a form are sent as httpx encodes them",
    "readOnly": "one class serves requests and answers",
    "writeOnly": "one class serves requests and answers",
    "allowReserved": "parameters are always percent-encoded",
    "allowEmptyValue": "a parameter without a value is not sent",
    "variables": "a server variable is written as its default",
    "enum": "only the default of a server variable is used",
    "query": "the method QUERY is not rendered",
    "additionalOperations": "only the methods of OpenAPI 3.1 are rendered",
    **dict.fromkeys(
        (
            *("not", "if", "then", "else", "dependentSchemas", "dependentRequired"),
            *("contains", "minContains", "maxContains", "propertyNames"),
            *("unevaluatedProperties", "unevaluatedItems", "contentEncoding"),
        ),
        "values are not checked against it",
    ),
    "patternProperties": "additional keys may have any values",
    "prefixItems": "the items may be anything",
}

#: Keys whose meaning cannot be left out.
_KEPT = ("$defs", "definitions", "$dynamicRef", "$recursiveRef", "$anchor", "$dynamicAnchor")

#: Minimum similarity of an unknown key to a known one, to count as misspelled.
_NEAR = 0.8

Handler = Callable[[dict[str, Any], Pointer], dict[str, Any]]


class Walk:
    """Rewrites one document, object by object, with a note for each change."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes: list[Problem] = []
        self.origins: dict[Pointer, Pointer] = {}
        self.hoisted: dict[str, Any] = {}
        self.operations: set[str] = set()
        self.given = {
            naming.snake_case(str(operation.data.get("operationId", "")))
            for operation in document.operations()
        }
        self.tags: dict[str, str] = {}
        self.is_old = str(document.data.get("openapi")).startswith("3.0")
        self.names = self._class_names()
        self._open: list[str] = []

    def before(self, kind: str) -> Handler | None:
        """Return a function that rewrites an object of a kind, before its parts are rewritten."""
        raise NotImplementedError

    def note(self, pointer: Pointer, message: str) -> None:
        self.notes.append(self.document.problem(pointer, message))

    # -------------------------------------------------------------- the walk

    def document_data(self) -> dict[str, Any]:
        data: dict[str, Any] = self._object("document", self.document.data, ())
        if self.hoisted:
            data.setdefault("components", {}).setdefault("schemas", {}).update(self.hoisted)
        return data

    def _object(self, kind: str, data: Any, pointer: Pointer) -> Any:
        if not is_mapping(data):
            return data
        if "$ref" in data and kind in SECTIONS and kind not in SCHEMAS:
            return {key: value for key, value in data.items() if key in KINDS["reference"]}
        before = self.before("schema" if kind in SCHEMAS else kind)
        data = before(dict(data), pointer) if before else data
        out = {
            key: self._value(KINDS[kind][key].rstrip("!"), value, (*pointer, key))
            for key, value in data.items()
            if key in KINDS[kind]
        }
        for key in data.keys() - KINDS[kind].keys():
            if self._must_stay(kind, key):
                out[key] = data[key]
            elif key not in _SILENT:
                reason = _LEFT_OUT.get(key, "it is not known")
                self.note((*pointer, key), f"`{key}` is left out: {reason}")
        return out

    def _must_stay(self, kind: str, key: str) -> bool:
        """Return whether to keep an unsupported key, so that the rules report it."""
        if key.startswith("x-") or key in _KEPT:
            return True
        if key in _LEFT_OUT or key in _SILENT:
            return False
        return bool(difflib.get_close_matches(key, KINDS[kind], 1, _NEAR))

    def _value(self, shape: str, value: Any, pointer: Pointer) -> Any:
        for option in shape.split("|"):
            if not fits(option, value):
                continue
            if option.startswith("["):
                return [
                    self._value(option[1:-1], item, (*pointer, str(index)))
                    for index, item in enumerate(value)
                ]
            if option.startswith("{"):
                return {
                    key: self._value(option[1:-1], item, (*pointer, key))
                    for key, item in value.items()
                    if not key.startswith("x-") or option != "{path item}"
                }
            return self._object(option, value, pointer) if option in KINDS else value
        return value

    # -------------------------------------------------------------- names of components

    def _class_names(self) -> dict[str, str]:
        """Return the name of each schema component: its own, if it can be a class name."""
        schemas: Any = self.document.at(REF.rstrip("/")) or {}
        names: dict[str, str] = {}
        taken: set[str] = {"aliases"}
        for name in (
            sorted(schemas, key=naming.is_class_name, reverse=True) if is_mapping(schemas) else ()
        ):
            wanted = name if naming.is_class_name(name) else _pascal(name)
            if wanted in RESERVED_CLASSES or naming.snake_case(wanted) in naming.KEYWORDS:
                wanted = f"{wanted}Model"
            chosen = distinct(wanted, taken, naming.snake_case)
            if chosen != name:
                pointer = ("components", "schemas", name)
                self.note(pointer, f"{name!r} cannot be a class name: it is renamed to {chosen}")
            names[name] = chosen
        return names

    def _reference(self, reference: str) -> str:
        name = unquote(reference.removeprefix(REF)).replace("~1", "/").replace("~0", "~")
        if reference.startswith(REF) and name in self.names:
            return f"{REF}{self.names[name]}"
        return reference


def _pascal(text: str) -> str:
    name = "".join(it[:1].upper() + it[1:] for it in re.findall(r"[A-Za-z0-9]+", text))
    return name if name[:1].isalpha() else f"Model{name}"


def distinct(name: str, taken: set[str], folded: Callable[[str], str]) -> str:
    """Return a name that is not used yet, and add it to the used names.

    Args:
        name: The preferred name.
        taken: The used names, folded.
        folded: Converts a name for the comparison.
    """
    chosen, number = name, 1
    while folded(chosen) in taken:
        number += 1
        chosen = f"{name}{number}"
    taken.add(folded(chosen))
    return chosen


def types_of(schema: dict[str, Any]) -> list[str]:
    """Return the types of a schema as a list."""
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds) if is_list(kinds) else []
