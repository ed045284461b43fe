"""Answers requests from a recording, and reports the differences if a request is not in it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ollama.testing._errors import ApiError
from ollama.testing._exchanges import Exchange, read_exchanges, request_of
from ollama.testing._http import Answer, Message, Stream
from ollama.testing._recording import streamed, whole
from ollama.testing._wire import as_array, as_object

#: Maximum number of differences in an error, and maximum length of a value in it.
_MOST_DIFFERENCES = 5
_LONGEST = 80
#: Stands for a missing member.
_ABSENT = object()


class Replay:
    """Answers requests from a file of exchanges.

    If a request was recorded several times, its answers are used in order. The last one is
    repeated.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._requests: list[Mapping[str, Any]] = []
        self._answers: dict[str, list[Exchange]] = {}
        for exchange in read_exchanges(path):
            self._requests.append(exchange.request)
            self._answers.setdefault(_key(exchange.request), []).append(exchange)

    def __call__(self, message: Message) -> Answer | Stream:
        """Answer one request, or raise ApiError 501 if it was not recorded."""
        asked = request_of(message)
        with self._lock:
            answers = self._answers.get(_key(asked))
            if not answers:
                raise ApiError(501, f"not recorded in {self._path.name}: {self._why(asked)}")
            found = answers.pop(0) if len(answers) > 1 else answers[0]
        if found.streamed:
            return streamed(found.status, found.headers, found.pieces, cut=found.cut)
        return whole(found.status, found.headers, b"".join(found.pieces), cut=found.cut)

    def _why(self, asked: Mapping[str, Any]) -> str:
        here = [it for it in self._requests if _name(it) == _name(asked)]
        if not here:
            names = sorted({_name(it) for it in self._requests})
            return f"{_name(asked)}; the recording has {', '.join(names) or 'no requests'}"
        nearest = min((list(_differences(asked, it)) for it in here), key=len)
        told = "; ".join(nearest[:_MOST_DIFFERENCES])
        more = len(nearest) - _MOST_DIFFERENCES
        rest = f"; and {more} more" if more > 0 else ""
        return f"{_name(asked)}, whose nearest recorded request differs in {told}{rest}"


def _name(request: Mapping[str, Any]) -> str:
    return f"{request.get('method')} {request.get('path')}"


def _key(request: Mapping[str, Any]) -> str:
    return json.dumps(request, sort_keys=True)


def _differences(asked: Any, recorded: Any, at: str = "") -> Iterator[str]:
    """Yield each place where two requests differ, with both values."""
    ours, theirs = _members(asked), _members(recorded)
    if ours is None or theirs is None or isinstance(asked, list) != isinstance(recorded, list):
        if asked is _ABSENT or recorded is _ABSENT or asked != recorded:
            yield f"{at}: got {_told(asked)}, recorded {_told(recorded)}"
        return
    for name in {**theirs, **ours}:
        place = f"{at}[{name}]" if isinstance(name, int) else f"{at}.{name}".lstrip(".")
        yield from _differences(ours.get(name, _ABSENT), theirs.get(name, _ABSENT), place)


def _members(value: Any) -> Mapping[Any, Any] | None:
    items = as_array(value)
    return as_object(value) if items is None else dict(enumerate(items))


def _told(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
