"""Owns the inputs of all clients: the same questions, sizes and answers."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

QUESTION = [{"role": "user", "content": "Why is the sky blue?"}]
ANSWER = "Hello."

DIMENSIONS = 1024

#: Lines of each of many concurrent streams.
LINES = 64

#: Bytes of one image.
IMAGE = 1 << 20

_SENTENCE = "A sentence of the conversation, about as long as sentences are. " * 5


def length(lines: int) -> int:
    """Return the number of characters in a stream with a number of lines. The last one is empty."""
    return (lines - 1) * len("word ")


def messages(count: int) -> list[dict[str, str]]:
    """Return a conversation."""
    roles = ("user", "assistant")
    return [{"role": roles[number % 2], "content": _SENTENCE} for number in range(count)]


def texts(count: int) -> list[str]:
    """Return texts to embed."""
    return ["text"] * count


def images(mebibytes: int) -> list[bytes]:
    """Return bytes that begin like a PNG, with one image for each MiB."""
    body = bytes(range(256)) * (IMAGE // 256)
    return [b"\x89PNG\r\n\x1a\n" + body[8:] for _ in range(mebibytes)]


def shape(vectors: Any) -> tuple[int, int, type[object]]:
    """Return the shape of embeddings and the type of a number."""
    number: object = vectors[-1][-1]
    return len(vectors), len(vectors[0]), type(number)


class Files:
    """Files to upload, which exist as long as this object."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()

    def of(self, mebibytes: int) -> Path:
        """Return a file of a number of MiB."""
        path = Path(self._folder.name) / f"{mebibytes}.gguf"
        if not path.exists():
            path.touch()
            os.truncate(path, mebibytes << 20)  # Zeros, which need no disk space.
        return path


def add_numbers(first: int, second: int) -> int:
    """Add two numbers.

    Args:
        first: The first number.
        second: The second number.
    """
    return first + second


def find_flights(origin: str, destination: str, passengers: int = 1) -> list[str]:
    """Find the flights between two airports.

    Args:
        origin: Code of the airport to leave from.
        destination: Code of the airport to arrive at.
        passengers: How many people fly.
    """
    return [f"{origin} {destination} {passengers}"]


def send_mail(to: list[str], subject: str, body: str, urgent: bool = False) -> bool:
    """Send a mail.

    Args:
        to: The addresses.
        subject: One line that says what it is about.
        body: The text.
        urgent: Whether it has to be read at once.
    """
    return bool(to and subject and body and urgent)


FUNCTIONS = (add_numbers, find_flights, send_mail)
