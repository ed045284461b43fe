"""Reads the declarations of Go packages, parsed by tree-sitter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

import attrs
import tree_sitter_go
from tree_sitter import Language, Node, Parser

_PARSER = Parser(Language(tree_sitter_go.language()))

#: The build tags that count as true: those of the platform that the API is read for.
_BUILD_TAGS = {"linux", "amd64", "unix", "cgo", "gc"}
_PLATFORMS = (
    {"linux", "windows", "darwin", "freebsd", "netbsd", "openbsd", "android", "ios", "js", "wasm"}
    | {"amd64", "arm64", "arm", "386", "riscv64", "ppc64le", "s390x", "loong64"}
)  # fmt: skip


@attrs.frozen(eq=False)
class Source:
    """One file, and its imports."""

    path: str
    folder: str
    package: str
    imports: Mapping[str, str]
    """Import paths, by the names that the file uses for them."""


@attrs.frozen(eq=False)
class TypeDeclaration:
    """A named type, and its file."""

    name: str
    node: Node
    source: Source
    parameters: tuple[str, ...]
    """The names of its type parameters."""

    @property
    def qualified(self) -> str:
        return f"{self.source.package}.{self.name}"


@attrs.frozen(eq=False)
class Function:
    """A function or a method."""

    name: str
    receiver: str | None
    node: Node
    source: Source

    @property
    def body(self) -> Node | None:
        return self.node.child_by_field_name("body")


@attrs.define
class Package:
    """The declarations in one folder."""

    folder: str
    types: dict[str, TypeDeclaration] = attrs.field(factory=dict[str, TypeDeclaration])
    functions: dict[str, Function] = attrs.field(factory=dict[str, Function])
    methods: dict[str, dict[str, Function]] = attrs.field(factory=dict[str, dict[str, Function]])
    """The methods of each type, by name."""
    constants: dict[str, dict[str, str]] = attrs.field(factory=dict[str, dict[str, str]])
    """The string constants of each type, by name. Constants without a type are under `""`."""
    variables: dict[str, tuple[Node, Source]] = attrs.field(factory=dict[str, tuple[Node, Source]])


def text(node: Node | None) -> str:
    """Return the source text of a node; empty for None."""
    return (node.text or b"").decode() if node is not None else ""


def part(node: Node, name: str) -> Node:
    """Return the child of a node with a field name.

    Raises:
        ValueError: There is no such child.
    """
    found = node.child_by_field_name(name)
    if found is None:
        raise ValueError(f"expected a {name} in {text(node)!r}")
    return found


def descendants(node: Node | None, *kinds: str) -> Iterator[Node]:
    """Yield a node and all nodes below it that have one of the kinds, in order."""
    waiting = [node] if node is not None else []
    while waiting:
        current = waiting.pop()
        if current.type in kinds:
            yield current
        waiting += reversed(current.named_children)


def string(node: Node | None) -> str | None:
    """Return the value of a string literal, or None for another expression."""
    if node is None or node.type not in {
        "interpreted_string_literal",
        "raw_string_literal",
    }:
        return None
    written = text(node)
    return written[1:-1] if written[0] == "`" else str(ast.literal_eval(written))


def read_package(folder: str, files: Mapping[str, bytes]) -> Package:
    """Return the declarations of a package.

    Args:
        folder: Its folder in the module, such as `api`.
        files: The content of its Go files, by name. Tests and files for other platforms are
            ignored.
    """
    package = Package(folder)
    for name, content in sorted(files.items()):
        if name.endswith("_test.go") or not _is_built(name, content):
            continue
        root = _PARSER.parse(content).root_node
        source = _source(f"{folder}/{name}", folder, root)
        for node in root.named_children:
            _declare(package, node, source)
    return package


def _source(path: str, folder: str, root: Node) -> Source:
    imports: dict[str, str] = {}
    declared = [node for node in root.named_children if node.type == "import_declaration"]
    for spec in (spec for node in declared for spec in descendants(node, "import_spec")):
        target = string(part(spec, "path")) or ""
        alias = text(spec.child_by_field_name("name"))
        imports[alias or _package_name(target)] = target
    clause = next(descendants(root, "package_identifier"), None)
    return Source(path, folder, text(clause), imports)


def _package_name(path: str) -> str:
    """Return the usual name of a package: the last part of its path, without a major version."""
    parts = path.split("/")
    last = parts[-2] if re.fullmatch(r"v\d+", parts[-1]) and len(parts) > 1 else parts[-1]
    return last.removeprefix("go-")


def _declare(package: Package, node: Node, source: Source) -> None:
    if node.type == "type_declaration":
        for spec in node.named_children:
            if spec.type in {"type_spec", "type_alias"}:
                name = text(part(spec, "name"))
                parameters = spec.child_by_field_name("type_parameters")
                names = tuple(
                    text(identifier)
                    for declared in (parameters.named_children if parameters else ())
                    for identifier in declared.children_by_field_name("name")
                )
                declared = TypeDeclaration(name, part(spec, "type"), source, names)
                package.types.setdefault(name, declared)
    elif node.type == "function_declaration":
        name = text(part(node, "name"))
        package.functions.setdefault(name, Function(name, None, node, source))
    elif node.type == "method_declaration":
        name = text(part(node, "name"))
        owner = next(descendants(part(node, "receiver"), "type_identifier"))
        function = Function(name, text(owner), node, source)
        package.methods.setdefault(text(owner), {}).setdefault(name, function)
    elif node.type == "const_declaration":
        _declare_constants(package, node)
    elif node.type == "var_declaration":
        for spec in descendants(node, "var_spec"):
            for name_node in spec.children_by_field_name("name"):
                package.variables.setdefault(text(name_node), (spec, source))


def _declare_constants(package: Package, node: Node) -> None:
    """Add string constants: `const A T = "a"`, `const A = T("a")` and `const A = "a"`."""
    for spec in descendants(node, "const_spec"):
        kind = text(spec.child_by_field_name("type"))
        names = spec.children_by_field_name("name")
        values = spec.child_by_field_name("value")
        for name, value in zip(names, values.named_children if values else (), strict=False):
            owner, literal = kind, value
            if value.type in {"call_expression", "type_conversion_expression"}:
                called = value.named_children
                owner, literal = text(called[0]), next(descendants(value, *_STRINGS), value)
            written = string(literal)
            if written is not None:
                package.constants.setdefault(owner, {})[text(name)] = written


_STRINGS = ("interpreted_string_literal", "raw_string_literal")


# ---------------------------------------------------------------------- build constraints


def _is_built(name: str, content: bytes) -> bool:
    words = name.removesuffix(".go").split("_")[1:][-2:]
    if any(word in _PLATFORMS and word not in _BUILD_TAGS for word in words):
        return False
    for line in content.decode(errors="replace").splitlines():
        if line.startswith("//go:build "):
            return _Constraint(line.removeprefix("//go:build ")).holds()
        if line and not line.startswith("//"):
            break
    return True


class _Constraint:
    """Evaluates a build constraint such as `linux && !(cgo || arm64)`."""

    def __init__(self, expression: str) -> None:
        self._tokens = re.findall(r"&&|\|\||[!()]|[\w.]+", expression)[::-1]

    def holds(self) -> bool:
        value = self._and()
        while self._take("||"):
            value = self._and() or value
        return value

    def _and(self) -> bool:
        value = self._operand()
        while self._take("&&"):
            value = self._operand() and value
        return value

    def _operand(self) -> bool:
        if self._take("!"):
            return not self._operand()
        if self._take("("):
            value = self.holds()
            self._take(")")
            return value
        word = self._tokens.pop() if self._tokens else ""
        return word in _BUILD_TAGS or re.fullmatch(r"go1\.\d+", word) is not None

    def _take(self, token: str) -> bool:
        if self._tokens and self._tokens[-1] == token:
            self._tokens.pop()
            return True
        return False
