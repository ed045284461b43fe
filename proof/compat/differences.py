"""The intended differences between the requests of the two clients, and why.

Every entry is exact: the call of `calls.py`, the place, and both values as JSON. A difference that
is not here fails the run, and so does an entry that is not found for each way of calling.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from .samples import PNG_TEXT

#: The value of a side without a value at a place.
ABSENT = "(absent)"
#: Matches any value, for messages with our own wording.
ANY = "(any)"

_ALL_WAYS = ("sync", "async", "module")


@dataclass(frozen=True)
class Intended:
    """One intended difference. `item` is the number in the contract or issue."""

    call: str
    place: str
    official: str
    ours: str
    item: str
    reason: str
    ways: tuple[str, ...] = _ALL_WAYS


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _accepted(
    call: str, path: str, body: object, item: str, reason: str, official: str = "ValueError"
) -> tuple[Intended, ...]:
    """Return the differences of a call that our client makes and the official one refuses."""
    request = f"POST {path} {_json(body)}"
    return (
        Intended(call, "outcome", _json(official), '"ok"', item, reason),
        Intended(call, "requests[0]", ABSENT, request, item, reason),
    )


def _refused(
    call: str, path: str, body: object, item: str, reason: str, ways: tuple[str, ...]
) -> tuple[Intended, ...]:
    """Return the differences of a call that our client refuses with a ValueError."""
    request = f"POST {path} {_json(body)}"
    return (
        Intended(call, "outcome", '"ok"', '"ValueError"', item, reason, ways),
        Intended(call, "requests[0]", request, ABSENT, item, reason, ways),
    )


def _error(call: str, official: str, ours: str, item: str, reason: str) -> Intended:
    """Return the difference of a call that both refuse with different errors."""
    return Intended(call, "outcome", _json(official), _json(ours), item, reason)


def _kept(call: str, place: str, value: object, item: str, reason: str) -> Intended:
    """Return the difference of a value that the official client drops."""
    return Intended(call, f"requests[0].body.{place}", ABSENT, _json(value), item, reason)


_HI = {"role": "user", "content": "hi"}


def _chat(*messages: object, **more: object) -> dict[str, object]:
    return {"model": "m", "messages": [*messages], "stream": False, "tools": [], **more}


def _generate(**more: object) -> dict[str, object]:
    return {"model": "m", "stream": False, **more}


_ANSWER_SCHEMA = {
    "description": "The type of an answer.",
    "properties": {"a": {"title": "A", "type": "integer"}},
    "required": ["a"],
    "title": "Answer",
    "type": "object",
}

_CLASS = "a pydantic class as format is sent as its schema"
_FALSY = "empty values of a message are sent, but the official client drops them"
_UNKNOWN = "keys that the client does not know are kept"
_TOOL_SCHEMA = "tool schemas are sent unchanged"
_DEFAULTED = "a parameter with a default is not required"
_TOLD = "the description contains the default, because the server drops the key"
_MISSING_FILE = "the error for a missing file is a FileNotFoundError and a ValueError"
_NO_KEY = "the async client checks for a key, like the sync client"
_ONE_UPLOAD = "an upload has a Content-Length in both clients"
_OWN_WORDS = "the docstrings that describe the methods as tools have our own wording"

_NO_PARAMETERS = "a tool without parameters gets an empty object, because servers require one"
_FEWER_VECTORS = "fewer vectors than texts are an error, because they cannot be assigned to texts"
_OWN_HEADERS = "headers for the client's own server are not sent to ollama.com"
_KEPT_POST = "a POST that is redirected to the same host stays a POST and keeps its query string"

_WEB_FETCH = "requests[0].body.tools[0].function"

_EMPTY_VALUES: dict[str, dict[str, object]] = {
    "messages falsy values": {"content": "", "images": [], "tool_calls": []},
    "messages falsy values of Message": {"content": "", "tool_calls": []},
}

INTENDED: tuple[Intended, ...] = (
    # Arguments of generate and chat
    *_accepted(
        "generate format=a pydantic class",
        "/api/generate",
        _generate(format=_ANSWER_SCHEMA),
        "C5.31",
        _CLASS,
    ),
    *_accepted(
        "chat format=a pydantic class",
        "/api/chat",
        _chat(_HI, format=_ANSWER_SCHEMA),
        "C5.31",
        _CLASS,
    ),
    *_accepted(
        "generate keep_alive=a timedelta",
        "/api/generate",
        _generate(keep_alive=300.0),
        "C5.31, 2.1.15",
        "keep_alive may be a timedelta",
    ),
    _kept("generate options=Options, unknown", "options.min_q", 0.5, "C5.32", _UNKNOWN),
    *_accepted(
        "embed generator",
        "/api/embed",
        {"model": "m", "input": ["a"]},
        "C5.30",
        "texts may be any ordered iterable",
    ),
    # Images
    _kept("generate images none", "images", [], "C5.29", "an empty list is sent like other values"),
    *_accepted(
        "generate images bare text",
        "/api/generate",
        _generate(images=[PNG_TEXT]),
        "C7.49",
        "a single image is sent as a list",
    ),
    *_accepted(
        "generate images data URI",
        "/api/generate",
        _generate(images=[PNG_TEXT]),
        "C7.47",
        "data URIs are accepted",
    ),
    *(
        _error(call, "ValueError", "FileNotFoundError and ValueError", "C7.48", _MISSING_FILE)
        for call in ("generate images missing file", "messages image missing")
    ),
    # Messages
    *_accepted(
        "messages a single mapping",
        "/api/chat",
        _chat(_HI),
        "C6.39",
        "a single message is sent as a list",
    ),
    *_accepted(
        "messages a text", "/api/chat", _chat(_HI), "C6.39", "a text is sent as a user message"
    ),
    *_accepted(
        "messages content in parts",
        "/api/chat",
        _chat(_HI),
        "C6.42",
        "content in parts, as in the OpenAI API, is accepted",
    ),
    *(
        _kept(call, f"messages[0].{name}", value, "C6.40", _FALSY)
        for call, names in _EMPTY_VALUES.items()
        for name, value in names.items()
    ),
    _kept("messages unknown keys", "messages[0].name", "ann", "C6.40", _UNKNOWN),
    _kept("messages unknown keys", "messages[0].tool_call_id", "c1", "C6.40", _UNKNOWN),
    *(
        _kept(
            "messages tool calls with id",
            f"messages[0].tool_calls[0].{name}",
            value,
            "C6.40",
            _UNKNOWN,
        )
        for name, value in {"id": "c1", "type": "function"}.items()
    ),
    *_accepted(
        "messages tool arguments as text",
        "/api/chat",
        _chat(
            {
                "role": "assistant",
                "tool_calls": [{"function": {"name": "f", "arguments": {"x": 1}}}],
            }
        ),
        "C6.44",
        "arguments may be JSON text",
    ),
    # Tools
    *(
        _kept(
            "tools nested schema",
            f"tools[0].function.parameters.{place}",
            value,
            "C8.52",
            _TOOL_SCHEMA,
        )
        for place, value in {
            "additionalProperties": False,
            "properties.x.properties": {"y": {"$ref": "#/$defs/n"}},
            "properties.z.anyOf": [{"type": "string"}, {"type": "null"}],
        }.items()
    ),
    *(
        Intended(
            call,
            "requests[0].body.tools[0].function.parameters.required[1]",
            '"b"',
            ABSENT,
            "C8.55, 2.2.19",
            _DEFAULTED,
        )
        for call in ("tools function", "tools mixed")
    ),
    *(
        Intended(
            call,
            "requests[0].body.tools[0].function.parameters.properties.b.description",
            '"The second number"',
            '"The second number. Default: 2."',
            "C8.55, 2.2.19",
            _TOLD,
        )
        for call in ("tools function", "tools mixed")
    ),
    _kept(
        "tools function without section",
        "tools[0].function.parameters.properties.where.items",
        {"type": "string"},
        "C8.55, 2.2.18",
        "the type of a list's items is kept",
    ),
    Intended(
        "tools method of a client",
        f"{_WEB_FETCH}.description",
        ANY,
        ANY,
        "C1.7",
        _OWN_WORDS,
    ),
    Intended(
        "tools method of a client",
        f"{_WEB_FETCH}.parameters.properties.url.description",
        ANY,
        ANY,
        "C1.7",
        _OWN_WORDS,
    ),
    # Uploads and the hosted service
    *(
        Intended(
            call,
            "requests[0].headers.transfer-encoding",
            '"chunked"',
            ABSENT,
            "C11.88",
            _ONE_UPLOAD,
            ("async",),
        )
        for call in ("create_blob", "create_blob text path")
    ),
    *_refused(
        "web_search without a key",
        "/api/web_search",
        {"query": "q", "max_results": 3},
        "C11.89, 2.1.12",
        _NO_KEY,
        ("async",),
    ),
    *_refused(
        "web_fetch without a key",
        "/api/web_fetch",
        {"url": "https://example.com"},
        "C11.89, 2.1.12",
        _NO_KEY,
        ("async",),
    ),
    *(
        Intended(
            call,
            "requests[0].body.tools[0].function.parameters",
            ABSENT,
            _json({"properties": {}, "type": "object"}),
            "C8",
            _NO_PARAMETERS,
        )
        for call in ("tools name only", "tools own type")
    ),
    *(
        _error(call, "ok", "ResponseError 200", "C2", _FEWER_VECTORS)
        for call in ("embed by name", "embed tuple")
    ),
    Intended(
        "web_fetch own header",
        "requests[0].headers.x-proxy",
        '"secret"',
        ABSENT,
        "C11",
        _OWN_HEADERS,
    ),
    # Clients
    Intended(
        "client redirect 302",
        "requests[1].body",
        _json(None),
        _json({"model": "m"}),
        "C4",
        _KEPT_POST,
    ),
    Intended("client redirect 302", "requests[1].method", '"GET"', '"POST"', "C4", _KEPT_POST),
    *_accepted(
        "client key with a newline",
        "/api/show",
        {"model": "m"},
        "C3.23",
        "the key of the environment is stripped",
        official="HTTPError",
    ),
    Intended(
        "client host with a user",
        "requests[0].headers.authorization",
        ABSENT,
        '"Basic dTpw"',
        "C4",
        "a user in the host is sent as Basic authorization, but the official client drops it",
    ),
    *_accepted(
        "client host with spaces",
        "/api/show",
        {"model": "m"},
        "C4",
        "spaces around the host are stripped",
    ),
    _error(
        "client host of another scheme",
        "HTTPError",
        "ValueError",
        "C4",
        "a scheme that is not HTTP is refused when the client is made",
    ),
    _error(
        "client host without a name",
        "ConnectionError",
        "ValueError",
        "C4",
        "a host without a name is refused when the client is made",
    ),
)
