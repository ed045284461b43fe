"""A tool loop that calls two tools at the same time and prints its events as they happen.

It uses the server at OLLAMA_HOST, or, with `--embedded`, the test server.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, nullcontext

import ollama
from ollama.testing import OllamaServer

QUESTION = "How is the weather in Lisbon, and how many people live there?"


@ollama.tool
def weather(city: str) -> str:
    """Return the weather in a city.

    Args:
        city: Name of the city.
    """
    time.sleep(0.2)
    return f"21 degrees and sunny in {city}"


@ollama.tool
def population(city: str) -> int:
    """Return how many people live in a city.

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


def run(model: str, host: str | None) -> ollama.ToolRunResult:
    """Run the tools with a Client."""
    with (
        ollama.Client(host) as client,
        client.run_tools(model, QUESTION, tools=[weather, population], stream=True) as events,
    ):
        for event in events:
            show(event)
        return events.get_final_result()


async def run_async(model: str, host: str | None) -> ollama.ToolRunResult:
    """Run the tools with an AsyncClient."""
    async with (
        ollama.AsyncClient(host) as client,
        client.run_tools(model, QUESTION, tools=[weather, population], stream=True) as events,
    ):
        async for event in events:
            show(event)
        return await events.get_final_result()


@contextmanager
def embedded() -> Generator[str]:
    """Yield the address of a test server whose model asks for both tools at once."""
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


def main() -> int:
    """Run the example."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", default="llama3.2", help="default: %(default)s")
    parser.add_argument("--async", dest="is_async", action="store_true", help="use AsyncClient")
    parser.add_argument("--embedded", action="store_true", help="use the test server")
    options = parser.parse_args()
    with embedded() if options.embedded else nullcontext() as host:
        try:
            if options.is_async:
                result = asyncio.run(run_async(options.model, host))
            else:
                result = run(options.model, host)
        except ollama.OllamaError as error:
            print(error, file=sys.stderr)
            return 1
    print(f"{result.iterations} model calls, {len(result.messages)} messages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
