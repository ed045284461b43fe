"""Owns the samples: JSON bodies of requests and answers, also as a newer server would send them.

A sample file maps the name of a component to named bodies. The folder is `answers` or `requests`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeGuard

import attrs
from jsonschema import Draft202012Validator

from generator import description

SPEC = Path(__file__).resolve().parents[2] / "openapi" / "ollama.yaml"
SAMPLES = Path(__file__).resolve().parent / "samples"

#: Additions of a newer server to an object with named fields, and to one with free keys.
NEWER_FIELD = "newer_field"
NEWER_ENTRY = "newer_entry"
_ANYTHING: Mapping[str, Any] = {}
_NEWER_VALUE = {"words": ["é", None, 1.5], "since": "0.99.0"}

Place = tuple[str | int, ...]


@attrs.frozen
class Facts:
    """Facts of the schema about a body's parts, by their places.

    `objects` have named fields, `maps` free keys. Anything at or below `free` is any JSON.
    `floats` are numbers of single precision, `times` timestamps.
    """

    objects: frozenset[Place]
    maps: frozenset[Place]
    free: frozenset[Place]
    floats: frozenset[Place]
    times: frozenset[Place]

    def is_free(self, path: Place) -> bool:
        """Return whether the value at `path` is any JSON, which must be kept unchanged."""
        return any(path[:length] in self.free for length in range(len(path) + 1))


@attrs.frozen
class Sample:
    """A body: `id` is unique, `schema` is its component, `facts` are those of the component."""

    id: str
    schema: str
    body: Any
    facts: Facts
    from_server: bool


class Spec:
    """The parts of the description that samples need."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self.schemas: Mapping[str, Any] = document["components"]["schemas"]

    @classmethod
    def load(cls, file: Path = SPEC) -> Spec:
        """Read a description from its root, in YAML or JSON."""
        return cls(description.load(file, python=False).data)

    def problems(self, schema: Mapping[str, Any], body: Any) -> list[str]:
        """Return the reasons why `body` does not match `schema`."""
        rooted = {"components": self.document["components"], **schema}
        errors = Draft202012Validator(rooted).iter_errors(body)  # pyright: ignore[reportUnknownMemberType]
        return [f"{error.json_path}: {error.message}" for error in errors]

    def facts(self, component: str, body: Any) -> Facts:
        """Return the facts of the component about the parts of `body`."""
        found: dict[str, set[Place]] = {field.name: set() for field in attrs.fields(Facts)}
        for kind, path in self._walk(self.schemas[component], body, ()):
            found[kind].add(path)
        return Facts(**{kind: frozenset(paths) for kind, paths in found.items()})

    def defaults(self) -> dict[str, list[Any]]:
        """Return the defaults of fields, by name. A client may write them explicitly."""
        found: dict[str, list[Any]] = {}
        for schema in self.schemas.values():
            for name, field in schema.get("properties", {}).items():
                if "default" in field:
                    found.setdefault(name, []).append(field["default"])
        return found

    def _walk(
        self, schema: Mapping[str, Any], body: Any, path: Place
    ) -> Iterator[tuple[str, Place]]:
        schema = self._settled(schema, body)
        if is_object(body):
            yield from self._walk_object(schema, body, path)
        elif is_list(body):
            for position, item in enumerate(body):
                yield from self._walk(schema.get("items", {}), item, (*path, position))
        elif schema.get("format") == "float":
            yield "floats", path
        elif schema.get("format") == "date-time":
            yield "times", path
        elif schema.keys().isdisjoint({"type", "enum", "const"}):
            yield "free", path

    def _walk_object(
        self, schema: Mapping[str, Any], body: Mapping[str, Any], path: Place
    ) -> Iterator[tuple[str, Place]]:
        fields, rest = schema.get("properties", {}), schema.get("additionalProperties")
        if not fields and rest is None:
            yield "free", path
            return
        yield ("maps" if rest else "objects"), path
        for name, value in body.items():
            if name in fields:
                yield from self._walk(fields[name], value, (*path, name))
            elif rest is True:
                yield "free", (*path, name)
            elif rest:
                yield from self._walk(rest, value, (*path, name))

    def _settled(self, schema: Mapping[str, Any], body: Any) -> Mapping[str, Any]:
        """Return the target of references, and the member of a union that matches `body`."""
        while "$ref" in schema or "oneOf" in schema:
            if "$ref" in schema:
                schema = self.schemas[schema["$ref"].rpartition("/")[2]]
            else:
                members: list[Mapping[str, Any]] = schema["oneOf"]
                schema = next((m for m in members if not self.problems(m, body)), _ANYTHING)
        return schema


def is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    """Return whether a JSON value is an object."""
    return isinstance(value, dict)


def is_list(value: Any) -> TypeGuard[list[Any]]:
    """Return whether a JSON value is a list."""
    return isinstance(value, list)


def load(spec: Spec, folder: Path = SAMPLES) -> list[Sample]:
    """Return all samples, and those of answers also as a newer server would send them."""
    samples = list(_read(spec, folder))
    return [*samples, *(newer(spec, sample) for sample in samples if sample.from_server)]


def newer(spec: Spec, sample: Sample) -> Sample:
    """Return the sample with an unknown field in each object, and an unknown key in each map.

    A map with typed values gets a copy of one of its values.
    """
    body = copy.deepcopy(sample.body)
    for path in sorted(sample.facts.objects | sample.facts.maps, key=len, reverse=True):
        place = _at(body, path)
        if path in sample.facts.objects:
            place[NEWER_FIELD] = copy.deepcopy(_NEWER_VALUE)
        elif place:
            place[NEWER_ENTRY] = copy.deepcopy(next(iter(place.values())))
    facts = spec.facts(sample.schema, body)
    return attrs.evolve(sample, id=f"{sample.id}, newer server", body=body, facts=facts)


def _read(spec: Spec, folder: Path) -> Iterator[Sample]:
    for file in sorted(folder.rglob("*.json")):
        for schema, bodies in json.loads(file.read_text(encoding="utf-8")).items():
            for name, body in bodies.items():
                facts = spec.facts(schema, body)
                yield Sample(f"{schema}: {name}", schema, body, facts, "answers" in file.parts)


def _at(body: Any, path: Place) -> Any:
    for step in path:
        body = body[step]
    return body
