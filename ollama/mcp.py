"""Tools of MCP servers. Needs the extra `mcp` (`ollama-sdk[mcp]`).

Connections are opened and closed with `Client` or `ClientSession` of the `mcp` package:

    async with mcp.Client(server) as session:
        tools = await ollama.mcp.list_tools(session)
        await client.run_tools("llama3.2", messages, tools=tools)
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from ollama._schemas.foreign import inlined
from ollama._schemas.parts import finished
from ollama._tools.tool import FunctionTool, ToolError, ToolResult

try:
    import mcp
    from mcp import types as mcp_types
except ImportError as error:
    raise ImportError("ollama.mcp needs the package mcp: install ollama-sdk[mcp]") from error

if TYPE_CHECKING:
    from anyio.from_thread import BlockingPortal

__all__ = ["list_tools", "open_tools", "read_result"]

Session: TypeAlias = mcp.Client | mcp.ClientSession
"""A connection to a server: an entered `mcp.Client`, or an initialized `mcp.ClientSession`."""


async def list_tools(session: Session, *, prefix: str = "") -> list[FunctionTool[..., Any]]:
    """Return all tools of a server, for `tools=` of `AsyncClient`.

    The session must stay open while the tools are called. Results are converted by `read_result`.
    The server checks the arguments.

    Args:
        session: The connection.
        prefix: Added before the name of each tool, for servers that use the same names.

    Returns:
        The tools.

    Raises:
        mcp.MCPError: The server refused the request.
    """
    return [_as_tool(session, tool, prefix) for tool in await _listed(session)]


@contextmanager
def open_tools(
    client: mcp.Client, *, prefix: str = ""
) -> Generator[list[FunctionTool[..., Any]], None, None]:
    """Connect from synchronous code, and yield the tools of a server, for `tools=` of `Client`.

    The connection runs in a separate thread until the block is left.

    Args:
        client: A client for the server that has not been entered.
        prefix: See `list_tools`.

    Raises:
        mcp.MCPError: The server refused the request.
    """
    from anyio.from_thread import start_blocking_portal

    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client) as session:
        tools = portal.call(_listed, session)
        yield [_as_tool(session, tool, prefix, portal) for tool in tools]


async def _listed(session: Session) -> list[mcp_types.Tool]:
    found: list[mcp_types.Tool] = []
    cursor: str | None = None
    seen: set[str | None] = set()
    while cursor not in seen:  # A server that repeats a page must not cause an endless loop.
        seen.add(cursor)
        if isinstance(session, mcp.Client):
            page = await session.list_tools(cursor=cursor)
        else:
            params = mcp_types.PaginatedRequestParams(cursor=cursor)
            page = await session.list_tools(params=params)
        found.extend(page.tools)
        cursor = page.next_cursor
    return found


def _as_tool(
    session: Session, tool: mcp_types.Tool, prefix: str, portal: BlockingPortal | None = None
) -> FunctionTool[..., Any]:
    async def call(**arguments: Any) -> str | ToolResult:
        return read_result(await session.call_tool(tool.name, arguments))

    def call_from_thread(portal: BlockingPortal, /, **arguments: Any) -> str | ToolResult:
        return portal.call(lambda: call(**arguments))

    function: Callable[..., Any] = call if portal is None else partial(call_from_thread, portal)
    return FunctionTool(
        function,
        name=prefix + tool.name,
        description=tool.description or tool.title or "",
        parameters=_parameters(tool.input_schema),
    )


def _parameters(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a tool's arguments, with the keys that Ollama's server keeps."""
    known = finished(inlined(schema))
    parameters = {"type": "object", "properties": known.get("properties", {})}
    return {**parameters, "required": known["required"]} if "required" in known else parameters


def read_result(result: mcp_types.CallToolResult) -> str | ToolResult:
    """Return the parts of a server's answer that the model can use: text, images and audio.

    Structured content is converted to JSON if there is no text. (According to the protocol, servers
    should send it as text, too.)

    Args:
        result: The result of a tool call.

    Returns:
        The text, or a `ToolResult` if there are images or audio.

    Raises:
        ToolError: The tool failed. The message is the text of the answer.
    """
    texts: list[str] = []
    images: list[bytes] = []
    for block in result.content:
        _read_block(block, texts, images)
    if not texts and result.structured_content is not None:
        texts.append(json.dumps(result.structured_content, ensure_ascii=False))
    text = "\n".join(texts)
    if result.is_error:
        raise ToolError(text or "The tool failed.")
    return ToolResult(text, tuple(images)) if images else text


def _read_block(block: mcp_types.ContentBlock, texts: list[str], images: list[bytes]) -> None:
    if isinstance(block, mcp_types.TextContent):
        texts.append(block.text)
    elif isinstance(block, (mcp_types.ImageContent, mcp_types.AudioContent)):
        images.append(base64.b64decode(block.data))
    elif not isinstance(block, mcp_types.EmbeddedResource):
        texts.append(": ".join(filter(None, (block.title or block.name, block.uri))))
    elif isinstance(resource := block.resource, mcp_types.TextResourceContents):
        texts.append(resource.text)
    elif (resource.mime_type or "").startswith(("image/", "audio/")):
        images.append(base64.b64decode(resource.blob))
    else:
        texts.append(f"{resource.uri}: {resource.mime_type or 'bytes'}, which cannot be shown")
