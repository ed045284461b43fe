# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Describe a model, as OpenAI does: `GET /v1/models/{model}`.

Returns a model if the server has it. A name with a slash in it does not fit this route and gets 404
as plain text; use `showModel` for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import OpenaiModel

OPERATION: Operation[OpenaiModel] = Operation(
    id="getOpenaiModel",
    method="GET",
    path="/v1/models/{model}",
    returns="model",
    model="OpenaiModel",
)


def sync(
    *,
    client: SyncConnection,
    model: str,
    **options: Unpack[CallOptions],
) -> OpenaiModel:
    """Describe a model, as OpenAI does.

    Args:
        client: A client of this package, or of `ollama`.
        model: Name of the model, `name[:tag]`, without a namespace.
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
        InternalServerError: The server failed.
        BadGatewayError: The cloud could not be reached.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, path={"model": model}, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    model: str,
    **options: Unpack[CallOptions],
) -> OpenaiModel:
    """Describe a model, as OpenAI does, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, path={"model": model}, options=options)
