"""Owns the server of the benchmark: precomputed replies over a socket, and nothing that computes.

Run as a script, in a process of its own; prints its port. Standard library only. The model's name
in a request chooses the shape of the reply.
"""

from __future__ import annotations

import json
import random
import socket
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

#: Seconds between two lines of the model "paced": the client then wakes up for every single one.
PACE = 0.0002

_CREATED = "2026-11-21T02:00:00.123456789Z"
_COALESCED_LINES = 16
_NDJSON = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
)

Send = Callable[[bytes], None]


def main() -> int:
    """Serve until the standard input ends; return the exit code."""
    replies = Replies()
    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_accept, args=(listener, replies), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    sys.stdin.read()
    return 0


class Replies:
    """The replies, as bytes, made once."""

    def __init__(self) -> None:
        line = _line("word ", done=False)
        last = _line("", done=True)
        self._chunk, self._last_chunk = _http_chunk(line), _http_chunk(last)
        self._coalesced = _http_chunk(line * _COALESCED_LINES)
        self._wholes = {
            "/api/chat": _whole(json.loads(_line("Hello.", done=True))),
            "/api/embed": _whole(_embeddings(256, 1024)),
            "/api/tags": _whole({"models": [_listed(number) for number in range(100)]}),
            "/api/show": _whole(_shown()),
        }

    def send(self, path: str, body: bytes, send: Send) -> None:
        """Send the reply to a request."""
        fields: dict[str, Any] = json.loads(body) if body else {}
        if path != "/api/chat" or not fields.get("stream"):
            send(self._wholes[path])
            return
        shape, _, count = str(fields["model"]).partition("-")
        send(_NDJSON)
        self._send_lines(shape, int(count) - 1, send)
        send(self._last_chunk + b"0\r\n\r\n")

    def _send_lines(self, shape: str, count: int, send: Send) -> None:
        if shape == "coalesced":
            whole, rest = divmod(count, _COALESCED_LINES)
            for _ in range(whole):
                send(self._coalesced)
            count = rest
        for _ in range(count):
            send(self._chunk)
            if shape == "paced":
                time.sleep(PACE)


def _line(content: str, *, done: bool) -> bytes:
    fields: dict[str, Any] = {
        "model": "llama3.2",
        "created_at": _CREATED,
        "message": {"role": "assistant", "content": content},
        "done": done,
    }
    if done:
        fields |= {
            "done_reason": "stop",
            "total_duration": 4_883_583_458,
            "load_duration": 1_334_875,
            "prompt_eval_count": 26,
            "prompt_eval_duration": 342_546_000,
            "eval_count": 282,
            "eval_duration": 4_535_599_000,
        }
    return _json(fields) + b"\n"


def _embeddings(texts: int, dimensions: int) -> dict[str, Any]:
    numbers = random.Random(0)
    rows = [[round(numbers.uniform(-0.1, 0.1), 9) for _ in range(dimensions)] for _ in range(texts)]
    return {"model": "all-minilm", "embeddings": rows, "total_duration": 14_143_917}


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
    """Return what a verbose show answers: the whole vocabulary is in it."""
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


def _http_chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _whole(value: object) -> bytes:
    body = _json(value)
    head = "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def _accept(listener: socket.socket, replies: Replies) -> None:
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=_serve, args=(connection, replies), daemon=True).start()


def _serve(connection: socket.socket, replies: Replies) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with connection, connection.makefile("rb") as incoming:
        while request_line := incoming.readline():
            _, target, _ = request_line.decode("ascii").split()
            length = 0
            while (header := incoming.readline()) not in {b"\r\n", b""}:
                name, _, value = header.partition(b":")
                if name.strip().lower() == b"content-length":
                    length = int(value)
            replies.send(target, incoming.read(length), connection.sendall)


if __name__ == "__main__":
    sys.exit(main())
