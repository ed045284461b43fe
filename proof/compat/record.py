"""Makes all calls with the installed `ollama`, and writes their requests.

`python -m compat.record FILE`, in a copy of this folder and in the environment of either client.
FILE gets a JSON object with `calls`, the outcome and the requests of each call and way of making
it, and `untried`, the parameters of methods that no call uses.
"""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import inspect
import json
import os
import socket
import sys
import threading
from collections.abc import AsyncIterator, Generator, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast

import httpx

#: Classes that callers catch. An error is described by all classes that match it.
_KINDS: tuple[type[BaseException], ...] = (
    FileNotFoundError,
    ConnectionError,
    ValueError,
    TypeError,
    RuntimeError,
    httpx.HTTPError,
)

#: The headers that a client sets itself. The others are httpx's.
_HEADERS = ("content-type", "accept", "authorization", "user-agent", "cookie", "transfer-encoding")

_HOSTED = "ollama.com"


class _Recorder(BaseHTTPRequestHandler):
    """Records a request, and answers according to its path."""

    protocol_version = "HTTP/1.1"
    requests: list[dict[str, Any]]

    def setup(self) -> None:
        """Turn off delays, because both sides would otherwise wait for delayed packets."""
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def answer(self) -> None:
        """Record the request, then answer it."""
        body = self._body()
        self.requests.append(
            {
                "method": self.command,
                "path": self.path,
                "to": _HOSTED if self.headers["host"] == _HOSTED else "the host",
                "headers": self._headers_that_matter(),
                **_described(body),
            }
        )
        for status in (302, 307, 404):
            for prefix in (f"/moved{status}", f"/status{status}"):
                if self.path.startswith(prefix):
                    self._send(status, {"error": "no"}, self.path.removeprefix(prefix))
                    return
        self._send(200, _answer_for(self.path), None)

    do_GET = do_POST = do_DELETE = answer  # noqa: N815 - the base class looks for these.

    def _headers_that_matter(self) -> dict[str, str]:
        kept = {
            name.lower(): value
            for name, value in self.headers.items()
            if name.lower() in _HEADERS or name.lower().startswith("x-")
        }
        if "user-agent" in kept:
            kept["user-agent"] = kept["user-agent"].partition("/")[0]
        return kept

    def _body(self) -> bytes:
        if self.headers.get("transfer-encoding", "") != "chunked":
            return self.rfile.read(int(self.headers.get("content-length") or 0))
        parts: list[bytes] = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _send(self, status: int, answer: dict[str, Any], location: str | None) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if location is not None:
            self.send_header("location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Do not log requests."""


def _described(body: bytes) -> dict[str, Any]:
    """Return a body as JSON with its size, or as its digest."""
    if not body:
        return {"body": None}
    try:
        return {"body": json.loads(body), "size": len(body)}
    except ValueError:
        return {"body": f"sha256:{hashlib.sha256(body).hexdigest()}", "size": len(body)}


def _answer_for(path: str) -> dict[str, Any]:
    """Return an object with all fields that any method requires in its answer."""
    common = {"done": True, "status": "success", "model": "m"}
    message = {"role": "assistant", "content": "a"}
    answers: dict[str, dict[str, Any]] = {
        "chat": {**common, "message": message},
        "generate": {**common, "response": "a"},
        "embed": {"embeddings": [[0.5]]},
        "embeddings": {"embedding": [0.5]},
        "tags": {"models": []},
        "ps": {"models": []},
        "show": {"model_info": {}},
        "web_search": {"results": []},
        "web_fetch": {"title": "t", "content": "c", "links": []},
        "systemone": {
            "id": "1",
            "answers": {},
            "model": "m",
            "usage": {"input_tokens": 1, "output_tokens": 0},
        },
    }
    return answers.get(path.partition("?")[0].rpartition("/")[2], common)


def _send_hosted_requests_to(port: int) -> None:
    """Redirect requests for the hosted service to the recorder, from both clients."""
    send = httpx.HTTPTransport.handle_request
    send_async = httpx.AsyncHTTPTransport.handle_async_request

    def handle(transport: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        return send(transport, _led(request, port))

    async def handle_async(
        transport: httpx.AsyncHTTPTransport, request: httpx.Request
    ) -> httpx.Response:
        return await send_async(transport, _led(request, port))

    setattr(httpx.HTTPTransport, "handle_request", handle)  # noqa: B010 - a method replaced.
    setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle_async)  # noqa: B010


def _led(request: httpx.Request, port: int) -> httpx.Request:
    if request.url.host == _HOSTED:
        # The Host header, which was set earlier, still has the service's name.
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=port)
    return request


class _Caller:
    """Makes calls in the three ways, and keeps the outcomes."""

    def __init__(self, folder: Path, port: int) -> None:
        # Imported only now, because the module functions' client reads the environment on import.
        calls = importlib.import_module(".calls", __package__)
        self._ollama: Any = importlib.import_module("ollama")
        # Created again for each way, because generators among the arguments are consumed.
        self._calls = partial(calls.all_calls, folder)
        self._port = port

    def run(self) -> dict[str, Any]:
        """Return the requests of all calls, by `way: name`."""
        found: dict[str, Any] = {}
        for call in self._calls():
            with _environment(call.environment):
                found[f"sync: {call.name}"] = _noted(partial(self._sync, call))
        for call in self._calls():
            with _environment(call.environment):
                found[f"async: {call.name}"] = _noted(partial(self._run_async, call))
        for call in self._calls():
            if call.client is None:
                found[f"module: {call.name}"] = _noted(partial(self._module, call))
        return found

    def untried(self) -> list[str]:
        """Return all parameters and options that no call uses, as `method(parameter)`."""
        given = self._given()
        methods = {
            method: inspect.signature(function).parameters
            for method, function in inspect.getmembers(self._ollama.Client, inspect.isfunction)
            # Every call closes its client.
            if not method.startswith("_") and method != "close"
        }
        known = {f"{method}({name})" for method in methods for name in methods[method]}
        known.update(f"Options({name})" for name in self._ollama.Options.model_fields)
        return sorted(name for name in known - given if not name.endswith("(self)"))

    def _given(self) -> set[str]:
        given: set[str] = set()
        for call in self._calls():
            signature = inspect.signature(getattr(self._ollama.Client, call.method))
            # A call with wrong arguments uses none.
            with suppress(TypeError):
                bound = signature.bind_partial(None, *call.args, **call.kwargs)
                given.update(f"{call.method}({name})" for name in bound.arguments)
            if isinstance(options := call.kwargs.get("options"), Mapping):
                given.update(f"Options({name})" for name in cast("Mapping[str, object]", options))
        return given

    def _sync(self, call: Any) -> None:
        with self._ollama.Client(**self._arguments(call.client)) as client:
            _consume(getattr(client, call.method)(*call.args, **call.kwargs))

    def _run_async(self, call: Any) -> None:
        asyncio.run(self._async(call))

    async def _async(self, call: Any) -> None:
        async with self._ollama.AsyncClient(**self._arguments(call.client)) as client:
            answer = await getattr(client, call.method)(*call.args, **call.kwargs)
            if isinstance(answer, AsyncIterator):
                async for _ in cast("AsyncIterator[object]", answer):
                    pass

    def _module(self, call: Any) -> None:
        _consume(getattr(self._ollama, call.method)(*call.args, **call.kwargs))

    def _arguments(self, given: Any) -> dict[str, Any]:
        host = f"127.0.0.1:{self._port}"
        made = dict(given or {})
        if isinstance(made.get("host"), str):
            made["host"] = made["host"].format(host=host, url=f"http://{host}", port=self._port)
        return made


def _consume(answer: Any) -> None:
    if isinstance(answer, Iterator):
        for _ in cast("Iterator[object]", answer):
            pass


def _noted(make: Any) -> dict[str, Any]:
    """Make a call. Return how it ended, and its requests."""
    _Recorder.requests = []
    try:
        make()
        outcome = "ok"
    except Exception as error:
        outcome = _outcome(error)
    return {"outcome": outcome, "requests": _Recorder.requests}


def _outcome(error: Exception) -> str:
    if isinstance(error, importlib.import_module("ollama").ResponseError):
        return f"ResponseError {getattr(error, 'status_code', None)}"
    kinds = [kind.__name__ for kind in _KINDS if isinstance(error, kind)]
    return " and ".join(kinds) or type(error).__name__


@contextmanager
def _environment(wanted: Mapping[str, str] | None) -> Generator[None, None, None]:
    """Set variables during the block. None of them is set before it."""
    os.environ.update(wanted or {})
    try:
        yield
    finally:
        for name in wanted or {}:
            del os.environ[name]


def main(target: Path) -> None:
    """Make all calls with a recorder, and write the requests to `target`."""
    folder = target.parent
    with ThreadingHTTPServer(("127.0.0.1", 0), _Recorder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = int(server.server_address[1])
        # Set before the import, because the module functions' client reads it once.
        os.environ["OLLAMA_HOST"] = f"127.0.0.1:{port}"
        _send_hosted_requests_to(port)
        caller = _Caller(folder, port)
        found = {"calls": caller.run(), "untried": caller.untried()}
        server.shutdown()
    target.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
