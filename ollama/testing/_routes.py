"""Finds the handler of a request, and answers what no handler sees: wrong paths, verbs, hosts."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Mapping
from urllib.parse import quote, urlsplit

from ollama.testing import (
    _anthropic,
    _chat_completions,
    _embeddings,
    _generation,
    _models,
    _openai,
    _responses,
    _service,
    _systemone,
    _transcriptions,
    _transfers,
)
from ollama.testing._app import App, Call, error_answer
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer, Exchange, Headers, Message, Stream
from ollama.testing._recorder import RecordedRequest, Recorder

Route = Callable[[App, Call], "Answer | Stream"]

_ROUTES: dict[str, dict[str, Route]] = {
    "/": {"GET": _service.root, "HEAD": _service.root},
    "/api/version": {"GET": _service.version, "HEAD": _service.version},
    "/api/status": {"GET": _service.status},
    "/api/tags": {"GET": _models.list_models, "HEAD": _models.list_models},
    "/api/ps": {"GET": _models.running_models},
    "/api/show": {"POST": _models.show},
    "/api/copy": {"POST": _models.copy},
    "/api/delete": {"DELETE": _models.delete},
    "/api/pull": {"POST": _transfers.pull},
    "/api/push": {"POST": _transfers.push},
    "/api/create": {"POST": _transfers.create},
    "/api/generate": {"POST": _generation.generate},
    "/api/chat": {"POST": _generation.chat},
    "/api/embed": {"POST": _embeddings.embed},
    "/api/embeddings": {"POST": _embeddings.embeddings},
    "/api/me": {"POST": _service.me},
    "/api/signout": {"POST": _service.signout},
    "/api/experimental/web_search": {"POST": _service.local_search},
    "/api/experimental/web_fetch": {"POST": _service.local_fetch},
    "/api/experimental/model-recommendations": {"GET": _service.recommendations},
    "/api/web_search": {"POST": _service.cloud_search},
    "/api/web_fetch": {"POST": _service.cloud_fetch},
    "/v1/systemone": {"POST": _systemone.systemone},
    "/v1/chat/completions": {"POST": _chat_completions.chat_completions},
    "/v1/completions": {"POST": _openai.completions},
    "/v1/embeddings": {"POST": _openai.embeddings},
    "/v1/models": {"GET": _openai.list_models},
    "/v1/responses": {"POST": _responses.responses},
    "/v1/audio/transcriptions": {"POST": _transcriptions.transcriptions},
    "/v1/messages": {"POST": _anthropic.messages},
}
_PATTERNS: list[tuple[re.Pattern[str], dict[str, Route]]] = [
    (
        re.compile(r"/api/blobs/(?P<digest>[^/]+)\Z"),
        {"HEAD": _models.head_blob, "POST": _models.upload_blob},
    ),
    (re.compile(r"/v1/models/(?P<model>[^/]+)\Z"), {"GET": _openai.show_model}),
    (re.compile(r"/api/user/keys/(?P<encodedKey>[^/]+)\Z"), {"DELETE": _service.signout}),
]
_LOCAL_ENDINGS = (".localhost", ".local", ".internal")
_LOCAL_ORIGINS = frozenset(("localhost", "127.0.0.1", "0.0.0.0"))  # noqa: S104 - compared, not bound
_APP_SCHEMES = frozenset(("app", "file", "tauri", "vscode-webview", "vscode-file"))


class Dispatcher:
    """Answers every request of one server and records it."""

    def __init__(self, app: App, recorder: Recorder, *, loopback: bool) -> None:
        self._app = app
        self._recorder = recorder
        self._loopback = loopback

    def __call__(self, message: Message, exchange: Exchange) -> Answer | Stream:
        """Record and answer one request."""
        record = RecordedRequest(
            message.method, message.target, message.path, message.headers, message.body
        )
        exchange.on_done = record.finish
        self._recorder.add(record)
        try:
            answer = self._answer(message, record)
        except ApiError as error:
            answer = error_answer(error, path=message.path)
        except RecursionError:
            answer = error_answer(ApiError(400, "exceeded max depth"), path=message.path)
        except Exception as error:
            # A client under test must get an answer even when a mistake here surfaces.
            record.error = error
            mistake = ApiError(500, f"{type(error).__name__}: {error}")
            answer = error_answer(mistake, path=message.path)
        record.status = answer.status
        _allow_origin(message.headers, answer)
        return answer

    def _answer(self, message: Message, record: RecordedRequest) -> Answer | Stream:
        refusal = self._refusal(message)
        if refusal is not None:
            return refusal
        methods, params = _find(message.path)
        if not methods:
            return _redirect(message) or _plain(404, "404 page not found")
        route = methods.get(message.method)
        if route is None:
            refused = _plain(405, "405 method not allowed")
            refused.headers = (("Allow", ", ".join(methods)),)
            return refused
        if message.path != "/":
            failure = self._app.script.take_failure(message.path)
            if failure is not None:
                raise ApiError(failure.status, failure.message, **failure.extra)
        call = Call(message.method, message.path, message.headers, message.body, params, record)
        return route(self._app, call)

    def _refusal(self, message: Message) -> Answer | None:
        """Return the answer to a request from a place that may not talk to this server."""
        host = message.headers.get("Host")
        if host is None and message.version == "HTTP/1.1":
            return _plain(400, "400 Bad Request: missing required Host header")
        if host and self._loopback and not _is_local_host(host):
            return Answer(403)
        origin = message.headers.get("Origin")
        if origin is None or origin == f"http://{host}":
            return None
        if not _is_allowed_origin(origin):
            return Answer(403)
        return Answer(204, headers=_preflight(message)) if message.method == "OPTIONS" else None


def _find(path: str) -> tuple[dict[str, Route], Mapping[str, str]]:
    known = _ROUTES.get(path)
    if known is not None:
        return known, {}
    for pattern, methods in _PATTERNS:
        found = pattern.match(path)
        if found:
            return methods, found.groupdict()
    return {}, {}


def is_route(path: str) -> bool:
    """Whether any request to ``path`` has a handler."""
    return bool(_find(path)[0])


def _redirect(message: Message) -> Answer | None:
    path = message.path
    if not path.endswith("/") or message.method not in _find(path[:-1])[0]:
        return None
    _, question, query = message.target.partition("?")
    # Made from the path that was understood: an escaped slash at the end must go, too.
    place = quote(path[:-1]) + question + query
    status = 301 if message.method == "GET" else 307
    return Answer(status, headers=(("Location", place),))


def _plain(status: int, text: str) -> Answer:
    return Answer(status, text.encode(), "text/plain")


def _is_local_host(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        own = ("", "localhost", socket.gethostname().lower())
        return name in own or name.endswith(_LOCAL_ENDINGS)
    return address.is_loopback or address.is_private or address.is_unspecified


def _is_allowed_origin(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    if parts.scheme in _APP_SCHEMES:
        return True
    local = parts.hostname in _LOCAL_ORIGINS
    return parts.scheme in ("http", "https") and local


def _allow_origin(headers: Headers, answer: Answer | Stream) -> None:
    origin = headers.get("Origin")
    if origin is not None and answer.status != 403:
        answer.headers = (*answer.headers, ("Access-Control-Allow-Origin", origin))


def _preflight(message: Message) -> tuple[tuple[str, str], ...]:
    wanted = message.headers.get("Access-Control-Request-Headers", "Authorization,Content-Type")
    return (
        ("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS"),
        ("Access-Control-Allow-Headers", wanted),
        ("Access-Control-Max-Age", "43200"),
    )
