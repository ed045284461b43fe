"""A chat on the terminal that goes on where it ended: the history is kept in a file.

It uses the server at OLLAMA_HOST; the argument is the file. An empty line ends the chat.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import ollama

MODEL = "llama3.2"


def opened(path: Path) -> ollama.Chat:
    """Return the chat of a file, or a new one."""
    if path.exists():
        chat = ollama.Chat.load(path)
        print(f"({len(chat.messages)} messages so far)")
        return chat
    return ollama.Chat(MODEL, system="Answer briefly.", max_history_tokens=3000)


def talk(chat: ollama.Chat, lines: Iterable[str]) -> None:
    """Answer each line; Ctrl-C stops an answer, and what was said of it stays."""
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
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "chat.json")
    chat = opened(path)
    try:
        talk(chat, sys.stdin)
    except (ConnectionError, ollama.ResponseError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        chat.save(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
