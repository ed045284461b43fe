# Copied from runtime/errors.py by `make generate`. Do not edit: edit the original.
"""Everything that a call can raise: one tree, each error also what people caught before."""

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

#: How much of a text messages show.
SHOWN_CHARACTERS = 500

CONNECTION_ERROR_MESSAGE = (
    "Failed to connect to Ollama. Please check that Ollama is downloaded, running and accessible. "
    "https://ollama.com/download"
)


def shortened(text: str) -> str:
    """Return a text as messages show it: its beginning, if it is long."""
    if len(text) <= SHOWN_CHARACTERS:
        return text
    return f"{text[:SHOWN_CHARACTERS]}... ({len(text):,} characters)"


class OllamaError(Exception):
    """Whatever this package raises because a call failed."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(shortened(repr(arg)) for arg in self.args)})"


class RequestError(OllamaError):
    """A call that cannot be made as it was asked for; raised before anything is sent."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class InvalidRequestError(RequestError, ValueError):
    """An argument that cannot be sent; raised before anything is."""

    def errors(self, **_: Any) -> list[dict[str, Any]]:
        """Return what is wrong in the form of pydantic: `type`, `loc`, `msg` and `input`.

        The location is the one that the message begins with: names and indexes.
        """
        place = str(self).partition(": ")[0]
        parts = re.findall(r"\[(\d+)\]|\[?'?(\w[\w$-]*)", place) if " " not in place else []
        loc = tuple(int(index) if index else name for index, name in parts)
        return [{"type": "value_error", "loc": loc, "msg": str(self), "input": None}]


class ResponseError(OllamaError):
    """The server answered with an error, or with something that is no answer.

    `str` shows at most 500 characters of what the server said.

    Attributes:
        error: What the server said: the text of its `error` key, or of the `message` of the object
            there, else the body itself. Where the text is JSON, as from the process that runs the
            models, the message in it. It is also the only one of `args`.
        status_code: The HTTP status; -1 when the error came inside a stream that began well.
        text: The body as text, whole; "" where there was none.
        body: The decoded JSON object that the server sent, whole; else the text of the body, or
            None where there was none.
        method: The HTTP method of the request, "" if there was no response.
        url: Where the answer came from, without credentials and query; "" if there was no response.
        hint: What to do about it, where that is known, else "".
        signin_url: Where to sign in, when the server asks for that (401), else None.
        retry_after: Seconds to wait before the next try, when the server names them, else None.
        request_id: The server's name for the request, where it has one, else None.
        partial: What a stream had delivered before it failed; empty for other calls.
        type: The kind of error, where the server names it (`/v1` routes do), else None.
        code: The server's own code of the error, else None.
        response: The HTTP response, where there was one. Not kept by pickling.

    A subclass that names a `status` is raised for answers with that status.
    """

    # Annotations are evaluated where the class is public, and only builtins are there.
    _by_status: dict[int, type[ResponseError]] = {}  # noqa: RUF012

    def __init_subclass__(cls, *, status: int | None = None, **keywords: Any) -> None:
        super().__init_subclass__(**keywords)
        if status is not None:
            cls._by_status[status] = cls

    @classmethod
    def of_status(cls, status: int) -> type[ResponseError]:
        """Return the class of the errors with a status: one declared for it, else this one."""
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
        """Take over what the response says beside its body."""
        from .replies import described  # which needs this module

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
    """Return an error as it was before it was pickled.

    Args:
        kind: Its class, or the class of the failure that interrupted a stream.
        state: Its attributes.
        args: Its `args`.
    """
    if not issubclass(kind, ResponseError):
        kind, state = interruption(kind), {"_request": None, **state}
    error: Any = kind.__new__(kind)
    error.args = args
    own = cast("dict[str, Any]", vars(error))
    own.update({"response": None, **state})
    return cast("Exception", error)


def _details(said: Any) -> dict[str, Any]:
    """Return the object that an error is, or that its text holds: what a process of the server said
    is passed on as JSON in the text.
    """
    details = decoded_body(said)
    if details is None:
        return {"message": said}
    inner = details.get("error") or details.get("message")
    return {**details, **_details(inner)} if inner and inner is not said else details


def decoded_body(error: Any) -> dict[str, Any] | None:
    """Return the JSON object that an error is, or that its text is; None for anything else."""
    if isinstance(error, str):
        try:
            error = codec.loads(error)
        except (ValueError, RecursionError):
            return None
    return cast("dict[str, Any]", error) if isinstance(error, dict) else None


class ResponseParseError(ResponseError, ValueError):
    """The server answered with success, but the body is not what the API says."""


class _Unread(json.JSONDecodeError):
    def __init__(self, *args: object) -> None:
        ValueError.__init__(self, *args)


class NotJSONError(ResponseParseError, _Unread):
    """The server answered with success, but the body, or a line of a stream, is not JSON.

    Attributes:
        msg: What the reader of JSON says.
        doc: The text.
        pos: Where reading it failed; also as `lineno` and `colno`.
    """

    @classmethod
    def of(cls, cause: ValueError, doc: str, *args: Any, **keywords: Any) -> NotJSONError:
        """Return the error for a text that the reader of JSON refused."""
        if not isinstance(cause, json.JSONDecodeError):
            cause = json.JSONDecodeError(str(cause), doc, 0)
        error = cls(*args, **keywords)
        vars(error).update(vars(cause))
        return error


class ResponseTooLargeError(ResponseError, ValueError):
    """The server sent more than the limits of the client allow; see `response_limits`."""


class IncompleteStreamError(ResponseError):
    """The connection of a stream broke, or the stream ended in the middle of a line.

    `partial` holds what had arrived. A stream that ends properly without `done: true` is an answer.
    What a connection broke by is also the class of the error, such as `ReadTimeout`.
    """


class StreamStoppedError(OllamaError, RuntimeError):
    """The call was stopped by `close`, `aclose` or `abort`, so that there is no whole answer."""


# ---------------------------------------------------------------------- the transport

# Each of these is also a builtin error, so that either `except` clause finds it, and the error of
# httpx that the same failure is there.


class TransportError(OllamaError, httpx.TransportError):
    """No answer could be got from the server. Every subclass is a `ConnectionError` or a
    `TimeoutError`, and the exception that httpx raises for the same failure.

    Attributes:
        host: The address that was asked, without credentials; "" if that is not known.
        method: The HTTP method of the request, or "".
        url: What was asked for, without credentials and query, or "".
        detail: What happened and what to do, in words; `str` shows it behind the message.
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
        """The message and, behind it, the detail."""
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
    """Return a URL without what may be secret: credentials, query and fragment."""
    return str(url.copy_with(userinfo=b"", query=None, fragment=None))


class _ComparedText(str):
    """The text of a failed connection. Programs compare the whole of it with the official text, so
    it equals that, though host and next step follow.
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
    """No connection to the server could be made; nothing was sent."""

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
    """Nothing listens at the address; nothing was sent."""


class NameNotFoundError(ConnectError):
    """The name of the host has no address; nothing was sent."""


class TLSError(ConnectError):
    """No encrypted connection could be agreed on, as with a certificate that is not trusted;
    nothing was sent.
    """


class ProxyError(TransportError, ConnectionError, httpx.ProxyError, httpx.ConnectError):
    """The proxy cannot be reached, or refuses to connect to the server; nothing was sent."""


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
    """What came is not HTTP, or breaks its rules."""


class ContentDecodingError(TransportError, ConnectionError, httpx.DecodingError):
    """The body cannot be decompressed."""


class RedirectError(
    TransportError, ConnectionError, httpx.TooManyRedirects, httpx.RemoteProtocolError
):
    """The server redirects without end, to what is no URL, or an upload that was read already."""


class UnsupportedProtocolError(TransportError, ConnectionError, httpx.UnsupportedProtocol):
    """The URL of the client, or one that the server redirects to, is neither http nor https."""


class InvalidHTTPRequestError(TransportError, ValueError, httpx.LocalProtocolError):
    """The request cannot be written as HTTP, as with a line break in a header; nothing was sent."""


class _TimedOutError(TransportError, TimeoutError, httpx.TimeoutException):
    pass


class ConnectTimeout(_TimedOutError, httpx.ConnectTimeout):
    """No connection within the connect timeout; nothing was sent."""


class ReadTimeout(_TimedOutError, httpx.ReadTimeout):
    """The server sent nothing for longer than the read timeout."""


class WriteTimeout(_TimedOutError, httpx.WriteTimeout):
    """The server took nothing for longer than the write timeout."""


class PoolTimeout(_TimedOutError, httpx.PoolTimeout):
    """No connection of the pool became free within the pool timeout; nothing was sent."""


class DeadlineExceeded(_TimedOutError):
    """The whole call took longer than its deadline."""


# ---------------------------------------------------------------------- broken streams


_INTERRUPTIONS: dict[type[Exception], type[IncompleteStreamError]] = {}


def interruption(kind: type[Exception]) -> type[IncompleteStreamError]:
    """Return a class that is both an incomplete stream and the failure that cut it."""
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
