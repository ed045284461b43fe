# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Embed one text (deprecated): `POST /api/embeddings`.

Converts one text to a vector that is not normalized. Use `generateEmbeddings` instead, which
accepts several texts and normalizes the vectors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import EmbeddingsRequest, EmbeddingsResponse

OPERATION: Operation[EmbeddingsResponse] = Operation(
    id="generateLegacyEmbedding",
    method="POST",
    path="/api/embeddings",
    returns="model",
    model="EmbeddingsResponse",
    body="json",
)


def sync(
    *,
    client: SyncConnection,
    body: EmbeddingsRequest,
    **options: Unpack[CallOptions],
) -> EmbeddingsResponse:
    """Embed one text (deprecated).

    Deprecated.

    Args:
        client: A client of this package, or of `ollama`.
        body: The text to embed.
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
    body: EmbeddingsRequest,
    **options: Unpack[CallOptions],
) -> EmbeddingsResponse:
    """Embed one text (deprecated), from async code.

    Deprecated.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
