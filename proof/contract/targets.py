"""The tested server: the embedded one, or a real one with restrictions."""

from __future__ import annotations

import secrets
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import attrs
import httpx

from generator.document import Operation
from ollama.testing import Model, OllamaServer
from ollama.testing._app import release

from .judge import shortened
from .models import Models, as_json_object

#: Timeout in seconds. A real server may have to load a model first.
TIMEOUT = httpx.Timeout(10.0, read=300.0)

#: The embedded server accepts any key.
_EMBEDDED_KEY = "contract"
_USER = {"name": "contract"}
#: A capability that the embedded server's own models do not have.
_HEARING = Model("contract-hearing", capabilities=("completion", "audio"))

#: Operations that are not called on a real server, and why.
UNSAFE = {
    "pullModel": "would download a model, or replace one that this run did not create",
    "pushModel": "would upload to the registry with the server's account",
    "signOutUser": "would sign the server out of its account",
    "deleteUserKey": "would sign the server out of its account",
    "searchWebExperimental": "would search the web with the server's account",
    "fetchWebExperimental": "would fetch a page with the server's account",
}
_NO_KEY = "runs on ollama.com and needs a key: set OLLAMA_API_KEY"


@attrs.frozen
class Target:
    """A server, and the differences of requests to it."""

    http: httpx.Client
    models: Models
    key: str | None
    #: The server itself, if it runs in this process.
    embedded: OllamaServer | None
    #: The release of a real server; None if unknown, as for own builds.
    version: str | None = None

    @property
    def url(self) -> str:
        """The base URL, without a slash at the end."""
        return str(self.http.base_url).rstrip("/")

    def skip_reason(self, operation: Operation) -> str:
        """Return why an operation is not called on this server; empty if it is."""
        if self.embedded is not None:
            return ""
        if self.is_cloud(operation):
            return "" if self.key else _NO_KEY
        return UNSAFE.get(operation.id, "") or self._too_new(operation)

    def _too_new(self, operation: Operation) -> str:
        since = operation.data.get("x-ollama-since")
        if self.version is None or since is None or release(self.version) >= release(since):
            return ""
        return f"not on this server: since Ollama {since}, this is {self.version}"

    def is_cloud(self, operation: Operation) -> bool:
        """Return whether an operation belongs to the cloud, because it has its own server."""
        return bool(operation.data.get("servers"))

    def base_url(self, operation: Operation) -> str:
        """Return the base URL for an operation's path."""
        if self.is_cloud(operation) and self.embedded is None:
            return str(operation.data["servers"][0]["url"]).rstrip("/")
        return self.url

    def headers(self, operation: Operation) -> dict[str, str]:
        """Return the headers that an operation needs, such as its key."""
        if self.is_cloud(operation) and self.key:
            return {"Authorization": f"Bearer {self.key}"}
        return {}

    def sign_in(self, signed_in: bool) -> None:
        """Sign the embedded server in or out. A real one is not changed."""
        if self.embedded is not None:
            self.embedded.user = _USER if signed_in else None

    def crashes(self) -> Iterator[str]:
        """Yield the unexpected errors of the embedded server, without duplicates."""
        found: dict[str, int] = {}
        for record in self.embedded.requests if self.embedded is not None else ():
            if record.error is not None:
                crash = f"{record.method} {record.path}: {shortened(repr(record.error))}"
                found[crash] = found.get(crash, 0) + 1
        yield from (f"{crash} ({times} times)" for crash, times in found.items())


@contextmanager
def embedded_target() -> Generator[Target]:
    """Start the embedded server with one model for each kind of work."""
    with OllamaServer(user=_USER) as server:
        # Used last, only if no other model is possible.
        names = [*(model.name for model in server.models), _HEARING.name]
        server.add_model(_HEARING)
        with httpx.Client(base_url=server.url, timeout=TIMEOUT, trust_env=False) as http:
            yield Target(http, Models(http, names, "contract-embedded"), _EMBEDDED_KEY, server)


@contextmanager
def real_target(url: str, names: Sequence[str], key: str | None) -> Generator[Target]:
    """Use a running server. At the end, the run's own models are deleted.

    Raises ValueError if it lacks a model of `names`, httpx.HTTPError if it does not answer, and
    RuntimeError if models could not be deleted.
    """
    prefix = f"contract-{secrets.token_hex(4)}"
    direct = urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    with httpx.Client(base_url=url, timeout=TIMEOUT, trust_env=not direct) as http:
        models = Models(http, names, prefix)
        try:
            yield Target(http, models, key, None, _version(http))
        finally:
            _clean_up(models)


def _version(http: httpx.Client) -> str | None:
    """Return the release of a server; None for builds without a number."""
    answer = http.get("/api/version")
    told = as_json_object(answer.content) if answer.is_success else None
    version = str((told or {}).get("version") or "0.0.0")
    return None if version.startswith("0.0.0") else version


def _clean_up(models: Models) -> None:
    """Restore the server. If interrupted, start over, up to two times.

    Raises RuntimeError if models could not be deleted.
    """
    for attempt in (1, 2, 3):
        try:
            kept = models.remove()
            models.unload()
        except KeyboardInterrupt:
            if attempt == 3:
                raise
            continue
        if kept:
            raise RuntimeError(f"could not delete the models {', '.join(kept)}")
        return
