"""Operations for tests of the runtime, without a description."""

from __future__ import annotations

from typing import Any

import httpx

from runtime.client import Client
from runtime.operation import Operation, Stream
from tests.calls import answering


class Calls:
    """The flavours of an operation, with the names that they have in rendered modules."""

    def __init__(self, operation: Operation[Any]) -> None:
        self.operation = operation

    def sync(self, *, client: Client, body: Any, **path: object) -> Any:
        return self.operation.call(client, body=body, path=path, options={})

    def asyncio(self, *, client: Client, body: Any, **path: object) -> Any:
        return self.operation.acall(client, body=body, path=path, options={})

    def stream(self, *, client: Client, body: Any) -> Any:
        return self.operation.iterate(client, body=body, options={})

    def asyncio_stream(self, *, client: Client, body: Any) -> Any:
        return self.operation.aiterate(client, body=body, options={})


CHAT = Calls(
    Operation(
        id="chat",
        method="POST",
        path="/api/chat",
        body="json",
        stream=Stream(flag="stream", terminator=("done", (True,))),
    )
)
PULL = Calls(
    Operation(
        id="pull",
        method="POST",
        path="/api/pull",
        body="json",
        stream=Stream(flag="stream", lines="snapshot", terminator=("status", ("success",))),
    )
)
UPLOAD = Calls(
    Operation(
        id="upload", method="POST", path="/api/blobs/{digest}", returns="nothing", body="binary"
    )
)


def client_for(body: httpx.SyncByteStream | bytes, content_type: str) -> Client:
    """Return a client whose server gives the same answer to all requests."""
    return Client("http://ollama.test", transport=answering(body, content_type=content_type))
