"""Records the requests that the server receives, for assertions."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

_LOG = logging.getLogger("ollama.testing")


class RecordedRequest:
    """One request, and its outcome.

    Attributes:
        method: HTTP method.
        path: Decoded path, without the query.
        query: Parameters of the query. Each has a list of values.
        headers: Headers. Names are case-insensitive.
        body: The body.
        status: HTTP status of the answer; None until the server has decided on one.
        aborted: Whether the client disconnected before it had the complete answer.
        error: An unexpected exception while answering, such as one of a function set with
            ``on_chat`` or ``on_generate``.
    """

    def __init__(
        self, method: str, target: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> None:
        self.method: str = method
        self.path: str = path
        self.query: dict[str, list[str]] = parse_qs(target.partition("?")[2])
        self.headers: Mapping[str, str] = headers
        self.body: bytes = body
        self.status: int | None = None
        self.aborted: bool = False
        self.error: BaseException | None = None
        self._done = threading.Event()
        self._began = time.monotonic()

    @property
    def json(self) -> Any:
        """The body, parsed as JSON.

        Raises:
            json.JSONDecodeError: The body is not JSON.
        """
        return json.loads(self.body)

    @property
    def done(self) -> bool:
        """Whether the server has finished with this request."""
        return self._done.is_set()

    def wait(self, timeout: float = 5.0) -> bool:
        """Wait until the server has finished with this request.

        Args:
            timeout: Maximum number of seconds to wait.

        Returns:
            Whether the request is finished.
        """
        return self._done.wait(timeout)

    def finish(self, aborted: bool) -> None:
        """Record the outcome. Called by the server."""
        self.aborted = aborted
        if _LOG.isEnabledFor(logging.INFO):
            took = (time.monotonic() - self._began) * 1000
            end = ", the client disconnected" if aborted else ""
            _LOG.info("%s %s %s %.1f ms%s", self.method, self.path, self.status, took, end)
        self._done.set()

    def __repr__(self) -> str:
        return f"<{self.method} {self.path} {self.status or 'pending'}>"


class Recorder:
    """Collects requests from many connection threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._requests: list[RecordedRequest] = []

    def add(self, request: RecordedRequest) -> None:
        """Add a request."""
        with self._changed:
            self._requests.append(request)
            self._changed.notify_all()

    def all(self) -> list[RecordedRequest]:
        """Return the requests so far, oldest first, in a new list."""
        with self._changed:
            return list(self._requests)

    def clear(self) -> None:
        """Remove all requests."""
        with self._changed:
            self._requests.clear()

    def wait_for(self, count: int, timeout: float) -> bool:
        """Wait until ``count`` requests have arrived. Return False after ``timeout`` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._requests) >= count, timeout)
