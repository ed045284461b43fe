# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Sign the server out (deprecated): `DELETE /api/user/keys/{encodedKey}`.

Does the same as `signOutUser`. The key in the path is ignored. Use `signOutUser` instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions

OPERATION: Operation[None] = Operation(
    id="deleteUserKey",
    method="DELETE",
    path="/api/user/keys/{encodedKey}",
    returns="nothing",
)


def sync(
    *,
    client: SyncConnection,
    encoded_key: str,
    **options: Unpack[CallOptions],
) -> None:
    """Sign the server out (deprecated).

    Deprecated.

    Args:
        client: A client of this package, or of `ollama`.
        encoded_key: Public key in Base64. Ignored.
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
    return OPERATION.call(client, path={"encodedKey": encoded_key}, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    encoded_key: str,
    **options: Unpack[CallOptions],
) -> None:
    """Sign the server out (deprecated), from async code.

    Deprecated.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, path={"encodedKey": encoded_key}, options=options)
