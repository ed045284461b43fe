"""Tests of uploads over a real socket: every kind of body, sync and async, with little memory."""

from __future__ import annotations

import asyncio
import hashlib
import io
import os
import socket
import threading
import tracemalloc
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from runtime.client import Client
from tests.calls import WHOLE, outcome
from tests.runtime.operations import UPLOAD
from tests.runtime.upload_server import MEGABYTE, UploadServer, running

DATA = bytes(range(256)) * 3000
PIECES = [DATA[start : start + 70_001] for start in range(0, len(DATA), 70_001)]
DIGEST = "sha256:" + "0" * 64


@pytest.fixture
def server() -> Iterator[UploadServer]:
    with running() as server:
        yield server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(DATA)
    return path


class Unseekable(io.RawIOBase):
    """A file like a pipe: it can be read, but has no positions."""

    def __init__(self) -> None:
        self.inner = io.BytesIO(DATA)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self.inner.readinto(buffer)


async def async_pieces() -> AsyncIterator[bytes]:
    for piece in PIECES:
        yield piece


def generated() -> Iterator[bytes]:
    yield from PIECES


#: How each body is created, and whether its length is known in advance.
BODIES: dict[str, tuple[Callable[[Path], Any], bool]] = {
    "bytes": (lambda _: DATA, True),
    "bytearray": (lambda _: bytearray(DATA), True),
    "memoryview": (lambda _: memoryview(DATA), True),
    "path": (lambda path: path, True),
    "bytes-io": (lambda _: io.BytesIO(DATA), True),
    "unseekable": (lambda _: Unseekable(), False),
    "list": (lambda _: PIECES, False),
    "generator": (lambda _: generated(), False),
}


def check(server: UploadServer, *, announced: bool, data: bytes = DATA) -> None:
    (upload,) = server.uploads
    headers = upload["headers"]
    assert upload["path"] == f"/api/blobs/{DIGEST}"
    assert headers["content-type"] == "application/octet-stream"
    assert headers.get("content-length") == (str(len(data)) if announced else None)
    assert upload["total"] == len(data)
    assert upload["digest"] == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("flavour", WHOLE)
@pytest.mark.parametrize("kind", BODIES)
def test_each_kind_of_body(server: UploadServer, path: Path, kind: str, flavour: str) -> None:
    make, announced = BODIES[kind]
    out = outcome(flavour, UPLOAD, server.client(), digest=DIGEST, body=make(path))
    assert out.answer is None
    check(server, announced=announced)


@pytest.mark.parametrize("flavour", WHOLE)
def test_an_open_file_is_sent_from_where_it_is_and_left_open(
    server: UploadServer, path: Path, flavour: str
) -> None:
    with path.open("rb") as file:
        file.seek(1000)
        out = outcome(flavour, UPLOAD, server.client(), digest=DIGEST, body=file)
        assert out.answer is None
        assert not file.closed
        assert file.tell() == len(DATA)
    check(server, announced=True, data=DATA[1000:])


@pytest.mark.parametrize("flavour", WHOLE)
def test_empty_bodies(server: UploadServer, tmp_path: Path, flavour: str) -> None:
    empty = tmp_path / "empty"
    empty.touch()
    for body in (b"", empty, io.BytesIO(), []):
        server.uploads.clear()
        out = outcome(flavour, UPLOAD, server.client(), digest=DIGEST, body=body)
        assert out.answer is None
        assert server.uploads[0]["total"] == 0


def test_an_async_generator(server: UploadServer) -> None:
    out = outcome("asyncio", UPLOAD, server.client(), digest=DIGEST, body=async_pieces())
    assert out.answer is None
    check(server, announced=False)


@pytest.mark.parametrize("flavour", WHOLE)
@pytest.mark.parametrize("opened", [False, True], ids=["path", "file"])
def test_a_big_file_does_not_fill_the_memory(
    server: UploadServer, tmp_path: Path, flavour: str, opened: bool
) -> None:
    path = tmp_path / "big.gguf"
    with path.open("wb") as file:
        file.truncate(60 * MEGABYTE)
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            body = file if opened else path
            out = outcome(flavour, UPLOAD, server.client(), digest=DIGEST, body=body)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert out.answer is None
    assert server.uploads[0]["total"] == 60 * MEGABYTE
    assert server.uploads[0]["headers"].get("content-length") == str(60 * MEGABYTE)
    assert peak < 20 * MEGABYTE


def test_an_async_upload_reads_its_file_beside_the_loop(server: UploadServer, path: Path) -> None:
    threads: set[int] = set()

    class Watched(io.FileIO):
        def read(self, size: int = -1, /) -> bytes:
            threads.add(threading.get_ident())
            return super().read(size) or b""

    with Watched(path) as file:
        out = outcome("asyncio", UPLOAD, server.client(), digest=DIGEST, body=file)
    assert out.answer is None
    check(server, announced=True)
    assert threads
    assert threading.get_ident() not in threads


@pytest.mark.parametrize("flavour", WHOLE)
def test_a_path_is_closed_again(
    server: UploadServer, path: Path, monkeypatch: pytest.MonkeyPatch, flavour: str
) -> None:
    opened: list[Any] = []
    really_open = Path.open

    def remember(self: Path, *args: Any) -> Any:
        opened.append(really_open(self, *args))
        return opened[-1]

    monkeypatch.setattr(Path, "open", remember)
    outcome(flavour, UPLOAD, server.client(), digest=DIGEST, body=path)
    check(server, announced=True)
    assert [file.closed for file in opened] == [True]


@pytest.mark.parametrize("flavour", WHOLE)
def test_a_path_that_is_not_there(server: UploadServer, tmp_path: Path, flavour: str) -> None:
    body = tmp_path / "absent"
    out = outcome(flavour, UPLOAD, server.client(), digest=DIGEST, body=body)
    assert isinstance(out.error, FileNotFoundError)
    assert server.uploads == []


@pytest.mark.parametrize("flavour", WHOLE)
@pytest.mark.parametrize(
    "body", ["text", None, 5, {"a": 1}, io.StringIO("text"), object()], ids=lambda it: str(type(it))
)
def test_what_is_not_binary_is_refused_before_anything_is_sent(
    server: UploadServer, body: Any, flavour: str
) -> None:
    out = outcome(flavour, UPLOAD, server.client(), digest=DIGEST, body=body)
    assert type(out.error) is TypeError
    assert "body: expected bytes, a Path, a binary file or an iterable of bytes" in str(out.error)
    assert f"got {type(body).__name__}" in str(out.error)
    assert server.uploads == []


def test_a_text_file_is_refused(server: UploadServer, path: Path) -> None:
    with path.open() as file:
        out = outcome("sync", UPLOAD, server.client(), digest=DIGEST, body=file)
    assert type(out.error) is TypeError
    assert "got TextIOWrapper" in str(out.error)
    assert server.uploads == []


def test_a_sync_call_cannot_read_an_async_iterable(server: UploadServer) -> None:
    pieces = async_pieces()
    out = outcome("sync", UPLOAD, server.client(), digest=DIGEST, body=pieces)
    assert type(out.error) is TypeError
    assert "only an async call" in str(out.error)
    assert server.uploads == []
    asyncio.run(pieces.aclose())  # type: ignore[attr-defined]


# ---------------------------------------------------------------------- what may happen meanwhile


@pytest.mark.parametrize("flavour", WHOLE)
@pytest.mark.parametrize("start", [0, 1000])
def test_a_file_is_sent_again_after_a_redirect(
    server: UploadServer, path: Path, flavour: str, start: int
) -> None:
    client = server.client("/moved", follow_redirects=True)
    with path.open("rb") as file:
        file.seek(start)
        out = outcome(flavour, UPLOAD, client, digest=DIGEST, body=file)
        assert file.tell() == len(DATA)
    assert out.answer is None
    assert [upload["total"] for upload in server.uploads] == [len(DATA) - start] * 2
    assert server.uploads[1]["digest"] == hashlib.sha256(DATA[start:]).hexdigest()


@pytest.fixture
def unread() -> Iterator[str]:
    """The address of a server that does not read."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("flavour", WHOLE)
@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"timeout": httpx.Timeout(5, write=0.2)}, httpx.WriteTimeout),
        ({"deadline": 0.3}, TimeoutError),
    ],
    ids=["timeout", "deadline"],
)
def test_a_server_that_does_not_read_is_not_waited_for(
    unread: str, tmp_path: Path, flavour: str, settings: Any, error: type[Exception]
) -> None:
    path = tmp_path / "big.gguf"
    with path.open("wb") as file:
        file.truncate(60 * MEGABYTE)
    client = Client(unread, **settings)
    assert isinstance(outcome(flavour, UPLOAD, client, digest=DIGEST, body=path).error, error)


class Changing(io.FileIO):
    """A file whose size changes when its reading begins."""

    by = 0

    def read(self, size: int = -1, /) -> bytes:
        os.truncate(self.name, len(DATA) + self.by)
        return super().read(size) or b""


@pytest.mark.parametrize("flavour", WHOLE)
@pytest.mark.parametrize("by", [-5, 5])
def test_a_file_that_changes_its_size(
    server: UploadServer, path: Path, monkeypatch: pytest.MonkeyPatch, flavour: str, by: int
) -> None:
    monkeypatch.setattr(Changing, "by", by)
    with Changing(path) as body:
        out = outcome(flavour, UPLOAD, server.client(), digest=DIGEST, body=body)
    if by > 0:
        assert out.answer is None
        check(server, announced=True)
    else:
        assert type(out.error) is OSError
        assert str(out.error) == (
            f"body: the file became shorter while it was sent: {len(DATA) - 5} of {len(DATA)} bytes"
        )
