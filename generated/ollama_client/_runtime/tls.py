# Copied from runtime/tls.py by `make generate`. Do not edit: edit the original.
"""Owns TLS contexts. They are shared, because loading the certificates is slow."""

from __future__ import annotations

import os
import ssl

import httpx

from .forks import lock_across_forks

__all__ = ["shared_context"]

_CONTEXTS: dict[tuple[object, ...], ssl.SSLContext] = {}
_MAKING = lock_across_forks()


def shared_context(trust_env: bool = True, http2: bool = False) -> ssl.SSLContext:
    """Return a shared context that verifies servers like httpx does by default.

    Args:
        trust_env: Whether SSL_CERT_FILE and SSL_CERT_DIR are used.
        http2: Whether connections offer HTTP/2. httpcore configures these contexts differently.
    """
    named = (os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")) if trust_env else ()
    key = (trust_env, http2, *named)
    with _MAKING:
        if key not in _CONTEXTS:
            _CONTEXTS[key] = httpx.create_ssl_context(trust_env=trust_env)
        return _CONTEXTS[key]
