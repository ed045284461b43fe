"""Owns the two clients: their connections' life, and how requests are sent."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import sys
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

import httpx
from ollama_client import api
from ollama_client._runtime import codec, sending
from ollama_client._runtime.model import WireModel
from ollama_client._runtime.operation import Stream
from ollama_client._runtime.streams import Arrival
from ollama_client.errors import CONNECTION_ERROR_MESSAGE, RequestError, ResponseError

from . import _loops, _types
from ._core import requests as _requests
from ._core.base import BaseClient, making_http
from ._core.clash import demand_own_files
from ._core.stream import AsyncResponseStream, ResponseStream
from ._version import __version__

if sys.version_info >= (3, 11):
    from typing import Unpack
else:
    from typing_extensions import Unpack

if TYPE_CHECKING:
    import asyncio

    from typing_extensions import Self

demand_own_files()

__all__ = [
    "CONNECTION_ERROR_MESSAGE",
    "AsyncClient",
    "BaseClient",
    "Client",
    "RequestError",
    "ResponseError",
    "__version__",
]

T = TypeVar("T", bound=WireModel)

_DIGEST_PIECE_BYTES = 1 << 20

#: Marks an httpx client that the end of its event loop has closed, and nobody else.
_CLOSED_WITH_LOOP = "_closed_with_loop"


class Client(_loops.Client):
    """A client whose methods return when the server has answered.

    Usable from several threads at once. Connections are kept and reused; close the client, or use
    it in a `with` block.
    """

    KIND = "sync"

    @property
    def http(self) -> httpx.Client:
        """The httpx client: settings, headers and connections."""
        return self._client

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _close_if_open(self) -> None:
        """Close what was opened; for the client of the module, which nobody closes, at exit."""
        if self._http is not None:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    if TYPE_CHECKING:
        _client: httpx.Client

    def create_blob(
        self, path: str | os.PathLike[str], **call: Unpack[_requests.CallSettings]
    ) -> str:
        """Upload a file for `create` and return its digest, `sha256:` and 64 hex digits.

        Args:
            path: The file; it is read twice, in pieces, once for the digest.
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            FileNotFoundError: There is no such file.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/blobs/{digest}`.
        """
        _requests.demand_settings("create_blob", call)
        settings = _requests.settings_without_body(call)
        digest = _file_digest(path)
        self._request_raw("POST", f"/api/blobs/{digest}", content=Path(path), **settings)
        return digest

    # ------------------------------------------------------------------ sending

    def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        """Send a request and return the response, read and a success.

        Raises:
            ResponseError: The status is no success.
            ConnectionError: No connection could be made.
        """
        response = sending.send(self._client, method=method, url=url, **_encoded(kwargs))
        return sending.expect_success(response)

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
        """Send a request and return the answer as `cls`, or the stream of its lines.

        Every method comes through here, so this is the place to hook or override.
        """
        if stream:
            request = {"method": method, "url": url, **_encoded(kwargs)}
            arrival = Arrival()
            pieces = sending.read_stream(
                self,
                _stream_of(method, url),
                cls.from_dict,
                strict=False,
                arrival=arrival,
                **request,
            )
            return ResponseStream(cls, pieces, arrival)
        response = self._request_raw(method, url, **kwargs)
        return sending.read_answer("model", cls.from_dict, response)


class AsyncClient(_loops.AsyncClient):
    """A client whose methods are coroutines.

    Connections are kept and reused; close the client, or use it in an `async with` block.
    """

    KIND = "async"

    @property
    def async_http(self) -> httpx.AsyncClient:
        """The httpx client for the running event loop: settings, headers and connections."""
        return self._client

    async def close(self) -> None:
        """Close the connections."""
        http = self._client
        self._closed = True
        await http.aclose()

    def _current_http(self) -> Any:
        """Return the httpx client of the running event loop: none works in another one.

        The first loop gets the one that there is; a later one gets its own, with the headers and
        other settings that the last one has by now.
        """
        loop = _running_loop()
        if loop is None or self._given or self._closed:
            return super()._current_http()
        with making_http:
            http = self._pools.get(loop)
            if http is None or _CLOSED_WITH_LOOP in vars(http):
                self._pools[loop] = self._http_for_new_loop()
            self._http = http = self._pools[loop]
        return http

    def _http_for_new_loop(self) -> Any:
        for loop in [loop for loop in self._pools if loop.is_closed()]:
            del self._pools[loop]  # its open connections hold it, so it does not go by itself
        http = self._http
        if http is None or self._looped:
            http = _with_settings_of(self._http, self._new_http())
        _close_with_loop(http)
        self._looped = True
        return http

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    if TYPE_CHECKING:
        _client: httpx.AsyncClient

    async def create_blob(
        self, path: str | os.PathLike[str], **call: Unpack[_requests.CallSettings]
    ) -> str:
        """Upload a file for `create` and return its digest, `sha256:` and 64 hex digits.

        Args:
            path: The file; it is read twice, in pieces, once for the digest.
            **call: Settings of this call: extra_headers, timeout.

        Raises:
            FileNotFoundError: There is no such file.
            ResponseError: The server answered with an error.
            ConnectionError: No connection to the server could be made.

        Source: `POST /api/blobs/{digest}`.
        """
        from anyio.to_thread import run_sync  # comes with httpx; nothing else here needs it

        _requests.demand_settings("create_blob", call)
        settings = _requests.settings_without_body(call)
        digest = await run_sync(_file_digest, path)
        await self._request_raw("POST", f"/api/blobs/{digest}", content=Path(path), **settings)
        return digest

    # ------------------------------------------------------------------ sending

    async def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        """Send a request and return the response, read and a success.

        Raises:
            ResponseError: The status is no success.
            ConnectionError: No connection could be made.
        """
        response = await sending.asend(self._client, method=method, url=url, **_encoded(kwargs))
        return sending.expect_success(response)

    @overload
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[False] = False, **kwargs: Any
    ) -> T: ...
    @overload
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: Literal[True], **kwargs: Any
    ) -> AsyncResponseStream[T]: ...
    @overload
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool, **kwargs: Any
    ) -> T | AsyncResponseStream[T]: ...
    async def _request(
        self, cls: type[T], method: str, url: str, *, stream: bool = False, **kwargs: Any
    ) -> T | AsyncResponseStream[T]:
        """Send a request and return the answer as `cls`, or the stream of its lines.

        Every method comes through here, so this is the place to hook or override.
        """
        if stream:
            request = {"method": method, "url": url, **_encoded(kwargs)}
            arrival = Arrival()
            pieces = sending.aread_stream(
                self,
                _stream_of(method, url),
                cls.from_dict,
                strict=False,
                arrival=arrival,
                **request,
            )
            return AsyncResponseStream(cls, pieces, arrival)
        response = await self._request_raw(method, url, **kwargs)
        return sending.read_answer("model", cls.from_dict, response)


def __getattr__(name: str) -> Any:
    """Find the names that programs import from here, because the official module has them."""
    for source in (_types, importlib.import_module("ollama._utils")):
        if name in source.__all__:
            return getattr(source, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _running_loop() -> asyncio.AbstractEventLoop | None:
    import asyncio  # which the program that runs a loop has imported, and others need not

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _close_with_loop(http: httpx.AsyncClient) -> None:
    """Have the running loop close an httpx client at its end, when nobody else can any more.

    A loop finishes the generators that were begun in it, `asyncio.run` sees to that; so it does
    with one that nobody holds any more, and with it the connections of a client thrown away.
    """

    import asyncio

    if getattr(asyncio.get_running_loop(), "_asyncgens_shutdown_called", False):
        return  # it goes on after its end, and there will be no other

    async def wait_for_the_end() -> AsyncGenerator[None, None]:
        try:
            yield
        finally:
            vars(http)[_CLOSED_WITH_LOOP] = True
            await http.aclose()

    guard = wait_for_the_end()
    with contextlib.suppress(StopIteration):
        guard.__anext__().send(None)  # begins it here and now: it awaits nothing before its yield
    # They hold each other, so both go together, and not before the last stream of the httpx client.
    vars(http)["_closed_with_loop_by"] = guard


def _with_settings_of(old: httpx.AsyncClient | None, new: httpx.AsyncClient) -> httpx.AsyncClient:
    """Return a new httpx client with what may have been changed on an old one."""
    if old is not None:
        for name in ("base_url", "headers", "cookies", "params", "auth", "timeout", "event_hooks"):
            setattr(new, name, getattr(old, name))
    return new


def _file_digest(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file as the server writes it."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while piece := file.read(_DIGEST_PIECE_BYTES):
            digest.update(piece)
    return f"sha256:{digest.hexdigest()}"


def _encoded(keywords: dict[str, Any]) -> dict[str, Any]:
    """Return keywords for httpx with a JSON body encoded by our own seam."""
    if "json" in keywords:
        return {**keywords, "content": codec.dumps(keywords["json"]), "json": None}
    return keywords


def _stream_of(method: str, url: str) -> Stream:
    """Return how an answer streams, as the API description tells it."""
    operation = api.operation(method, url)
    return (operation.stream if operation else None) or Stream()
