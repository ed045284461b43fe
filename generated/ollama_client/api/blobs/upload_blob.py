# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Upload a file: `POST /api/blobs/{digest}`.

Stores a file under its digest, for use by `createModel`. Nothing is read when the server has the
file already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...types import BinaryContent

OPERATION: Operation[None] = Operation(
    id="uploadBlob",
    method="POST",
    path="/api/blobs/{digest}",
    returns="nothing",
    body="binary",
)


def sync(
    *,
    client: SyncConnection,
    digest: str,
    body: BinaryContent,
    **options: Unpack[CallOptions],
) -> None:
    """Upload a file.

    Args:
        client: Where the API is: a client of this package, or of `ollama`.
        digest: SHA-256 of the file, `sha256:` and 64 lower-case hex digits. A dash in place of the
            colon and upper-case digits pass the check of the form, but an upload under them fails.
        body: The bytes of the file; chunked transfer is fine.
        **options: Settings of this call, see `CallOptions`: headers, timeout, extra_body,
            deadline, max_retries.

    Raises:
        BadRequestError: The request is malformed, incomplete, or asks for something that the model
            cannot do.
        ForbiddenError: A server bound to loopback refused the request's Host header or its Origin.
            The body is empty.
        InternalServerError: The server failed. Options of the wrong type and templates that do not
            parse end here too.
        ConnectError: No connection to the server could be made.
    """
    return OPERATION.call(client, body=body, path={"digest": digest}, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    digest: str,
    body: BinaryContent,
    **options: Unpack[CallOptions],
) -> None:
    """Upload a file, from async code.

    Arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, path={"digest": digest}, options=options)
