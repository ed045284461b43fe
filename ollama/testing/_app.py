"""State and helpers that all routes share: the server's state, one call, and JSON answers."""

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
    """Uploaded files, kept in memory under their digests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._blobs: dict[str, bytes] = {}

    def find(self, digest: str) -> bytes | None:
        """Return the bytes of a blob, or None. The digest may have a dash instead of a colon."""
        with self._lock:
            return self._blobs.get(digest.replace("-", ":", 1))

    def add(self, data: bytes) -> str:
        """Store ``data`` and return its digest."""
        digest = digest_of(data)
        with self._lock:
            self._blobs[digest] = data
        return digest


def digest_of(data: bytes) -> str:
    """Return the digest of ``data`` in the API's format."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


@dataclass
class Account:
    """The signed-in user, and whether the cloud is disabled."""

    user: dict[str, Any] | None = None
    cloud_disabled: bool = False

    def unauthorized(self, kind: type[ApiError] = ApiError) -> ApiError:
        """Return a 401 error that contains the URL for signing in."""
        url = "https://ollama.com/connect?name=localhost&key=dGVzdGluZw"
        return kind(401, "unauthorized", signin_url=url)


#: Answers a complete request: a recording, or a real server.
Source = Callable[[Message], "Answer | Stream"]


@dataclass
class App:
    """The state of one server."""

    store: ModelStore
    account: Account
    version: str = API_VERSION
    #: The release to imitate, as three numbers.
    behaves_like: tuple[int, ...] = field(default_factory=lambda: release(API_VERSION))
    blobs: BlobStore = field(default_factory=BlobStore)
    script: Script = field(default_factory=Script)
    #: Seconds before each chunk of a text, unless its reply has a delay.
    delay: float = 0.0
    #: Replaces the server's own behavior, if set.
    source: Source | None = None
    on_chat: ReplyFunction | None = None
    on_generate: ReplyFunction | None = None
    #: Numbers for the ids on the OpenAI and Anthropic routes.
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def since(self, version: str) -> bool:
        """Return whether the imitated release is ``version`` or later."""
        return self.behaves_like >= release(version)

    def model_for_inference(self, text: str, not_found: str) -> Model:
        """Return the model with the given name, for a request that runs it.

        Args:
            text: Name of the model.
            not_found: Message of the error if there is no such model.

        Raises:
            ApiError: 400 if the name is invalid, 404 if there is no such model. A cloud model that
                was not added to the store gets the 403 or 401 of `require_cloud`.
        """
        if text:
            valid_name(text)
        return self.stored_model(text, not_found, "remote model is unavailable")

    def stored_model(self, text: str, not_found: str, cloud: str) -> Model:
        """Return the model with the given name.

        Args:
            text: Name of the model.
            not_found: Message of the error if there is no such model.
            cloud: The operation that is unavailable, for the error about a cloud model.

        Raises:
            ApiError: 404 if there is no such model. If the name is that of a cloud model and the
                cloud cannot be used, 403 or 401.
        """
        model = self.store.find(text)
        if model is not None:
            return model
        name = parse_name(text)
        if name is not None and name.is_cloud:
            self.require_cloud(cloud, CloudError)
        raise ApiError(404, not_found)

    def require_cloud(self, operation: str, kind: type[ApiError] = ApiError) -> None:
        """Check that the cloud can be used.

        Raises:
            ApiError: 403 if the cloud is disabled, 401 if nobody is signed in. It is an instance of
                ``kind``.
        """
        if self.account.cloud_disabled:
            raise kind(403, f"ollama cloud is disabled: {operation}")
        if self.account.user is None:
            raise self.account.unauthorized(kind)


@dataclass
class Call:
    """One request, as a route gets it."""

    method: str
    path: str
    headers: Headers
    body: bytes
    params: Mapping[str, str]
    record: RecordedRequest
    #: Whether errors have no charset, like those that a running model causes.
    is_bare: bool = False


def release(version: str) -> tuple[int, ...]:
    """Return the three numbers of a version such as ``0.24`` or ``0.33.0-rc2``.

    Raises:
        ValueError: ``version`` does not begin with a number.
    """
    found = re.match(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?", version)
    if found is None:
        raise ValueError(f"expected a version such as 0.24, got {version!r}")
    return tuple(int(number or 0) for number in found.groups())


def json_answer(value: Any, status: int = 200, content_type: str = JSON_UTF8) -> Answer:
    """Return a complete answer with ``value`` as JSON."""
    return text_answer(json_text(value), status, content_type)


def text_answer(text: str, status: int = 200, content_type: str = JSON_UTF8) -> Answer:
    """Return a complete answer with JSON that is already written."""
    return Answer(status, utf8(text), content_type)


def error_answer(error: ApiError, content_type: str = "", path: str = "") -> Answer:
    """Return the answer for ``error``, in the format of the route at ``path``."""
    return json_answer(error.body(path), error.status, content_type or error.content_type)
