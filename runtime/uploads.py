"""Owns binary bodies and forms. Files are streamed in pieces, with their length if it is known."""

from __future__ import annotations

import io
import math
import os
from collections.abc import AsyncIterable, AsyncIterator, Generator, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeGuard, cast

import httpx

from . import codec
from .errors import RequestError
from .wire_object import is_list, is_tuple, to_wire

if TYPE_CHECKING:
    from .operation import Form

_PIECE_BYTES = 1 << 19


def _length(content: Any) -> int | None:
    """Return the number of remaining bytes of a file, or None if it is unknown."""
    try:
        position = content.tell()
        end = content.seek(0, os.SEEK_END)
        content.seek(position)
    except (AttributeError, OSError):
        return None
    return max(0, int(end) - int(position))


class _Rest:
    """The rest of a file, as a body that can be sent again after a redirect.

    No more is sent than was announced, even if the file grows meanwhile.

    Args:
        file: A file that can be moved to a position.
        length: The number of bytes from its position to its end.
    """

    def __init__(self, file: IO[bytes], length: int) -> None:
        self.file = file
        self.start = file.tell()
        self.length = length

    def demand_whole(self) -> None:
        """Refuse a file that was cut after its length had been announced.

        Raises:
            OSError: Fewer bytes than announced could be read.
        """
        sent = self.file.tell() - self.start
        if sent < self.length:
            raise OSError(
                f"body: the file became shorter while it was sent: {sent} of {self.length} bytes"
            )


class _FileBody(_Rest):
    """The rest of a file for a sync client."""

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        yield from _pieces(self.file, self.length)
        self.demand_whole()


class _AsyncFileBody(_Rest):
    """The rest of a file for an async client, which reads it in a thread."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self.file.seek(self.start)
        async for piece in _apieces(self.file, self.length):
            yield piece
        self.demand_whole()


def _pieces(file: IO[bytes], length: float = math.inf) -> Iterator[bytes]:
    """Return the rest of a file in pieces, up to a length."""
    while piece := file.read(int(min(_PIECE_BYTES, length))):
        length -= len(piece)
        yield piece


async def _apieces(file: IO[bytes], length: float = math.inf) -> AsyncIterator[bytes]:
    """Return the same. The file is read in a thread."""
    from anyio.to_thread import run_sync  # a dependency of httpx, only needed for async uploads

    while piece := await run_sync(file.read, int(min(_PIECE_BYTES, length))):
        length -= len(piece)
        yield piece


async def _pieces_beside(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Read pieces in a thread, so that a slow disk does not block the event loop."""
    from anyio.to_thread import run_sync

    while (piece := await run_sync(next, pieces, None)) is not None:
        yield piece


async def _pieces_of_iterable(content: Iterable[bytes]) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece


def _is_binary(content: Any, pieces: tuple[type, ...]) -> bool:
    if isinstance(content, (str, io.TextIOBase, Mapping)):
        return False
    return hasattr(content, "read") or isinstance(content, pieces)


def _is_path(value: Any) -> TypeGuard[os.PathLike[str]]:
    return isinstance(value, os.PathLike)


@contextmanager
def _as_file(request: dict[str, Any], *pieces: type) -> Generator[Any, None, None]:
    """Yield the content of a request. A path is opened until the request is done.

    Raises:
        TypeError: The content is neither a file nor one of these types.
    """
    content = request.get("content", b"")
    if _is_path(content):
        # A path with its own `open` reports how much was read.
        with getattr(content, "open", Path(content).open)("rb") as file:
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


def _announced_length(request: dict[str, Any], content: Any) -> int | None:
    """Return the length of a file's rest, and announce it, or return None if it is unknown."""
    length = _length(content)
    if length is not None:
        request.setdefault("headers", {})["content-length"] = str(length)
    return length


@contextmanager
def opened(request: dict[str, Any]) -> Generator[None, None, None]:
    """Within the block, the content of a request can be sent by a sync client."""
    if "files" in request:
        with _open_files(request):
            yield
        return
    with _as_file(request, Iterable) as content:
        if hasattr(content, "read"):
            length = _announced_length(request, content)
            request["content"] = _pieces(content) if length is None else _FileBody(content, length)
        yield


@contextmanager
def aopened(request: dict[str, Any]) -> Generator[None, None, None]:
    """Within the block, the content of a request can be sent by an async client."""
    if "files" in request:
        with _open_files(request):
            _encode_form(request)
            yield
        return
    with _as_file(request, Iterable, AsyncIterable) as content:
        if hasattr(content, "read"):
            length = _announced_length(request, content)
            request["content"] = (
                _apieces(content) if length is None else _AsyncFileBody(content, length)
            )
        elif isinstance(content, Iterable) and not isinstance(content, (bytes, AsyncIterable)):
            request["content"] = _pieces_of_iterable(cast("Iterable[bytes]", content))
        yield


# ---------------------------------------------------------------------- forms


def form(operation: str, layout: Form, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keyword arguments for httpx to send fields as `multipart/form-data`.

    Raises:
        RequestError: A required field is missing.
        TypeError: A file has the wrong type.
    """
    for name in layout.required:
        if fields.get(name) is None:
            raise RequestError(f"{operation}: the field {name!r} of the body is required")
    given = {name: value for name, value in fields.items() if value is not None}
    # httpx sends a part without a file name as a plain field. All parts are sent this way, because
    # httpx sends `data` without files as another media type. Text comes first, so that a server can
    # use it while it receives the files.
    plain = {name: value for name, value in given.items() if name not in layout.files}
    texts = [(name, (None, text)) for name, items in plain_fields(plain).items() for text in items]
    files = [
        (name, _file_part(name, file))
        for name in layout.files
        if name in given
        for file in (_files(name, given[name]) if name in layout.lists else [given[name]])
    ]
    return {"files": [*texts, *files]}


def plain_fields(fields: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values of each form field: one, or those of a list's items."""
    given = {name: to_wire(value) for name, value in fields.items() if value is not None}
    return {name: [_form_text(item) for item in _items(value)] for name, value in given.items()}


def _files(name: str, value: Any) -> list[Any]:
    """Return the files of a field with several files."""
    if is_list(value):
        return value
    raise TypeError(f"body.{name}: expected a list of files, got {type(value).__name__}")


def _items(value: Any) -> list[Any]:
    """Return the values that are sent as separate fields: the items of a list, or the value."""
    return value if is_list(value) else [value]


def _form_text(value: Any) -> str:
    return value if isinstance(value, str) else codec.dumps(value).decode()


def _file_part(name: str, value: Any) -> tuple[Any, ...]:
    """Return a file in the format of httpx: file name, content, and optional media type."""
    if is_tuple(value):
        if len(value) in (2, 3) and all(isinstance(part, str) for part in (value[0], *value[2:])):
            return value[0], _file_content(name, value[1]), *value[2:]
        raise TypeError(
            f"body.{name}: expected a tuple of file name, content and perhaps media type, "
            f"got a tuple of {', '.join(type(part).__name__ for part in value) or 'nothing'}"
        )
    content = _file_content(name, value)
    path = content if _is_path(content) else getattr(content, "name", None)
    return Path(path).name if isinstance(path, str) or _is_path(path) else "upload", content


def _file_content(name: str, value: Any) -> Any:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(cast("bytes", value))
    if _is_path(value) or _is_binary(value, ()):
        return value
    raise TypeError(
        f"body.{name}: expected bytes, a Path, a binary file, or a tuple of a name and one of "
        f"these, got {type(value).__name__}"
    )


@contextmanager
def _open_files(request: dict[str, Any]) -> Generator[None, None, None]:
    """Open the paths in the parts of a form until the end of the block."""
    with ExitStack() as files:

        def ready(part: tuple[Any, ...]) -> tuple[Any, ...]:
            file_name, content, *kind = part
            if _is_path(content):
                content = files.enter_context(Path(content).open("rb"))
            return file_name, content, *kind

        request["files"] = [(name, ready(part)) for name, part in request["files"]]
        yield


def _encode_form(request: dict[str, Any]) -> None:
    """Replace the parts of a form by encoded content, which is read in a thread."""
    headers = httpx.Headers(request.get("headers"))
    encoded = httpx.Request("POST", "", headers=headers, files=request.pop("files"))
    for name in ("content-type", "content-length"):
        if name in encoded.headers:
            headers[name] = encoded.headers[name]
    request["headers"] = headers
    request["content"] = _pieces_beside(iter(cast("httpx.SyncByteStream", encoded.stream)))
