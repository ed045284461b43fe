"""The program of `make demo`: a streamed chat, a tool call and embeddings over a real socket."""

from __future__ import annotations

import sys
from collections.abc import Generator
from contextlib import contextmanager

import ollama
from ollama.testing import OllamaServer

#: The preferred model for each capability. If the server does not have it, another one is used.
WANTED = {"completion": "llama3.2", "tools": "llama3.2", "embedding": "nomic-embed-text"}

ANSWER = "The sky is blue because air scatters short waves of light more than long ones."


def temperature(city: str) -> str:
    """Return the temperature in a city.

    Args:
        city: Name of the city.
    """
    return f"It is 21 degrees in {city}."


@contextmanager
def connected() -> Generator[ollama.Client]:
    """Yield a client for the server at OLLAMA_HOST if it answers, otherwise for a test server."""
    with ollama.Client(timeout=None) as client:
        try:
            version = client.version(timeout=2).version
        except (ConnectionError, TimeoutError, ollama.ResponseError):
            version = None
        if version is not None:
            print(f"server: Ollama {version} at {client.host}")
            yield client
            return
        print(f"server: the test server, because no server answers at {client.host}")
    with OllamaServer() as server, ollama.Client(server.url) as client:
        server.reply(ANSWER)
        yield client


def model_for(client: ollama.Client, capability: str) -> str | None:
    """Choose a model that the server has: the preferred one, or the first with the capability."""
    models = client.list().models
    usual = WANTED[capability]
    if any(model.model.split(":")[0] == usual for model in models):
        return usual
    able = [
        m.model
        for m in models
        if capability in (m.capabilities or client.show(m.model).capabilities or ())
    ]
    if not able:
        print(f"\nskipped: the server has no model for {capability}; try `ollama pull {usual}`")
    return able[0] if able else None


def chat(client: ollama.Client, model: str) -> None:
    """Stream an answer, piece by piece as it arrives."""
    print(f"\nchat with {model}, streamed:\n  ", end="")
    question = {"role": "user", "content": "Why is the sky blue? One sentence."}
    pieces = 0
    for piece in client.chat(model, [question], stream=True):
        print(piece.message.content, end="", flush=True)
        pieces += 1
    print(f"\n  ({pieces} pieces)")


def tool_call(client: ollama.Client, model: str) -> None:
    """Let the model call a Python function, and answer with its result."""
    print(f"\ntool call with {model}:")
    messages: list[ollama.Message | dict[str, str]] = [
        {"role": "user", "content": "What is the temperature in Lisbon?"}
    ]
    answer = client.chat(model, messages, tools=[temperature])
    messages.append(answer.message)
    for call in answer.message.tool_calls or []:
        result = temperature(**call.function.arguments)
        print(f"  {call.function.name}({call.function.arguments}) -> {result}")
        messages.append({"role": "tool", "tool_name": call.function.name, "content": result})
    print(f"  {client.chat(model, messages).message.content}")


def embedding(client: ollama.Client, model: str) -> None:
    """Turn texts into vectors, and compare the first one with the others; 1 is the maximum."""
    print(f"\nembeddings with {model}:")
    texts = ["The sky is blue.", "The sky was blue today.", "Bread needs flour."]
    first, *others = client.embed(model, texts).embeddings
    print(f"  {texts[0]!r} is {len(first)} numbers: {first[0]:+.4f}, {first[1]:+.4f}, ...")
    for text, other in zip(texts[1:], others, strict=True):
        similarity = sum(a * b for a, b in zip(first, other, strict=True))
        print(f"  similarity to {text!r}: {similarity:.2f}")


def main() -> int:
    """Run the demo."""
    steps = {"completion": chat, "tools": tool_call, "embedding": embedding}
    with connected() as client:
        try:
            for capability, step in steps.items():
                if model := model_for(client, capability):
                    step(client, model)
        except ollama.ResponseError as error:
            print(f"\nthe server refused: {error}", file=sys.stderr)
            return 1
    print("\nnext: docs/recipes.md has short programs to copy, and examples/ has longer ones")
    return 0


if __name__ == "__main__":
    sys.exit(main())
