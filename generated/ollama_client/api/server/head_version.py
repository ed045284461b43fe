# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Probe the version: `HEAD /api/version`.

Returns the same status and headers as `getVersion`, without a body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions

OPERATION: Operation[bool] = Operation(
    id="headVersion",
    method="HEAD",
    path="/api/version",
    returns="existence",
)


def sync(
    *,
    client: SyncConnection,
    **options: Unpack[CallOptions],
) -> bool:
    """Probe the version.

    Returns True if it exists, False if the server answers with 404.

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
) -> bool:
    """Probe the version, from async code.

    Returns True if it exists, False if the server answers with 404.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, options=options)
