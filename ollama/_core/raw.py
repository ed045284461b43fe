"""Owns what `with_raw_response` returns: an answer together with its HTTP response."""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs
import httpx

__all__ = ["RawResponse"]

R = TypeVar("R")


@attrs.frozen(eq=False)
class RawResponse(Generic[R]):
    """The HTTP response of a call, and what the call returns.

    Attributes:
        http_response: The response of httpx. Of a call that streams, its body is yet to be read:
            read the stream that `parse` returns, or close it.
    """

    http_response: httpx.Response
    _answer: R = attrs.field(repr=False)
    _error: Exception | None = attrs.field(default=None, repr=False)

    @property
    def status_code(self) -> int:
        """The HTTP status, such as 200."""
        return self.http_response.status_code

    @property
    def headers(self) -> httpx.Headers:
        """The headers of the response."""
        return self.http_response.headers

    def parse(self) -> R:
        """Return what the method returns without `with_raw_response`, each time the same object.

        Raises:
            ResponseParseError: The body is not what the API says.
        """
        if self._error is not None:
            raise self._error
        return self._answer
