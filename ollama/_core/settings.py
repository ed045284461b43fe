"""Owns the settings of one call, as a typed dict."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import httpx

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:
    from typing_extensions import TypedDict  # pydantic reads no other one before 3.12


class _AsItIs:
    """Tells pydantic to take an object of a class as it is."""

    def __get_pydantic_core_schema__(self, source: Any, _handler: Any) -> Any:
        return {"type": "is-instance", "cls": source}


class CallSettings(TypedDict, total=False):
    """Settings of one call, keywords of every method."""

    extra_body: Mapping[str, Any]
    """Further keys of the JSON body, sent as they are; they win over the method's own."""
    extra_headers: Mapping[str, str]
    """Further headers of the request; they win over the client's."""
    timeout: float | Annotated[httpx.Timeout, _AsItIs()] | None
    """Seconds that the server has for each phase, instead of the client's timeout; None: 5 seconds
    to connect, and no other limit."""
    deadline: float | None
    """Seconds that the whole call may take, all of a stream included; None: no limit."""
    max_retries: int
    """How often the call is made again where that is safe; see `Client`."""
