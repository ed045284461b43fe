"""A user's program with tools, which strict type checkers must accept."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

import ollama
from ollama import Client, FunctionTool


@ollama.tool
def get_weather(city: str, days: int = 1) -> str:
    """Tell the weather."""
    return f"{city} {days}"


@ollama.tool(name="lookup", parameters={"query": "What for"})
async def look_up(query: str) -> list[str]:
    """Look something up."""
    return [query]


class Service:
    @ollama.tool
    def status(self, name: str) -> int:
        """Tell the status."""
        return len(name)


text: str = get_weather("Lisbon", days=2)
found: Awaitable[list[str]] = look_up("x")
number: int = Service().status("x")
name: str = get_weather.name
parameters: dict[str, Any] = get_weather.parameters
bound = get_weather.bind({"city": "Lisbon"})
again: str = get_weather(*bound.args, **bound.kwargs)
any_tool: FunctionTool[..., Any] = FunctionTool.of(print)

client = Client()
client.chat("llama3.2", "hi", tools=[get_weather, look_up, Service().status, any_tool])
