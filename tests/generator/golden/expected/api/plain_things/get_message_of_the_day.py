# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""A text: `GET /motd`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions

OPERATION: Operation[str] = Operation(
    id="getMessageOfTheDay",
    method="GET",
    path="/motd",
    returns="text",
)


def sync(
    *,
    client: SyncConnection,
    **options: Unpack[CallOptions],
) -> str:
    """A text.

    Args:
        client: A client of this package, or of `ollama`.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.
    """
    return OPERATION.call(client, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    **options: Unpack[CallOptions],
) -> str:
    """A text, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, options=options)
