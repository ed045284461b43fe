# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Embed texts, as OpenAI does: `POST /v1/embeddings`.

Turns one or more texts into vectors of length 1, in the order of the texts. Lists of token numbers,
which OpenAI takes too, are refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import OpenaiEmbeddings, OpenaiEmbeddingsRequest

OPERATION: Operation[OpenaiEmbeddings] = Operation(
    id="createOpenaiEmbeddings",
    method="POST",
    path="/v1/embeddings",
    returns="model",
    model="OpenaiEmbeddings",
    body="json",
)


def sync(
    *,
    client: SyncConnection,
    body: OpenaiEmbeddingsRequest,
    **options: Unpack[CallOptions],
) -> OpenaiEmbeddings:
    """Embed texts, as OpenAI does.

    Args:
        client: A client of this package, or of `ollama`.
        body: The texts to embed.
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
        NotSupportedError: The model cannot do this; for example, a chat model cannot embed.
        BadGatewayError: The cloud could not be reached.
        ServiceUnavailableError: The server is busy, or a service it needs is down. Try again later.
        GatewayTimeoutError: The cloud did not answer in time. Try again later.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: OpenaiEmbeddingsRequest,
    **options: Unpack[CallOptions],
) -> OpenaiEmbeddings:
    """Embed texts, as OpenAI does, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
