"""What the routes share: the state of one server, and the call a route answers."""

from __future__ import annotations

import hashlib
import itertools
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ollama_client import API_VERSION

from ollama.testing._errors import ApiError, CloudError
from ollama.testing._http import Answer, Headers, Message, Stream
from ollama.testing._names import parse_name
from ollama.testing._recorder import RecordedRequest
from ollama.testing._script import ReplyFunction, Script
from ollama.testing._store import Model, ModelStore, valid_name
from ollama.testing._wire import json_text, utf8

JSON_UTF8 = "application/json; charset=utf-8"
JSON = "application/json"


class BlobStore:
    """Uploaded files, in memory, by their digest."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blobs: dict[str, bytes] = {}

    def find(self, digest: str) -> bytes | None:
        """Return the bytes of a blob; the digest may be written with a dash."""
        with self._lock:
            return self._blobs.get(digest.replace("-", ":", 1))

    def add(self, data: bytes) -> str:
        """Keep ``data`` and return its digest."""
        digest = digest_of(data)
        with self._lock:
            self._blobs[digest] = data
        return digest


def digest_of(data: bytes) -> str:
    """Return the digest of ``data`` as the API writes it."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@dataclass
class Account:
    """Who is signed in, and whether the cloud may be used."""

    user: dict[str, Any] | None = None
    cloud_disabled: bool = False

    def unauthorized(self, kind: type[ApiError] = ApiError) -> ApiError:
        """Return the error that tells the caller where to sign in."""
        url = "https://ollama.com/connect?name=localhost&key=dGVzdGluZw"
        return kind(401, "unauthorized", signin_url=url)


#: Answers a request with all of it in view.
Source = Callable[[Message], "Answer | Stream"]


@dataclass
class App:
    """The state behind one server."""

    store: ModelStore
    account: Account
    version: str = API_VERSION
    #: The release whose behavior is shown, as three numbers.
    behaves_like: tuple[int, ...] = field(default_factory=lambda: release(API_VERSION))
    blobs: BlobStore = field(default_factory=BlobStore)
    script: Script = field(default_factory=Script)
    #: Seconds before each chunk of a text whose reply names no delay.
    delay: float = 0.0
    #: Answers instead of the server's own behavior: a recording, or a real server.
    source: Source | None = None
    on_chat: ReplyFunction | None = None
    on_generate: ReplyFunction | None = None
    #: What the ids of the OpenAI and Anthropic routes are numbered with.
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def since(self, version: str) -> bool:
        """Return whether the server behaves like a release that has what came with ``version``."""
        return self.behaves_like >= release(version)

    def model_for_inference(self, text: str, not_found: str) -> Model:
        """Return the named model; raise ApiError 404 ``not_found`` when there is none.

        A cloud model that was not added to the store is refused as by a signed-out server.
        """
        if text:
            valid_name(text)
        return self.stored_model(text, not_found, "remote model is unavailable")

    def stored_model(self, text: str, not_found: str, cloud: str) -> Model:
        """Return the named model; raise ApiError 404 ``not_found`` when there is none, or, of a
        model in the cloud, 403 with what ``cloud`` says is unavailable.
        """
        model = self.store.find(text)
        if model is not None:
            return model
        name = parse_name(text)
        if name is not None and name.is_cloud:
            self.require_cloud(cloud, CloudError)
        raise ApiError(404, not_found)

    def require_cloud(self, operation: str, kind: type[ApiError] = ApiError) -> None:
        """Raise the 403 or 401 of a server that may not, or cannot, reach the cloud."""
        if self.account.cloud_disabled:
            raise kind(403, f"ollama cloud is disabled: {operation}")
        if self.account.user is None:
            raise self.account.unauthorized(kind)


@dataclass
class Call:
    """One request on its way through a route."""

    method: str
    path: str
    headers: Headers
    body: bytes
    params: Mapping[str, str]
    record: RecordedRequest
    #: Whether an error is answered as the run of a model does: without a charset.
    is_bare: bool = False


def release(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, such as ``0.24`` or ``0.33.0-rc2``; three at least.

    Raises ValueError for a text that begins with none.
    """
    found = re.match(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?", version)
    if found is None:
        raise ValueError(f"expected a version such as 0.24, got {version!r}")
    return tuple(int(number or 0) for number in found.groups())


def json_answer(value: Any, status: int = 200, content_type: str = JSON_UTF8) -> Answer:
    """Return a complete JSON answer."""
    return text_answer(json_text(value), status, content_type)


def text_answer(text: str, status: int = 200, content_type: str = JSON_UTF8) -> Answer:
    """Return a complete answer of JSON that is written already."""
    return Answer(status, utf8(text), content_type)


def error_answer(error: ApiError, content_type: str = "", path: str = "") -> Answer:
    """Return the answer that ``error`` stands for, worded as the route at ``path`` does."""
    return json_answer(error.body(path), error.status, content_type or error.content_type)
