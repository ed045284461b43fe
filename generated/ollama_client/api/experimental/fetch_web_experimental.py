# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Fetch a web page through this server: `POST /api/experimental/web_fetch`.

Passes a URL to ollama.com, with the account that the server is signed in with. The caller's own
credentials are not used. May change in any release. Since Ollama 0.18.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import WebFetchRequest, WebFetchResponse

OPERATION: Operation[WebFetchResponse] = Operation(
    id="fetchWebExperimental",
    method="POST",
    path="/api/experimental/web_fetch",
    returns="model",
    model="WebFetchResponse",
    body="json",
    since="0.18.0",
)


def sync(
    *,
    client: SyncConnection,
    body: WebFetchRequest,
    **options: Unpack[CallOptions],
) -> WebFetchResponse:
    """Fetch a web page through this server.

    Since Ollama 0.18.0.

    Args:
        client: A client of this package, or of `ollama`.
        body: The page to fetch.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The request is invalid, or asks for something that the model cannot do.
        UnauthorizedError: The server is not signed in to ollama.com, or the API key is missing or
            wrong. A server that can be signed in sends the URL for signing in.
        ForbiddenError: The cloud is disabled on this server. With an empty body: a server bound to
            loopback refused the request's Host or Origin header.
        TooManyRequestsError: The cloud's rate limit was reached. Wait, then try again.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        BadGatewayError: The cloud could not be reached.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: WebFetchRequest,
    **options: Unpack[CallOptions],
) -> WebFetchResponse:
    """Fetch a web page through this server, from async code.

    Since Ollama 0.18.0.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
