"""A chat in the terminal that continues where it left off: the history is kept in a file.

It uses the server at OLLAMA_HOST. An empty line ends the chat.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import ollama


def opened(path: Path, model: str) -> ollama.Chat:
    """Return the chat saved in a file, or a new chat with the model."""
    if path.exists():
        chat = ollama.Chat.load(path)
        print(f"({len(chat.messages)} messages so far)")
        return chat
    return ollama.Chat(model, system="Answer briefly.", max_history_tokens=3000)


def talk(chat: ollama.Chat, lines: Iterable[str]) -> None:
    """Answer each line. Ctrl-C stops an answer; the chat keeps the part that has arrived."""
    for line in lines:
        if not line.strip():
            return
        try:
            with chat.stream(line.strip()) as stream:
                for text in stream.text_stream:
                    print(text, end="", flush=True)
            if stream.usage and stream.usage.tokens_per_second:
                print(f"  ({stream.usage.tokens_per_second:.0f} tokens per second)")
        except KeyboardInterrupt:
            print(" ...")


def main() -> int:
    """Run the example."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", nargs="?", default="llama3.2", help="default: %(default)s")
    parser.add_argument("--file", type=Path, default="chat.json", help="default: %(default)s")
    options = parser.parse_args()
    chat = opened(options.file, options.model)
    try:
        talk(chat, sys.stdin)
    except ollama.OllamaError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        chat.save(options.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
