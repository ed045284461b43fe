"""Tests of the tool loop of both clients with the embedded server, streamed and not."""

from __future__ import annotations

import asyncio
import contextvars
import gc
import json
import pickle
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import attrs
import httpx
import pytest
import respx

import ollama
from ollama import (
    AsyncClient,
    ChatResponse,
    Client,
    Message,
    ResponseError,
    ToolCallEvent,
    ToolIterationLimitError,
    ToolResultEvent,
    ToolRunResult,
    TurnEvent,
    UnknownToolError,
)
from ollama._tools.events import assistant_message
from ollama.testing import OllamaServer
from tests.patience import LONG, PATIENCE

from .calls import FLAVOURS, MODES, was_aborted

MODEL = "llama3.2"
ASKED = [{"role": "user", "content": "What is it?"}]
modes = pytest.mark.parametrize(("flavour", "stream"), MODES)
flavours = pytest.mark.parametrize("flavour", FLAVOURS)


class Told(list[Any]):
    """The events of a run. A tool can wait for the results of others."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = threading.Condition()

    @property
    def results(self) -> list[Any]:
        return [event for event in self if isinstance(event, ToolResultEvent)]

    def append(self, event: Any) -> None:
        with self._changed:
            super().append(event)
            self._changed.notify_all()

    def wait_for_results(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.results) >= count, PATIENCE)


@dataclass
class Ran:
    """A run: its result or error, and its events."""

    events: Told
    result: Any = None
    error: Any = None

    @property
    def told(self) -> list[Any]:
        return self.events.results


def run(
    server: OllamaServer,
    flavour: str,
    stream: bool,
    tools: Any,
    messages: Any = ASKED,
    model: str = MODEL,
    events: Told | None = None,
    **keywords: Any,
) -> Ran:
    """Run the tools of a new client for a server."""
    events = Told() if events is None else events
    ran = Ran(events)
    keywords = {"tools": tools, "stream": stream, "on_event": events.append, **keywords}
    try:
        if flavour == "sync":
            with Client(server.url) as client:
                got: Any = client.run_tools(model, messages, **keywords)
                if stream:
                    assert isinstance(got, ollama.ToolRun)
                    seen = list(got)
                    assert seen == events
                    got = got.get_final_result()
        else:
            got = asyncio.run(_arun(server, model, messages, keywords))
        assert isinstance(got, ToolRunResult)
        ran.result = got
    except Exception as error:
        ran.error = error
    return ran


async def _arun(server: OllamaServer, model: str, messages: Any, keywords: dict[str, Any]) -> Any:
    async with AsyncClient(server.url) as client:
        got: Any = await client.run_tools(model, messages, **keywords)
        if keywords["stream"]:
            assert isinstance(got, ollama.AsyncToolRun)
            seen = [event async for event in got]
            assert seen == keywords["on_event"].__self__
            got = await got.get_final_result()
        return got


def calls(*wanted: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"id": f"call_{number}", "name": name, "arguments": arguments}
        for number, (name, arguments) in enumerate(wanted)
    ]


def sent(server: OllamaServer) -> list[list[dict[str, Any]]]:
    """Return the messages of each request."""
    return [request.json["messages"] for request in server.requests]


def results(server: OllamaServer) -> list[str]:
    """Return the tool results in the last request."""
    return [m["content"] for m in sent(server)[-1] if m["role"] == "tool"]


def hidden(_token: str) -> None:
    """A tool with a hidden parameter without a value."""


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


# ---------------------------------------------------------------------- a whole run


def two_tools(flavour: str, events: Told) -> list[Callable[..., Any]]:
    """Return two tools. The second one ends after the first has started, and reports first."""
    began = threading.Event()

    def weather(city: str) -> str:
        """Tell the weather."""
        began.set()
        events.wait_for_results(1)
        return f"Sunny in {city}"

    def population(city: str) -> int:
        """Tell how many live in a city."""
        assert began.wait(PATIENCE)
        return 545_000

    if flavour == "sync":
        return [weather, population]

    async def aweather(city: str) -> str:
        """Tell the weather."""
        return await asyncio.to_thread(weather, city)

    async def apopulation(city: str) -> int:
        """Tell how many live in a city."""
        return await asyncio.to_thread(population, city)

    aweather.__name__, apopulation.__name__ = "weather", "population"
    return [aweather, apopulation]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("flavour", "kind"), [("sync", "sync"), ("async", "async"), ("async", "sync")]
)
def test_a_transcript_of_two_tools_at_once(
    server: OllamaServer, flavour: str, stream: bool, kind: str
) -> None:
    lisbon = {"city": "Lisbon"}
    server.reply(
        thinking="Two things.", tool_calls=calls(("weather", lisbon), ("population", lisbon))
    )
    server.reply("Sunny, and large.")
    events = Told()
    tools = two_tools(kind, events)
    ran = run(server, flavour, stream, tools, model="qwen3", think=True, events=events)
    assert ran.error is None
    result = ran.result
    assert result.text == "Sunny, and large."
    assert result.message == result.messages[-1]
    assert (result.iterations, len(result.responses)) == (2, 2)
    assert result.response is result.responses[-1]
    history = [
        {"role": "user", "content": "What is it?"},
        {
            "role": "assistant",
            "content": "",
            "thinking": "Two things.",
            "tool_calls": [
                {"id": "call_0", "function": {"index": 0, "name": "weather", "arguments": lisbon}},
                {
                    "id": "call_1",
                    "function": {"index": 1, "name": "population", "arguments": lisbon},
                },
            ],
        },
        {
            "role": "tool",
            "content": "Sunny in Lisbon",
            "tool_name": "weather",
            "tool_call_id": "call_0",
        },
        {
            "role": "tool",
            "content": "545000",
            "tool_name": "population",
            "tool_call_id": "call_1",
        },
    ]
    assert sent(server) == [history[:1], history]
    answer = {"role": "assistant", "content": "Sunny, and large."}
    assert [message.to_dict() for message in result.messages] == [*history, answer]
    kinds = [event.type for event in ran.events]
    texts = ["text"] * (3 if stream else 1)
    thoughts = ["thinking"] * (2 if stream else 1)
    assert kinds == [
        *thoughts, "turn", "tool_call", "tool_call", "tool_result", "tool_result", *texts, "turn",
    ]  # fmt: skip
    assert [event.id for event in ran.told] == ["call_1", "call_0"]
    assert "".join(e.text for e in ran.events if e.type == "text") == "Sunny, and large."
    assert "".join(e.text for e in ran.events if e.type == "thinking") == "Two things."
    called = [event for event in ran.events if isinstance(event, ToolCallEvent)]
    assert [(e.id, e.name, e.arguments, e.iteration) for e in called] == [
        ("call_0", "weather", lisbon, 1),
        ("call_1", "population", lisbon, 1),
    ]
    turns = [event for event in ran.events if isinstance(event, TurnEvent)]
    assert [(turn.iteration, turn.response) for turn in turns] == [
        (1, result.responses[0]),
        (2, result.response),
    ]
    assert all(event.duration > timedelta() for event in ran.told)
    assert {request.json["stream"] for request in server.requests} == {stream}


@modes
def test_an_answer_without_calls_ends_the_run(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    server.reply("Just so.")
    result = run(server, flavour, stream, [add]).result
    assert (result.text, result.iterations, result.pending_calls) == ("Just so.", 1, ())
    assert [tool["function"]["name"] for tool in server.requests[0].json["tools"]] == ["add"]


@modes
def test_the_history_can_be_sent_again(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    server.reply("Three.")
    first = run(server, flavour, stream, [add]).result
    server.reply("Still three.")
    again = run(server, flavour, stream, [add], [*first.messages, *ASKED]).result
    assert again.text == "Still three."
    assert sent(server)[-1] == [message.to_dict() for message in again.messages[:-1]]
    assert len(first.messages) == 4


@flavours
def test_what_was_given_is_not_changed(server: OllamaServer, flavour: str) -> None:
    given: list[Any] = [*ASKED]
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    run(server, flavour, False, [add], given)
    assert given == ASKED


@flavours
def test_images_are_read_once(server: OllamaServer, flavour: str, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG picture")

    def forget() -> str:
        """Delete the picture."""
        picture.unlink()
        return "gone"

    server.add_model(ollama.testing.Model("eye", capabilities=("completion", "tools", "vision")))
    server.reply(tool_calls=calls(("forget", {})))
    server.reply("Gone.")
    asked = [{"role": "user", "content": "Look", "images": [picture]}]
    assert run(server, flavour, False, [forget], asked, model="eye").result.text == "Gone."
    first, second = sent(server)
    assert first[0]["images"] == second[0]["images"] != []


@flavours
def test_arguments_of_chat_are_those_of_every_turn(server: OllamaServer, flavour: str) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    settings = {
        "think": "high",
        "logprobs": True,
        "top_logprobs": 2,
        "options": {"seed": 1},
        "keep_alive": timedelta(minutes=1),
        "truncate": False,
        "shift": False,
        "extra_body": {"x_new": 1},
        "extra_headers": {"x-one": "1"},
    }
    ran = run(server, flavour, False, [add], model="qwen3", **settings)
    assert ran.result.iterations == 2
    for request in server.requests:
        body = request.json
        assert (body["think"], body["logprobs"], body["top_logprobs"]) == ("high", True, 2)
        assert (body["options"], body["keep_alive"], body["x_new"]) == ({"seed": 1}, 60.0, 1)
        assert (body["truncate"], body["shift"]) == (False, False)
        assert request.headers["x-one"] == "1"


# ---------------------------------------------------------------------- concurrency and order


@flavours
def test_no_more_calls_at_once_than_allowed(server: OllamaServer, flavour: str) -> None:
    now, most, lock = 0, 0, threading.Lock()
    three = threading.Barrier(3, timeout=PATIENCE)

    def count(change: int) -> None:
        nonlocal now, most
        with lock:
            now += change
            most = max(most, now)

    def wait_here(n: int) -> int:
        """Wait."""
        count(1)
        three.wait()
        count(-1)
        return n

    async def wait_there(n: int) -> int:
        """Wait."""
        count(1)
        await asyncio.to_thread(three.wait)
        count(-1)
        return n

    wanted = [("wait_here", {"n": n}) for n in range(6)]
    wanted += [("wait_there", {"n": n}) for n in range(6, 12)]
    server.reply(tool_calls=calls(*wanted))
    assert run(server, flavour, False, [wait_here, wait_there], max_parallel=3).error is None
    assert most == 3
    assert results(server) == [str(n) for n in range(12)]


@pytest.mark.parametrize("ids", [True, False])
@modes
def test_results_go_back_in_the_order_of_the_calls(
    server: OllamaServer, flavour: str, stream: bool, ids: bool
) -> None:
    """By id, and also if the server sends none."""

    events = Told()

    def wait(n: int) -> str:
        """Wait for the calls with larger numbers."""
        events.wait_for_results(2 - n)
        return f"waited {n}"

    wanted = calls(*(("wait", {"n": n}) for n in range(3)))
    server.reply(tool_calls=wanted if ids else [{**call, "id": None} for call in wanted])
    ran = run(server, flavour, stream, [wait], events=events)
    assert [event.content for event in ran.told] == ["waited 2", "waited 1", "waited 0"]
    said = [message for message in sent(server)[-1] if message["role"] == "tool"]
    assert [message["content"] for message in said] == ["waited 0", "waited 1", "waited 2"]
    given = [message.get("tool_call_id") for message in said]
    assert given == (["call_0", "call_1", "call_2"] if ids else [None] * 3)
    assert {message["tool_name"] for message in said} == {"wait"}


def test_one_at_a_time_runs_in_the_calling_thread(server: OllamaServer) -> None:
    def where() -> int:
        """Return the thread."""
        return threading.get_ident()

    server.reply(tool_calls=calls(("where", {}), ("where", {})))
    run(server, "sync", False, [where], max_parallel=1)
    assert results(server) == [str(threading.get_ident())] * 2


@pytest.mark.parametrize("max_parallel", [1, 8])
@flavours
def test_context_variables_reach_tools(
    server: OllamaServer, flavour: str, max_parallel: int
) -> None:
    user = contextvars.ContextVar("user", default="nobody")

    def who() -> str:
        """Return who asks."""
        return user.get()

    async def awho() -> str:
        """Return who asks."""
        return user.get()

    server.reply(tool_calls=calls(("who", {}), ("awho", {})))
    token = user.set("ada")
    try:
        run(server, flavour, False, [who, awho], max_parallel=max_parallel)
    finally:
        user.reset(token)
    assert results(server) == ["ada", "ada"]


@pytest.mark.parametrize("max_parallel", [1, 8])
def test_async_tools_of_a_sync_client_while_a_loop_runs(
    server: OllamaServer, max_parallel: int
) -> None:
    async def double(n: int) -> int:
        """Double."""
        await asyncio.sleep(0)
        return 2 * n

    async def in_a_notebook() -> Ran:
        return run(server, "sync", False, [double], max_parallel=max_parallel)

    server.reply(tool_calls=calls(("double", {"n": 4})))
    assert asyncio.run(in_a_notebook()).error is None
    assert results(server) == ["8"]


def test_sync_tools_do_not_hold_up_the_loop(server: OllamaServer) -> None:
    begun, release = threading.Event(), threading.Event()

    def wait() -> bool:
        """Wait for the loop."""
        begun.set()
        return release.wait(PATIENCE)

    async def main() -> Any:
        async with AsyncClient(server.url) as client:
            task = asyncio.create_task(client.run_tools(MODEL, ASKED, tools=[wait]))
            await asyncio.to_thread(begun.wait, PATIENCE)
            release.set()
            return await task

    server.reply(tool_calls=calls(("wait", {})))
    server.reply("Done.")
    assert asyncio.run(main()).text == "Done."
    assert results(server) == ["true"]


# ---------------------------------------------------------------------- arguments and results


@modes
def test_arguments_are_converted(server: OllamaServer, flavour: str, stream: bool) -> None:
    seen: list[Any] = []

    def book(day: date, nights: int, rooms: list[int] | None = None) -> str:
        """Book rooms."""
        seen.append((day, nights, rooms))
        return "booked"

    server.reply(
        tool_calls=calls(("book", {"day": "2026-11-21", "nights": "3", "rooms": [1, "2"]}))
    )
    assert run(server, flavour, stream, [book]).error is None
    assert seen == [(date(2026, 11, 21), 3, [1, 2])]


@modes
def test_arguments_that_do_not_fit_are_told(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    asked: list[Any] = []
    server.reply(tool_calls=calls(("add", {"a": "many", "b": 2})))
    server.reply("I see.")
    ran = run(server, flavour, stream, [add], approve=asked.append, tool_errors="raise")
    assert ran.result.text == "I see."
    (event,) = ran.told
    assert isinstance(event.error, ollama.ToolArgumentsError)
    assert event.duration == timedelta()
    (text,) = results(server)
    assert text == event.content
    assert text.startswith("Error: ")
    assert "many" in text
    assert asked == []


@attrs.define
class Point:
    x: int


@dataclass
class Line:
    start: Point
    day: date


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("plain", "plain"),
        ("", ""),
        (None, "null"),
        (True, "true"),
        ({"ä": [1, 2.5]}, '{"ä": [1, 2.5]}'),
        (Line(Point(1), date(2026, 1, 2)), '{"start": {"x": 1}, "day": "2026-01-02"}'),
        (Message(role="user", content="x"), '{"role": "user", "content": "x"}'),
        ([Path("a/b")], '["a/b"]'),
        ({(1, 2): 3}, "{(1, 2): 3}"),
        (b"ab", '"YWI="'),
        ("half \ud83d", "half ?"),
        (ollama.ToolResult({"a": 1}), '{"a": 1}'),
    ],
    ids=[
        *("str", "empty", "none", "bool", "dict", "objects", "model", "path", "odd-keys"),
        *("bytes", "half a character", "result"),
    ],
)
def test_results_as_text(server: OllamaServer, value: Any, text: str) -> None:
    def give() -> Any:
        """Give something."""
        return value

    server.reply(tool_calls=calls(("give", {})))
    run(server, "sync", False, [give])
    assert results(server) == [text]


@flavours
def test_what_tools_yield_is_a_list(server: OllamaServer, flavour: str) -> None:
    def count() -> Iterator[int]:
        """Count."""
        yield 1
        yield 2

    async def acount() -> AsyncIterator[int]:
        """Count later."""
        yield 3

    def fail() -> Iterator[int]:
        """Count and fail."""
        yield 1
        raise BrokenError("no more")

    server.reply(tool_calls=calls(("count", {}), ("acount", {}), ("fail", {})))
    run(server, flavour, False, [count, acount, fail])
    assert results(server) == ["[1, 2]", "[3]", "Error: BrokenError: no more"]


PNG = b"\x89PNG picture"


@pytest.mark.parametrize(
    ("value", "content"),
    [
        (ollama.ToolResult("a picture", (PNG,)), "a picture"),
        (ollama.ToolResult("a picture", [ollama.Image(value=PNG)]), "a picture"),
        (ollama.Image(value=PNG), ""),
    ],
    ids=["bytes", "image", "image alone"],
)
@flavours
def test_images_of_a_result_are_sent(
    server: OllamaServer, flavour: str, value: Any, content: str
) -> None:
    def look() -> Any:
        """Take a picture."""
        return value

    server.add_model(ollama.testing.Model("eye", capabilities=("completion", "tools", "vision")))
    server.reply(tool_calls=calls(("look", {})))
    server.reply("Nice.")
    assert run(server, flavour, False, [look], model="eye").result.text == "Nice."
    message = sent(server)[-1][-1]
    assert (message["content"], message["images"]) == (content, ["iVBORyBwaWN0dXJl"])


@flavours
def test_images_that_cannot_be_sent_are_an_error_of_the_tool(
    server: OllamaServer, flavour: str, tmp_path: Path
) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(PNG)

    def look() -> ollama.ToolResult:
        """Return the name of a file as text, which may come from the model."""
        return ollama.ToolResult("a picture", (str(path),))

    server.reply(tool_calls=calls(("look", {})))
    server.reply("Oh.")
    assert run(server, flavour, False, [look]).result.text == "Oh."
    assert results(server)[0].startswith("Error: ValueError: ")


@flavours
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ('{"a": 1, "b": 2}', "3"),
        ('{"a":', "Error: add(): the arguments must be an object, not str '{\"a\":'"),
        ([1, 2], "Error: add(): the arguments must be an object, not list [1, 2]"),
        ("", "Error: add(): argument 'a' is missing; argument 'b' is missing"),
        (None, "Error: add(): argument 'a' is missing; argument 'b' is missing"),
    ],
    ids=["text", "cut text", "list", "empty", "null"],
)
def test_arguments_that_are_no_object(flavour: str, arguments: Any, told: str) -> None:
    # The embedded server never sends this, but servers that imitate Ollama do.
    call = {"function": {"name": "add", "arguments": arguments}}
    asking = {"message": {"role": "assistant", "content": "", "tool_calls": [call]}, "done": True}
    answer = {"message": {"role": "assistant", "content": "3"}, "done": True}
    with respx.mock(base_url="http://localhost:11434") as router:
        route = router.post("/api/chat")
        route.side_effect = [httpx.Response(200, json=body) for body in (asking, answer)]
        if flavour == "sync":
            with Client("http://localhost:11434") as client:
                result = client.run_tools(MODEL, ASKED, tools=[add])
        else:
            result = asyncio.run(_plain_run("http://localhost:11434"))
        messages = json.loads(route.calls.last.request.content)["messages"]
    assert result.text == "3"
    assert messages[-1]["content"] == told


async def _plain_run(host: str) -> ToolRunResult:
    async with AsyncClient(host) as client:
        return await client.run_tools(MODEL, ASKED, tools=[add])


# ---------------------------------------------------------------------- errors of tools


class BrokenError(RuntimeError):
    pass


def fail() -> str:
    """Fail."""
    raise BrokenError("no power")


async def afail() -> str:
    """Fail later."""
    await asyncio.sleep(0)
    raise BrokenError("no water")


@modes
def test_exceptions_are_told(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.reply(tool_calls=calls(("fail", {}), ("afail", {}), ("add", {"a": 1, "b": 1})))
    server.reply("Sorry.")
    ran = run(server, flavour, stream, [fail, afail, add])
    assert ran.result.text == "Sorry."
    assert results(server) == ["Error: BrokenError: no power", "Error: BrokenError: no water", "2"]
    errors = {event.name: event.error for event in ran.told}
    assert isinstance(errors["fail"], BrokenError)
    assert isinstance(errors["afail"], BrokenError)
    assert errors["add"] is None


@pytest.mark.parametrize("tool", [fail, afail], ids=["fail", "afail"])
@modes
def test_exceptions_can_be_raised(
    server: OllamaServer, flavour: str, stream: bool, tool: Callable[..., Any]
) -> None:
    server.reply(tool_calls=calls((tool.__name__, {})))
    assert isinstance(run(server, flavour, stream, [tool], tool_errors="raise").error, BrokenError)
    assert len(server.requests) == 1


@pytest.mark.parametrize("tool_errors", ["tell", "raise"])
@flavours
def test_a_tool_error_is_told_as_it_is(
    server: OllamaServer, flavour: str, tool_errors: str
) -> None:
    def refuse() -> str:
        """Refuse."""
        raise ollama.ToolError("Ask for another city.")

    server.reply(tool_calls=calls(("refuse", {})))
    run(server, flavour, False, [refuse], tool_errors=tool_errors)
    assert results(server) == ["Ask for another city."]


@flavours
def test_stop_iteration_is_an_exception_like_others(server: OllamaServer, flavour: str) -> None:
    def stop() -> str:
        """Stop."""
        raise StopIteration("end")

    server.reply(tool_calls=calls(("stop", {})))
    run(server, flavour, False, [stop])
    assert results(server) == ["Error: StopIteration: end"]


@modes
def test_a_tool_that_is_cancelled_by_itself_has_failed(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    async def wait() -> str:
        """Wait for something that is cancelled."""
        task = asyncio.ensure_future(asyncio.sleep(PATIENCE))
        task.cancel()
        await task
        return "waited"

    server.reply(tool_calls=calls(("wait", {})))
    server.reply("Oh.")
    ran = run(server, flavour, stream, [wait])
    assert ran.result.text == "Oh."
    assert results(server) == ["Error: RuntimeError: the tool was cancelled"]
    assert isinstance(ran.told[0].error.__cause__, asyncio.CancelledError)


@flavours
def test_errors_are_told_in_what_can_be_sent(server: OllamaServer, flavour: str) -> None:
    def time_out() -> str:
        """Time out."""
        raise TimeoutError

    def open_file() -> str:
        """Name a file that is not UTF-8."""
        raise FileNotFoundError("a\udcff.txt")

    server.reply(tool_calls=calls(("time_out", {}), ("open_file", {})))
    run(server, flavour, False, [time_out, open_file])
    assert results(server) == ["Error: TimeoutError", "Error: FileNotFoundError: a?.txt"]


# ---------------------------------------------------------------------- approval


def verdict_of(flavour: str, given: Any) -> Any:
    def approve(event: ToolCallEvent) -> Any:
        return given

    async def aapprove(event: ToolCallEvent) -> Any:
        await asyncio.sleep(0)
        return given

    return aapprove if flavour == "async" else approve


@pytest.mark.parametrize("hook", FLAVOURS)
@pytest.mark.parametrize(
    ("verdict", "text"),
    [
        (None, "3"),
        (True, "3"),
        (False, "The call was refused."),
        ("Not on Sundays.", "Not on Sundays."),
        ("", "The call was refused."),
    ],
    ids=["none", "true", "false", "text", "empty"],
)
@modes
def test_approval(
    server: OllamaServer, flavour: str, stream: bool, hook: str, verdict: Any, text: str
) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    ran = run(server, flavour, stream, [add], approve=verdict_of(hook, verdict))
    assert results(server) == [text]
    (event,) = ran.told
    assert (event.error is None) == (text == "3")


@modes
def test_one_call_is_refused_and_the_other_made(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2}), ("add", {"a": 3, "b": 4})))
    asked: list[ToolCallEvent] = []

    def approve(event: ToolCallEvent) -> bool:
        asked.append(event)
        return event.id != "call_0"

    run(server, flavour, stream, [add], approve=approve)
    assert results(server) == ["The call was refused.", "7"]
    assert [event.arguments for event in asked] == [{"a": 1, "b": 2}, {"a": 3, "b": 4}]


@modes
def test_an_approval_that_raises_stops_before_any_call(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    made: list[int] = []

    def note(n: int) -> None:
        """Note a number."""
        made.append(n)

    def approve(event: ToolCallEvent) -> None:
        if event.arguments["n"] == 2:
            raise BrokenError("stop")

    server.reply(tool_calls=calls(("note", {"n": 1}), ("note", {"n": 2})))
    ran = run(server, flavour, stream, [note], approve=approve)
    assert isinstance(ran.error, BrokenError)
    assert made == []


@flavours
def test_another_verdict_is_refused(server: OllamaServer, flavour: str) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    ran = run(server, flavour, False, [add], approve=verdict_of("sync", 3))
    assert isinstance(ran.error, TypeError)
    assert str(ran.error) == "approve: result: expected bool, str or None, got int 3"


@modes
def test_a_hook_may_be_a_coroutine_function(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    told: list[str] = []

    async def hook(event: Any) -> None:
        await asyncio.sleep(0)
        told.append(event.type)

    server.reply("Three.")
    if flavour == "sync":
        with Client(server.url) as client:
            run: Any = client.run_tools(MODEL, ASKED, tools=[add], on_event=hook, stream=stream)
            assert (run.get_final_result() if stream else run).text == "Three."
    else:
        keywords = {"tools": [add], "on_event": hook, "stream": False}

        async def main() -> None:
            async with AsyncClient(server.url) as client:
                await client.run_tools(MODEL, ASKED, **keywords)

        asyncio.run(main())
    assert told == ["text", "turn"]


def test_events_are_awaited_in_async_code(server: OllamaServer) -> None:
    seen: list[str] = []

    async def on_event(event: Any) -> None:
        await asyncio.sleep(0)
        seen.append(event.type)

    server.reply("Yes.")
    assert run(server, "async", False, [add], on_event=on_event).error is None
    assert seen == ["text", "turn"]


# ---------------------------------------------------------------------- other ends


@modes
def test_the_limit_of_iterations(server: OllamaServer, flavour: str, stream: bool) -> None:
    made: list[int] = []

    def again(n: int) -> int:
        """Do it again."""
        made.append(n)
        return n

    server.reply(tool_calls=calls(("again", {"n": 1})), times=None)
    ran = run(server, flavour, stream, [again], max_iterations=3)
    error = ran.error
    assert isinstance(error, ToolIterationLimitError)
    assert isinstance(error, ollama.ToolLoopError)
    assert str(error) == "the model was called 3 times without giving a final answer"
    assert len(server.requests) == 3
    assert made == [1, 1]
    assert [message.to_dict() for message in error.messages] == sent(server)[-1]
    assert error.response.message.tool_calls is not None
    copy = pickle.loads(pickle.dumps(error))
    assert (str(copy), copy.messages, copy.response) == (
        str(error),
        error.messages,
        error.response,
    )


@modes
def test_the_last_iteration_may_answer(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    server.reply("Three.")
    assert run(server, flavour, stream, [add], max_iterations=2).result.text == "Three."


@modes
def test_an_unknown_tool_raises(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2}), ("subtract", {})))
    ran = run(server, flavour, stream, [add])
    assert isinstance(ran.error, UnknownToolError)
    assert str(ran.error) == "there is no tool 'subtract'; the tools are: 'add'"
    assert [message.to_dict() for message in ran.error.messages] == ASKED
    assert ran.told == []


@modes
def test_an_unknown_tool_can_be_told(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.reply(tool_calls=calls(("subtract", {}), ("add", {"a": 1, "b": 2})))
    server.reply("Well.")
    ran = run(server, flavour, stream, [add], unknown_tools="tell")
    assert ran.result.text == "Well."
    assert results(server) == [
        "Error: there is no tool 'subtract'; the tools are: 'add'",
        "3",
    ]


ASK_USER = {
    "type": "function",
    "function": {
        "name": "ask_user",
        "description": "Ask the user.",
        "parameters": {"type": "object", "properties": {"question": {"type": "string"}}},
    },
}


@pytest.mark.parametrize("kind", ["mapping", "Tool"])
@modes
def test_a_call_of_a_definition_is_left_to_the_caller(
    server: OllamaServer, flavour: str, stream: bool, kind: str
) -> None:
    definition = ASK_USER if kind == "mapping" else ollama.Tool.model_validate(ASK_USER)
    server.reply(tool_calls=calls(("ask_user", {"question": "Why?"}), ("add", {"a": 1, "b": 2})))
    first = run(server, flavour, stream, [definition, add]).result
    (pending,) = first.pending_calls
    assert (pending.id, pending.function.arguments) == ("call_0", {"question": "Why?"})
    assert first.message.tool_calls is not None
    assert [message.role for message in first.messages] == ["user", "assistant", "tool"]
    answer = Message(role="tool", content="Because.", tool_call_id=pending.id)
    server.reply("I see.")
    second = run(server, flavour, stream, [definition, add], [*first.messages, answer]).result
    assert second.text == "I see."
    assert results(server) == ["3", "Because."]
    assert server.requests[0].json["tools"][0] == ASK_USER


# ---------------------------------------------------------------------- format


SCHEMA = {"type": "object", "properties": {"sum": {"type": "integer"}}}


@modes
def test_the_answer_is_asked_for_in_the_format(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    server.reply("It is three.")
    server.reply('{"sum": 3}')
    ran = run(server, flavour, stream, [add], format=SCHEMA)
    assert (ran.result.text, ran.result.parsed) == ('{"sum": 3}', {"sum": 3})
    assert ran.result.iterations == 3
    bodies = [request.json for request in server.requests]
    assert ["format" in body for body in bodies] == [False, False, True]
    assert [len(body["tools"]) for body in bodies] == [1, 1, 0]
    assert bodies[1]["messages"] == bodies[2]["messages"]
    assert "".join(e.text for e in ran.events if e.type == "text") == '{"sum": 3}'
    assert [message.role for message in ran.result.messages] == [
        "user", "assistant", "tool", "assistant",
    ]  # fmt: skip


@modes
def test_the_answer_has_its_value(server: OllamaServer, flavour: str, stream: bool) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    server.reply("It is three.")
    server.reply("[3]")
    assert run(server, flavour, stream, [add], format=list[int]).result.parsed == [3]
    server.reply("It is three.")
    server.reply('["three"]')
    error = run(server, flavour, stream, [add], format=list[int]).error
    assert isinstance(error, ollama.OutputValidationError)
    assert error.text == '["three"]'


@flavours
def test_a_format_needs_an_iteration_of_its_own(server: OllamaServer, flavour: str) -> None:
    server.reply("It is three.")
    ran = run(server, flavour, False, [add], format=SCHEMA, max_iterations=1)
    assert isinstance(ran.error, ToolIterationLimitError)


@flavours
def test_without_tools_the_format_is_sent_at_once(server: OllamaServer, flavour: str) -> None:
    server.reply('{"sum": 3}')
    assert run(server, flavour, False, [], format=SCHEMA).result.iterations == 1
    assert server.requests[0].json["format"] == SCHEMA


# ---------------------------------------------------------------------- what is refused


@pytest.mark.parametrize("stream", [False, True])
@flavours
def test_arguments_are_checked_before_anything_is_sent(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    def error(tools: Any = (add,), **keywords: Any) -> Exception:
        ran = run(server, flavour, stream, tools, **keywords)
        assert isinstance(ran.error, Exception)
        return ran.error

    said = {
        "max_iterations: expected an int of 1 or more, got int 0": {"max_iterations": 0},
        "max_parallel: expected an int of 1 or more, got str '2'": {"max_parallel": "2"},
        "unknown_tools: expected 'raise' or 'tell', got str 'x'": {"unknown_tools": "x"},
        "tool_errors: expected 'raise' or 'tell', got bool True": {"tool_errors": True},
        "approve: expected a callable or None, got int 1": {"approve": 1},
        "on_event: expected a callable or None, got int 1": {"on_event": 1},
        "format: expected": {"format": 3},
        "tools: two tools are named 'add'": {"tools": [add, add]},
        "hidden(): parameter '_token' is not shown": {"tools": [hidden]},
        "unexpected keyword argument 'nope'": {"nope": 1},
    }
    for text, keywords in said.items():
        raised = error(**keywords)
        assert text in str(raised)
        assert isinstance(raised, (ValueError, TypeError))
    assert server.requests == []


# ---------------------------------------------------------------------- errors of the server


@modes
def test_an_error_of_the_server_ends_the_run(
    server: OllamaServer, flavour: str, stream: bool
) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    server.fail(503, "busy")
    ran = run(server, flavour, stream, [add])
    assert isinstance(ran.error, ResponseError)
    assert ran.error.status_code == 503
    assert len(server.requests) == 2


def test_a_run_that_failed_keeps_its_history(server: OllamaServer) -> None:
    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    server.fail_mid_stream("out of memory", after=2)
    with (
        Client(server.url) as client,
        client.run_tools(MODEL, ASKED, tools=[add], stream=True) as tool_run,
    ):
        with pytest.raises(ResponseError, match="out of memory"):
            tool_run.get_final_result()
        assert [message.role for message in tool_run.messages] == ["user", "assistant", "tool"]
        assert len(tool_run.responses) == 1
        with pytest.raises(RuntimeError, match="before its end"):
            tool_run.get_final_result()


# ---------------------------------------------------------------------- stopping


def test_leaving_the_block_closes_the_connection(server: OllamaServer) -> None:
    server.reply(**LONG)
    with Client(server.url) as client:
        with client.run_tools(MODEL, ASKED, tools=[add], stream=True) as tool_run:
            assert next(tool_run).type == "text"
        assert was_aborted(server)
        assert list(tool_run) == []


def test_leaving_the_block_closes_the_connection_awaited(server: OllamaServer) -> None:
    server.reply(**LONG)

    async def use() -> bool:
        async with AsyncClient(server.url) as client:
            run_of = client.run_tools(MODEL, ASKED, tools=[add], stream=True)
            async with await run_of as tool_run:
                async for event in tool_run:
                    assert event.type == "text"
                    break
            return await asyncio.to_thread(was_aborted, server)

    assert asyncio.run(use())


@pytest.mark.parametrize("stream", [False, True])
def test_cancelling_the_task_closes_the_connection(server: OllamaServer, stream: bool) -> None:
    server.reply(**LONG)

    async def use() -> bool:
        async with AsyncClient(server.url) as client:
            begun = asyncio.Event()

            async def go() -> None:
                got: Any = await client.run_tools(MODEL, ASKED, tools=[add], stream=stream)
                async for _ in got:
                    begun.set()

            task = asyncio.create_task(go())
            if stream:
                await begun.wait()
            else:
                await asyncio.to_thread(server.wait_for_requests, 1, PATIENCE)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            return await asyncio.to_thread(was_aborted, server)

    assert asyncio.run(use())


@pytest.mark.parametrize("how", ["cancel", "close", "error"])
def test_async_tools_are_cancelled_with_the_run(server: OllamaServer, how: str) -> None:
    ended: list[str] = []

    async def main() -> None:
        begun = asyncio.Event()

        async def forever() -> None:
            """Never end."""
            begun.set()
            try:
                await asyncio.sleep(PATIENCE)
            finally:
                ended.append("forever")

        async def quick() -> str:
            """End at once."""
            await begun.wait()
            if how == "error":
                raise BrokenError("no power")
            return "quick"

        server.reply(tool_calls=calls(("forever", {}), ("quick", {})))
        async with AsyncClient(server.url) as client:
            tool_run = await client.run_tools(
                MODEL, ASKED, tools=[forever, quick], stream=True, tool_errors="raise"
            )
            if how == "cancel":
                task = asyncio.create_task(tool_run.get_final_result())
                await begun.wait()
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            elif how == "close":
                async for event in tool_run:
                    if event.type == "tool_result":
                        break
                await tool_run.aclose()
            else:
                with pytest.raises(BrokenError):
                    await tool_run.get_final_result()
            assert ended == ["forever"]
            assert len(asyncio.all_tasks()) == 1

    asyncio.run(main())
    assert len(server.requests) == 1


@flavours
def test_calls_that_wait_for_their_turn_are_not_made(server: OllamaServer, flavour: str) -> None:
    made: list[int] = []
    ended: list[int] = []
    release = threading.Event()

    def wait(n: int) -> int:
        """Wait."""
        made.append(n)
        if n:
            release.wait(PATIENCE)
        ended.append(n)
        return n

    async def use() -> None:
        async with AsyncClient(server.url) as client:
            run_of = client.run_tools(MODEL, ASKED, tools=[wait], stream=True, max_parallel=2)
            async with await run_of as tool_run:
                async for event in tool_run:
                    if event.type == "tool_result":
                        break

    server.reply(tool_calls=calls(*(("wait", {"n": n}) for n in range(9))))
    if flavour == "sync":
        with (
            Client(server.url) as client,
            client.run_tools(MODEL, ASKED, tools=[wait], stream=True, max_parallel=2) as tool_run,
        ):
            for event in tool_run:
                if event.type == "tool_result":
                    break
    else:
        asyncio.run(use())
    assert ended == [0]  # A running thread is not waited for.
    release.set()
    assert set(made) <= {0, 1, 2}


def test_a_run_that_nobody_holds_closes_its_connection(server: OllamaServer) -> None:
    server.reply(**LONG)
    with Client(server.url) as client:
        for _ in client.run_tools(MODEL, ASKED, tools=[add], stream=True):
            break
        assert was_aborted(server)


@pytest.mark.parametrize("at", ["text", "tool_result"])
def test_a_run_that_nobody_holds_is_ended_by_the_loop(server: OllamaServer, at: str) -> None:
    problems: list[dict[str, Any]] = []
    ended: list[str] = []

    async def forever() -> None:
        """Never end."""
        try:
            await asyncio.sleep(PATIENCE)
        finally:
            ended.append("forever")

    async def use() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: problems.append(told))
        before = asyncio.all_tasks()
        async with AsyncClient(server.url) as client:
            tools = [add, forever]
            async for event in await client.run_tools(MODEL, ASKED, tools=tools, stream=True):
                if event.type == at:
                    break
            gc.collect()
            if at == "text":
                assert await asyncio.to_thread(was_aborted, server)
            while asyncio.all_tasks() - before:
                await asyncio.sleep(0.01)

    if at == "text":
        server.reply(**LONG)
    else:
        server.reply(tool_calls=calls(("forever", {}), ("add", {"a": 1, "b": 2})))
    asyncio.run(asyncio.wait_for(use(), PATIENCE))
    assert problems == []
    assert ended == ([] if at == "text" else ["forever"])


def test_a_run_that_was_never_begun_sends_nothing(server: OllamaServer) -> None:
    with Client(server.url) as client:
        with client.run_tools(MODEL, ASKED, tools=[add], stream=True) as tool_run:
            pass
        assert "0 turns" in repr(tool_run)
    assert server.requests == []


# ---------------------------------------------------------------------- subclasses and functions


def test_a_client_whose_chat_is_overridden(server: OllamaServer) -> None:
    class Counting(Client):
        count = 0

        def chat(self, *args: Any, **keywords: Any) -> Any:
            self.count += 1
            return super().chat(*args, **keywords)

    server.reply(tool_calls=calls(("add", {"a": 1, "b": 2})))
    with Counting(server.url) as client:
        client.run_tools(MODEL, ASKED, tools=[add])
        assert client.count == 2


def test_the_function_of_the_module(server: OllamaServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ollama, "_client", Client(server.url))
    with ollama._client:
        server.reply("Yes.")
        assert ollama._client.run_tools(MODEL, "Well?", tools=add).text == "Yes."
    assert server.requests[0].json["messages"] == [{"role": "user", "content": "Well?"}]


def test_a_server_that_sends_no_role() -> None:
    """Servers that imitate Ollama leave things out. Their messages can be sent again."""
    bare = ChatResponse.from_dict({"message": {"content": "x"}, "done": True})
    assert assistant_message(bare).to_dict() == {"role": "assistant", "content": "x"}
    empty = assistant_message(ChatResponse.from_dict({}))
    assert empty.to_dict() == {"role": "assistant", "content": ""}
