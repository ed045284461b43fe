"""Tests of the tools of an MCP server, over stdin and stdout or in this process."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

mcp = pytest.importorskip("mcp", minversion=None)

from mcp import ClientSession, StdioServerParameters  # noqa: E402
from mcp import types as mcp_types  # noqa: E402
from mcp.client.stdio import stdio_client  # noqa: E402

from ollama import (  # noqa: E402
    AsyncClient,
    Client,
    FunctionTool,
    ToolError,
    ToolResult,
    ToolRunEvent,
    ToolRunResult,
)
from ollama.mcp import list_tools, open_tools, read_result  # noqa: E402
from ollama.testing import Model, OllamaServer  # noqa: E402

from . import mcp_server  # noqa: E402

SERVER = mcp_server.server
#: The same in a separate process, which takes seconds to start.
PROCESS = StdioServerParameters(command=sys.executable, args=[mcp_server.__file__])
PNG = b"\x89PNG\r\n\x1a\n-"
NAMES = ["add", "shift", "draw", "fail", "raw", "structured", "wait"]

T = TypeVar("T")


def in_session(use: Callable[[dict[str, FunctionTool[..., Any]]], Awaitable[T]]) -> T:
    """Return the result of a function for the tools of the server, by name."""

    async def main() -> T:
        async with mcp.Client(SERVER) as session:
            return await use({tool.name: tool for tool in await list_tools(session)})

    return asyncio.run(main())


async def call(tool: FunctionTool[..., Any], arguments: dict[str, Any]) -> Any:
    bound = tool.bind(arguments)
    return await tool(*bound.args, **bound.kwargs)


def test_definitions_are_held_to_what_survives() -> None:
    async def definitions(tools: dict[str, FunctionTool[..., Any]]) -> dict[str, Any]:
        return {name: tool.definition["function"] for name, tool in tools.items()}

    found = in_session(definitions)
    assert list(found) == NAMES
    assert found["add"] == {
        "name": "add",
        "description": "Add two numbers.",
        "parameters": {
            "type": "object",
            "properties": {
                "a": {"type": "integer"},
                "b": {"type": "integer", "description": "Default: 2."},
            },
            "required": ["a"],
        },
    }
    point = {
        "type": "object",
        "required": ["x"],
        "properties": {
            "x": {"type": "integer", "description": "Minimum: 0."},
            "y": {"type": "integer", "description": "Default: 0."},
        },
    }
    assert found["shift"]["parameters"] == {
        "type": "object",
        "properties": {"point": point, "by": {"type": "array", "items": point}},
        "required": ["point", "by"],
    }


def test_results_are_what_a_model_is_shown() -> None:
    async def results(tools: dict[str, FunctionTool[..., Any]]) -> dict[str, Any]:
        assert all(tool.is_async for tool in tools.values())
        arguments: dict[str, dict[str, Any]] = {
            "add": {"a": 1},
            "draw": {"self": "a cat"},
            "raw": {},
            "structured": {},
        }
        return {name: await call(tools[name], given) for name, given in arguments.items()}

    found = in_session(results)
    assert found["add"] == "3"
    assert found["draw"] == ToolResult("a drawing of a cat", (PNG,))
    assert found["raw"] == ToolResult(
        "first\ninside a file\nfile:///a.zip: application/zip, which cannot be shown\n"
        "b.txt: file:///b.txt",
        (b"\0\0\0",),
    )
    assert found["structured"] == '{"n": 1}'


@pytest.mark.parametrize(
    ("name", "arguments", "text"),
    [("fail", {"text": "no luck"}, "no luck"), ("add", {"a": "three"}, "valid integer")],
)
def test_failures_are_told_to_the_model(name: str, arguments: dict[str, Any], text: str) -> None:
    async def failing(tools: dict[str, FunctionTool[..., Any]]) -> Any:
        with pytest.raises(ToolError, match=text):
            await call(tools[name], arguments)

    in_session(failing)


def test_failure_without_text_has_one() -> None:
    with pytest.raises(ToolError, match="The tool failed"):
        read_result(mcp_types.CallToolResult(content=[], is_error=True))


def test_sound_goes_where_images_go() -> None:
    sound = mcp_types.AudioContent(data="AAAA", mime_type="audio/wav")
    assert read_result(mcp_types.CallToolResult(content=[sound])) == ToolResult("", (b"\0\0\0",))


def test_a_bare_session_and_a_prefix() -> None:
    async def main() -> list[str]:
        async with (
            stdio_client(PROCESS) as (read, write),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = await list_tools(session, prefix="math_")
            assert await call(tools[0], {"a": 1, "b": 1}) == "2"
            return [tool.name for tool in tools]

    assert asyncio.run(main()) == [f"math_{name}" for name in NAMES]


@pytest.mark.parametrize("repeated", [False, True], ids=["pages", "a page again and again"])
def test_every_page_is_read(repeated: bool) -> None:
    from mcp.server import Server

    async def on_list(_context: Any, params: Any) -> mcp_types.ListToolsResult:
        page = int((params and params.cursor) or 0)
        following = {0: "1", 1: "1" if repeated else None}[page]
        tool = mcp_types.Tool(name=f"tool{page}", input_schema={"type": "object"})
        return mcp_types.ListToolsResult(tools=[tool], next_cursor=following)

    async def main() -> list[str]:
        async with mcp.Client(Server("pages", on_list_tools=on_list)) as session:
            return [tool.name for tool in await list_tools(session)]

    assert asyncio.run(main()) == ["tool0", "tool1"]


def test_tools_are_called_from_code_that_is_not_async() -> None:
    with open_tools(mcp.Client(PROCESS), prefix="x_") as tools:
        by_name = {tool.name: tool for tool in tools}
        add = by_name["x_add"]
        assert not add.is_async
        bound = add.bind({"a": 40})
        assert isinstance(bound, inspect.BoundArguments)
        assert add(**bound.kwargs) == "42"
        with pytest.raises(ToolError, match="no luck"):
            by_name["x_fail"](text="no luck")


def test_definitions_are_sent_by_both_clients() -> None:
    async def chat(host: str, tools: list[FunctionTool[..., Any]]) -> None:
        async with AsyncClient(host) as client:
            await client.chat("llama3.2", "hi", tools=tools)

    with OllamaServer() as server, open_tools(mcp.Client(SERVER)) as tools:
        with Client(server.url) as client:
            client.chat("llama3.2", "hi", tools=tools)
        asyncio.run(chat(server.url, tools))
        sent = [request.json["tools"] for request in server.requests]
    assert sent == [[tool.definition for tool in tools]] * 2


# ---------------------------------------------------------------------- in the tool loop

WANTED = [
    {"id": "c1", "name": "x_add", "arguments": {"a": 40}},
    {"id": "c2", "name": "x_shift", "arguments": {"point": {"x": 1}, "by": [{"x": 2}]}},
    {"id": "c3", "name": "x_draw", "arguments": {"self": "a cat"}},
    {"id": "c4", "name": "x_fail", "arguments": {"text": "no luck"}},
    {"id": "c5", "name": "x_add", "arguments": {"a": "three"}},
    {"id": "c6", "name": "double", "arguments": {"number": "21"}},
]


def double(number: int) -> int:
    """Double a number."""
    return number * 2


@pytest.fixture
def server() -> Iterator[OllamaServer]:
    """A server whose model calls tools of the MCP server, and a tool of the program."""
    with OllamaServer() as server:
        server.add_model(Model("eye", capabilities=("completion", "tools", "vision")))
        server.reply(tool_calls=WANTED)
        server.reply("Done.")
        yield server


def told(server: OllamaServer) -> dict[str, dict[str, Any]]:
    """The results in the last request, by the ids of the calls."""
    messages = server.requests[-1].json["messages"]
    return {m["tool_call_id"]: m for m in messages if m["role"] == "tool"}


def check(server: OllamaServer, result: ToolRunResult) -> None:
    assert (result.text, result.iterations) == ("Done.", 2)
    found = told(server)
    assert list(found) == [call["id"] for call in WANTED]
    assert [m["tool_name"] for m in found.values()] == [call["name"] for call in WANTED]
    assert found["c1"]["content"] == "42"
    assert json.loads(found["c2"]["content"]) == {"x": 3, "y": 0}
    assert found["c3"]["content"] == "a drawing of a cat"
    assert base64.b64decode(found["c3"]["images"][0]) == PNG
    assert found["c4"]["content"].endswith("no luck")
    assert "valid integer" in found["c5"]["content"]
    assert found["c6"]["content"] == "42"


def kinds(events: list[ToolRunEvent]) -> list[str]:
    return [event.type for event in events]


TOLD = ["turn", *["tool_call"] * 6, *["tool_result"] * 6, "text", "turn"]


@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_run_of_an_async_client(server: OllamaServer, stream: bool) -> None:
    events: list[ToolRunEvent] = []

    async def main() -> ToolRunResult:
        async with mcp.Client(SERVER) as session, AsyncClient(server.url) as client:
            tools = [*await list_tools(session, prefix="x_"), double]
            run: Any = await client.run_tools(
                "eye", "Go on.", tools=tools, stream=stream, on_event=events.append
            )
            result: ToolRunResult = (await run.get_final_result()) if stream else run
            return result

    check(server, asyncio.run(main()))
    assert kinds(events) == TOLD


@pytest.mark.parametrize("max_parallel", [1, 8])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "streamed"])
def test_a_run_of_a_client(server: OllamaServer, stream: bool, max_parallel: int) -> None:
    events: list[ToolRunEvent] = []
    with open_tools(mcp.Client(SERVER), prefix="x_") as tools, Client(server.url) as client:
        run: Any = client.run_tools(
            "eye",
            "Go on.",
            tools=[*tools, double],
            stream=stream,
            max_parallel=max_parallel,
            on_event=events.append,
        )
        check(server, run.get_final_result() if stream else run)
    assert kinds(events) == TOLD


def test_tools_of_a_client_are_for_async_clients_too(server: OllamaServer) -> None:
    async def main(tools: list[Any]) -> ToolRunResult:
        async with AsyncClient(server.url) as client:
            return await client.run_tools("eye", "Go on.", tools=tools)

    with open_tools(mcp.Client(SERVER), prefix="x_") as tools:
        check(server, asyncio.run(main([*tools, double])))


def test_a_cancelled_run_leaves_the_session_open(tmp_path: Path) -> None:
    note = tmp_path / "begun"

    async def main(host: str) -> str:
        async with mcp.Client(PROCESS) as session, AsyncClient(host) as client:
            tools = await list_tools(session)
            run = asyncio.create_task(client.run_tools("llama3.2", "Go on.", tools=tools))
            while not (note.exists() or run.done()):
                await asyncio.sleep(0.01)
            run.cancel()
            with pytest.raises(asyncio.CancelledError):
                await run
            by_name = {tool.name: tool for tool in tools}
            answer: str = await call(by_name["add"], {"a": 1})
            return answer

    with OllamaServer() as server:
        server.reply(tool_calls=[{"name": "wait", "arguments": {"note": str(note)}}])
        assert asyncio.run(main(server.url)) == "3"
