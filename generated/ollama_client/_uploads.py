# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Binary bodies: a file is streamed in pieces, its length announced, from both kinds of caller."""

from __future__ import annotations

import io
import os
from collections.abc import AsyncIterable, AsyncIterator, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

_PIECE_BYTES = 1 << 18


def _length(content: Any) -> int | None:
    """Return how many bytes a file still has, where it can tell."""
    try:
        position = content.tell()
        end = content.seek(0, os.SEEK_END)
        content.seek(position)
    except (AttributeError, OSError):
        return None
    return int(end) - int(position)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE_BYTES):
        yield piece


async def _pieces_of_file(file: IO[bytes]) -> AsyncIterator[bytes]:
    from anyio.to_thread import run_sync  # httpx depends on anyio; only async uploads need it

    while piece := await run_sync(file.read, _PIECE_BYTES):
        yield piece


async def _pieces_of_iterable(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


def _is_binary(content: Any, pieces: tuple[type, ...]) -> bool:
    if isinstance(content, (str, io.TextIOBase, Mapping)):
        return False
    return hasattr(content, "read") or isinstance(content, pieces)


@contextmanager
def _as_file(request: dict[str, Any], *pieces: type) -> Generator[Any, None, None]:
    """Give the content of a request, a path opened for as long as the request takes.

    Raises:
        TypeError: It is nothing that can be sent: neither a file nor of one of these kinds.
    """
    content = request.get("content", b"")
    if isinstance(content, os.PathLike):
        with Path(cast("os.PathLike[str]", content)).open("rb") as file:
            yield file
    elif isinstance(content, (bytearray, memoryview)):
        request["content"] = bytes(cast("bytes", content))
        yield request["content"]
    elif _is_binary(content, pieces):
        yield content
    else:
        waits = isinstance(content, AsyncIterable)
        raise TypeError(
            "body: expected bytes, a Path, a binary file or an iterable of bytes, got "
            f"{type(content).__name__}{', which only an async call can read' if waits else ''}"
        )


def _announce_length(request: dict[str, Any], content: Any) -> None:
    length = _length(content)
    if length is not None:
        request.setdefault("headers", {})["content-length"] = str(length)


@contextmanager
def opened(request: dict[str, Any]) -> Generator[None, None, None]:
    """Make a request's content sendable by a sync client for the time of the block."""
    with _as_file(request, Iterable) as content:
        if hasattr(content, "read"):
            _announce_length(request, content)
            request["content"] = _pieces(content)
        yield


@contextmanager
def aopened(request: dict[str, Any]) -> Generator[None, None, None]:
    """Make a request's content sendable by an async client for the time of the block."""
    with _as_file(request, Iterable, AsyncIterable) as content:
        if hasattr(content, "read"):
            _announce_length(request, content)
            request["content"] = _pieces_of_file(content)
        elif isinstance(content, Iterable) and not isinstance(content, (bytes, AsyncIterable)):
            request["content"] = _pieces_of_iterable(cast("Iterable[bytes]", content))
        yield
