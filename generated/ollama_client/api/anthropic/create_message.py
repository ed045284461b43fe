# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Chat with a model, as Anthropic does: `POST /v1/messages`.

Continues a conversation, in the format of Anthropic's Messages. Streams only with `stream: true`.
The headers `x-api-key` and `anthropic-version` are ignored. With a tool whose type begins with
`web_search` the server searches by itself, at most three times. Since Ollama 0.14.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import OneOf, Operation, Stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.iterators import AsyncClosingIterator, ClosingIterator
    from ..._runtime.operation import CallOptions
    from ...models import AnthropicEvent, AnthropicMessage, AnthropicMessagesRequest

OPERATION: Operation[AnthropicMessage] = Operation(
    id="createMessage",
    method="POST",
    path="/v1/messages",
    returns="model",
    model="AnthropicMessage",
    body="json",
    stream=Stream(
        media_type="text/event-stream",
        flag="stream",
        lines="events",
        error="error",
        terminator=("type", ("message_stop",)),
        model=OneOf(
            "type",
            {
                "message_start": "AnthropicMessageStartEvent",
                "content_block_start": "AnthropicContentBlockStartEvent",
                "content_block_delta": "AnthropicContentBlockDeltaEvent",
                "content_block_stop": "AnthropicContentBlockStopEvent",
                "message_delta": "AnthropicMessageDeltaEvent",
                "message_stop": "AnthropicMessageStopEvent",
            },
        ),
    ),
    since="0.14.0",
)


def sync(
    *,
    client: SyncConnection,
    body: AnthropicMessagesRequest,
    **options: Unpack[CallOptions],
) -> AnthropicMessage:
    """Chat with a model, as Anthropic does.

    Since Ollama 0.14.0.

    Args:
        client: A client of this package, or of `ollama`.
        body: The conversation, and how to continue it.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The request is malformed, incomplete, or asks for something that the model
            cannot do.
        UnauthorizedError: The server is not signed in to ollama.com, or the API key is missing or
            wrong.
        ForbiddenError: The cloud is switched off on this server. Also, with an empty body, when a
            server bound to loopback refuses the request's Host header or its Origin.
        NotFoundError: The model does not exist.
        TooManyRequestsError: The cloud's rate limit is reached. Wait, then try again.
        ClientClosedRequestError: The caller went away before the model was free.
        InternalServerError: The server failed.
        BadGatewayError: The cloud could not be reached.
        ServiceUnavailableError: The server is busy, or a service it needs is down. Try again later.
        GatewayTimeoutError: The cloud did not answer in time. Try again later.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: AnthropicMessagesRequest,
    **options: Unpack[CallOptions],
) -> AnthropicMessage:
    """Chat with a model, as Anthropic does, from async code.

    Since Ollama 0.14.0.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)


def stream(
    *,
    client: SyncConnection,
    body: AnthropicMessagesRequest,
    **options: Unpack[CallOptions],
) -> ClosingIterator[AnthropicEvent]:
    """Chat with a model, as Anthropic does, as a stream.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    Since Ollama 0.14.0.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.iterate(client, body=body, options=options)


def asyncio_stream(
    *,
    client: AsyncConnection,
    body: AnthropicMessagesRequest,
    **options: Unpack[CallOptions],
) -> AsyncClosingIterator[AnthropicEvent]:
    """Chat with a model, as Anthropic does, as a stream, from async code.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    Since Ollama 0.14.0.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.aiterate(client, body=body, options=options)
