# Copied from runtime/sending.py by `make generate`. Do not edit: edit the original.
"""Owns sending a request and reading its whole answer, for both kinds of client."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar, cast

import httpx

from . import codec, direct, errors, failures, log, replies, shapes
from .limits import is_deeper, limits_of
from .retries import Retries, apause, pause
from .stopping import KEY, Stop
from .structs import read_large
from .vectors import read_vectors

T = TypeVar("T")

#: Unsuccessful statuses that are valid answers, by what the operation returns.
ANSWERS: Mapping[str, Collection[int]] = {"existence": (404,)}

# ---------------------------------------------------------------------- answers


def read_answer(
    operation_returns: str,
    decode: Callable[[Any], T],
    response: httpx.Response,
    *,
    or_text: bool = False,
) -> T:
    """Return the answer of a response that has been read, or its text if `or_text` applies.

    Raises:
        ResponseError: The status is not a success, or the body contains only an error.
        ResponseParseError: The body is not the expected JSON.
    """
    if is_double(response):
        return decode(cast("Any", response).json())
    if operation_returns == "existence" and response.status_code in (200, *ANSWERS["existence"]):
        return cast("T", response.status_code == 200)
    expect_success(response)
    if operation_returns == "nothing":
        return cast("T", None)
    if operation_returns == "binary":
        return cast("T", response.content)
    if operation_returns == "text" or (or_text and media_type(response).startswith("text/")):
        return cast("T", replies.text_of(response))
    if operation_returns == "model":
        answer = read_vectors(decode, response)
        if answer is None:
            answer = read_large(decode, response.content)
        if answer is not None:
            return cast("T", answer)
    data = _read_json(response)
    if operation_returns == "model":
        if not isinstance(data, dict):
            raise errors.ResponseParseError(
                f"expected a JSON object, got {type(data).__name__}",
                response.status_code,
                response=response,
            )
        if data.keys() == {"error"}:
            raise errors.ResponseError(data, response.status_code, response=response)
    try:
        return shapes.decoded(decode, data)
    except shapes.ShapeError as error:
        status = response.status_code
        raise errors.ResponseParseError(str(error), status, response=response) from error


def expect_success(response: httpx.Response) -> httpx.Response:
    """Return the response, or raise the error for its status."""
    if is_double(response):
        return _of_double(response)
    if not response.is_success:
        raise failures.from_response(response)
    return response


def is_double(response: Any) -> bool:
    """Return whether a test replaced the response with an object that may have few attributes."""
    # `isinstance` is also true of `MagicMock(spec=httpx.Response)`.
    return not issubclass(type(response), httpx.Response)


def _of_double(response: Any) -> httpx.Response:
    """Return a test double of a response, unless its `raise_for_status` raises."""
    try:
        getattr(response, "raise_for_status", bool)()
    except httpx.HTTPStatusError as error:
        raise failures.from_response(error.response) from error
    return cast("httpx.Response", response)


def _read_json(response: httpx.Response) -> Any:
    limit = limits_of(response).nesting
    if is_deeper(response.content, limit):
        message = f"the answer is nested more than {limit} levels deep (nesting)"
        raise errors.ResponseTooLargeError(message, response.status_code, response=response)
    try:
        return codec.loads(response.content)
    except ValueError as error:
        text = replies.text_of(response)
        message = f"expected JSON, got {text[:200]!r} ({error})"
        status = response.status_code
        raise errors.NotJSONError.of(error, text, message, status, response=response) from error


def media_type(response: httpx.Response) -> str:
    """Return the media type of a response, without parameters, or "" if it has none."""
    kind = response.headers.get("content-type", "")
    return str(kind).partition(";")[0].strip().lower()


# ---------------------------------------------------------------------- senders


def stoppable(request: dict[str, Any], stop: Stop | None) -> dict[str, Any]:
    """Return a request that `stop` can end. Unchanged if there is no `stop`."""
    if stop is None:
        return request
    return {**request, "extensions": {**request.get("extensions", {}), KEY: stop}}


def _is_ready(request: Mapping[str, Any]) -> bool:
    """Return whether the body of a request is in memory, not in files or an iterator."""
    return "files" not in request and request.get("content", b"").__class__ is bytes


def send_again(
    http: httpx.Client,
    retries: Retries,
    stop: Stop,
    *,
    answers: Collection[int] = (),
    **request: Any,
) -> httpx.Response:
    """Send a request and return the successful response. Retry if that is safe.

    Args:
        http: The client that sends it.
        retries: The remaining retries.
        stop: Ends the call.
        answers: Unsuccessful statuses to return as well.
        **request: Keyword arguments of httpx.
    """
    stop.begin()
    while True:
        try:
            response = send(http, stop=stop, **request)
            if answers and response.status_code in answers:
                return response
            return expect_success(response)
        except errors.OllamaError as error:
            seconds = retries.seconds_after(error)
            if seconds is None:
                raise
        pause(seconds, stop)


async def asend_again(
    http: httpx.AsyncClient,
    retries: Retries,
    stop: Stop,
    *,
    answers: Collection[int] = (),
    **request: Any,
) -> httpx.Response:
    """Send a request and return the successful response. Retry if that is safe.

    Args:
        http: The client that sends it.
        retries: The remaining retries.
        stop: Ends the call.
        answers: Unsuccessful statuses to return as well.
        **request: Keyword arguments of httpx.
    """
    stop.begin()
    while True:
        try:
            response = await asend(http, stop=stop, **request)
            if answers and response.status_code in answers:
                return response
            return expect_success(response)
        except errors.OllamaError as error:
            seconds = retries.seconds_after(error)
            if seconds is None:
                raise
        await apause(seconds, stop)


def send(http: httpx.Client, *, stop: Stop | None = None, **request: Any) -> httpx.Response:
    """Send a request and read the response, whatever its status."""
    began = time.perf_counter()
    request = stoppable(request, stop)
    try:
        if (made := direct.prepared(http, request)) is not None:
            response = direct.send(http, made)
        elif _is_ready(request):
            response = http.request(**request)
        else:
            from . import uploads  # imported here because few calls send files

            with uploads.opened(request):
                response = http.request(**request)
        if stop is not None:  # a closed connection may look like the end of a body
            stop.demand_going()
    except failures.RAISED as error:
        raise failures.translated(error, stop) from failures.cause_of(error)
    log.answered(response, began)
    return response


async def asend(
    http: httpx.AsyncClient, *, stop: Stop | None = None, **request: Any
) -> httpx.Response:
    """Send a request and read the response, whatever its status."""
    began = time.perf_counter()
    request = stoppable(request, stop)
    try:
        if (made := direct.prepared(http, request)) is not None:
            response = await direct.asend(http, made)
        elif _is_ready(request):
            response = await http.request(**request)
        else:
            from . import uploads

            with uploads.aopened(request):
                response = await http.request(**request)
        if stop is not None:  # a closed connection may look like the end of a body
            stop.demand_going()
    except failures.RAISED as error:
        raise failures.translated(error, stop) from failures.cause_of(error)
    log.answered(response, began)
    return response
