"""What the routes share: the state of one server, and the call a route answers."""

from __future__ import annotations

import hashlib
import itertools
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ollama_client import API_VERSION

from ollama.testing._errors import ApiError
from ollama.testing._http import Answer, Headers
from ollama.testing._names import parse_name
from ollama.testing._recorder import RecordedRequest
from ollama.testing._script import ReplyFunction, Script
from ollama.testing._store import Model, ModelStore
from ollama.testing._wire import json_bytes

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

    def unauthorized(self) -> ApiError:
        """Return the error that tells the caller where to sign in."""
        url = "https://ollama.com/connect?name=localhost&key=dGVzdGluZw"
        return ApiError(401, "unauthorized", signin_url=url)


@dataclass
class App:
    """The state behind one server."""

    store: ModelStore
    account: Account
    version: str = API_VERSION
    blobs: BlobStore = field(default_factory=BlobStore)
    script: Script = field(default_factory=Script)
    on_chat: ReplyFunction | None = None
    on_generate: ReplyFunction | None = None
    #: What the ids of the OpenAI and Anthropic routes are numbered with.
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def model_for_inference(self, text: str, not_found: str) -> Model:
        """Return the named model; raise ApiError 404 ``not_found`` when there is none.

        A cloud model that was not added to the store is refused as by a signed-out server.
        """
        model = self.store.find(text)
        if model is not None:
            return model
        name = parse_name(text)
        if name is not None and name.is_cloud:
            self.require_cloud("remote inference is unavailable")
        raise ApiError(404, not_found)

    def require_cloud(self, operation: str) -> None:
        """Raise the 403 or 401 of a server that may not, or cannot, reach the cloud."""
        if self.account.cloud_disabled:
            raise ApiError(403, f"ollama cloud is disabled: {operation}")
        if self.account.user is None:
            raise self.account.unauthorized()


@dataclass
class Call:
    """One request on its way through a route."""

    method: str
    path: str
    headers: Headers
    body: bytes
    params: Mapping[str, str]
    record: RecordedRequest


def json_answer(value: Any, status: int = 200, content_type: str = JSON_UTF8) -> Answer:
    """Return a complete JSON answer."""
    return Answer(status, json_bytes(value), content_type)


def error_answer(error: ApiError, content_type: str = JSON_UTF8, path: str = "") -> Answer:
    """Return the answer that ``error`` stands for, worded as the route at ``path`` does."""
    return json_answer(error.body(path), error.status, content_type)
