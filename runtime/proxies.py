"""Owns which proxy of the environment is used for a URL, if any."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

__all__ = ["EnvironmentProxies", "is_loopback"]

_IN_BRACKETS = r"\[([^\[\]]+)\](/.*)?"
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_loopback(url: str) -> bool:
    """Return whether a URL refers to this machine. No DNS lookup is made."""
    name = (urlsplit(url).hostname or "").rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _address(name)
    return address is not None and address.is_loopback


class EnvironmentProxies:
    """The proxies of the environment at the time when this object was created.

    HTTP_PROXY, HTTPS_PROXY and ALL_PROXY configure them, in either case. If none is set, Windows
    and macOS use the system settings. NO_PROXY is a comma-separated list of servers to contact
    directly: a name matches itself and its subdomains, `.name` matches only subdomains, an address
    or network (`192.0.2.0/24`, `fd00::/8`) matches addresses, and `*` matches everything. Each
    entry may end with a port or start with a scheme.

    Args:
        for_loopback: Whether to use a proxy for this machine, too. Proxies usually cannot reach it.
        found: The settings, as returned by `urllib.request.getproxies`.
    """

    def __init__(
        self, *, for_loopback: bool = False, found: Mapping[str, str] | None = None
    ) -> None:
        found = getproxies() if found is None else found
        self._proxies = {
            scheme: proxy if "://" in proxy else f"http://{proxy}"
            for scheme in ("http", "https", "all")
            if (proxy := found.get(scheme))
        }
        entries = [_Entry(text.strip()) for text in found.get("no", "").split(",") if text.strip()]
        self._direct = entries
        self._for_loopback = for_loopback

    def choose(self, url: httpx.URL) -> str | None:
        """Return the URL of the proxy to use, or None to connect directly."""
        proxy = self._proxies.get(url.scheme) or self._proxies.get("all")
        if proxy is None or (not self._for_loopback and is_loopback(str(url))):
            return None
        return None if any(entry.matches(url) for entry in self._direct) else proxy


class _Entry:
    """An entry of NO_PROXY."""

    def __init__(self, text: str) -> None:
        self.scheme, _, text = text.rpartition("://")
        self.network = _network(text)
        self.port: int | None = None
        if self.network is None:
            text, self.port = _without_port(text)
            self.network = _network(text)
        self.name = text.lower().removeprefix("*").rstrip(".") if text != "*" else ""

    def matches(self, url: httpx.URL) -> bool:
        port = url.port or {"http": 80, "https": 443}.get(url.scheme)
        if self.scheme not in ("", "all", url.scheme) or self.port not in (None, port):
            return False
        address = _address(url.host)
        if self.network is not None:
            return address is not None and address in self.network
        name = url.host.lower().rstrip(".")
        if self.name.startswith("."):
            return name.endswith(self.name)
        return not self.name or name == self.name or name.endswith(f".{self.name}")


def _without_port(text: str) -> tuple[str, int | None]:
    name, colon, port = text.rpartition(":")
    if colon and port.isdecimal():
        return name, int(port)
    return text, None


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    in_brackets = re.fullmatch(_IN_BRACKETS, text)
    try:
        return ipaddress.ip_network("".join(in_brackets.groups("")) if in_brackets else text, False)
    except ValueError:
        return None


def _address(name: str) -> _Address | None:
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
