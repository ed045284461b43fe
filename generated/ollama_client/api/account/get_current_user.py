# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Get the signed-in account: `POST /api/me`.

Returns the ollama.com account that the server is signed in with. There is no request body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import UserResponse

OPERATION: Operation[UserResponse] = Operation(
    id="getCurrentUser",
    method="POST",
    path="/api/me",
    returns="model",
    model="UserResponse",
)


def sync(
    *,
    client: SyncConnection,
    **options: Unpack[CallOptions],
) -> UserResponse:
    """Get the signed-in account.

    Args:
        client: A client of this package, or of `ollama`.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        UnauthorizedError: The server is not signed in to ollama.com, or the API key is missing or
            wrong. A server that can be signed in sends the URL for signing in.
        ForbiddenError: A server bound to loopback refused the request's Host or Origin header. The
            body is empty.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        ServiceUnavailableError: The server is busy, or a service it needs is down. Try again later.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    **options: Unpack[CallOptions],
) -> UserResponse:
    """Get the signed-in account, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, options=options)
