# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Only ever a stream: `GET /events`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation, Stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.iterators import AsyncClosingIterator, ClosingIterator
    from ..._runtime.operation import CallOptions
    from ...models import Event

OPERATION: Operation[Event] = Operation(
    id="watchEvents",
    method="GET",
    path="/events",
    returns="model",
    model="Event",
    stream=Stream(
        flag=None,
        lines="snapshot",
        error="error",
        terminator=None,
        model="Event",
    ),
)


def stream(
    *,
    client: SyncConnection,
    **options: Unpack[CallOptions],
) -> ClosingIterator[Event]:
    """Only ever a stream, as a stream.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    Args:
        client: A client of this package, or of `ollama`.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.
    """
    return OPERATION.iterate(client, options=options)


def asyncio_stream(
    *,
    client: AsyncConnection,
    **options: Unpack[CallOptions],
) -> AsyncClosingIterator[Event]:
    """Only ever a stream, as a stream, from async code.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `stream`.
    """
    return OPERATION.aiterate(client, options=options)
