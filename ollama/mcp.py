"""Owns the tools of MCP servers as tools of ours; needs the extra `mcp` (`ollama-sdk[mcp]`).

Connections are opened and closed by the `mcp` package, whose `Client` and `ClientSession` are used
as they are:

    async with mcp.Client(server) as session:
        tools = await ollama.mcp.list_tools(session)
        await client.run_tools("llama3.2", messages, tools=tools)
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
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
"""A connection to a server: `mcp.Client`, entered, or `mcp.ClientSession`, initialized."""


async def list_tools(session: Session, *, prefix: str = "") -> list[FunctionTool[..., Any]]:
    """Return all tools of a server, usable in `tools=` of `AsyncClient`.

    A tool is called in the session, which must still be open, and returns what `read_result` makes
    of the answer. The server checks the arguments.

    Args:
        session: The connection.
        prefix: Put before each name that the model is told, for servers whose tools are named
            alike.

    Raises:
        mcp.MCPError: The server refused.
    """
    return [_as_tool(session, tool, prefix) for tool in await _listed(session)]


@contextmanager
def open_tools(
    client: mcp.Client, *, prefix: str = ""
) -> Generator[list[FunctionTool[..., Any]], None, None]:
    """Connect from code that is not async: gives the tools of a server, usable in `Client`.

    The connection lives in a thread of its own until the block is left.

    Args:
        client: Says which server; not entered yet.
        prefix: As for `list_tools`.

    Raises:
        mcp.MCPError: The server refused.
    """
    from anyio.from_thread import start_blocking_portal

    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client) as session:
        tools = portal.call(_listed, session)
        yield [_as_tool(session, tool, prefix, portal) for tool in tools]


async def _listed(session: Session) -> list[mcp_types.Tool]:
    found: list[mcp_types.Tool] = []
    cursor: str | None = None
    seen: set[str | None] = set()
    while cursor not in seen:  # a server that repeats a page would never end
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

    def call_in_portal(**arguments: Any) -> str | ToolResult:
        assert portal is not None  # noqa: S101 (or it is not used)
        return portal.call(lambda: call(**arguments))

    function: Callable[..., Any] = call if portal is None else call_in_portal
    return FunctionTool(
        function,
        name=prefix + tool.name,
        description=tool.description or tool.title or "",
        parameters=_parameters(tool.input_schema),
    )


def _parameters(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a tool's arguments with the keys that the server of Ollama keeps."""
    known = finished(inlined(schema))
    parameters = {"type": "object", "properties": known.get("properties", {})}
    return {**parameters, "required": known["required"]} if "required" in known else parameters


def read_result(result: mcp_types.CallToolResult) -> str | ToolResult:
    """Return what the model is shown of the answer of a server: text, images and sounds.

    Structured content is shown as JSON where there is no other text; servers are asked to send it
    as text, too.

    Raises:
        ToolError: The tool failed; the text is that of the answer.
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
    elif isinstance(block, mcp_types.EmbeddedResource):
        _read_resource(block.resource, texts, images)
    else:
        texts.append(": ".join(filter(None, (block.title or block.name, block.uri))))


def _read_resource(
    resource: mcp_types.TextResourceContents | mcp_types.BlobResourceContents,
    texts: list[str],
    images: list[bytes],
) -> None:
    if isinstance(resource, mcp_types.TextResourceContents):
        texts.append(resource.text)
    elif (resource.mime_type or "").startswith(("image/", "audio/")):
        images.append(base64.b64decode(resource.blob))
    else:
        texts.append(f"{resource.uri}: {resource.mime_type or 'bytes'}, which cannot be shown")
