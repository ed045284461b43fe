"""A run of two tools at once, streamed: the events as they happen.

It uses the server at OLLAMA_HOST, or the embedded one if the argument `--embedded` is given; with
`--async` an AsyncClient.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager

import ollama
from ollama.testing import OllamaServer

MODEL = "llama3.2"
QUESTION = "How is the weather in Lisbon, and how many people live there?"


@ollama.tool
def weather(city: str) -> str:
    """Tell the weather in a city.

    Args:
        city: Name of the city.
    """
    time.sleep(0.2)
    return f"21 degrees and sunny in {city}"


@ollama.tool
def population(city: str) -> int:
    """Tell how many people live in a city.

    Args:
        city: Name of the city.
    """
    time.sleep(0.1)
    return {"Lisbon": 575_000}[city]


def show(event: ollama.ToolRunEvent) -> None:
    """Print an event."""
    match event:
        case ollama.TextEvent() | ollama.ThinkingEvent():
            print(event.text, end="", flush=True)
        case ollama.ToolCallEvent():
            print(f"-> {event.name}({event.arguments})")
        case ollama.ToolResultEvent():
            print(f"<- {event.name}: {event.content} ({event.duration.total_seconds():.1f} s)")
        case ollama.TurnEvent():
            said = "\n" if event.response.text else ""
            print(f"{said}[turn {event.iteration} is complete]")


def run(host: str | None) -> ollama.ToolRunResult:
    """Run the tools with a Client."""
    with (
        ollama.Client(host) as client,
        client.run_tools(MODEL, QUESTION, tools=[weather, population], stream=True) as events,
    ):
        for event in events:
            show(event)
        return events.get_final_result()


async def run_async(host: str | None) -> ollama.ToolRunResult:
    """Run the tools with an AsyncClient."""
    async with ollama.AsyncClient(host) as client:
        tools = [weather, population]
        async with await client.run_tools(MODEL, QUESTION, tools=tools, stream=True) as events:
            async for event in events:
                show(event)
            return await events.get_final_result()


@contextmanager
def embedded() -> Generator[str]:
    """Give the address of an embedded server whose model asks for both tools at once."""
    lisbon = {"city": "Lisbon"}
    with OllamaServer() as server:
        server.reply(
            tool_calls=[
                {"name": "weather", "arguments": lisbon},
                {"name": "population", "arguments": lisbon},
            ]
        )
        server.reply("It is sunny, and 575,000 people live there.")
        yield server.url


def converse(host: str | None = None) -> None:
    """Run the tools and tell what came of it."""
    result = asyncio.run(run_async(host)) if "--async" in sys.argv else run(host)
    print(f"{result.iterations} calls of the model, {len(result.messages)} messages")


def main() -> int:
    """Run the example."""
    if "--embedded" in sys.argv:
        with embedded() as host:
            converse(host)
    else:
        converse()
    return 0


if __name__ == "__main__":
    sys.exit(main())
