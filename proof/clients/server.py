"""Owns the server for the programs in other languages, and their expected output."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

from ollama.testing import OllamaServer, Reply

#: The output of each program in any language. Each makes the five calls in this order.
EXPECTED = """\
chat: Because of Rayleigh scattering.
stream: [one ][two ][three][]
tool: get_weather({"city":"Lisbon"}) -> It is 22 degrees in Lisbon.
blob: sha256:1adb41cf8efa0c375bf64d08bc0fe027a720fef0d7ac05140c2a1fe1200155a2 201
error: 404 model 'nope' not found
"""


@contextmanager
def scripted_server() -> Generator[str]:
    """Serve the answers in EXPECTED, from an empty store. Yield the address.

    For "Why is the sky blue?", it explains. For "Count to three.", it streams three pieces and the
    last line. For a question about the weather, it calls the tool `get_weather`, whose result ends
    the chat. The model is `llama3.2`; `nope` does not exist. The blob is `hi!` and a line feed.
    """
    with OllamaServer() as server:
        server.on_chat(_answer)
        yield server.url


def _answer(request: Mapping[str, Any]) -> Reply | None:
    last = request["messages"][-1]
    if last["role"] == "tool":
        return Reply(f"It is {last['content']} degrees in Lisbon.")
    if "weather" in last["content"] and request.get("tools"):
        return Reply(tool_calls=[{"name": "get_weather", "arguments": {"city": "Lisbon"}}])
    if last["content"] == "Count to three.":
        return Reply(chunks=["one ", "two ", "three"])
    if last["content"] == "Why is the sky blue?":
        return Reply("Because of Rayleigh scattering.")
    return None
