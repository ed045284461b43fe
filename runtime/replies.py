"""Owns details that errors take from a response: its headers, its text and its redirects."""

from __future__ import annotations

import re
import time
from email.utils import parsedate_to_datetime
from typing import Any, cast

import httpx

from .errors import shown_url

__all__ = ["described", "redirects_of", "request_of", "retry_after", "text_of"]

_REQUEST_IDS = ("x-request-id", "request-id")


def described(response: httpx.Response) -> dict[str, Any]:
    """Return the attributes of a `ResponseError` that the response provides."""
    request = request_of(response)
    ids = (response.headers.get(name) for name in _REQUEST_IDS)
    return {
        "method": request.method if request else None,
        "url": shown_url(request.url) if request else None,
        "text": text_of(response),
        "retry_after": retry_after(response.headers.get("retry-after")),
        "request_id": next((value for value in ids if value), None),
        "hint": redirects_of(response) or None,
    }


def request_of(response: httpx.Response) -> httpx.Request | None:
    """Return the request of a response. Responses made by tests may have none."""
    return cast("httpx.Request | None", getattr(response, "_request", None))


def text_of(response: httpx.Response) -> str:
    """Return the body as text, even if it is invalid in the charset that the server declared."""
    if not hasattr(response, "_content"):
        return ""
    try:
        return response.text
    except Exception:  # the server chooses the codec, which may raise anything
        return response.content.decode(errors="replace")


def retry_after(value: str | None) -> float | None:
    """Return the seconds in a Retry-After header, which may be a date. None if it is invalid."""
    if not value:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}(\.[0-9]{1,9})?\s*", value):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def redirects_of(response: httpx.Response) -> str:
    """Return a description of the redirects that led to a response, or "" if there were none."""
    if not response.history:
        return ""
    first = response.history[0]
    asked, request = request_of(first), request_of(response)
    if asked is None or request is None:
        return ""
    told = f"{shown_url(asked.url)} redirected to {shown_url(request.url)} ({first.status_code})"
    if asked.method != request.method:
        told += f", which changed the {asked.method} to a {request.method}"
    return f"{told}; use the new address as the host"
