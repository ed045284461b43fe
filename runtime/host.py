"""Owns turning the text a user calls a host into the base URL and credentials of a server."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

DEFAULT_ADDRESS = "127.0.0.1"
DEFAULT_PORT = 11434

_SCHEME_PORTS = {"http": 80, "https": 443}
_CLOUD_NAME = "ollama.com"
_EXPECTED = "expected host, host:port, :port or http(s)://host[:port][/path]"

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9._~-]+", re.IGNORECASE)
_DOTTED_NUMBERS = re.compile(r"[0-9]+(\.[0-9]+){3}")


class Host(NamedTuple):
    """Where a server is, and the Basic credentials to show it."""

    url: str
    """Base URL with an explicit port, without credentials and without a trailing slash."""

    auth: tuple[str, str] | None = None
    """User name and password, percent-decoded, or None when the text held none."""

    def __repr__(self) -> str:
        auth = None if self.auth is None else (self.auth[0], "***")
        return f"Host(url={self.url!r}, auth={auth!r})"


class _Authority(NamedTuple):
    """The part of a URL between `//` and the path, split but not yet judged."""

    userinfo: str
    host: str
    port: str


class _RefusedError(Exception):
    """Why a host text cannot be used; never holds any part of the text, which may be secret."""


def resolve_host(host: str | None, environ: Mapping[str, str]) -> Host:
    """The server meant by *host*, or else by `OLLAMA_HOST`, or else the local default.

    An empty or blank *host* counts as absent. Credentials in the text (`http://user:password@host`)
    are taken out of the URL and returned beside it.

    Raises:
        ValueError: the text is not a host; the message names where it came from, the text
            without its credentials, and what was expected.
        TypeError: *host* is neither text nor None.
    """
    if _cleaned(host):
        return _parse(host, "the host argument")
    return _parse(environ.get("OLLAMA_HOST"), "OLLAMA_HOST")


def url_of(name: str, port: int) -> str:
    """The URL meant by a host without a scheme, which is at *port* unless it says otherwise.

    Raises:
        ValueError: the text is not a host.
    """
    return _parse(name, "base_url", port).url


def parse_host(text: str | None) -> str:
    """The base URL meant by *text*; credentials in it are dropped, see `resolve_host`.

    Without a scheme the URL is `http` with port 11434; with one, the port defaults to 80 or 443.
    Addresses that mean "every interface" become the loopback address of the same family, for they
    can be listened on but not connected to. Query and fragment are dropped.

    Raises:
        ValueError: the text is not a host.
        TypeError: *text* is neither text nor None.
    """
    return _parse(text, "the host argument").url


def api_key(environ: Mapping[str, str]) -> str | None:
    """The key in `OLLAMA_API_KEY` without surrounding white space; None if that is nothing."""
    return environ.get("OLLAMA_API_KEY", "").strip() or None


def _parse(text: str | None, source: str, port: int = DEFAULT_PORT) -> Host:
    cleaned = _cleaned(text)
    try:
        return _host(cleaned, port)
    except _RefusedError as refusal:
        reason = str(refusal)
    # Raised outside the handler: a chained traceback would show the text with its password.
    raise ValueError(f"{source} {_without_credentials(cleaned)!r} {reason}; {_EXPECTED}")


def _cleaned(text: object) -> str:
    """*text* without the white space and quotes that shells and env files leave around a value."""
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
        raise _RefusedError("names no host")

    if not scheme and not authority.port and authority.host.lower() == _CLOUD_NAME:
        # The one name whose bare form means the cloud: it does not answer on 11434.
        scheme, default_port = "https", _SCHEME_PORTS["https"]
    url = f"{scheme or 'http'}://{_address(authority.host)}:{_port(authority.port, default_port)}"
    if path := re.split("[?#]", rest[end:], maxsplit=1)[0].strip("/"):
        url = f"{url}/{path}"
    return Host(url, _credentials(authority.userinfo))


def _check_characters(text: str) -> None:
    if any(char.isascii() and not char.isprintable() for char in text):
        raise _RefusedError("contains a control character")
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise _RefusedError("is not valid Unicode text")


def _split_scheme(text: str, port: int) -> tuple[str, int, str]:
    """The lower-cased scheme ('' if absent), the port that it implies, and the text after it."""
    match = _SCHEME.match(text)
    if match is None:
        if text.startswith("://"):
            raise _RefusedError("has an empty scheme")
        return "", port, text
    scheme = match[1].lower()
    if scheme not in _SCHEME_PORTS:
        raise _RefusedError("has a scheme other than http and https")
    return scheme, _SCHEME_PORTS[scheme], text[match.end() :]


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
    """*host* as it stands in a URL that can be connected to."""
    if host.startswith("["):
        return host
    if not host:
        return DEFAULT_ADDRESS
    host = host.lower()
    if _DOTTED_NUMBERS.fullmatch(host):
        return _ipv4(host)
    if (host.isascii() and not _NAME.fullmatch(host)) or not _is_international_name(host):
        raise _RefusedError("has a malformed host name")
    return host


def _ipv4(text: str) -> str:
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        raise _RefusedError("has a malformed IPv4 address") from None
    return DEFAULT_ADDRESS if address.is_unspecified else text


def _ipv6(text: str) -> str:
    """An IPv6 address in brackets, its spelling kept; a zone keeps its case, for it is a name."""
    address, percent, zone = text.partition("%")
    try:
        number = int(ipaddress.IPv6Address(address))
    except ValueError:
        raise _RefusedError("has a malformed IPv6 address") from None
    if percent and not _NAME.fullmatch(zone):
        raise _RefusedError("has a malformed IPv6 zone")
    return "[::1]" if number == 0 else f"[{address.lower()}{percent}{zone}]"


def _is_international_name(host: str) -> bool:
    """Whether *host* holds to the rule for names beyond ASCII (IDNA 2008), in either form; the HTTP
    library holds to it too, but fails in ways that are no ValueError."""
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
    """The port number; both an empty port and 0 mean the default."""
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
    """*text* fit for a message. Cuts at the last `@` wherever it is: an unescaped `/` in a password
    moves the real boundary, and hiding too much is the better mistake."""
    head, at, tail = text.rpartition("@")
    if not at:
        return text
    match = _SCHEME.match(head)
    return f"{match[0] if match else ''}***@{tail}"
