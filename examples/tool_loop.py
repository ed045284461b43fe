"""A run of two tools at once, streamed: the events as they happen.

It uses the server at OLLAMA_HOST, or the embedded one if the argument `--embedded` is given.
"""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack

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
            print(f"[turn {event.iteration} is complete]")


def main() -> int:
    """Run the example."""
    with ExitStack() as stack:
        host = None
        if "--embedded" in sys.argv:
            server = stack.enter_context(OllamaServer())
            lisbon = {"city": "Lisbon"}
            server.reply(
                tool_calls=[
                    {"name": "weather", "arguments": lisbon},
                    {"name": "population", "arguments": lisbon},
                ]
            )
            server.reply("It is sunny, and 575,000 people live there.")
            host = server.url
        client = stack.enter_context(ollama.Client(host))
        tools = [weather, population]
        run = stack.enter_context(client.run_tools(MODEL, QUESTION, tools=tools, stream=True))
        for event in run:
            show(event)
        result = run.get_final_result()
        print(f"\n{result.iterations} calls of the model, {len(result.messages)} messages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
