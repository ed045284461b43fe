# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Existence: `HEAD /files/{name}/{part}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions

OPERATION: Operation[bool] = Operation(
    id="headFile",
    method="HEAD",
    path="/files/{name}/{part}",
    returns="existence",
)


def sync(
    *,
    client: SyncConnection,
    name: str,
    part: int,
    **options: Unpack[CallOptions],
) -> bool:
    """Existence.

    Returns True if it exists, False if the server answers with 404.

    Args:
        client: A client of this package, or of `ollama`.
        name: Name of the file.
        part: Number of the part.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        NotFoundError: It is not.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, path={"name": name, "part": part}, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    name: str,
    part: int,
    **options: Unpack[CallOptions],
) -> bool:
    """Existence, from async code.

    Returns True if it exists, False if the server answers with 404.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, path={"name": name, "part": part}, options=options)
