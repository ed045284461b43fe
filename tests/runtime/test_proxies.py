"""Tests of choosing the proxy for a URL from the environment."""

from __future__ import annotations

import httpx
import pytest
from ollama_client._runtime.proxies import EnvironmentProxies

FOUND = {"http": "http://plain:1", "https": "http://secure:1"}


@pytest.mark.parametrize(
    ("no_proxy", "url", "direct"),
    [
        ("", "http://example.com", False),
        ("*", "https://example.com", True),
        ("other.example, *", "http://example.com", True),
        ("example.com", "http://example.com", True),
        ("example.com", "http://EXAMPLE.com:8080/x", True),
        ("example.com", "http://example.com./", True),
        ("EXAMPLE.COM", "http://example.com", True),
        ("example.com", "http://www.example.com", True),
        ("example.com", "http://notexample.com", False),
        ("example.com", "http://example.com.other", False),
        (".example.com", "http://www.example.com", True),
        (".example.com", "http://example.com", False),
        ("*.example.com", "http://www.example.com", True),
        ("example.com:8080", "http://example.com:8080", True),
        ("example.com:8080", "http://example.com", False),
        ("example.com:80", "http://example.com", True),
        ("example.com:443", "https://example.com", True),
        ("https://example.com", "https://example.com", True),
        ("https://example.com", "http://example.com", False),
        ("all://example.com", "http://example.com", True),
        ("192.0.2.7", "http://192.0.2.7:11434", True),
        ("192.0.2.7", "http://192.0.2.8", False),
        ("192.0.2.7:80", "http://192.0.2.7", True),
        ("192.0.2.7:81", "http://192.0.2.7", False),
        ("192.0.2.0/24", "http://192.0.2.7:11434", True),
        ("192.0.2.0/24", "http://192.0.3.7", False),
        ("192.0.2.7/24", "http://192.0.2.1", True),
        ("10.0.0.0/8,192.0.2.7", "http://192.0.2.7:11434", True),
        ("192.0.2.0/24", "http://[::ffff:192.0.2.7]", True),
        ("192.0.2.0/24", "http://192.0.2.0.example", False),
        ("2001:db8::1", "http://[2001:db8::1]:11434", True),
        ("[2001:db8::1]", "http://[2001:db8:0::1]", True),
        ("[2001:db8::1]:80", "http://[2001:db8::1]", True),
        ("[2001:db8::1]:81", "http://[2001:db8::1]", False),
        ("2001:db8::/32", "http://[2001:db8:5::1]", True),
        ("fd00::/8", "http://[2001:db8::1]", False),
        ("fe80::/10", "http://[fe80::1%25eth0]", True),
        ("192.0.2.0/99", "http://192.0.2.7", False),
        (" , ,", "http://example.com", False),
    ],
)
def test_no_proxy(no_proxy: str, url: str, direct: bool) -> None:
    chosen = EnvironmentProxies(found={**FOUND, "no": no_proxy}).choose(httpx.URL(url))
    proxy = FOUND[httpx.URL(url).scheme]
    assert chosen == (None if direct else proxy)


@pytest.mark.parametrize(
    ("found", "url", "proxy"),
    [
        ({}, "http://example.com", None),
        ({"http": "http://a:1"}, "https://example.com", None),
        ({"https": "http://a:1"}, "https://example.com", "http://a:1"),
        ({"all": "socks5://a:1"}, "https://example.com", "socks5://a:1"),
        ({"all": "http://a:1", "http": "http://b:1"}, "http://example.com", "http://b:1"),
        ({"http": "a:1"}, "http://example.com", "http://a:1"),
        ({"ftp": "http://a:1"}, "http://example.com", None),
    ],
)
def test_by_scheme(found: dict[str, str], url: str, proxy: str | None) -> None:
    assert EnvironmentProxies(found=found).choose(httpx.URL(url)) == proxy


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:11434", "[::1]", "x.localhost"])
def test_this_machine_is_asked_directly_unless_told_otherwise(host: str) -> None:
    url = httpx.URL(f"http://{host}")
    assert EnvironmentProxies(found=FOUND).choose(url) is None
    assert EnvironmentProxies(for_loopback=True, found=FOUND).choose(url) == "http://plain:1"


def test_the_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://small:1")
    monkeypatch.setenv("NO_PROXY", "example.com")
    proxies = EnvironmentProxies()
    assert proxies.choose(httpx.URL("https://other.example")) == "http://small:1"
    assert proxies.choose(httpx.URL("https://example.com")) is None
