# Rendered from ollama/_async/recorded.py by `make generate`. Do not edit: edit that file.
"""Owns the recording of requests, from sending to the end of the answer."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from functools import wraps
from typing import Any

#: Follows the last piece.
_END: Any = object()


def request(send: Callable[..., Any], recorder: Any) -> Callable[..., Any]:
    """Return a replacement for a client's `_request` that passes its calls to a recorder."""

    @wraps(send)
    def recorded(
        client: Any, cls: Any, method: str, url: str, *, stream: bool = False, **keywords: Any
    ) -> Any:
        call = recorder.call(client, url, keywords, stream=stream)
        if call is None:
            return send(client, cls, method, url, stream=stream, **keywords)
        if stream:
            answer = send(client, cls, method, url, stream=True, **keywords)
            answer._items = _pieces(answer._items, answer._arrival, call)
            return answer
        with call, call.current():
            answer = send(client, cls, method, url, **keywords)
            call.answered(answer)
            return answer

    return recorded


def request_raw(send: Callable[..., Any], recorder: Any) -> Callable[..., Any]:
    """Return the same for `_request_raw`, where embeddings are read from the response."""

    @wraps(send)
    def recorded(client: Any, method: str, url: str, **keywords: Any) -> Any:
        call = recorder.call(client, url, keywords)
        if call is None:
            return send(client, method, url, **keywords)
        with call, call.current():
            response = send(client, method, url, **keywords)
            call.unread(response.content)
            return response

    return recorded


def _pieces(
    pieces: Generator[Any, None, None], arrival: Any, call: Any
) -> Generator[Any, None, None]:
    """Yield the pieces of an answer. The first one is read within the span."""
    with closing(pieces):
        with call:
            try:
                with call.current():
                    piece = next(pieces, _END)
                while piece is not _END:
                    yield piece
                    piece = next(pieces, _END)
            finally:
                call.streamed(arrival)
