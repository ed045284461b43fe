"""Everything that a call can raise, and how a failed exchange becomes one of these."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import httpx

from . import codec, registry

__all__ = [
    "CONNECTION_ERROR_MESSAGE",
    "ConnectError",
    "ConnectTimeout",
    "IncompleteStreamError",
    "InvalidRequestError",
    "PoolTimeout",
    "ReadTimeout",
    "RequestError",
    "ResponseError",
    "ResponseParseError",
    "ResponseTooLargeError",
    "WriteTimeout",
    "from_response",
    "from_transport",
    "interrupted",
]

_SHOWN_BODY_CHARACTERS = 500

#: What a server answers, with status 404, where it has no such route.
_NO_ROUTE = "404 page not found"

CONNECTION_ERROR_MESSAGE = (
    "Failed to connect to Ollama. Please check that Ollama is downloaded, running and accessible. "
    "https://ollama.com/download"
)


class RequestError(Exception):
    """A call that cannot be made as it was asked for; raised before anything is sent."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class InvalidRequestError(RequestError, ValueError):
    """An argument that cannot be sent; raised before anything is."""


class ResponseError(Exception):
    """The server answered with an error, or with something that is no answer.

    Attributes:
        error: What the server said: the text of its `error` key, or of the `message` of the object
            there, else the body itself. Where the text is JSON, as from the process that runs the
            models, the message in it.
        status_code: The HTTP status; -1 when the error came inside a stream that began well.
        signin_url: Where to sign in, when the server asks for that (401), else None.
        partial: What a stream had delivered before it failed; empty for other calls.
        type: The kind of error, where the server names it (`/v1` routes do), else None.
        code: The server's own code of the error, else None.
        body: The decoded JSON object that the server sent, whole, else None.
        response: The HTTP response, where there was one. Not kept by pickling.

    A subclass that names a `status` is what `from_response` makes of an answer with that status.
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
        body = _decoded_body(error)
        said: Any = body.get("error", error) if body else error
        details = _details(said)
        self.error: Any = details.get("message") or said
        self.type: str | None = details.get("type")
        self.code: str | int | None = details.get("code")
        self.body = body
        self.status_code = status_code
        self.signin_url: str | None = body.get("signin_url") if body else None
        self.partial: list[Any] = list(partial)
        self.response = response
        super().__init__(self.error)

    def __str__(self) -> str:
        return f"{self.error} (status code: {self.status_code})"

    def __reduce__(self) -> tuple[Any, ...]:
        kept = ("partial", "signin_url", "type", "code", "body")
        state = {name: getattr(self, name) for name in kept}
        return type(self), (self.error, self.status_code), state


def _details(said: Any) -> dict[str, Any]:
    """Return the object that an error is, or that its text holds: what a process of the server said
    is passed on as JSON in the text.
    """
    details = _decoded_body(said)
    if details is None:
        return {"message": said}
    inner = details.get("error") or details.get("message")
    return {**details, **_details(inner)} if inner else details


def _decoded_body(error: Any) -> dict[str, Any] | None:
    if isinstance(error, str):
        try:
            error = codec.loads(error)
        except ValueError:
            return None
    return cast("dict[str, Any]", error) if isinstance(error, dict) else None


class ResponseParseError(ResponseError, ValueError):
    """The server answered with success, but the body is not the JSON that was expected."""


class ResponseTooLargeError(ResponseError, ValueError):
    """The server sent more than the limits of the client allow; see `response_limits`."""


class IncompleteStreamError(ResponseError):
    """The connection of a stream broke, or the stream ended in the middle of a line.

    `partial` holds what had arrived. A stream that ends properly without `done: true` is an answer.
    """


# The transport's errors are also the builtin ones, so that either `except` clause finds them.


class ConnectError(ConnectionError, httpx.ConnectError):
    """No connection to the server could be made; nothing was sent.

    Attributes:
        host: The address that was tried, without credentials.
    """

    def __init__(
        self,
        message: str = CONNECTION_ERROR_MESSAGE,
        *,
        host: str = "",
        reason: str = "",
        request: httpx.Request | None = None,
    ) -> None:
        httpx.ConnectError.__init__(self, message, request=request)
        self.host = host
        if host:
            # The message is fixed, programs compare it; a note is printed with the traceback.
            self.__notes__ = [
                f"Tried {host} ({reason}). Start the server with `ollama serve`, or name another "
                "one with the host argument or the environment variable OLLAMA_HOST."
            ]

    def __reduce__(self) -> tuple[Any, ...]:
        state = {"host": self.host, "__notes__": getattr(self, "__notes__", [])}
        return type(self), self.args, state


class _TimedOutError(TimeoutError, httpx.TimeoutException):
    def __init__(self, message: str, *, request: httpx.Request | None = None) -> None:
        httpx.TimeoutException.__init__(self, message, request=request)


class ConnectTimeout(_TimedOutError, httpx.ConnectTimeout):
    """No connection within the connect timeout; nothing was sent."""


class ReadTimeout(_TimedOutError, httpx.ReadTimeout):
    """The server sent nothing for longer than the read timeout."""


class WriteTimeout(_TimedOutError, httpx.WriteTimeout):
    """The server took nothing for longer than the write timeout."""


class PoolTimeout(_TimedOutError, httpx.PoolTimeout):
    """No connection of the pool became free within the pool timeout."""


_TIMEOUTS: dict[type[Exception], type[httpx.TimeoutException]] = {
    httpx.ConnectTimeout: ConnectTimeout,
    httpx.ReadTimeout: ReadTimeout,
    httpx.WriteTimeout: WriteTimeout,
    httpx.PoolTimeout: PoolTimeout,
}


def _address(request: httpx.Request) -> str:
    url = request.url
    return str(url.copy_with(username=None, password=None, path="/", query=None)).rstrip("/")


def from_transport(error: httpx.HTTPError) -> Exception:
    """Return the error to raise for one of the transport: also a builtin one where that fits."""
    request = cast("httpx.Request | None", getattr(error, "_request", None))
    if type(error) is httpx.ConnectError:
        host = _address(request) if request else ""
        return ConnectError(host=host, reason=str(error), request=request)
    timeout = _TIMEOUTS.get(type(error))
    if timeout is None:
        return error
    where = f" at {_address(request)}" if request else ""
    return timeout(f"{timeout.__doc__}{where} ({error})", request=request)


_INTERRUPTIONS: dict[type[Exception], type[IncompleteStreamError]] = {}


def _interruption(kind: type[Exception]) -> type[IncompleteStreamError]:
    """Return a class that is both an incomplete stream and the transport's own error."""
    if kind not in _INTERRUPTIONS:
        body = {"__module__": IncompleteStreamError.__module__, "__reduce__": _as_incomplete}
        _INTERRUPTIONS[kind] = type("StreamInterruptedError", (IncompleteStreamError, kind), body)
    return _INTERRUPTIONS[kind]


def _as_incomplete(error: IncompleteStreamError) -> tuple[Any, ...]:
    return IncompleteStreamError, (error.error, error.status_code), {"partial": error.partial}


def interrupted(error: httpx.HTTPError, partial: Sequence[Any], status: int) -> Exception:
    """Return the error for a stream whose connection failed after the answer had begun."""
    cause = from_transport(error)
    raised = _interruption(type(cause))(
        f"the stream was interrupted: {str(error) or type(error).__name__}", status, partial=partial
    )
    cast("Any", raised)._request = getattr(error, "_request", None)
    return raised


def from_response(response: httpx.Response) -> ResponseError:
    """Return the error for a response whose status is not a success; its body has been read."""
    text = response.text
    if _decoded_body(text) is None:
        phrase = response.reason_phrase or "error"
        text = text.strip()[:_SHOWN_BODY_CHARACTERS] or phrase
        if text == _NO_ROUTE:
            text += _missing_release(response)
    error = ResponseError.of_status(response.status_code)
    return error(text, response.status_code, response=response)


def _missing_release(response: httpx.Response) -> str:
    """Return which release has the route of a request, where the API description tells."""
    request = cast("httpx.Request | None", getattr(response, "_request", None))
    operation = registry.operation_at(request.method, request.url.path) if request else None
    if operation is None or operation.since is None:
        return ""
    return f": {operation.method} {operation.path} needs Ollama {operation.since} or newer"
