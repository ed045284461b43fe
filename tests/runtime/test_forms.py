"""Tests of forms over a real socket: every kind of file, sync and async, with little memory."""

from __future__ import annotations

import asyncio
import email
import email.policy
import hashlib
import io
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from runtime import errors
from runtime.client import Client
from runtime.operation import Form, Operation
from runtime.types import FormFile
from tests.runtime.upload_server import MEGABYTE, UploadServer, running

DATA = bytes(range(256)) * 500
WAYS = ("call", "acall")

OPERATION: Operation[Any] = Operation(
    id="transcribe",
    method="POST",
    path="/transcripts",
    returns="nothing",
    body="form",
    form=Form(files=("file", "cover"), required=("file", "model")),
)


@pytest.fixture
def server() -> Iterator[UploadServer]:
    with running() as server:
        yield server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "recording.wav"
    path.write_bytes(DATA)
    return path


def send(way: str, server: UploadServer, body: Any, **options: Any) -> None:
    """Send a form to the server."""
    request = {"body": body, "options": options}
    if way == "call":
        with server.client() as client:
            OPERATION.call(client, **request)
        return

    async def run() -> None:
        async with server.client() as client:
            await OPERATION.acall(client, **request)

    asyncio.run(run())


def parts(server: UploadServer) -> list[tuple[Any, ...]]:
    """Return name, file name, media type and content of each part of the received form."""
    (form,) = server.uploads
    head = f"content-type: {form['headers']['content-type']}\n\n".encode()
    message: Any = email.message_from_bytes(head + form["body"], policy=email.policy.HTTP)
    assert message.get_content_type() == "multipart/form-data"
    found: list[tuple[Any, ...]] = []
    part: EmailMessage
    for part in message.iter_parts():
        disposition = part["content-disposition"].params
        kind = part["content-type"]
        content = part.get_payload(decode=True)
        found.append((disposition["name"], disposition.get("filename"), kind, content))
    return found


class Unseekable(io.RawIOBase):
    """A file like a pipe: it can be read, but has no positions."""

    def __init__(self) -> None:
        self.inner = io.BytesIO(DATA)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self.inner.readinto(buffer)


WAV, BYTES = "audio/x-wav", "application/octet-stream"

#: How each file is created, its name and media type, and whether a length is sent.
FILES: dict[str, tuple[Callable[[Path], Any], str, str, bool]] = {
    "bytes": (lambda _: DATA, "upload", BYTES, True),
    "bytearray": (lambda _: bytearray(DATA), "upload", BYTES, True),
    "path": (lambda path: path, "recording.wav", WAV, True),
    "bytes-io": (lambda _: io.BytesIO(DATA), "upload", BYTES, True),
    "unseekable": (lambda _: Unseekable(), "upload", BYTES, False),
    "named": (lambda _: ("a b.wav", DATA), "a b.wav", WAV, True),
    "named-path": (lambda path: ("é.bin", path), "é.bin", BYTES, True),
    "typed": (lambda path: ("x", path, "audio/flac"), "x", "audio/flac", True),
    "typed-file": (lambda _: ("x", io.BytesIO(DATA), "a/b"), "x", "a/b", True),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", FILES)
def test_each_kind_of_file(server: UploadServer, path: Path, kind: str, way: str) -> None:
    make, name, media_type, announced = FILES[kind]
    send(way, server, {"file": make(path), "model": "m"})
    got = [
        (field, filename, None if field == "model" else media, content)
        for field, filename, media, content in parts(server)
    ]
    if media_type == WAV:  # the media type of .wav depends on the system
        assert str(got[1][2]).startswith("audio/")
        media_type = got[1][2]
    assert got == [("model", None, None, b"m"), ("file", name, media_type, DATA)]
    (form,) = server.uploads
    length = form["headers"].get("content-length")
    assert length == (str(form["total"]) if announced else None)


@pytest.mark.parametrize("way", WAYS)
def test_each_kind_of_field(server: UploadServer, way: str) -> None:
    body = {
        "file": b"",
        "model": "é ü",
        "words": ["a", "b"],
        "exact": True,
        "limit": 3,
        "ratio": 0.5,
        "none": None,
        "options": {"deep": [1, None, "é"]},
        "cover": b"\x00",
    }
    send(way, server, body, extra_body={"limit": 4, "more": "x"})
    assert [(name, content.decode()) for name, _, _, content in parts(server)] == [
        ("model", "é ü"),
        ("words", "a"),
        ("words", "b"),
        ("exact", "true"),
        ("limit", "4"),
        ("ratio", "0.5"),
        ("options", '{"deep":[1,null,"é"]}'),
        ("more", "x"),
        ("file", ""),
        ("cover", "\x00"),
    ]


@pytest.mark.parametrize("way", WAYS)
def test_an_open_file_is_sent_from_its_beginning_and_left_open(
    server: UploadServer, path: Path, way: str
) -> None:
    with path.open("rb") as file:
        file.seek(1000)
        send(way, server, {"file": file, "model": "m"})
        assert not file.closed
    assert parts(server)[1][1:] == ("recording.wav", parts(server)[1][2], DATA)


@pytest.mark.parametrize("way", WAYS)
def test_a_path_is_closed_again(
    server: UploadServer, path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    opened: list[Any] = []
    really_open = Path.open

    def remember(self: Path, *args: Any) -> Any:
        opened.append(really_open(self, *args))
        return opened[-1]

    monkeypatch.setattr(Path, "open", remember)
    send(way, server, {"file": path, "model": "m", "cover": path})
    assert [file.closed for file in opened] == [True, True]


@pytest.mark.parametrize("way", WAYS)
def test_a_second_path_that_is_not_there_closes_the_first(
    server: UploadServer, path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    opened: list[Any] = []
    really_open = Path.open

    def remember(self: Path, *args: Any) -> Any:
        opened.append(really_open(self, *args))
        return opened[-1]

    monkeypatch.setattr(Path, "open", remember)
    with pytest.raises(FileNotFoundError):
        send(way, server, {"file": path, "model": "m", "cover": path.with_name("absent")})
    assert [file.closed for file in opened] == [True]
    assert server.uploads == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("opened", [False, True], ids=["path", "file"])
def test_a_big_file_does_not_fill_the_memory(
    server: UploadServer, tmp_path: Path, way: str, opened: bool
) -> None:
    path = tmp_path / "big.wav"
    with path.open("wb") as file:
        file.truncate(60 * MEGABYTE)
    tracemalloc.start()
    try:
        with path.open("rb") as file:
            send(way, server, {"file": file if opened else path, "model": "m"})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert server.uploads[0]["total"] > 60 * MEGABYTE
    assert peak < 20 * MEGABYTE


def test_an_async_call_reads_its_file_beside_the_loop(server: UploadServer, path: Path) -> None:
    threads: set[int] = set()

    class Watched(io.FileIO):
        def read(self, size: int = -1, /) -> bytes:
            threads.add(threading.get_ident())
            return super().read(size) or b""

    with Watched(path) as file:
        send("acall", server, {"file": file, "model": "m"})
    assert hashlib.sha256(parts(server)[1][3]).digest() == hashlib.sha256(DATA).digest()
    assert threads
    assert threading.get_ident() not in threads


@pytest.mark.parametrize("way", WAYS)
def test_a_form_without_any_file_is_still_a_form(server: UploadServer, way: str) -> None:
    operation = Operation[Any](
        id="x", method="POST", path="/", returns="nothing", body="form", form=Form(("file",))
    )
    request: dict[str, Any] = {"body": {"model": "m"}, "options": {}}
    client = Client(f"http://127.0.0.1:{server.server_port}")
    if way == "call":
        with client:
            operation.call(client, **request)
    else:

        async def run() -> None:
            async with client:
                await operation.acall(client, **request)

        asyncio.run(run())
    assert parts(server) == [("model", None, None, b"m")]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "file"),
        (None, "file"),
        ({"model": "m"}, "file"),
        ({"file": None, "model": "m"}, "file"),
        ({"file": b""}, "model"),
    ],
)
def test_a_missing_field_is_told_before_anything_is_sent(
    server: UploadServer, body: Any, name: str, way: str
) -> None:
    with pytest.raises(errors.RequestError, match=f"transcribe: the field '{name}'"):
        send(way, server, body)
    assert server.uploads == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "file",
    ["text", 5, io.StringIO("x"), [b"x"], (), ("a",), (b"a", b"b"), ("a", "b"), ("a", b"", b"c")],
)
def test_what_is_no_file_is_refused_before_anything_is_sent(
    server: UploadServer, file: Any, way: str
) -> None:
    with pytest.raises(TypeError, match=r"body\.file: expected .*, got "):
        send(way, server, {"file": file, "model": "m"})
    assert server.uploads == []


@pytest.mark.parametrize("way", WAYS)
def test_a_body_that_has_no_fields_is_refused(server: UploadServer, way: str) -> None:
    with pytest.raises(TypeError, match="body: expected a model or a mapping, got bytes"):
        send(way, server, b"bytes")


@pytest.mark.parametrize("way", WAYS)
def test_headers_of_the_call_win(server: UploadServer, way: str) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=mine", "X-Trace": "1"}
    send(way, server, {"file": b"a", "model": "m"}, headers=headers)
    assert server.uploads[0]["headers"]["x-trace"] == "1"
    assert server.uploads[0]["headers"]["content-type"] == headers["Content-Type"]
    assert [part[3] for part in parts(server)] == [b"m", b"a"]


def test_the_type_names_what_is_taken(path: Path) -> None:
    files: list[FormFile] = [b"", path, io.BytesIO(), ("a", path), ("a", b"", "audio/wav")]
    assert len(files) == 5
