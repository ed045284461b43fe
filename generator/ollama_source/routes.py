"""Reads the routes that the server registers, and those that Ollama's own Go client calls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import attrs
from tree_sitter import Node

from .facts import Route, Schema
from .golang import Function, Package, Source, descendants, part, string, text
from .handlers import Exchange, HandlerReader, handlers_of
from .inference import Variables
from .structs import Structs

_VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

#: The import of files that register routes.
_ROUTER = b"github.com/gin-gonic/gin"

#: The folder of the server, and that of the client.
SERVER, CLIENT = "server", "api"


@attrs.define
class Routes:
    """The routes found, by `POST /api/chat`, and the functions that could not be read."""

    found: dict[str, Route] = attrs.field(factory=dict[str, Route])
    unread: list[str] = attrs.field(factory=list[str])


class RouteReader:
    """Reads the routes of a release."""

    def __init__(self, structs: Structs) -> None:
        self._structs = structs
        self._handlers = HandlerReader(structs)
        self._routes = Routes()

    def read(self) -> Routes:
        """Return all routes that are registered on a router of gin."""
        for package in self._packages():
            for function in (*package.functions.values(), *_methods(package)):
                if "gin." in text(function.node):
                    self._registrations(function)
        self._calls_of_client(self._structs.checkout.package(CLIENT))
        return self._routes

    def _packages(self) -> Iterator[Package]:
        """Yield the server's package, and the packages of the same module that it imports."""
        checkout = self._structs.checkout
        server = checkout.package(SERVER)
        yield server
        sources = {
            id(function.source): function.source
            for function in (*server.functions.values(), *_methods(server))
        }
        paths = {path for source in sources.values() for path in source.imports.values()}
        for path in sorted(paths):
            folder = checkout.folder(path)
            if folder is None or folder in {SERVER, CLIENT}:
                continue
            if any(_ROUTER in content for content in checkout.go_files(folder).values()):
                yield checkout.package(folder)

    # -------------------------------------------------------------- what the server registers

    def _registrations(self, function: Function) -> None:
        common = Exchange()
        prefixes: dict[str, str] = {}
        for node in descendants(function.body, "short_var_declaration", "call_expression"):
            if node.type == "short_var_declaration":
                self._group(node, prefixes)
                continue
            called = part(node, "function")
            if called.type != "selector_expression":
                continue
            router, verb = text(part(called, "operand")), text(part(called, "field"))
            arguments = part(node, "arguments").named_children
            if verb == "Use":
                for argument in arguments:
                    self._handlers.read(argument, function.source, common)
            elif verb in {*_VERBS, "Any", "Handle"} and len(arguments) >= 2:
                verbs, arguments = _verbs(verb, arguments)
                self._register(verbs, arguments, prefixes.get(router, ""), function, common)

    @staticmethod
    def _group(node: Node, prefixes: dict[str, str]) -> None:
        """Record a group such as `v1 := r.Group("/v1")`."""
        names, values = part(node, "left").named_children, part(node, "right").named_children
        if len(names) != 1 or values[0].type != "call_expression":
            return
        called = part(values[0], "function")
        arguments = part(values[0], "arguments").named_children
        if text(called).endswith(".Group") and arguments and (path := string(arguments[0])):
            outer = prefixes.get(text(called).rpartition(".")[0], "")
            prefixes[text(names[0])] = outer + path

    def _register(
        self,
        verbs: Iterable[str],
        arguments: list[Node],
        prefix: str,
        function: Function,
        common: Exchange,
    ) -> None:
        path = string(arguments[0])
        if path is None:
            path = self._computed(arguments[0], function.source)
        if path is None:
            self._routes.unread.append(f"{function.source.path}: {function.name}")
            return
        handlers = handlers_of(arguments[1:])
        exchange = Exchange(statuses={status for status in common.statuses if status >= 400})
        for handler in handlers:
            if exchange.writes_itself:  # The handler's own answers are converted.
                inner = Exchange()
                self._handlers.read(handler, function.source, inner)
                exchange.statuses |= inner.statuses
            else:
                self._handlers.read(handler, function.source, exchange)
        route = Route(
            _name(handlers[-1]),
            exchange.request,
            tuple(exchange.answers),
            tuple(sorted(exchange.statuses)),
        )
        for verb in verbs:
            self._routes.found.setdefault(f"{verb} {_path(prefix + path)}", route)
        for forwarded in sorted(exchange.forwarded):
            to_cloud = attrs.evolve(route, cloud=True, statuses=())
            for verb in verbs:
                if forwarded != path:
                    self._routes.found.setdefault(f"{verb} {_path(forwarded)}", to_cloud)

    def _computed(self, node: Node, source: Source) -> str | None:
        """Return a path that is composed of constants, or None."""
        if node.type == "binary_expression":
            sides = [self._computed(part(node, side), source) for side in ("left", "right")]
            return "".join(side for side in sides if side) if None not in sides else None
        name = text(node)
        package: Package | None = self._structs.checkout.package(source.folder)
        if node.type == "selector_expression":
            owner, _, name = name.rpartition(".")
            package = self._structs.checkout.imported(source.imports.get(owner, ""))
        constants = package.constants.get("", {}) if package else {}
        return constants.get(name) if string(node) is None else string(node)

    # -------------------------------------------------------------- what the client calls

    def _calls_of_client(self, package: Package) -> None:
        """Add requests and answers that are missing in the handlers, from the client's calls."""
        for method in package.methods.get("Client", {}).values():
            known = Variables(self._structs, method.source)
            for declared in descendants(
                method.node, "parameter_declaration", "var_spec", "short_var_declaration"
            ):
                known.note(declared)
            for call in descendants(method.body, "call_expression"):
                self._call_of_client(call, known)

    def _call_of_client(self, call: Node, known: Variables) -> None:
        arguments = part(call, "arguments").named_children
        if text(part(call, "function")) not in {"c.do", "c.stream"} or len(arguments) < 5:
            return
        verb = text(arguments[1]).removeprefix("http.Method").upper()
        key = f"{verb} {string(arguments[2]) or ''}"
        route = self._routes.found.get(key)
        if route is None:
            return
        request = _body(known.of(arguments[3]))
        answer = _body(known.of(arguments[4]) or self._streamed(arguments[4], known))
        self._routes.found[key] = attrs.evolve(
            route,
            request=route.request or request,
            answers=route.answers or ((answer,) if answer else ()),
        )
        twin = key.replace("/experimental/", "/")
        if twin != key and twin in self._routes.found and self._routes.found[twin].cloud:
            filled = attrs.evolve(self._routes.found[key], cloud=True, statuses=())
            self._routes.found[twin] = filled

    @staticmethod
    def _streamed(node: Node, known: Variables) -> Schema | None:
        """Return the type into which a callback decodes each line."""
        spec = next(descendants(node, "var_spec"), None)
        return known.of(part(spec, "name")) if spec is not None else None


def _verbs(verb: str, arguments: list[Node]) -> tuple[tuple[str, ...], list[Node]]:
    if verb == "Any":
        return ("ANY",), arguments
    if verb == "Handle":
        return (string(arguments[0]) or "ANY",), arguments[1:]
    return (verb,), arguments


def _path(path: str) -> str:
    """Return a path with parameters in OpenAPI's syntax."""
    return re.sub(r"[:*](\w+)", r"{\1}", path)


def _name(handler: Node) -> str:
    if handler.type == "func_literal":
        return "inline"
    named = part(handler, "function") if handler.type == "call_expression" else handler
    return text(named).rpartition(".")[2]


def _methods(package: Package) -> list[Function]:
    return [method for methods in package.methods.values() for method in methods.values()]


def _body(schema: Schema | None) -> Schema | None:
    if not schema:
        return None
    plain = {key: value for key, value in schema.items() if key != "nullable"}
    return plain if "$ref" in plain or plain.get("properties") else None
