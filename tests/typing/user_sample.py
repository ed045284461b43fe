"""What a user's program looks like to type checkers; checked by tests/test_typing.py, never run."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

from typing_extensions import assert_type

import ollama
from ollama import (
    AsyncClient,
    ChatResponse,
    Client,
    EmbedResponse,
    GenerateResponse,
    Image,
    ListResponse,
    Message,
    Options,
    ProcessResponse,
    ProgressResponse,
    ResponseError,
    ShowResponse,
    Tool,
)


def add(a: int, b: int = 2) -> int:
    """Add two numbers."""
    return a + b


def history() -> list[Message]:
    call = Message.ToolCall(function=Message.ToolCall.Function(name="add", arguments={"a": 1}))
    return [
        Message(role="user", content="Hi", images=[Image(value=Path("a.png"))]),
        Message(role="assistant", tool_calls=[call]),
    ]


def tool() -> Tool:
    amount = Tool.Function.Parameters.Property(type="integer", description="How many")
    parameters = Tool.Function.Parameters(
        type="object", required=["amount"], properties={"amount": amount}
    )
    return Tool(type="function", function=Tool.Function(name="buy", parameters=parameters))


def sync(client: Client, stream: bool) -> None:
    messages = [{"role": "user", "content": "Hi"}]
    answer = client.chat("m", messages, tools=[add, tool()], options=Options(temperature=0.1))
    assert_type(answer, ChatResponse)
    assert_type(answer.message, Message)
    assert_type(answer.message.content, str | None)
    assert_type(client.chat("m", history(), stream=False), ChatResponse)
    assert_type(client.chat(model="m", stream=True), Iterator[ChatResponse])
    assert_type(client.chat("m", stream=stream), ChatResponse | Iterator[ChatResponse])
    for part in client.chat("m", messages, stream=True, think="xhigh", keep_alive=timedelta(1)):
        assert_type(part, ChatResponse)
    for call in answer.message.tool_calls or []:
        assert_type(call, Message.ToolCall)
        assert_type(call.function.name, str)

    assert_type(client.generate("m", "Hi", options={"seed": 1}), GenerateResponse)
    assert_type(client.generate("m", "Hi", stream=True), Iterator[GenerateResponse])
    assert_type(
        client.generate("m", "Hi", stream=stream), GenerateResponse | Iterator[GenerateResponse]
    )
    vectors = client.embed("m", ["a", "b"], extra_headers={"x": "y"}, timeout=3.5)
    assert_type(vectors, EmbedResponse)
    assert_type(vectors.embeddings, list[list[float]])
    listed = client.list()
    assert_type(listed, ListResponse)
    assert_type(listed.models[0], ListResponse.Model)
    running: list[ProcessResponse.Model] = client.ps().models
    assert_type(client.show("m", extra_body={"verbose": True}), ShowResponse)
    assert_type(client.version().version, str)
    assert_type(client.pull("m", stream=True), Iterator[ProgressResponse])
    print(running)


async def asynchronous(client: AsyncClient, stream: bool) -> None:
    assert_type(await client.chat("m", history(), tools=[add]), ChatResponse)
    parts = await client.chat("m", stream=True)
    assert_type(parts, AsyncIterator[ChatResponse])
    async for part in parts:
        assert_type(part.message.thinking, str | None)
    either = await client.chat("m", stream=stream)
    assert_type(either, ChatResponse | AsyncIterator[ChatResponse])
    assert_type(await client.generate("m", "Hi", format="json"), GenerateResponse)
    pieces = await client.generate("m", "Hi", stream=True)
    assert_type(pieces, AsyncIterator[GenerateResponse])
    assert_type(await client.embed("m", "a"), EmbedResponse)
    assert_type(await client.list(), ListResponse)
    assert_type(await client.ps(), ProcessResponse)
    assert_type(await client.show("m"), ShowResponse)
    await client.close()


def module() -> None:
    try:
        assert_type(ollama.chat("m", "Hi"), ChatResponse)
        assert_type(ollama.generate("m", "Hi", stream=True), Iterator[GenerateResponse])
        assert_type(ollama.list(), ListResponse)
    except ResponseError as error:
        assert_type(error.status_code, int)


with Client("localhost", timeout=10, headers={"x": "y"}) as opened:
    assert_type(opened, Client)
