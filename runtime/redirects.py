"""Owns httpx clients that keep POST requests when the same host redirects them."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import httpx

__all__ = ["CLASSES", "Redirects", "keeping_post"]

ClientT = TypeVar("ClientT", bound="httpx.Client | httpx.AsyncClient")

_MAKE_GET = (301, 302)


def _stays(request: httpx.Request, response: httpx.Response) -> bool:
    """Return whether a redirect leads to the same host, such as from http:// to https://.

    httpx changes a redirected POST to GET, as browsers do. The server then reports an unknown
    route, which hides the real problem.
    """
    if request.method != "POST" or response.status_code not in _MAKE_GET:
        return False
    try:
        target = request.url.join(response.headers.get("location", ""))
    except httpx.InvalidURL:
        return False
    return target.host == request.url.host


class Redirects:
    """A mixin for httpx clients. Versions of httpx without this method ignore it."""

    def _redirect_method(self, request: httpx.Request, response: httpx.Response) -> str:
        if _stays(request, response):
            return request.method
        method: str = cast("Any", super())._redirect_method(request, response)
        return method


CLASSES: dict[type[Any], type[Any]] = {
    kind: type(kind.__name__, (Redirects, kind), {"__module__": kind.__module__})
    for kind in (httpx.Client, httpx.AsyncClient)
}


def keeping_post(http: ClientT) -> ClientT:
    """Return an httpx client that keeps POST requests. Test doubles are returned unchanged."""
    cast("Any", http).__class__ = CLASSES.get(type(http), type(http))
    return http
