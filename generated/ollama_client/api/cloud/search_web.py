# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Search the web: `POST /api/web_search`.

Searches the web. Runs on ollama.com and needs an API key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import WebSearchRequest, WebSearchResponse

OPERATION: Operation[WebSearchResponse] = Operation(
    id="searchWeb",
    method="POST",
    path="/api/web_search",
    returns="model",
    model="WebSearchResponse",
    body="json",
    server="https://ollama.com",
    secured=True,
)


def sync(
    *,
    client: SyncConnection,
    body: WebSearchRequest,
    **options: Unpack[CallOptions],
) -> WebSearchResponse:
    """Search the web.

    Args:
        client: A client of this package, or of `ollama`.
        body: What to search for.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The request is invalid, or asks for something that the model cannot do.
        UnauthorizedError: The server is not signed in to ollama.com, or the API key is missing or
            wrong. A server that can be signed in sends the URL for signing in.
        TooManyRequestsError: The cloud's rate limit was reached. Wait, then try again.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: WebSearchRequest,
    **options: Unpack[CallOptions],
) -> WebSearchResponse:
    """Search the web, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
