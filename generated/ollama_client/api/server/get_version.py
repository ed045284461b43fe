# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Get the server's version: `GET /api/version`.

Returns the server's version of Ollama.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import VersionResponse

OPERATION: Operation[VersionResponse] = Operation(
    id="getVersion",
    method="GET",
    path="/api/version",
    returns="model",
    model="VersionResponse",
)


def sync(
    *,
    client: SyncConnection,
    **options: Unpack[CallOptions],
) -> VersionResponse:
    """Get the server's version.

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
) -> VersionResponse:
    """Get the server's version, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, options=options)
