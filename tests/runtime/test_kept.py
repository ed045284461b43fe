"""Tests that a stream keeps everything, with little of it in memory."""

from __future__ import annotations

import json
import random
import socket
import tempfile
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ollama_client._runtime import kept as runtime_kept
from ollama_client._runtime.kept import Kept

import ollama
from tests.ollama.calls import FLAVOURS, call

PIECES, MIB = 10_000, 1 << 20


@given(
    st.lists(st.one_of(st.just("pack"), st.binary(max_size=40)), max_size=30),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_what_was_packed_is_what_it_was(steps: list[Any], start: int, end: int) -> None:
    kept, texts = Kept(), list[bytes]()
    for step in steps:
        if step == "pack":
            assert kept.pack()
        else:
            kept.recent.append(step)
            texts.append(step)
    assert len(kept) == len(texts)
    assert kept.between(start, end) == texts[start:end]


def random_texts(count: int) -> list[bytes]:
    source = random.Random(7)
    return [source.randbytes(100_000) for _ in range(count)]


def test_what_does_not_fit_into_memory_is_on_disk() -> None:
    kept, texts = Kept(), random_texts(30)
    tracemalloc.start()
    for text in texts:
        kept.recent.append(text)
        assert kept.pack()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 100_000
    assert kept.between(0, 30) == texts


def test_without_space_for_files_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    kept, texts = Kept(), random_texts(10)
    packed = []
    for text in texts:
        kept.recent.append(text)
        packed.append(kept.pack())
    assert packed == [True] * 5 + [False] * 5
    assert kept.between(0, 10) == texts


# ---------------------------------------------------------------------- streams


def line(content: str, **fields: Any) -> bytes:
    message = {"role": "assistant", "content": content}
    whole = {"model": "m", "message": message, "done": False, **fields}
    return json.dumps(whole).encode() + b"\n"


@contextmanager
def sending(lines: Callable[[], Iterator[bytes]], *, is_whole: bool) -> Iterator[str]:
    """Yield the address of a server that answers one request with lines, one for each chunk."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                for text in lines():
                    connection.sendall(b"%x\r\n%b\r\n" % (len(text), text))
                if is_whole:
                    connection.sendall(b"0\r\n\r\n")
                connection.shutdown(socket.SHUT_WR)
                while connection.recv(65536):  # An unread request would reset the connection.
                    pass

        thread = threading.Thread(target=answer)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def contents() -> Iterator[str]:
    source = random.Random(5)
    return (source.randbytes(450).hex() for _ in range(PIECES))


@pytest.mark.slow
def test_a_stream_that_is_only_read_holds_less_than_a_megabyte() -> None:
    def lines() -> Iterator[bytes]:
        yield from map(line, contents())
        yield line("", done=True)

    with sending(lines, is_whole=True) as host, ollama.Client(host) as client:
        stream = client.chat("m", "Hi", stream=True)
        next(stream)
        tracemalloc.start()
        for _ in stream:
            pass
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert held < MIB
        assert stream.current.text == "".join(contents())
        assert stream.get_final_response().text == "".join(contents())


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_long_stream_that_breaks_has_all_that_came(flavour: str) -> None:
    texts = [f"{number} " * 300 for number in range(1000)]
    with sending(lambda: map(line, texts), is_whole=False) as host:
        outcome = call(flavour, "chat", "m", "Hi", stream=True, at=host)
    error: Any = outcome.error
    assert isinstance(error, ollama.IncompleteStreamError)
    assert [piece.text for piece in error.partial] == texts
    assert len(texts) * len(texts[-1]) > 2 * runtime_kept.RECENT_BYTES


def test_what_has_arrived_can_be_asked_for_at_each_piece() -> None:
    texts = [f"{number} " * 300 for number in range(600)]

    def lines() -> Iterator[bytes]:
        yield from map(line, texts)
        yield line("", done=True)

    with sending(lines, is_whole=True) as host, ollama.Client(host) as client:
        length = 0
        for number, piece in enumerate(stream := client.chat("m", "Hi", stream=True)):
            length += len(piece.text)
            if number % 7 == 0:
                assert len(stream.current.text) == length
        assert stream.current.text == "".join(texts)
