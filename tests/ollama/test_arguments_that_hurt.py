"""Tests of nonsensical arguments, of what tools and their servers can do, and of counts."""

from __future__ import annotations

import asyncio
import decimal
import enum
import functools
import http.cookiejar
import json
import pathlib
import re
import time
from types import MappingProxyType
from typing import Any
from unittest import mock
from uuid import UUID

import httpx
import ollama_client.client
import pytest
from ollama_client._runtime.errors import InvalidRequestError, InvalidTypeError, ResponseParseError
from ollama_client.api.generation import generate_chat
from ollama_client.types import afile_digest, file_digest

import ollama
from ollama._schemas.foreign import inlined
from ollama._schemas.parts import finished
from ollama._tools.tool import FunctionTool, ToolArgumentsError
from ollama.testing import OllamaServer

PICTURE = b"\x89PNG\r\n\x1a\n"

flavours = pytest.mark.parametrize("flavour", ["sync", "async"])


class Echo(httpx.MockTransport):
    """Records requests, and answers with a fixed object."""

    def __init__(self, **answer: Any) -> None:
        super().__init__(self.answer)
        self.fields = answer
        self.sent: list[Any] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(json.loads(request.content))
        return httpx.Response(200, json=self.fields)


def call(flavour: str, transport: Any, method: str, *args: Any, **given: Any) -> Any:
    if flavour == "sync":
        return getattr(ollama.Client(transport=transport), method)(*args, **given)
    return asyncio.run(getattr(ollama.AsyncClient(transport=transport), method)(*args, **given))


# --- embeddings ---


@flavours
@pytest.mark.parametrize("vectors", [None, [], [[1.0]]])
def test_fewer_vectors_than_texts_are_an_error(flavour: str, vectors: Any) -> None:
    server = Echo(model="m", embeddings=vectors)
    with pytest.raises(ResponseParseError, match=r"vectors for 3 texts"):
        call(flavour, server, "embed", "m", ["a", "b", "c"])


@flavours
@pytest.mark.parametrize("texts", ["", [], None, "a", ["a"]])
def test_as_many_vectors_as_texts_are_an_answer(flavour: str, texts: Any) -> None:
    server = Echo(model="m", embeddings=[[1.0]] if texts else [])
    assert call(flavour, server, "embed", "m", texts).model == "m"


@flavours
@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ([1, 2], r"^input\[0\]: expected str, got int 1$"),
        (["a", None], r"^input\[1\]: expected str, got NoneType None$"),
        ({"a", "b"}, "^input: expected str or list.*, got set"),
        (frozenset("a"), "^input: expected str or list.*, got frozenset"),
    ],
)
def test_texts_that_are_none_are_refused(flavour: str, texts: Any, message: str) -> None:
    server = Echo()
    with pytest.raises(InvalidRequestError, match=message):
        call(flavour, server, "embed", "m", texts)
    assert not server.sent


# --- other arguments ---


@flavours
@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("-1", -1),
        ("0", 0),
        (" 300 ", 300),
        ("1.5", 1.5),
        (decimal.Decimal(5), 5),
        (decimal.Decimal("0.5"), 0.5),
        ("5m", "5m"),
    ],
)
def test_numbers_of_keep_alive_are_sent_as_numbers(flavour: str, given: Any, sent: Any) -> None:
    server = Echo(model="m", message={"role": "assistant", "content": ""})
    call(flavour, server, "chat", "m", "q", keep_alive=given)
    assert server.sent[0]["keep_alive"] == sent
    assert isinstance(server.sent[0]["keep_alive"], str) is isinstance(sent, str)


class Role(enum.Enum):
    USER = "user"


def test_role_may_be_an_enum() -> None:
    server = Echo(model="m", message={"role": "assistant", "content": ""})
    messages: list[Any] = [
        {"role": Role.USER, "content": "a"},
        ollama.Message(role=Role.USER, content="b"),  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    ]
    call("sync", server, "chat", "m", messages)
    assert [message["role"] for message in server.sent[0]["messages"]] == ["user", "user"]


# --- arguments that a model may set ---


def find(query: str, user: str = "me", _depth: int = 1, **more: Any) -> tuple[Any, ...]:
    """Find something."""
    return query, user, _depth, more


def lookup(query: str, **more: Any) -> tuple[Any, ...]:
    """Look something up."""
    return query, more


FIXED = {
    "parameter": (functools.partial(find, user="ada"), "user"),
    "any keyword": (functools.partial(lookup, user="ada"), "user"),
    "twice": (functools.partial(functools.partial(lookup, user="ada"), limit=1), "user"),
    "outer": (functools.partial(functools.partial(lookup, user="ada"), limit=1), "limit"),
    "hidden": (find, "_depth"),
}


@pytest.mark.parametrize(("function", "name"), FIXED.values(), ids=FIXED)
def test_model_cannot_override_what_the_program_fixed(function: Any, name: str) -> None:
    tool = FunctionTool.of(function)
    with pytest.raises(ToolArgumentsError, match=f"there is no parameter '{name}'"):
        tool.bind({"query": "q", name: "eve"})
    bound = tool.bind({"query": "q", "other": 1})
    assert "eve" not in str(tool(*bound.args, **bound.kwargs))


# --- schemas of tool servers ---


def doubling(levels: int) -> dict[str, Any]:
    """Return a schema whose definitions refer to the previous one twice."""
    defs: dict[str, Any] = {"d0": {"type": "object", "properties": {"x": {"type": "string"}}}}
    for level in range(1, levels):
        reference = {"$ref": f"#/$defs/d{level - 1}"}
        defs[f"d{level}"] = {"type": "object", "properties": {"a": reference, "b": reference}}
    return {
        "type": "object",
        "properties": {"q": {"$ref": f"#/$defs/d{levels - 1}"}},
        "$defs": defs,
    }


def test_shared_references_cost_little() -> None:
    whole = json.dumps(finished(inlined(doubling(5))))
    assert whole.count('"x"') == 16, "a schema that people write is there in full"
    began = time.process_time()
    text = json.dumps(finished(inlined(doubling(300))))
    assert time.process_time() - began < 5
    assert len(text) < 1_000_000


@pytest.mark.parametrize("key", ["properties", "items", "additionalProperties", "anyOf", "allOf"])
def test_deep_schemas_end(key: str) -> None:
    schema: Any = {"type": "object"}
    for _ in range(3000):
        inner = {"a": schema} if key == "properties" else schema
        schema = {"type": "object", key: [schema] if key.endswith("Of") else inner}
    assert len(json.dumps(finished(inlined(schema)))) < 1_000_000


@pytest.mark.parametrize("value", [5, "x", [1], {"a": 5}, None])
@pytest.mark.parametrize("key", ["properties", "items", "anyOf", "allOf", "prefixItems", "$defs"])
def test_schemas_that_are_none_are_read(key: str, value: Any) -> None:
    assert isinstance(finished(inlined({"type": "object", key: value})), dict)


# --- errors that a model sees ---


@flavours
@pytest.mark.parametrize("error", [ValueError, ollama.ToolError])
def test_text_of_a_tool_error_is_bounded(flavour: str, error: Any) -> None:
    def fail() -> None:
        """Fail."""
        raise error("x" * 10_000_000)

    with OllamaServer() as server:
        server.reply(tool_calls=[{"name": "fail", "arguments": {}}])
        server.reply("done")
        if flavour == "sync":
            with ollama.Client(server.url) as client:
                run: Any = client.run_tools("llama3.2", "q", tools=[fail])
        else:

            async def ask() -> Any:
                async with ollama.AsyncClient(server.url) as client:
                    return await client.run_tools("llama3.2", "q", tools=[fail])

            run = asyncio.run(ask())
    told = next(message.content for message in run.messages if message.role == "tool")
    assert len(told) < 5000
    assert told.endswith("more characters)")


# --- usage ---


@pytest.mark.parametrize("value", ["x" * 100, "9" * 100, 10**400, -(10**400), [1], {}, 1e308])
def test_usage_survives_what_is_no_count(value: Any) -> None:
    names = ("eval_count", "prompt_eval_count", "prompt_eval_cached_count", "eval_duration")
    counts: dict[str, Any] = {**dict.fromkeys(names, value), "total_duration": 5_000_000}
    usage = ollama.ChatResponse.from_dict({"model": "m", **counts}).usage
    assert usage is not None
    assert usage.total_tokens == 0
    assert usage.tokens_per_second is None


def test_usage_reads_counts_that_are_text() -> None:
    answer = ollama.ChatResponse.from_dict(
        {"eval_count": "12", "prompt_eval_count": 3, "eval_duration": "6000000000"}
    )
    assert answer.usage is not None
    assert (answer.usage.total_tokens, answer.usage.tokens_per_second) == (15, 2.0)


# --- paths ---


@flavours
@pytest.mark.parametrize("path", [3, True, None, 3.5, ["x"], b"x"])
def test_only_paths_are_uploaded(flavour: str, path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("builtins.open", lambda *given, **_: opened.append(given))
    server = Echo()
    with pytest.raises(InvalidRequestError) as raised:
        call(flavour, server, "create_blob", path)
    assert str(raised.value) == f"path: expected a path, got {type(path).__name__} {path!r}"
    assert isinstance(raised.value, TypeError)
    assert (opened, server.sent) == ([], [])


@pytest.mark.parametrize("path", [3, True, None, b"x"])
def test_digests_are_of_paths(path: Any) -> None:
    with pytest.raises(TypeError, match=r"^path: expected a path, got "):
        file_digest(path)
    with pytest.raises(TypeError, match=r"^path: expected a path, got "):
        asyncio.run(afile_digest(path))


# --- settings of clients ---


@pytest.mark.parametrize("kind", [ollama.Client, ollama.AsyncClient, ollama_client.client.Client])
@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("response_limits", 3, "expected ResponseLimits, got int 3"),
        ("response_limits", {}, "expected ResponseLimits, got dict {}"),
        ("max_redirects", "x", "expected a count, got str 'x'"),
        ("limits", 3, "expected httpx.Limits, got int 3"),
        ("proxy", 3, "expected str or httpx.URL or httpx.Proxy, got int"),
        ("cookies", 3, "expected dict or list or httpx.Cookies or CookieJar, got int"),
        ("event_hooks", 3, "expected a mapping, got int 3"),
        ("event_hooks", {"req": []}, "expected 'request' or 'response', got str 'req'"),
        ("event_hooks", {"request": 3}, "expected a list of functions, got int 3"),
        ("event_hooks", {"request": [print, 3]}, "expected a function, got int 3"),
        ("transport", 3, "expected an httpx transport or 'aiohttp', got int 3"),
        ("transport", Echo, "expected an httpx transport or 'aiohttp', got type <class"),
        ("deadline", -1, "expected seconds, more than 0, got int -1"),
        ("max_retries", 1.5, "expected a count, got float 1.5"),
    ],
)
def test_settings_of_clients_are_refused_by_name(
    kind: Any, setting: str, value: Any, said: str
) -> None:
    with pytest.raises(InvalidRequestError) as raised:
        kind("http://h", **{setting: value})
    assert re.match(rf"{setting}[^:]*: {re.escape(said)}", str(raised.value))


@pytest.mark.parametrize("kind", [ollama.Client, ollama.AsyncClient])
@pytest.mark.parametrize("value", ["no", "0", "", 0, 1, []])
def test_only_bools_decide_on_image_paths(kind: Any, value: Any) -> None:
    with pytest.raises(InvalidRequestError, match=r"^allow_image_paths: expected bool or None"):
        kind(allow_image_paths=value)


@pytest.mark.parametrize("kind", [ollama.Client, ollama.AsyncClient])
def test_user_agents_are_text(kind: Any) -> None:
    with pytest.raises(InvalidRequestError, match=r"^user_agent: expected str or None, got int$"):
        kind(user_agent=3)


@pytest.mark.parametrize("kind", [ollama.Client, ollama.AsyncClient, ollama_client.client.Client])
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        *[("max_retries", value) for value in ("x", -1, 1.5, True, None)],
        *[("deadline", value) for value in ("x", -1, 0, True, float("nan"))],
        *[("timeout", "x"), ("timeout", -1), ("extra_body", 3)],
    ],
)
def test_settings_of_calls_are_checked_when_they_are_set(
    kind: Any, setting: str, value: Any
) -> None:
    client = kind("http://h")
    with pytest.raises(InvalidRequestError, match=f"^{setting}: expected "):
        client.with_options(**{setting: value})


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        (ollama.Client, "extra_headers"),
        (ollama.AsyncClient, "extra_headers"),
        (ollama_client.client.Client, "headers"),
    ],
)
def test_headers_are_checked_when_they_are_set(kind: Any, setting: str) -> None:
    with pytest.raises(InvalidRequestError, match=f"^{setting}: expected a mapping, got int$"):
        kind("http://h").with_options(**{setting: 3})


@pytest.mark.parametrize("name", ["line_bytes", "body_bytes", "error_bytes", "nesting"])
@pytest.mark.parametrize("value", ["x", -1, 0, 1.5, True, None])
def test_response_limits_are_positive(name: str, value: Any) -> None:
    with pytest.raises(InvalidRequestError, match=rf"^{name}: expected an int of 1 or more, got "):
        ollama.ResponseLimits(**{name: value})


@flavours
def test_doubles_are_accepted(flavour: str) -> None:
    class Quacks:
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            return httpx.Response(200, json={"version": "1"})

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            return self.handle_request(request)

        def close(self) -> None:
            """Close nothing."""

    assert call(flavour, Quacks(), "version").version == "1"
    kind: Any = ollama.Client if flavour == "sync" else ollama.AsyncClient
    assert kind(transport=mock.MagicMock(), limits=mock.Mock(), cookies=mock.MagicMock())
    accepted: list[dict[str, Any]] = [
        {"proxy": "http://p:1"},
        {"proxy": httpx.URL("http://p:1")},
        {"proxy": httpx.Proxy("http://p:1")},
        {"cookies": [("a", "b")]},
        {"cookies": http.cookiejar.CookieJar()},
        {"event_hooks": {"request": (print,), "response": iter([print])}},
        {"event_hooks": None, "cookies": None, "limits": None, "response_limits": None},
        {"max_redirects": 0},
    ]
    for given in accepted:
        assert kind("http://h", **given)


# --- values that cannot be sent ---


def holding_itself() -> list[Any]:
    value: list[Any] = []
    value.append(value)
    return value


def user(**more: Any) -> list[Any]:
    return [{"role": "user", "content": "q"}, {"role": "user", "content": "q", **more}]


@flavours
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"options": {"a": object()}}, "options.a: expected a JSON value, got object"),
        ({"options": {"a": int}}, "options.a: expected a JSON value, got class int"),
        ({"options": {"a": {(1,): 2}}}, "options.a: expected keys that are str, got tuple"),
        ({"extra_body": {"a": [object()]}}, "extra_body.a[0]: expected a JSON value, got object"),
        (
            {"messages": user(price=decimal.Decimal(1))},
            "messages[1].price: expected a JSON value, got Decimal",
        ),
        (
            {"messages": user(at=pathlib.PurePosixPath("/x"))},
            "messages[1].at: expected a JSON value, got PurePosixPath",
        ),
        (
            {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"a": 1j}}}]},
            "tools[0].function.parameters.a: expected a JSON value, got complex",
        ),
    ],
)
def test_values_that_json_does_not_know_are_named(
    flavour: str, stream: bool, given: Any, said: str
) -> None:
    server = Echo()
    with pytest.raises(InvalidRequestError) as raised:
        call(flavour, server, "chat", "m", **{"messages": "q", "stream": stream, **given})
    assert (str(raised.value), server.sent) == (said, [])
    assert isinstance(raised.value, TypeError), "as json raises it"


@flavours
@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"options": {"a": holding_itself()}}, "options"),
        ({"options": ollama.Options.from_dict({"a": holding_itself()})}, "options"),
        ({"extra_body": {"a": holding_itself()}}, "extra_body.a[0]"),
        ({"format": {"a": holding_itself()}}, "format"),
        ({"messages": user(a=holding_itself())}, "messages[1]"),
    ],
)
def test_values_that_contain_themselves_are_named(flavour: str, given: Any, place: str) -> None:
    server = Echo()
    with pytest.raises(InvalidRequestError) as raised:
        call(flavour, server, "chat", "m", **{"messages": "q", **given})
    assert re.fullmatch(
        rf"{re.escape(place)}: expected a JSON value, got \w+ that contains itself or is nested .*",
        str(raised.value),
    )
    assert not server.sent


def test_bodies_of_operations_that_contain_themselves_are_refused() -> None:
    client = ollama_client.client.Client("http://h", transport=Echo())
    body: Any = {"model": "m", "messages": [], "a": holding_itself()}
    with pytest.raises(InvalidRequestError, match=r"^body: .* that contains itself"):
        generate_chat.sync(body=body, client=client)


@flavours
@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"messages": user(content=b"\xff")}, "messages[1].content"),
        ({"model": b"\xff"}, "model"),
    ],
)
def test_bytes_that_are_no_text_are_named(flavour: str, given: Any, place: str) -> None:
    server = Echo()
    with pytest.raises(InvalidRequestError) as raised:
        call(flavour, server, "chat", **{"model": "m", "messages": "q", **given})
    assert (str(raised.value), server.sent) == (
        rf"{place}: expected UTF-8 text, got bytes b'\xff'",
        [],
    )


@flavours
@pytest.mark.parametrize("method", ["chat", "generate", "create"])
@pytest.mark.parametrize(
    ("images", "place", "said"),
    [
        ([PICTURE, 3], "images[1]", "an image must be base64 text, .*, not int"),
        ([b"junk"], "images[0]", "Invalid image data, got 4 bytes that are neither .*"),
        (3, "images", "an image must be base64 text, .*, not int"),
        ({"a": 1}, "images", "must be a list of images, not a dict"),
    ],
)
def test_images_that_cannot_be_sent_are_named(
    flavour: str, method: str, images: Any, place: str, said: str
) -> None:
    server, within = Echo(), ""
    given: dict[str, Any] = {"model": "m"}
    if method == "generate":
        given["images"] = images
    else:
        given["messages"], within = user(images=images), "messages[1]."
    with pytest.raises(ValueError, match=rf"^{re.escape(within + place)}:? {said}$"):
        call(flavour, server, method, **given)
    assert not server.sent


# --- objects that are passed as mappings ---


def tool_call(**function: Any) -> dict[str, Any]:
    return {"role": "assistant", "tool_calls": [{"function": {"arguments": {}, **function}}]}


WRONG_MESSAGES: dict[str, tuple[dict[str, Any], str]] = {
    "tool name": ({"role": "tool", "content": "x", "tool_name": 3}, "tool_name: expected str"),
    "thinking": ({"role": "user", "thinking": ["x"]}, "thinking: expected str, got list"),
    "id": ({"role": "tool", "tool_call_id": 1.5}, "tool_call_id: expected str, got float 1.5"),
    "bool": ({"role": "tool", "tool_name": True}, "tool_name: expected str, got bool True"),
    "call": (
        {"role": "assistant", "tool_calls": [{"function": "f"}]},
        r"tool_calls\[0\].function: expected dict, got str 'f'",
    ),
    "no call": (
        {"role": "assistant", "tool_calls": ["f"]},
        r"tool_calls\[0\]: expected dict, got str 'f'",
    ),
    "name of a function": (tool_call(name=3), r"tool_calls\[0\].function.name: expected str"),
    "arguments": (
        tool_call(name="f", arguments="{"),
        r"tool_calls\[0\].function.arguments: expected dict, got str '{'",
    ),
    "index": (
        tool_call(name="f", index=True),
        r"tool_calls\[0\].function.index: expected int, got bool True",
    ),
}
WRONG_TOOLS: dict[str, tuple[dict[str, Any], str]] = {
    "type": ({"type": 3, "function": {"name": "f"}}, "type: expected str, got int 3"),
    "function": ({"function": "f"}, "function: expected dict, got str 'f'"),
    "name": ({"function": {"name": 3}}, "function.name: expected str, got int 3"),
    "description": (
        {"function": {"name": "f", "description": {}}},
        "function.description: expected str, got dict",
    ),
    "parameters": (
        {"function": {"name": "f", "parameters": ["x"]}},
        "function.parameters: expected dict, got list",
    ),
    "properties": (
        {"function": {"name": "f", "parameters": {"properties": ["x"]}}},
        "function.parameters.properties: expected dict, got list",
    ),
    "required": (
        {"function": {"name": "f", "parameters": {"required": "x"}}},
        "function.parameters.required: expected list, got str 'x'",
    ),
    "a required name": (
        {"function": {"name": "f", "parameters": {"required": ["x", 3]}}},
        r"function.parameters.required\[1\]: expected str, got int 3",
    ),
}


@flavours
@pytest.mark.parametrize("name", [*WRONG_MESSAGES])
@pytest.mark.parametrize("method", ["chat", "create"])
def test_a_wrong_field_of_a_message_is_named(flavour: str, name: str, method: str) -> None:
    message, words = WRONG_MESSAGES[name]
    server = Echo()
    with pytest.raises(ollama.InvalidRequestError, match=rf"messages\[1\]\.{words}"):
        call(flavour, server, method, "m", messages=[{"role": "user", "content": "x"}, message])
    assert not server.sent


@flavours
@pytest.mark.parametrize("name", [*WRONG_TOOLS])
def test_a_wrong_field_of_a_tool_is_named(flavour: str, name: str) -> None:
    tool, words = WRONG_TOOLS[name]
    server = Echo()
    with pytest.raises(ollama.InvalidRequestError, match=rf"tools\[0\]\.{words}"):
        call(flavour, server, "chat", "m", messages=[], tools=[tool])
    assert not server.sent


def test_what_has_a_json_value_is_sent() -> None:
    class Name(str):
        pass

    server = Echo(message={"role": "assistant", "content": ""})
    known = UUID(int=5)
    message = {
        **{"role": "tool", "content": "x", "tool_name": Name("f"), "tool_call_id": known},
        **{"new": [1], "thinking": None},
    }
    function = MappingProxyType({"name": "f", "parameters": MappingProxyType({"required": ("a",)})})
    tools = [{"type": "function", "function": function, "strict": True}, {"type": "web_search"}]
    call("sync", server, "chat", "m", messages=[message], tools=tools)
    (body,) = server.sent
    assert body["messages"][0]["tool_call_id"] == str(known)
    assert body["messages"][0]["new"] == [1]
    assert body["tools"][0]["function"]["parameters"]["required"] == ["a"]
    assert body["tools"][1] == {"type": "web_search"}


class Described:
    """Looks like a pydantic model."""

    def model_dump(self) -> dict[str, Any]:
        return {}


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"options": {"x": Described}}, "options.x"),
        ({"options": {"x": ollama.Options}}, "options.x"),
        ({"format": {"x": Described}}, "format.x"),
        ({"tools": [{"function": Described}]}, r"tools\[0\].function"),
        (
            {"tools": [{"function": {"name": "f", "parameters": Described}}]},
            r"tools\[0\].function.parameters",
        ),
        ({"messages": [{"role": "user", "new": Described}]}, r"messages\[0\].new"),
        ({"messages": [tool_call(name="f", x=Described)]}, r"messages\[0\].tool_calls\[0\]"),
    ],
    ids=lambda it: it if isinstance(it, str) else "",
)
def test_a_class_in_the_place_of_a_value_is_named(given: dict[str, Any], place: str) -> None:
    server = Echo()
    with pytest.raises(InvalidTypeError, match=rf"{place}.*: expected a JSON value, got class"):
        call("sync", server, "chat", "m", **{"messages": [], **given})
    assert not server.sent
