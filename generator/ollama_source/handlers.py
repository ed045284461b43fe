"""Infers what a handler reads and writes: its request, its answers, and their statuses."""

from __future__ import annotations

import http
from collections.abc import Iterator

import attrs
from tree_sitter import Node

from .facts import Schema
from .golang import Function, Source, descendants, part, string, text
from .inference import Variables, called
from .structs import Structs

_NOTED = (
    "parameter_declaration",
    "var_spec",
    "short_var_declaration",
    "assignment_statement",
    "range_clause",
)
_CONTEXT = "*gin.Context"

#: Methods of gin's context, by purpose.
_WRITE_JSON = {"JSON", "AbortWithStatusJSON", "PureJSON", "IndentedJSON", "SecureJSON"}
_WRITE_STATUS = {"AbortWithStatus", "Status", "String", "Data", "AbortWithError", "WriteHeader"}
_BIND = {"ShouldBindJSON", "BindJSON", "ShouldBind", "ShouldBindBodyWithJSON"}
_FORM = {"FormValue", "PostForm", "DefaultPostForm", "FormFile"}

#: Statuses by Go's names, in lower case.
_STATUSES = {status.name.replace("_", "").lower(): int(status) for status in http.HTTPStatus} | {
    "nonauthoritativeinfo": 203,
    "requestentitytoolarge": 413,
    "requesturitoolong": 414,
    "requestedrangenotsatisfiable": 416,
    "unprocessableentity": 422,
    "teapot": 418,
}


@attrs.define
class Exchange:
    """The facts found in the handlers of a route so far."""

    request: Schema | None = None
    answers: list[Schema] = attrs.field(factory=list[Schema])
    statuses: set[int] = attrs.field(factory=set[int])
    forwarded: set[str] = attrs.field(factory=set[str])
    """Paths of the cloud that the request is forwarded to."""
    writes_itself: bool = False
    """Whether a middleware converts the answers. Then its request and answers are the route's."""


class HandlerReader:
    """Reads handlers, and the functions that they pass their context to."""

    def __init__(self, structs: Structs) -> None:
        self._structs = structs

    def read(self, node: Node, source: Source, exchange: Exchange) -> None:
        """Read a registered handler: a method, the result of a function, or a function literal."""
        if node.type == "func_literal":
            self._body(node, source, exchange, set())
            return
        function = part(node, "function") if node.type == "call_expression" else node
        found = called(self._structs, function, source)
        if found is not None:
            self.function(found, exchange, set())

    def function(self, function: Function, exchange: Exchange, seen: set[int]) -> None:
        """Read a function that has the context, and the functions that it passes it to."""
        if id(function) in seen or function.body is None:
            return
        seen.add(id(function))
        self._body(function.node, function.source, exchange, seen)
        self._writers(function, exchange)

    def _body(self, node: Node, source: Source, exchange: Exchange, seen: set[int]) -> None:
        known = Variables(self._structs, source)
        contexts = set(_contexts(node))
        for found in descendants(node, *_NOTED, "call_expression", "send_statement"):
            if found.type == "send_statement":
                self._answer(known.of(part(found, "value")), exchange)
            elif found.type == "call_expression":
                self._call(found, known, exchange)
                given = part(found, "arguments").named_children
                if any(text(argument) in contexts for argument in given):
                    self._handed_on(part(found, "function"), given, source, exchange, seen)
            else:
                known.note(found)

    def _call(self, call: Node, known: Variables, exchange: Exchange) -> None:
        """Record what a call of the context's methods reads or writes."""
        arguments = part(call, "arguments").named_children
        name = text(part(call, "function")).rpartition(".")[2]
        if name in _WRITE_JSON and len(arguments) == 2:
            status = status_of(arguments[0])
            exchange.statuses |= {status} if status else set()
            if status is None or status < 300:
                self._answer(known.of(arguments[1]), exchange)
        elif name in _WRITE_STATUS and arguments:
            status = status_of(arguments[0])
            exchange.statuses |= {status} if status else set()
        elif name in _BIND and arguments:
            exchange.request = exchange.request or known.of(arguments[0]) or None
        elif name in _FORM and arguments and (field := string(arguments[0])):
            self._form_field(field, name == "FormFile", exchange)

    def _handed_on(
        self,
        function: Node,
        arguments: list[Node],
        source: Source,
        exchange: Exchange,
        seen: set[int],
    ) -> None:
        """Read a function that gets the context, and the statuses and paths passed to it."""
        exchange.statuses |= {status for one in arguments if (status := status_of(one))}
        paths = {path for one in arguments if (path := string(one)) and path.startswith("/")}
        exchange.forwarded |= paths
        found = called(self._structs, function, source)
        if found is not None:
            self.function(found, exchange, seen)

    @staticmethod
    def _form_field(name: str, is_file: bool, exchange: Exchange) -> None:
        schema: Schema = {"type": "string"}
        if is_file:
            schema["format"] = "binary"
        form = exchange.request or {"type": "object", "properties": {}}
        form.setdefault("properties", {})[name] = schema
        exchange.request = form

    @staticmethod
    def _answer(schema: Schema | None, exchange: Exchange) -> None:
        if not schema or "error" in schema.get("properties", ()):
            return
        if str(schema.get("$ref", "")).endswith(("Error", "ErrorResponse")):
            return
        plain = {key: value for key, value in schema.items() if key != "nullable"}
        if plain not in exchange.answers and ("$ref" in plain or plain.get("properties")):
            exchange.answers.append(plain)

    # -------------------------------------------------------------- middlewares

    def _writers(self, function: Function, exchange: Exchange) -> None:
        """Read the writers with which a middleware replaces gin's writer, to convert answers."""
        package = self._structs.checkout.package(function.source.folder)
        made = [
            text(part(node, "type")) for node in descendants(function.body, "composite_literal")
        ]
        for name in dict.fromkeys(made):
            methods = package.methods.get(name, {})
            written = [one for method in methods.values() for one in self._encoded(method)]
            if "Write" in methods and written:
                if not exchange.writes_itself:
                    exchange.answers.clear()
                exchange.writes_itself = True
                for schema in written:
                    self._answer(schema, exchange)

    def _encoded(self, method: Function) -> Iterator[Schema]:
        """Yield the values that a method encodes as JSON, except native ones."""
        known = Variables(self._structs, method.source)
        for found in descendants(method.node, *_NOTED, "call_expression"):
            if found.type != "call_expression":
                known.note(found)
                continue
            name = text(part(found, "function"))
            arguments = part(found, "arguments").named_children
            if arguments and (name == "json.Marshal" or name.endswith(").Encode")):
                schema = known.of(arguments[0])
                reference = str((schema or {}).get("$ref", ""))
                if schema and reference and not reference.startswith("api."):
                    yield schema


def _contexts(node: Node) -> Iterator[str]:
    """Yield the names of gin's context in a function."""
    for declared in descendants(node, "parameter_declaration"):
        if text(part(declared, "type")) == _CONTEXT:
            yield from map(text, declared.children_by_field_name("name"))


def status_of(node: Node) -> int | None:
    """Return the status for an expression such as `http.StatusNotFound` or `404`, or None."""
    if node.type == "int_literal":
        value = int(text(node), 0)
        return value if 100 <= value < 600 else None
    name = text(node)
    if name.startswith("http.Status") and node.type == "selector_expression":
        return _STATUSES.get(name.removeprefix("http.Status").lower())
    return None


def handlers_of(nodes: list[Node]) -> list[Node]:
    """Return the handlers of a registration, including those that are passed to a wrapper."""
    found: list[Node] = []
    for node in nodes:
        if node.type == "variadic_argument":
            found += handlers_of(node.named_children)
        elif node.type == "call_expression":
            inner = [
                argument
                for argument in part(node, "arguments").named_children
                if argument.type in {"call_expression", "selector_expression", "func_literal"}
            ]
            found += [node, *handlers_of(inner)]
        else:
            found.append(node)
    return found
