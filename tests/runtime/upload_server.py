"""A server on a real socket that accepts bodies of any size and records how they arrived."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from runtime.client import Client

MEGABYTE = 1 << 20


class UploadServer(ThreadingHTTPServer):
    """Records path, headers, size and digest of each request, and the body if it is small."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.uploads: list[dict[str, Any]] = []

    def client(self, prefix: str = "", **options: Any) -> Client:
        return Client(f"http://127.0.0.1:{self.server_port}{prefix}", **options)


class _Handler(BaseHTTPRequestHandler):
    """Reads a body with a Content-Length or chunked."""

    server: UploadServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        kept, total, digest = b"", 0, hashlib.sha256()
        for piece in self.pieces():
            total += len(piece)
            digest.update(piece)
            kept += piece if total < MEGABYTE else b""
        self.server.uploads.append(
            {
                "path": self.path,
                "headers": {name.lower(): value for name, value in self.headers.items()},
                "total": total,
                "digest": digest.hexdigest(),
                "body": kept,
            }
        )
        self.send_response(307 if self.path.startswith("/moved") else 200)
        self.send_header("location", self.path.removeprefix("/moved"))
        self.send_header("content-length", "0")
        self.end_headers()

    def pieces(self) -> Iterator[bytes]:
        if self.headers["transfer-encoding"] == "chunked":
            while size := int(self.rfile.readline(), 16):
                yield self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return
        left = int(self.headers["content-length"])
        while left:
            piece = self.rfile.read(min(left, 1 << 16))
            left -= len(piece)
            yield piece

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def running() -> Iterator[UploadServer]:
    """Serve in a thread during the block."""
    with UploadServer() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()
