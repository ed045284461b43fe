# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Upload a file: `POST /api/blobs/{digest}`.

Stores a file under its digest, for `createModel`. The body is not read if the server already has
the file.
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
        client: A client of this package, or of `ollama`.
        digest: SHA-256 of the file, `sha256:` and 64 lower-case hex digits. A dash instead of the
            colon, and upper-case digits, are accepted by the format check, but an upload fails.
        body: The bytes of the file. Chunked transfer is allowed.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The request is invalid, or asks for something that the model cannot do.
        ForbiddenError: A server bound to loopback refused the request's Host or Origin header. The
            body is empty.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        ConnectError: The connection to the server failed.
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

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, path={"digest": digest}, options=options)
