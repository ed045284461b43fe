"""Compares the facts of a release with the description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ..diff import reading
from ..diff.reading import Operation
from ..diff.shapes import Schema, Shape, component_of, known_values, quoted, resolved, shape_of
from ..document import Document
from ..releases import in_release
from .facts import Facts, Field, Route, Struct
from .findings import Finding, Mending
from .pairing import Pairs, best
from .writing import Writing


@attrs.frozen
class _At:
    """A place in the description, and whether it was reached from an answer."""

    place: str
    answer: bool

    def below(self, step: str) -> _At:
        return attrs.evolve(self, place=f"{self.place}{step}")


def compare(facts: Facts, ours: Document, pairs: Mapping[str, str] | None = None) -> list[Finding]:
    """Return the differences, without duplicates.

    A struct and a component are matched if a route has both, otherwise by their names.

    Args:
        facts: The facts of the release.
        ours: The description.
        pairs: Components by structs, for those that neither a route nor a name matches.
    """
    comparison = _Comparison(facts, ours, pairs or {})
    comparison.routes()
    comparison.structs()
    comparison.defaults()
    return [comparison.writing.finished(one) for one in dict.fromkeys(comparison.found)]


class _Comparison:
    def __init__(self, facts: Facts, ours: Document, pairs: Mapping[str, str]) -> None:
        self.facts = facts
        self.ours = ours
        self.source = facts.document()
        self.pairs = Pairs(facts, ours, pairs)
        self.writing = Writing(facts, ours, self.pairs)
        self.found: list[Finding] = [
            Finding("unread", place, "a computed path") for place in facts.unread
        ]
        self._seen: set[tuple[Any, ...]] = set()

    def _note(self, kind: str, place: str, detail: str, *mendings: Mending) -> None:
        self.found.append(Finding(kind, place, detail, mendings))

    # -------------------------------------------------------------- routes

    def routes(self) -> None:
        """Compare the routes, and the structs of their requests and answers."""
        mine = {
            f"{operation.method.upper()} {path}": operation
            for (_, path), operation in reading.operations(self.ours).items()
        }
        theirs = {reading.anonymous(key): (key, route) for key, route in self.facts.routes.items()}
        for key, (written, route) in theirs.items():
            if key in mine:
                self._route(written, route, mine[key])
            else:
                detail = f"handler {route.handler}{', of the cloud' if route.cloud else ''}"
                self._note("lacks", written, detail, *self.writing.route(written, route))
        for key, operation in mine.items():
            if key not in theirs and in_release(operation.data, self.facts.release):
                self._note("gone", operation.route, str(operation.data.get("operationId", "")))

    def _route(self, key: str, route: Route, operation: Operation) -> None:
        body = resolved(self.ours, operation.data.get("requestBody"))
        if route.request is not None and body:
            at = _At(f"{key} request", answer=False)
            self._schemas(self.facts.schema(route.request), reading.schema_of(body), at)
        elif route.request is not None:
            self._note("lacks", f"{key} request", self._name(route.request))
        if operation.method == "head":
            return
        answers = list(self._answers(operation))
        for answer in route.answers:
            shape = shape_of(self.source, self.facts.schema(answer))
            chosen = best(shape, answers, self.ours)
            at = _At(f"{key} answer", answer=True)
            if chosen is None:
                self._note("lacks", at.place, self._name(answer))
            else:
                self._schemas(self.facts.schema(answer), chosen, at)
        stated = {str(status) for status in reading.responses(self.ours, operation)}
        for status in route.statuses:
            if status >= 400 and str(status) not in stated:
                mending = self.writing.status(operation.path, operation.method, status)
                self._note("status", f"{key} {status}", f"handler {route.handler}", mending)

    def _answers(self, operation: Operation) -> Iterator[Schema]:
        for status, response in reading.responses(self.ours, operation).items():
            if status.startswith("2"):
                for name, content in reading.media_types(response).items():
                    yield reading.items_of(self.ours, name, content)

    def _name(self, schema: Schema) -> str:
        return str(shape_of(self.source, self.facts.schema(schema)))

    # -------------------------------------------------------------- structs

    def structs(self) -> None:
        """Compare structs that no route uses with the components of the same names."""
        embedded = {name for struct in self.facts.structs.values() for name in struct.embeds}
        for name, struct in self.facts.structs.items():
            if self.pairs.components(name) or name in embedded:
                continue
            component = self.pairs.by_name(name)
            if component is None:
                if struct.fields:
                    self._note("struct", name, ", ".join(struct.fields))
                continue
            reference = {"$ref": f"#/components/schemas/{component}"}
            theirs = self.facts.schema({"$ref": name})
            self._schemas(theirs, reference, _At(component, answer=False))

    def defaults(self) -> None:
        """Compare defaults with what the fields' schemas or descriptions state."""
        for name, struct in self.facts.structs.items():
            for component in self.pairs.components(name):
                properties = reading.mapping(self.ours.schemas.get(component, {}).get("properties"))
                for field, value in struct.defaults.items():
                    if field in properties:
                        self._default(component, field, value, properties[field])

    def _default(self, component: str, field: str, value: Any, schema: Any) -> None:
        stated = resolved(self.ours, schema)
        told = re.findall(r"-?\d+(?:\.\d+)?", str(stated.get("description", "")))
        if stated.get("default") == value or any(float(number) == value for number in told):
            return
        # There is no mending, because the server's own defaults are described, not in `default`.
        here = quoted(stated["default"]) if "default" in stated else "none stated"
        self._note("default", f"{component}.{field}", f"{quoted(value)}; here {here}")

    # -------------------------------------------------------------- schemas

    def _schemas(self, theirs: Schema, mine: Any, at: _At) -> None:
        """Compare a schema of the source with one of the description, and everything below."""
        source, ours = shape_of(self.source, theirs), shape_of(self.ours, mine)
        if "any" in source.options or not source.options:
            return
        if source.name and ours.name:
            self.pairs.note(source.name, [ours.name])
        if at.answer and source.null and not ours.null:
            self._note("presence", at.place, "null if the pointer is nil")
        if source.options.keys() != ours.options.keys():
            self._note("type", at.place, f"{source}; here {ours}")
        for kind in (kind for kind in source.options if kind in ours.options):
            if kind == "object":
                self._objects(source, ours, at)
            elif kind == "array":
                items = [one.options[kind][0].get("items", {}) for one in (source, ours)]
                self._schemas(items[0], items[1], at.below("[]"))
            else:
                self._values(source.options[kind][0], ours.options[kind][0], ours, at)

    def _values(self, theirs: Schema, mine: Schema, ours: Shape, at: _At) -> None:
        known, stated = known_values(theirs), known_values(mine)
        place = component_of(mine) or ours.name or at.place
        for value in (value for value in known if value not in stated):
            added = self.writing.value(place, mine, value)
            self._note("lacks", f"{place} {quoted(value)}", "a value", *added)
        for value in stated:
            if known and value not in known:
                self._note("gone", f"{place} {quoted(value)}", "a value")

    def _objects(self, source: Shape, ours: Shape, at: _At) -> None:
        """Compare the structs of a value with the objects in the description."""
        mine = ours.options["object"]
        theirs = [(component_of(one) or "", one) for one in source.options["object"]]
        for name, one in theirs:
            struct = self.facts.structs.get(name)
            if struct is None and not one.get("properties"):
                values = (one.get("additionalProperties"), mine[0].get("additionalProperties"))
                if all(isinstance(value, dict) for value in values):
                    self._schemas(values[0] or {}, values[1], at.below("{}"))
                continue
            alike = self.pairs.alike(one, mine, name) if len(theirs) > 1 else None
            if len(theirs) > 1 and alike is None:
                continue
            chosen = [alike] if alike is not None else mine
            self._object(name, struct, one, chosen, _place(chosen, ours, at), at.answer)
        self._words(source, ours, at)

    def _told(self, schema: Schema, declared: Field | None) -> str:
        """Return the type of a field in words, with its Go type if that differs."""
        told = str(shape_of(self.source, schema))
        if declared is None:
            return told
        absent = ", may be absent" if declared.omitempty else ""
        return f"{told}{absent}" + (f" (Go: {declared.go})" if declared.go != told else "")

    def _words(self, source: Shape, ours: Shape, at: _At) -> None:
        """Compare the constants that identify the members of a union."""
        theirs, mine = (
            reading.mapping(reading.mapping(shape.facts.get("discriminator")).get("mapping"))
            for shape in (source, ours)
        )
        if not theirs or not mine:
            return
        place = ours.name or at.place
        for word, struct in theirs.items():
            if word not in mine:
                added = self.writing.member(place, word, struct)
                self._note("lacks", f"{place} {quoted(word)}", f"a type, {struct}", *added)
        for word in mine:
            if word not in theirs:
                self._note("gone", f"{place} {quoted(word)}", "a type")

    def _object(
        self,
        name: str,
        struct: Struct | None,
        theirs: Schema,
        mine: list[Schema],
        place: str,
        answer: bool,
    ) -> None:
        components = tuple(sorted(component_of(one) or "" for one in mine))
        key = (name or id(theirs), components, answer)
        if key in self._seen:
            return
        self._seen.add(key)
        if name:
            self.pairs.note(name, [component for component in components if component])
        properties = _merged(mine)
        fields = reading.mapping(theirs.get("properties"))
        for wire, schema in fields.items():
            declared = struct.fields.get(wire) if struct else None
            below = _At(f"{place}.{wire}", answer)
            if wire not in properties:
                told = self._told(schema, declared)
                self._note("lacks", below.place, told, *self.writing.field(mine, wire, schema))
                continue
            optional = declared is not None and declared.omitempty
            self._schemas(schema, properties[wire], below)
            required = all(wire in reading.items(one, "required") for one in mine)
            if answer and optional and required:
                self._note("presence", below.place, "left out if empty; here required")
        for wire, schema in properties.items():
            there = in_release(resolved(self.ours, schema), self.facts.release)
            if wire not in fields and there:
                self._note("gone", f"{place}.{wire}", f"no field of {name or 'the object'}")


def _place(mine: list[Schema], ours: Shape, at: _At) -> str:
    """Return the component that is compared, otherwise the place of the object."""
    if len(mine) == 1 and (component := component_of(mine[0])):
        return component
    return ours.name or at.place


def _merged(objects: list[Schema]) -> dict[str, Any]:
    """Return the properties of all objects, each with all of its types."""
    found: dict[str, list[Any]] = {}
    for one in objects:
        for wire, schema in reading.mapping(one.get("properties")).items():
            found.setdefault(wire, []).append(schema)
    return {
        w: several[0] if len(several) == 1 else {"oneOf": several} for w, several in found.items()
    }
