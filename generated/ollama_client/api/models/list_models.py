# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""List the models on this server: `GET /api/tags`.

Lists the models that can run without a download, the most recently modified first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import ListResponse

OPERATION: Operation[ListResponse] = Operation(
    id="listModels",
    method="GET",
    path="/api/tags",
    returns="model",
    model="ListResponse",
)


def sync(
    *,
    client: SyncConnection,
    **options: Unpack[CallOptions],
) -> ListResponse:
    """List the models on this server.

    Args:
        client: A client of this package, or of `ollama`.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        ForbiddenError: A server bound to loopback refused the request's Host or Origin header. The
            body is empty.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    **options: Unpack[CallOptions],
) -> ListResponse:
    """List the models on this server, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, options=options)
