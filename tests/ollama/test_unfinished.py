"""Tests of answers that end properly without a last line, as when the server stops a model."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from ollama_client import api, errors

import ollama
from ollama import AsyncChat, AsyncClient, Chat, Client
from ollama.testing import OllamaServer

MODEL = "llama3.2"
SAID: list[dict[str, Any]] = [{"role": "user", "content": "Talk."}]


@pytest.fixture(name="server")
def stopping_server() -> Iterator[OllamaServer]:
    """Yield a server that stops the model after two words of each answer."""
    with OllamaServer() as server:
        server.reply(chunks=["na ", "na"], done=False, times=None)
        yield server


def unfinished(answer: Any) -> bool:
    return (answer.text, answer.done, answer.done_reason, answer.usage) == (
        "na na",
        False,
        None,
        None,
    )


@pytest.mark.parametrize("stream", [False, True])
def test_chat_and_generate(server: OllamaServer, stream: bool) -> None:
    with Client(server.url) as client:
        for ask, given in ((client.chat, SAID), (client.generate, "Talk.")):
            answer: Any = ask(MODEL, given, stream=stream)  # type: ignore[call-overload]
            if not stream:
                assert unfinished(answer)
                continue
            assert [piece.done for piece in answer] == [False, False]
            assert unfinished(answer.get_final_response())
            assert unfinished(answer.current)
            assert answer.usage is None


def test_from_async_code(server: OllamaServer) -> None:
    async def main() -> None:
        async with AsyncClient(server.url) as client:
            stream = await client.chat(MODEL, SAID, stream=True)
            assert [piece.text async for piece in stream] == ["na ", "na"]
            assert unfinished(await stream.get_final_response())
            assert unfinished((await client.run_tools(MODEL, SAID, tools=[])).response)
            chat = AsyncChat(MODEL, client=client)
            assert unfinished(await chat.send("Talk."))
            assert unfinished(await (await chat.stream("Talk.")).get_final_response())
            assert len(chat.messages) == 4

    asyncio.run(main())


def test_conversations(server: OllamaServer) -> None:
    with Client(server.url) as client:
        chat = Chat(MODEL, client=client)
        assert unfinished(chat.send("Talk."))
        with chat.stream("Talk.") as stream:
            assert list(stream.text_stream) == ["na ", "na"]
            assert unfinished(stream.get_final_response())
        assert [message.content for message in chat.messages] == ["Talk.", "na na"] * 2


@pytest.mark.parametrize("stream", [False, True])
def test_loops_of_tools(server: OllamaServer, stream: bool) -> None:
    def add(a: int, b: int) -> int:
        """Add two numbers."""
        return a + b

    with Client(server.url) as client:
        run: Any = client.run_tools(MODEL, SAID, tools=[add], stream=stream)
        if stream:
            assert [event.text for event in run if event.type == "text"] == ["na ", "na"]
            run = run.get_final_result()
        assert unfinished(run.response)
        server.reset()
        calls = [{"name": "add", "arguments": {"a": 1, "b": 2}}]
        server.reply(tool_calls=calls, done=False)
        server.reply("3", done=False)
        run = client.run_tools(MODEL, SAID, tools=[add], stream=stream)
        if stream:
            assert [event.type for event in run][-1] == "turn"
            run = run.get_final_result()
        assert [message.content for message in run.messages[2:]] == ["3", "3"]


@pytest.mark.parametrize("stream", [False, True])
def test_values(server: OllamaServer, stream: bool) -> None:
    with Client(server.url) as client:
        for ask, given in ((client.parse, SAID), (client.parse_generate, "Talk.")):
            server.reset()
            server.reply("[1, 2]", done=False)
            answer: Any = ask(MODEL, given, format=list[int], stream=stream)  # type: ignore[operator]
            answer = answer.get_final_response() if stream else answer
            assert (answer.parsed, answer.done) == ([1, 2], False)
            server.reply("[1, 2", done=False)
            with pytest.raises(ollama.OutputValidationError) as caught:
                answer = ask(MODEL, given, format=list[int], stream=stream, max_reasks=0)  # type: ignore[operator]
                answer.get_final_response()
            assert caught.value.text == "[1, 2"


MESSAGES: Any = [{"role": "user", "content": "Talk."}]
EVENTS: dict[str, tuple[Any, dict[str, Any]]] = {
    "chat completions": (api.openai.create_chat_completion, {"messages": MESSAGES}),
    "completions": (api.openai.create_completion, {"prompt": "Talk."}),
    "responses": (api.openai.create_response, {"input": "Talk."}),
    "messages": (api.anthropic.create_message, {"messages": MESSAGES, "max_tokens": 100}),
}


@pytest.mark.parametrize("kind", EVENTS)
def test_event_streams(server: OllamaServer, kind: str) -> None:
    module, fields = EVENTS[kind]
    with Client(server.url) as client:
        body: Any = {"model": MODEL, **fields}
        items = list(module.stream(client=client, body=body))
        text = json.dumps([item.to_dict() for item in items])
        assert '"na "' in text
        assert not any(mark in text for mark in ('"stop"', "message_stop", "response.completed"))
        server.reset()
        server.cut(after=2)
        with pytest.raises(errors.IncompleteStreamError) as caught:
            list(module.stream(client=client, body=body))
        assert caught.value.partial


@pytest.mark.parametrize("kind", EVENTS)
def test_the_same_answers_in_one_piece(server: OllamaServer, kind: str) -> None:
    module, fields = EVENTS[kind]
    with Client(server.url) as client:
        answer = module.sync(client=client, body={"model": MODEL, **fields}).to_dict()
    assert "na na" in json.dumps(answer)
    counts = [count for count in answer["usage"].values() if isinstance(count, int)]
    assert not any(counts)
    if "choices" in answer:
        assert answer["choices"][0].get("finish_reason") is None
    assert "stop_reason" not in answer
