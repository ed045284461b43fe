"""Walks a description: each object is rewritten, then its parts; schemas get names of classes."""

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

#: Keys that mean nothing to a client, left out without a word.
_SILENT = frozenset(
    "summary description jsonSchemaDialect $schema $id $self xml parent kind name externalValue "
    "contentEncoding contentMediaType contentSchema dataValue serializedValue".split()
)

#: Keys that are left out, and what that means.
_LEFT_OUT = {
    "callbacks": "a client cannot receive calls",
    "webhooks": "a client cannot receive calls",
    "links": "a client follows no links of itself",
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
        "values are not checked for it",
    ),
    "patternProperties": "further keys may hold anything",
    "prefixItems": "the items may be anything",
}

#: Keys that carry meaning which cannot be left out.
_KEPT = ("$defs", "definitions", "$dynamicRef", "$recursiveRef", "$anchor", "$dynamicAnchor")

#: From which likeness on a key that nobody knows is one of ours, misspelt.
_NEAR = 0.8

Handler = Callable[[dict[str, Any], Pointer], dict[str, Any]]


class Walk:
    """Rewrites one document, object by object, and notes what it changes."""

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
        """Return what rewrites an object of a kind before its parts are looked at."""
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
        """Return whether a key that is not rendered is for the rules to judge."""
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
        """Return the name of each schema component: its own, where a class can have it."""
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
                self.note(pointer, f"{name!r} cannot name a class: it is called {chosen}")
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
    """Return a name that is not taken yet, and take it."""
    chosen, number = name, 1
    while folded(chosen) in taken:
        number += 1
        chosen = f"{name}{number}"
    taken.add(folded(chosen))
    return chosen


def types_of(schema: dict[str, Any]) -> list[str]:
    """Return the types that a schema names, one or several, as a list."""
    kinds = schema.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds) if is_list(kinds) else []
