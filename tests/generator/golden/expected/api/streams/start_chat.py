# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Answer whole or in pieces: `POST /chat`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation, Stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.iterators import AsyncClosingIterator, ClosingIterator
    from ..._runtime.operation import CallOptions
    from ...models import ChatRequest, ChatResponse

OPERATION: Operation[ChatResponse] = Operation(
    id="startChat",
    method="POST",
    path="/chat",
    returns="model",
    model="ChatResponse",
    body="json",
    stream=Stream(
        flag="stream",
        lines="delta",
        error="error",
        terminator=("done", (True,)),
        model="ChatResponse",
    ),
)


def sync(
    *,
    client: SyncConnection,
    body: ChatRequest,
    **options: Unpack[CallOptions],
) -> ChatResponse:
    """Answer whole or in pieces.

    Args:
        client: A client of this package, or of `ollama`.
        body: The body of the request.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        NotFoundError: There is no such thing.
        ImATeapotError: The server is a teapot.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: ChatRequest,
    **options: Unpack[CallOptions],
) -> ChatResponse:
    """Answer whole or in pieces, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)


def stream(
    *,
    client: SyncConnection,
    body: ChatRequest,
    **options: Unpack[CallOptions],
) -> ClosingIterator[ChatResponse]:
    """Answer whole or in pieces, as a stream.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.iterate(client, body=body, options=options)


def asyncio_stream(
    *,
    client: AsyncConnection,
    body: ChatRequest,
    **options: Unpack[CallOptions],
) -> AsyncClosingIterator[ChatResponse]:
    """Answer whole or in pieces, as a stream, from async code.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.aiterate(client, body=body, options=options)
