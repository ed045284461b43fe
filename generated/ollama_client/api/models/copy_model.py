# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Copy a model: `POST /api/copy`.

Gives a model a second name. The weights are not stored twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import CopyRequest

OPERATION: Operation[None] = Operation(
    id="copyModel",
    method="POST",
    path="/api/copy",
    returns="nothing",
    body="json",
)


def sync(
    *,
    client: SyncConnection,
    body: CopyRequest,
    **options: Unpack[CallOptions],
) -> None:
    """Copy a model.

    Args:
        client: A client of this package, or of `ollama`.
        body: The model and the name of the copy.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The request is invalid, or asks for something that the model cannot do.
        ForbiddenError: A server bound to loopback refused the request's Host or Origin header. The
            body is empty.
        NotFoundError: The model or blob does not exist.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: CopyRequest,
    **options: Unpack[CallOptions],
) -> None:
    """Copy a model, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
