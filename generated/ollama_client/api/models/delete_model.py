# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Delete a model: `DELETE /api/delete`.

Deletes a model and the files that no other model uses. The request has a body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import DeleteRequest

OPERATION: Operation[None] = Operation(
    id="deleteModel",
    method="DELETE",
    path="/api/delete",
    returns="nothing",
    body="json",
)


def sync(
    *,
    client: SyncConnection,
    body: DeleteRequest,
    **options: Unpack[CallOptions],
) -> None:
    """Delete a model.

    Args:
        client: A client of this package, or of `ollama`.
        body: The model to delete.
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
    body: DeleteRequest,
    **options: Unpack[CallOptions],
) -> None:
    """Delete a model, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
