"""One request and its answer, and the curl command that repeats it."""

from __future__ import annotations

import base64
import shlex
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import attrs
import httpx

from .judge import Answer

#: Headers that an HTTP client adds itself.
_OWN_HEADERS = frozenset(
    (
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "transfer-encoding",
        "user-agent",
        "x-schemathesis-testcaseid",
    )
)
#: Headers that a report must not show, and their replacements.
_SECRETS = {"authorization": "Bearer $OLLAMA_API_KEY", "cookie": "..."}
#: Maximum number of characters in a curl line. Longer bodies are saved to a file.
_LONGEST_LINE = 2000


@attrs.frozen
class Request:
    """A request as it was sent."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes = b""


class BodyFiles:
    """Files for bodies that are too long for a curl line, in a temporary folder.

    The folder is created with the first file, and is kept, because the lines refer to its files.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self._count = 0

    def save(self, request: Request) -> Path:
        """Write the body of a request and return the path of the file."""
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix="contract-"))
        self._count += 1
        kind = {name.lower(): value for name, value in request.headers.items()}
        suffix = "json" if "json" in kind.get("content-type", "") else "bin"
        path = self.folder / f"contract-body-{self._count}.{suffix}"
        path.write_bytes(request.body)
        return path


def send(http: httpx.Client, request: Request) -> Answer:
    """Send a request and read its answer to the end.

    An incomplete body is an answer, too. Raises httpx.TransportError if there is no answer.
    """
    content = request.body or None
    headers = dict(request.headers)
    with http.stream(request.method, request.url, headers=headers, content=content) as response:
        body, broken = bytearray(), ""
        try:
            for piece in response.iter_bytes():
                body += piece
        except httpx.TransportError as error:
            broken = f"the body is incomplete: {error}"
        kind = response.headers.get("content-type", "")
        return Answer(response.status_code, kind, bytes(body), broken)


def curl_line(request: Request, files: BodyFiles | None = None) -> str:
    """Return the command that repeats a request, on one line and without keys.

    With `files`, a body that would make the line too long is saved to a file.
    """
    source, argument = _body_words(request.body) if request.body else ("", "")
    line = _line(request, source, argument)
    if files is None or not request.body or len(line) <= _LONGEST_LINE:
        return line
    return _line(request, "", f"--data-binary {shlex.quote(f'@{files.save(request)}')}")


def _line(request: Request, source: str, argument: str) -> str:
    words = ["curl", "-sS", *_method_words(request.method)]
    for name, value in request.headers.items():
        if name.lower() in _SECRETS:
            # In double quotes, so that the shell inserts the caller's own key.
            words.append(f'-H "{name}: {_SECRETS[name.lower()]}"')
        elif name.lower() not in _OWN_HEADERS and not _is_usual_host(request, name, value):
            words.append(f"-H {shlex.quote(f'{name}: {value}')}")
    if argument:
        words.append(argument)
    words.append(shlex.quote(request.url))
    return source + " ".join(words)


def _method_words(method: str) -> list[str]:
    if method.upper() == "HEAD":
        return ["--head"]
    return [] if method.upper() == "GET" else ["-X", method.upper()]


def _is_usual_host(request: Request, name: str, value: str) -> bool:
    return name.lower() == "host" and value == urlsplit(request.url).netloc


def _body_words(body: bytes) -> tuple[str, str]:
    """Return the command before curl that creates the body, and curl's argument for it."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if text.isprintable() and not text.startswith("@"):
        return "", f"--data-raw {shlex.quote(text)}"
    # Base64 keeps the command on one line, and all bytes unchanged.
    encoded = base64.b64encode(body).decode()
    return f"printf %s {encoded} | base64 -d | ", "--data-binary @-"
