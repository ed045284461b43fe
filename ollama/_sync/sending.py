# Rendered from ollama/_async/sending.py by `make generate`. Do not edit: edit that file.
"""Owns sending requests: the function that all methods use, and uploading files."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

import httpx
from ollama_client import api, models
from ollama_client._runtime import sending, vectors
from ollama_client._runtime.model import WireModel
from ollama_client.errors import ResponseError
from ollama_client.types import file_digest

from ollama._core import lazy, requests
from ollama._core.lazy import Unpack
from ollama._sending import BaseSender, complete, encoded, function_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ollama._core.method import Method
    from ollama._sync.stream import ResponseStream

T = TypeVar("T", bound=WireModel)


class Client(BaseSender):
    """The part of `Client` that sends requests."""

    if TYPE_CHECKING:
        _client: httpx.Client

        @property
        def http(self) -> httpx.Client: ...

    def create_blob(
        self,
        path: str | os.PathLike[str],
        *,
        progress: bool | lazy.ProgressCallback | None = None,
        **call: Unpack[lazy.CallSettings],
    ) -> str:
        """Upload a file for `create` and return its digest, `sha256:` and 64 hexadecimal digits.

        Args:
            path: The file. It is read twice, in pieces: once for its digest, and once to send it.
            progress: True shows a tqdm progress bar. A function is called with a
                `TransferProgress`.
            **call: Settings of this call: extra_headers, timeout, deadline, max_retries.

        Raises:
            InvalidRequestError: `path` is not a path.
            FileNotFoundError: There is no such file.
            ResponseError: The server answered with an error.
            ConnectionError: The connection to the server failed.

        Source: `POST /api/blobs/{digest}`.
        """
        from ollama._core.progress import showing  # late: few calls send a file
        from ollama._core.uploads import Report, ReportedPath

        requests.demand_settings("create_blob", call, ["progress"])
        settings = self._settings(call)
        digest = file_digest(path)
        content: os.PathLike[str] = Path(path)
        with showing(progress) as show:
            if show is not None:
                content = ReportedPath(content, digest, Report(show))
            self._request_raw("POST", f"/api/blobs/{digest}", content=content, **settings)
        return digest

    # ------------------------------------------------------------------ sending

    @overload
    def _call(self, method: Method[T], given: Mapping[str, Any], call: lazy.CallSettings) -> T: ...
    @overload
    def _call(
        self,
        method: Method[T],
        given: Mapping[str, Any],
        call: lazy.CallSettings,
        *,
        stream: bool,
        local: Mapping[str, Any] | None = None,
    ) -> T | ResponseStream[T]: ...
    def _call(
        self,
        method: Method[Any],
        given: Mapping[str, Any],
        call: lazy.CallSettings,
        *,
        stream: bool | None = None,
        local: Mapping[str, Any] | None = None,
    ) -> Any:
        """Send the request of a method and return its answer.

        Arguments in `local`, such as `progress`, are not sent.
        """
        if local is not None:
            from ollama._sync.transfers import transfer

            return transfer(self, method, given, call, bool(stream), local)
        keywords = self._keywords(method, given, call, stream)
        if method.answer == "StatusResponse":
            from ollama_client._runtime.mixins import StatusResponse  # late, like the models

            response = self._request_raw(method.verb, method.url, **keywords)
            return StatusResponse(status="success" if response.status_code == 200 else "error")
        answer = getattr(models, method.answer)
        received = self._request(answer, method.verb, method.url, **keywords)
        return complete(method, given, keywords, received, self._told)

    def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        """Send a request and return its successful response, with its body."""
        request: dict[str, Any] = {"method": method, "url": url, **encoded(kwargs)}
        stop, retries = self._bounds(request)
        try:
            response = sending.send_again(self._client, retries, stop, **request)
        except ResponseError as error:
            self._explain(error)
            raise
        if self._on_response is not None:
            self._on_response(response)
        return response

    def _explain(self, error: ResponseError) -> None:
        """Add the most similar model name to the error about a missing model."""
        if error.status_code != 404:
            return
        from ollama._core import near  # Imported here, because it is only needed after mistakes.

        if near.may_look(self._client, error):
            with contextlib.suppress(Exception):  # Whatever fails here, the first error is raised.
                stop, retries = self._bounds({"deadline": near.LOOK_SECONDS, "max_retries": 0})
                listed = sending.send_again(self._client, retries, stop, **near.LOOK)
                near.explain(error, listed.content)

    @overload
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[False] = False, **kwargs: Any
    ) -> T: ...
    @overload
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[True], **kwargs: Any
    ) -> ResponseStream[T]: ...
    @overload
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool, **kwargs: Any
    ) -> T | ResponseStream[T]: ...
    def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool = False, **kwargs: Any
    ) -> T | ResponseStream[T]:
        """Send a request and return the answer as `cls`, or as a stream of its pieces.

        Nearly every method calls this, so it is the place for hooks and overrides.
        """
        if stream:
            from ollama_client._runtime.operation import Stream  # late, unlike `sending`
            from ollama_client._runtime.streaming import read_stream
            from ollama_client._runtime.streams import Arrival

            from ollama._sync.stream import ResponseStream

            request = {"method": method, "url": url, **encoded(kwargs)}
            arrival = Arrival(*self._bounds(request))
            arrival.on_response = self._on_response
            operation = api.operation(method, url)
            tracker = lazy.Tracker() if cls is models.ProgressResponse else None
            pieces = read_stream(
                self,
                (operation.stream if operation else None) or Stream(),
                cls.from_dict if tracker is None else tracker.reading(cls.from_dict),
                arrival=arrival,
                explain=self._explain,
                **request,
            )
            return ResponseStream(cls, pieces, arrival, tracker)
        if self._sees_responses_alone():
            kwargs = vectors.decoding(kwargs, vectors.vector_body(cls.from_dict))
        response = self._request_raw(method, url, **kwargs)
        return sending.read_answer("model", cls.from_dict, response)

    def _sees_responses_alone(self) -> bool:
        """Return whether no program has replaced `_request_raw` or asked for the responses."""
        return self._on_response is None and function_of(self._request_raw) is _request_raw

    def _sends_alone(self) -> bool:
        """Return whether no program has replaced a method that sees a body before it is written."""
        own = function_of(self._request_raw) is _request_raw
        return own and function_of(self._request) is _request


_request: Any = Client._request  # pyright: ignore[reportPrivateUsage]
_request_raw = Client._request_raw  # pyright: ignore[reportPrivateUsage]
