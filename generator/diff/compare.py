"""Compares two descriptions, operation by operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from .. import naming
from ..document import STREAMS, Document, is_list, is_mapping
from . import breaks, reading
from .breaks import Direction, Rule
from .reading import Operation
from .shapes import (
    Schema,
    Shape,
    component_of,
    known_values,
    quoted,
    resolved,
    shape_of,
    values_of,
)

#: Groups of changes that do not belong to an operation or component.
GENERAL, OPERATIONS, TYPES, ERRORS = "general", "operations", "types", "error answers"

_DUMPED = "x-python-dumps-unset"


@attrs.define
class Change:
    """One difference."""

    sign: str
    """`+` added, `-` removed, `~` changed."""
    subject: str
    """The kind of thing that differs: operation, type, field, parameter, answer, ..."""
    place: str
    """The component, operation or group that it belongs to."""
    name: str
    """The place inside that."""
    detail: str
    doc: str = ""
    """The description of something new."""
    reasons: list[str] = attrs.field(factory=list[str])
    """Why it breaks users of the Python client; empty if it does not."""
    uses: list[tuple[Direction, str]] = attrs.field(factory=list[tuple[Direction, str]])
    """The operations that it affects, and whether in requests, answers or errors."""
    adds: bool = False
    """Whether the new description has something that the old one lacks."""


@attrs.frozen
class Difference:
    """All differences between two descriptions."""

    old: Document
    new: Document
    changes: tuple[Change, ...]
    reworded: int
    """Number of texts that were only reworded."""

    @property
    def breaking(self) -> tuple[Change, ...]:
        return tuple(change for change in self.changes if change.reasons)

    @property
    def additions(self) -> tuple[Change, ...]:
        """The changes with something that the old description lacks."""
        return tuple(change for change in self.changes if change.adds)


@attrs.frozen
class _At:
    """A place in the description, and the operation from which it was reached."""

    place: str
    path: str
    direction: Direction
    operation: str

    def below(self, step: str) -> _At:
        dot = "." if self.path and step[0] not in "[{" else ""
        return attrs.evolve(self, path=f"{self.path}{dot}{step}")


def compare(old: Document, new: Document, *, wire: bool = False) -> Difference:
    """Return the differences between two descriptions of an API.

    Args:
        old: The description that users have.
        new: The description that will replace it.
        wire: Whether to ignore everything that is not sent: operation ids, tags, component names
            and `x-` keys. Use it for the file of another project, which has its own names.
    """
    comparison = _Comparison(old, new, wire)
    comparison.documents()
    changes = comparison.changes.values()
    return Difference(old, new, tuple(changes), len(comparison.reworded))


class _Comparison:
    def __init__(self, old: Document, new: Document, wire: bool) -> None:
        self.old = old
        self.new = new
        self.wire = wire
        self.changes: dict[tuple[str, ...], Change] = {}
        self.reworded: set[tuple[str, ...]] = set()
        self.renamed: dict[str, str] = {}
        self._has_dumps = not wire and any(
            _DUMPED in schema for schema in reading.classes(new).values()
        )
        self._seen: set[tuple[int, int, str]] = set()

    def _note(
        self,
        sign: str,
        subject: str,
        at: _At | str,
        name: str,
        detail: str = "",
        reason: str | None = None,
        doc: Any = "",
        *,
        adds: bool = False,
    ) -> None:
        place = at if isinstance(at, str) else at.place
        name = name or "itself"
        adds = adds or sign == "+"
        fresh = Change(sign, subject, place, name, detail, str(doc or ""), adds=adds)
        change = self.changes.setdefault((place, sign, subject, name, detail), fresh)
        if reason and reason not in change.reasons:
            change.reasons.append(reason)
        if isinstance(at, _At) and (use := (at.direction, at.operation)) not in change.uses:
            change.uses.append(use)

    def _words(self, old: Mapping[str, Any], new: Mapping[str, Any], *place: str) -> None:
        """Count texts that differ."""
        for key in ("summary", "description"):
            if key in old and key in new and old[key] != new[key]:
                self.reworded.add((*place, key))

    # -------------------------------------------------------------- documents

    def documents(self) -> None:
        self._servers("servers", GENERAL, self.old.data, self.new.data)
        before, after = reading.operations(self.old), reading.operations(self.new)
        pairs = {key: key for key in before if key in after}
        if not self.wire:
            pairs |= reading.moved(before, after)
        for key, operation in after.items():
            if key not in pairs.values():
                doc = operation.data.get("summary") or operation.data.get("description")
                self._note("+", "operation", OPERATIONS, self._label(operation), doc=doc)
        for key, operation in before.items():
            if key not in pairs:
                reason = "its functions are removed"
                self._note("-", "operation", OPERATIONS, self._label(operation), reason=reason)
        for key, other in pairs.items():
            self._operation(before[key], after[other])
        if not self.wire:
            self._components()
            self._error_classes()

    def _label(self, operation: Operation) -> str:
        id = operation.data.get("operationId")
        return operation.route if self.wire or not id else f"{operation.route} ({id})"

    def _servers(
        self, name: str, place: str, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> None:
        before, after = reading.urls(old), reading.urls(new)
        if before != after:
            moved = before[:1] != after[:1]
            reason = "calls go to another host by default" if moved else None
            self._note("~", "server", place, name, f"{_list(before)} -> {_list(after)}", reason)

    def _components(self) -> None:
        """Compare the classes and type names of the client, including unions and scalars."""
        before, after = reading.classes(self.old), reading.classes(self.new)
        for name, schema in after.items():
            if name in before:
                self._words(before[name], schema, TYPES, name)
                self._class_names(name, before[name], schema)
            elif name not in self.renamed.values():
                self._note("+", "type", TYPES, name, doc=schema.get("description"))
        for name in before:
            if name not in after:
                became = self.renamed.get(name)
                if became:
                    self._note(
                        "~", "type", TYPES, name, f"now called {became}", "the class is renamed"
                    )
                else:
                    self._note("-", "type", TYPES, name, reason="the class is removed")

    def _class_names(self, name: str, old: Schema, new: Schema) -> None:
        for key in ("x-python-name", "x-python-nested"):
            if old.get(key) != new.get(key):
                detail = f"{key}: {_shown(old.get(key))} -> {_shown(new.get(key))}"
                reason = None if old.get(key) is None and key != "x-python-name" else "is renamed"
                self._note("~", "type", TYPES, name, detail, reason and f"the class {reason}")

    def _error_classes(self) -> None:
        before, after = reading.error_classes(self.old), reading.error_classes(self.new)
        for status, name in before.items():
            if status not in after:
                self._note("-", "type", TYPES, name, reason="the error class is removed")
            elif after[status] != name:
                self._note(
                    "~",
                    "type",
                    TYPES,
                    name,
                    f"now called {after[status]}",
                    "the error class is renamed",
                )
        for status, name in after.items():
            if status not in before:
                self._note("+", "type", TYPES, name, f"raised for status {status}")

    # -------------------------------------------------------------- operations

    def _operation(self, old: Operation, new: Operation) -> None:
        self._seen.clear()
        place = self._label(new)
        label = new.route if self.wire else str(new.data.get("operationId") or new.route)
        self._words(old.data, new.data, place)
        if reading.anonymous(old.path) != reading.anonymous(new.path) or old.method != new.method:
            self._note("~", "operation", place, "route", f"{old.route} -> {new.route}")
        if not self.wire:
            self._operation_names(old, new, place)
        if bool(old.data.get("deprecated")) != bool(new.data.get("deprecated")):
            word = "now deprecated" if new.data.get("deprecated") else "no longer deprecated"
            self._note("~", "operation", place, "deprecated", word)
        self._servers("servers", place, {**old.item, **old.data}, {**new.item, **new.data})
        self._security(old, new, place)
        self._parameters(old, new, _At(place, "", "request", label))
        self._request(old, new, _At(place, "request", "request", label))
        self._answers(old, new, place, label)

    def _operation_names(self, old: Operation, new: Operation, place: str) -> None:
        before, after = old.data.get("operationId"), new.data.get("operationId")
        if before != after:
            module = naming.without_keyword(naming.snake_case(str(after or "")))
            self._note(
                "~",
                "operation",
                place,
                "operationId",
                f"{_shown(before)} -> {_shown(after)}",
                f"the module is now called {module}" if after else "the module is renamed",
            )
        tags = [
            (reading.items(operation.data, "tags") or ["default"])[0] for operation in (old, new)
        ]
        if tags[0] != tags[1]:
            package = naming.snake_case(str(tags[1]))
            self._note(
                "~",
                "operation",
                place,
                "tag",
                f"{tags[0]} -> {tags[1]}",
                f"the module is now in api.{package}",
            )

    def _security(self, old: Operation, new: Operation, place: str) -> None:
        before, after = reading.schemes(self.old, old), reading.schemes(self.new, new)
        if before != after:
            needed = "" not in after and "" in before
            detail = f"{_or(before)} -> {_or(after)}"
            reason = "a call without credentials is refused" if needed else None
            self._note("~", "security requirement", place, "security", detail, reason)

    def _parameters(self, old: Operation, new: Operation, at: _At) -> None:
        before, after = reading.parameters(self.old, old), reading.parameters(self.new, new)
        for key, parameter in after.items():
            required = bool(parameter.get("required"))
            name = f"{parameter.get('in')} parameter {parameter.get('name')}"
            if key not in before:
                reason = "callers must pass it" if required else None
                detail = "required" if required else "optional"
                doc = parameter.get("description")
                self._note("+", "parameter", at, name, detail, reason, doc)
                continue
            earlier = before[key]
            if not self.wire and earlier.get("name") != parameter.get("name"):
                detail = f"was called {earlier.get('name')}"
                self._note("~", "parameter", at, name, detail, "the argument is renamed")
            if bool(earlier.get("required")) != required:
                detail = "now required" if required else "no longer required"
                reason = breaks.requirement("request", required)
                self._note("~", "parameter", at, name, detail, reason)
            self._words(earlier, parameter, at.place, name)
            self._schema(reading.schema_of(earlier), reading.schema_of(parameter), at.below(name))
        for key, parameter in before.items():
            if key not in after:
                name = f"{parameter.get('in')} parameter {parameter.get('name')}"
                self._note("-", "parameter", at, name, reason="the argument is removed")

    def _request(self, old: Operation, new: Operation, at: _At) -> None:
        before = resolved(self.old, old.data.get("requestBody"))
        after = resolved(self.new, new.data.get("requestBody"))
        if bool(before.get("required")) != bool(after.get("required")):
            required = bool(after.get("required"))
            reason = "callers must pass a body" if required else None
            detail = "now required" if required else "no longer required"
            self._note("~", "request body", at, "request body", detail, reason)
        self._words(before, after, at.place, "request")
        self._content(before, after, at)

    def _answers(self, old: Operation, new: Operation, place: str, label: str) -> None:
        before, after = reading.responses(self.old, old), reading.responses(self.new, new)
        for status in _only_success(before, after):
            after[status] = after.pop(found := next(s for s in after if s.startswith("2")))
            self._note("~", "answer", place, "status", f"{status} -> {found}")
        for status, response in after.items():
            direction: Direction = "answer" if status.startswith("2") else "error"
            at = _At(place, f"answer {status}", direction, label)
            if status not in before:
                where = attrs.evolve(at, place=place if direction == "answer" else ERRORS)
                name = f"answer {status}" if direction == "answer" else status
                self._note("+", "answer", where, name)
                continue
            self._words(before[status], response, place, status)
            self._content(before[status], response, at)
        for status in before:
            if status not in after:
                if status.startswith("2"):
                    at = _At(place, "", "answer", label)
                    self._note("-", "answer", at, f"answer {status}")
                else:
                    self._note("-", "answer", _At(ERRORS, "", "error", label), status)

    def _content(self, old: Mapping[str, Any], new: Mapping[str, Any], at: _At) -> None:
        before, after = reading.media_types(old), reading.media_types(new)
        for name, media_type in after.items():
            if name not in before:
                self._note("+", "media type", at, f"{at.path}: {name}")
            else:
                below = _At(at.place, f"{at.path} ({name})", at.direction, at.operation)
                if name in STREAMS and not self.wire:
                    self._stream(before[name], media_type, below)
                one = reading.items_of(self.old, name, before[name])
                self._schema(one, reading.items_of(self.new, name, media_type), below)
        for name in before:
            if name not in after:
                reason = {"request": "such bodies are refused", "answer": "it is no longer sent"}
                why = reason.get(at.direction)
                self._note("-", "media type", at, f"{at.path}: {name}", reason=why)

    def _stream(self, old: Mapping[str, Any], new: Mapping[str, Any], at: _At) -> None:
        before = resolved(self.old, old.get("x-stream"))
        after = resolved(self.new, new.get("x-stream"))
        for key, rule in breaks.STREAM_FACTS.items():
            self._fact(f"x-stream {key}", rule, before.get(key), after.get(key), at)

    # -------------------------------------------------------------- schemas

    def _schema(self, old: Any, new: Any, at: _At) -> None:
        """Compare two schemas and everything below, once for each operation and direction."""
        key = (id(old), id(new), at.direction)
        if key in self._seen:
            return
        self._seen.add(key)
        before, after = shape_of(self.old, old), shape_of(self.new, new)
        self._facts(before, after, at)
        self._types(before, after, at)
        for kind in before.options:
            if kind not in after.options:
                continue
            for one, other in _pairs(before.options[kind], after.options[kind]):
                if kind == "object":
                    self._object(one, other, at)
                elif kind == "array":
                    items = one.get("items", reading.NOTHING), other.get("items", reading.NOTHING)
                    self._schema(*items, at.below("[]"))
                else:
                    self._values(one, other, at)

    def _fact(self, label: str, rule: Rule, old: Any, new: Any, at: _At) -> None:
        if (type(old), old) != (type(new), new):
            reason = rule(at.direction, old, new)
            detail = f"{label}: {_shown(old)} -> {_shown(new)}"
            self._note("~", "field", at, at.path, detail, reason, adds=old is None)

    def _facts(self, old: Shape, new: Shape, at: _At) -> None:
        if {*old.options} == {*new.options}:
            chosen = "x-python-annotation" in {*old.facts} & {
                *new.facts
            }  # Then the format does not determine the Python type.
            for key, (label, rule) in breaks.WIRE_FACTS.items():
                before, after = old.facts.get(key), new.facts.get(key)
                if key == "deprecated":
                    before, after = bool(before), bool(after)
                decides = breaks.never if chosen and key == "format" else rule
                self._fact(label, decides, before, after, at)
        if not self.wire:
            for key, (label, rule) in breaks.PYTHON_FACTS.items():
                self._fact(label, rule, old.facts.get(key), new.facts.get(key), at)
        if old.null != new.null:
            detail = "may now be null" if new.null else "can no longer be null"
            reason = breaks.null(at.direction, new.null)
            self._note("~", "field", at, at.path, detail, reason, adds=new.null)

    def _types(self, old: Shape, new: Shape, at: _At) -> None:
        gone, come = _kinds(old) - _kinds(new), _kinds(new) - _kinds(old)
        for kind in old.options.keys() & new.options.keys():
            pairs = _pairs(old.options[kind], new.options[kind])
            gone |= _unpaired(old.options[kind], [one for one, _ in pairs])
            come |= _unpaired(new.options[kind], [other for _, other in pairs])
        if gone or come:
            reason = breaks.types(at.direction, gone, come, now_any="any" in new.options)
            adds = bool(come) and "any" not in old.options
            self._note("~", "field", at, at.path, f"type: {old} -> {new}", reason, adds=adds)

    def _values(self, old: Schema, new: Schema, at: _At) -> None:
        name = component_of(new)
        if name and name == component_of(old):
            at = _At(name, "", at.direction, at.operation)
        before, after = values_of(old), values_of(new)
        known, named = known_values(old), known_values(new)
        same_end = (before is None) == (after is None)
        if _same(known, named) and same_end:
            return
        constant = "const" in old and "const" in new
        reason = breaks.values(at.direction, before, after, constant=constant)
        words = [f"+{quoted(value)}" for value in named if value not in known]
        words += [f"-{quoted(value)}" for value in known if value not in named]
        if not same_end:
            words.append("others are refused" if before is None else "others are possible")
        adds = any(value not in known for value in named)
        self._note("~", "field", at, at.path, f"values: {', '.join(words)}", reason, adds=adds)

    def _object(self, old: Schema, new: Schema, at: _At) -> None:
        names = component_of(old), component_of(new)
        if not self.wire and names[0] and names[1] and names[0] != names[1]:
            self._renamed(names[0], names[1], at)
        if anchor := names[1] or names[0]:
            at = _At(anchor, "", at.direction, at.operation)
        before, after = _properties(old), _properties(new)
        for wire, schema in after.items():
            if wire not in before:
                self._added(wire, schema, new, at)
            else:
                self._field(wire, old, new, at)
        for wire in before:
            if wire not in after:
                reason = breaks.field_removed(at.direction)
                self._note("-", "field", at, at.below(wire).path, reason=reason)
        if not self.wire:
            self._demands(old, new, at)
        self._free_keys(old, new, at)

    def _renamed(self, old: str, new: str, at: _At) -> None:
        """Note a changed class: a new name for the same class, or another existing class."""
        if old in self.new.schemas or new in self.old.schemas:
            reason = "the class is different"
            self._note("~", "field", at, at.path, f"type: {old} -> {new}", reason)
        else:
            self.renamed.setdefault(old, new)

    def _added(self, wire: str, schema: Any, owner: Schema, at: _At) -> None:
        shape, required = shape_of(self.new, schema), wire in _required(owner)
        there = "required" if required else "optional"
        if self._has_dumps and not required and _is_dumped(wire, owner):
            there += ", included in dumps if unset"
        reason = breaks.field_added(at.direction, required)
        name, doc = at.below(wire).path, shape.facts.get("description")
        self._note("+", "field", at, name, f"{shape}, {there}", reason, doc)

    def _field(self, wire: str, old: Schema, new: Schema, at: _At) -> None:
        before, after = _properties(old)[wire], _properties(new)[wire]
        below = at.below(wire)
        self._words(reading.mapping(before), reading.mapping(after), at.place, below.path)
        required = wire in _required(new)
        if (wire in _required(old)) != required:
            detail = "now required" if required else "no longer required"
            reason = breaks.requirement(at.direction, required)
            self._note("~", "field", below, below.path, detail, reason)
        if not self.wire:
            names = _python_name(wire, before), _python_name(wire, after)
            if names[0] != names[1]:
                detail = f"Python name: {names[0]} -> {names[1]}"
                self._note("~", "field", below, below.path, detail, "the attribute is renamed")
            dumped = _is_dumped(wire, new)
            if _is_dumped(wire, old) != dumped:
                detail, reason = breaks.DUMPS[dumped]
                self._note("~", "field", below, below.path, detail, reason)
        self._schema(before, after, below)

    def _demands(self, old: Schema, new: Schema, at: _At) -> None:
        """Compare the required arguments of constructors, if they differ from `required`."""
        key = "x-python-required"
        if old.get(key) == new.get(key):
            return
        before = _names(old, key if key in old else "required")
        after = _names(new, key if key in new else "required")
        more = [name for name in after if name not in before]
        reason = f"the constructor requires {', '.join(more)}" if more else None
        detail = f"{key}: {_shown(old.get(key))} -> {_shown(new.get(key))}"
        self._note("~", "type", at, at.path, detail, reason)

    def _free_keys(self, old: Schema, new: Schema, at: _At) -> None:
        before, after = (s.get("additionalProperties", True) for s in (old, new))
        if (before is False) != (after is False):
            closed = after is False
            detail = "other keys are refused" if closed else "other keys are allowed"
            reason = "other keys are refused" if closed and at.direction == "request" else None
            self._note("~", "field", at, at.path, detail, reason)
        elif is_mapping(before) or is_mapping(after):
            one, other = (
                value if is_mapping(value) else reading.NOTHING for value in (before, after)
            )
            self._schema(one, other, at.below("{}"))


# ---------------------------------------------------------------------- schemas


def _pairs(old: list[Schema], new: list[Schema]) -> list[tuple[Schema, Schema]]:
    """Match the options of one type: by constants, by component, or by the fields they share."""
    ranked = sorted(
        ((-_likeness(one, other), i, j) for i, one in enumerate(old) for j, other in enumerate(new))
    )
    used: tuple[set[int], set[int]] = (set(), set())
    found: list[tuple[int, int]] = []
    for _, i, j in ranked:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            found.append((i, j))
    return [(old[i], new[j]) for i, j in sorted(found)]


def _likeness(one: Schema, other: Schema) -> int:
    before, after = _properties(one), _properties(other)
    shared = before.keys() & after.keys()
    constants = [
        (reading.mapping(before[k]).get("const"), reading.mapping(after[k]).get("const"))
        for k in shared
    ]
    tagged = sum(1 if a == b else -1 for a, b in constants if a is not None and b is not None)
    named = component_of(one) is not None and component_of(one) == component_of(other)
    return 10_000 * tagged + 1000 * named + len(shared)


def _kinds(shape: Shape) -> set[str]:
    return set(shape.options)


def _unpaired(options: list[Schema], paired: list[Schema]) -> set[str]:
    left = [option for option in options if not any(option is other for other in paired)]
    return {component_of(option) or "object" for option in left}


def _properties(schema: Schema) -> dict[str, Any]:
    return reading.mapping(schema.get("properties"))


def _names(schema: Schema, key: str) -> list[str]:
    return [str(name) for name in reading.items(schema, key)]


def _required(schema: Schema) -> list[str]:
    return _names(schema, "required")


def _python_name(wire: str, schema: Any) -> str:
    return str(reading.mapping(schema).get("x-python-name") or naming.field_name(wire))


def _is_dumped(wire: str, schema: Schema) -> bool:
    """Return whether dumps include a field with None if it is unset."""
    if _DUMPED in schema:
        return wire in _names(schema, _DUMPED)
    # The key that descriptions of older commits use.
    return not reading.mapping(_properties(schema)[wire]).get("x-python-omit-unset")


def _same(one: list[Any], other: list[Any]) -> bool:
    return all(v in other for v in one) and all(v in one for v in other)


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if is_list(value):
        return _list([_shown(item) for item in value])
    return value if isinstance(value, str) and value else quoted(value)


def _list(words: list[str]) -> str:
    return ", ".join(words) or "none"


def _or(ways: list[str]) -> str:
    return " or ".join(way or "no credentials" for way in ways)


def _only_success(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the old success status, if each side has only one and they differ."""
    old, new = ([s for s in statuses if s.startswith("2")] for statuses in (before, after))
    return old if len(old) == len(new) == 1 and old != new else []
