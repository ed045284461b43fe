"""Tests that both clients, the module and the official client agree on names and signatures."""

from __future__ import annotations

import ast
import functools
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import ollama
from ollama import AsyncClient, Client
from ollama._core.requests import CallSettings

SOURCE = Path(inspect.getfile(Client)).parent

METHODS = sorted(
    name
    for name, value in vars(Client).items()
    if inspect.isfunction(value) and not name.startswith("_")
)
CALLS = [name for name in METHODS if name != "close"]
BODYLESS = {"list", "ps", "version", "create_blob"}

#: The official module has no function for it either.
FUNCTIONS = [name for name in CALLS if name != "create_blob"]

REQUIRED = inspect.Parameter.empty

#: Methods whose answer depends on the type of `format`, so that they have more overloads.
BY_FORMAT = ("parse", "parse_generate")

#: The types that `format` has in them, the last for either value of `stream`.
FORMATS = ("type[V] | Adapter[V]", "AnyFormat", "OutputFormat")

#: The official client's parameters: positional ones first, then those by keyword only.
OFFICIAL: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "chat": (
        {"model": "", "messages": None},
        {
            "tools": None,
            "stream": False,
            "think": None,
            "logprobs": None,
            "top_logprobs": None,
            "format": None,
            "options": None,
            "keep_alive": None,
        },
    ),
    "generate": (
        {"model": "", "prompt": None, "suffix": None},
        {
            "system": None,
            "template": None,
            "context": None,
            "stream": False,
            "think": None,
            "logprobs": None,
            "top_logprobs": None,
            "raw": None,
            "format": None,
            "images": None,
            "options": None,
            "keep_alive": None,
            "width": None,
            "height": None,
            "steps": None,
        },
    ),
    "embed": (
        {
            "model": "",
            "input": "",
            "truncate": None,
            "options": None,
            "keep_alive": None,
            "dimensions": None,
        },
        {},
    ),
    "embeddings": ({"model": "", "prompt": None, "options": None, "keep_alive": None}, {}),
    "pull": ({"model": REQUIRED}, {"insecure": False, "stream": False}),
    "push": ({"model": REQUIRED}, {"insecure": False, "stream": False}),
    "create": (
        {
            "model": REQUIRED,
            "quantize": None,
            "from_": None,
            "files": None,
            "adapters": None,
            "template": None,
            "license": None,
            "system": None,
            "parameters": None,
            "messages": None,
        },
        {"stream": False},
    ),
    "create_blob": ({"path": REQUIRED}, {}),
    "list": ({}, {}),
    "delete": ({"model": REQUIRED}, {}),
    "copy": ({"source": REQUIRED, "destination": REQUIRED}, {}),
    "show": ({"model": REQUIRED}, {}),
    "ps": ({}, {}),
    "web_search": ({"query": REQUIRED, "max_results": 3}, {}),
    "web_fetch": ({"url": REQUIRED}, {}),
    "systemone": (
        {"model": REQUIRED, "state": REQUIRED, "questions": REQUIRED, "keep_alive": None},
        {},
    ),
    "close": ({}, {}),
}


def parameters(function: Any) -> list[inspect.Parameter]:
    """Return the parameters after `self`."""
    return list(inspect.signature(function).parameters.values())[1:]


def as_sync(text: str) -> str:
    return re.sub(r"\bAsync(?=ResponseStream|ParsedStream|ToolRun|Client)", "", text)


# ---------------------------------------------------------------------- the two clients


def test_both_clients_have_the_same_public_names() -> None:
    names = [
        {name for name in dir(cls) if not name.startswith("_")} for cls in (Client, AsyncClient)
    ]
    assert names[0] ^ names[1] == {"http", "async_http"}


def test_both_clients_define_their_methods_themselves() -> None:
    assert {*OFFICIAL, "version"} <= set(METHODS)
    for name in METHODS:
        assert inspect.iscoroutinefunction(vars(AsyncClient)[name]), name
        assert not inspect.iscoroutinefunction(vars(Client)[name]), name


@pytest.mark.parametrize("name", [*METHODS, "__init__", "_request", "_request_raw"])
def test_signatures_are_equal(name: str) -> None:
    ours, theirs = (inspect.signature(getattr(cls, name)) for cls in (Client, AsyncClient))
    assert list(ours.parameters.values()) == list(theirs.parameters.values())
    assert str(ours.return_annotation) == as_sync(str(theirs.return_annotation))


@pytest.mark.parametrize("name", METHODS)
def test_docstrings_are_equal(name: str) -> None:
    assert inspect.getdoc(getattr(Client, name)) == inspect.getdoc(getattr(AsyncClient, name))


# ---------------------------------------------------------------------- what type checkers see


@functools.cache
def parsed(module: str) -> ast.Module:
    return ast.parse((SOURCE / f"{module}.py").read_text())


def classes(module: str) -> dict[str, ast.ClassDef]:
    return {node.name: node for node in parsed(module).body if isinstance(node, ast.ClassDef)}


class Aliases(ast.NodeTransformer):
    """Puts the types that `_core.arguments` names in the place of their names."""

    def __init__(self) -> None:
        self.named = {
            node.target.id: node.value
            for node in parsed("_core/arguments").body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value
        }

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.visit(self.named[node.id]) if node.id in self.named else node


def resolved(annotation: str) -> str:
    return shown(ast.parse(annotation, mode="eval").body)


def shown(annotation: ast.expr | None) -> str:
    """Return an annotation as text, its aliases resolved and without what tells the flavours."""
    assert annotation is not None
    whole = ast.parse(ast.unparse(annotation), mode="eval")
    return as_sync(ast.unparse(Aliases().visit(whole)))


def fields(typed_dict: str) -> dict[str, str]:
    """Return the keys of a TypedDict and of those it inherits from, with their types."""
    known = {
        **classes("_core/requests"),
        **classes("_core/arguments"),
        **classes("_tools/settings"),
    }
    found: dict[str, str] = {}
    node = known[typed_dict]
    for base in node.bases:
        if isinstance(base, ast.Name) and base.id in known:
            found |= fields(base.id)
    for one in node.body:
        if isinstance(one, ast.AnnAssign):
            annotation = shown(one.annotation)
            required = re.fullmatch(r"Required\[(.*)\]", annotation)
            found[ast.unparse(one.target)] = required[1] if required else annotation
    return found


def taken(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[Any, Any]:
    """Return the parameters of a method: those by position, in order, and those by keyword.

    Each with its type and whether it may be left out; `**Unpack[...]` is resolved.
    """
    arguments = node.args
    positional = arguments.args[1:]
    optional = len(arguments.defaults)
    by_position = [
        (one.arg, shown(one.annotation), index >= len(positional) - optional)
        for index, one in enumerate(positional)
    ]
    by_keyword = {one.arg: shown(one.annotation) for one in arguments.kwonlyargs}
    if arguments.kwarg is not None:
        packed = re.fullmatch(r"Unpack\[(\w+)\]", shown(arguments.kwarg.annotation))
        assert packed is not None
        by_keyword |= fields(packed[1])
    by_keyword.pop("stream", None)  # the overloads tell its values apart
    return by_position, by_keyword


def methods(cls: str) -> dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Return the definitions of each public method, those for type checkers included."""
    found: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
    for node in ast.walk(classes("_client")[cls]):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            plain = [one.arg for one in node.args.args] == ["self"] and node.args.vararg
            if not node.name.startswith("_") and not plain:  # `*args` under the overloads
                found.setdefault(node.name, []).append(node)
    return found


@pytest.mark.parametrize("cls", ["Client", "AsyncClient"])
@pytest.mark.parametrize("name", METHODS)
def test_type_checkers_see_what_the_method_takes(cls: str, name: str) -> None:
    (implementation,) = methods("BaseClient")[name]
    seen = methods(cls)[name]
    by_stream = "stream" in inspect.signature(getattr(Client, name)).parameters
    assert len(seen) == (5 if name in BY_FORMAT else 3 if by_stream else 1)
    formats = []
    for one in seen:
        (positional, keywords), (expected_positional, expected) = taken(one), taken(implementation)
        if name in BY_FORMAT:
            formats.append(keywords["format"])
            expected["format"] = keywords["format"]
        assert (positional, keywords) == (expected_positional, expected)
        assert isinstance(one, ast.AsyncFunctionDef) == (cls == "AsyncClient")
    if name in BY_FORMAT:
        first, second, either = map(resolved, FORMATS)
        assert formats == [first, first, second, second, either]


@pytest.mark.parametrize("name", METHODS)
def test_type_checkers_see_the_same_answers(name: str) -> None:
    answers = [
        [shown(one.returns) for one in methods(cls)[name]] for cls in ("Client", "AsyncClient")
    ]
    assert answers[0] == answers[1]
    stream = "ParsedStream" if name in BY_FORMAT else "ResponseStream"
    if name == "run_tools":
        assert answers[0] == ["ToolRunResult", "ToolRun", "ToolRunResult | ToolRun"]
    elif len(answers[0]) > 1:
        *pairs, either = answers[0]
        assert pairs[1::2] == [f"{stream}[{whole}]" for whole in pairs[::2]]
        assert either == f"{pairs[-2]} | {pairs[-1]}"


@pytest.mark.parametrize("name", METHODS)
def test_streams_are_told_apart_by_a_literal(name: str) -> None:
    for cls in ("Client", "AsyncClient"):
        seen = [
            shown(one.annotation)
            for node in methods(cls)[name]
            for one in node.args.kwonlyargs
            if one.arg == "stream"
        ]
        pairs = ["Literal[False]", "Literal[True]"] * (2 if name in BY_FORMAT else 1)
        assert seen in ([], [*pairs, "bool"])


# ---------------------------------------------------------------------- documentation


def documented(doc: str) -> dict[str, str]:
    """Return the entries of the `Args:` section by their names as written, stars included."""
    section = re.search(r"^Args:\n((?:    .*\n|\n)+)", f"{doc}\n", re.MULTILINE)
    found: dict[str, str] = {}
    for line in section[1].splitlines() if section else ():
        if entry := re.fullmatch(r"    (\*{0,2}\w+): (.+)", line):
            found[entry[1]] = entry[2]
    return found


@pytest.mark.parametrize("name", METHODS)
def test_every_argument_is_documented_and_no_other(name: str) -> None:
    stars = {inspect.Parameter.VAR_KEYWORD: "**", inspect.Parameter.VAR_POSITIONAL: "*"}
    taken = [stars.get(one.kind, "") + one.name for one in parameters(getattr(Client, name))]
    assert list(documented(inspect.getdoc(getattr(Client, name)) or "")) == taken


def test_every_argument_of_the_constructor_is_documented() -> None:
    doc = inspect.getdoc(ollama.Client.__init__) or ""
    taken = [one.name for one in parameters(Client.__init__)]
    assert [name.strip("*") for name in documented(doc)] == taken


@pytest.mark.parametrize("name", CALLS)
def test_settings_of_a_call_are_documented(name: str) -> None:
    settings = set(CallSettings.__annotations__)
    text = documented(inspect.getdoc(getattr(Client, name)) or "")["**call"]
    named = set(re.findall(r"\w+", text.partition(": ")[2]))
    assert named == (settings - {"extra_body"} if name in BODYLESS else settings)


@pytest.mark.parametrize("name", CALLS)
def test_docstrings_name_route_and_errors(name: str) -> None:
    doc = inspect.getdoc(getattr(Client, name)) or ""
    assert re.search(r"^Source: `(GET|POST|DELETE|HEAD) \S*/(api|v1)/\S+`", doc, re.MULTILINE)
    assert "\nRaises:\n" in doc
    assert "    ResponseError: " in doc
    assert "    ConnectionError: " in doc


# ---------------------------------------------------------------------- the official client


@pytest.mark.parametrize("cls", [Client, AsyncClient])
@pytest.mark.parametrize("name", OFFICIAL)
def test_official_parameters_come_first(cls: type[Any], name: str) -> None:
    positional, keywords = OFFICIAL[name]
    taken = parameters(getattr(cls, name))
    by_position = {p.name: p.default for p in taken if p.kind is p.POSITIONAL_OR_KEYWORD}
    by_keyword = {p.name: p.default for p in taken if p.kind is p.KEYWORD_ONLY}
    assert list(by_position.items()) == list(positional.items())
    assert list(by_keyword.items())[: len(keywords)] == list(keywords.items())


@pytest.mark.parametrize("cls", [Client, AsyncClient])
def test_official_parameters_of_the_constructor(cls: type[Any]) -> None:
    taken = {p.name: (p.kind, p.default) for p in parameters(cls.__init__)}
    kind = inspect.Parameter
    assert taken == {
        "host": (kind.POSITIONAL_OR_KEYWORD, None),
        "follow_redirects": (kind.KEYWORD_ONLY, True),
        "timeout": (kind.KEYWORD_ONLY, None),
        "headers": (kind.KEYWORD_ONLY, None),
        "user_agent": (kind.KEYWORD_ONLY, None),
        "allow_image_paths": (kind.KEYWORD_ONLY, None),
        "kwargs": (kind.VAR_KEYWORD, kind.empty),
    }


def test_think_is_annotated_alike_everywhere() -> None:
    annotations = {
        str(inspect.signature(getattr(cls, name)).parameters["think"].annotation)
        for cls in (Client, AsyncClient)
        for name in ("chat", "generate")
    }
    assert len(annotations) == 1


# ---------------------------------------------------------------------- the module


@pytest.mark.parametrize("name", FUNCTIONS)
def test_module_functions_are_methods_of_the_shared_client(name: str) -> None:
    function = getattr(ollama, name)
    assert function == getattr(ollama._client, name)
    assert function.__self__ is ollama._client
    assert function.__func__ is vars(Client)[name]


def test_every_call_is_a_module_function() -> None:
    assert sorted(ollama._FUNCTIONS) == FUNCTIONS
    assert set(FUNCTIONS) <= set(dir(ollama))
    assert not hasattr(ollama, "create_blob")


def test_type_checkers_see_every_module_function() -> None:
    tree = ast.parse((SOURCE / "__init__.py").read_text())
    (block,) = (
        node.body
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    assigned = {ast.unparse(node) for node in block if isinstance(node, ast.Assign)}
    assert {f"{name} = _shared.{name}" for name in FUNCTIONS} <= assigned
    imported = {
        alias.name for node in block if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert imported == {*ollama.__all__, *ollama._MORE}
