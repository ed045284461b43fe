"""Infers the JSON of a type from its own MarshalJSON and UnmarshalJSON, as far as possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs
from tree_sitter import Node

from .facts import Field, Schema
from .golang import Function, TypeDeclaration, descendants, part, string, text

if TYPE_CHECKING:
    from .structs import Structs

_READS, _WRITES = ("UnmarshalJSON", "UnmarshalText"), ("MarshalJSON", "MarshalText")

#: Methods in which a comparison with a string means that the string is a value of the type.
_VALIDATING = ("UnmarshalJSON", "UnmarshalText", "IsValid")


class CustomJson:
    """The methods of one type.

    Args:
        structs: Converts the types of variables to schemas.
        declared: The type.
        methods: All of its methods, by name.
    """

    def __init__(
        self, structs: Structs, declared: TypeDeclaration, methods: Mapping[str, Function]
    ) -> None:
        self._structs = structs
        self._declared = declared
        self._all = methods
        self.methods = tuple(name for name in (*_READS, *_WRITES) if name in methods)

    @property
    def replaces(self) -> bool:
        """Whether the JSON differs from that of the fields.

        A method that reads into an alias of the type, or into a struct with the same fields,
        processes the fields further, but the object has the same form.
        """
        return bool(self.methods) and not any(
            self._is_alias(node) or self._is_twin(node) for node in self._local_types()
        )

    def overrides(self, fields: Mapping[str, Field]) -> dict[str, Field]:
        """Return the fields that UnmarshalJSON reads as raw JSON and decodes itself.

        Args:
            fields: The declared fields of the struct. Their types are one of the alternatives.
        """
        found: dict[str, Field] = {}
        for node in self._local_types():
            if not self._is_twin(node):
                continue
            raw = self._structs.schema(node, self._declared.source)["properties"]
            for name in (name for name, schema in raw.items() if not schema and name in fields):
                forms = [fields[name].schema, *self._forms(node, name)]
                found[name] = attrs.evolve(fields[name], schema=_union(forms))
        return found

    def _forms(self, node: Node, name: str) -> Iterator[Schema]:
        """Yield the types that the raw JSON of a field is decoded to."""
        declared = descendants(node, "field_declaration")
        go = next(text(part(f, "name")) for f in declared if f'"{name}' in text(f))
        for method in (self._all[one] for one in self.methods if one in _READS):
            kinds = self._variables(method)
            for source, target in _unmarshalled(method):
                if source.endswith(f".{go}") and target in kinds:
                    schema = self._structs.schema(kinds[target], method.source)
                    yield self._with_items(schema, method)

    def schema(self) -> Schema:
        """Return the JSON that the methods read, otherwise the JSON that they write."""
        options: list[Schema] = []
        for name in self.methods:
            if name.endswith("Text"):
                options = [{"type": "string"}]
            elif not options:
                method = self._all[name]
                options = list(self._read(method) if name in _READS else self._written(method))
        if any(not option for option in options):
            return {}
        values = list(dict.fromkeys(self._values()))
        for option in options:
            if option.get("type") == "string" and values and "format" not in option:
                option["x-extensible-enum"] = values
        return _union(options)

    # -------------------------------------------------------------- local types

    def _local_types(self) -> Iterator[Node]:
        for name in self.methods:
            yield from descendants(self._all[name].body, "type_spec", "struct_type")

    def _is_alias(self, node: Node) -> bool:
        """Return whether a node is `type Alias T`, where T is this type."""
        return node.type == "type_spec" and text(part(node, "type")) == self._declared.name

    def _is_twin(self, node: Node) -> bool:
        """Return whether a node is a struct whose fields all occur in this one."""
        if node.type != "struct_type" or self._declared.node.type != "struct_type":
            return False
        names = {text(n) for n in descendants(node, "field_identifier")}
        own = {text(n) for n in descendants(self._declared.node, "field_identifier")}
        return bool(names) and names <= own

    # -------------------------------------------------------------- reading

    def _read(self, method: Function) -> Iterator[Schema]:
        """Yield the types of the variables that a method decodes its bytes into."""
        data = next(descendants(part(method.node, "parameters"), "identifier"), None)
        kinds = self._variables(method)
        for source, target in _unmarshalled(method):
            if source != text(data):
                continue
            kind = kinds.get(target) or self._own_field(target.rpartition(".")[2])
            if kind is not None and text(kind) in {"any", "interface{}"}:
                yield from self._switched(method) or [{}]
            else:
                schema = self._structs.schema(kind, method.source) if kind is not None else {}
                yield self._with_items(schema, method)

    def _variables(self, method: Function) -> dict[str, Node]:
        found: dict[str, Node] = {}
        for spec in descendants(method.body, "var_spec"):
            kind = spec.child_by_field_name("type")
            if kind is not None:
                found.update((text(name), kind) for name in spec.children_by_field_name("name"))
        return found

    def _own_field(self, name: str) -> Node | None:
        for field in descendants(self._declared.node, "field_declaration"):
            if name in {text(one) for one in field.children_by_field_name("name")}:
                return part(field, "type")
        return None

    def _switched(self, method: Function) -> list[Schema]:
        """Return the types in a method's type switch over the decoded value."""
        return [
            self._structs.schema(kind, method.source)
            for case in descendants(method.body, "type_case")
            for kind in case.children_by_field_name("type")
        ]

    def _with_items(self, schema: Schema, method: Function) -> Schema:
        """Replace raw items of an array by the result type of the function that decodes them."""
        if schema != {"type": "array", "items": {}}:
            return schema
        package = self._structs.checkout.package(method.source.folder)
        for call in descendants(method.body, "call_expression"):
            function = package.functions.get(text(part(call, "function")))
            result = function.node.child_by_field_name("result") if function else None
            for name in descendants(result, "type_identifier"):
                declared = package.types.get(text(name))
                if declared is not None and declared.node.type == "interface_type":
                    return {"type": "array", "items": self._structs.named(declared)}
        return schema

    # -------------------------------------------------------------- writing

    def _written(self, method: Function) -> Iterator[Schema]:
        """Yield the types of the fields that a method writes."""
        for call in descendants(method.body, "call_expression"):
            arguments = part(call, "arguments").named_children
            if text(part(call, "function")) == "json.Marshal" and arguments:
                kind = self._own_field(text(arguments[0]).rpartition(".")[2])
                yield self._structs.schema(kind, method.source) if kind is not None else {}

    def _values(self) -> Iterator[str]:
        """Yield the strings that the type's value is compared with."""
        for name in _VALIDATING:
            body = self._all[name].body if name in self._all else None
            for node in descendants(body, "binary_expression"):
                operator = text(part(node, "operator"))
                word = string(part(node, "right"))
                if operator in {"==", "!="} and word:
                    yield word


def _unmarshalled(method: Function) -> Iterator[tuple[str, str]]:
    """Yield the source and the target of each json.Unmarshal in a method."""
    for call in descendants(method.body, "call_expression"):
        arguments = part(call, "arguments").named_children
        if text(part(call, "function")) == "json.Unmarshal" and len(arguments) == 2:
            yield text(arguments[0]), text(arguments[1]).lstrip("&")


def _union(options: list[Schema]) -> Schema:
    """Return the union of some schemas. Nullable is ignored, because it belongs to variables."""
    plain = [{k: v for k, v in one.items() if k != "nullable"} for one in options]
    typed = [one for one in plain if one != {"type": "array", "items": {}}]
    if any(one.get("type") == "array" for one in typed):
        plain = typed
    distinct = [one for i, one in enumerate(plain) if one not in plain[:i]]
    if not distinct or {} in distinct:
        return {}
    return distinct[0] if len(distinct) == 1 else {"oneOf": distinct}
