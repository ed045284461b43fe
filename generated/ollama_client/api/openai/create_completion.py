# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Complete a prompt, as OpenAI does: `POST /v1/completions`.

Continues a prompt, in the format of OpenAI's older Completions. Streams only with `stream: true`.
Without a prompt the call only loads the model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation, Stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.iterators import AsyncClosingIterator, ClosingIterator
    from ..._runtime.operation import CallOptions
    from ...models import Completion, CompletionChunk, CompletionRequest

OPERATION: Operation[Completion] = Operation(
    id="createCompletion",
    method="POST",
    path="/v1/completions",
    returns="model",
    model="Completion",
    body="json",
    stream=Stream(
        media_type="text/event-stream",
        flag="stream",
        lines="delta",
        error="error",
        sentinel="[DONE]",
        model="CompletionChunk",
    ),
)


def sync(
    *,
    client: SyncConnection,
    body: CompletionRequest,
    **options: Unpack[CallOptions],
) -> Completion:
    """Complete a prompt, as OpenAI does.

    Args:
        client: A client of this package, or of `ollama`.
        body: The prompt, and how to complete it.
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
    body: CompletionRequest,
    **options: Unpack[CallOptions],
) -> Completion:
    """Complete a prompt, as OpenAI does, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)


def stream(
    *,
    client: SyncConnection,
    body: CompletionRequest,
    **options: Unpack[CallOptions],
) -> ClosingIterator[CompletionChunk]:
    """Complete a prompt, as OpenAI does, as a stream.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.iterate(client, body=body, options=options)


def asyncio_stream(
    *,
    client: AsyncConnection,
    body: CompletionRequest,
    **options: Unpack[CallOptions],
) -> AsyncClosingIterator[CompletionChunk]:
    """Complete a prompt, as OpenAI does, as a stream, from async code.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.aiterate(client, body=body, options=options)
