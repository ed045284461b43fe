"""Infers the types of expressions in a function, as far as possible without a compiler."""

from __future__ import annotations

from tree_sitter import Node

from .facts import Schema
from .golang import Function, Source, part, text
from .structs import Structs

_LITERALS = {
    "interpreted_string_literal": "string",
    "raw_string_literal": "string",
    "int_literal": "integer",
    "float_literal": "number",
    "true": "boolean",
    "false": "boolean",
}


class Variables:
    """The known types of a function's variables, which is read from top to bottom."""

    def __init__(self, structs: Structs, source: Source) -> None:
        self._structs = structs
        self._source = source
        self._known: dict[str, Schema | None] = {}

    def note(self, node: Node) -> None:
        """Record a declaration, an assignment, a loop or a parameter."""
        if node.type == "parameter_declaration":
            self._declare(node)
        elif node.type == "var_spec":
            if node.child_by_field_name("type") is not None:
                self._declare(node)
            else:
                names = node.children_by_field_name("name")
                self._assign(names, node.child_by_field_name("value"))
        elif node.type in {"short_var_declaration", "assignment_statement"}:
            names = part(node, "left").named_children
            if node.type == "short_var_declaration" or len(names) == 1:
                self._assign(names, part(node, "right"))
        elif node.type == "range_clause":
            left = node.child_by_field_name("left")
            over = self.of(part(node, "right"))
            if left is not None and len(left.named_children) == 2:
                items = over.get("items") if over else None
                self._known[text(left.named_children[1])] = items

    def _declare(self, node: Node) -> None:
        schema = self._structs.schema(part(node, "type"), self._source)
        for name in node.children_by_field_name("name"):
            self._known[text(name)] = schema

    def _assign(self, names: list[Node], values: Node | None) -> None:
        given = values.named_children if values is not None else []
        if len(given) == 1 or len(given) == len(names):
            # Only the first of several results is used. The others are errors and flags.
            for name, value in zip(names, given, strict=False):
                if name.type == "identifier":
                    found = self.of(value)
                    if found is not None or text(name) not in self._known:
                        self._known[text(name)] = found

    def of(self, node: Node) -> Schema | None:
        """Return the JSON of an expression's value, or None if its type is not known."""
        if node.type in _LITERALS:
            return {"type": _LITERALS[node.type]}
        if node.type == "identifier":
            return self._known.get(text(node))
        if node.type in {"parenthesized_expression", "unary_expression"}:
            return self.of(node.named_children[-1])
        if node.type == "composite_literal":
            return self._composite(node)
        return self._call(node) if node.type == "call_expression" else None

    def _composite(self, node: Node) -> Schema:
        kind = part(node, "type")
        if text(kind) in {"gin.H", "map[string]any", "map[string]interface{}"}:
            return {"type": "object", "properties": self._entries(node)}
        return self._structs.schema(kind, self._source)

    def _entries(self, node: Node) -> dict[str, Schema]:
        found: dict[str, Schema] = {}
        for element in part(node, "body").named_children:
            if element.type == "keyed_element":
                key, value = (child.named_children[0] for child in element.named_children[:2])
                if key.type in _LITERALS:
                    found[text(key).strip('"`')] = self.of(value) or {}
        return found

    def _call(self, node: Node) -> Schema | None:
        function = part(node, "function")
        arguments = part(node, "arguments").named_children
        if text(function) == "append" and arguments:
            return self.of(arguments[0])
        if text(function) in {"new", "make"} and arguments:
            return self._structs.schema(arguments[0], self._source)
        found = called(self._structs, function, self._source)
        result = found.node.child_by_field_name("result") if found else None
        if found is None or result is None:
            return None
        if result.type == "parameter_list":
            result = part(result.named_children[0], "type")
        return self._structs.schema(result, found.source)


def called(structs: Structs, function: Node, source: Source) -> Function | None:
    """Return the called function, from this or another package, or a method.

    A method is only found by its name, in this package, and only if a single type has it.
    """
    package = structs.checkout.package(source.folder)
    if function.type == "identifier":
        return package.functions.get(text(function))
    if function.type != "selector_expression":
        return None
    owner, name = part(function, "operand"), text(part(function, "field"))
    if text(owner) in source.imports:
        imported = structs.checkout.imported(source.imports[text(owner)])
        return imported.functions.get(name) if imported else None
    owners = [methods[name] for methods in package.methods.values() if name in methods]
    return owners[0] if len(owners) == 1 else None
