"""Tests of parsing answers into a type: values, asking again, partial values, and errors."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import enum
import gc
import io
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, NamedTuple

import attrs
import msgspec
import pydantic
import pytest
from typing_extensions import TypedDict

import ollama
from ollama import AsyncClient, ChatResponse, Client, GenerateResponse, Message, ResponseError
from ollama._async.parse import AsyncParsedStream
from ollama._output.formats import OutputType
from ollama._sync.parse import ParsedStream
from ollama.testing import Model, OllamaServer
from tests.patience import LONG, PATIENCE

from .calls import was_aborted

ROOT = Path(__file__).parents[2]
MODEL = "llama3.2"
ASKED = [{"role": "user", "content": "Who wrote it?"}]


@dataclasses.dataclass
class Person:
    name: str
    age: int


@attrs.define
class Place:
    name: str


class Book(TypedDict):
    title: str


class Point(NamedTuple):
    x: int
    y: int


class Row(msgspec.Struct):
    key: str


class Colour(enum.Enum):
    RED = "red"


class Shelf(pydantic.BaseModel):
    books: list[str]


@pydantic.dataclasses.dataclass
class Rated:
    stars: int


ADA = Person("Ada", 36)
ADA_TEXT = '{"name": "Ada", "age": 36}'

#: A format, the text of an answer, and its value.
FORMATS: dict[str, tuple[Any, str, Any]] = {
    "dataclass": (Person, ADA_TEXT, ADA),
    "attrs": (Place, '{"name": "Porto"}', Place("Porto")),
    "TypedDict": (Book, '{"title": "Emma"}', {"title": "Emma"}),
    "NamedTuple": (Point, "[1, 2]", Point(1, 2)),
    "Struct": (Row, '{"key": "a"}', Row("a")),
    "Enum": (Colour, '"red"', Colour.RED),
    "pydantic model": (Shelf, '{"books": ["Emma"]}', Shelf(books=["Emma"])),
    "pydantic dataclass": (Rated, '{"stars": 5}', Rated(5)),
    "TypeAdapter": (pydantic.TypeAdapter(list[Shelf]), "[]", []),
    "list": (list[int], "[1, 2]", [1, 2]),
    "dict": (dict[str, float], '{"a": 1}', {"a": 1.0}),
    "Literal": (Literal["a", "b"], '"b"', "b"),
    "union": (int | str, "3", 3),
    "int": (int, "3", 3),
    "union of classes": (Person | Rated, '{"stars": 5}', Rated(5)),
    "schema": ({"type": "array", "items": {}}, "[1]", [1]),
    "json": ("json", '{"a": [true]}', {"a": [True]}),
}


class Caller:
    """Calls a method of either client, streaming or not, and returns the outcome."""

    def __init__(self, server: OllamaServer, flavour: str, method: str, stream: bool) -> None:
        self.server, self.flavour, self.method, self.stream = server, flavour, method, stream
        self.partials: list[ollama.PartialOutput] = []

    def __call__(self, format: Any = Person, **options: Any) -> Any:
        key = "messages" if self.method == "parse" else "prompt"
        options = {
            "model": MODEL,
            key: ASKED if self.method == "parse" else "Who wrote it?",
            "format": format,
            "stream": self.stream,
            **options,
        }
        if self.flavour == "async":
            return asyncio.run(self.awaited(options))
        with Client(host=self.server.url) as client:
            answer = getattr(client, self.method)(**options)
            if not self.stream:
                return answer
            assert isinstance(answer, ParsedStream)
            with answer as stream:
                self.partials.extend(stream)
                return stream.get_final_response()

    async def awaited(self, options: dict[str, Any]) -> Any:
        async with AsyncClient(host=self.server.url) as client:
            answer = await getattr(client, self.method)(**options)
            if not self.stream:
                return answer
            assert isinstance(answer, AsyncParsedStream)
            async with answer as stream:
                self.partials.extend([partial async for partial in stream])
                return await stream.get_final_response()

    @property
    def sent(self) -> list[dict[str, Any]]:
        return [request.json for request in self.server.requests]


@pytest.fixture(params=["whole", "streamed"])
def stream(request: pytest.FixtureRequest) -> bool:
    return request.param == "streamed"


@pytest.fixture(params=["parse", "parse_generate"])
def method(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=["sync", "async"])
def call(server: OllamaServer, request: pytest.FixtureRequest, method: str, stream: bool) -> Caller:
    return Caller(server, request.param, method, stream)


def on_async_client(server: OllamaServer, use: Callable[[AsyncClient], Any]) -> Any:
    """Run a coroutine function with a new client."""

    async def main() -> Any:
        async with AsyncClient(host=server.url) as client:
            return await use(client)

    return asyncio.run(main())


# ---------------------------------------------------------------------- values


@pytest.mark.parametrize("name", FORMATS)
def test_a_value_of_each_kind_of_type(call: Caller, name: str) -> None:
    tp, text, value = FORMATS[name]
    call.server.reply(text)
    answer = call(tp)
    assert answer.parsed == value
    assert type(answer.parsed) is type(value)
    assert isinstance(answer, ChatResponse if call.method == "parse" else GenerateResponse)
    assert answer.text == text
    assert answer.usage.completion_tokens > 0
    (body,) = call.sent
    assert body["format"] == OutputType.of(tp).schema


@pytest.mark.parametrize("name", FORMATS)
def test_the_servers_own_answer_fits_the_schema(server: OllamaServer, name: str) -> None:
    tp, _, value = FORMATS[name]
    with Client(host=server.url) as client:
        answer = client.parse(MODEL, ASKED, format=tp)
    if not isinstance(value, (list, dict)):
        assert isinstance(answer.parsed, (type(value), Person))
    assert len(answer.attempts) == 1


def test_chat_sends_the_same_schema(server: OllamaServer) -> None:
    with Client(host=server.url) as client:
        for tp, _, _ in FORMATS.values():
            client.chat(MODEL, ASKED, format=tp)
            client.generate(MODEL, "Who?", format=tp)
            client.parse(MODEL, ASKED, format=tp)
    formats = [request.json["format"] for request in server.requests]
    assert formats[::3] == formats[1::3] == formats[2::3]
    assert formats[0]["properties"].keys() == {"name", "age"}


def test_a_schema_of_pydantic_is_sent_as_it_is() -> None:
    class Node(pydantic.BaseModel):
        children: list[Node] = []

    Node.model_rebuild(_types_namespace={"Node": Node})
    assert OutputType.of(Node).schema == Node.model_json_schema()
    assert "$ref" in Node.model_json_schema()


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}```", "\n {} \n"])
def test_a_fence_around_the_json_is_left_out(call: Caller, fence: str) -> None:
    call.server.reply(fence.replace("{}", ADA_TEXT))
    assert call().parsed == ADA


def test_options_are_sent(call: Caller) -> None:
    call.server.reply(ADA_TEXT)
    call(options={"seed": 1}, think=False, keep_alive=3, extra_body={"more": 1})
    (body,) = call.sent
    assert {
        "options": {"seed": 1},
        "think": False,
        "keep_alive": 3,
        "more": 1,
    }.items() <= body.items()
    assert body["stream"] is call.stream


def test_a_single_message_and_a_plain_text(server: OllamaServer) -> None:
    server.reply(ADA_TEXT, times=2)
    message = Message(role="user", content="Who?")
    with Client(host=server.url) as client:
        assert client.parse(MODEL, "Who?", format=Person).parsed == ADA
        assert client.parse(MODEL, message, format=Person).parsed == ADA
    first, second = (request.json["messages"] for request in server.requests)
    assert first == second == [{"role": "user", "content": "Who?"}]


def test_what_was_parsed_survives_copies(server: OllamaServer) -> None:
    server.reply("nothing")
    server.reply(ADA_TEXT)
    with Client(host=server.url) as client:
        answer = client.parse(MODEL, ASKED, format=Person)
    for one in (copy.copy(answer), copy.deepcopy(answer), pickle.loads(pickle.dumps(answer))):
        assert one == answer
        assert one.parsed == ADA
        assert [attempt.response.text for attempt in one.attempts] == ["nothing", ADA_TEXT]
    assert "parsed" not in answer.to_dict()


def test_answers_of_other_calls_have_no_attempts(server: OllamaServer) -> None:
    with Client(host=server.url) as client:
        answer = client.chat(MODEL, ASKED)
    assert (answer.parsed, answer.attempts) == (None, ())


# ---------------------------------------------------------------------- asking again


def test_a_wrong_answer_is_asked_for_again(call: Caller) -> None:
    call.server.reply("It was Ada.")
    call.server.reply('{"name": "Ada", "age": "old"}')
    call.server.reply(ADA_TEXT)
    answer = call()
    assert answer.parsed == ADA
    texts = [attempt.response.text for attempt in answer.attempts]
    assert texts == ["It was Ada.", '{"name": "Ada", "age": "old"}', ADA_TEXT]
    errors = [str(attempt.error) for attempt in answer.attempts]
    assert errors[0].startswith("The answer is not valid JSON: ")
    assert errors[1] == "Expected `int`, got `str` - at `$.age`"
    assert answer.attempts[2].error is None

    first, second, third = call.sent
    assert all(body["format"] == first["format"] for body in call.sent)
    if call.method == "parse":
        assert second["messages"][:2] == [*ASKED, {"role": "assistant", "content": texts[0]}]
        assert errors[0] in second["messages"][2]["content"]
        assert third["messages"][:3] == second["messages"]
        assert third["messages"][3] == {"role": "assistant", "content": texts[1]}
        assert third["messages"][4]["role"] == "user"
        assert errors[1] in third["messages"][4]["content"]
    else:
        assert second["prompt"].startswith(
            "Who wrote it?\n\nYour last answer was:\nIt was Ada.\n\n"
        )
        assert errors[0] in second["prompt"]
        assert third["prompt"].startswith(second["prompt"])
        assert errors[1] in third["prompt"]


def test_a_raw_prompt_is_asked_again_raw(server: OllamaServer) -> None:
    server.reply("It was Ada.")
    server.reply(ADA_TEXT)
    with Client(host=server.url) as client:
        prompt = "[INST]Who wrote it?[/INST]"
        answer = client.parse_generate(MODEL, prompt, format=Person, raw=True, images=None)
    assert answer.parsed == ADA
    first, second = (request.json for request in server.requests)
    assert first["raw"] is second["raw"] is True
    assert second["prompt"].startswith(f"{prompt}\n\nYour last answer was:\nIt was Ada.\n\n")


@pytest.mark.parametrize("kind", ["file", "iterator"])
def test_images_are_read_once(server: OllamaServer, kind: str) -> None:
    def images() -> Any:
        return [io.BytesIO(b"\x89PNG")] if kind == "file" else iter([b"\x89PNG"])

    server.add_model(Model("eye", capabilities=("completion", "vision")))
    for _ in range(2):
        server.reply("It was Ada.")
        server.reply(ADA_TEXT)
    with Client(host=server.url) as client:
        asked = [{"role": "user", "content": "Who is it?", "images": images()}]
        client.parse("eye", iter(asked), format=Person)
        client.parse_generate("eye", "Who is it?", format=Person, images=images())
    sent = [request.json for request in server.requests]
    seen = [body["messages"][0]["images"] for body in sent[:2]]
    seen += [body["images"] for body in sent[2:]]
    assert seen == [["iVBORw=="]] * 4


def test_json_that_is_nested_too_deeply(call: Caller) -> None:
    call.server.reply("[" * 100_000)
    call.server.reply("[1]")
    answer = call(format=list[Any])
    assert answer.parsed == [1]
    assert str(answer.attempts[0].error).startswith("The answer is not valid JSON: ")


def test_the_callers_messages_are_left_alone(server: OllamaServer) -> None:
    messages = copy.deepcopy(ASKED)
    server.reply("no")
    with Client(host=server.url) as client:
        client.parse(MODEL, messages, format=Person)
    assert messages == ASKED


def test_a_validator_of_the_user_is_told_to_the_model(call: Caller) -> None:
    class Small(pydantic.BaseModel):
        number: int

        @pydantic.field_validator("number")
        @classmethod
        def small(cls, value: int) -> int:
            if value > 9:
                raise ValueError("one digit only")
            return value

    call.server.reply('{"number": 10}')
    call.server.reply('{"number": 9}')
    answer = call(Small)
    assert answer.parsed == Small(number=9)
    assert str(answer.attempts[0].error) == "Value error, one digit only - at `$.number`"
    assert "one digit only" in json.dumps(call.sent[1])


@pytest.mark.parametrize("max_reasks", [0, 1, 3])
def test_the_bound_is_kept(call: Caller, max_reasks: int) -> None:
    call.server.reply("Ada", times=None)
    with pytest.raises(ollama.OutputValidationError) as caught:
        call(max_reasks=max_reasks)
    error = caught.value
    assert len(call.sent) == len(error.attempts) == max_reasks + 1
    assert all(isinstance(attempt.error, ValueError) for attempt in error.attempts)
    assert (error.text, error.response.text) == ("Ada", "Ada")
    times = "once" if max_reasks == 0 else f"{max_reasks + 1} times"
    assert str(error).startswith(f"no Person, asked {times}: The answer is not valid JSON: ")
    assert isinstance(error, (ollama.OutputError, ValueError))
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), len(again.attempts)) == (str(error), len(error.attempts))


def test_an_empty_answer(call: Caller) -> None:
    call.server.reply(" ")
    call.server.reply(ADA_TEXT)
    answer = call()
    assert answer.parsed == ADA
    assert str(answer.attempts[0].error) == "The answer is empty"


# ---------------------------------------------------------------------- cut off


def test_a_cut_off_answer_is_not_asked_for_again(call: Caller) -> None:
    call.server.reply('{"name": "Ada Love', done_reason="length")
    with pytest.raises(ollama.OutputTruncatedError) as caught:
        call()
    error = caught.value
    assert len(call.sent) == 1
    assert error.text == '{"name": "Ada Love'
    assert error.partial == {"name": "Ada Love"}
    assert error.response.done_reason == "length"
    assert str(error) == "the answer was cut off before Person was complete"


def test_an_answer_cut_off_by_the_server_itself(call: Caller) -> None:
    call.server.reply('{"name": "Ada", "age": 36, "more": "a b c d"}')
    with pytest.raises(ollama.OutputTruncatedError) as caught:
        call(options={"num_predict": 2})
    assert caught.value.text
    assert '"more"' not in caught.value.text


def test_a_cut_off_answer_after_a_wrong_one(call: Caller) -> None:
    call.server.reply("Ada")
    call.server.reply("I th", done_reason="length")
    with pytest.raises(ollama.OutputTruncatedError) as caught:
        call()
    assert [bool(attempt.error) for attempt in caught.value.attempts] == [True, False]
    assert caught.value.partial is None


# ---------------------------------------------------------------------- partial values


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_partial_values_grow(server: OllamaServer, method: str, flavour: str) -> None:
    call = Caller(server, flavour, method, stream=True)
    chunks = ['{"na', 'me": "A', "da", '", ', '"age": 3', "6", "}"]
    server.reply(chunks=chunks)
    assert call().parsed == ADA
    assert [partial.parsed for partial in call.partials] == [
        {},
        {"name": "A"},
        {"name": "Ada"},
        {"name": "Ada", "age": 36},
    ]
    assert call.partials[1].text == '{"name": "A'
    assert call.partials[1].response.text == 'me": "A'
    assert {partial.attempt for partial in call.partials} == {1}


@pytest.mark.parametrize("flavour", ["sync", "async"])
def test_partial_values_begin_anew(server: OllamaServer, method: str, flavour: str) -> None:
    call = Caller(server, flavour, method, stream=True)
    server.reply(chunks=['{"name": ', "3}"])
    server.reply(chunks=["I think ", "so"])
    server.reply(chunks=['{"name": "Ada', '", "age": 36}'])
    assert len(call().attempts) == 3
    assert [(partial.attempt, partial.parsed) for partial in call.partials] == [
        (1, {}),
        (1, {"name": 3}),
        (3, {"name": "Ada"}),
        (3, {"name": "Ada", "age": 36}),
    ]


def test_a_stream_sends_nothing_before_it_is_read(server: OllamaServer) -> None:
    with Client(host=server.url) as client, pytest.raises(RuntimeError, match="closed, or failed"):
        stream = client.parse(MODEL, ASKED, format=Person, stream=True)
        stream.close()
        assert server.requests == []
        stream.get_final_response()


def test_next_and_the_rest(server: OllamaServer) -> None:
    server.reply(chunks=['{"name": "Ada"', ', "age": 36}'])
    with Client(host=server.url) as client:
        stream = client.parse(MODEL, ASKED, format=Person, stream=True)
        assert next(stream).parsed == {"name": "Ada"}
        assert stream.get_final_response().parsed == ADA
        assert stream.get_final_response().parsed == ADA
        with pytest.raises(StopIteration):
            next(stream)


def test_next_and_the_rest_awaited(server: OllamaServer) -> None:
    server.reply(chunks=['{"name": "Ada"', ', "age": 36}'])

    async def use(client: AsyncClient) -> None:
        stream = await client.parse(MODEL, ASKED, format=Person, stream=True)
        assert (await anext(stream)).parsed == {"name": "Ada"}
        assert (await stream.get_final_response()).parsed == ADA
        with pytest.raises(StopAsyncIteration):
            await anext(stream)

    on_async_client(server, use)


LONG_LIST = {**LONG, "chunks": ["[1,", *[" 2,"] * 60_000]}


def test_leaving_early_closes_the_connection(server: OllamaServer) -> None:
    server.reply(**LONG_LIST)
    with Client(host=server.url) as client:
        with client.parse(MODEL, ASKED, format=list[int], stream=True) as stream:
            next(stream)
        assert was_aborted(server)


def test_leaving_early_closes_the_connection_in_async_code(server: OllamaServer) -> None:
    server.reply(**LONG_LIST)

    async def use(client: AsyncClient) -> None:
        async with await client.parse(MODEL, ASKED, format=list[int], stream=True) as stream:
            await anext(stream)
        assert await asyncio.to_thread(was_aborted, server)

    on_async_client(server, use)


def test_a_stream_that_nobody_holds_closes_its_connection(server: OllamaServer) -> None:
    server.reply(**LONG_LIST, times=2)

    async def use(client: AsyncClient) -> None:
        async for _ in await client.parse(MODEL, ASKED, format=list[int], stream=True):
            break
        assert await asyncio.to_thread(was_aborted, server)

    gc.disable()  # Objects in a reference cycle would stay.
    try:
        with Client(host=server.url) as client:
            for _ in client.parse(MODEL, ASKED, format=list[int], stream=True):
                break
            assert was_aborted(server)
        on_async_client(server, use)
    finally:
        gc.enable()
    assert len(server.requests) == 2


def test_the_answer_so_far_and_what_it_cost(server: OllamaServer) -> None:
    server.reply('{"name": 3}')
    server.reply(chunks=['{"name": "Ada"', ', "age": 36}'], thinking="well then")
    with (
        Client(host=server.url) as client,
        client.parse("qwen3", ASKED, format=Person, stream=True) as stream,
    ):
        assert (stream.current.text, stream.usage) == ("", None)
        while next(stream).attempt == 1:
            pass
        assert stream.current.text == '{"name": "Ada"'
        assert stream.current.message.thinking == "well then"
        assert (stream.current.parsed, stream.usage) == (None, None)
        final = stream.get_final_response()
        assert stream.current is final
        assert stream.usage is not None
        assert stream.usage.completion_tokens == final.eval_count
        assert stream.usage.time_to_first_token is not None
        assert repr(stream) == "<ParsedStream of ChatResponse>"


def test_the_answer_so_far_awaited(server: OllamaServer) -> None:
    server.reply(ADA_TEXT)

    async def use(client: AsyncClient) -> None:
        stream = await client.parse_generate(MODEL, "Who?", format=Person, stream=True)
        async with stream:
            assert (stream.current.text, stream.usage) == ("", None)
            assert await stream.get_final_response() is stream.current
            assert stream.usage is not None
        assert repr(stream) == "<AsyncParsedStream of GenerateResponse>"

    on_async_client(server, use)


def test_an_answer_that_failed_is_no_final_response(server: OllamaServer) -> None:
    server.reply("Ada")
    with Client(host=server.url) as client:
        stream = client.parse(MODEL, ASKED, format=Person, max_reasks=0, stream=True)
        with pytest.raises(ollama.OutputValidationError):
            stream.get_final_response()
        with pytest.raises(RuntimeError, match="closed, or failed"):
            stream.get_final_response()


def test_cancelling_closes_the_connection(server: OllamaServer) -> None:
    server.reply("Ada")
    server.reply(**LONG_LIST)

    async def use(client: AsyncClient) -> None:
        stream = await client.parse(MODEL, ASKED, format=list[int], stream=True)
        reading = asyncio.create_task(stream.get_final_response())
        await asyncio.to_thread(server.wait_for_requests, 2, PATIENCE)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert await asyncio.to_thread(was_aborted, server)

    on_async_client(server, use)


def test_thinking_brings_no_partial_values(server: OllamaServer) -> None:
    server.reply(ADA_TEXT, thinking="well then")
    call = Caller(server, "sync", "parse", stream=True)
    answer = call(model="qwen3", think=True)
    assert answer.message.thinking == "well then"
    assert all(partial.text for partial in call.partials)


# ---------------------------------------------------------------------- errors


def test_errors_of_the_server_come_through(call: Caller) -> None:
    call.server.reply("Ada")
    call.server.fail(503, "server busy")
    with pytest.raises(ResponseError, match="model 'none' not found"):
        call(model="none")
    with pytest.raises(ResponseError, match="server busy"):
        call()


def test_an_error_in_the_middle(server: OllamaServer, method: str) -> None:
    call = Caller(server, "sync", method, stream=True)
    server.reply("Ada")
    server.fail_mid_stream("out of memory", after=1)
    with pytest.raises(ResponseError, match="out of memory"):
        call()
    assert len(server.requests) == 2


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "no format": ({"format": None}, "format: expected a type, a JSON Schema or 'json', got None"),
    "empty format": ({"format": ""}, "format: expected a type, a JSON Schema or 'json', got str"),
    "word": ({"format": "xml"}, "format: expected a type, a JSON Schema or 'json', got str 'xml'"),
    "number": ({"format": 3}, "format: expected 'json', a JSON Schema or a class .*, got int 3"),
    "bound": ({"max_reasks": -1}, "max_reasks: expected a count, got int -1"),
    "bound's type": ({"max_reasks": "2"}, "max_reasks: expected a count, got str '2'"),
    "flag": ({"max_reasks": True}, "max_reasks: expected a count, got bool True"),
    "option": ({"think": 1.5}, "think: "),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_asked(call: Caller, name: str) -> None:
    arguments, message = WRONG[name]
    with pytest.raises(ValueError, match=message) as caught:
        call(**arguments)
    assert isinstance(caught.value, ollama.RequestError)
    assert call.sent == []


def test_tools_and_other_keywords_are_refused(call: Caller) -> None:
    for name in ("tools", "nope"):
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{name}'"):
            call(**{name: []})
    assert call.sent == []


@pytest.mark.parametrize("nothing", [None, [], ""], ids=str)
def test_nothing_to_ask(server: OllamaServer, nothing: Any) -> None:
    with Client(host=server.url) as client:
        with pytest.raises(ValueError, match="prompt: expected text, got"):
            client.parse_generate(MODEL, nothing, format=Person)
        if nothing != "":
            with pytest.raises(ValueError, match="messages: expected at least one, got none"):
                client.parse(MODEL, nothing, format=Person)


def test_a_type_that_cannot_be_read(call: Caller) -> None:
    class Unknown:
        """A class that JSON cannot express."""

    class Described:
        """A class that only has a schema."""

        @classmethod
        def model_json_schema(cls) -> dict[str, Any]:
            return {"type": "object"}

    with pytest.raises(ValueError, match=r"format: .*Unknown cannot be read from JSON"):
        call(Unknown)
    with pytest.raises(TypeError, match=r"Described cannot be read from JSON"):
        call(Described)
    assert call.sent == []


# ---------------------------------------------------------------------- what is not installed


PROGRAM = """
import dataclasses, sys
for name in sys.argv[2:]:
    sys.modules[name] = None
import ollama

@dataclasses.dataclass
class Person:
    name: str

with ollama.Client(host=sys.argv[1]) as client:
    try:
        answer = client.parse("llama3.2", "Who?", format=Person)
        print(answer.parsed)
        with client.parse("llama3.2", "Who?", format=Person, stream=True) as stream:
            *_, last = stream
        print(last.parsed)
    except ValueError as error:
        print(type(error).__name__, error)
"""


def run(server: OllamaServer, *blocked: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, server.url, *blocked],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "generated")))},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    "blocked", [[], ["pydantic"], ["msgspec"]], ids=["none", "pydantic", "msgspec"]
)
def test_either_library_is_enough(server: OllamaServer, blocked: list[str]) -> None:
    server.reply('{"name": "Ada"}', times=2)
    assert run(server, *blocked) == ["Person(name='Ada')", "{'name': 'Ada'}"]


def test_without_either_library(server: OllamaServer) -> None:
    (line,) = run(server, "pydantic", "msgspec")
    assert line == (
        "InvalidRequestError format: Person cannot be read from JSON: install msgspec or pydantic"
    )
    assert server.requests == []


# ---------------------------------------------------------------------- the example


def test_the_example_runs(server: OllamaServer) -> None:
    items = [
        {"name": "chair", "count": 12, "price": 40.5},
        {"name": "table", "count": 1, "price": 310},
    ]
    invoice = {"number": "2026-117", "day": "2026-03-03", "currency": "EUR", "items": items}
    server.reply(json.dumps({**invoice, "items": [{**items[0], "count": 0}]}))
    server.reply(json.dumps(invoice))
    done = subprocess.run(
        [sys.executable, "-W", "error", str(ROOT / "examples/structured_output.py")],
        env={
            **os.environ,
            "OLLAMA_HOST": server.url,
            "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ROOT / "generated"))),
        },
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("\nInvoice 2026-117 of 03 March 2026: 796.00 EUR\n")
    assert "count must be at least 1" in server.requests[1].json["prompt"]
