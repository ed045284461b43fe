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

    Returns True when it is there, False when the server answers 404.

    Args:
        client: Where the API is: a client of this package, or of `ollama`.
        name: Name of the file.
        part: Number of the part.
        **options: Settings of this call, see `CallOptions`: headers, timeout, extra_body,
            deadline, max_retries.

    Raises:
        NotFoundError: It is not.
        ConnectError: No connection to the server could be made.
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

    Returns True when it is there, False when the server answers 404.

    Arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, path={"name": name, "part": part}, options=options)
