"""Converts Go types to JSON Schemas, by the rules of encoding/json."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
from tree_sitter import Node

from .checkout import Checkout
from .custom_json import CustomJson
from .facts import GO_TYPES, Field, Schema, Struct
from .golang import Function, Package, Source, TypeDeclaration, descendants, part, string, text

#: The JSON of types of other modules.
_KNOWN: dict[str, Schema] = {
    "time.Time": {"type": "string", "format": "date-time"},
    "time.Duration": {"type": "integer", "format": "int64"},
    "encoding/json.RawMessage": {},
    "encoding/json.Number": {"type": "number"},
    "github.com/google/uuid.UUID": {"type": "string", "format": "uuid"},
}

#: The ordered maps of Ollama and of the module that it wraps.
_ORDERED_MAP = re.compile(r"orderedmap(/v\d+)?\.(Ordered)?Map$|ordered-map/v\d+\.OrderedMap$")

Binding = Mapping[str, Schema]

_NO_BINDING: Binding = {}


@attrs.frozen
class _Candidate:
    """A candidate for a field. Of equal names, the shallowest one wins, then a tagged one."""

    name: str
    depth: int
    tagged: bool
    field: Field


class Structs:
    """Converts types to schemas, and collects the structs and types that they refer to."""

    def __init__(self, checkout: Checkout) -> None:
        self.checkout = checkout
        self.structs: dict[str, Struct] = {}
        self.types: dict[str, Schema] = {}
        self._open: set[str] = set()

    # -------------------------------------------------------------- what a package declares

    def collect(self, package: Package) -> None:
        """Collect the exported structs of a package that have a field with a JSON name."""
        for name, declared in package.types.items():
            is_struct = declared.node.type == "struct_type" and not declared.parameters
            if is_struct and name[0].isupper() and self._is_wire(declared):
                self.named(declared)
        for function in package.functions.values():
            self._defaults(function)

    def _is_wire(self, declared: TypeDeclaration) -> bool:
        """Return whether a struct, or one that it embeds, has a field with a JSON name."""
        return any(map(_json_tag, _fields(declared.node))) or any(
            self._is_wire(inner) for inner in self._embedded(declared)
        )

    def _defaults(self, function: Function) -> None:
        """Record the values of `func DefaultOptions() Options { return Options{...} }`."""
        result = function.node.child_by_field_name("result")
        literal = next(descendants(function.body, "composite_literal"), None)
        if not function.name.startswith("Default") or result is None or literal is None:
            return
        declared = self.declaration(result, function.source)
        if declared is not None and declared.qualified in self.structs:
            struct = self.structs[declared.qualified]
            values = dict(self._literal_values(literal, declared))
            self.structs[declared.qualified] = attrs.evolve(struct, defaults=values)

    def _literal_values(
        self, literal: Node, declared: TypeDeclaration
    ) -> Iterator[tuple[str, Any]]:
        names = _json_names(declared.node)
        for element in part(literal, "body").named_children:
            if element.type != "keyed_element":
                continue
            key, value = (_inner(child) for child in element.named_children[:2])
            if value.type == "composite_literal":
                embedded = self.declaration(part(value, "type"), declared.source)
                if embedded is not None:
                    yield from self._literal_values(value, embedded)
            elif text(key) in names and (found := constant(value)) is not None:
                yield names[text(key)], found

    # -------------------------------------------------------------- types

    def declaration(self, node: Node, source: Source) -> TypeDeclaration | None:
        """Return the declaration of a type, ignoring pointers, or None for another module's."""
        if node.type in {"pointer_type", "parenthesized_type"}:
            return self.declaration(node.named_children[0], source)
        if node.type == "generic_type":
            return self.declaration(part(node, "type"), source)
        if node.type == "qualified_type":
            path = source.imports.get(text(part(node, "package")), "")
            package = self.checkout.imported(path)
            return package.types.get(text(part(node, "name"))) if package else None
        if node.type == "type_identifier":
            return self.checkout.package(source.folder).types.get(text(node))
        return None

    def schema(self, node: Node, source: Source, binding: Binding = _NO_BINDING) -> Schema:
        """Return the JSON of a type. The schema is empty if it can be anything, or is unknown."""
        if node.type in {"type_identifier", "qualified_type", "generic_type"}:
            return self._reference(node, source, binding)
        if node.type == "struct_type":
            return _object_of(self._object(node, source, binding))
        if node.type == "map_type":
            values = self.schema(part(node, "value"), source, binding)
            return {"type": "object", "additionalProperties": values}
        if node.type in {"slice_type", "array_type"}:
            return self._array(node, source, binding)
        if node.type in {"pointer_type", "parenthesized_type", "type_elem"}:
            inner = self.schema(node.named_children[0], source, binding)
            return {**inner, "nullable": True} if inner and node.type == "pointer_type" else inner
        return {}

    def _array(self, node: Node, source: Source, binding: Binding) -> Schema:
        """Return the JSON of a list. Bytes are base64."""
        element = part(node, "element")
        if text(element) in {"byte", "uint8"} and node.type == "slice_type":
            return {"type": "string", "format": "byte"}
        return {"type": "array", "items": self.schema(element, source, binding)}

    def _reference(self, node: Node, source: Source, binding: Binding) -> Schema:
        name = text(part(node, "type") if node.type == "generic_type" else node)
        if name in binding:
            return binding[name]
        listed = part(node, "type_arguments") if node.type == "generic_type" else None
        given = listed.named_children if listed is not None else []
        arguments = [self.schema(argument, source, binding) for argument in given]
        outside = _outside_name(name, source)
        if outside in _KNOWN:
            return dict(_KNOWN[outside])
        if arguments and _ORDERED_MAP.search(outside):
            return {"type": "object", "additionalProperties": arguments[-1]}
        declared = self.declaration(node, source)
        if declared is None:
            return dict(GO_TYPES.get(name, {}))
        return self.named(declared, arguments)

    def named(self, declared: TypeDeclaration, arguments: list[Schema] | None = None) -> Schema:
        """Return the JSON of a named type. For structs and special types, it is a reference."""
        name = declared.qualified
        binding = dict(zip(declared.parameters, arguments or (), strict=False))
        package = self.checkout.package(declared.source.folder)
        custom = CustomJson(self, declared, package.methods.get(declared.name, {}))
        if name in self._open or name in self.structs or name in self.types:
            return {"$ref": name}
        self._open.add(name)
        try:
            if custom.replaces:
                self.types[name] = custom.schema()
            elif declared.node.type == "struct_type":
                fields = self._object(declared.node, declared.source, binding)
                if declared.parameters:
                    return _object_of(fields)
                fields.update(custom.overrides(fields))
                embeds = tuple(one.qualified for one in self._embedded(declared))
                self.structs[name] = Struct(fields, custom.methods, embeds)
            elif declared.node.type == "interface_type":
                self.types[name] = self._union(declared, package)
            else:
                return self._defined(declared, package, binding)
        finally:
            self._open.discard(name)
        return {"$ref": name}

    def _defined(self, declared: TypeDeclaration, package: Package, binding: Binding) -> Schema:
        """Return the JSON of `type A B`, with the values of the type's constants, if any."""
        schema = self.schema(declared.node, declared.source, binding)
        values = list(package.constants.get(declared.name, {}).values())
        if schema.get("type") != "string" or not values:
            return schema
        self.types[declared.qualified] = {"type": "string", "x-extensible-enum": values}
        return {"$ref": declared.qualified}

    # -------------------------------------------------------------- unions

    def _union(self, declared: TypeDeclaration, package: Package) -> Schema:
        """Return the union of the structs that implement an interface.

        If a function returns the interface and switches over strings, these are the constants that
        identify the structs.
        """
        asked = {text(part(e, "name")) for e in descendants(declared.node, "method_elem")}
        if not asked:
            return {}
        owners = [
            package.types[name]
            for name, methods in package.methods.items()
            if asked <= methods.keys() and name in package.types
        ]
        if not owners:
            return {}
        mapping: dict[str, str] = {}
        for function in package.functions.values():
            if declared.name in _result_names(function):
                mapping.update(self._switched(function, {owner.name for owner in owners}))
        words = {word: self.named(package.types[name])["$ref"] for word, name in mapping.items()}
        union: Schema = {"oneOf": [self.named(owner) for owner in owners]}
        if words:
            union["discriminator"] = {"propertyName": "type", "mapping": words}
        return union

    @staticmethod
    def _switched(function: Function, names: set[str]) -> Iterator[tuple[str, str]]:
        for case in descendants(function.body, "expression_case"):
            words = [
                word
                for literal in part(case, "value").named_children
                if (word := string(literal)) is not None
            ]
            used = [text(node) for node in descendants(case, "type_identifier")]
            found = next((name for name in used if name in names), None)
            if found is not None:
                yield from ((word, found) for word in words)

    # -------------------------------------------------------------- objects

    def _object(self, node: Node, source: Source, binding: Binding) -> dict[str, Field]:
        """Return the fields that encoding/json writes, including those of embedded structs."""
        candidates = list(self._candidates(node, source, binding, 0, ()))
        found: dict[str, Field] = {}
        for name in dict.fromkeys(candidate.name for candidate in candidates):
            rivals = [c for c in candidates if c.name == name]
            depth = min(c.depth for c in rivals)
            rivals = [c for c in rivals if c.depth == depth]
            tagged = [c for c in rivals if c.tagged]
            chosen = tagged if len(rivals) > 1 else rivals
            if len(chosen) == 1:
                found[name] = chosen[0].field
        return found

    def _candidates(
        self, node: Node, source: Source, binding: Binding, depth: int, trail: tuple[str, ...]
    ) -> Iterator[_Candidate]:
        for field in _fields(node):
            tag = _json_tag(field)
            written, _, options = (tag or "").partition(",")
            kind = part(field, "type")
            names = [text(name) for name in field.children_by_field_name("name")]
            if tag == "-":
                continue
            if not names:
                name = _embedded_name(kind)
                inner = self._promoted(field, source)
                if inner is not None and inner.qualified not in trail:
                    below = (*trail, inner.qualified)
                    yield from self._candidates(inner.node, inner.source, binding, depth + 1, below)
                    continue
                names = [name]
            for name in names:
                if name[0].isupper():
                    yield _Candidate(
                        written or name,
                        depth,
                        bool(written),
                        self._field(field, source, binding, options.split(",")),
                    )

    def _embedded(self, declared: TypeDeclaration) -> Iterator[TypeDeclaration]:
        for field in _fields(declared.node):
            inner = self._promoted(field, declared.source)
            if inner is not None:
                yield inner

    def _promoted(self, field: Node, source: Source) -> TypeDeclaration | None:
        """Return the embedded struct whose fields are promoted, or None."""
        name = (_json_tag(field) or "").partition(",")[0]
        inner = self.declaration(part(field, "type"), source)
        if name or field.children_by_field_name("name") or inner is None:
            return None
        methods = self.checkout.package(inner.source.folder).methods.get(inner.name, {})
        if inner.node.type != "struct_type" or CustomJson(self, inner, methods).replaces:
            return None
        return inner

    def _field(self, field: Node, source: Source, binding: Binding, options: list[str]) -> Field:
        kind = _with_star(field)
        schema = self.schema(part(field, "type"), source, binding)
        if kind.startswith("*") and schema:
            schema = {**schema, "nullable": True}
        if "string" in options and schema.get("type") in {"integer", "number", "boolean"}:
            schema = {"type": "string"}
        dropped = "omitzero" in options or (
            "omitempty" in options and self._can_be_empty(field, source)
        )
        return Field(kind, schema, dropped)

    def _can_be_empty(self, field: Node, source: Source) -> bool:
        """Return whether omitempty has an effect. Structs and times are never empty."""
        if _with_star(field).startswith("*"):
            return True
        kind = part(field, "type")
        declared = self.declaration(kind, source)
        if declared is not None:
            return declared.node.type != "struct_type"
        return kind.type != "struct_type" and _outside_name(text(kind), source) != "time.Time"


# ---------------------------------------------------------------------- fields as written


def _fields(node: Node) -> list[Node]:
    listed = next((c for c in node.named_children if c.type == "field_declaration_list"), None)
    return [c for c in listed.named_children if c.type == "field_declaration"] if listed else []


def _object_of(fields: Mapping[str, Field]) -> Schema:
    return {"type": "object", "properties": {name: one.schema for name, one in fields.items()}}


def _json_tag(field: Node) -> str | None:
    """Return the JSON part of a field's tag, or None."""
    tag = string(field.child_by_field_name("tag")) or ""
    found = re.search(r'(?:^|\s)json:"([^"]*)"', tag)
    return found[1] if found else None


def _json_names(node: Node) -> dict[str, str]:
    """Return the JSON names of a struct's own fields, by their Go names."""
    return {
        text(name): (_json_tag(field) or "").partition(",")[0] or text(name)
        for field in _fields(node)
        for name in field.children_by_field_name("name")
    }


def _embedded_name(kind: Node) -> str:
    return text(kind).lstrip("*").partition("[")[0].rpartition(".")[2]


def _with_star(field: Node) -> str:
    """Return a field's type as written. For an embedded pointer, the star is added."""
    star = "*" if any(child.type == "*" for child in field.children) else ""
    return star + re.sub(r"\s+", " ", text(part(field, "type")))


def _outside_name(name: str, source: Source) -> str:
    """Return a type's name with the import path of its package."""
    package, dot, kind = name.rpartition(".")
    return f"{source.imports.get(package, package)}{dot}{kind}" if dot else name


def _result_names(function: Function) -> list[str]:
    result = function.node.child_by_field_name("result")
    return [text(node) for node in descendants(result, "type_identifier")]


def _inner(node: Node) -> Node:
    return node.named_children[0] if node.type == "literal_element" else node


def constant(node: Node) -> Any:
    """Return the value of a literal, or None if the expression is computed or nil."""
    if node.type in {"int_literal", "float_literal"}:
        written = text(node).replace("_", "")
        return float(written) if node.type == "float_literal" else int(written, 0)
    if node.type == "unary_expression" and text(node).startswith("-"):
        value = constant(node.named_children[0])
        return -value if isinstance(value, int | float) else None
    if node.type in {"true", "false"}:
        return node.type == "true"
    return string(node)
