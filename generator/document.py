"""The spec as a document: its content, the line of each value, and facts that the parser drops."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeGuard, cast

import attrs
import yaml

from .media_types import BINARY, EVENTS, FORM, JSON, STREAMS, URLENCODED, is_json
from .problems import Line, Pointer, Problem, SpecError, as_json_pointer

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

#: The name of a helper component for the parser, which has all components that are not objects.
ALIASES = "ComponentAliases"

#: Maximum number of values in a spec. With YAML aliases, a few lines can expand to any number.
MOST_VALUES = 200_000

#: Maximum depth of nested values, because readers of YAML are recursive.
DEEPEST = 100

_SCHEMA_REF = "#/components/schemas/"


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """Return whether a value of a document is an object."""
    return isinstance(value, dict)


def is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Return whether a value is a tuple."""
    return isinstance(value, tuple)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Return whether a value of a document is an array."""
    return isinstance(value, list)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads only the core types of YAML 1.2. `on` and dates stay strings."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    _Loader.add_implicit_resolver(  # pyright: ignore[reportUnknownMemberType]
        f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first)
    )


@attrs.frozen
class Operation:
    """One operation as it is in the spec, including facts that the parser drops."""

    path: str
    method: str
    pointer: Pointer
    data: Mapping[str, Any]
    shared_parameters: tuple[Mapping[str, Any], ...]

    @property
    def id(self) -> str:
        return str(self.data["operationId"])


class Document:
    """A spec: its data, and the file and line of each value."""

    def __init__(
        self,
        file: str,
        data: dict[str, Any],
        origins: Mapping[Pointer, Line],
        sources: Mapping[str, str],
    ) -> None:
        """Store the content of a spec.

        Args:
            file: The name of the file, or of the root file if there are several.
            data: The content.
            origins: The file and line of each value.
            sources: The text of each file, by name.
        """
        self.file = file
        self.data = data
        self.sources = sources
        self._origins = origins
        self._moved: Mapping[Pointer, Pointer] = {}

    # -------------------------------------------------------------- places

    def problem(self, pointer: Pointer, message: str) -> Problem:
        """Return a problem at a place. Its line is that of the nearest enclosing value."""
        pointer = self._written(pointer)
        return Problem(*self.origin(pointer), pointer, message)

    def origin(self, pointer: Pointer) -> Line:
        """Return the file and line of a value, or of the nearest enclosing one."""
        pointer = self._written(pointer)
        while pointer not in self._origins and pointer:
            pointer = pointer[:-1]
        return self._origins.get(pointer, (self.file, 1))

    def _written(self, pointer: Pointer) -> Pointer:
        """Return the original place of something that may have been moved."""
        for size in range(len(pointer), 0, -1):
            if place := self._moved.get(pointer[:size]):
                return (*place, *pointer[size:])
        return pointer

    def has(self, pointer: Pointer) -> bool:
        """Return whether there is a value at a place in the original files."""
        return self._written(pointer) in self._origins

    def extended(
        self,
        data: dict[str, Any],
        origins: Mapping[Pointer, Line] = MappingProxyType({}),
        sources: Mapping[str, str] = MappingProxyType({}),
    ) -> Document:
        """Return a document with other data.

        Args:
            data: The content.
            origins: The file and line of additional values.
            sources: The text of additional files, by name.
        """
        return Document(self.file, data, {**self._origins, **origins}, {**self.sources, **sources})

    def replaced(self, data: dict[str, Any], moved: Mapping[Pointer, Pointer]) -> Document:
        """Return a document with other data.

        Args:
            data: The content.
            moved: The original places of moved values, by their places in the content.
        """
        made = copy.copy(self)
        made.data, made._moved = data, moved
        return made

    def walk(self) -> Iterator[tuple[Pointer, Any]]:
        """Yield all values of the document with their places."""

        def below(pointer: Pointer, value: Any) -> Iterator[tuple[Pointer, Any]]:
            yield pointer, value
            if is_mapping(value):
                for key, item in value.items():
                    yield from below((*pointer, key), item)
            elif is_list(value):
                for index, item in enumerate(value):
                    yield from below((*pointer, str(index)), item)

        yield from below((), self.data)

    # -------------------------------------------------------------- content

    def at(self, reference: str) -> Any:
        """Return what a local reference points to, or None."""
        value: Any = self.data
        for part in reference.removeprefix("#/").split("/"):
            if not is_mapping(value):
                return None
            value = value.get(part.replace("~1", "/").replace("~0", "~"))
        return value

    def resolved(self, value: Any) -> dict[str, Any]:
        """Return the target of references, or an empty object if it does not exist."""
        seen: set[str] = set()
        found: dict[str, Any] = dict(value) if is_mapping(value) else {}
        while (reference := str(found.get("$ref", ""))) and reference not in seen:
            seen.add(reference)
            found = self.at(reference) or {}
        return found

    @property
    def schemas(self) -> dict[str, dict[str, Any]]:
        """The schema components by name."""
        components: dict[str, dict[str, Any]] = self.data.get("components", {})
        return components.get("schemas", {})

    @property
    def base_url(self) -> str:
        """The URL of the first server."""
        servers = self.data.get("servers") or [{"url": "/"}]
        return str(servers[0]["url"])

    def operations(self) -> list[Operation]:
        """Return the operations in the order of the file."""
        found: list[Operation] = []
        for path, item in cast("dict[str, Any]", self.data.get("paths", {})).items():
            for method in item:
                if method in METHODS:
                    found.append(
                        Operation(
                            path,
                            method,
                            ("paths", path, method),
                            item[method],
                            tuple(item.get("parameters", ())),
                        )
                    )
        return found

    def media_types(self, operation: Operation, status: str) -> dict[str, dict[str, Any]]:
        """Return the content of one of an operation's responses."""
        content: dict[str, dict[str, Any]] = self.resolved(
            operation.data.get("responses", {}).get(status)
        ).get("content", {})
        return content

    def success(self, operation: Operation) -> dict[str, dict[str, Any]]:
        """Return the content of the first successful response that has any."""
        for status in operation.data.get("responses", {}):
            content = self.media_types(operation, str(status))
            if str(status).startswith("2") and content:
                return content
        return {}

    def request_content(self, operation: Operation) -> dict[str, dict[str, Any]]:
        """Return the content of an operation's request body."""
        content: dict[str, dict[str, Any]] = self.resolved(operation.data.get("requestBody")).get(
            "content", {}
        )
        return content

    def line_schema(self, media_type: Mapping[str, Any]) -> str | None:
        """Return the component of a stream's lines or events, except errors."""
        schema: dict[str, Any] = media_type.get("itemSchema") or media_type.get("schema") or {}
        options: list[dict[str, Any]] = schema.get("oneOf", [schema])
        names = [str(o["$ref"]).removeprefix(_SCHEMA_REF) for o in options if "$ref" in o]
        error_key = media_type.get("x-stream", {}).get("error")
        answers = [n for n in names if not self._is_error(n, error_key)]
        return answers[0] if len(answers) == 1 else None

    def union_members(self, component: str) -> list[str] | None:
        """Return the members of a component that is a union of components, or None."""
        schema = self.schemas.get(component, {})
        options: list[dict[str, Any]] = schema.get("oneOf") or schema.get("anyOf") or []
        names = [str(option.get("$ref", "")).removeprefix(_SCHEMA_REF) for option in options]
        return names if names and all(name in self.schemas for name in names) else None

    def _is_error(self, component: str, error_key: str | None) -> bool:
        schema = self.schemas.get(component, {})
        return error_key is not None and error_key in schema.get("required", ())

    def reached(self, value: Any) -> set[str]:
        """Return the components that a value refers to, directly or indirectly."""
        found: set[str] = set()
        waiting: list[Any] = [value]
        while waiting:
            it = waiting.pop()
            if is_list(it):
                waiting += it
            elif is_mapping(it):
                reference = it.get("$ref")
                name = str(reference).removeprefix(_SCHEMA_REF)
                if reference is not None and name not in found:
                    found.add(name)
                    waiting.append(self.at(str(reference)))
                waiting += it.values()
        return found & self.schemas.keys()

    # -------------------------------------------------------------- for the parser

    def for_parser(self) -> dict[str, Any]:
        """Return the document in a form that the parser supports.

        Streams are removed. If a response has several media types, JSON is kept. Open enums become
        unions.
        """
        data = copy.deepcopy(self.data)
        self._write_out_lists(data)
        for operation in self.operations():
            item = data["paths"][operation.path][operation.method]
            if content := self.request_content(operation):
                body = self.resolved(item["requestBody"])
                item["requestBody"] = {**body, "content": _known_types(content)}
            responses = item.get("responses", {})
            for status in responses:
                responses[status] = self._plain_response(responses[status])
        schemas = data.get("components", {}).get("schemas", {})
        others = {name: schema for name, schema in schemas.items() if not is_object(schema)}
        if others:
            schemas[ALIASES] = {
                "type": "object",
                "properties": {name: {"$ref": f"{_SCHEMA_REF}{name}"} for name in others},
            }
        return cast("dict[str, Any]", _with_open_enums(data))

    def _write_out_lists(self, data: dict[str, Any]) -> None:
        """Replace lists and times in paths and headers by strings. The parser refuses them."""
        items: list[Any] = list(data["paths"].values())
        holders = [*items, *(it[method] for it in items for method in METHODS if method in it)]
        shared = data.get("components", {}).get("parameters", {})
        parameters = [it for holder in holders for it in holder.get("parameters", ())]
        for parameter in (*parameters, *shared.values()):
            schema = self.resolved(parameter.get("schema"))
            is_time = str(schema.get("format")).startswith("date") and parameter["in"] == "header"
            if parameter.get("in") in ("path", "header") and (
                schema.get("type") == "array" or is_time
            ):
                parameter["schema"] = {"type": "string"}

    def _plain_response(self, response: Any) -> Any:
        resolved = self.resolved(response)
        content: dict[str, dict[str, Any]] = resolved.get("content", {})
        streamed = [name for name in content if name in STREAMS]
        kept = {name: value for name, value in content.items() if name not in STREAMS}
        if JSON in kept:
            kept = {JSON: kept[JSON]}
        if len(kept) == len(content) and _known_types(kept) == kept:
            return response
        kept = _known_types(kept)
        if not kept:
            line = self.line_schema(content[streamed[0]])
            kept = {JSON: {"schema": {"$ref": f"{_SCHEMA_REF}{line}"}}}
        return {**resolved, "content": kept}


def _known_types(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return content with media types that the parser supports."""
    known: dict[str, Any] = {}
    for name, media_type in content.items():
        if is_json(name):
            known[JSON] = media_type
        elif name in (FORM, URLENCODED) or name.startswith("text/"):
            known[name] = media_type
        else:
            known[BINARY] = {"schema": {"type": "string", "format": "binary"}}
    return known


def is_object(schema: Mapping[str, Any]) -> bool:
    """Return whether a component becomes a class."""
    return "properties" in schema or "allOf" in schema


def _with_open_enums(value: Any) -> Any:
    """Replace open enums by equivalent unions, which the parser supports."""
    if is_list(value):
        return [_with_open_enums(item) for item in value]
    if not is_mapping(value):
        return value
    mapping = {key: _with_open_enums(item) for key, item in value.items()}
    mapping.pop("discriminator", None)
    known = mapping.pop("x-extensible-enum", None)
    if not is_list(known):
        return mapping
    kinds = mapping.pop("type", "string")
    kinds = kinds if is_list(kinds) else [kinds]
    options: list[dict[str, Any]] = [{"type": kind} for kind in kinds]
    kind = next(kind for kind in kinds if kind != "null")
    return {**mapping, "oneOf": [{"type": kind, "enum": known}, *options]}


# ---------------------------------------------------------------------- reading


#: An escaped surrogate pair, which JSON uses for characters beyond U+FFFF.
_SURROGATES = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab]\w\w)\\u(d[c-f]\w\w)", re.IGNORECASE)


def _with_pairs_joined(source: str) -> str:
    """Return JSON with surrogate pairs replaced by a single escape, because YAML refuses them."""
    if not source.lstrip().startswith("{"):
        return source

    def character(pair: re.Match[str]) -> str:
        high, low = int(pair[2], 16), int(pair[3], 16)
        return f"{pair[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"

    return _SURROGATES.sub(character, source)


def parse(source: str, file: str) -> Document:
    """Parse the text of a spec.

    Args:
        source: The text.
        file: The name of the file in problems.

    Raises:
        SpecError: The text is not a YAML mapping, has a key twice, or is too large or too deep.
    """
    try:
        text = _with_pairs_joined(source)
        _expect_shallow(text, file)
        node = yaml.compose(text, _Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or str(error)
        raise SpecError([Problem(file, line, (), f"is not YAML: {reason}")]) from None
    if not isinstance(node, yaml.MappingNode):
        raise SpecError([Problem(file, 1, (), "expected a mapping at the top")])
    reading = _Reading(file)
    if _size(node, {}) > MOST_VALUES:
        message = f"has more than {MOST_VALUES:,} values, counting aliases as their content"
        raise SpecError([Problem(file, 1, (), message)])
    data = reading.value(node, ())
    if reading.problems:
        raise SpecError(reading.problems)
    return Document(file, data, reading.origins, {file: text})


#: The supported YAML tags, without prefix.
_KINDS = ("map", "seq", "str", "int", "float", "bool", "null")


def _expect_shallow(source: str, file: str) -> None:
    depth = 0
    for event in yaml.parse(source, _Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise SpecError([Problem(file, line, (), f"nests deeper than {DEEPEST} levels")])


def _size(node: Any, known: dict[int, int]) -> int:
    """Return how many values a node has. Each node is visited only once, even with aliases."""
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in known:
        known[id(node)] = 1  # An alias to itself is reported elsewhere.
        values = cast("list[Any]", node.value)
        parts = [part[1] if isinstance(node, yaml.MappingNode) else part for part in values]
        known[id(node)] = 1 + sum(_size(part, known) for part in parts)
    return known[id(node)]


class _Reading:
    """Converts YAML nodes to values, and records their places."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.origins: dict[Pointer, Line] = {}
        self.problems: list[Problem] = []
        self._open: list[int] = []

    def value(self, node: Any, pointer: Pointer) -> Any:
        line = node.start_mark.line + 1
        self.origins[pointer] = (self.file, line)
        if len(pointer) > DEEPEST:
            message = f"nests deeper than {DEEPEST} levels"
            raise SpecError([*self.problems, Problem(self.file, line, pointer[:3], message)])
        if id(node) in self._open:
            self._note(line, pointer, "an alias refers to itself")
            return None
        self._open.append(id(node))
        try:
            if node.tag.rpartition(":")[2] not in _KINDS:
                self._note(line, pointer, f"the YAML tag {node.tag!r} is not supported")
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, pointer)
            if isinstance(node, yaml.SequenceNode):
                return [
                    self.value(item, (*pointer, str(index)))
                    for index, item in enumerate(node.value)
                ]
            return self._scalar(node)
        finally:
            self._open.pop()

    def _mapping(self, node: yaml.MappingNode, pointer: Pointer) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._note(line, pointer, "a key must be text")
                continue
            key = str(key_node.value)
            if key in out:
                self._note(line, (*pointer, key), "this key occurs twice")
            out[key] = self.value(value_node, (*pointer, key))
            self.origins[(*pointer, key)] = (self.file, line)
        return out

    def _scalar(self, node: yaml.ScalarNode) -> Any:
        kind = node.tag.rpartition(":")[2]
        try:
            if kind == "int":
                return int(node.value)
            if kind == "float":
                return float(node.value)
        except ValueError:
            pass
        if kind == "bool":
            return node.value.lower() == "true"
        if kind == "null":
            return None
        return node.value

    def _note(self, line: int, pointer: Pointer, message: str) -> None:
        self.problems.append(Problem(self.file, line, pointer, message))


__all__ = [
    "EVENTS",
    "FORM",
    "STREAMS",
    "Document",
    "Operation",
    "Problem",
    "SpecError",
    "as_json_pointer",
    "parse",
]
