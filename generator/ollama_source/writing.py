"""Derives additions to the description from differences, where this is possible automatically."""

from __future__ import annotations

import http
from collections.abc import Iterator
from typing import Any

import attrs

from ..diff import reading
from ..diff.shapes import Schema, component_of
from ..document import METHODS, Document, is_list, is_mapping
from .facts import Facts, Route
from .findings import Finding, Mending
from .pairing import Pairs

_SCHEMAS = "#/components/schemas/"
_PLACE = ("components", "schemas")


class Writing:
    """Creates additions. They have names of structs, which `finished` replaces by components."""

    def __init__(self, facts: Facts, ours: Document, pairs: Pairs) -> None:
        self._facts = facts
        self._ours = ours
        self._pairs = pairs
        self._words: dict[str, str] = {}

    # -------------------------------------------------------------- what is added where

    @staticmethod
    def field(mine: list[Schema], wire: str, schema: Schema) -> Iterator[Mending]:
        """Yield an action that adds a field. There is none outside of components, or in unions."""
        component = component_of(mine[0]) if len(mine) == 1 else None
        if component is not None:
            yield Mending((*_PLACE, component, "properties"), {wire: schema})

    def value(self, component: str, mine: Schema, value: Any) -> Iterator[Mending]:
        """Yield an action that adds a value to a component that is an enum."""
        key = "enum" if "enum" in mine else "x-extensible-enum"
        if key in self._ours.schemas.get(component, {}):
            yield Mending((*_PLACE, component, key), [value])

    def member(self, component: str, word: str, struct: str) -> Iterator[Mending]:
        """Yield actions that add a struct to a union, with the constant that identifies it."""
        union = self._ours.schemas.get(component, {})
        if "oneOf" in union and "discriminator" in union:
            self._words[struct] = word
            yield Mending((*_PLACE, component, "oneOf"), [{"$ref": struct}])
            mapping = {word: {"$ref": struct}}
            yield Mending((*_PLACE, component, "discriminator", "mapping"), mapping)

    @staticmethod
    def status(path: str, method: str, status: int) -> Mending:
        """Return an action that adds an error to the answers of an operation."""
        return Mending(("paths", path, method, "responses"), _failure(status))

    def route(self, key: str, route: Route) -> Iterator[Mending]:
        """Yield an action that adds a route with its bodies and statuses, to be completed."""
        verb, _, path = key.partition(" ")
        if verb.lower() not in METHODS:
            return
        operation: dict[str, Any] = {}
        if route.request is not None:
            form = "properties" in route.request
            media = "multipart/form-data" if form else "application/json"
            body = {media: {"schema": self._facts.schema(route.request)}}
            operation["requestBody"] = {"required": True, "content": body}
        answer: dict[str, Any] = {"description": "OK."}
        if route.answers:
            schema = self._facts.schema(route.answers[0])
            answer["content"] = {"application/json": {"schema": schema}}
        operation["responses"] = {"200": answer}
        for status in route.statuses:
            operation["responses"] |= _failure(status) if status >= 400 else {}
        yield Mending(("paths",), {path: {verb.lower(): operation}})

    # -------------------------------------------------------------- names

    def finished(self, finding: Finding) -> Finding:
        """Return a finding whose actions have names of components, and all new components.

        Must be called when all pairs are known.
        """
        mendings: list[Mending] = []
        for one in finding.mendings:
            new: dict[str, Any] = {}
            update = self._renamed(one.update, new)
            if one.target[-1] == "mapping":  # A mapping has plain strings as references.
                update = {word: reference["$ref"] for word, reference in update.items()}
            mendings.append(attrs.evolve(one, update=update, components=new))
        return attrs.evolve(finding, mendings=tuple(mendings))

    def _renamed(self, value: Any, new: dict[str, Any]) -> Any:
        if is_list(value):
            return [self._renamed(item, new) for item in value]
        if not is_mapping(value):
            return value
        if value.get("nullable") is True:
            inner = {key: item for key, item in value.items() if key != "nullable"}
            return _or_null(self._renamed(inner, new))
        plain = {key: self._renamed(item, new) for key, item in value.items()}
        if isinstance(value.get("$ref"), str):
            plain["$ref"] = self._reference(value["$ref"], new)
        words = reading.mapping(reading.mapping(value.get("discriminator")).get("mapping"))
        if words:
            named = {word: self._reference(struct, new) for word, struct in words.items()}
            plain["discriminator"] = {"propertyName": "type", "mapping": named}
        return plain

    def _reference(self, reference: str, new: dict[str, Any]) -> str:
        name = reference.removeprefix(_SCHEMAS)
        component = self._pairs.component(name)
        if component not in self._ours.schemas and component not in new:
            new[component] = {}
            schema = self._facts.document().schemas.get(name, {})
            new[component] = self._renamed(schema, new)
            if name in self._words and "properties" in new[component]:
                tag = {"type": "string", "const": self._words[name]}
                new[component]["properties"] = {**new[component]["properties"], "type": tag}
                new[component]["required"] = ["type"]
        return _SCHEMAS + component


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that also allows null, in the form of OpenAPI 3.1."""
    if isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return {"oneOf": [schema, {"type": "null"}]}


def _failure(status: int) -> dict[str, Any]:
    known = {int(one): one.phrase for one in http.HTTPStatus}
    return {str(status): {"description": f"{known.get(status, 'Error')}."}}
