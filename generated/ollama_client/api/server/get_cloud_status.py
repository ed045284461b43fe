# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Check whether the cloud can be used: `GET /api/status`.

Returns whether the owner of the server has disabled its cloud features, and where. May change in
any release. Since Ollama 0.16.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import CloudStatusResponse

OPERATION: Operation[CloudStatusResponse] = Operation(
    id="getCloudStatus",
    method="GET",
    path="/api/status",
    returns="model",
    model="CloudStatusResponse",
    since="0.16.2",
)


def sync(
    *,
    client: SyncConnection,
    **options: Unpack[CallOptions],
) -> CloudStatusResponse:
    """Check whether the cloud can be used.

    Since Ollama 0.16.2.

    Args:
        client: A client of this package, or of `ollama`.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        ForbiddenError: A server bound to loopback refused the request's Host or Origin header. The
            body is empty.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    **options: Unpack[CallOptions],
) -> CloudStatusResponse:
    """Check whether the cloud can be used, from async code.

    Since Ollama 0.16.2.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, options=options)
