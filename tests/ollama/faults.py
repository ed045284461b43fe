"""The faults of servers and networks, and the table of their errors in docs/errors.md.

The tests compare the table with the errors. `python -m tests.ollama.faults` writes it again.
"""

from __future__ import annotations

import functools
import gzip
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

import ollama
from tests.ollama.calls import MODES

ANSWER = {
    "model": "llama3.2",
    "created_at": "2026-01-01T00:00:00Z",
    "message": {"role": "assistant", "content": "Hi"},
    "done": True,
}
LINE = json.dumps(ANSWER).encode() + b"\n"
BEGUN = json.dumps({**ANSWER, "done": False}).encode() + b"\n"
JSON = b"Content-Type: application/json\r\n"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
)


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def head(length: int, status: bytes = b"200 OK", more: bytes = b"") -> bytes:
    return b"HTTP/1.1 %s\r\n%s%sContent-Length: %d\r\n\r\n" % (status, JSON, more, length)


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong.

    Attributes:
        raw: The bytes that the server sends before it closes the connection.
        whole: The class of the error of a call that does not stream.
        streamed: The same for a call that streams. Default: the same class.
        words: A part of the error's text, in both cases.
        caught: Other classes that catch it.
    """

    raw: bytes
    whole: str
    streamed: str = ""
    words: str = ""
    caught: tuple[type[Exception], ...] = ()


def with_status(status: bytes, body: bytes = b'{"error":"no luck"}', more: bytes = b"") -> bytes:
    return head(len(body), status, more) + body


def answered(body: bytes, more: bytes = b"") -> bytes:
    return head(len(body), more=more) + body


CUT = (ConnectionError, httpx.RemoteProtocolError)
NOT_HTTP = (ConnectionError, httpx.RemoteProtocolError)
DISCONNECTED = (ConnectionError, httpx.RemoteProtocolError)
UNREADABLE = (ValueError, ollama.ResponseError)

FAULTS = {
    # The connection
    "closed without an answer": Fault(b"", "DisconnectedError", caught=DISCONNECTED),
    "incomplete status line": Fault(b"HTTP/1.", "DisconnectedError", caught=DISCONNECTED),
    "incomplete headers": Fault(head(3)[:30], "DisconnectedError", caught=DISCONNECTED),
    "missing body": Fault(head(10), "IncompleteBodyError", words="cut", caught=CUT),
    "truncated body": Fault(head(500) + b'{"mess', "IncompleteBodyError", words="cut", caught=CUT),
    "truncated body after a line": Fault(
        head(500) + BEGUN, "IncompleteBodyError", "IncompleteStreamError", caught=CUT
    ),
    "truncated chunk": Fault(CHUNKED + b"20\r\n{", "IncompleteBodyError", caught=CUT),
    "missing last chunk": Fault(
        CHUNKED + chunk(BEGUN), "IncompleteBodyError", "IncompleteStreamError", caught=CUT
    ),
    "truncated compressed body": Fault(
        head(90, more=b"Content-Encoding: gzip\r\n") + gzip.compress(LINE)[:9],
        "IncompleteBodyError",
        caught=CUT,
    ),
    # Not HTTP
    "TLS instead of HTTP": Fault(
        b"\x15\x03\x01\x00\x02\x02\x46\r\n\r\n", "MalformedHTTPError", caught=NOT_HTTP
    ),
    "SMTP instead of HTTP": Fault(b"220 mail ESMTP\r\n\r\n", "MalformedHTTPError", caught=NOT_HTTP),
    "HTTP/0.9": Fault(b"<html>\r\n\r\n", "MalformedHTTPError", caught=NOT_HTTP),
    "status that is not a number": Fault(
        b"HTTP/1.1 abc OK\r\n\r\n", "MalformedHTTPError", caught=NOT_HTTP
    ),
    "header without a name": Fault(
        b"HTTP/1.1 200 OK\r\n: x\r\n\r\n", "MalformedHTTPError", caught=NOT_HTTP
    ),
    "two Content-Length headers": Fault(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
        "MalformedHTTPError",
        caught=NOT_HTTP,
    ),
    "Content-Length that is not a number": Fault(
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n", "MalformedHTTPError", caught=NOT_HTTP
    ),
    "Content-Length of 5,000 digits": Fault(
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
        "MalformedHTTPError",
        caught=NOT_HTTP,
    ),
    "negative Content-Length": Fault(
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "MalformedHTTPError", caught=NOT_HTTP
    ),
    "unknown transfer encoding": Fault(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "MalformedHTTPError", caught=NOT_HTTP
    ),
    "chunk length that is not a number": Fault(
        CHUNKED + b"zz\r\n", "MalformedHTTPError", caught=NOT_HTTP
    ),
    "chunk longer than its length": Fault(
        CHUNKED + b"2\r\n{}{}\r\n", "MalformedHTTPError", caught=NOT_HTTP
    ),
    "chunk length of 5,000 digits": Fault(
        CHUNKED + b"9" * 5000 + b"\r\n{}", "MalformedHTTPError", caught=NOT_HTTP
    ),
    "endless headers": Fault(
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 200_000, "MalformedHTTPError", caught=NOT_HTTP
    ),
    "switching protocols": Fault(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "MalformedHTTPError"
    ),
    # Encodings
    "body that is not gzip": Fault(
        answered(LINE, b"Content-Encoding: gzip\r\n"),
        "ContentDecodingError",
        caught=(ConnectionError, httpx.DecodingError),
    ),
    "body that is not deflate": Fault(
        answered(LINE, b"Content-Encoding: deflate\r\n"),
        "ContentDecodingError",
        caught=(ConnectionError, httpx.DecodingError),
    ),
    # Redirects
    "redirect to an invalid URL": Fault(
        with_status(b"307 X", more=b"Location: http://a:b:c/\r\n"), "RedirectError",
        caught=(ConnectionError, httpx.RemoteProtocolError),
    ),
    "redirect to ftp": Fault(
        with_status(b"307 X", more=b"Location: ftp://example.com/\r\n"),
        "UnsupportedProtocolError",
        caught=(ConnectionError, httpx.UnsupportedProtocol),
    ),
    "redirect to a file": Fault(
        with_status(b"308 X", more=b"Location: file:///etc/passwd\r\n"),
        "UnsupportedProtocolError",
        caught=(ConnectionError, httpx.UnsupportedProtocol),
    ),
    "redirect without Location": Fault(with_status(b"302 X"), "ResponseError", words="302"),
    "not modified": Fault(b"HTTP/1.1 304 X\r\n\r\n", "ResponseError", words="304"),
    # Statuses
    **{
        f"status {status}": Fault(with_status(b"%d X" % status), name, words="no luck")
        for status, name in {
            400: "BadRequestError",
            401: "UnauthorizedError",
            402: "ResponseError",
            403: "ForbiddenError",
            404: "NotFoundError",
            405: "ResponseError",
            407: "ResponseError",
            413: "PayloadTooLargeError",
            418: "ResponseError",
            429: "TooManyRequestsError",
            499: "ClientClosedRequestError",
            500: "InternalServerError",
            501: "NotSupportedError",
            502: "BadGatewayError",
            503: "ServiceUnavailableError",
            504: "GatewayTimeoutError",
            599: "ResponseError",
        }.items()
    },
    "status 999": Fault(with_status(b"999 X"), "ResponseError", words="999"),
    "error in another format": Fault(
        with_status(b"400 X", b'[{"error": 1}]'), "BadRequestError", words="error"
    ),
    "error body that is null": Fault(with_status(b"500 X", b"null"), "InternalServerError"),
    "error that is a number": Fault(with_status(b"500 X", b'{"error": 5}'), "InternalServerError"),
    "error that is a list": Fault(with_status(b"500 X", b'{"error": []}'), "InternalServerError"),
    "nested error": Fault(
        with_status(b"500 X", b'{"error": {"message": "no luck"}}'),
        "InternalServerError",
        words="no luck",
    ),
    "error in HTML": Fault(
        with_status(b"502 Bad Gateway", b"<html>nginx</html>"), "BadGatewayError", words="nginx"
    ),
    "error without a body": Fault(
        with_status(b"503 Too Busy", b""), "ServiceUnavailableError", words="Too Busy"
    ),
    "error with 100,000 levels": Fault(
        with_status(b"500 X", b'{"error":' * 100_000), "InternalServerError"
    ),
    "error with 1,000 levels": Fault(
        with_status(b"500 X", b'{"error":' * 1000 + b"1" + b"}" * 1000), "InternalServerError"
    ),
    "error that is not UTF-8": Fault(
        with_status(b"500 X", b"\xff\xfe\xfd"), "InternalServerError"
    ),
    **{
        f"error in the charset {charset}": Fault(
            b"HTTP/1.1 500 X\r\nContent-Type: text/plain; charset=%s\r\n\r\ncaf\xe9 +AGE-"
            % charset.encode(),
            "InternalServerError",
        )
        for charset in (
            "idna", "punycode", "utf-7", "utf-16", "rot13", "hex", "zlib", "undefined", "unknown",
            "base64", "raw_unicode_escape", "unicode_escape", "mbcs",
        )
    },
}  # fmt: skip


def chat_line(message: Any, **more: Any) -> dict[str, Any]:
    return {"model": "m", "created_at": "2026-01-01T00:00:00Z", "message": message, **more}


def said(text: Any, **more: Any) -> dict[str, Any]:
    return chat_line({"role": "assistant", "content": text}, **more)


#: Successes that do not match the API, and words of the error.
WRONG: dict[str, tuple[Any, str]] = {
    "string for the message": (chat_line("hi", done=True), "message: expected an object, got 'hi'"),
    "list for the message": (chat_line(["hi"], done=True), "message: expected an object"),
    "number for the message": (chat_line(5, done=True), "message: expected an object, got 5"),
    "number for the content": (said(5, done=True), "message.content: expected a text, got 5"),
    "object for the content": (said({}, done=True), "message.content: expected a text"),
    "number for tool calls": (
        chat_line({"role": "assistant", "tool_calls": 5}, done=True),
        "message.tool_calls: expected a list, got 5",
    ),
    "object for tool calls": (
        chat_line({"role": "assistant", "tool_calls": {}}, done=True),
        "message.tool_calls: expected a list",
    ),
    "null for a tool call": (
        chat_line({"role": "assistant", "tool_calls": [None]}, done=True),
        "message.tool_calls[0]: expected an object, got null",
    ),
    "string for a function": (
        chat_line({"role": "assistant", "tool_calls": [{"function": "f"}]}, done=True),
        "message.tool_calls[0].function: expected an object",
    ),
    "word for a count": (said("", done=True, eval_count="many"), "eval_count: expected a whole"),
    "list for a count": (said("", done=True, eval_count=[]), "eval_count: expected a whole"),
    "string for a flag": (said("", done="yes"), "done: expected true or false"),
    "images that are not strings": (
        chat_line({"role": "assistant", "images": [5]}, done=True),
        "message.images[0]: expected a text, got 5",
    ),
    "a list": ([1], "expected a JSON object"),
    "a string": ("hi", "expected a JSON object"),
    "null": (None, "expected a JSON object"),
    "a number": (5, "expected a JSON object"),
    "another service": ({"id": "x", "choices": [{"text": "hi"}]}, "choices, id"),
    "another service with a model": ({"model": "m", "choices": []}, "message: missing"),
    "HTML": (b"<html>Sign in</html>", "<html>"),
    "two objects": (b'{"a":1}{"b":2}', "expected"),
    "invalid UTF-8": (b'{"message": {"content": "\xff"}}', "expected"),
}

#: Faults that need more than an answer.
OTHERS = (
    "nothing listens",
    "host name without an address",
    "https to an http server",
    "unreachable proxy",
    "proxy that refuses",
    "no connection in time",
    "no free connection in time",
    "no answer in time",
    "reset after 0 bytes",
    "reset after 20 bytes",
    "endless redirects",
)

NAMES = (*OTHERS, *FAULTS, *(f"200: {name}" for name in WRONG))


# ---------------------------------------------------------------------- the table

_PAGE = Path(__file__).parents[2] / "docs/errors.md"
_BEGIN, _END = "<!-- faults -->\n", "<!-- end of faults -->\n"
_HEAD = """\
| fault | `Client` | `Client`, stream | `AsyncClient` | `AsyncClient`, stream |
| --- | --- | --- | --- | --- |
"""

#: The file for the errors, while the table is written.
_SEEN = "OLLAMA_TESTS_FAULTS_SEEN"


@functools.cache
def in_docs() -> dict[str, list[str]]:
    """Return the rows of the table: the class for each of `MODES`, by the name of the fault."""
    table = _PAGE.read_text(encoding="utf-8").partition(_BEGIN)[2].partition(_END)[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]
    return {name: cells for name, *cells in rows}


def _kind(error: BaseException) -> str:
    """Return the name of an error's class, or both names if it combines two classes."""
    kind = type(error)
    public = (kind,) if hasattr(ollama, kind.__name__) else kind.__bases__
    return ", ".join(f"`{it.__name__}`" for it in public)


def seen(name: str, flavour: str, stream: bool, error: BaseException) -> None:
    """Compare the class of an error with the table."""
    assert name in NAMES
    cell, kind = MODES.index((flavour, stream)), _kind(error)
    if file := os.environ.get(_SEEN):
        with Path(file).open("a", encoding="utf-8") as out:
            out.write(json.dumps([name, cell, kind]) + "\n")
    else:
        assert in_docs()[name][cell] == kind


def _write() -> None:
    """Run the tests, and write the table."""
    tests = [str(Path(__file__).with_name(name)) for name in ("test_errors.py", "test_answers.py")]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seen"
        command = [sys.executable, "-m", "pytest", "-q", "-n0", *tests]
        subprocess.run(command, env={**os.environ, _SEEN: str(file)}, check=False)
        cells = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    rows = {name: [""] * len(MODES) for name in NAMES}
    for name, cell, kind in cells:
        rows[name][cell] = kind
    table = _HEAD + "".join(f"| {name} | {' | '.join(rows[name])} |\n" for name in NAMES)
    before, _, rest = _PAGE.read_text(encoding="utf-8").partition(_BEGIN)
    _PAGE.write_text(before + _BEGIN + table + _END + rest.partition(_END)[2], encoding="utf-8")


if __name__ == "__main__":
    _write()
