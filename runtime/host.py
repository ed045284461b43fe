"""Owns parsing the address of a server into a base URL and credentials."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from string import ascii_letters, digits
from typing import NamedTuple
from urllib.parse import unquote

DEFAULT_ADDRESS = "127.0.0.1"
DEFAULT_PORT = 11434

_SCHEME_PORTS = {"http": 80, "https": 443}
_CLOUD_NAME = "ollama.com"
_EXPECTED = "expected host, host:port, :port or http(s)://host[:port][/path]"

_LETTERS_AND_DIGITS = ascii_letters + digits


class Host(NamedTuple):
    """The address of a server, and Basic credentials for it."""

    url: str
    """Base URL with an explicit port, without credentials or a trailing slash."""

    auth: tuple[str, str] | None = None
    """User name and password, percent-decoded; None if the text contained none."""

    def __repr__(self) -> str:
        auth = None if self.auth is None else (self.auth[0], "***")
        return f"Host(url={self.url!r}, auth={auth!r})"


class _Authority(NamedTuple):
    """The parts of a URL between `//` and the path. They are not validated yet."""

    userinfo: str
    host: str
    port: str


class _RefusedError(Exception):
    """The reason why a host is rejected. It never contains any of the text, which may be secret."""


def resolve_host(host: str | None, environ: Mapping[str, str]) -> Host:
    """Return the server for `host`, else for `OLLAMA_HOST`, else the local default.

    Credentials in the text (`http://user:password@host`) are removed from the URL and returned
    separately.

    Args:
        host: The address. None and blank text are ignored.
        environ: The environment variables.

    Raises:
        ValueError: The text is not a valid host. The message names its source, the text without
            credentials, and what was expected.
        TypeError: `host` is neither a str nor None.
    """
    if _cleaned(host):
        return _parse(host, "the host argument")
    return _parse(environ.get("OLLAMA_HOST"), "OLLAMA_HOST")


def url_of(name: str, port: int) -> str:
    """Return the URL for a host without a scheme.

    Args:
        name: The host.
        port: The port, unless the host names one.

    Raises:
        ValueError: The text is not a valid host.
    """
    return _parse(name, "base_url", port).url


def parse_host(text: str | None) -> str:
    """Return the base URL for `text`. Credentials in it are dropped; see `resolve_host`.

    Without a scheme, the URL is `http` with port 11434. With one, the port defaults to 80 or 443.
    Addresses that mean "all interfaces" become the loopback address of the same family, because
    clients cannot connect to them. Query and fragment are dropped.

    Raises:
        ValueError: The text is not a valid host.
        TypeError: `text` is neither a str nor None.
    """
    return _parse(text, "the host argument").url


def api_key(environ: Mapping[str, str]) -> str | None:
    """Return the key in `OLLAMA_API_KEY` without surrounding whitespace, or None if it is empty."""
    return environ.get("OLLAMA_API_KEY", "").strip() or None


def _parse(text: str | None, source: str, port: int = DEFAULT_PORT) -> Host:
    cleaned = _cleaned(text)
    try:
        return _host(cleaned, port)
    except _RefusedError as refusal:
        reason = str(refusal)
    # Raised outside the except block. A chained traceback would show the text with its password.
    raise ValueError(f"{source} {_without_credentials(cleaned)!r} {reason}; {_EXPECTED}")


def _cleaned(text: object) -> str:
    """Return `text` without whitespace and quotes that shells and env files leave around values."""
    if text is None:
        return ""
    if not isinstance(text, str):
        raise TypeError(f"host must be a str or None, not {type(text).__name__}")
    return text.strip().strip("\"'").strip()


def _host(text: str, port: int) -> Host:
    _check_characters(text)
    scheme, default_port, rest = _split_scheme(text, port)
    end = min((i for i in map(rest.find, "/?#") if i >= 0), default=len(rest))
    authority = _split_authority(rest[:end])
    if scheme and not rest[:end]:
        raise _RefusedError("has no host name")

    if not scheme and not authority.port and authority.host.lower() == _CLOUD_NAME:
        # Without a scheme, this name means the cloud, which does not listen on 11434.
        scheme, default_port = "https", _SCHEME_PORTS["https"]
    url = f"{scheme or 'http'}://{_address(authority.host)}:{_port(authority.port, default_port)}"
    if path := rest[end:].partition("?")[0].partition("#")[0].strip("/"):
        url = f"{url}/{path}"
    return Host(url, _credentials(authority.userinfo))


def _check_characters(text: str) -> None:
    if any(char.isascii() and not char.isprintable() for char in text):
        raise _RefusedError("contains a control character")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise _RefusedError("is not valid Unicode text")


def _split_scheme(text: str, port: int) -> tuple[str, int, str]:
    """Return the lowercase scheme ("" if absent), its default port, and the rest of the text."""
    scheme, mark, rest = text.partition("://")
    if not mark or not _has_only(scheme, "+.-"):
        return "", port, text
    if not scheme:
        raise _RefusedError("has an empty scheme")
    scheme = scheme.lower()
    if scheme not in _SCHEME_PORTS:
        raise _RefusedError("has a scheme other than http and https")
    return scheme, _SCHEME_PORTS[scheme], rest


def _has_only(text: str, others: str) -> bool:
    """Return whether a text has only letters and digits of ASCII, and some other characters."""
    return not text.strip(_LETTERS_AND_DIGITS + others)


def _split_authority(text: str) -> _Authority:
    userinfo, _, location = text.rpartition("@")
    if location.startswith("["):
        host, closed, after = location[1:].partition("]")
        if not closed or (after and not after.startswith(":")):
            raise _RefusedError("has unbalanced brackets")
        return _Authority(userinfo, _ipv6(host), after[1:])
    if location.count(":") > 1:
        return _Authority(userinfo, _ipv6(location), "")
    host, _, port = location.partition(":")
    return _Authority(userinfo, host, port)


def _address(host: str) -> str:
    """Return `host` as written in a URL that can be connected to."""
    if host.startswith("["):
        return host
    if not host:
        return DEFAULT_ADDRESS
    host = host.lower()
    if host.count(".") == 3 and not host.strip(f"{digits}.") and "" not in host.split("."):
        return _ipv4(host)
    if (host.isascii() and not _has_only(host, "._~-")) or not _is_international_name(host):
        raise _RefusedError("has a malformed host name")
    return host


def _ipv4(text: str) -> str:
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        raise _RefusedError("has a malformed IPv4 address") from None
    return DEFAULT_ADDRESS if address.is_unspecified else text


def _ipv6(text: str) -> str:
    """Return an IPv6 address in brackets. The zone keeps its case, because it is a name."""
    address, percent, zone = text.partition("%")
    try:
        number = int(ipaddress.IPv6Address(address))
    except ValueError:
        raise _RefusedError("has a malformed IPv6 address") from None
    if percent and not (zone and _has_only(zone, "._~-")):
        raise _RefusedError("has a malformed IPv6 zone")
    return "[::1]" if number == 0 else f"[{address.lower()}{percent}{zone}]"


def _is_international_name(host: str) -> bool:
    """Return whether `host` is a valid internationalized name (IDNA 2008), encoded or not.

    httpx applies the same rules, but not all of its errors for them are ValueErrors.
    """
    if host.isascii() and not host.startswith("xn--"):
        return True
    try:
        import idna
    except ImportError:
        return True
    try:
        idna.decode(idna.encode(host))
    except UnicodeError:
        return False
    return True


def _port(text: str, default: int) -> int:
    """Return the port number. An empty port and 0 mean the default."""
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535):
        raise _RefusedError("has a port that is not a number from 0 to 65535")
    return int(text) or default


def _credentials(userinfo: str) -> tuple[str, str] | None:
    if not userinfo:
        return None
    user, _, password = userinfo.partition(":")
    return unquote(user), unquote(password)


def _without_credentials(text: str) -> str:
    """Return `text` for a message, without credentials.

    Everything up to the last `@` is cut. An unescaped `/` in a password shifts the real boundary,
    and hiding too much is safer.
    """
    head, at, tail = text.rpartition("@")
    if not at:
        return text
    scheme, mark, _ = head.partition("://")
    shown = scheme + mark if mark and scheme and _has_only(scheme, "+.-") else ""
    return f"{shown}***@{tail}"
