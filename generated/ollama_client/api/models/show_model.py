# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Describe a model: `POST /api/show`.

Returns a model's template, parameters, license, capabilities and metadata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import ShowRequest, ShowResponse

OPERATION: Operation[ShowResponse] = Operation(
    id="showModel",
    method="POST",
    path="/api/show",
    returns="model",
    model="ShowResponse",
    body="json",
)


def sync(
    *,
    client: SyncConnection,
    body: ShowRequest,
    **options: Unpack[CallOptions],
) -> ShowResponse:
    """Describe a model.

    Args:
        client: A client of this package, or of `ollama`.
        body: The model to describe.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The request is invalid, or asks for something that the model cannot do.
        UnauthorizedError: The server is not signed in to ollama.com, or the API key is missing or
            wrong. A server that can be signed in sends the URL for signing in.
        ForbiddenError: The cloud is disabled on this server. With an empty body: a server bound to
            loopback refused the request's Host or Origin header.
        NotFoundError: The model or blob does not exist.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        BadGatewayError: The cloud could not be reached.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: ShowRequest,
    **options: Unpack[CallOptions],
) -> ShowResponse:
    """Describe a model, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
