# Rendered from spec.yaml by `make generate`. Do not edit: edit the spec or the template.
"""A form with a file, and an answer that is an object or text: `POST /transcripts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import Form, Operation

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.operation import CallOptions
    from ...models import TranscribeRequest, Transcript

OPERATION: Operation[Transcript | str] = Operation(
    id="transcribe",
    method="POST",
    path="/transcripts",
    returns="model",
    or_text=True,
    model="Transcript",
    body="form",
    form=Form(files=("file", "cover"), required=("file", "model")),
)


def sync(
    *,
    client: SyncConnection,
    body: TranscribeRequest,
    **options: Unpack[CallOptions],
) -> Transcript | str:
    """A form with a file, and an answer that is an object or text.

    Args:
        client: A client of this package, or of `ollama`.
        body: The recording.
        **options: Settings of this call (headers, timeout, extra_body, deadline, max_retries); see
            `CallOptions`.
    """
    return OPERATION.call(client, body=body, options=options)


async def asyncio(
    *,
    client: AsyncConnection,
    body: TranscribeRequest,
    **options: Unpack[CallOptions],
) -> Transcript | str:
    """A form with a file, and an answer that is an object or text, from async code.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)
