"""Owns the server of the benchmark: precomputed replies over a socket, without computations.

Run as a script in a separate process. It prints its port, and only uses the standard library. The
model's name in a request selects the shape and size of the reply, as in "each-2000". If a request
has no model, the first part of the path does, as in "/n200/api/tags".
"""

from __future__ import annotations

import json
import random
import re
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache
from itertools import cycle, islice, repeat
from typing import Any, BinaryIO

#: Seconds between two lines of the model "paced", so that the client wakes up for each line.
PACE = 0.0002

#: Lines per write, each in its own HTTP chunk: a fast model, or a slow client.
LINES_OF_A_WRITE = 64

#: Lines per HTTP chunk of the model "coalesced".
LINES_OF_A_CHUNK = 16

#: Used alternately, because litellm considers a model that repeats itself as stuck.
_WORDS = ("word ", "next ")
_LARGE = "x" * 1024
_CREATED = "2026-11-21T02:00:00.123456789Z"
_MODEL = "llama3.2"

_STREAM_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nTransfer-Encoding: chunked\r\n\r\n"
_END = b"0\r\n\r\n"

Send = Callable[[bytes], None]


def main() -> int:
    """Serve until the standard input ends. Return the exit code."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
    threading.Thread(target=_accept, args=(listener,), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    sys.stdin.read()
    return 0


def reply(method: str, target: str, body: bytes, send: Send) -> None:
    """Send the reply to a request."""
    prefix, path = _split(target)
    if "/api/blobs/" in path:
        send(_status("201 Created" if method == "POST" else "404 Not Found"))
        return
    fields: dict[str, Any] = json.loads(body) if body else {}
    shape, _, size = str(fields.get("model", "")).partition("-")
    if fields.get("stream"):
        _send_stream(path, shape, int(size), send)
    else:
        send(_whole(path, int(size or prefix)))


def _split(target: str) -> tuple[str, str]:
    """Return the number at the start of a path, or "0", and the rest of the path."""
    found = re.fullmatch(r"/n(\d+)(/.*)", target)
    return (found[1], found[2]) if found else ("0", target)


def _send_stream(path: str, shape: str, size: int, send: Send) -> None:
    kind = "text/event-stream" if path.startswith("/v1/") else "application/x-ndjson"
    send(_STREAM_HEAD.format(kind).encode())
    for piece in _pieces(path, shape, size - 1):
        send(piece)
        if shape == "paced":
            time.sleep(PACE)
    send(_http_chunk(_last_line(path)) + _END)


def _pieces(path: str, shape: str, count: int) -> Iterator[bytes]:
    """Yield the bytes of each write, for `count` lines."""
    words = (_LARGE,) if shape == "large" else _WORDS
    lines = tuple(_line(path, word) for word in words)
    if shape == "paced":
        yield from islice(cycle([_http_chunk(line) for line in lines]), count)
        return
    size = LINES_OF_A_CHUNK if shape == "coalesced" else LINES_OF_A_WRITE
    whole, rest = divmod(count, size)
    full = _http_chunk(_joined(lines, size)) if shape == "coalesced" else _chunks(lines, size)
    yield from repeat(full, whole)
    yield _chunks(lines, rest)


def _joined(lines: tuple[bytes, ...], count: int) -> bytes:
    return b"".join(islice(cycle(lines), count))


@cache
def _chunks(lines: tuple[bytes, ...], count: int) -> bytes:
    return _joined(tuple(map(_http_chunk, lines)), count)


@cache
def _line(path: str, content: str) -> bytes:
    if path.startswith("/v1/"):
        return _event(_completion("chat.completion.chunk", delta={"content": content}))
    return _json(_answer(content)) + b"\n"


@cache
def _last_line(path: str) -> bytes:
    if path.startswith("/v1/"):
        last = _completion("chat.completion.chunk", delta={}, finish_reason="stop")
        return _event(last) + b"data: [DONE]\n\n"
    return _json(_answer("") | _FINAL) + b"\n"


@cache
def _whole(path: str, size: int) -> bytes:
    """Return a complete reply with its head."""
    made: dict[str, Callable[[], Any]] = {
        "/api/chat": lambda: _answer("Hello.") | _FINAL,
        "/api/embed": lambda: {
            "model": "all-minilm",
            "embeddings": _vectors(size),
            "total_duration": 14_143_917,
            "load_duration": 1_019_500,
            "prompt_eval_count": size,
        },
        "/api/show": _shown,
        "/api/tags": lambda: {"models": [_listed(number) for number in range(size)]},
        "/v1/chat/completions": lambda: _completion(
            "chat.completion",
            message={"role": "assistant", "content": "Hello."},
            finish_reason="stop",
        ),
        "/v1/embeddings": lambda: _openai_embeddings(size),
        "/v1/models": lambda: {
            "object": "list",
            "data": [_openai_model(number) for number in range(size)],
        },
    }
    body = _json(made[path]())
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _status(status: str) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n".encode()


_FINAL = {
    "done": True,
    "done_reason": "stop",
    "total_duration": 4_883_583_458,
    "load_duration": 1_334_875,
    "prompt_eval_count": 26,
    "prompt_eval_duration": 342_546_000,
    "eval_count": 282,
    "eval_duration": 4_535_599_000,
}


def _answer(content: str) -> dict[str, Any]:
    message = {"role": "assistant", "content": content}
    return {"model": _MODEL, "created_at": _CREATED, "message": message, "done": False}


def _completion(kind: str, **choice: Any) -> dict[str, Any]:
    choices = [{"index": 0, "finish_reason": None, **choice}]
    start = {"id": "chatcmpl-1", "object": kind, "created": 1_795_000_000, "model": _MODEL}
    return {**start, "system_fingerprint": "fp_ollama", "choices": choices}


def _vectors(texts: int) -> list[list[float]]:
    numbers = random.Random(0)
    return [[round(numbers.uniform(-0.1, 0.1), 9) for _ in range(1024)] for _ in range(texts)]


def _openai_embeddings(texts: int) -> dict[str, Any]:
    data = [
        {"object": "embedding", "index": number, "embedding": vector}
        for number, vector in enumerate(_vectors(texts))
    ]
    usage = {"prompt_tokens": texts, "total_tokens": texts}
    return {"object": "list", "data": data, "model": "all-minilm", "usage": usage}


def _openai_model(number: int) -> dict[str, Any]:
    name = f"model-{number}:latest"
    return {"id": name, "object": "model", "created": 1_795_000_000, "owned_by": "library"}


def _listed(number: int) -> dict[str, Any]:
    name = f"model-{number}:latest"
    return {
        "name": name,
        "model": name,
        "modified_at": "2026-11-20T18:51:01.758283511+01:00",
        "size": 3_825_819_519 + number,
        "digest": f"{number:064x}",
        "details": _details(),
    }


def _details() -> dict[str, Any]:
    return {
        "parent_model": "",
        "format": "gguf",
        "family": "llama",
        "families": ["llama"],
        "parameter_size": "7B",
        "quantization_level": "Q4_0",
    }


def _shown() -> dict[str, Any]:
    """Return the reply to a verbose show, with the complete vocabulary."""
    return {
        "modelfile": "FROM llama3.2\n" * 50,
        "template": "{{ .Prompt }}",
        "details": _details(),
        "model_info": {
            **{f"llama.setting_{number}": number for number in range(40)},
            "tokenizer.ggml.tokens": [f"token{number}" for number in range(32_000)],
            "tokenizer.ggml.token_type": [1] * 32_000,
        },
        "capabilities": ["completion", "tools"],
        "modified_at": "2026-11-20T18:51:01.758283511+01:00",
    }


def _json(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _event(value: object) -> bytes:
    return b"data: " + _json(value) + b"\n\n"


def _http_chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _accept(listener: socket.socket) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_serve, args=(connection,), daemon=True).start()


def _serve(connection: socket.socket) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        with connection, connection.makefile("rb") as incoming:
            while request_line := incoming.readline():
                method, target, _ = request_line.decode("ascii").split()
                body = b"".join(_body(incoming, keep="/blobs/" not in target))
                reply(method, target, body, connection.sendall)
    except ConnectionError:
        pass  # A client that has read enough may close early.


def _body(incoming: BinaryIO, *, keep: bool) -> Iterator[bytes]:
    """Yield the pieces of a request's body if they are needed. Otherwise, only read them."""
    headers: dict[bytes, bytes] = {}
    while (header := incoming.readline()) not in {b"\r\n", b""}:
        name, _, value = header.partition(b":")
        headers[name.strip().lower()] = value.strip()
    if headers.get(b"transfer-encoding") != b"chunked":
        yield from _read(incoming, int(headers.get(b"content-length", 0)), keep=keep)
        return
    while size := int(incoming.readline(), 16):
        yield from _read(incoming, size, keep=keep)
        incoming.readline()
    incoming.readline()


def _read(incoming: BinaryIO, size: int, *, keep: bool) -> Iterator[bytes]:
    while size:
        piece = incoming.read(min(size, 1 << 20))
        if not piece:
            raise ConnectionError("the body was cut")
        size -= len(piece)
        if keep:
            yield piece


if __name__ == "__main__":
    sys.exit(main())
