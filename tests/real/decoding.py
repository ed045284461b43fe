"""Decodes recorded replies with the SDK, as a client that made the request would."""

from __future__ import annotations

from typing import Any

import httpx
from ollama_client import Client, api
from ollama_client._runtime import sending, streaming
from ollama_client._runtime.operation import decoder_of
from ollama_client.errors import ResponseError

from .exchanges import Exchange


def decoded(exchange: Exchange) -> list[Any]:
    """Return the answer, or the items of the stream, as JSON.

    Raises:
        ResponseError: The reply is an error.
    """
    assert exchange.operation is not None
    operation: Any = api.operation(*exchange.operation)
    answer = exchange.response()
    with httpx.Client(transport=httpx.MockTransport(lambda _: answer)) as http:
        client = Client(http_client=http)
        request = {"method": exchange.method, "url": f"http://ollama.test{exchange.path}"}
        if operation.stream and exchange.media_type == operation.stream.media_type:
            decode = decoder_of(operation.stream.model)
            return [
                item.to_dict()
                for item in streaming.read_stream(client, operation.stream, decode, **request)
            ]
        response = sending.send(http, **request)
        decode = operation.decoder()
        given = sending.read_answer(operation.returns, decode, response, or_text=operation.or_text)
        return [given.to_dict() if hasattr(given, "to_dict") else given]


def failure(exchange: Exchange) -> ResponseError | None:
    """Return the error that the SDK raises for a reply."""
    try:
        decoded(exchange)
    except ResponseError as error:
        return error
    return None


def without_nulls(value: Any) -> Any:
    """Return JSON without nulls, which mean the same as absent keys."""
    if isinstance(value, dict):
        return {key: without_nulls(one) for key, one in value.items() if one is not None}
    return [without_nulls(one) for one in value] if isinstance(value, list) else value
