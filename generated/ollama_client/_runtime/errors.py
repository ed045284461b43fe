# Copied from runtime/errors.py by `make generate`. Do not edit: edit the original.
"""Owns all errors that a call can raise. Most are also builtin or httpx exceptions."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any, cast

import httpx

from . import codec

__all__ = [
    "CONNECTION_ERROR_MESSAGE",
    "ConnectError",
    "ConnectTimeout",
    "ContentDecodingError",
    "DeadlineExceeded",
    "DisconnectedError",
    "IncompleteBodyError",
    "IncompleteStreamError",
    "InvalidHTTPRequestError",
    "InvalidRequestError",
    "MalformedHTTPError",
    "NameNotFoundError",
    "NotJSONError",
    "OllamaError",
    "PoolTimeout",
    "ProxyError",
    "ReadTimeout",
    "RedirectError",
    "RefusedError",
    "RequestError",
    "ResponseError",
    "ResponseParseError",
    "ResponseTooLargeError",
    "StreamStoppedError",
    "TLSError",
    "TransportError",
    "UnsupportedProtocolError",
    "WriteTimeout",
]

#: Maximum length of a text in a message.
SHOWN_CHARACTERS = 500

CONNECTION_ERROR_MESSAGE = (
    "Failed to connect to Ollama. Please check that Ollama is downloaded, running and accessible. "
    "https://ollama.com/download"
)


def shortened(text: str) -> str:
    """Return a text for a message. A long text is cut."""
    if len(text) <= SHOWN_CHARACTERS:
        return text
    return f"{text[:SHOWN_CHARACTERS]}... ({len(text):,} characters)"


class OllamaError(Exception):
    """Base class of the errors that this package raises when a call fails."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(shortened(repr(arg)) for arg in self.args)})"


class RequestError(OllamaError):
    """The call cannot be made. Raised before anything is sent."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class InvalidRequestError(RequestError, ValueError):
    """An argument cannot be sent. Raised before anything is sent."""

    def errors(self, **_: Any) -> list[dict[str, Any]]:
        """Return the error in pydantic's form: `type`, `loc`, `msg` and `input`.

        `loc` has the names and indexes with which the message begins.
        """
        place = str(self).partition(": ")[0]
        parts = re.findall(r"\[(\d+)\]|\[?'?(\w[\w$-]*)", place) if " " not in place else []
        loc = tuple(int(index) if index else name for index, name in parts)
        return [{"type": "value_error", "loc": loc, "msg": str(self), "input": None}]


class InvalidTypeError(InvalidRequestError, TypeError):
    """An argument has a type that cannot be sent. Raised before anything is sent."""


class ResponseError(OllamaError):
    """The server answered with an error, or with something that is not a valid answer.

    `str` shows at most 500 characters of the server's message.

    Attributes:
        error: The server's message: the text of the `error` key, or of the `message` in the object
            there, otherwise the whole body. If the text is JSON, as from the process that runs the
            models, the message in it. It is the only item of `args`.
        status_code: The HTTP status; -1 if the error arrived inside a stream.
        text: The whole body as text; "" if there was none.
        body: The whole JSON object that the server sent, otherwise the text of the body; None if
            there was none.
        method: The HTTP method of the request; "" if there was no response.
        url: The URL of the answer, without credentials and query; "" if there was no response.
        hint: How to solve the problem, if known, otherwise "".
        signin_url: Where to sign in, if the server requires it (401), otherwise None.
        retry_after: Seconds to wait before the next try, if the server sent them, otherwise None.
        request_id: The server's ID of the request, otherwise None.
        partial: The items that a stream delivered before it failed; empty for other calls.
        type: The kind of error, if the server sent it (`/v1` routes do), otherwise None.
        code: The server's code of the error, otherwise None.
        response: The HTTP response, if there was one. Not included in pickles.

    A subclass with a `status` is raised for answers with that status.
    """

    # Annotations are evaluated in the public module of the class, which only has builtins.
    _by_status: dict[int, type[ResponseError]] = {}  # noqa: RUF012

    def __init_subclass__(cls, *, status: int | None = None, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if status is not None:
            cls._by_status[status] = cls

    @classmethod
    def of_status(cls, status: int) -> type[ResponseError]:
        """Return the error class for a status: the declared one, otherwise this class."""
        return cls._by_status.get(status, cls)

    def __init__(
        self,
        error: Any,
        status_code: int = -1,
        *,
        partial: Sequence[Any] = (),
        response: httpx.Response | None = None,
    ) -> None:
        body = decoded_body(error)
        said: Any = body.get("error", error) if body else error
        details = _details(said)
        self.error: Any = details.get("message") or said
        self.type: str | None = details.get("type")
        self.code: str | int | None = details.get("code")
        self.body: Any = body
        self.text: str = ""
        self.status_code = status_code
        self.method: str = ""
        self.url: str = ""
        self.hint: str = ""
        self.signin_url: str | None = body.get("signin_url") if body else None
        self.retry_after: float | None = None
        self.request_id: str | None = body.get("request_id") if body else None
        self.partial: list[Any] = list(partial)
        self.response = response
        if response is not None:
            self._describe(response)
        super().__init__(self.error)

    def _describe(self, response: httpx.Response) -> None:
        """Set the attributes that come from the response."""
        from .replies import described  # replies imports this module

        for name, value in described(response).items():
            if value is not None:
                setattr(self, name, value)
        if self.body is None:
            self.body = self.text or None

    def __str__(self) -> str:
        said = f"{shortened(str(self.error))} (status code: {self.status_code})"
        return f"{said}: {self.hint}" if self.hint else said

    def __reduce__(self) -> tuple[Any, ...]:
        state = {name: value for name, value in vars(self).items() if name != "response"}
        state.pop("_request", None)
        return revived, (type(self), state, self.args)


def revived(kind: Any, state: dict[str, Any], args: tuple[Any, ...]) -> Exception:
    """Restore a pickled error.

    Args:
        kind: Class of the error, or of the failure that interrupted a stream.
        state: Attributes of the error.
        args: `args` of the error.
    """
    if not issubclass(kind, ResponseError):
        kind, state = interruption(kind), {"_request": None, **state}
    error: Any = kind.__new__(kind)
    error.args = args
    own = cast("dict[str, Any]", vars(error))
    own.update({"response": None, **state})
    return cast("Exception", error)


def _details(said: Any) -> dict[str, Any]:
    """Return the object in an error, or in its text. The server passes on the errors of its model
    processes as JSON text.
    """
    details = decoded_body(said)
    if details is None:
        return {"message": said}
    inner = details.get("error") or details.get("message")
    return {**details, **_details(inner)} if inner and inner is not said else details


def decoded_body(error: Any) -> dict[str, Any] | None:
    """Return the JSON object of an error, which may be an object or its text; otherwise None."""
    if isinstance(error, str):
        try:
            error = codec.loads(error)
        except (ValueError, RecursionError):
            return None
    return cast("dict[str, Any]", error) if isinstance(error, dict) else None


class ResponseParseError(ResponseError, ValueError):
    """The server answered with success, but the body does not match the API."""


class _Unread(json.JSONDecodeError):
    def __init__(self, *args: object) -> None:
        ValueError.__init__(self, *args)


class NotJSONError(ResponseParseError, _Unread):
    """The server answered with success, but the body, or a line of a stream, is not JSON.

    Attributes:
        msg: The message of the JSON parser.
        doc: The text.
        pos: The position of the error; also as `lineno` and `colno`.
    """

    @classmethod
    def of(cls, cause: ValueError, doc: str, *args: Any, **keywords: Any) -> NotJSONError:
        """Return the error for a text that is not valid JSON."""
        if not isinstance(cause, json.JSONDecodeError):
            cause = json.JSONDecodeError(str(cause), doc, 0)
        error = cls(*args, **keywords)
        vars(error).update(vars(cause))
        return error


class ResponseTooLargeError(ResponseError, ValueError):
    """The server sent more than the client's limits allow; see `response_limits`."""


class IncompleteStreamError(ResponseError):
    """The connection of a stream broke, or the stream ended in the middle of a line.

    `partial` has the items that arrived. A stream that ends properly without `done: true` is not an
    error. The error is also an instance of the failure that broke the connection, such as
    `ReadTimeout`.
    """


class StreamStoppedError(OllamaError, RuntimeError):
    """The call was stopped by `close`, `aclose` or `abort`, so the answer is not complete."""


# ---------------------------------------------------------------------- the transport

# Each of these is also a builtin error, and the httpx error for the same failure, so an `except`
# clause with any of them works.


class TransportError(OllamaError, httpx.TransportError):
    """No answer could be received from the server. Most subclasses are also a `ConnectionError` or
    a `TimeoutError`, and all are also the exception that httpx raises for the same failure.

    Attributes:
        host: The address of the server, without credentials; "" if unknown.
        method: The HTTP method of the request, or "".
        url: The URL of the request, without credentials and query, or "".
        detail: What happened and what to do. `str` shows it after the message.
    """

    def __init__(
        self,
        message: str = "",
        *,
        detail: str = "",
        request: httpx.Request | None = None,
    ) -> None:
        httpx.RequestError.__init__(self, message, request=request)
        self.detail = detail
        self.host = address_of(request.url) if request else ""
        self.method = request.method if request else ""
        self.url = shown_url(request.url) if request else ""

    @property
    def whole(self) -> str:
        """The message, followed by the detail."""
        return " ".join(part for part in (*map(str, self.args), self.detail) if part)

    def __str__(self) -> str:
        return self.whole

    def __reduce__(self) -> tuple[Any, ...]:
        state = {name: value for name, value in vars(self).items() if name != "_request"}
        return type(self), self.args, state


def address_of(url: httpx.URL) -> str:
    """Return scheme, host and port of a URL."""
    return str(url.copy_with(userinfo=b"", path="/", query=None, fragment=None)).rstrip("/")


def shown_url(url: httpx.URL) -> str:
    """Return a URL without the parts that may be secret: credentials, query and fragment."""
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))


class _ComparedText(str):
    """The text of a failed connection. It equals the official text, which programs compare it with,
    although it also has the host and a hint.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return other == CONNECTION_ERROR_MESSAGE or str.__eq__(self, other) is True

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(CONNECTION_ERROR_MESSAGE)

    def __reduce__(self) -> tuple[Any, ...]:
        return str, ("".join(self),)


class ConnectError(TransportError, ConnectionError, httpx.ConnectError):
    """The connection to the server failed. Nothing was sent."""

    def __init__(
        self,
        message: str = CONNECTION_ERROR_MESSAGE,
        *,
        detail: str = "",
        request: httpx.Request | None = None,
    ) -> None:
        super().__init__(message, detail=detail, request=request)

    def __str__(self) -> str:
        is_compared = self.args[:1] == (CONNECTION_ERROR_MESSAGE,)
        return _ComparedText(self.whole) if is_compared else self.whole


class RefusedError(ConnectError, ConnectionRefusedError):
    """No program listens at the address. Nothing was sent."""


class NameNotFoundError(ConnectError):
    """The host name could not be resolved. Nothing was sent."""


class TLSError(ConnectError):
    """The TLS handshake failed, for example because the certificate is not trusted. Nothing was
    sent.
    """


class ProxyError(TransportError, ConnectionError, httpx.ProxyError, httpx.ConnectError):
    """The proxy cannot be reached, or refuses to connect to the server. Nothing was sent."""


class DisconnectedError(
    TransportError,
    ConnectionError,
    httpx.ReadError,
    httpx.WriteError,
    httpx.CloseError,
    httpx.RemoteProtocolError,
):
    """The server closed or reset the connection before the answer was complete."""


class IncompleteBodyError(DisconnectedError):
    """The connection ended in the middle of the body of an answer."""


class MalformedHTTPError(TransportError, ConnectionError, httpx.RemoteProtocolError):
    """The server sent something that is not valid HTTP."""


class ContentDecodingError(TransportError, ConnectionError, httpx.DecodingError):
    """The body cannot be decompressed."""


class RedirectError(
    TransportError, ConnectionError, httpx.TooManyRedirects, httpx.RemoteProtocolError
):
    """Too many redirects, one to an invalid URL, or one of an upload that cannot be repeated."""


class UnsupportedProtocolError(TransportError, ConnectionError, httpx.UnsupportedProtocol):
    """The URL of the client or of a redirect is neither http nor https."""


class InvalidHTTPRequestError(TransportError, ValueError, httpx.LocalProtocolError):
    """The request is not valid HTTP, such as a header with a line break. Nothing was sent."""


class _TimedOutError(TransportError, TimeoutError, httpx.TimeoutException):
    pass


class ConnectTimeout(_TimedOutError, httpx.ConnectTimeout):
    """No connection was made within the connect timeout. Nothing was sent."""


class ReadTimeout(_TimedOutError, httpx.ReadTimeout):
    """The server sent nothing for longer than the read timeout."""


class WriteTimeout(_TimedOutError, httpx.WriteTimeout):
    """The server did not accept data for longer than the write timeout."""


class PoolTimeout(_TimedOutError, httpx.PoolTimeout):
    """No connection of the pool became free within the pool timeout. Nothing was sent."""


class DeadlineExceeded(_TimedOutError):
    """The whole call took longer than its deadline."""


# ---------------------------------------------------------------------- broken streams


_INTERRUPTIONS: dict[type[Exception], type[IncompleteStreamError]] = {}


def interruption(kind: type[Exception]) -> type[IncompleteStreamError]:
    """Return a subclass of both `IncompleteStreamError` and the failure that cut the stream."""
    if kind not in _INTERRUPTIONS:
        body = {
            "__module__": IncompleteStreamError.__module__,
            "__doc__": f"A stream that was cut: {kind.__doc__}",
            "__reduce__": _reduced_interruption,
            "_kind": kind,
        }
        _INTERRUPTIONS[kind] = type("StreamInterruptedError", (IncompleteStreamError, kind), body)
    return _INTERRUPTIONS[kind]


def _reduced_interruption(error: Any) -> tuple[Any, ...]:
    function, (_, state, args) = ResponseError.__reduce__(error)
    return function, (error._kind, state, args)
