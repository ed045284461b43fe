"""The tour of `make demo`: a streamed chat, a tool call and an embedding over a real socket."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

import ollama
from ollama.testing import OllamaServer

CHAT_MODEL = os.environ.get("DEMO_MODEL", "llama3.2")
EMBEDDING_MODEL = os.environ.get("DEMO_EMBEDDING_MODEL", "nomic-embed-text")

ANSWER = "The sky is blue because air scatters short waves of light more than long ones."


def temperature(city: str) -> str:
    """Tell the temperature in a city.

    Args:
        city: Name of the city.
    """
    return f"It is 21 degrees in {city}."


@contextmanager
def connected() -> Generator[ollama.Client]:
    """Give a client for the server at OLLAMA_HOST if one answers, else for the embedded one."""
    with ollama.Client(timeout=None) as client:
        try:
            version = client.version(timeout=2).version
        except (ConnectionError, TimeoutError, ollama.ResponseError):
            version = None
        if version is not None:
            print(f"server: Ollama {version} at {client.host}")
            yield client
            return
        print(f"server: the embedded one, for none answers at {client.host}")
    with OllamaServer() as server, ollama.Client(server.url) as client:
        server.reply(ANSWER)
        yield client


def chat(client: ollama.Client) -> None:
    """Stream an answer, piece by piece as it arrives."""
    print(f"\nchat with {CHAT_MODEL}, streamed:\n  ", end="")
    question = {"role": "user", "content": "Why is the sky blue? One sentence."}
    pieces = 0
    for piece in client.chat(CHAT_MODEL, [question], stream=True):
        print(piece.message.content, end="", flush=True)
        pieces += 1
    print(f"\n  ({pieces} pieces)")


def tool_call(client: ollama.Client) -> None:
    """Let the model call a Python function, and answer with its result."""
    print(f"\ntool call with {CHAT_MODEL}:")
    messages: list[ollama.Message | dict[str, str]] = [
        {"role": "user", "content": "What is the temperature in Lisbon?"}
    ]
    answer = client.chat(CHAT_MODEL, messages, tools=[temperature])
    messages.append(answer.message)
    for call in answer.message.tool_calls or []:
        result = temperature(**call.function.arguments)
        print(f"  {call.function.name}({call.function.arguments}) -> {result}")
        messages.append({"role": "tool", "tool_name": call.function.name, "content": result})
    print(f"  {client.chat(CHAT_MODEL, messages).message.content}")


def embedding(client: ollama.Client) -> None:
    """Turn two texts into vectors."""
    print(f"\nembeddings with {EMBEDDING_MODEL}:")
    vectors = client.embed(EMBEDDING_MODEL, ["The sky is blue.", "Grass is green."]).embeddings
    for vector in vectors:
        print(f"  {len(vector)} numbers: {', '.join(f'{number:+.4f}' for number in vector[:4])}, ...")


def main() -> int:
    """Run the tour."""
    with connected() as client:
        try:
            for step in (chat, tool_call, embedding):
                step(client)
        except ollama.ResponseError as error:
            print(f"\nthe server refused: {error}", file=sys.stderr)
            print("name other models with DEMO_MODEL and DEMO_EMBEDDING_MODEL", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
