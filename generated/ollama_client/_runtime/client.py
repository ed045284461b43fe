# Copied from runtime/client.py by `make generate`. Do not edit: edit the original.
"""The settings of a client, and the httpx clients that are built from them when first needed."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, overload
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

from .errors import RequestError

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["Client", "is_loopback", "new_http"]

#: Options of httpx that say for themselves how to connect: then nothing is decided here.
_OWN_TRANSPORT = frozenset({"transport", "verify", "cert", "proxy", "mounts"})
_TRANSPORT_OPTIONS = ("http1", "http2", "limits")


def is_loopback(url: str) -> bool:
    """Tell whether a URL names this very machine, judged by its text: no name is looked up."""
    name = (urlsplit(url).hostname or "").rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped.is_loopback
    return address.is_loopback


@overload
def new_http(kind: Literal["sync"], base_url: str, **options: Any) -> httpx.Client: ...
@overload
def new_http(kind: Literal["async"], base_url: str, **options: Any) -> httpx.AsyncClient: ...
def new_http(
    kind: Literal["sync", "async"], base_url: str, **options: Any
) -> httpx.Client | httpx.AsyncClient:
    """Return an httpx client for a base URL.

    Proxies of the environment are not asked for a server on this machine: they could not reach it.
    No TLS context is built for a plain http URL; a redirect to https makes its own, verified one.
    """
    plain = base_url.lower().startswith("http://")
    if plain and "trust_env" not in options and is_loopback(base_url):
        options["trust_env"] = False
    proxied = options.get("trust_env", True) and getproxies()
    if plain and not proxied and not _OWN_TRANSPORT & options.keys():
        chosen = {name: options[name] for name in _TRANSPORT_OPTIONS if name in options}
        transport = httpx.HTTPTransport if kind == "sync" else httpx.AsyncHTTPTransport
        # Without a context httpcore makes its default one, at the first https connection.
        options["transport"] = transport(verify=None, **chosen)  # type: ignore[arg-type]
    made = httpx.Client if kind == "sync" else httpx.AsyncClient
    return made(base_url=base_url, **options)


class Client:
    """Where the API is and how to talk to it; every operation takes one as `client`.

    Serves sync and async operations alike. Connections are kept and reused: close the client, or
    use it in a `with` or `async with` block.

    Args:
        base_url: Where the server is; by default where the API description says.
        token: Bearer token, sent with every request to this server and with the operations of
            other servers that ask for one. Never shown by repr.
        headers: Further headers of every request.
        timeout: Seconds for each phase of an exchange; None, the default, waits as long as the
            model takes.
        http_client: A ready client with the interface of `httpx.Client`, used instead of our own
            and left open when this client is closed.
        async_http_client: The same for async operations, like `httpx.AsyncClient`.
        **options: Anything else that `httpx.Client` and `httpx.AsyncClient` take.
    """

    #: Where the server is unless `base_url` says otherwise; the rendered subclass knows.
    default_base_url: ClassVar[str] = ""

    def __init__(
        self,
        base_url: str | None = None,
        *,
        token: str | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | httpx.Timeout | None = None,
        http_client: httpx.Client | None = None,
        async_http_client: httpx.AsyncClient | None = None,
        **options: Any,
    ) -> None:
        self.base_url = (self.default_base_url if base_url is None else base_url).rstrip("/")
        self._token = token
        self._options: dict[str, Any] = {
            "headers": {
                **({"authorization": f"Bearer {token}"} if token else {}),
                **(headers or {}),
            },
            "timeout": timeout,
            "follow_redirects": True,
            **options,
        }
        self._given = (http_client, async_http_client)
        self._http = http_client
        self._async_http = async_http_client

    def __repr__(self) -> str:
        shown = httpx.URL(self.base_url).copy_with(userinfo=b"")
        return f"{type(self).__name__}(base_url={str(shown).rstrip('/')!r})"

    @property
    def http(self) -> httpx.Client:
        """The client for sync operations."""
        if self._http is None:
            self._http = new_http("sync", self.base_url, **self._options)
        return self._http

    @property
    def async_http(self) -> httpx.AsyncClient:
        """The client for async operations."""
        if self._async_http is None:
            self._async_http = new_http("async", self.base_url, **self._options)
        return self._async_http

    def bearer(self, operation: str) -> str:
        """Return the value of the Authorization header for an operation that needs one.

        Raises:
            RequestError: The client has no token.
        """
        if not self._token:
            raise RequestError(f"{operation} needs a bearer token: Client(token=...)")
        return f"Bearer {self._token}"

    def close(self) -> None:
        """Close the sync connections; the client may be used again and opens new ones."""
        http, self._http = self._http, self._given[0]
        if http is not None and http is not self._given[0]:
            http.close()

    async def aclose(self) -> None:
        """Close all connections; the client may be used again and opens new ones."""
        self.close()
        http, self._async_http = self._async_http, self._given[1]
        if http is not None and http is not self._given[1]:
            await http.aclose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()
