"""Tests that both clients, the module and the official client agree on names and signatures."""

from __future__ import annotations

import ast
import inspect
import pydoc
import re
import sys
import types
import typing
from pathlib import Path
from typing import Any

import pydantic
import pytest
from ollama_client import models

import ollama
from ollama import AsyncClient, Client
from ollama._core import requests
from ollama._core.method import Method
from ollama._core.settings import CallSettings
from ollama._methods import keywords, public, settings, table
from ollama._utils import convert_function_to_tool
from tests.client.spec import DOCUMENT as DESCRIPTION

#: Names that make a client usable for `ollama_client.api`, in addition to its methods.
BESIDE = {"abort", "bearer", "http", "async_http", "lazily", "with_options"}

#: The names include inherited methods, so `vars` is not enough.
METHODS = sorted(
    name
    for name in dir(Client)
    if not name.startswith("_") and name not in BESIDE and callable(getattr(Client, name))
)

#: Methods that do more than one operation of the description.
#: Results of methods that are not answers, for both clients.
HELD = [
    f"{kind}{name}"
    for kind in ("", "Async")
    for name in ("Chat", "ChatStream", "ParsedStream", "ResponseStream", "ToolRun")
]

BY_HAND = {
    "close", "create_blob", "parse", "parse_generate", "run_tools",
    "load", "unload", "is_running", "exists", "ensure", "wait_until_ready",
    "embed_many", "chat_many",
}  # fmt: skip

#: Methods whose settings are documented differently. `wait_until_ready` has its own timeout.
NO_SETTINGS = {"parse", "parse_generate", "run_tools", "chat_many", "wait_until_ready"}

CALLS = [name for name in METHODS if name != "close"]
BODYLESS = {"list", "ps", "version", "create_blob", "is_running"}

#: The official module also has no function for it.
FUNCTIONS = [name for name in CALLS if name != "create_blob"]

REQUIRED = inspect.Parameter.empty

#: Methods whose answer depends on the type of `format`, so that they have more overloads.
BY_FORMAT = ("parse", "parse_generate")

#: The official client's parameters: first positional ones, then keyword-only ones.
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


def plain(function: Any) -> inspect.Signature:
    """Return the signature as written, with `**call` for the settings of a call."""
    bare = types.FunctionType(function.__code__, {}, None, function.__defaults__)
    bare.__kwdefaults__, bare.__annotations__ = function.__kwdefaults__, function.__annotations__
    return inspect.signature(bare)


def parameters(function: Any) -> list[inspect.Parameter]:
    """Return the parameters after `self`."""
    return list(plain(function).parameters.values())[1:]


def as_sync(text: str) -> str:
    text = re.sub(r"\bAsyncGenerator\[([\w.]+), None\]", r"Generator[\1, None, None]", text)
    text = re.sub(r"^_StreamCall\[(.*), [\w.]+(\[Any\])?\]$", r"\1", text)
    return re.sub(r"\bAsync(?=ResponseStream|ParsedStream|ToolRun|Client)", "", text)


# ---------------------------------------------------------------------- the two clients


def test_both_clients_have_the_same_public_names() -> None:
    names = [
        {name for name in dir(cls) if not name.startswith("_")} for cls in (Client, AsyncClient)
    ]
    assert names[0] ^ names[1] == {"http", "async_http"}


def test_all_methods_are_looked_at() -> None:
    assert {*OFFICIAL, *BY_HAND, "version"} <= set(METHODS)
    assert len(METHODS) >= 21
    entries = [entry for entry in vars(table).values() if isinstance(entry, Method)]
    assert {entry.name for entry in entries} == set(METHODS) - BY_HAND


@pytest.mark.parametrize("name", METHODS)
def test_each_client_has_functions_of_its_own(name: str) -> None:
    sync, asynchronous = getattr(Client, name), getattr(AsyncClient, name)
    assert inspect.iscoroutinefunction(asynchronous)
    assert not inspect.iscoroutinefunction(sync)
    assert (sync.__qualname__, asynchronous.__qualname__) == (
        f"Client.{name}",
        f"AsyncClient.{name}",
    )


@pytest.mark.parametrize("name", [*METHODS, "__init__", "_request", "_request_raw"])
def test_signatures_are_equal(name: str) -> None:
    ours, theirs = (plain(getattr(cls, name)) for cls in (Client, AsyncClient))
    assert [str(it) for it in ours.parameters.values()] == [
        re.sub(r"Iterable\[(.+)\] \| AsyncIterable\[\1\]", r"Iterable[\1]", str(it))
        for it in theirs.parameters.values()
    ]
    assert str(ours.return_annotation) == as_sync(str(theirs.return_annotation))


@pytest.mark.parametrize("name", METHODS)
def test_docstrings_are_equal(name: str) -> None:
    assert inspect.getdoc(getattr(Client, name)) == inspect.getdoc(getattr(AsyncClient, name))


# ---------------------------------------------------------------------- what type checkers see


def keywords_of(function: Any) -> set[str]:
    """Return the keywords of a function, with those of its typed dict instead of `**`."""
    found: set[str] = set()
    for one in parameters(function):
        if one.kind is one.KEYWORD_ONLY:
            found.add(one.name)
        elif one.kind is one.VAR_KEYWORD:
            named = re.search(r"Unpack\[(?:\w+\.)?(\w+)\]", str(one.annotation))
            assert named is not None
            found |= dict_named(named[1]).__annotations__.keys()
    return found


def dict_named(name: str) -> Any:
    places = [settings] if name == "RunArguments" else [requests, keywords]
    return next(getattr(place, name) for place in places if hasattr(place, name))


def positional_of(function: Any) -> list[tuple[str, Any, str]]:
    return [
        (one.name, one.default, str(one.annotation))
        for one in parameters(function)
        if one.kind is one.POSITIONAL_OR_KEYWORD
    ]


needs_overloads = pytest.mark.skipif(
    sys.version_info < (3, 11), reason="overloads are kept at run time from Python 3.11 on"
)


@needs_overloads
@pytest.mark.parametrize("cls", [Client, AsyncClient])
@pytest.mark.parametrize("name", METHODS)
def test_overloads_take_what_the_method_takes(cls: type[Any], name: str) -> None:
    method = getattr(cls, name)
    seen = typing.get_overloads(method)
    by_stream = "stream" in inspect.signature(method).parameters
    assert len(seen) == (5 if name in BY_FORMAT else 3 if by_stream else 0)
    for one in seen:
        assert positional_of(one) == positional_of(method)
        assert keywords_of(one) == keywords_of(method)


@needs_overloads
@pytest.mark.parametrize("name", METHODS)
def test_overloads_of_both_clients_return_the_same(name: str) -> None:
    answers = [
        [as_sync(str(inspect.signature(one).return_annotation)) for one in typing.get_overloads(it)]
        for it in (getattr(Client, name), getattr(AsyncClient, name))
    ]
    assert answers[0] == answers[1]
    if answers[0]:
        *pairs, either = answers[0]
        assert either == f"{pairs[-2]} | {pairs[-1]}"


@needs_overloads
@pytest.mark.parametrize("name", METHODS)
def test_streams_are_told_apart_by_a_literal(name: str) -> None:
    for cls in (Client, AsyncClient):
        seen = [
            (one.annotation, one.default)
            for function in typing.get_overloads(getattr(cls, name))
            for one in parameters(function)
            if one.name == "stream"
        ]
        pairs = [("Literal[False]", False), ("Literal[True]", REQUIRED)]
        pairs *= 2 if name in BY_FORMAT else 1
        assert seen in ([], [*pairs, ("bool", REQUIRED)])


# ---------------------------------------------------------------------- annotations at run time


@pytest.mark.parametrize("cls", [Client, AsyncClient])
@pytest.mark.parametrize("name", [*METHODS, "__init__"])
def test_annotations_of_methods_can_be_evaluated(cls: type[Any], name: str) -> None:
    method = getattr(cls, name)
    hints = typing.get_type_hints(method)
    taken = [one.name for one in parameters(method)]
    assert set(hints) == {*taken, "return"}
    assert not [it for it in hints.values() if isinstance(it, (str, typing.ForwardRef))]
    inspect.signature(method, eval_str=True)


@pytest.mark.parametrize("cls", [Client, AsyncClient])
@pytest.mark.parametrize("name", [*METHODS, "__init__"])
def test_help_tells_of_every_parameter(cls: type[Any], name: str) -> None:
    method = getattr(cls, name)
    text = pydoc.render_doc(method, renderer=pydoc.plaintext)
    for one in parameters(method):
        # Names of `*` and `**` parameters include the stars.
        assert re.search(rf"^ +\**{one.name}: \S", text, re.MULTILINE), one.name


@pytest.mark.parametrize("name", sorted(public.MODULES))
def test_help_tells_what_an_exported_name_is(name: str) -> None:
    exported = getattr(ollama, name)
    assert pydoc.render_doc(exported, renderer=pydoc.plaintext)
    if isinstance(exported, type):
        assert inspect.getdoc(exported)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_annotations_of_functions_can_be_evaluated(name: str) -> None:
    function = getattr(ollama, name)
    assert typing.get_type_hints(function)
    assert inspect.signature(function, eval_str=True).return_annotation is not REQUIRED


@pytest.mark.parametrize("name", sorted(public.MODULES))
def test_annotations_of_exported_types_can_be_evaluated(name: str) -> None:
    exported = getattr(ollama, name)
    if isinstance(exported, type):
        typing.get_type_hints(exported)


def test_return_annotations_are_the_true_types() -> None:
    assert typing.get_type_hints(Client.show)["return"] is ollama.ShowResponse
    assert typing.get_type_hints(AsyncClient.copy)["return"] is ollama.StatusResponse
    chat = typing.get_type_hints(AsyncClient.chat)["return"]
    stream = ollama.AsyncResponseStream[ollama.ChatResponse]
    assert typing.get_args(chat) == (ollama.ChatResponse, stream)


def test_pydantic_validates_calls_of_functions() -> None:
    fetch = pydantic.validate_call(ollama.web_fetch)
    with pytest.raises(pydantic.ValidationError):
        fetch(url=[])


def test_a_function_of_the_module_can_be_a_tool() -> None:
    tool = convert_function_to_tool(ollama.embed)
    assert tool.function is not None
    assert tool.function.name == "embed"
    assert {"model", "input", "dimensions"} <= set(tool.function.parameters.properties)


# ---------------------------------------------------------------------- the description


@pytest.mark.parametrize(
    "entry", [it for it in vars(table).values() if isinstance(it, Method)], ids=lambda it: it.name
)
def test_every_field_of_a_request_can_be_given(entry: Method[Any]) -> None:
    said = DESCRIPTION["paths"][entry.url.removeprefix("https://ollama.com")][entry.verb.lower()]
    hidden = said["x-python-method"].get("hidden", {})
    assert all(reason.endswith(".") for reason in hidden.values())
    fields = {} if entry.request is None else getattr(models, entry.request).model_fields
    taken = {one.name for cls in (Client,) for one in parameters(getattr(cls, entry.name))}
    reachable = {name for name, field in fields.items() if field.wire not in hidden}
    assert taken == {*reachable, *said["x-python-method"].get("local", ()), "call"}


# ---------------------------------------------------------------------- documentation


def documented(doc: str) -> dict[str, str]:
    """Return the entries of the `Args:` section by their names, including stars."""
    section = re.search(r"^Args:\n((?:    .*\n|\n)+)", f"{doc}\n", re.MULTILINE)
    found: dict[str, str] = {}
    for line in section[1].splitlines() if section else ():
        if entry := re.fullmatch(r"    (\*{0,2}\w+): (.+)", line):
            found[entry[1]] = entry[2]
        elif found:
            found[list(found)[-1]] += f" {line.strip()}"
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


@pytest.mark.parametrize("name", sorted({*CALLS} - NO_SETTINGS))
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
    assert "    ConnectionError: " in doc or name == "wait_until_ready"


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
        "api_key": (kind.KEYWORD_ONLY, None),
        "deadline": (kind.KEYWORD_ONLY, None),
        "max_retries": (kind.KEYWORD_ONLY, 0),
        "http_client": (kind.KEYWORD_ONLY, None),
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
    assert function.__func__ is getattr(Client, name)


def test_every_call_is_a_module_function() -> None:
    assert sorted(public.FUNCTIONS) == FUNCTIONS
    assert set(FUNCTIONS) <= set(dir(ollama))
    assert not hasattr(ollama, "create_blob")


def test_type_checkers_see_every_public_name() -> None:
    tree = ast.parse(Path(inspect.getfile(public)).read_text())
    (block,) = (node.body for node in tree.body if isinstance(node, ast.If))
    assigned = {ast.unparse(node) for node in block if isinstance(node, ast.Assign)}
    assert {f"{name} = _shared.{name}" for name in FUNCTIONS} <= assigned
    imported = {
        alias.asname for node in block if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert imported == public.MODULES.keys()
    assert set(public.STAR) <= imported
    assert ollama.__all__ == public.STAR


@pytest.mark.parametrize("cls", [getattr(ollama, name) for name in HELD])
def test_annotations_of_what_users_hold_can_be_evaluated(cls: type[Any]) -> None:
    found = 0
    for name in dir(cls):
        given = inspect.getattr_static(cls, name)
        function = getattr(given, "fget", None) or getattr(given, "__func__", given)
        if not name.startswith("_") and inspect.isfunction(function):
            assert "return" in typing.get_type_hints(function), name
            inspect.signature(function, eval_str=True)
            found += 1
    assert found >= 3
