"""The server for the example programs, as a process that prints its address and its requests.

`python -m proof.compat.example_server KIND` prints its address, serves until its standard input
ends, then prints a JSON list of the requests as [method, path, status].
"""

from __future__ import annotations

import base64
import json
import sys
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ollama.testing import Model, OllamaServer, Reply

_TALKER = ("completion", "tools")
_THINKER = ("completion", "tools", "thinking")

#: The models in examples that a new server does not have.
_MODELS = (
    Model("gemma4", capabilities=("completion", "vision", "tools", "thinking")),
    # The official embeddings example uses it, which servers before 0.30 accepted.
    Model("llama3.2", capabilities=(*_TALKER, "embedding")),
    Model("llama3.1", capabilities=_TALKER),
    Model("llama3.1:8b", capabilities=_TALKER),
    Model("codellama:7b-code", capabilities=("completion", "insert")),
    Model("gpt-oss:20b", capabilities=_THINKER),
    Model("gpt-oss:120b-cloud", capabilities=_THINKER),
    Model("deepseek-r1", capabilities=_THINKER),
)


def _call(name: str, **arguments: object) -> dict[str, object]:
    return {"name": name, "arguments": arguments}


#: The first calls of the model, by the offered tools.
_CALLS: Mapping[str, tuple[dict[str, object], ...]] = {
    "add_two_numbers": (_call("add_two_numbers", a=3, b=1),),
    "get_temperature": (
        _call("get_temperature", city="London"),
        _call("get_conditions", city="Paris"),
    ),
    "get_weather": (
        _call("get_weather", city="London"),
        _call("get_weather_conditions", city="Toronto"),
    ),
}


def _with_tools(request: Mapping[str, Any]) -> Reply | None:
    """Call the tools once, then answer from their results."""
    offered = [tool["function"]["name"] for tool in request.get("tools") or ()]
    if not offered or request["messages"][-1]["role"] == "tool":
        return None
    # The hosted web tools need a key, so the model does not use them.
    if not _CALLS.get(offered[0]):
        return Reply("I know that without a tool.", thinking="No tool is needed.")
    return Reply(thinking="A tool helps.", tool_calls=_CALLS[offered[0]])


class _Painter(BaseHTTPRequestHandler):
    """Answers generate like an image model: progress, then one picture."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, str, int]]

    def do_POST(self) -> None:
        """Stream two steps of progress and the picture."""
        self.rfile.read(int(self.headers.get("content-length") or 0))
        picture = base64.b64encode(b"a picture").decode()
        made = {"model": "painter", "created_at": "2026-01-01T00:00:00Z", "done": False}
        lines = [
            {**made, "completed": 1, "total": 2},
            {**made, "completed": 2, "total": 2},
            {**made, "image": picture, "done": True, "done_reason": "stop"},
        ]
        body = "".join(json.dumps(line) + "\n" for line in lines).encode()
        self.seen.append((self.command, self.path, 200))
        self.send_response(200)
        self.send_header("content-type", "application/x-ndjson")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Do not log, because the output of this process is its report."""


def _serve_pictures() -> list[tuple[str, str, int]]:
    _Painter.seen = []
    with ThreadingHTTPServer(("127.0.0.1", 0), _Painter) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _announce(f"http://127.0.0.1:{server.server_address[1]}")
        sys.stdin.read()
        server.shutdown()
    return _Painter.seen


def _serve_ollama() -> list[tuple[str, str, int | None]]:
    with OllamaServer() as server:
        for model in _MODELS:
            server.add_model(model)
            server.offer_model(model)
        server.on_chat(_with_tools)
        _announce(server.url)
        sys.stdin.read()
        return [(request.method, request.path, request.status) for request in server.requests]


def _announce(url: str) -> None:
    sys.stdout.write(f"{url}\n")
    sys.stdout.flush()


def main(kind: str) -> None:
    """Serve until the standard input ends, then print the requests."""
    seen = _serve_pictures() if kind == "pictures" else _serve_ollama()
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main(sys.argv[1])
