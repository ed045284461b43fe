# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Answer whole, or in events that add up: `POST /reply`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation, Stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.iterators import AsyncClosingIterator, ClosingIterator
    from ..._runtime.operation import CallOptions
    from ...models import Reply, ReplyChunk, ReplyRequest

OPERATION: Operation[Reply] = Operation(
    id="startReply",
    method="POST",
    path="/reply",
    returns="model",
    model="Reply",
    body="json",
    stream=Stream(
        media_type="text/event-stream",
        flag="stream",
        lines="delta",
        error="error",
        sentinel="[DONE]",
        model="ReplyChunk",
    ),
)


def sync(
    *,
    client: SyncConnection,
    body: ReplyRequest,
    **options: Unpack[CallOptions],
) -> Reply:
    """Answer whole, or in events that add up.

    Args:
        client: A client of this package, or of `ollama`.
        body: The body of the request.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        NotFoundError: No such model. Its error is an object.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: ReplyRequest,
    **options: Unpack[CallOptions],
) -> Reply:
    """Answer whole, or in events that add up, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)


def stream(
    *,
    client: SyncConnection,
    body: ReplyRequest,
    **options: Unpack[CallOptions],
) -> ClosingIterator[ReplyChunk]:
    """Answer whole, or in events that add up, as a stream.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.iterate(client, body=body, options=options)


def asyncio_stream(
    *,
    client: AsyncConnection,
    body: ReplyRequest,
    **options: Unpack[CallOptions],
) -> AsyncClosingIterator[ReplyChunk]:
    """Answer whole, or in events that add up, as a stream, from async code.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.aiterate(client, body=body, options=options)
