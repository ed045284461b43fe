# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Query and header parameters, another server, a token: `GET /search`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions

OPERATION: Operation[list[str]] = Operation(
    id="searchThings",
    method="GET",
    path="/search",
    returns="json",
    server="https://search.example",
    secured=True,
)


def sync(
    *,
    client: SyncConnection,
    from_: str,
    limit: int | None = None,
    kinds: list[str] | None = None,
    strict: bool | None = None,
    x_request_id: str | None = None,
    **options: Unpack[CallOptions],
) -> list[str]:
    """Query and header parameters, another server, a token.

    Deprecated.

    Args:
        client: A client of this package, or of `ollama`.
        from_: A keyword of Python.
        limit: How many.
        kinds: Sent once for each item.
        strict: A flag.
        x_request_id: Follows the call through the logs.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.
    """
    return OPERATION.call(
        client,
        query={"from": from_, "limit": limit, "kinds": kinds, "strict": strict},
        headers={"X-Request-Id": x_request_id},
        options=options,
    )


async def asyncio(
    *,
    client: AsyncConnection,
    from_: str,
    limit: int | None = None,
    kinds: list[str] | None = None,
    strict: bool | None = None,
    x_request_id: str | None = None,
    **options: Unpack[CallOptions],
) -> list[str]:
    """Query and header parameters, another server, a token, from async code.

    Deprecated.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(
        client,
        query={"from": from_, "limit": limit, "kinds": kinds, "strict": strict},
        headers={"X-Request-Id": x_request_id},
        options=options,
    )
