"""Tests of what each method of both clients sends and returns, over a real socket."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from ollama_client.errors import IncompleteStreamError, NotFoundError, ResponseParseError

from ollama import AsyncClient, Client, Image, Message, Options, RequestError, ResponseError, Tool
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, MODES, call, refusal, was_aborted
from tests.patience import LONG, PATIENCE

MODEL = "llama3.2"
PIXEL = b"\x89PNG\r\n\x1a\nrest"
PIXEL_TEXT = base64.b64encode(PIXEL).decode()

both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)
both_modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


def user(content: str, **more: Any) -> list[dict[str, Any]]:
    return [{"role": "user", "content": content, **more}]


def sent(server: OllamaServer) -> Any:
    """Return the body of the only request."""
    (request,) = server.requests
    return request.json


# ---------------------------------------------------------------------- every method


@both_modes
def test_chat_sends_a_conversation_and_returns_the_answer(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    server.reply("Hello you")
    items = call(flavour, "chat", MODEL, user("Hi"), stream=stream, at=server).all
    assert [(r.method, r.path) for r in server.requests] == [("POST", "/api/chat")]
    assert sent(server) == {
        "model": MODEL,
        "messages": [{"role": "user", "content": "Hi"}],
        "tools": [],
        "stream": stream,
    }
    assert len(items) == (3 if stream else 1)
    assert "".join(item.message.content for item in items) == "Hello you"
    assert {type(item).__name__ for item in items} == {"ChatResponse"}
    assert [item.done for item in items] == [False] * (len(items) - 1) + [True]
    assert items[-1].done_reason == "stop"
    assert items[-1]["message"]["role"] == "assistant"


@both_modes
def test_generate_sends_a_prompt_and_returns_the_answer(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    server.reply("Hello you")
    items = call(flavour, "generate", MODEL, "Hi", stream=stream, at=server).all
    assert [(r.method, r.path) for r in server.requests] == [("POST", "/api/generate")]
    assert sent(server) == {"model": MODEL, "prompt": "Hi", "stream": stream}
    assert "".join(item.response for item in items) == "Hello you"
    assert {type(item).__name__ for item in items} == {"GenerateResponse"}
    assert items[-1].done is True
    assert items[-1].context


@both_flavours
def test_embed_returns_a_vector_for_each_text(server: OllamaServer, flavour: str) -> None:
    answer = call(
        flavour, "embed", "nomic-embed-text", ("a", "b"), True, dimensions=5, at=server
    ).answer
    assert server.requests[0].path == "/api/embed"
    assert sent(server) == {
        "model": "nomic-embed-text",
        "input": ["a", "b"],
        "truncate": True,
        "dimensions": 5,
    }
    assert [len(vector) for vector in answer.embeddings] == [5, 5]
    assert type(answer.embeddings[0]) is list


@both_flavours
def test_embed_sends_an_empty_input(server: OllamaServer, flavour: str) -> None:
    call(flavour, "embed", "nomic-embed-text", at=server)
    assert sent(server) == {"model": "nomic-embed-text", "input": ""}


@both_flavours
def test_list_returns_the_models(server: OllamaServer, flavour: str) -> None:
    answer = call(flavour, "list", at=server).answer
    (request,) = server.requests
    assert (request.method, request.path, request.body) == ("GET", "/api/tags", b"")
    assert [model.model for model in answer.models] == [
        f"{model.name}:latest" if ":" not in model.name else model.name for model in server.models
    ]
    first = answer.models[0]
    assert isinstance(first.modified_at, datetime)
    assert first.size.human_readable()
    assert first.name == first.model


@both_flavours
def test_show_returns_what_a_model_is(server: OllamaServer, flavour: str) -> None:
    answer = call(flavour, "show", MODEL, at=server).answer
    assert (server.requests[0].method, server.requests[0].path) == ("POST", "/api/show")
    assert sent(server) == {"model": MODEL}
    assert "tools" in answer.capabilities
    assert answer.details.family == "llama"
    assert answer.modelinfo["general.architecture"] == "llama"
    assert isinstance(answer.modified_at, datetime)


@both_flavours
def test_ps_returns_the_models_in_memory(server: OllamaServer, flavour: str) -> None:
    assert call(flavour, "ps", at=server).answer.models == []
    call(flavour, "chat", MODEL, user("Hi"), at=server)
    (running,) = call(flavour, "ps", at=server).answer.models
    assert (server.requests[-1].method, server.requests[-1].path) == ("GET", "/api/ps")
    assert running.model == f"{MODEL}:latest"
    assert running.size_vram > 0
    assert running.expires_at > datetime.now(running.expires_at.tzinfo)


@both_flavours
def test_version_is_the_servers(flavour: str) -> None:
    with OllamaServer(version="9.8.7") as server:
        assert call(flavour, "version", at=server).answer.version == "9.8.7"
        assert (server.requests[0].method, server.requests[0].path) == ("GET", "/api/version")


@both_modes
@pytest.mark.parametrize("method", ["chat", "generate"])
def test_without_a_prompt_the_model_is_loaded(
    server: OllamaServer, flavour: str, stream: bool, method: str
) -> None:
    answer = call(flavour, method, MODEL, stream=stream, at=server).answer
    assert (answer.done, answer.done_reason) == (True, "load")
    assert [model.name for model in call(flavour, "ps", at=server).answer.models]


@both_modes
@pytest.mark.parametrize("method", ["chat", "generate"])
def test_keep_alive_zero_without_a_prompt_unloads_the_model(
    server: OllamaServer, flavour: str, stream: bool, method: str
) -> None:
    call(flavour, method, MODEL, at=server)
    answer = call(flavour, method, MODEL, stream=stream, keep_alive=0, at=server).answer
    assert answer.done_reason == "unload"
    assert call(flavour, "ps", at=server).answer.models == []


@both_flavours
def test_stream_is_tested_for_truth(server: OllamaServer, flavour: str) -> None:
    assert len(call(flavour, "generate", MODEL, "one two three", stream=1, at=server).all) > 1
    assert sent(server)["stream"] is True


def test_one_connection_serves_many_calls(server: OllamaServer) -> None:
    ports: list[Any] = []

    def note(response: httpx.Response) -> None:
        ports.append(response.extensions["network_stream"].get_extra_info("client_addr"))

    with Client(server.url, event_hooks={"response": [note]}) as client:
        client.version()
        list(client.generate(MODEL, "Hi", stream=True))
        client.list()
    assert len(ports) == 3
    assert len(set(ports)) == 1


# ---------------------------------------------------------------------- errors


@both_modes
def test_unknown_model_raises_a_response_error(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    error = call(flavour, "chat", "nope", user("Hi"), stream=stream, at=server).error
    assert isinstance(error, ResponseError)
    assert isinstance(error, NotFoundError)
    assert error.status_code == 404
    assert error.error == "model 'nope' not found"
    assert str(error).startswith("model 'nope' not found (status code: 404)")
    assert error.args == (error.error,)
    assert error.partial == []
    assert error.response is not None


@both_flavours
@pytest.mark.parametrize("method", ["list", "ps", "version"])
def test_errors_of_calls_without_a_body(server: OllamaServer, flavour: str, method: str) -> None:
    server.fail(401, "unauthorized", signin_url="https://ollama.com/connect")
    error = call(flavour, method, at=server).error
    assert isinstance(error, ResponseError)
    assert (error.status_code, error.signin_url) == (401, "https://ollama.com/connect")


@both_flavours
def test_error_in_a_stream_comes_after_the_items_before_it(
    server: OllamaServer, flavour: str
) -> None:
    server.fail_mid_stream("out of memory", after=2)
    outcome = call(flavour, "generate", MODEL, "Hi", stream=True, at=server)
    assert [item.response for item in outcome.items] == ["chunk 0 ", "chunk 1 "]
    assert type(outcome.error) is ResponseError
    assert outcome.error.error == "out of memory"
    assert outcome.error.status_code == -1
    assert outcome.error.partial == outcome.items


@both_flavours
def test_a_connection_that_breaks_is_told_from_a_complete_answer(
    server: OllamaServer, flavour: str
) -> None:
    server.cut(after=2)
    outcome = call(flavour, "chat", MODEL, user("Hi"), stream=True, at=server)
    assert [item.message.content for item in outcome.items] == ["chunk 0 ", "chunk 1 "]
    assert isinstance(outcome.error, IncompleteStreamError)
    assert isinstance(outcome.error, ResponseError)
    assert isinstance(outcome.error, httpx.RemoteProtocolError)
    assert outcome.error.partial == outcome.items


@both_flavours
@pytest.mark.parametrize("body", [b"<html>", b"[1]", b""])
def test_answer_that_is_not_a_json_object(flavour: str, body: bytes) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    error = call(flavour, "version", client={"transport": transport}).error
    assert isinstance(error, ResponseParseError)
    assert isinstance(error, ValueError)


@both_flavours
def test_error_status_with_a_body_that_is_no_json(flavour: str) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(502, text="bad gateway\n")

    for stream in (False, True):
        error = call(
            flavour, "chat", "m", stream=stream, client={"transport": httpx.MockTransport(answer)}
        ).error
        assert isinstance(error, ResponseError)
        assert (error.error, error.status_code) == ("bad gateway", 502)


# ---------------------------------------------------------------------- streams


class Noting(httpx.MockTransport):
    """Records requests when they are sent."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.requests: list[httpx.Request] = []

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, content=b'{"done":false}\n{"done":true}\n')


def test_stream_sends_nothing_before_its_first_item() -> None:
    transport = Noting()
    with Client(transport=transport) as client:
        stream = client.chat(MODEL, user("Hi"), stream=True)
        assert isinstance(stream, Iterator)
        assert transport.requests == []
        next(stream)
        assert len(transport.requests) == 1
        stream.close()  # type: ignore[attr-defined]  # pyright: ignore


def test_async_stream_sends_nothing_before_its_first_item() -> None:
    transport = Noting()

    async def steps() -> None:
        async with AsyncClient(transport=transport) as client:
            stream = await client.chat(MODEL, user("Hi"), stream=True)
            for _ in range(10):
                await asyncio.sleep(0)  # a task would start here
            assert transport.requests == []
            await anext(stream)
            assert len(transport.requests) == 1
            await stream.aclose()  # type: ignore[attr-defined]  # pyright: ignore

    asyncio.run(steps())


def test_images_are_read_when_the_call_is_made(server: OllamaServer, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(PIXEL)
    with Client(server.url) as client:
        stream = client.generate("gemma3", "What?", images=[picture], stream=True)
        picture.unlink()
        assert list(stream)
    assert sent(server)["images"] == [PIXEL_TEXT]


def test_server_sees_a_stream_being_closed(server: OllamaServer) -> None:
    server.reply(**LONG)
    with Client(server.url) as client:
        stream = client.generate(MODEL, "Hi", stream=True)
        assert next(stream).response == "word "
        stream.close()  # type: ignore[attr-defined]  # pyright: ignore
        assert was_aborted(server)
        assert client.version().version, "the client still works"


def test_server_sees_an_async_stream_being_closed(server: OllamaServer) -> None:
    server.reply(**LONG)

    async def steps() -> None:
        async with AsyncClient(server.url) as client:
            stream = await client.generate(MODEL, "Hi", stream=True)
            assert (await anext(stream)).response == "word "
            await stream.aclose()  # type: ignore[attr-defined]  # pyright: ignore
            assert await asyncio.to_thread(was_aborted, server)
            assert (await client.version()).version

    asyncio.run(steps())


def test_server_sees_a_cancelled_task(server: OllamaServer) -> None:
    server.reply(**LONG)

    async def steps() -> None:
        async with AsyncClient(server.url) as client:
            task = asyncio.create_task(client.generate(MODEL, "Hi"))
            await asyncio.to_thread(server.wait_for_requests, 1, PATIENCE)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(was_aborted, server)

    asyncio.run(steps())


@pytest.mark.parametrize("separator", ["\u0085", "\u2028", "\x0b", "\x1c"])
def test_unusual_line_separators_are_text(server: OllamaServer, separator: str) -> None:
    text = f"before{separator}after"
    server.reply(chunks=[text])
    with Client(server.url) as client:
        items = list(client.generate(MODEL, "Hi", stream=True))
    assert "".join(item.response or "" for item in items) == text


# ---------------------------------------------------------------------- tools


def current_weather(city: str, days: int = 1) -> str:
    """Tell the weather.

    Args:
        city: Where.
        days: For how long.
    """
    return f"{city}: sun for {days}"


WEATHER_TOOL = {
    "type": "function",
    "function": {
        "name": "current_weather",
        "description": "Tell the weather.",
        "parameters": {
            "type": "object",
            "required": ["city"],
            "properties": {
                "city": {"type": "string", "description": "Where."},
                "days": {"type": "integer", "description": "For how long. Default: 1."},
            },
        },
    },
}


@both_flavours
def test_tool_round_trip_with_a_function(server: OllamaServer, flavour: str) -> None:
    asked = {"name": "current_weather", "arguments": {"city": "Oslo"}}
    server.reply(thinking="hm", tool_calls=[asked])
    messages: list[Any] = user("Weather in Oslo?")
    answer = call(
        flavour, "chat", "qwen3", messages, tools=[current_weather], think=True, at=server
    ).answer
    assert sent(server)["tools"] == [WEATHER_TOOL]
    (asked_call,) = answer.message.tool_calls
    assert asked_call.function.name == "current_weather"
    assert asked_call.id.startswith("call_")
    result = current_weather(**asked_call.function.arguments)
    assert result == "Oslo: sun for 1"

    messages.append(answer.message)
    messages.append(
        {"role": "tool", "tool_name": "current_weather", "tool_call_id": "x", "content": result}
    )
    call(flavour, "chat", "qwen3", messages, at=server)
    assert server.requests[-1].json["messages"] == [
        {"role": "user", "content": "Weather in Oslo?"},
        {
            "role": "assistant",
            "content": "",
            "thinking": "hm",
            "tool_calls": [
                {"id": asked_call.id, "function": {"index": 0, **asked}},
            ],
        },
        {
            "role": "tool",
            "tool_name": "current_weather",
            "tool_call_id": "x",
            "content": "Oslo: sun for 1",
        },
    ]


@both_flavours
def test_tool_calls_arrive_whole_in_a_stream(server: OllamaServer, flavour: str) -> None:
    calls = [{"name": "f", "arguments": {"n": n}} for n in (1, 2)]
    server.reply(tool_calls=calls)
    items = call(
        flavour, "chat", MODEL, user("Go"), tools=[current_weather], stream=True, at=server
    ).all
    seen = [one for item in items for one in item.message.tool_calls or []]
    assert [one.function.arguments for one in seen] == [{"n": 1}, {"n": 2}]
    assert [one.function.index for one in seen] == [0, 1]


def test_tools_of_every_kind_are_sent(server: OllamaServer) -> None:
    definition = {**WEATHER_TOOL, "extra": 0}
    with Client(server.url) as client:
        client.chat(MODEL, "Hi", tools=[definition, Tool(**definition), current_weather])
        client.chat(MODEL, "Hi", tools={"function": {"name": "f"}})  # type: ignore[arg-type]  # pyright: ignore
        client.chat(MODEL, "Hi", tools=current_weather)  # type: ignore[arg-type]  # pyright: ignore
    first, second, third = (request.json["tools"] for request in server.requests)
    assert first == [definition, definition, WEATHER_TOOL]
    nothing = {"type": "object", "properties": {}}
    assert second == [{"type": "function", "function": {"name": "f", "parameters": nothing}}]
    assert third == [WEATHER_TOOL]


def test_tool_call_arguments_given_as_text_are_sent_as_an_object(server: OllamaServer) -> None:
    history = [
        *user("Hi"),
        {
            "role": "assistant",
            "content": "",
            "tool_calls": [{"function": {"name": "f", "arguments": '{"a": [1]}'}}],
        },
        {"role": "tool", "content": "1", "tool_name": "f"},
    ]
    with Client(server.url) as client:
        client.chat(MODEL, history)
    assert sent(server)["messages"][1]["tool_calls"] == [
        {"function": {"name": "f", "arguments": {"a": [1]}}}
    ]
    assert history[1]["tool_calls"][0]["function"]["arguments"] == '{"a": [1]}'


# ---------------------------------------------------------------------- images


@pytest.mark.parametrize("kind", ["str path", "Path", "bytes", "base64", "Image", "Image path"])
@both_flavours
def test_images_are_sent_as_base64(
    server: OllamaServer, flavour: str, kind: str, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(PIXEL)
    image = {
        "str path": str(picture),
        "Path": picture,
        "bytes": PIXEL,
        "base64": PIXEL_TEXT,
        "Image": Image(value=PIXEL),
        "Image path": Image(value=picture),
    }[kind]
    assert call(flavour, "chat", "gemma3", user("What?", images=[image]), at=server).answer
    assert call(flavour, "generate", "gemma3", "What?", images=[image, PIXEL], at=server).answer
    chat, generate = (request.json for request in server.requests)
    assert chat["messages"] == user("What?", images=[PIXEL_TEXT])
    assert generate["images"] == [PIXEL_TEXT, PIXEL_TEXT]


def test_images_of_a_message_object(server: OllamaServer) -> None:
    message = Message(role="user", content="What?", images=[Image(value=PIXEL)])
    with Client(server.url) as client:
        client.chat("gemma3", [message])
    assert sent(server)["messages"] == user("What?", images=[PIXEL_TEXT])


def test_single_image_is_a_list_of_one(server: OllamaServer) -> None:
    with Client(server.url) as client:
        client.generate("gemma3", "What?", images=PIXEL_TEXT)  # type: ignore[arg-type]  # pyright: ignore
    assert sent(server)["images"] == [PIXEL_TEXT]


@both_modes
@pytest.mark.parametrize("method", ["chat", "generate"])
def test_missing_image_is_told_before_anything_is_sent(
    server: OllamaServer, flavour: str, stream: bool, method: str
) -> None:
    arguments: dict[str, Any] = (
        {"images": ["gone.PNG"]}
        if method == "generate"
        else {"messages": user("What?", images=["gone.PNG"])}
    )
    error = refusal(flavour, method, "gemma3", stream=stream, at=server, **arguments)
    assert isinstance(error, ValueError)
    assert "gone.PNG does not exist" in str(error)
    assert server.requests == []


# ---------------------------------------------------------------------- arguments


class Answer:
    """A class with its own schema, like pydantic models."""

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        return {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}


@both_flavours
@pytest.mark.parametrize("method", ["chat", "generate"])
@pytest.mark.parametrize(
    ("given", "wire"),
    [
        ("json", "json"),
        ("", ""),
        ({"type": "object", "$defs": {}, "title": None}, ...),
        (Answer, Answer.model_json_schema()),
    ],
    ids=["json", "empty", "schema", "class"],
)
def test_format(server: OllamaServer, flavour: str, method: str, given: Any, wire: Any) -> None:
    answer = call(flavour, method, MODEL, "Hi", format=given, at=server).answer
    assert sent(server)["format"] == (given if wire is ... else wire)
    if given is Answer:
        text = answer.message.content if method == "chat" else answer.response
        assert isinstance(json.loads(text)["n"], int)


def test_format_of_a_pydantic_model_and_type_adapter(server: OllamaServer) -> None:
    pydantic = pytest.importorskip("pydantic")
    model = pydantic.create_model("Reply", n=(int, ...))
    with Client(server.url) as client:
        client.chat(MODEL, "Hi", format=model)
        client.chat(MODEL, "Hi", format=pydantic.TypeAdapter(list[int]))
    first, second = (request.json["format"] for request in server.requests)
    assert first == model.model_json_schema()
    assert second == {"type": "array", "items": {"type": "integer"}}


@both_flavours
@pytest.mark.parametrize("method", ["chat", "generate"])
def test_options_of_a_mapping_are_sent_verbatim(
    server: OllamaServer, flavour: str, method: str
) -> None:
    options = {"temperature": 1, "stop": None, "no_such_option": {"a": []}, "seed": 0}
    assert call(flavour, method, MODEL, "Hi", options=options, at=server).answer
    assert json.dumps(sent(server)["options"]) == json.dumps(options)


@both_flavours
def test_options_object_is_sent_without_what_is_not_set(server: OllamaServer, flavour: str) -> None:
    options = Options(temperature=1, seed=0, stop=["x"], top_k=None, later_option=3)
    assert call(flavour, "chat", MODEL, "Hi", options=options, at=server).answer
    assert sent(server)["options"] == {
        "temperature": 1.0,
        "seed": 0,
        "stop": ["x"],
        "later_option": 3,
    }


@pytest.mark.parametrize("method", ["chat", "generate", "embed"])
@pytest.mark.parametrize(
    ("given", "wire"),
    [
        (0, "0.0"),
        (-1, "-1.0"),
        (2.5, "2.5"),
        ("5m", '"5m"'),
        (timedelta(minutes=2, milliseconds=500), "120.5"),
    ],
)
@both_flavours
def test_keep_alive(server: OllamaServer, flavour: str, method: str, given: Any, wire: str) -> None:
    model = "nomic-embed-text" if method == "embed" else MODEL
    assert call(flavour, method, model, "Hi", keep_alive=given, at=server).answer
    assert json.dumps(sent(server)["keep_alive"]) == wire


@both_flavours
@pytest.mark.parametrize("method", ["chat", "generate"])
@pytest.mark.parametrize("level", [True, False, "low", "xhigh", "max", "a level of tomorrow"])
def test_think(server: OllamaServer, flavour: str, method: str, level: bool | str) -> None:
    answer = call(flavour, method, "qwen3", "Hi", think=level, at=server).answer
    assert sent(server)["think"] is level or sent(server)["think"] == level
    if isinstance(level, bool):
        thinking = answer.message.thinking if method == "chat" else answer.thinking
        assert bool(thinking) is level


@both_flavours
@pytest.mark.parametrize("method", ["chat", "generate"])
def test_flags_are_sent_whatever_their_value(
    server: OllamaServer, flavour: str, method: str
) -> None:
    flags = {"truncate": False, "shift": False, "logprobs": True, "top_logprobs": 2}
    answer = call(flavour, method, MODEL, "Hi", **flags, at=server).answer
    assert {name: sent(server)[name] for name in flags} == flags
    assert [len(one.top_logprobs) for one in answer.logprobs] == [2] * len(answer.logprobs)
    assert answer.logprobs


@both_flavours
def test_every_argument_of_generate_is_sent(server: OllamaServer, flavour: str) -> None:
    arguments = {
        "suffix": "",
        "system": "",
        "template": "",
        "raw": False,
        "width": 0,
        "height": 1,
        "steps": 2,
    }
    call(flavour, "generate", MODEL, "", **arguments, context=range(2), at=server)
    assert sent(server) == {
        "model": MODEL,
        "prompt": "",
        **arguments,
        "context": [0, 1],
        "stream": False,
    }


@both_modes
def test_extra_body_and_headers_win(server: OllamaServer, flavour: str, stream: bool) -> None:
    outcome = call(
        flavour,
        "chat",
        MODEL,
        "Hi",
        stream=stream,
        extra_body={"later_field": None, "tools": [], "model": "qwen3"},
        extra_headers={"X-One": "call", "x-two": "call"},
        client={"headers": {"x-one": "client"}},
        at=server,
    )
    assert outcome.all
    (request,) = server.requests
    assert request.json == {
        "model": "qwen3",
        "messages": user("Hi"),
        "tools": [],
        "stream": stream,
        "later_field": None,
    }
    assert (request.headers["x-one"], request.headers["x-two"]) == ("call", "call")


@both_flavours
@pytest.mark.parametrize("method", ["list", "ps", "version"])
def test_settings_of_calls_without_a_body(server: OllamaServer, flavour: str, method: str) -> None:
    assert call(flavour, method, extra_headers={"X-One": "1"}, timeout=PATIENCE, at=server).answer
    assert server.requests[0].headers["x-one"] == "1"
    error = refusal(flavour, method, extra_body={}, at=server)
    assert isinstance(error, TypeError)
    assert "extra_body" in str(error)


@both_modes
def test_timeout_of_one_call(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.reply("slow", delay=2 * PATIENCE)
    error = call(flavour, "generate", MODEL, "Hi", stream=stream, timeout=0.1, at=server).error
    assert isinstance(error, TimeoutError)
    # Mostly limits reading. A slow machine may need that long to connect.
    assert isinstance(error, httpx.TimeoutException)


# ---------------------------------------------------------------------- messages


class LikeAMessage:
    """An iterable of pairs, which `dict()` accepts."""

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter([("role", "user"), ("content", "Hi")])


@pytest.mark.parametrize(
    "messages",
    [
        user("Hi"),
        tuple(user("Hi")),
        [Message(role="user", content="Hi")],
        [[("role", "user"), ("content", "Hi")]],
        [LikeAMessage()],
        {"role": "user", "content": "Hi"},
        Message(role="user", content="Hi"),
        "Hi",
        [{"role": "user", "content": b"Hi", "images": None}],
    ],
    ids=[
        "mappings",
        "tuple",
        "Message",
        "pairs",
        "iterable",
        "one",
        "one Message",
        "text",
        "bytes",
    ],
)
@both_flavours
def test_messages_of_every_kind(server: OllamaServer, flavour: str, messages: Any) -> None:
    assert call(flavour, "chat", MODEL, messages, at=server).answer
    assert sent(server)["messages"] == user("Hi")


@both_flavours
def test_messages_of_a_generator(server: OllamaServer, flavour: str) -> None:
    messages = ({"role": role, "content": role} for role in ("system", "user"))
    assert call(flavour, "chat", MODEL, messages, at=server).answer
    assert [message["role"] for message in sent(server)["messages"]] == ["system", "user"]


@both_flavours
def test_falsy_values_and_unknown_keys_of_messages_are_kept(
    server: OllamaServer, flavour: str
) -> None:
    message = {
        "role": "assistant",
        "content": "",
        "images": [],
        "tool_calls": [],
        "name": "bot",
        "weight": 0,
        "nested": {"none": None},
    }
    history = [*user("Hi"), message, Message(**message), *user("Go on")]
    assert call(flavour, "chat", MODEL, history, at=server).answer
    assert sent(server)["messages"][1:3] == [message, message]


def test_arguments_are_not_changed(server: OllamaServer) -> None:
    messages = user("Hi", images=[PIXEL], more=None)
    options = {"seed": 1}
    with Client(server.url) as client:
        client.chat("gemma3", messages, options=options, extra_body={"x": 1})
    assert messages == user("Hi", images=[PIXEL], more=None)
    assert options == {"seed": 1}


def test_text_is_sent_as_utf8_without_escapes_or_spaces(server: OllamaServer) -> None:
    with Client(server.url) as client:
        client.generate(MODEL, "é\u2028😀")
    assert server.requests[0].body == (
        '{"model":"llama3.2","prompt":"é\u2028😀","stream":false}'.encode()
    )


def test_model_name_may_be_bytes(server: OllamaServer) -> None:
    with Client(server.url) as client:
        client.generate(MODEL.encode(), "Hi")  # type: ignore[arg-type]  # pyright: ignore
    assert sent(server)["model"] == MODEL


# ---------------------------------------------------------------------- refusals

REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("chat", {"model": ""}, "model: expected the name of a model, got str ''"),
    ("chat", {"model": None}, "model: expected the name of a model, got NoneType None"),
    ("chat", {"model": Path("m")}, "model: expected the name of a model, got PosixPath"),
    ("chat", {"messages": 5}, "messages: expected a list, got int 5"),
    ("chat", {"messages": b"x"}, "messages: expected a list, got bytes b'x'"),
    ("chat", {"messages": ["Hi"]}, "messages[0]: expected a mapping or Message, got str 'Hi'"),
    ("chat", {"messages": [*user("Hi"), 3]}, "messages[1]: expected a mapping or Message, got int"),
    ("chat", {"messages": [{"content": "Hi"}]}, "messages[0]: expected a role, got None"),
    ("chat", {"messages": user(3)}, "messages[0].content: expected str or parts, got int"),  # type: ignore[arg-type]  # pyright: ignore
    ("chat", {"messages": user("", tool_calls=5)}, "messages[0].tool_calls: expected a list"),
    ("chat", {"tools": 3}, "tools: expected a list, got int 3"),
    ("chat", {"tools": [3]}, "tools[0]: expected a function, a mapping or Tool, got int 3"),
    ("chat", {"options": 3}, "options: expected a mapping or Options, got int 3"),
    ("chat", {"format": 3}, "format: expected 'json', a JSON Schema or a class with"),
    ("chat", {"keep_alive": []}, "keep_alive: expected float or str, got list []"),
    ("chat", {"think": []}, "think: expected bool or 'low' or"),
    ("chat", {"logprobs": "maybe"}, "logprobs: expected bool, got str 'maybe'"),
    ("chat", {"top_logprobs": "many"}, "top_logprobs: expected int, got str 'many'"),
    ("chat", {"truncate": 2}, "truncate: expected bool, got int 2"),
    ("generate", {"prompt": 3}, "prompt: expected str, got int 3"),
    ("generate", {"context": "abc"}, "context: expected a list, got str 'abc'"),
    ("generate", {"context": [1, "x"]}, "context[1]: expected int, got str 'x'"),
    ("generate", {"raw": []}, "raw: expected bool, got list []"),
    ("generate", {"width": 1.5}, "width: expected int, got float 1.5"),
    ("generate", {"images": [3]}, "not int"),
    ("embed", {"input": 3}, "input: expected str or list, got int 3"),
    ("embed", {"input": [1]}, "input[0]: "),
    ("embed", {"dimensions": "x"}, "dimensions: expected int, got str 'x'"),
    ("embed", {"options": "x"}, "options: expected a mapping or Options, got str 'x'"),
    ("show", {"model": ""}, "model: expected the name of a model, got str ''"),
]


@both_flavours
@pytest.mark.parametrize(
    ("method", "arguments", "message"), REFUSED, ids=[f"{m}-{a}" for m, a, _ in REFUSED]
)
def test_bad_argument_is_named_before_anything_is_sent(
    server: OllamaServer, flavour: str, method: str, arguments: dict[str, Any], message: str
) -> None:
    streamed = {"stream": True} if method in ("chat", "generate") else {}
    error = refusal(flavour, method, at=server, **{"model": MODEL, **streamed, **arguments})
    assert message in str(error)
    assert isinstance(error, ValueError)
    if "images" not in arguments:
        assert isinstance(error, RequestError)
        assert error.error == str(error)
    assert server.requests == []


@both_flavours
@pytest.mark.parametrize("method", ["chat", "generate", "embed", "show", "list", "ps", "version"])
def test_unknown_keyword_is_a_type_error(server: OllamaServer, flavour: str, method: str) -> None:
    named = {"model": MODEL} if method in ("chat", "generate", "embed", "show") else {}
    error = refusal(flavour, method, at=server, **named, temperatur=1)
    assert type(error) is TypeError
    assert "temperatur" in str(error)
    assert server.requests == []


@both_flavours
def test_too_many_positional_arguments_are_a_type_error(server: OllamaServer, flavour: str) -> None:
    error = refusal(flavour, "chat", MODEL, [], [], at=server)
    assert type(error) is TypeError
    assert server.requests == []


# ---------------------------------------------------------------------- the place to hook


def test_every_method_goes_through_request() -> None:
    seen: list[tuple[Any, ...]] = []

    class Hooked(Client):
        def _request(self, cls: Any, *args: Any, **keywords: Any) -> Any:
            seen.append((cls.__name__, *args, keywords.get("stream", False)))
            return None

    with Hooked() as client:
        client.chat("m", "Hi", stream=True)
        client.generate("m", "Hi")
        client.embed("m", "Hi")
        client.list()
        client.show("m")
        client.ps()
        client.version()
    assert seen == [
        ("ChatResponse", "POST", "/api/chat", True),
        ("GenerateResponse", "POST", "/api/generate", False),
        ("EmbedResponse", "POST", "/api/embed", False),
        ("ListResponse", "GET", "/api/tags", False),
        ("ShowResponse", "POST", "/api/show", False),
        ("ProcessResponse", "GET", "/api/ps", False),
        ("VersionResponse", "GET", "/api/version", False),
    ]


# ---------------------------------------------------------------------- content parts


def test_content_parts_become_text_and_images() -> None:
    parts = [
        {"type": "text", "text": "What is"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw=="}},
        {"type": "text", "text": "in these?"},
        {"type": "image_url", "image_url": "aG8="},
    ]
    with OllamaServer() as server, Client(server.url) as client:
        message = {"role": "user", "content": parts, "images": [b"GIF8"]}
        client.chat("gemma3", [message])
        sent = server.requests[-1].json["messages"][0]
    assert sent == {
        "role": "user",
        "content": "What is\nin these?",
        "images": ["R0lGOA==", "iVBORw==", "aG8="],
    }


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ({"type": "input_file"}, "messages[0].content[0]: expected a text or image_url part"),
        ({"type": "text"}, "messages[0].content[0]: expected a text or image_url part"),
        ("hello", "messages[0].content[0]: expected a text or image_url part, got str"),
        ({"type": "image_url", "image_url": "http://x/y.png"}, "web addresses are not downloaded"),
        ({"type": "image_url", "image_url": "/etc/photo.png"}, "is not read"),
    ],
)
def test_parts_that_cannot_be_sent(part: Any, expected: str) -> None:
    with Client("http://127.0.0.1:9") as client, pytest.raises(ValueError) as raised:
        client.chat("m", [{"role": "user", "content": [part]}])
    assert expected in str(raised.value)
