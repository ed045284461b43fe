"""Owns the recorded exchanges with a real server: each is a request and its complete reply."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import httpx
from ollama_client import api

FILE = Path(__file__).with_name("captures.jsonl.gz")


@attrs.frozen
class Exchange:
    """One request and the reply of a real server."""

    case: str
    version: str
    setting: str
    method: str
    path: str
    request_headers: dict[str, str]
    request_body: bytes | None
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    is_whole: bool
    """Whether the body is complete, and the connection ended properly."""

    @property
    def sent(self) -> Any:
        """The JSON of the request; None if it is not JSON."""
        try:
            return json.loads(self.request_body or b"")
        except ValueError:
            return None

    @property
    def content_type(self) -> str:
        return next((value for name, value in self.headers if name == "Content-Type"), "")

    @property
    def media_type(self) -> str:
        return self.content_type.partition(";")[0]

    @property
    def operation(self) -> tuple[str, str] | None:
        """Method and path in the description; None if it has no such operation."""
        path = self.path.partition("?")[0]
        for method, template in api.OPERATIONS:
            pattern = re.sub(r"\\{.*?\\}", "[^/]+", re.escape(template))
            if method == self.method and re.fullmatch(pattern, path):
                return method, template
        return None

    def response(self) -> httpx.Response:
        """Return the reply as an httpx response."""
        headers = [(name, value) for name, value in self.headers if name != "Transfer-Encoding"]
        return httpx.Response(self.status, headers=headers, content=self.body)


def exchanges() -> list[Exchange]:
    """Return all exchanges, in order."""
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        return [_exchange(json.loads(line)) for line in lines]


def _exchange(recorded: dict[str, Any]) -> Exchange:
    request, reply = recorded["request"], recorded["reply"]
    return Exchange(
        case=recorded["case"],
        version=recorded["server"]["version"],
        setting=recorded["server"]["setting"],
        method=request["method"],
        path=request["path"],
        request_headers=request["headers"],
        request_body=_request_body(request),
        status=reply["status"],
        headers=[(name, value) for name, value in reply["headers"]],
        body=reply.get("body", "").encode("utf-8", "surrogateescape"),
        is_whole=not (reply.get("body_cut") or reply.get("transport_error")),
    )


def _request_body(request: dict[str, Any]) -> bytes | None:
    if "json" in request:
        return json.dumps(request["json"]).encode()
    text = request.get("body_latin1")
    return None if text is None else text.encode("latin-1")


def items(exchange: Exchange) -> list[Any]:
    """Return the content of a reply: the JSON of each line or event, of the body, or its text."""
    text = exchange.body.decode("utf-8", "replace")
    if exchange.media_type == "application/x-ndjson":
        return [json.loads(line) for line in text.split("\n") if line]
    if exchange.media_type == "text/event-stream":
        return list(_events(text))
    try:
        return [json.loads(text)]
    except ValueError:
        return [text]


def _events(text: str) -> Iterator[Any]:
    for event in text.split("\n\n"):
        data = event.partition("data: ")[2]
        if data:
            yield data if data == "[DONE]" else json.loads(data)
