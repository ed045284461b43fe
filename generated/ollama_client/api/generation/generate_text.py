# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Complete a prompt: `POST /api/generate`.

Answers or continues a prompt. Streams by default: without `stream: false`, the answer is a sequence
of JSON lines. The answer to a call that only loads or unloads the model, or renders the prompt, is
always a single JSON object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation, Stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.iterators import AsyncClosingIterator, ClosingIterator
    from ..._runtime.operation import CallOptions
    from ...models import GenerateRequest, GenerateResponse

OPERATION: Operation[GenerateResponse] = Operation(
    id="generateText",
    method="POST",
    path="/api/generate",
    returns="model",
    model="GenerateResponse",
    body="json",
    stream=Stream(
        flag="stream",
        lines="delta",
        error="error",
        terminator=("done", (True,)),
        model="GenerateResponse",
    ),
)


def sync(
    *,
    client: SyncConnection,
    body: GenerateRequest,
    **options: Unpack[CallOptions],
) -> GenerateResponse:
    """Complete a prompt.

    Args:
        client: A client of this package, or of `ollama`.
        body: The prompt and settings.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The request is invalid, or asks for something that the model cannot do.
        UnauthorizedError: The server is not signed in to ollama.com, or the API key is missing or
            wrong. A server that can be signed in sends the URL for signing in.
        ForbiddenError: The cloud is disabled on this server. With an empty body: a server bound to
            loopback refused the request's Host or Origin header.
        NotFoundError: The model or blob does not exist.
        TooManyRequestsError: The cloud's rate limit was reached. Wait, then try again.
        ClientClosedRequestError: The caller disconnected before the model was available.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        BadGatewayError: The cloud could not be reached.
        ServiceUnavailableError: The server is busy, or a service it needs is down. Try again later.
        GatewayTimeoutError: The cloud did not answer in time. Try again later.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: GenerateRequest,
    **options: Unpack[CallOptions],
) -> GenerateResponse:
    """Complete a prompt, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)


def stream(
    *,
    client: SyncConnection,
    body: GenerateRequest,
    **options: Unpack[CallOptions],
) -> ClosingIterator[GenerateResponse]:
    """Complete a prompt, as a stream.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.iterate(client, body=body, options=options)


def asyncio_stream(
    *,
    client: AsyncConnection,
    body: GenerateRequest,
    **options: Unpack[CallOptions],
) -> AsyncClosingIterator[GenerateResponse]:
    """Complete a prompt, as a stream, from async code.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.aiterate(client, body=body, options=options)
