"""Owns facts about HTTP methods and headers, independent of the client that sends them."""

from __future__ import annotations

__all__ = ["IDEMPOTENT", "NEUTRAL_HEADERS"]

#: Methods whose requests may be sent twice, as defined by HTTP. DELETE is left out, because the
#: second request would fail with "not found".
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "TRACE"})

#: Headers that do not identify the sender. They may be sent to any server.
NEUTRAL_HEADERS = frozenset(
    {"host", "connection", "user-agent", "accept", "accept-encoding", "content-type"}
    | {"content-length", "transfer-encoding"}
)
