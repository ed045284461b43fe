# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Answer in events of different kinds: `POST /talk`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import OneOf, Operation, Stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.iterators import AsyncClosingIterator, ClosingIterator
    from ..._runtime.operation import CallOptions
    from ...models import ReplyRequest, TalkEvent

OPERATION: Operation[TalkEvent] = Operation(
    id="startTalk",
    method="POST",
    path="/talk",
    returns="json",
    body="json",
    stream=Stream(
        media_type="text/event-stream",
        flag=None,
        lines="events",
        error="error",
        terminator=("type", ("talk.completed", "talk.failed")),
        model=OneOf(
            "type",
            {
                "talk.begun": "TalkBegun",
                "talk.completed": "TalkCompleted",
                "talk.failed": "TalkFailed",
            },
        ),
    ),
)


def stream(
    *,
    client: SyncConnection,
    body: ReplyRequest,
    **options: Unpack[CallOptions],
) -> ClosingIterator[TalkEvent]:
    """Answer in events of different kinds, as a stream.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    Args:
        client: A client of this package, or of `ollama`.
        body: The body of the request.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.
    """
    return OPERATION.iterate(client, body=body, options=options)


def asyncio_stream(
    *,
    client: AsyncConnection,
    body: ReplyRequest,
    **options: Unpack[CallOptions],
) -> AsyncClosingIterator[TalkEvent]:
    """Answer in events of different kinds, as a stream, from async code.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `stream`.
    """
    return OPERATION.aiterate(client, body=body, options=options)
