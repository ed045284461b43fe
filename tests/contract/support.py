"""A server that lies: the embedded one behind a proxy that changes its answers."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import attrs
import httpx

from ollama.testing import OllamaServer
from tests.patience import PATIENCE


@attrs.define
class Reply:
    """An answer on its way to the client. A lie changes it."""

    status: int
    content_type: str
    body: bytes
    #: Promise more bytes than are sent.
    cut: bool = False


Lie = Callable[[Reply], None]


class LyingServer:
    """Passes requests on to an OllamaServer and lets `lie` change what one path answers."""

    def __init__(self, path: str, lie: Lie, method: str = "POST") -> None:
        self.honest = OllamaServer()
        self._what = (method, path)
        self._lie = lie

    def __enter__(self) -> LyingServer:
        self.honest.start()
        self._http = httpx.Client(base_url=self.honest.url, timeout=PATIENCE, trust_env=False)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._http.close()
        self.honest.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Reply:
        kept = {k: v for k, v in headers.items() if k.lower() in ("content-type", "authorization")}
        response = self._http.request(method, path, content=body or None, headers=kept)
        kind = response.headers.get("content-type", "")
        reply = Reply(response.status_code, kind, response.content)
        if (method, path) == self._what:
            self._lie(reply)
        return reply

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def handle_any(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                body = self.rfile.read(length)
                reply = outer.answer(self.command, self.path, dict(self.headers), body)
                self.send_response(reply.status)
                if reply.content_type:
                    self.send_header("Content-Type", reply.content_type)
                self.send_header("Content-Length", str(len(reply.body) + reply.cut))
                self.send_header("Connection", "close")
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(reply.body)

            def log_message(self, format: str, *args: Any) -> None:
                """Do not log requests."""

            def __getattr__(self, name: str) -> Any:
                if name.startswith("do_"):
                    return self.handle_any
                raise AttributeError(name)

        return Handler
