# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Upload a model: `POST /api/push`.

Uploads a model to its registry. The server must be signed in. Streams by default: without `stream:
false`, the answer is a sequence of JSON lines. The error for a refusal by the registry is a line in
a stream of status 200, or has status 500 with `stream: false`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation, Stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.iterators import AsyncClosingIterator, ClosingIterator
    from ..._runtime.operation import CallOptions
    from ...models import ProgressResponse, PushRequest

OPERATION: Operation[ProgressResponse] = Operation(
    id="pushModel",
    method="POST",
    path="/api/push",
    returns="model",
    model="ProgressResponse",
    body="json",
    stream=Stream(
        flag="stream",
        lines="snapshot",
        error="error",
        terminator=("status", ("success",)),
        model="ProgressResponse",
    ),
)


def sync(
    *,
    client: SyncConnection,
    body: PushRequest,
    **options: Unpack[CallOptions],
) -> ProgressResponse:
    """Upload a model.

    Args:
        client: A client of this package, or of `ollama`.
        body: The model to upload.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The request is invalid, or asks for something that the model cannot do.
        ForbiddenError: A server bound to loopback refused the request's Host or Origin header. The
            body is empty.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: PushRequest,
    **options: Unpack[CallOptions],
) -> ProgressResponse:
    """Upload a model, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)


def stream(
    *,
    client: SyncConnection,
    body: PushRequest,
    **options: Unpack[CallOptions],
) -> ClosingIterator[ProgressResponse]:
    """Upload a model, as a stream.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.iterate(client, body=body, options=options)


def asyncio_stream(
    *,
    client: AsyncConnection,
    body: PushRequest,
    **options: Unpack[CallOptions],
) -> AsyncClosingIterator[ProgressResponse]:
    """Upload a model, as a stream, from async code.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.aiterate(client, body=body, options=options)
