"""Tests of `Chat` and `AsyncChat`: history, tools, formats, streams, saving, and what is sent."""

from __future__ import annotations

import asyncio
import base64
import gc
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import ollama
from ollama import (
    AsyncChat,
    AsyncClient,
    Chat,
    ChatResponse,
    Client,
    Message,
    OutputTruncatedError,
    OutputValidationError,
    ResponseError,
    ToolIterationLimitError,
)
from ollama._conversation.history import characters, measured, newest
from ollama.testing import Model, OllamaServer
from tests.patience import LONG, PATIENCE

from .calls import FLAVOURS, MODES, was_aborted

MODEL = "llama3.2"
PNG = b"\x89PNG picture"
modes = pytest.mark.parametrize(("flavour", "stream"), MODES)
flavours = pytest.mark.parametrize("flavour", FLAVOURS)


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


ADDING = [{"id": "call_0", "name": "add", "arguments": {"a": 1, "b": 2}}]


class Talk:
    """A chat of either kind, with the same interface. Each call runs to its end."""

    def __init__(
        self,
        server: OllamaServer,
        flavour: str,
        make: Callable[..., Any] | None = None,
        **given: Any,
    ) -> None:
        self.flavour = flavour
        kind: Any = Chat if flavour == "sync" else AsyncChat
        self.client: Any = Client(server.url) if flavour == "sync" else AsyncClient(server.url)
        self.chat: Any = (make or kind)(**{"client": self.client, **given})
        assert type(self.chat) is kind

    def _done(self, result: Any) -> Any:
        if not isinstance(result, Awaitable):
            return result

        async def wait() -> Any:
            return await result

        return asyncio.run(wait())

    def send(self, *args: Any, **keywords: Any) -> ChatResponse:
        answer = self._done(self.chat.send(*args, **keywords))
        assert isinstance(answer, ChatResponse)
        return answer

    def say(self, stream: bool, *args: Any, **keywords: Any) -> ChatResponse:
        """Send a message, or stream its answer to the end."""
        if not stream:
            return self.send(*args, **keywords)
        if self.flavour == "sync":
            with self.chat.stream(*args, **keywords) as streamed:
                return streamed.get_final_response()

        async def use() -> ChatResponse:
            async with await self.chat.stream(*args, **keywords) as streamed:
                return await streamed.get_final_response()

        return asyncio.run(use())

    @property
    def history(self) -> list[dict[str, Any]]:
        return [message.to_dict() for message in self.chat.messages]

    def close(self) -> None:
        self._done(self.client.close())


@pytest.fixture
def talk(server: OllamaServer) -> Any:
    made: list[Talk] = []

    def begin(flavour: str, **given: Any) -> Talk:
        made.append(Talk(server, flavour, **({"model": MODEL} | given)))
        return made[-1]

    yield begin
    for one in made:
        one.close()


def sent(server: OllamaServer) -> list[list[dict[str, Any]]]:
    return [request.json["messages"] for request in server.requests]


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def assistant(text: str) -> dict[str, Any]:
    return {"role": "assistant", "content": text}


SYSTEM = {"role": "system", "content": "Be brief."}


# ---------------------------------------------------------------------- history


@modes
def test_a_conversation(server: OllamaServer, talk: Any, flavour: str, stream: bool) -> None:
    one = talk(flavour, system="Be brief.", options={"seed": 1}, keep_alive=timedelta(minutes=1))
    server.reply("Scattering.")
    server.reply("More of it.", thinking="Longer way.")
    assert one.say(stream, "Why is the sky blue?").text == "Scattering."
    one.chat.model = "qwen3"
    assert one.say(stream, "And at sunset?").text == "More of it."
    first = [SYSTEM, user("Why is the sky blue?")]
    second = [*first, assistant("Scattering."), user("And at sunset?")]
    assert sent(server) == [first, second]
    assert one.history == [*second, {**assistant("More of it."), "thinking": "Longer way."}]
    assert [request.json["model"] for request in server.requests] == [MODEL, "qwen3"]
    for request in server.requests:
        assert (request.json["options"], request.json["keep_alive"]) == ({"seed": 1}, 60.0)
        assert request.json["stream"] is stream


@flavours
def test_messages_of_all_kinds(server: OllamaServer, talk: Any, flavour: str) -> None:
    server.add_model(Model("eye", capabilities=("completion", "vision")))
    one = talk(flavour, model="eye", messages=[user("Hi"), assistant("Hello")])
    one.send("Look", images=[PNG])
    one.send({"role": "user", "content": "one"})
    one.send([Message(role="user", content="two"), user("three")])
    said = [message for message in sent(server)[-1] if message["role"] == "user"]
    assert [message["content"] for message in said] == ["Hi", "Look", "one", "two", "three"]
    assert said[1]["images"] == ["iVBORyBwaWN0dXJl"]


@modes
def test_an_error_leaves_the_history_as_it_was(
    server: OllamaServer, talk: Any, flavour: str, stream: bool
) -> None:
    one = talk(flavour, messages=[user("Hi"), assistant("Hello")])
    before = one.history
    server.fail(503, "busy")
    with pytest.raises(ResponseError):
        one.say(stream, "And?")
    assert one.history == before
    server.reply("Now.")
    assert one.say(stream, "And?").text == "Now."
    assert one.history == [*before, user("And?"), assistant("Now.")]


@modes
def test_what_cannot_be_sent_is_refused_first(
    server: OllamaServer, talk: Any, flavour: str, stream: bool
) -> None:
    one = talk(flavour)
    with pytest.raises(ValueError, match=r"messages\[0\]: expected a role"):
        one.say(stream, [{"content": "no role"}])
    assert server.requests == []


# ---------------------------------------------------------------------- tools and formats


@modes
def test_tools(server: OllamaServer, talk: Any, flavour: str, stream: bool) -> None:
    events: list[Any] = []
    one = talk(flavour, tools=[add], on_event=events.append, max_iterations=2)
    server.reply(tool_calls=ADDING)
    server.reply("It is three.")
    assert one.say(stream, "1 + 2?").text == "It is three."
    assert [message["role"] for message in one.history] == [
        "user",
        "assistant",
        "tool",
        "assistant",
    ]
    assert one.history[:-1] == sent(server)[-1]
    assert [event.type for event in events if event.type != "text"] == [
        "turn", "tool_call", "tool_result", "turn",
    ]  # fmt: skip
    before = one.history
    server.reply(tool_calls=ADDING, times=2)
    with pytest.raises(ToolIterationLimitError):
        one.say(stream, "Again?")
    assert one.history == before


@flavours
def test_calls_left_pending_are_answered_by_the_next_message(
    server: OllamaServer, talk: Any, flavour: str
) -> None:
    definition = {"type": "function", "function": {"name": "ask_user", "parameters": {}}}
    one = talk(flavour, tools=[definition])
    server.reply(tool_calls=[{"id": "call_0", "name": "ask_user"}])
    (call,) = one.send("Hi").message.tool_calls or ()
    server.reply("I see.")
    answer = one.send(Message(role="tool", content="Yes.", tool_call_id=call.id))
    assert answer.text == "I see."
    assert [message["role"] for message in sent(server)[-1]] == ["user", "assistant", "tool"]


@dataclass
class Person:
    name: str
    age: int


@modes
def test_a_format(server: OllamaServer, talk: Any, flavour: str, stream: bool) -> None:
    one = talk(flavour, format=Person)
    server.reply('{"name": "Ada", "age": 36}')
    assert one.say(stream, "Who?").parsed == Person("Ada", 36)
    assert server.requests[0].json["format"]["properties"].keys() == {"name", "age"}
    before = one.history
    server.reply('{"name": "Ada"}')
    with pytest.raises(OutputValidationError) as caught:
        one.say(stream, "Who?")
    assert caught.value.response.text == '{"name": "Ada"}'
    server.reply('{"name": "Ad', done_reason="length")
    with pytest.raises(OutputTruncatedError):
        one.say(stream, "Who?")
    assert one.history == before


@modes
def test_tools_and_a_format(server: OllamaServer, talk: Any, flavour: str, stream: bool) -> None:
    one = talk(flavour, tools=[add], format=list[int])
    server.reply(tool_calls=ADDING)
    server.reply("It is three.")
    server.reply("[3]")
    assert one.say(stream, "1 + 2?").parsed == [3]
    assert [message["content"] for message in one.history] == ["1 + 2?", "", "3", "[3]"]


# ---------------------------------------------------------------------- streams


def test_a_stream_has_the_members_of_others(server: OllamaServer) -> None:
    server.reply("one two three", thinking="well then")
    with Client(server.url) as client:
        chat = Chat("qwen3", client=client, think=True)
        with chat.stream("Count") as stream:
            assert (stream.current.done, stream.usage) == (None, None)
            seen = []
            for text in stream.text_stream:
                seen.append(text)
                assert stream.current.text == "".join(seen)
                assert stream.current.message.thinking == "well then"
                assert chat.messages == []
            final = stream.get_final_response()
        assert seen == ["one", " two", " three"]
        assert final == stream.current
        assert stream.usage is not None
        assert stream.usage.completion_tokens == final.eval_count
        assert stream.usage.time_to_first_token is not None
        assert chat.messages[-1].text == "one two three"
        names = {name for name in dir(ollama.ResponseStream) if not name.startswith("_")}
        names -= {"total_progress"}  # only of transfers
        assert names == {name for name in dir(stream) if not name.startswith("_")}


def test_a_stream_has_the_members_of_others_awaited(server: OllamaServer) -> None:
    server.reply(tool_calls=ADDING)
    server.reply("It is three.")

    async def use() -> None:
        async with AsyncClient(server.url) as client:
            chat = AsyncChat(MODEL, client=client, tools=[add])
            async with await chat.stream("1 + 2?") as stream:
                assert [text async for text in stream.text_stream] == ["It", " is", " three."]
                final = await stream.get_final_response()
            assert final == stream.current
            assert stream.usage is not None
            assert len(chat.messages) == 4
            names = {name for name in dir(ollama.AsyncResponseStream) if not name.startswith("_")}
            names -= {"total_progress"}  # only of transfers
            assert names == {name for name in dir(stream) if not name.startswith("_")}

    asyncio.run(use())


def test_closing_keeps_what_had_arrived(server: OllamaServer) -> None:
    server.reply(**LONG)
    with Client(server.url) as client:
        chat = Chat(MODEL, client=client)
        with chat.stream("Talk") as stream:
            for _ in stream:
                break
        assert was_aborted(server)
        assert [message.to_dict() for message in chat.messages] == [
            user("Talk"),
            assistant("word "),
        ]
        with pytest.raises(RuntimeError, match="before its end"):
            stream.get_final_response()
        assert chat.send("Go on").text == "You said: Go on"


@pytest.mark.parametrize("how", ["close", "cancel"])
def test_closing_keeps_what_had_arrived_awaited(server: OllamaServer, how: str) -> None:
    server.reply(**LONG)

    async def use() -> None:
        async with AsyncClient(server.url) as client:
            chat = AsyncChat(MODEL, client=client)
            stream = await chat.stream("Talk")
            if how == "close":
                async with stream:
                    await anext(stream)
            else:
                await anext(stream)
                task = asyncio.create_task(stream.get_final_response())
                await asyncio.sleep(0)  # the task has begun to read
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            assert await asyncio.to_thread(was_aborted, server)
            assert [message.role for message in chat.messages] == ["user", "assistant"]
            assert chat.messages[-1].text.startswith("word ")

    asyncio.run(use())


def test_closing_between_turns_keeps_whole_turns(server: OllamaServer) -> None:
    server.reply(tool_calls=ADDING)
    server.reply(**LONG)
    with Client(server.url) as client:
        chat = Chat(MODEL, client=client, tools=[add])
        with chat.stream("1 + 2?") as stream:
            next(stream.text_stream)
        roles = [message.role for message in chat.messages]
        assert roles == ["user", "assistant", "tool", "assistant"]
        assert chat.messages[-1].text == "word "


def test_closing_before_a_turn_is_whole_keeps_none_of_it(server: OllamaServer) -> None:
    server.reply(tool_calls=ADDING)

    def stop(event: Any) -> None:
        raise KeyboardInterrupt

    with Client(server.url) as client:
        chat = Chat(MODEL, client=client, tools=[add], approve=stop)
        with pytest.raises(KeyboardInterrupt):
            chat.send("1 + 2?")
        assert chat.messages == []


def test_a_stream_that_was_never_begun_leaves_no_trace(server: OllamaServer) -> None:
    with Client(server.url) as client:
        chat = Chat(MODEL, client=client)
        with chat.stream("Hi"):
            pass
        chat.stream("Hi")
        assert (chat.messages, server.requests) == ([], [])
        assert chat.send("Well?").text == "You said: Well?"


def test_a_stream_that_nobody_holds_closes_its_connection(server: OllamaServer) -> None:
    server.reply(**LONG)
    with Client(server.url) as client:
        chat = Chat(MODEL, client=client)
        for _ in chat.stream("Talk"):
            break
        assert was_aborted(server)
        assert [message.text for message in chat.messages] == ["Talk", "word "]


def test_a_stream_that_nobody_holds_is_ended_by_the_loop(server: OllamaServer) -> None:
    problems: list[dict[str, Any]] = []

    async def use() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: problems.append(told))
        before = asyncio.all_tasks()
        async with AsyncClient(server.url) as client:
            chat = AsyncChat(MODEL, client=client)
            async for _ in await chat.stream("Talk"):
                break
            gc.collect()
            assert await asyncio.to_thread(was_aborted, server)
            while asyncio.all_tasks() - before:
                await asyncio.sleep(0.01)
            assert [message.text for message in chat.messages] == ["Talk", "word "]

    server.reply(**LONG)
    asyncio.run(asyncio.wait_for(use(), PATIENCE))
    assert problems == []


def test_one_exchange_at_a_time(server: OllamaServer) -> None:
    server.reply(**LONG)
    with Client(server.url) as client:
        chat = Chat(MODEL, client=client)
        with chat.stream("Talk") as stream:
            next(stream)
            with pytest.raises(RuntimeError, match="busy"):
                chat.send("Hi")
        assert chat.send("Hi").text == "You said: Hi"


# ---------------------------------------------------------------------- saving and loading


def settings(flavour: str) -> dict[str, Any]:
    return {
        "system": "Be brief.",
        "tools": [add],
        "options": ollama.Options(seed=1, num_ctx=512),
        "think": False,
        "keep_alive": timedelta(minutes=1),
        "extra_body": {"x_new": [1]},
        "extra_headers": {"authorization": "Bearer secret"},
        "max_iterations": 3,
        "max_history_tokens": 60,
        "approve": lambda event: True,
    }


@modes
def test_a_reloaded_chat_sends_the_same_body(
    server: OllamaServer, talk: Any, flavour: str, stream: bool, tmp_path: Path
) -> None:
    server.add_model(Model("eye", capabilities=("completion", "tools", "vision", "thinking")))
    one = talk(flavour, model="eye", **settings(flavour))
    server.reply("An old answer that is dropped in the end. " * 9)
    one.say(stream, "Hi. " * 9)
    server.reply(thinking="One and two.", tool_calls=ADDING)
    server.reply("Three, as in the picture.")
    one.say(stream, "1 + 2?", images=[PNG])
    path = tmp_path / "chat.json"
    one.chat.save(path)
    assert "secret" not in path.read_text()
    load: Any = type(one.chat).load
    other = talk(flavour, make=lambda model, **given: load(path, tools=[add], **given))
    assert other.history == one.history
    assert repr(other.chat) == repr(one.chat)
    server.reply("Yes.", times=2)
    one.say(stream, "Sure?")
    other.say(stream, "Sure?")
    first, second = server.requests[-2:]
    assert first.body == second.body
    assert first.json["x_new"] == [1]
    assert len(first.json["messages"]) < len(one.history) - 1
    assert one.history == other.history
    assert one.chat.to_json() == other.chat.to_json()


@flavours
def test_a_reloaded_format(server: OllamaServer, talk: Any, flavour: str) -> None:
    one = talk(flavour, format=Person)
    text = one.chat.to_json()
    load: Any = type(one.chat).from_json
    plain = talk(flavour, make=lambda model, **given: load(text, **given))
    typed = talk(flavour, make=lambda model, **given: load(text, format=Person, **given))
    server.reply('{"name": "Ada", "age": 36}', times=3)
    assert one.send("Who?").parsed == typed.send("Who?").parsed == Person("Ada", 36)
    assert plain.send("Who?").parsed == {"name": "Ada", "age": 36}
    bodies = [request.body for request in server.requests]
    assert bodies == bodies[:1] * 3


def test_settings_can_be_replaced_at_load() -> None:
    text = Chat(MODEL, options={"seed": 1}, think=True).to_json()
    other = json.loads(Chat.from_json(text, options={"seed": 2}).to_json())
    assert other["settings"] == {"options": {"seed": 2}, "think": True}


def test_a_saved_chat_names_no_files(tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(PNG)
    saved = json.loads(Chat(MODEL).to_json())
    saved["messages"] = [{"role": "user", "content": "Look", "images": [str(picture)]}]
    chat = Chat.from_json(json.dumps(saved))
    assert chat.messages[0].images == [str(picture)], "the text as it is, not the file"


@modes
def test_an_image_of_the_history_is_never_taken_for_a_path(
    server: OllamaServer,
    talk: Any,
    flavour: str,
    stream: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.add_model(Model("eye", capabilities=("completion", "vision")))
    one = talk(flavour, model="eye")
    one.say(stream, "Look", images=[PNG])
    text = base64.b64encode(PNG).decode()
    (tmp_path / text).write_bytes(b"a file that is named like the image")
    monkeypatch.chdir(tmp_path)
    one.say(stream, "And now?")
    saved = json.loads(one.chat.to_json())
    again = talk(
        flavour, make=lambda model, **given: type(one.chat).from_json(json.dumps(saved), **given)
    )
    again.say(stream, "And loaded?")
    for request in server.requests:
        assert request.json["messages"][0]["images"] == [text]


def test_what_a_model_said_names_no_files(
    server: OllamaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add_model(Model("eye", capabilities=("completion", "vision")))
    (tmp_path / "notes123").write_bytes(b"private")  # the name is also valid base64
    monkeypatch.chdir(tmp_path)
    said = {"role": "assistant", "content": "Here", "images": ["notes123"]}
    with Client(server.url) as client:
        client.chat("eye", [Message.from_dict(said), {"role": "user", "content": "Thanks"}])
    assert server.requests[0].json["messages"][0] == said


def test_what_cannot_be_saved_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "chat.json"
    Chat(MODEL).save(path)
    before = path.read_text()
    with pytest.raises(UnicodeEncodeError):
        Chat(MODEL, messages="half a character: \ud83d").save(path)
    with pytest.raises(TypeError):
        Chat(MODEL, extra_body={"x": object()}).save(path)
    assert path.read_text() == before


@modes
def test_the_history_may_be_given_mappings(
    server: OllamaServer, talk: Any, flavour: str, stream: bool
) -> None:
    one = talk(flavour, model=MODEL, max_history_tokens=500)
    one.chat.messages += [{"role": "user", "content": "I am Ada."}, {"role": "assistant"}]
    assert len(json.loads(one.chat.to_json())["messages"]) == 2
    one.chat.messages.append({"role": "user", "content": "Who am I?"})
    one.say(stream, None)
    (request,) = server.requests
    assert [message["role"] for message in request.json["messages"]] == [
        "user",
        "assistant",
        "user",
    ]
    assert {type(message) for message in one.chat.messages} == {Message}
    one.chat.messages.append({"content": "nobody said this"})
    with pytest.raises(ValueError, match="expected a role"):
        one.say(stream, "Hi")
    assert len(server.requests) == 1


def test_tools_are_given_again() -> None:
    text = Chat(MODEL, tools=[add]).to_json()
    with pytest.raises(ValueError, match=r"tools: the chat was saved with add; pass them again"):
        Chat.from_json(text)
    assert json.loads(Chat.from_json(text, tools=[]).to_json())["tools"] == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[]", "expected a saved chat, got list"),
        ("{}", "expected a saved chat, got dict"),
        ("no", "expected a saved chat, got invalid JSON"),
        ('{"version": 99}', "unsupported version: 99"),
        ('{"version": 1, "model": 3}', "invalid 'model': 3"),
        ('{"version": 1, "model": "m", "messages": 3}', "invalid 'messages': 3"),
    ],
    ids=["list", "dict", "text", "version", "model", "messages"],
)
def test_what_is_no_saved_chat(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Chat.from_json(text)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("format", 3, "invalid 'format': 3"),
        ("max_history_tokens", "all", "invalid 'max_history_tokens': 'all'"),
        ("tools", [3], "expected a function, a mapping or Tool, got int 3"),
        ("tools", [{}], "a definition has no name"),
        ("messages", [{"content": "Hi"}], "expected a role, got None"),
        ("settings", {"nope": 1}, "an unknown setting 'nope'"),
        ("settings", {"client": 1}, "an unknown setting 'client'"),
        ("settings", {"extra_headers": {"a": "b"}}, "an unknown setting 'extra_headers'"),
    ],
    ids=["format", "bound", "tool", "name", "message", "setting", "client", "headers"],
)
def test_a_saved_chat_is_checked(name: str, value: Any, message: str) -> None:
    saved = {**json.loads(Chat(MODEL).to_json()), name: value}
    with pytest.raises(ValueError, match=message):
        Chat.from_json(json.dumps(saved))


def test_a_saved_chat_may_leave_out_what_is_none() -> None:
    saved = json.loads(Chat(MODEL).to_json())
    text = json.dumps({name: value for name, value in saved.items() if value is not None})
    assert Chat.from_json(text).to_json() == Chat(MODEL).to_json()


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"nope": 1}, TypeError, "unexpected keyword argument 'nope'"),
        ({"max_history_tokens": 0}, ValueError, "max_history_tokens: expected .*, got int 0"),
        ({"max_iterations": 0}, ValueError, "max_iterations: expected .*, got int 0"),
        ({"client": AsyncClient()}, TypeError, "client: expected a Client, got AsyncClient"),
        ({"client": "http://host"}, TypeError, "client: expected a Client, got str 'http://host'"),
        ({"client": Client}, TypeError, "client: expected a Client, got "),
        ({"on_event": 3}, TypeError, "on_event: expected .*, got int 3"),
        ({"format": 3}, ValueError, "format: expected .*, got int 3"),
        ({"options": 3}, ValueError, "options: expected .*, got int 3"),
        ({"tools": [3]}, ValueError, "expected a function, a mapping or Tool, got int 3"),
        ({"messages": [3]}, ValueError, r"messages\[0\]: expected .*, got int 3"),
    ],
    ids=[
        "keyword",
        "history",
        "rule",
        "client",
        "host",
        "class",
        "hook",
        "format",
        "options",
        "tools",
        "messages",
    ],
)
def test_wrong_arguments(given: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        Chat(MODEL, **given)


@pytest.mark.parametrize("model", ["", 3, None])
def test_a_chat_is_with_a_model(model: Any) -> None:
    with pytest.raises(ValueError, match="model: expected the name of a model, got"):
        Chat(model)


# ---------------------------------------------------------------------- what is sent


def messages(*said: tuple[str, str]) -> list[Message]:
    return [Message(role=role, content=text) for role, text in said]


HISTORY = messages(
    ("system", "s" * 84),
    ("user", "a" * 84),
    ("assistant", "b" * 84),
    ("user", "c" * 84),
    ("assistant", ""),
    ("tool", "d" * 84),
    ("assistant", "e" * 84),
    ("user", "f" * 84),
)


@pytest.mark.parametrize(
    ("max_tokens", "kept"),
    [
        (None, "sabcdef"),
        (1000, "sabcdef"),
        (179, "sabcdef"),
        (178, "scdef"),
        (129, "scdef"),
        (128, "sf"),
        (50, "sf"),
        (1, "sf"),
    ],
)
def test_whole_turns_are_left_out(max_tokens: int | None, kept: str) -> None:
    """Each message here has 100 characters, or 25 tokens. An empty one has 4 tokens."""
    said = newest(HISTORY, max_tokens, 4.0)
    assert "".join(message.text[:1] for message in said) == kept
    assert ([message.role for message in said].count("tool")) == int("d" in kept)


turns = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["assistant", "tool", "system"]), st.text(max_size=200)),
        max_size=4,
    ).map(lambda rest: [("user", "asked"), *rest]),
    min_size=1,
    max_size=6,
)


@given(turns, st.integers(1, 300), st.floats(1, 8))
def test_what_is_left_of_any_history(
    said: list[list[tuple[str, str]]], max_tokens: int, characters_per_token: float
) -> None:
    """All system messages, and as many last turns as fit, but at least one."""
    kinds = [messages(*turn) for turn in said]
    left = newest([m for turn in kinds for m in turn], max_tokens, characters_per_token)

    def with_last(count: int) -> list[Message]:
        start = len(kinds) - count
        return [m for n, turn in enumerate(kinds) for m in turn if n >= start or m.role == "system"]

    counts = [count for count in range(1, len(kinds) + 1) if with_last(count) == left]
    assert counts
    room = max_tokens * characters_per_token
    assert counts[-1] == 1 or characters(left) <= room + 1e-6
    if counts[-1] < len(kinds):
        assert characters(with_last(counts[-1] + 1)) > room - 1e-6


def test_system_messages_stay_where_they_are() -> None:
    history = messages(
        ("assistant", "Welcome"), ("user", "a"), ("system", "s"), ("assistant", "b"), ("user", "c")
    )
    assert [message.text for message in newest(history, 1, 4.0)] == ["s", "c"]
    assert newest(history, None, 4.0) == history
    assert newest([], 1, 4.0) == []


def test_all_of_a_message_counts() -> None:
    text = Message(role="user", content="x" * 84)
    assert characters([text, text]) == 200
    picture = Message(role="user", content="", images=[PNG])
    assert characters([picture]) == 16 + 1024
    thinking = Message(role="assistant", content="x", thinking="y" * 9)
    assert characters([thinking]) == 16 + 10
    calling = Message.from_dict(
        {"role": "assistant", "tool_calls": [{"function": {"name": "add", "arguments": {}}}]}
    )
    assert characters([calling]) > 16 + len("add")


@pytest.mark.parametrize(
    ("prompt_tokens", "tokens", "expected"),
    [
        (40, 10, 4.0),
        (80, 20, 2.0),
        (None, 10, None),
        (40, None, None),
        (1, 1, None),
        (900, 1, None),
    ],
)
def test_the_server_counts(
    prompt_tokens: int | None, tokens: int | None, expected: float | None
) -> None:
    response = ChatResponse(
        message=Message(role="assistant", content="y" * 84),
        prompt_eval_count=prompt_tokens,
        eval_count=tokens,
    )
    assert measured(messages(("user", "x" * 84)), [], response) == expected


@modes
def test_the_bound_is_kept_by_the_counts_of_the_server(
    server: OllamaServer, talk: Any, flavour: str, stream: bool
) -> None:
    one = talk(flavour, system="Be brief.", max_history_tokens=100)
    for number in range(20):
        server.reply(f"It is {number}. " * 5)
        one.say(stream, f"What is number {number}? " * 3)
        request = server.requests[-1].json
        assert request["messages"][0] == SYSTEM
        assert request["messages"][-1]["role"] == "user"
        assert request["messages"][1]["role"] == "user"
    assert len(one.history) == 41
    counts = [sum(len(message["content"].split()) for message in said) for said in sent(server)[5:]]
    assert 50 < max(counts) <= 100


# ---------------------------------------------------------------------- clients


def test_the_shared_client_is_the_default(
    server: OllamaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Client(server.url) as shared:
        monkeypatch.setattr(ollama, "_client", shared)
        chat = Chat(MODEL)
        assert chat.client is shared
        assert chat.send("Hi").text == "You said: Hi"


def test_an_async_chat_makes_its_own(server: OllamaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", server.url)

    async def use() -> str:
        return (await AsyncChat(MODEL).send("Hi")).text

    assert asyncio.run(use()) == "You said: Hi"


def test_paths_of_images_are_allowed_or_not_by_the_client(
    server: OllamaServer, tmp_path: Path
) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(PNG)
    server.add_model(Model("eye", capabilities=("completion", "vision")))
    with Client(server.url) as trusting, Client(server.url, allow_image_paths=False) as strict:
        Chat("eye", client=trusting).send("Look", images=[str(picture)])
        with pytest.raises(ValueError, match="image"):
            Chat("eye", client=strict).send("Look", images=[str(picture)])
    assert len(server.requests) == 1
