"""An MCP server over stdin and stdout for the tests: tools with every kind of result."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Any

from mcp.server.mcpserver import Image, MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import (
    BlobResourceContents,
    CallToolResult,
    EmbeddedResource,
    ResourceLink,
    TextContent,
    TextResourceContents,
)
from pydantic import BaseModel, Field

server = MCPServer("tests")

#: Not a real PNG, because nothing decodes it.
PNG = b"\x89PNG\r\n\x1a\n-"


class Point(BaseModel):
    x: Annotated[int, Field(ge=0)]
    y: int = 0


@server.tool()
def add(a: int, b: int = 2) -> int:
    """Add two numbers."""
    return a + b


@server.tool()
def shift(point: Point, by: list[Point]) -> Point:
    """Move a point."""
    return Point(x=point.x + sum(p.x for p in by), y=point.y)


@server.tool(structured_output=False)
def draw(self: str) -> list[Any]:
    """Draw something."""
    return [f"a drawing of {self}", Image(data=PNG, format="png")]


@server.tool()
def fail(text: str) -> str:
    """Fail."""
    raise ToolError(text)


@server.tool()
def raw() -> CallToolResult:
    """Answer with resources."""
    text = TextResourceContents(uri="file:///a.txt", text="inside a file")
    blob = BlobResourceContents(uri="file:///a.zip", blob="AAAA", mime_type="application/zip")
    image = BlobResourceContents(uri="file:///a.png", blob="AAAA", mime_type="image/png")
    return CallToolResult(
        content=[
            TextContent(text="first"),
            *(EmbeddedResource(resource=resource) for resource in (text, blob, image)),
            ResourceLink(name="b.txt", uri="file:///b.txt"),
        ]
    )


@server.tool()
def structured() -> CallToolResult:
    """Answer with structured content only."""
    return CallToolResult(content=[], structured_content={"n": 1})


@server.tool()
async def wait(note: str) -> str:
    """Create a file when starting, and never end."""
    Path(note).touch()
    return await asyncio.Future()


if __name__ == "__main__":
    server.run()
