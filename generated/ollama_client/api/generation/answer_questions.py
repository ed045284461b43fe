# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Answer fixed questions about a state: `POST /v1/systemone`.

Lets a System One model score fixed questions about a state: choose between options, say how likely
a statement is true, or place the state on a scale. The answer is one JSON object and is never
streamed. This route is known only from the official Python client 0.6.3. Since Ollama 0.35.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import SystemOneRequest, SystemOneResponse

OPERATION: Operation[SystemOneResponse] = Operation(
    id="answerQuestions",
    method="POST",
    path="/v1/systemone",
    returns="model",
    model="SystemOneResponse",
    body="json",
    since="0.35.0",
)


def sync(
    *,
    client: SyncConnection,
    body: SystemOneRequest,
    **options: Unpack[CallOptions],
) -> SystemOneResponse:
    """Answer fixed questions about a state.

    Since Ollama 0.35.0.

    Args:
        client: A client of this package, or of `ollama`.
        body: The state and the questions.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.

    Raises:
        BadRequestError: The request is invalid, or asks for something that the model cannot do.
        ForbiddenError: A server bound to loopback refused the request's Host or Origin header. The
            body is empty.
        NotFoundError: The model or blob does not exist.
        PayloadTooLargeError: The request body is too large.
        InternalServerError: The server failed. This is also the status for options of the wrong
            type and invalid templates.
        ServiceUnavailableError: The server is busy, or a service it needs is down. Try again later.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: SystemOneRequest,
    **options: Unpack[CallOptions],
) -> SystemOneResponse:
    """Answer fixed questions about a state, from async code.

    Since Ollama 0.35.0.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
