# Rendered from ollama/_async/raw.py by `make generate`. Do not edit: edit that file.
"""Owns `with_raw_response`: methods that also return their HTTP response."""

# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

from ollama_client.errors import ResponseParseError

from ollama._core import lazy

if TYPE_CHECKING:
    import httpx

    from ollama._sync.sending import Client

P = ParamSpec("P")
R = TypeVar("R")


def raw(client: Client, method: Callable[P, R]) -> Callable[P, lazy.RawResponse[R]]:
    """Return a version of a client's method that returns a `RawResponse`."""
    name: str = cast("Any", method).__name__

    def call(*args: P.args, **keywords: P.kwargs) -> lazy.RawResponse[R]:
        responses: list[httpx.Response] = []
        part = client.with_options()
        part._on_response = responses.append
        answer: Any = None
        error: ResponseParseError | None = None
        try:
            answer = getattr(part, name)(*args, **keywords)
        except ResponseParseError as found:
            error = found
        from ollama._sync.stream import ResponseStream  # late: only for this

        if isinstance(answer, ResponseStream):
            cast("Any", answer)._open()
        if not responses:
            raise error or RuntimeError(f"{name}: there is no httpx response, as for mocked calls")
        return lazy.RawResponse(responses[-1], cast("R", answer), error)

    return update_wrapper(call, method)
