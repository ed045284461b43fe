"""Tests that a host text becomes the right base URL, or a ValueError without its password."""

from __future__ import annotations

import traceback

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ollama_client._runtime.host import Host, api_key, parse_host, resolve_host

V6 = "[0001:002:003:0004::1]"

SAME_AS_OFFICIAL: list[tuple[str | None, str]] = [
    (None, "http://127.0.0.1:11434"),
    ("", "http://127.0.0.1:11434"),
    ("1.2.3.4", "http://1.2.3.4:11434"),
    (":56789", "http://127.0.0.1:56789"),
    ("1.2.3.4:56789", "http://1.2.3.4:56789"),
    ("http://1.2.3.4", "http://1.2.3.4:80"),
    ("https://1.2.3.4", "https://1.2.3.4:443"),
    ("https://1.2.3.4:56789", "https://1.2.3.4:56789"),
    ("example.com", "http://example.com:11434"),
    ("example.com:56789", "http://example.com:56789"),
    ("http://example.com", "http://example.com:80"),
    ("https://example.com", "https://example.com:443"),
    ("https://example.com:56789", "https://example.com:56789"),
    ("example.com/", "http://example.com:11434"),
    ("example.com:56789/", "http://example.com:56789"),
    ("example.com/path", "http://example.com:11434/path"),
    ("example.com:56789/path", "http://example.com:56789/path"),
    ("https://example.com:56789/path", "https://example.com:56789/path"),
    ("example.com:56789/path/", "http://example.com:56789/path"),
    (V6, f"http://{V6}:11434"),
    (f"{V6}:56789", f"http://{V6}:56789"),
    (f"http://{V6}", f"http://{V6}:80"),
    (f"https://{V6}", f"https://{V6}:443"),
    (f"https://{V6}:56789", f"https://{V6}:56789"),
    (f"{V6}/", f"http://{V6}:11434"),
    (f"{V6}:56789/", f"http://{V6}:56789"),
    (f"{V6}/path", f"http://{V6}:11434/path"),
    (f"{V6}:56789/path", f"http://{V6}:56789/path"),
    (f"https://{V6}:56789/path", f"https://{V6}:56789/path"),
    (f"{V6}:56789/path/", f"http://{V6}:56789/path"),
    # Beyond what the official client tests, but the same there.
    ("host:0", "http://host:11434"),
    ("http://host:0", "http://host:80"),
    ("host:", "http://host:11434"),
    ("https://host:", "https://host:443"),
    ("http://Host.EXAMPLE", "http://host.example:80"),
    ("http://h/p?x=1#f", "http://h:80/p"),
    ("http://h?x=1", "http://h:80"),
    ("http://h//a//b/", "http://h:80/a//b"),
    ("/path", "http://127.0.0.1:11434/path"),
    ("//host", "http://127.0.0.1:11434/host"),
    ("[::1%eth0]", "http://[::1%eth0]:11434"),
    ("[FE80::1%Eth0]:8080", "http://[fe80::1%Eth0]:8080"),
    ("bücher.example", "http://bücher.example:11434"),
    ("my_service:8080", "http://my_service:8080"),
]

BETTER_THAN_OFFICIAL: list[tuple[str | None, str]] = [
    ("0.0.0.0", "http://127.0.0.1:11434"),
    ("http://0.0.0.0", "http://127.0.0.1:80"),
    ("0.0.0.0:8080/p", "http://127.0.0.1:8080/p"),
    ("[::]", "http://[::1]:11434"),
    ("https://[::]:8080", "https://[::1]:8080"),
    ("[0:0:0:0:0:0:0:0]", "http://[::1]:11434"),
    ("::", "http://[::1]:11434"),
    ("::1", "http://[::1]:11434"),
    ("fe80::1:8080", "http://[fe80::1:8080]:11434"),
    ("http://::1/p", "http://[::1]:80/p"),
    ("user:pw@host", "http://host:11434"),
    ("http://user:pw@host", "http://host:80"),
    ("user:pw@[::1]:1", "http://[::1]:1"),
    ("HTTP://Host", "http://host:80"),
    ("HttpS://host", "https://host:443"),
    (" host ", "http://host:11434"),
    ("\thost:1\n", "http://host:1"),
    ('"http://host"', "http://host:80"),
    ("' host '", "http://host:11434"),
    ('""', "http://127.0.0.1:11434"),
    ("ollama.com", "https://ollama.com:443"),
    ("Ollama.com/", "https://ollama.com:443"),
    ("ollama.com/prefix", "https://ollama.com:443/prefix"),
    ("ollama.com:8080", "http://ollama.com:8080"),
    ("http://ollama.com", "http://ollama.com:80"),
    ("host/p?u=http://x", "http://host:11434/p"),
    ("host:00080", "http://host:80"),
]

REFUSED = [
    ("localhost:99999", "port"),
    ("localhost:65536", "port"),
    ("localhost:abc", "port"),
    ("localhost:-1", "port"),
    ("localhost:٣", "port"),
    ("http://", "has no host name"),
    ("https://", "has no host name"),
    ("http:///path", "has no host name"),
    ("ftp://h", "scheme"),
    ("unix:///run/ollama.sock", "scheme"),
    ("://host", "scheme"),
    ("two words", "host name"),
    ("ho\\st", "host name"),
    ("-\u2488com", "host name"),
    ("xn--", "host name"),
    ("XN--\u00fc", "host name"),
    ("256.1.1.1", "IPv4"),
    ("[::1", "brackets"),
    ("[::1]x", "brackets"),
    ("[1.2.3.4]", "IPv6"),
    ("a:b:c", "IPv6"),
    ("[::1%]", "zone"),
    ("ho\nst", "control character"),
    ("host/\x00", "control character"),
    ("host/\ud800", "Unicode"),
]


@pytest.mark.parametrize(("text", "url"), SAME_AS_OFFICIAL + BETTER_THAN_OFFICIAL)
def test_host_text_becomes_url(text: str | None, url: str) -> None:
    assert parse_host(text) == url
    assert parse_host(url) == url, "a parsed host parses to itself"


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_refused_host_names_source_value_reason_and_expectation(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as argument:
        parse_host(text)
    assert str(argument.value).startswith(f"the host argument {text!r} ")
    assert "expected host, host:port" in str(argument.value)

    with pytest.raises(ValueError, match=reason) as variable:
        resolve_host(None, {"OLLAMA_HOST": text})
    assert str(variable.value).startswith(f"OLLAMA_HOST {text!r} ")


@pytest.mark.parametrize("value", [b"host", 11434])
def test_host_that_is_not_text_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match=f"not {type(value).__name__}"):
        parse_host(value)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("text", "auth"),
    [
        ("host", None),
        ("@host", None),
        ("user:pw@host", ("user", "pw")),
        ("https://user:pw@host:1/p", ("user", "pw")),
        ("user@host", ("user", "")),
        (":pw@host", ("", "pw")),
        ("http://us%40er:p%3Aw%2F@host", ("us@er", "p:w/")),
        ("http://user:p@w:x@host", ("user", "p@w:x")),
        ("host/path@home", None),
    ],
)
def test_credentials_become_basic_auth(text: str, auth: tuple[str, str] | None) -> None:
    host = resolve_host(text, {})
    assert host.auth == auth
    assert host.url.split("://")[1].startswith("host:")


@pytest.mark.parametrize(
    ("argument", "environ", "url"),
    [
        ("a", {"OLLAMA_HOST": "b"}, "http://a:11434"),
        (None, {"OLLAMA_HOST": "b"}, "http://b:11434"),
        ("", {"OLLAMA_HOST": "b"}, "http://b:11434"),
        ("  ", {"OLLAMA_HOST": "b"}, "http://b:11434"),
        (None, {"OLLAMA_HOST": ""}, "http://127.0.0.1:11434"),
        (None, {}, "http://127.0.0.1:11434"),
    ],
)
def test_argument_wins_over_variable_over_default(
    argument: str | None, environ: dict[str, str], url: str
) -> None:
    assert resolve_host(argument, environ).url == url


def test_argument_hides_a_bad_variable() -> None:
    assert resolve_host("a", {"OLLAMA_HOST": "ftp://b"}).url == "http://a:11434"


@pytest.mark.parametrize(
    "text",
    [
        "ftp://user:s3cret@host",
        "user:s3cret@host:port",
        "http://user:s3cret/more@host:port",
        "http://user:s3cret#more@host",
        "http://user:@s3cret@host:port",
    ],
)
def test_errors_never_show_a_password(text: str) -> None:
    with pytest.raises(ValueError, match="@host") as caught:
        resolve_host(text, {})
    shown = "".join(traceback.format_exception_only(type(caught.value), caught.value))
    assert "s3cret" not in shown
    assert caught.value.__context__ is None


def test_repr_hides_the_password() -> None:
    host = Host("http://h:1", ("user", "s3cret"))
    assert repr(host) == "Host(url='http://h:1', auth=('user', '***'))"
    assert "s3cret" not in f"{host} {host!s}"
    assert repr(Host("http://h:1")) == "Host(url='http://h:1', auth=None)"


@pytest.mark.parametrize(
    ("environ", "key"),
    [
        ({}, None),
        ({"OLLAMA_API_KEY": ""}, None),
        ({"OLLAMA_API_KEY": " \n"}, None),
        ({"OLLAMA_API_KEY": " abc\r\n"}, "abc"),
        ({"OLLAMA_API_KEY": "a b"}, "a b"),
    ],
)
def test_api_key(environ: dict[str, str], key: str | None) -> None:
    assert api_key(environ) == key


def hostlike_texts() -> st.SearchStrategy[str]:
    """Texts similar to hosts: pieces of URLs in any order, which random characters rarely form."""
    pieces = st.sampled_from(
        ["http://", "https://", "://", "@", ":", "[", "]", "%", "/", "?", "#", ".", "\\", "-"]
    ) | st.sampled_from(
        ["::1", "[::1]", "host", "xn--", "0.0.0.0", "1.2.3.4", "999.1.1.1", "443", "é", "ß", "。"]
    )
    return st.lists(pieces | st.text(max_size=3), max_size=8).map("".join)


@given(st.text() | hostlike_texts())
@example("xn--\x80")
@example("1.2.3.4.")
@example("é..com")
def test_any_text_is_a_url_httpx_accepts_or_a_value_error(text: str) -> None:
    try:
        host = resolve_host(text, {})
    except ValueError:
        return
    url = httpx.URL(host.url)
    assert url.scheme in ("http", "https")
    assert url.host
    assert not url.userinfo
    assert not url.query
    assert not url.fragment
