# Copied from runtime/redirects.py by `make generate`. Do not edit: edit the original.
"""httpx clients whose POST requests stay what they are when the same host redirects them."""

from __future__ import annotations

from typing import Any, TypeVar, cast

import httpx

__all__ = ["CLASSES", "Redirects", "keeping_post"]

ClientT = TypeVar("ClientT", bound="httpx.Client | httpx.AsyncClient")

_MAKE_GET = (301, 302)


def _stays(request: httpx.Request, response: httpx.Response) -> bool:
    """Return whether a redirect leads to the same host, as from http:// to https://.

    httpx makes a GET of the POST, as browsers do: the server then answers that it knows no such
    route, and the question is lost.
    """
    if request.method != "POST" or response.status_code not in _MAKE_GET:
        return False
    try:
        target = request.url.join(response.headers.get("location", ""))
    except httpx.InvalidURL:
        return False
    return target.host == request.url.host


class Redirects:
    """What is mixed into httpx's clients; a version without this method works as it is."""

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
    """Return a client of httpx that keeps POST requests; what a test put in its place stays."""
    cast("Any", http).__class__ = CLASSES.get(type(http), type(http))
    return http
