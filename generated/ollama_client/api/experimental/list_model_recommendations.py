# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""List recommended models: `GET /api/experimental/model-recommendations`.

Lists models that ollama.com recommends. The server caches the list. May change in any release.
Since Ollama 0.22.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import ModelRecommendationsResponse

OPERATION: Operation[ModelRecommendationsResponse] = Operation(
    id="listModelRecommendations",
    method="GET",
    path="/api/experimental/model-recommendations",
    returns="model",
    model="ModelRecommendationsResponse",
    since="0.22.1",
)


def sync(
    *,
    client: SyncConnection,
    **options: Unpack[CallOptions],
) -> ModelRecommendationsResponse:
    """List recommended models.

    Since Ollama 0.22.1.

    Args:
        client: A client of this package, or of `ollama`.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        ForbiddenError: A server bound to loopback refused the request's Host or Origin header. The
            body is empty.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    **options: Unpack[CallOptions],
) -> ModelRecommendationsResponse:
    """List recommended models, from async code.

    Since Ollama 0.22.1.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, options=options)
