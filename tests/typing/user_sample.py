"""A user's program, which is type-checked and run with the server at OLLAMA_HOST."""

from __future__ import annotations

import asyncio
import dataclasses
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal, TypedDict, cast

from httpx import Headers
from typing_extensions import assert_type, reveal_type

import ollama
from ollama import (
    AsyncClient,
    AsyncParsedStream,
    AsyncResponseStream,
    Attempt,
    ChatResponse,
    Client,
    EmbeddingsResponse,
    EmbedResponse,
    GenerateResponse,
    Image,
    ListResponse,
    Message,
    Options,
    OutputError,
    ParsedStream,
    PartialOutput,
    ProcessResponse,
    ProgressResponse,
    RequestError,
    ResponseError,
    ResponseStream,
    ShowResponse,
    StatusResponse,
    Tool,
)
from ollama._types import ChatRequest, WebSearchResult

MODEL = "llama3.2"
EMBEDDER = "nomic-embed-text"

# In variables, these have their own types, which must be accepted.
HISTORY = [{"role": "user", "content": "Hi"}]
SETTINGS = {"temperature": 0.5, "seed": 1, "stop": ["###"]}
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "description": "The weather of a place",
        "parameters": {
            "type": "object",
            "required": ["place"],
            "properties": {"place": {"type": "string", "enum": ["Rome", "Oslo"]}},
        },
    },
}


class Turn(TypedDict):
    """The program's own typed dict."""

    role: str
    content: str


@dataclasses.dataclass
class Book:
    """The type of an answer."""

    title: str


class Person:
    """A class with its own schema, like those of pydantic."""

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        properties = {"name": {"type": "string"}}
        return {"type": "object", "properties": properties, "required": ["name"]}


def add(a: int, b: int = 2) -> int:
    """Add two numbers."""
    return a + b


async def fetch(url: str) -> str:
    """Fetch a page."""
    return url


def history() -> list[Message]:
    call = Message.ToolCall(function=Message.ToolCall.Function(name="add", arguments={"a": 1}))
    return [
        Message(role="user", content="Hi", images=[Image(value=b"\x89PNG")]),
        Message(role="assistant", tool_calls=[call]),
        Message(role="tool", content="3", tool_name="add"),
    ]


def tool() -> Tool:
    amount = Tool.Function.Parameters.Property(type="integer", description="How many")
    parameters = Tool.Function.Parameters(
        type="object", required=["amount"], properties={"amount": amount}
    )
    return Tool(type="function", function=Tool.Function(name="buy", parameters=parameters))


def chats(client: Client, stream: bool) -> None:
    answer = client.chat(MODEL, HISTORY, tools=[add, fetch, tool(), WEATHER], options=SETTINGS)
    assert_type(answer, ChatResponse)
    assert_type(answer.message, Message)
    assert_type(answer.message.content, str | None)
    for call in answer.message.tool_calls or []:
        assert_type(call, Message.ToolCall)
        assert_type(call.function.name, str)
    assert_type(client.chat(MODEL, [*history(), answer.message], stream=False), ChatResponse)
    parts = client.chat(model=MODEL, messages=HISTORY, stream=True, keep_alive=timedelta(1))
    assert_type(parts, ResponseStream[ChatResponse])
    reveal_type(next(parts).message.thinking)
    for part in parts:
        assert_type(part, ChatResponse)
    either = client.chat(MODEL, HISTORY, stream=stream, think="low")
    assert_type(either, ChatResponse | ResponseStream[ChatResponse])
    assert isinstance(either, ChatResponse) is not stream


def dicts(client: Client, anything: dict[str, Any], frozen: Mapping[str, Any]) -> None:
    client.chat(
        MODEL,
        [
            {"role": "system", "content": "Be brief"},
            {"role": "user", "content": "What is this?", "images": [b"\x89PNG"]},
            {"role": "user", "content": "Mine", "sent_at": 1.5},
        ],
        options={"temperature": 0, "top_p": 0.9, "num_ctx": 2048, "stop": ["a"]},
        tools=[{"type": "function", "function": {"name": "noop", "parameters": {}}}],
    )
    turns: list[Turn] = [{"role": "user", "content": "Hi"}]
    texts: list[dict[str, str]] = [{"role": "user", "content": "Hi"}]
    objects: dict[str, object] = dict(anything)
    client.chat(MODEL, turns)
    client.chat(MODEL, texts)
    client.chat(MODEL, [anything, frozen, objects, history()[0]], options=anything)
    client.chat(MODEL, [*HISTORY, {"role": "user", **anything}], options=frozen)
    client.chat(MODEL, HISTORY, options=dict(Options(seed=1)), tools=[dict(WEATHER)])
    client.chat(MODEL, HISTORY, options=Options(temperature=0.1, stop=["a"]))
    client.generate(MODEL, "Hi", options=objects)
    client.generate(MODEL, "Hi", options={**anything, "seed": 1})


def parsed(client: Client, stream: bool) -> None:
    book = client.parse(MODEL, "Hi", format=Book, max_reasks=1, options={"seed": 1})
    assert_type(book, ChatResponse[Book])
    assert_type(book.parsed.title, str)
    assert_type(book.attempts, tuple[Attempt[ChatResponse[Book]], ...])
    assert_type(client.parse(MODEL, HISTORY, format=Turn).parsed["role"], str)
    assert_type(client.parse(MODEL, HISTORY, format=list[int]).parsed, list[int])
    assert_type(client.parse(MODEL, HISTORY, format="json").parsed, Any)
    assert_type(client.parse(MODEL, HISTORY, format={"type": "object"}).parsed, Any)
    word = client.parse(MODEL, HISTORY, format=cast("type[str]", Literal["yes", "no"]))
    assert_type(word.parsed, str)
    assert_type(client.parse_generate(MODEL, "Hi", format=Book), GenerateResponse[Book])
    with client.parse(MODEL, "Hi", format=Book, stream=True) as growing:
        assert_type(growing, ParsedStream[ChatResponse[Book]])
        for partial in growing:
            assert_type(partial, PartialOutput)
        assert_type(growing.get_final_response().parsed, Book)
    either = client.parse_generate(MODEL, "Hi", format=Book, stream=stream)
    assert_type(either, GenerateResponse[Any] | ParsedStream[GenerateResponse[Any]])
    client.chat(MODEL, "Hi", format=Book)
    client.chat(MODEL, "Hi", format=int | None)
    try:
        ollama.parse("no-such-model", "Hi", format=Book)
    except OutputError as error:
        assert_type(error.attempts, tuple[Attempt[ChatResponse[Any] | GenerateResponse[Any]], ...])
    except ResponseError:
        pass


def others(client: Client, stream: bool) -> None:
    person = client.generate(MODEL, "Who?", format=Person, options={"seed": 1})
    assert_type(person, GenerateResponse)
    assert_type(json.loads(person.response)["name"], Any)
    assert_type(client.generate(MODEL, "Hi", stream=True), ResponseStream[GenerateResponse])
    raw = client.with_raw_response
    assert_type(raw.generate(MODEL, "Hi").parse(), GenerateResponse)
    assert_type(raw.generate(MODEL, "Hi", stream=True).parse(), ResponseStream[GenerateResponse])
    assert_type(raw.show(MODEL).parse(), ShowResponse)
    assert_type(raw.show(model=MODEL, verbose=True).status_code, int)
    text = client.generate(MODEL, "Hi", stream=stream)
    assert_type(text, GenerateResponse | ResponseStream[GenerateResponse])
    vectors = client.embed(EMBEDDER, ["a", "b"], extra_headers={"x": "y"}, timeout=600.5)
    assert_type(vectors, EmbedResponse)
    assert_type(vectors.embeddings, list[list[float]])
    assert_type(client.embeddings(EMBEDDER, "a"), EmbeddingsResponse)
    for progress in client.pull(MODEL, stream=True):
        assert_type(progress, ProgressResponse)
        assert_type(progress.digest, str | None)
    assert_type(client.pull(MODEL), ProgressResponse)
    assert_type(
        client.pull(MODEL, stream=stream), ProgressResponse | ResponseStream[ProgressResponse]
    )
    listed = client.list()
    assert_type(listed, ListResponse)
    assert_type(listed.models[0], ListResponse.Model)
    assert_type(client.ps(), ProcessResponse)
    assert_type(client.show(MODEL, extra_body={"verbose": True}), ShowResponse)
    assert_type(client.copy(MODEL, "mine"), StatusResponse)
    assert_type(client.version().version, str)


async def asynchronous(client: AsyncClient, stream: bool) -> None:
    assert_type(await client.chat(MODEL, history(), tools=[add, fetch]), ChatResponse)
    parts = await client.chat(MODEL, HISTORY, stream=True, options=SETTINGS)
    assert_type(parts, AsyncResponseStream[ChatResponse])
    async for part in parts:
        assert_type(part.message.thinking, str | None)
    either = await client.chat(MODEL, HISTORY, stream=stream)
    assert_type(either, ChatResponse | AsyncResponseStream[ChatResponse])
    assert_type(await client.generate(MODEL, "Hi", format="json"), GenerateResponse)
    raw = client.with_raw_response
    assert_type((await raw.chat(MODEL, HISTORY)).parse(), ChatResponse)
    streamed = await raw.generate(MODEL, "Hi", stream=True)
    assert_type(streamed.parse(), AsyncResponseStream[GenerateResponse])
    assert_type((await raw.show(MODEL)).headers, Headers)
    pieces = await client.generate(MODEL, "Hi", stream=True)
    assert_type(pieces, AsyncResponseStream[GenerateResponse])
    assert_type(await client.embed(EMBEDDER, "a"), EmbedResponse)
    async for progress in await client.pull(MODEL, stream=True):
        assert_type(progress, ProgressResponse)
    assert_type(await client.parse(MODEL, "Hi", format=Book), ChatResponse[Book])
    growing = await client.parse_generate(MODEL, "Hi", format=Book, stream=True)
    assert_type(growing, AsyncParsedStream[GenerateResponse[Book]])
    assert_type((await growing.get_final_response()).parsed, Book)
    assert_type(await client.list(), ListResponse)
    assert_type(await client.create_blob(__file__), str)
    await async_tool_loop(client)
    await client.close()


def tool_loop(client: Client, stream: bool) -> None:
    result = client.run_tools(MODEL, "What is 1 + 2?", tools=[add], approve=lambda event: event.id)
    assert_type(result, ollama.ToolRunResult)
    assert_type(result.messages, list[Message])
    either = client.run_tools(MODEL, HISTORY, tools=[add, fetch], stream=stream)
    assert_type(either, ollama.ToolRunResult | ollama.ToolRun)
    with client.run_tools(MODEL, HISTORY, tools=[add], stream=True, think=False) as run:
        for event in run:
            if event.type == "text":
                assert_type(event, ollama.TextEvent)
            elif event.type == "tool_result":
                assert_type(event.error, Exception | None)
            elif event.type == "turn":
                assert_type(event.response, ChatResponse)
        assert_type(run.get_final_result().text, str)


async def async_tool_loop(client: AsyncClient) -> None:
    async def approve(event: ollama.ToolCallEvent) -> bool:
        return event.name != "rm"

    result = await client.run_tools(MODEL, "Hi", tools=[add], approve=approve)
    assert_type(result, ollama.ToolRunResult)
    run = await client.run_tools(MODEL, "Hi", tools=[add, fetch], stream=True)
    assert_type(run, ollama.AsyncToolRun)
    async with run:
        async for event in run:
            assert_type(event, ollama.ToolRunEvent)


def chat_objects(client: Client) -> None:
    chat = ollama.Chat(MODEL, system="Be brief.", client=client, options=SETTINGS, tools=[add])
    assert_type(chat.send("Hi"), ChatResponse)
    with chat.stream("Hi", images=[]) as stream:
        for text in stream.text_stream:
            assert_type(text, str)
        assert_type(stream.get_final_response(), ChatResponse)
    assert_type(chat.messages, list[Message])
    assert_type(ollama.Chat.from_json(chat.to_json(), tools=[add], client=client), ollama.Chat)


CALL = {"function": {"name": "f", "arguments": {"a": 1}}}


def objects(client: Client) -> None:
    message = Message(role="user", content="Hi", tool_calls=[CALL])
    assert_type(ChatResponse(model=MODEL, message=message).message, Message)
    assert_type(GenerateResponse(model=MODEL, response="Hi").response, str)
    assert_type(ollama.ShowResponse(model_info={"a": 1}).modelinfo, dict[str, Any])
    progress = ollama.ProgressResponse(status="x", completed=1, total=2)
    status: ollama.StatusResponse = progress
    assert_type(status.status, str)
    assert_type(
        ListResponse.Model(
            model=MODEL, size=5, modified_at="2026-01-01T00:00:00Z"
        ).size.human_readable(),
        str,
    )
    request = ChatRequest(model=MODEL, messages=[{"role": "user"}, message])
    assert_type(request.messages, list[Message] | None)
    for hit in ollama.WebSearchResponse(
        results=[{"title": "t", "content": "c", "url": "u"}]
    ).results:
        assert_type(hit, WebSearchResult)
    assert_type(client.embeddings(EMBEDDER, "Hi").embedding, list[float])
    assert_type(client.embed(EMBEDDER, (text for text in ("a", "b"))).embeddings, list[list[float]])


def errors() -> None:
    try:
        assert_type(ollama.chat(MODEL, "Hi"), ChatResponse)
        assert_type(ollama.list(), ListResponse)
        assert_type(ollama.generate("no-such-model", "Hi"), GenerateResponse)
    except ResponseError as error:
        assert_type(error.status_code, int)
        assert error.status_code == 404
    except (RequestError, ConnectionError) as error:
        raise SystemExit(str(error)) from None


def main() -> None:
    with Client(timeout=600, headers={"x": "y"}) as client:
        assert_type(client, Client)
        chats(client, stream=True)
        dicts(client, {"role": "user", "content": "Hi"}, {"role": "user", "content": "Hi"})
        parsed(client, stream=False)
        others(client, stream=False)
        tool_loop(client, stream=False)
        chat_objects(client)
        objects(client)
    asyncio.run(asynchronous(AsyncClient(), stream=False))
    errors()
    print("done")


if __name__ == "__main__":
    main()
