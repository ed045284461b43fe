# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Everything a schema can say: `POST /config`.

The description has paragraphs, and a list:

- one
- two, with `code`
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import Config

OPERATION: Operation[Config] = Operation(
    id="setConfig",
    method="POST",
    path="/config",
    returns="model",
    model="Config",
    body="json",
)


def sync(
    *,
    client: SyncConnection,
    body: Config,
    **options: Unpack[CallOptions],
) -> Config:
    """Everything a schema can say.

    Args:
        client: A client of this package, or of `ollama`.
        body: The configuration.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: Config,
    **options: Unpack[CallOptions],
) -> Config:
    """Everything a schema can say, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
