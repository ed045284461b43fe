"""Owns `RawResponse`, an answer together with its HTTP response."""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs
import httpx

__all__ = ["RawResponse"]

R = TypeVar("R")


@attrs.frozen(eq=False)
class RawResponse(Generic[R]):
    """The HTTP response of a call, and its result.

    Attributes:
        http_response: The httpx response. If the call streams, its body has not been read: read the
            stream that `parse` returns, or close it.
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
        """Return the method's normal result. It is the same object each time.

        Raises:
            ResponseParseError: The body does not match the API.
        """
        if self._error is not None:
            raise self._error
        return self._answer
