"""Owns the host, headers and credentials of a client."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any, cast

from ollama_client import API_VERSION
from ollama_client._runtime.host import api_key, resolve_host
from ollama_client._runtime.spelling import warn
from ollama_client.client import demand_headers, is_loopback
from ollama_client.errors import RequestError

from ollama._version import __version__

_FIXED_HEADERS = {"content-type": "application/json", "accept": "application/json"}


def user_agent(program: str | None) -> str:
    """Return the User-Agent. It has the official client's name, which servers know."""
    python = f"Python/{sys.version.split()[0]}"
    own = f"ollama-python/{__version__} ({_system()}) {python} Ollama-API/{API_VERSION}"
    return f"{own} {program}" if program else own


def _system() -> str:
    """Return the kind of machine and the operating system."""
    if sys.platform == "win32":
        import platform  # late: it takes longer to import than a client to create

        return f"{platform.machine()} {platform.system().lower()}"
    known = os.uname()
    return f"{known.machine} {known.sysname.lower()}"


def connection_options(
    host: str | None,
    headers: Mapping[str, str] | None,
    options: Mapping[str, Any],
    program: str | None = None,
) -> dict[str, Any]:
    """Return the arguments of `ollama_client.client.new_http`, from arguments and environment."""
    address = resolve_host(host, os.environ)
    sent = {**_headers(headers), "user-agent": user_agent(program)}
    chosen = dict(options)
    if "authorization" not in sent:
        if address.auth and "auth" not in chosen:
            chosen["auth"] = address.auth
        elif key := api_key(os.environ):
            sent["authorization"] = f"Bearer {key}"
    has_secret = "authorization" in sent or chosen.get("auth") is not None
    if has_secret and address.url.startswith("http://") and not is_loopback(address.url):
        text = f"the key or password for {address.url} is sent unencrypted; use https"
        warn(text, UserWarning)
    return {"base_url": address.url, "headers": sent, **chosen}


def _headers(headers: Any) -> dict[str, str]:
    if headers is not None and not isinstance(headers, Mapping):
        raise TypeError(f"headers: expected a mapping, got {type(headers).__name__}")
    given = cast("Mapping[str, str | None]", headers or {})
    named = {name: value for name, value in given.items() if value is not None}
    demand_headers("headers", named)
    own = {name.lower(): value for name, value in named.items()}
    if not own.get("authorization"):
        own.pop("authorization", None)
    return {**own, **_FIXED_HEADERS}


class Credentials:
    """Lets functions of `ollama_client.api` accept a client of this package as `client`."""

    _client: Any

    def bearer(self, operation: str) -> str:
        """Return the Authorization header for an operation that needs one.

        Raises:
            RequestError: The client has no token.
        """
        token = self._token()
        if token is None:
            raise RequestError(f"{operation} needs a bearer token: set OLLAMA_API_KEY")
        return token

    def _token(self) -> str | None:
        """Return the bearer token of the headers, otherwise that of the environment, or None.

        The latter is not used if the headers have other credentials.
        """
        sent = str(self._client.headers.get("authorization", ""))
        if sent.startswith("Bearer "):
            return sent
        key = api_key(os.environ)
        return f"Bearer {key}" if key and not sent else None
