# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Sign the server out: `POST /api/signout`.

Ends the server's connection to its ollama.com account. No request body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions

OPERATION: Operation[None] = Operation(
    id="signOutUser",
    method="POST",
    path="/api/signout",
    returns="nothing",
)


def sync(
    *,
    client: SyncConnection,
    **options: Unpack[CallOptions],
) -> None:
    """Sign the server out.

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
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    **options: Unpack[CallOptions],
) -> None:
    """Sign the server out, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, options=options)
