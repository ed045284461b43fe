"""Media types: how each is read and sent, and which of several is chosen."""

from __future__ import annotations

JSON = "application/json"

#: Bytes of any kind.
BINARY = "application/octet-stream"

#: The media type of a form that may carry files.
FORM = "multipart/form-data"

#: The media type of a form without files.
URLENCODED = "application/x-www-form-urlencoded"

#: The media type of server-sent events (WHATWG).
EVENTS = "text/event-stream"

#: Media types of a body that arrives item by item.
STREAMS = ("application/x-ndjson", "application/jsonl", EVENTS)

_TEXTS = ("application/xml", "application/yaml", "application/x-yaml", "application/toml")


def bare(media_type: str) -> str:
    """Return a media type in lower case, without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Return whether a media type is JSON, possibly with parameters, or has the suffix `+json`."""
    name = bare(media_type)
    return name in (JSON, "text/json") or name.endswith("+json")


def is_text(media_type: str) -> bool:
    """Return whether a media type is text that is neither JSON nor a stream."""
    name = bare(media_type)
    is_stream = name in STREAMS or name == "text/json"
    return not is_stream and (
        name.startswith("text/") or name in _TEXTS or name.endswith(("+xml", "+yaml"))
    )


def kind_of(media_type: str) -> str:
    """Return how an answer of a media type is read: stream, json, text or binary."""
    if bare(media_type) in STREAMS:
        return "stream"
    if is_json(media_type):
        return "json"
    return "text" if is_text(media_type) else "binary"


def preference(media_type: str) -> tuple[int, str]:
    """Return a key that sorts media types by how well they are supported."""
    name = bare(media_type)
    chosen = [JSON, FORM, URLENCODED]
    if name in chosen:
        return chosen.index(name), ""
    return 3 + ["stream", "json", "text", "binary"].index(kind_of(name)), name
