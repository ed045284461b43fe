# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Sign the server out (superseded): `DELETE /api/user/keys/{encodedKey}`.

Does what `signOutUser` does; the key in the path is ignored. Use `signOutUser` instead.
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
    """Sign the server out (superseded).

    Deprecated.

    Args:
        client: Where the API is: a client of this package, or of `ollama`.
        encoded_key: Public key in base64; ignored.
        **options: Settings of this call, see `CallOptions`: headers, timeout, extra_body,
            deadline, max_retries.

    Raises:
        UnauthorizedError: The server is not signed in to ollama.com, or the API key is missing or
            wrong. A server that can be signed in names the page for it.
        ForbiddenError: A server bound to loopback refused the request's Host header or its Origin.
            The body is empty.
        InternalServerError: The server failed. Options of the wrong type and templates that do not
            parse end here too.
        ConnectError: No connection to the server could be made.
    """
    return OPERATION.call(client, path={"encodedKey": encoded_key}, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    encoded_key: str,
    **options: Unpack[CallOptions],
) -> None:
    """Sign the server out (superseded), from async code.

    Deprecated.

    Arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, path={"encodedKey": encoded_key}, options=options)
