# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Binary body, path parameters of the path and shared ones: `PUT /files/{name}/{part}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...types import BinaryContent

OPERATION: Operation[None] = Operation(
    id="uploadFile",
    method="PUT",
    path="/files/{name}/{part}",
    returns="nothing",
    body="binary",
)


def sync(
    *,
    client: SyncConnection,
    name: str,
    part: int,
    body: BinaryContent,
    **options: Unpack[CallOptions],
) -> None:
    """Binary body, path parameters of the path and shared ones.

    Args:
        client: A client of this package, or of `ollama`.
        name: Name of the file.
        part: Number of the part.
        body: What the file holds.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.
    """
    return OPERATION.call(client, body=body, path={"name": name, "part": part}, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    name: str,
    part: int,
    body: BinaryContent,
    **options: Unpack[CallOptions],
) -> None:
    """Binary body, path parameters of the path and shared ones, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(
        client, body=body, path={"name": name, "part": part}, options=options
    )
