"""Owns the settings of a call, as a typed dict."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Annotated, Any

import httpx

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:
    from typing_extensions import TypedDict  # pydantic requires it before 3.12


class _AsItIs:
    """Makes pydantic accept instances of a class unchanged."""

    def __get_pydantic_core_schema__(self, source: Any, _handler: Any) -> Any:
        return {"type": "is-instance", "cls": source}


class CallSettings(TypedDict, total=False):
    """Settings of a call. All methods accept them as keywords."""

    extra_body: Mapping[str, Any]
    """Additional keys for the JSON body, sent unchanged. They override the method's own."""
    extra_headers: Mapping[str, str]
    """Additional headers for the request. They override the client's."""
    timeout: float | Annotated[httpx.Timeout, _AsItIs()] | None
    """Seconds for each phase of the exchange, instead of the client's timeout. None: 5 seconds to
    connect, and no other limit."""
    deadline: float | None
    """Seconds that the whole call may take, including all of a stream. None: no limit."""
    max_retries: int
    """How often to retry the call if that is safe; see `Client`."""
