# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Check whether a file exists: `HEAD /api/blobs/{digest}`.

Returns a status that says whether the server has a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions

OPERATION: Operation[bool] = Operation(
    id="headBlob",
    method="HEAD",
    path="/api/blobs/{digest}",
    returns="existence",
)


def sync(
    *,
    client: SyncConnection,
    digest: str,
    **options: Unpack[CallOptions],
) -> bool:
    """Check whether a file exists.

    Returns True if it exists, False if the server answers with 404.

    Args:
        client: A client of this package, or of `ollama`.
        digest: SHA-256 of the file, `sha256:` and 64 lower-case hex digits. A dash instead of the
            colon, and upper-case digits, are accepted by the format check, but an upload fails.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The digest is malformed.
        ForbiddenError: A server bound to loopback refused the request's Host or Origin header. The
            body is empty.
        NotFoundError: The server does not have the file.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, path={"digest": digest}, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    digest: str,
    **options: Unpack[CallOptions],
) -> bool:
    """Check whether a file exists, from async code.

    Returns True if it exists, False if the server answers with 404.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, path={"digest": digest}, options=options)
