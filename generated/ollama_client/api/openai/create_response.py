# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Let a model respond, as OpenAI does: `POST /v1/responses`.

Answers a text or continues a list of items, in the format of OpenAI's Responses. Streams only with
`stream: true`. Nothing is stored: `previous_response_id`, `tool_choice` and `store` are not read,
so send the whole history each time. With a tool of the type `web_search` the server searches by
itself, at most three times. Since Ollama 0.13.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime.operation import OneOf, Operation, Stream

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from ..._runtime.connection import AsyncConnection, SyncConnection
    from ..._runtime.iterators import AsyncClosingIterator, ClosingIterator
    from ..._runtime.operation import CallOptions
    from ...models import ResponsesEvent, ResponsesRequest, ResponsesResponse

OPERATION: Operation[ResponsesResponse] = Operation(
    id="createResponse",
    method="POST",
    path="/v1/responses",
    returns="model",
    model="ResponsesResponse",
    body="json",
    stream=Stream(
        media_type="text/event-stream",
        flag="stream",
        lines="events",
        error="error",
        terminator=("type", ("response.completed", "response.failed")),
        model=OneOf(
            "type",
            {
                "response.created": "ResponsesCreatedEvent",
                "response.in_progress": "ResponsesInProgressEvent",
                "response.completed": "ResponsesCompletedEvent",
                "response.failed": "ResponsesFailedEvent",
                "response.output_item.added": "ResponsesItemAddedEvent",
                "response.output_item.done": "ResponsesItemDoneEvent",
                "response.content_part.added": "ResponsesPartAddedEvent",
                "response.content_part.done": "ResponsesPartDoneEvent",
                "response.output_text.delta": "ResponsesTextDeltaEvent",
                "response.output_text.done": "ResponsesTextDoneEvent",
                "response.reasoning_summary_text.delta": "ResponsesSummaryDeltaEvent",
                "response.reasoning_summary_text.done": "ResponsesSummaryDoneEvent",
                "response.function_call_arguments.delta": "ResponsesArgumentsDeltaEvent",
                "response.function_call_arguments.done": "ResponsesArgumentsDoneEvent",
                "response.web_search_call.in_progress": "ResponsesWebSearchInProgressEvent",
                "response.web_search_call.searching": "ResponsesWebSearchSearchingEvent",
                "response.web_search_call.completed": "ResponsesWebSearchCompletedEvent",
            },
        ),
    ),
    since="0.13.3",
)


def sync(
    *,
    client: SyncConnection,
    body: ResponsesRequest,
    **options: Unpack[CallOptions],
) -> ResponsesResponse:
    """Let a model respond, as OpenAI does.

    Since Ollama 0.13.3.

    Args:
        client: A client of this package, or of `ollama`.
        body: The input, and how to respond.
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
    body: ResponsesRequest,
    **options: Unpack[CallOptions],
) -> ResponsesResponse:
    """Let a model respond, as OpenAI does, from async code.

    Since Ollama 0.13.3.

    The arguments and errors are those of `sync`.
    """
    return await OPERATION.acall(client, body=body, options=options)


def stream(
    *,
    client: SyncConnection,
    body: ResponsesRequest,
    **options: Unpack[CallOptions],
) -> ClosingIterator[ResponsesEvent]:
    """Let a model respond, as OpenAI does, as a stream.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    Since Ollama 0.13.3.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.iterate(client, body=body, options=options)


def asyncio_stream(
    *,
    client: AsyncConnection,
    body: ResponsesRequest,
    **options: Unpack[CallOptions],
) -> AsyncClosingIterator[ResponsesEvent]:
    """Let a model respond, as OpenAI does, as a stream, from async code.

    The request is sent when you ask for the first item. Close the iterator to stop early.
    If the connection breaks, an IncompleteStreamError is raised. It has what had arrived.

    Since Ollama 0.13.3.

    The arguments and errors are those of `sync`.
    """
    return OPERATION.aiterate(client, body=body, options=options)
