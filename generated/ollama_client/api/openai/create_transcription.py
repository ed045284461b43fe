# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Turn speech into text: `POST /v1/audio/transcriptions`.

Writes down what is said in a recording; the model needs the `audio` capability. One answer, never
streamed. When the model fails in the middle the answer is 200 with an empty body. Since Ollama
0.20.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Form, Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import TranscriptionRequest, TranscriptionResponse

OPERATION: Operation[TranscriptionResponse | str] = Operation(
    id="createTranscription",
    method="POST",
    path="/v1/audio/transcriptions",
    returns="model",
    or_text=True,
    model="TranscriptionResponse",
    body="form",
    form=Form(files=("file",), required=("file", "model")),
    since="0.20.0",
)


def sync(
    *,
    client: SyncConnection,
    body: TranscriptionRequest,
    **options: Unpack[CallOptions],
) -> TranscriptionResponse | str:
    """Turn speech into text.

    Since Ollama 0.20.0.

    Args:
        client: A client of this package, or of `ollama`.
        body: The recording, and how to transcribe it.
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
        BadGatewayError: The cloud could not be reached.
        ServiceUnavailableError: The server is busy, or a service it needs is down. Try again later.
        GatewayTimeoutError: The cloud did not answer in time. Try again later.
        ConnectError: The connection to the server failed.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: TranscriptionRequest,
    **options: Unpack[CallOptions],
) -> TranscriptionResponse | str:
    """Turn speech into text, from async code.

    Since Ollama 0.20.0.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
