"""The routes below /_testing, with which programs in any language can script the server."""

from __future__ import annotations

import base64
import inspect
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from ollama.testing._app import json_answer
from ollama.testing._http import Answer, Message
from ollama.testing._recorder import RecordedRequest
from ollama.testing._service import ABOUT
from ollama.testing._store import Model
from ollama.testing._wire import as_array, as_object

if TYPE_CHECKING:
    from ollama.testing._server import OllamaServer

_PREFIX = "/_testing"
#: The actions of a script. Each is a method of `OllamaServer`.
_ACTIONS = (
    *("reply", "fail", "fail_mid_stream", "cut", "fault"),
    *("add_model", "offer_model", "reset"),
)
_OF_MODELS = ("add_model", "offer_model")


def is_control(path: str) -> bool:
    """Return whether a path is below /_testing. Scripts and faults do not affect these paths."""
    return path == _PREFIX or path.startswith(f"{_PREFIX}/")


def run_script(server: OllamaServer, text: str | bytes) -> None:
    """Carry out the steps of a script: a JSON object, an array of objects, or one per line.

    Each step has one key, the action, and its arguments: ``{"reply": {"text": "Hi"}}``. A single
    argument can be written alone: ``{"reply": "Hi"}``. If a step is invalid, none is carried out.

    Raises:
        ValueError: A step is invalid. The message has its number.
    """
    steps = _steps_of(text)
    for one in (type(server)(), server):  # The first server only checks the steps.
        for number, step in enumerate(steps, 1):
            _take_step(one, number, step)


def _steps_of(text: str | bytes) -> list[Any]:
    try:
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            found = [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise ValueError(f"a script must be JSON: {error}") from None
    steps = as_array(found)
    return [found] if steps is None else steps


def _take_step(server: OllamaServer, number: int, step: Any) -> None:
    members = as_object(step)
    if members is None or len(members) != 1:
        raise ValueError(f"step {number}: expected an object with one key, got {step!r:.100}")
    ((action, given),) = members.items()
    if action not in _ACTIONS:
        raise ValueError(f"step {number}: expected one of {', '.join(_ACTIONS)}, got {action!r}")
    try:
        _act(getattr(server, action), action, given)
    except (TypeError, ValueError) as error:
        raise ValueError(f"step {number}: {action}: {error}") from None


def _act(method: Callable[..., Any], action: str, given: Any) -> None:
    arguments = as_object(given)
    if arguments is None:
        positional = () if given is None else (given,)
        inspect.signature(method).bind(*positional)
        method(*positional)
    elif action in _OF_MODELS:
        method(Model(**arguments))
    else:
        if isinstance(arguments.get("data"), str):
            arguments = {**arguments, "data": arguments["data"].encode()}
        inspect.signature(method).bind(**arguments)
        method(**arguments)


class Control:
    """Answers the requests to /_testing. They are not recorded."""

    def __init__(self, server: OllamaServer) -> None:
        self._server = server
        self._routes: dict[str, dict[str, Callable[[Message], Any]]] = {
            "": {"GET": self._about},
            "/requests": {"GET": self._requests},
            "/script": {"POST": self._script},
            "/reset": {"POST": self._reset},
        }

    def __call__(self, message: Message) -> Answer:
        """Answer one request."""
        methods = self._routes.get(message.path.removeprefix(_PREFIX).rstrip("/"))
        if methods is None:
            return json_answer({"error": f"expected one of {', '.join(self._paths())}"}, 404)
        if message.method not in methods:
            return json_answer({"error": f"the method must be {', '.join(methods)}"}, 405)
        try:
            return json_answer(methods[message.method](message))
        except ValueError as error:
            return json_answer({"error": str(error)}, 400)

    def _paths(self) -> list[str]:
        return [f"{method} {_PREFIX}{path}" for path, it in self._routes.items() for method in it]

    def _about(self, _message: Message) -> dict[str, Any]:
        server = self._server
        return {
            "server": ABOUT,
            "routes": self._paths(),
            "actions": _ACTIONS,
            "models": [model.name for model in server.models],
            "requests": len(server.requests),
            "pending": server.pending,
        }

    def _requests(self, message: Message) -> list[dict[str, Any]]:
        query = parse_qs(message.target.partition("?")[2])
        count, timeout = _number(query, "count", 0), _number(query, "timeout", 5)
        self._server.wait_for_requests(int(count), timeout)
        return [_shown(request) for request in self._server.requests]

    def _script(self, message: Message) -> dict[str, Any]:
        run_script(self._server, message.body)
        return {"pending": self._server.pending}

    def _reset(self, _message: Message) -> dict[str, Any]:
        self._server.reset()
        return {"pending": 0}


def _number(query: dict[str, list[str]], name: str, default: float) -> float:
    text = query.get(name, [str(default)])[-1]
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{name}: expected a number, got {text!r}") from None


def _shown(request: RecordedRequest) -> dict[str, Any]:
    return {
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "headers": dict(request.headers),
        **body_members(request.body),
        "status": request.status,
        "done": request.done,
        "aborted": request.aborted,
        "error": None if request.error is None else repr(request.error),
    }


def body_members(body: bytes) -> dict[str, Any]:
    """Return a body as members of a JSON object: ``json``, ``text`` or ``base64``, or nothing."""
    if not body:
        return {}
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}
    try:
        return {"json": json.loads(text)}
    except (ValueError, RecursionError):
        return {"text": text}
