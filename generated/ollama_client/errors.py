# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""All errors that a call can raise."""

from __future__ import annotations

from ._runtime.errors import (
    CONNECTION_ERROR_MESSAGE,
    ConnectError,
    ConnectTimeout,
    ContentDecodingError,
    DeadlineExceeded,
    DisconnectedError,
    IncompleteBodyError,
    IncompleteStreamError,
    InvalidHTTPRequestError,
    InvalidRequestError,
    MalformedHTTPError,
    NameNotFoundError,
    NotJSONError,
    OllamaError,
    PoolTimeout,
    ProxyError,
    ReadTimeout,
    RedirectError,
    RefusedError,
    RequestError,
    ResponseError,
    ResponseParseError,
    ResponseTooLargeError,
    StreamStoppedError,
    TLSError,
    TransportError,
    UnsupportedProtocolError,
    WriteTimeout,
)

__all__ = [
    "CONNECTION_ERROR_MESSAGE",
    "BadGatewayError",
    "BadRequestError",
    "ClientClosedRequestError",
    "ConnectError",
    "ConnectTimeout",
    "ContentDecodingError",
    "DeadlineExceeded",
    "DisconnectedError",
    "ForbiddenError",
    "GatewayTimeoutError",
    "IncompleteBodyError",
    "IncompleteStreamError",
    "InternalServerError",
    "InvalidHTTPRequestError",
    "InvalidRequestError",
    "MalformedHTTPError",
    "NameNotFoundError",
    "NotFoundError",
    "NotJSONError",
    "NotSupportedError",
    "OllamaError",
    "PayloadTooLargeError",
    "PoolTimeout",
    "ProxyError",
    "ReadTimeout",
    "RedirectError",
    "RefusedError",
    "RequestError",
    "ResponseError",
    "ResponseParseError",
    "ResponseTooLargeError",
    "ServiceUnavailableError",
    "StreamStoppedError",
    "TLSError",
    "TooManyRequestsError",
    "TransportError",
    "UnauthorizedError",
    "UnsupportedProtocolError",
    "WriteTimeout",
]


class BadRequestError(ResponseError, status=400):
    """The request is invalid, or asks for something that the model cannot do."""


class UnauthorizedError(ResponseError, status=401):
    """The server is not signed in to ollama.com, or the API key is missing or wrong. A server that
    can be signed in sends the URL for signing in.
    """


class ForbiddenError(ResponseError, status=403):
    """The cloud is disabled on this server. With an empty body: a server bound to loopback refused
    the request's Host or Origin header.
    """


class NotFoundError(ResponseError, status=404):
    """The model or blob does not exist."""


class PayloadTooLargeError(ResponseError, status=413):
    """The request body is too large."""


class TooManyRequestsError(ResponseError, status=429):
    """The cloud's rate limit was reached. Wait, then try again."""


class ClientClosedRequestError(ResponseError, status=499):
    """The caller disconnected before the model was available."""


class InternalServerError(ResponseError, status=500):
    """The server failed. This is also the status for options of the wrong type and invalid
    templates.
    """


class NotSupportedError(ResponseError, status=501):
    """The model cannot do this; for example, a chat model cannot embed."""


class BadGatewayError(ResponseError, status=502):
    """The cloud could not be reached."""


class ServiceUnavailableError(ResponseError, status=503):
    """The server is busy, or a service it needs is down. Try again later."""


class GatewayTimeoutError(ResponseError, status=504):
    """The cloud did not answer in time. Try again later."""


# Tracebacks and pickles show this module, because programs import the classes from here.
for _class in (
    OllamaError,
    RequestError,
    InvalidRequestError,
    ResponseError,
    ResponseParseError,
    NotJSONError,
    ResponseTooLargeError,
    IncompleteStreamError,
    StreamStoppedError,
    TransportError,
    ConnectError,
    RefusedError,
    NameNotFoundError,
    TLSError,
    ProxyError,
    DisconnectedError,
    IncompleteBodyError,
    MalformedHTTPError,
    ContentDecodingError,
    RedirectError,
    UnsupportedProtocolError,
    InvalidHTTPRequestError,
    ConnectTimeout,
    ReadTimeout,
    WriteTimeout,
    PoolTimeout,
    DeadlineExceeded,
):
    _class.__module__ = __name__
