# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The client that operations accept: the address of the API, and the settings of connections."""

from __future__ import annotations

from . import errors as errors  # Registers the error class of each status.
from ._runtime import client as _runtime_client
from ._runtime.client import (
    DEFAULT_TIMEOUT,
    IDEMPOTENT,
    NEUTRAL_HEADERS,
    ResponseLimits,
    as_timeout,
    demand_headers,
    demand_text,
    is_loopback,
    new_http,
)
from ._runtime.connection import AsyncConnection, SyncConnection

__all__ = [
    "DEFAULT_BASE_URL",
    "DEFAULT_TIMEOUT",
    "IDEMPOTENT",
    "NEUTRAL_HEADERS",
    "AsyncConnection",
    "Client",
    "ResponseLimits",
    "SyncConnection",
    "as_timeout",
    "demand_headers",
    "demand_text",
    "is_loopback",
    "new_http",
]

DEFAULT_BASE_URL = "http://127.0.0.1:11434"


class Client(_runtime_client.Client):
    """The address of the API, and the settings of connections. Operations accept it as `client`.

    The arguments are those of the base class. Default of `base_url`: `http://127.0.0.1:11434`.
    """

    default_base_url = DEFAULT_BASE_URL
