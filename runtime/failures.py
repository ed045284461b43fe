"""Owns how failed exchanges become errors: exceptions of httpx, and statuses that mean failure."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import httpx

from . import codec, errors, log, registry
from .replies import request_of, text_of
from .wire_object import is_mapping

if TYPE_CHECKING:
    from .stopping import Stop
    from .streams import Reader

__all__ = [
    "RAISED", "cause_of", "from_response", "from_transport", "interrupted", "missing_model",
    "translated",
]  # fmt: skip

#: The body of the server's 404 for an unknown route.
_NO_ROUTE = "404 page not found"

#: The server's message if it does not have a model.
_MISSING_MODEL = r"model ['\"]([^'\"\s]+)['\"] not found"

_START = (
    "Start the server with `ollama serve`, or set another address with the host argument or the "
    "environment variable OLLAMA_HOST."
)
_TLS = (
    "If the server uses plain HTTP, start its address with http://. If its certificate comes from "
    "your own CA, pass verify=ssl.create_default_context(cafile=...)."
)

#: The error for each httpx exception, and the beginning of its message. The first match is used.
_KINDS: tuple[tuple[type[Exception], type[errors.TransportError], str], ...] = (
    (httpx.ConnectTimeout, errors.ConnectTimeout, "no connection to {host}"),
    (httpx.ReadTimeout, errors.ReadTimeout, "no answer from {host}{model}"),
    (httpx.WriteTimeout, errors.WriteTimeout, "{host} did not accept all of the request{model}"),
    (httpx.PoolTimeout, errors.PoolTimeout, "no free connection to {host}{model}"),
    (httpx.ProxyError, errors.ProxyError, "the proxy did not connect to {host}"),
    (httpx.DecodingError, errors.ContentDecodingError, "the answer of {host} cannot be decoded"),
    (httpx.TooManyRedirects, errors.RedirectError, "{host} redirects endlessly"),
    (httpx.StreamError, errors.RedirectError, "{host} redirected what cannot be sent again"),
    (httpx.UnsupportedProtocol, errors.UnsupportedProtocolError, "cannot connect to {host}"),
    (httpx.InvalidURL, errors.UnsupportedProtocolError, "cannot connect to {host}"),
    (httpx.NetworkError, errors.DisconnectedError, "the connection to {host} broke{model}"),
    (httpx.RemoteProtocolError, errors.MalformedHTTPError, "{host} sent invalid HTTP"),
)

_PHASES: Mapping[type[Exception], str] = {
    httpx.ConnectTimeout: "connect",
    httpx.ReadTimeout: "read",
    httpx.WriteTimeout: "write",
    httpx.PoolTimeout: "pool",
}

#: Attributes that an interrupted stream's error copies from the cause.
_SHARED = ("_request", "detail", "host", "method", "url")

#: httpx uses one class for several kinds of failures. These parts of the message identify them.
_CUT = "peer closed connection"
_CLOSED = ("disconnected", "kept open")
_BAD_LOCATION = "location header"


#: Exceptions of httpx for failed calls. All others are programming errors.
RAISED = (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL)


# ---------------------------------------------------------------------- the transport


def translated(error: Exception, stop: Stop | None = None) -> errors.OllamaError:
    """Return our own error for an httpx exception, or the stop's error if the call was stopped."""
    ended = stop is not None and stop.reason is not None
    raised = stop.error(_request_of(error)) if stop and ended else from_transport(error)
    log.failed(raised)
    return raised


def cause_of(error: Exception) -> BaseException | None:
    """Return the cause to chain to a translated error."""
    return error.__cause__ if isinstance(error, errors.OllamaError) else error


def from_transport(error: Exception) -> errors.OllamaError:
    """Return our error for an exception of httpx."""
    if isinstance(error, errors.OllamaError):
        return error
    request = _request_of(error)
    proxy = getattr(error, "proxy", None)
    if isinstance(error, httpx.ConnectError):
        if proxy is not None:
            message = f"the proxy {proxy} cannot be reached: {_said(error)}."
            return errors.ProxyError(message, request=request)
        return _unconnected(error, request)
    if isinstance(error, httpx.LocalProtocolError):
        # The original message contains the invalid header, which may be secret.
        message = "the request cannot be written as HTTP: a header contains invalid characters"
        return errors.InvalidHTTPRequestError(message, request=request)
    kind, begin = _kind_of(error)
    host = errors.address_of(request.url) if request else "the server"
    begin = begin.format(host=host, model=_model(request))
    if isinstance(error, httpx.TimeoutException):
        return kind(begin + _limit(error, request), request=request)
    return kind(f"{begin} ({_said(error)})", request=request)


def _request_of(error: Exception) -> httpx.Request | None:
    return cast("httpx.Request | None", getattr(error, "_request", None))


def _kind_of(error: Exception) -> tuple[type[errors.TransportError], str]:
    text = str(error).lower()
    if isinstance(error, httpx.RemoteProtocolError):
        if _CUT in text:
            return errors.IncompleteBodyError, "the answer of {host}{model} was cut off"
        if any(words in text for words in _CLOSED):
            return errors.DisconnectedError, "{host} closed the connection without an answer{model}"
        if _BAD_LOCATION in text:
            return errors.RedirectError, "{host} redirected to an invalid URL"
    for kind, ours, begin in _KINDS:
        if isinstance(error, kind):
            return ours, begin
    return errors.TransportError, "the request to {host} failed"


def _said(error: Exception) -> str:
    return errors.shortened(str(error).strip()) or type(error).__name__


def _limit(error: httpx.TimeoutException, request: httpx.Request | None) -> str:
    """Return the expired timeout for a message: its length and kind."""
    phase = _PHASES.get(type(error))
    limits: Any = request.extensions.get("timeout") if request else None
    seconds: float | None = limits.get(phase) if phase and is_mapping(limits) else None
    within = "" if seconds is None else f" within {seconds:g} s"
    said = _said(error)
    more = "" if said in ("timed out", type(error).__name__) else f": {said}"
    return f"{within} ({phase or 'a'} timeout{more})"


def _model(request: httpx.Request | None) -> str:
    """Return the model of the request for a message, or "" if there is none."""
    try:
        asked: Any = codec.loads(request.content) if request else None
    except (httpx.RequestNotRead, ValueError, RecursionError):
        return ""
    name: Any = asked.get("model") if is_mapping(asked) else None
    return f" for model {errors.shortened(name)!r}" if isinstance(name, str) and name else ""


def _unconnected(error: httpx.ConnectError, request: httpx.Request | None) -> errors.ConnectError:
    """Return the error for a connection that could not be established."""
    host = errors.address_of(request.url) if request else "the server"
    reasons = list(_reasons(error))
    if any(isinstance(reason, ssl.SSLError) for reason in reasons):
        message = f"no TLS connection to {host}: {_said(error)}. {_TLS}"
        return errors.TLSError(message, request=request)
    if any(isinstance(reason, socket.gaierror) for reason in reasons):
        name = request.url.host if request else "the host"
        detail = f"The name {name!r} of {host} cannot be resolved ({_said(error)}). {_START}"
        return errors.NameNotFoundError(detail=detail, request=request)
    if any(isinstance(reason, ConnectionRefusedError) for reason in reasons):
        detail = f"Nothing listens at {host} (connection refused). {_START}"
        return errors.RefusedError(detail=detail, request=request)
    return errors.ConnectError(detail=f"Tried {host} ({_said(error)}). {_START}", request=request)


def _reasons(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes. anyio groups the errors of all the addresses it tried."""
    yield error
    for inner in getattr(error, "exceptions", ()):
        yield from _reasons(inner)
    if error.__cause__ is not None:
        yield from _reasons(error.__cause__)


def interrupted(error: Exception, reader: Reader[Any] | None, stop: Stop) -> errors.OllamaError:
    """Return the error for a stream whose connection failed, with the items received so far."""
    ended = stop.reason is not None
    cause = stop.error(_request_of(error)) if ended else from_transport(error)
    log.failed(cause)
    if reader is None or not isinstance(cause, errors.TransportError):
        return cause
    raised: Any = errors.interruption(type(cause))(
        f"the stream was interrupted: {cause.whole}",
        reader.status,
        partial=reader.arrived,
    )
    state = cast("dict[str, Any]", vars(raised))
    state.update({name: value for name, value in vars(cause).items() if name in _SHARED})
    return cast("errors.OllamaError", raised)


# ---------------------------------------------------------------------- statuses


def from_response(response: httpx.Response) -> errors.ResponseError:
    """Return the error for an unsuccessful response. Its body must have been read."""
    text = text_of(response)
    if errors.decoded_body(text) is None:
        text = text.strip()[: errors.SHOWN_CHARACTERS] or response.reason_phrase or "error"
        if text == _NO_ROUTE:
            text += _missing_release(response)
    kind = errors.ResponseError.of_status(response.status_code)
    error = kind(text, response.status_code, response=response)
    error.hint = "; ".join(part for part in (_next_step(error), error.hint) if part)
    return error


def _next_step(error: errors.ResponseError) -> str:
    """Return how to solve an error of the server, or "" if unknown."""
    if name := missing_model(error):
        return f"`ollama pull {errors.shortened(name)}`"
    if error.signin_url:
        return f"sign in at {errors.shortened(error.signin_url)}"
    if error.retry_after is not None:
        return f"try again in {error.retry_after:.0f} s"
    return ""


def missing_model(error: errors.ResponseError) -> str | None:
    """Return the name of the missing model if that is what the error reports, else None."""
    found = re.search(_MISSING_MODEL, str(error.error)) if error.status_code == 404 else None
    return found and found[1]


def _missing_release(response: httpx.Response) -> str:
    """Return which release added the route of a request, or "" if unknown."""
    request = request_of(response)
    operation = registry.operation_at(request.method, request.url.path) if request else None
    if operation is None or operation.since is None:
        return ""
    return f": {operation.method} {operation.path} needs Ollama {operation.since} or newer"
