# Copied from runtime/direct.py by `make generate`. Do not edit: edit the original.
"""Owns a shortcut around `httpx.Client.request`, used only if the result is the same.

For each call, httpx builds a new request and checks for hooks, auth, cookies and redirects. If a
client uses none of these, the request is assembled from cached parts and passed directly to the
transport. Each call checks whether the program has changed or replaced anything. If it has, or if
this version of httpx lacks a name that is needed, httpx handles the call as usual.
"""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import timedelta
from operator import attrgetter
from types import FunctionType
from typing import Any, NamedTuple, cast

import httpx

from .limits import decode_vectors
from .redirects import CLASSES, Redirects

__all__ = ["asend", "prepared", "send"]

_client: Any = getattr(httpx, "_client", None)  # the module with httpx's clients

_logger = logging.getLogger("httpx")

#: Keywords that the shortcut supports. httpx builds requests with any others.
_KEYWORDS = frozenset({"method", "url", "content", "json", "extensions"})

#: Methods that the shortcut skips. If one of them was replaced, httpx does the work.
_METHODS = (
    *("request", "build_request", "send", "_merge_url", "_merge_headers", "_merge_cookies"),
    *("_merge_queryparams", "_set_timeout", "_build_request_auth", "_send_handling_auth"),
    *("_send_handling_redirects", "_send_single_request", "_transport_for_url"),
)
_SETTINGS = (
    *("_event_hooks", "_auth", "_mounts", "_cookies", "_params", "_state", "_base_url"),
    *("_timeout", "_transport", "_default_encoding"),
)
_NAMES = ("ClientState", "Request")

#: The attribute with the cached parts of a client's requests, and the maximum number of entries.
_PARTS = "_ollama_parts"
_MOST_PARTS = 64

_LENGTH = b"content-length"

_KINDS = (_client.Client, _client.AsyncClient) if _client is not None else ()
_USUAL_CLASSES = {
    *_KINDS,
    *(kind.__base__ for kind in _KINDS),
    *CLASSES.values(),
    Redirects,
    object,
}


class _Parts(NamedTuple):
    """The parts shared by all requests of a client to one URL."""

    base_url: httpx.URL
    client_headers: list[tuple[bytes, bytes]]
    url: httpx.URL
    headers: httpx.Headers
    """All headers except the length of the body."""


_OVERRIDABLE = frozenset(_METHODS)
_get_methods, _get_settings = attrgetter(*_METHODS), attrgetter(*_SETTINGS)


def _methods_of(kind: type[Any]) -> tuple[Any, ...]:
    """Return the original methods of an httpx class, or () if any is missing or replaced."""
    found: tuple[Any, ...] = tuple(getattr(kind, name, None) for name in _METHODS)
    is_own = all(
        type(method) is FunctionType and method.__code__.co_filename == _client.__file__
        for method in found
    )
    return found if is_own and all(hasattr(_client, name) for name in _NAMES) else ()


_OWN = {kind: _methods_of(kind) for kind in _KINDS}
_REQUEST = httpx.Request


def _is_usual(http: Any) -> bool:
    """Return whether httpx would do nothing but send the requests of this client."""
    kind: type[Any] = http.__class__
    own: tuple[Any, ...] = next((_OWN[base] for base in kind.__mro__ if base in _OWN), ())
    return bool(
        own
        and _USUAL_CLASSES.issuperset(kind.__mro__)
        and _get_methods(kind) == own
        and _OVERRIDABLE.isdisjoint(cast("dict[str, Any]", vars(http)))
        and _has_settings(http)
        and _client.Request is _REQUEST
        and http._state is not _client.ClientState.CLOSED
        and http._auth is None
        and not http._mounts
        and not http._params
        and not any(http._event_hooks.values())
        and not http._cookies
        and not _logger.isEnabledFor(logging.INFO)
    )


def _has_settings(http: Any) -> bool:
    try:
        _get_settings(http)
    except AttributeError:
        return False
    return True


def prepared(http: Any, request: Mapping[str, Any]) -> httpx.Request | None:
    """Return the request that `http.build_request` would make, or None if httpx must send it.

    Args:
        http: The httpx client, or a test double.
        request: The keywords of `httpx.Client.request`.
    """
    content = request.get("content")
    if (
        not _KEYWORDS.issuperset(request)
        or (content.__class__ is not bytes and (content is not None or "json" in request))
        or not _is_usual(http)
    ):
        return None
    parts = _parts(http, request["method"], request["url"], content)
    if parts is None:
        return None
    headers, stream = httpx.Headers(parts.headers), httpx.ByteStream(content or b"")
    if content is not None:
        headers["Content-Length"] = str(len(content))
    extensions = {**request.get("extensions", {}), "timeout": http.timeout.as_dict()}
    made = httpx.Request(
        request["method"], parts.url, headers=headers, stream=stream, extensions=extensions
    )
    made.read()
    http._state = _client.ClientState.OPENED
    return made


def _parts(http: Any, method: str, url: str, content: bytes | None) -> _Parts | None:
    """Return the cached parts of a request. They are rebuilt if the client has changed."""
    state = cast("dict[str, Any]", vars(http))
    kept: dict[tuple[str, str, bool], _Parts] = state.setdefault(_PARTS, {})
    key = method, url, content is None
    parts, client_headers = kept.get(key), http.headers.raw
    if (
        parts is not None
        and parts.base_url is http._base_url
        and parts.client_headers == client_headers
    ):
        return parts
    built = http.build_request(method, url, content=content)
    names = [name.lower() for name, _ in built.headers.raw]
    lengths = names.count(b"content-length") + names.count(b"transfer-encoding")
    if built.url.userinfo or lengths != (content is not None) or (lengths and names[-1] != _LENGTH):
        return None
    if len(kept) >= _MOST_PARTS:
        kept.clear()
    if lengths:
        del built.headers["Content-Length"]
    parts = kept[key] = _Parts(http._base_url, client_headers, built.url, built.headers)
    return parts


class _Timed:
    """Sets `response.elapsed` when a body is closed.

    httpx has classes for this, which refer to the response forever. With such a cycle, only the
    garbage collector frees a response, and it looks at everything when it frees many of them.
    """

    def __init__(self, response: httpx.Response, began: float) -> None:
        self._stream: Any = response.stream
        self._response: httpx.Response | None = response
        self._began = began

    def _end(self) -> None:
        if self._response is not None:
            self._response.elapsed = timedelta(seconds=time.perf_counter() - self._began)
            self._response = None


class BoundStream(_Timed, httpx.SyncByteStream):
    """The body of a response."""

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._stream)

    def close(self) -> None:
        self._end()
        self._stream.close()


class BoundAsyncStream(_Timed, httpx.AsyncByteStream):
    """The body of a response, for async clients."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        return aiter(self._stream)

    async def aclose(self) -> None:
        self._end()
        await self._stream.aclose()


def _complete(http: Any, request: httpx.Request, response: httpx.Response) -> httpx.Request | None:
    """Set the attributes that httpx sets on a response. Return the next request of a redirect."""
    response.request = request
    if "set-cookie" in response.headers:
        http.cookies.extract_cookies(response)
    response.default_encoding = http._default_encoding
    response.history = []
    if not response.has_redirect_location:
        return None
    following: httpx.Request = http._build_redirect_request(request, response)
    if http.follow_redirects:
        return following
    response.next_request = following
    return None


def send(http: Any, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
    """Send a prepared request. Read the response, unless it is streamed."""
    began = time.perf_counter()
    try:
        response: httpx.Response = http._transport.handle_request(request)
    except (httpx.InvalidURL, httpx.RequestError) as error:
        cast("Any", error).request = request
        raise
    response.stream = BoundStream(response, began)
    try:
        if (following := _complete(http, request, response)) is not None:
            response.read()
            response = http._send_handling_redirects(
                following, follow_redirects=True, history=[response]
            )
        if not stream:
            decode_vectors(response, request)
            response.read()
    except BaseException:
        response.close()
        raise
    return response


async def asend(http: Any, request: httpx.Request, *, stream: bool = False) -> httpx.Response:
    """Send a prepared request. Read the response, unless it is streamed."""
    began = time.perf_counter()
    try:
        response: httpx.Response = await http._transport.handle_async_request(request)
    except (httpx.InvalidURL, httpx.RequestError) as error:
        cast("Any", error).request = request
        raise
    response.stream = BoundAsyncStream(response, began)
    try:
        if (following := _complete(http, request, response)) is not None:
            await response.aread()
            response = await http._send_handling_redirects(
                following, follow_redirects=True, history=[response]
            )
        if not stream:
            decode_vectors(response, request)
            await response.aread()
    except BaseException:
        await response.aclose()
        raise
    return response
