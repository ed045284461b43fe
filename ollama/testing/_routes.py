"""Finds the handler for a request, and refuses unknown paths, wrong methods and foreign hosts."""

from __future__ import annotations

import html
import ipaddress
import re
import socket
from collections.abc import Callable, Mapping
from importlib import import_module
from urllib.parse import quote, urlsplit

from ollama_client import API_VERSION
from ollama_client.api import OPERATIONS

from ollama.testing import (
    _anthropic,
    _chat_completions,
    _described,
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
from ollama.testing._control import is_control
from ollama.testing._errors import ApiError
from ollama.testing._http import Answer, Exchange, Headers, Message, Stream, answer_of
from ollama.testing._recorder import RecordedRequest, Recorder

Route = Callable[[App, Call], "Answer | Stream"]

#: Operations that a model answers with text, by their names in the rendered package.
TEXT: dict[str, Route] = {
    "generate_text": _generation.generate,
    "generate_chat": _generation.chat,
    "create_chat_completion": _chat_completions.chat_completions,
    "create_completion": _openai.completions,
    "create_response": _responses.responses,
    "compact_response": _responses.compact,
    "create_transcription": _transcriptions.transcriptions,
    "create_message": _anthropic.messages,
}
#: Operations that report progress.
PROGRESS: dict[str, Route] = {
    "pull_model": _transfers.pull,
    "push_model": _transfers.push,
    "create_model": _transfers.create,
}
#: The handwritten behavior of operations. Others are answered from their description.
BEHAVIOR: dict[str, Route] = {
    **TEXT,
    **PROGRESS,
    "get_root": _service.root,
    "head_root": _service.root,
    "get_version": _service.version,
    "head_version": _service.version,
    "get_cloud_status": _service.status,
    "list_models": _models.list_models,
    "head_models": _models.list_models,
    "list_running_models": _models.running_models,
    "show_model": _models.show,
    "copy_model": _models.copy,
    "delete_model": _models.delete,
    "head_blob": _models.head_blob,
    "upload_blob": _models.upload_blob,
    "generate_embeddings": _embeddings.embed,
    "generate_legacy_embedding": _embeddings.embeddings,
    "get_current_user": _service.me,
    "sign_out_user": _service.signout,
    "delete_user_key": _service.signout,
    "search_web_experimental": _service.local_search,
    "fetch_web_experimental": _service.local_fetch,
    "list_model_recommendations": _service.recommendations,
    "search_web": _service.cloud_search,
    "fetch_web_page": _service.cloud_fetch,
    "answer_questions": _systemone.systemone,
    "create_openai_embeddings": _openai.embeddings,
    "list_openai_models": _openai.list_models,
    "get_openai_model": _openai.show_model,
}

_LOCAL_ENDINGS = (".localhost", ".local", ".internal")
_LOCAL_ORIGINS = frozenset(("localhost", "127.0.0.1", "0.0.0.0"))  # noqa: S104 - compared, not bound
_APP_SCHEMES = frozenset(("app", "file", "tauri", "vscode-webview", "vscode-file"))


class Dispatcher:
    """Answers and records the requests to one server."""

    def __init__(
        self,
        app: App,
        recorder: Recorder,
        control: Callable[[Message], Answer],
        *,
        loopback: bool,
    ) -> None:
        self._app = app
        self._control = control
        self._recorder = recorder
        self._loopback = loopback

    def __call__(self, message: Message, exchange: Exchange) -> Answer | Stream:
        """Record and answer one request. Requests to /_testing are not recorded."""
        if is_control(message.path):
            return self._refusal(message) or self._control(message)
        record = RecordedRequest(
            message.method, message.target, message.path, message.headers, message.body
        )
        exchange.on_done = record.finish
        if not message.explains:
            self._recorder.add(record)
        try:
            answer = self._faulty(exchange) or self._answer(message, record)
        except ApiError as error:
            answer = error_answer(error, path=message.path)
        except RecursionError:
            answer = error_answer(ApiError(400, "exceeded max depth"), path=message.path)
        except Exception as error:
            # A bug of this server must not leave a client under test without an answer.
            record.error = error
            mistake = ApiError(500, f"{type(error).__name__}: {error}")
            answer = error_answer(mistake, path=message.path)
        record.status = answer.status
        _allow_origin(message.headers, answer)
        return answer

    def _faulty(self, exchange: Exchange) -> Answer | None:
        """Return the answer of a fault that replaces the server's own, if there is one."""
        fault = exchange.fault
        return answer_of(fault) if fault is not None and fault.replaces_answer else None

    def _answer(self, message: Message, record: RecordedRequest) -> Answer | Stream:
        refusal = self._refusal(message)
        if refusal is not None:
            return refusal
        if self._app.source is None:
            return self._own_answer(message, record)
        self._fail_if_scripted(message)
        return self._app.source(message)

    def _own_answer(self, message: Message, record: RecordedRequest) -> Answer | Stream:
        methods, params = _find(message.path)
        if not methods:
            return _redirect(message) or _plain(404, "404 page not found")
        operation = methods.get(message.method)
        if operation is not None and self._is_newer(operation):
            return _plain(404, "404 page not found")
        if operation is None:
            refused = _plain(405, "405 method not allowed")
            refused.headers = (("Allow", ", ".join(methods)),)
            return refused
        self._fail_if_scripted(message)
        call = Call(message.method, message.path, message.headers, message.body, params, record)
        behavior = BEHAVIOR.get(_name(operation))
        if behavior is None:
            return _described.answer(self._app, call, operation)
        try:
            return behavior(self._app, call)
        except ApiError as error:
            error.is_bare = call.is_bare
            raise

    def _fail_if_scripted(self, message: Message) -> None:
        if message.path != "/":
            failure = self._app.script.take_failure(message.path, by_name=message.explains)
            if failure is not None:
                raise ApiError(failure.status, failure.message, **failure.extra)

    def _is_newer(self, operation: str) -> bool:
        """Return whether an operation is newer than the imitated release."""
        if self._app.since(API_VERSION):
            return False
        since = import_module(f"ollama_client.api.{operation}").OPERATION.since
        return since is not None and not self._app.since(since)

    def _refusal(self, message: Message) -> Answer | None:
        """Return an answer if the request's Host or Origin is not allowed, or for a preflight."""
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
        return Answer(204, headers=_preflight()) if message.method == "OPTIONS" else None


def _paths() -> dict[str, dict[str, str]]:
    """Return the operations of the rendered package, by path and method."""
    paths: dict[str, dict[str, str]] = {}
    for (method, path), operation in OPERATIONS.items():
        paths.setdefault(path, {})[method] = operation
    return paths


_PATHS = _paths()
_PARAMETER = re.compile(r"\{([^{}]+)\}")


def _pattern(path: str) -> re.Pattern[str]:
    """Return a pattern for the path template ``path``, with a group for each parameter."""
    return re.compile("([^/]+)".join(map(re.escape, _PARAMETER.sub("\0", path).split("\0"))))


_PATTERNS = {path: _pattern(path) for path in _PATHS if _PARAMETER.search(path)}


def _find(path: str) -> tuple[dict[str, str], Mapping[str, str]]:
    known = _PATHS.get(path)
    if known is not None:
        return known, {}
    for template, pattern in _PATTERNS.items():
        found = pattern.fullmatch(path)
        if found:
            names = _PARAMETER.findall(template)
            return _PATHS[template], dict(zip(names, found.groups(), strict=True))
    return {}, {}


def is_route(path: str) -> bool:
    """Return whether there is an operation at ``path``."""
    return bool(_find(path)[0])


def scripted(route: str | None, *groups: Mapping[str, Route]) -> frozenset[str]:
    """Return the paths for which a reply can be used.

    Args:
        route: A path, or None for the paths of all operations in ``groups``.
        groups: Operations that can use a reply.

    Raises:
        ValueError: There is no operation at ``route`` that can use a reply.
    """
    names = {name for group in groups for name in group}
    known = frozenset(
        path for (_, path), operation in OPERATIONS.items() if _name(operation) in names
    )
    if route is None:
        return known
    bare = any(_name(operation) not in BEHAVIOR for operation in _find(route)[0].values())
    if route not in known and not bare:
        raise ValueError(f"route must be one of {', '.join(sorted(known))}; got {route!r}")
    return frozenset((route,))


def _name(operation: str) -> str:
    return operation.rpartition(".")[2]


def _redirect(message: Message) -> Answer | None:
    path = message.path
    if not path.endswith("/") or message.method not in _find(path[:-1])[0]:
        return None
    _, question, query = message.target.partition("?")
    # Built from the decoded path, so that an escaped slash at the end is removed as well.
    place = quote(path[:-1]) + question + query
    location = (("Location", place),)
    if message.method != "GET":
        return Answer(307, headers=location)
    page = f'<a href="{html.escape(place)}">Moved Permanently</a>.\n\n'.encode()
    return Answer(301, page, "text/html; charset=utf-8", headers=location)


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


#: The headers that a browser may send from another origin.
_STAINLESS = (
    *("Arch", "Async", "Custom-Poll-Interval", "Helper-Method", "Lang", "Os", "Package-Version"),
    *("Poll-Helper", "Retry-Count", "Runtime", "Runtime-Version", "Timeout"),
)
_ALLOWED = ",".join(
    (
        *("Authorization", "Content-Type", "User-Agent", "Accept", "X-Requested-With"),
        *("Openai-Beta", *(f"X-Stainless-{name}" for name in _STAINLESS)),
    )
)


def _preflight() -> tuple[tuple[str, str], ...]:
    return (
        ("Access-Control-Allow-Methods", "GET,POST,PUT,PATCH,DELETE,HEAD,OPTIONS"),
        ("Access-Control-Allow-Headers", _ALLOWED),
        ("Access-Control-Max-Age", "43200"),
    )
