"""Owns the one way out of the methods: arguments -> body, then `_request` of the client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ollama_client import models
from ollama_client._runtime.model import WireModel

from . import _types
from ._core.base import BaseClient
from ._core.method import Conversion
from ._core.requests import (
    demand_settings,
    keep_alive,
    options,
    settings_without_body,
    split_settings,
    stored_messages,
    wire_images,
    wire_messages,
)
from ._output.wire import response_format
from ._tools.wire import wire_tools

if TYPE_CHECKING:
    import httpx

    from ._core.method import Method
    from ._core.requests import CallSettings
    from ._core.stream import AsyncResponseStream, ResponseStream

T = TypeVar("T", bound=WireModel)

#: What arguments that accept more than the wire has become, by the name of what they accept.
CONVERSIONS: Mapping[str, Conversion] = {
    "Messages": Conversion(lambda value, _, paths: wire_messages(value, paths), takes_none=True),
    "Tools": Conversion(lambda value, _, __: wire_tools(value), takes_none=True),
    "Images": Conversion(lambda value, _, paths: wire_images(value, paths)),
    "Format": Conversion(lambda value, _, __: response_format(value)),
    "ModelOptions": Conversion(lambda value, name, _: options(value, name)),
    "KeepAlive": Conversion(lambda value, _, __: keep_alive(value), is_checked=True),
    "StoredMessages": Conversion(lambda value, _, __: stored_messages(value)),
}


def _status(response: httpx.Response) -> _types.StatusResponse:
    return _types.StatusResponse(status="success" if response.status_code == 200 else "error")


class _BaseSender(BaseClient):
    """What both kinds of sender share: everything but waiting."""

    def _keywords(
        self,
        method: Method[Any],
        given: Mapping[str, Any],
        call: CallSettings,
        stream: bool | None,
    ) -> dict[str, Any]:
        """Return the keywords of `_request` for a call of a method.

        Raises:
            ValueError: An argument cannot be sent, or a token is missing.
            TypeError: A keyword is unknown.
        """
        if call:
            demand_settings(method.name, call, (*given, "stream") if method.flag else given)
        if method.service is not None:
            self._demand_token(method.service, call)
        if method.request is None:
            return {**settings_without_body(call)}
        body = method.body(given, CONVERSIONS, self._allow_image_paths)
        if method.flag is not None:
            body[method.flag] = bool(stream)
        json, settings = split_settings(body, call)
        if method.flag is None:
            return {"json": json, **settings}
        return {"json": json, "stream": stream, **settings}


class Sender(_BaseSender):
    """Sends the requests of `Client`."""

    @overload
    def _call(self, method: Method[T], given: Mapping[str, Any], call: CallSettings) -> T: ...
    @overload
    def _call(
        self, method: Method[T], given: Mapping[str, Any], call: CallSettings, *, stream: bool
    ) -> T | ResponseStream[T]: ...
    def _call(
        self,
        method: Method[Any],
        given: Mapping[str, Any],
        call: CallSettings,
        *,
        stream: bool | None = None,
    ) -> Any:
        """Send the request of a method."""
        keywords = self._keywords(method, given, call, stream)
        if method.answer == "StatusResponse":
            return _status(self._request_raw(method.verb, method.url, **keywords))
        answer = getattr(models, method.answer)
        return self._request(answer, method.verb, method.url, **keywords)

    def _request(self, cls: Any, method: str, url: str, **kwargs: Any) -> Any:
        raise NotImplementedError

    def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        raise NotImplementedError


class AsyncSender(_BaseSender):
    """Sends the requests of `AsyncClient`."""

    @overload
    async def _call(self, method: Method[T], given: Mapping[str, Any], call: CallSettings) -> T: ...
    @overload
    async def _call(
        self, method: Method[T], given: Mapping[str, Any], call: CallSettings, *, stream: bool
    ) -> T | AsyncResponseStream[T]: ...
    async def _call(
        self,
        method: Method[Any],
        given: Mapping[str, Any],
        call: CallSettings,
        *,
        stream: bool | None = None,
    ) -> Any:
        """Send the request of a method."""
        keywords = self._keywords(method, given, call, stream)
        if method.answer == "StatusResponse":
            return _status(await self._request_raw(method.verb, method.url, **keywords))
        answer = getattr(models, method.answer)
        return await self._request(answer, method.verb, method.url, **keywords)

    async def _request(self, cls: Any, method: str, url: str, **kwargs: Any) -> Any:
        raise NotImplementedError

    async def _request_raw(self, method: str, url: str, **kwargs: Any) -> httpx.Response:
        raise NotImplementedError
