"""What HTTP says of methods and headers, whoever sends them."""

from __future__ import annotations

__all__ = ["IDEMPOTENT", "NEUTRAL_HEADERS"]

#: Methods whose requests may be sent twice, by the definition of HTTP. DELETE is not among them:
#: carried out twice, it would answer that there is nothing to delete.
IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "TRACE"})

#: Headers that say nothing about who asks, and that a request to anybody may have.
NEUTRAL_HEADERS = frozenset(
    {"host", "connection", "user-agent", "accept", "accept-encoding", "content-type"}
    | {"content-length", "transfer-encoding"}
)
