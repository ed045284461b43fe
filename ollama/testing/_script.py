"""Scripted replies, failures and faults for the next requests."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from ollama.testing._faults import Fault


@dataclass(frozen=True)
class Reply:
    """The model's reply to one request for text.

    Args:
        text: The whole text. With None, the server derives a text from the prompt.
        thinking: Thinking to send before the text. The server only adds its own thinking to a reply
            without text and tool calls.
        tool_calls: Calls in the wire format, or as ``{"name": ..., "arguments": ...}``.
        done_reason: Replaces ``stop`` or ``length`` of the last line.
        done: With False, answer like a server that stops a model because it repeats itself: without
            the last line and without counts.
        chunks: The pieces of the streamed text. Default: one word each.
        delay: Seconds before each chunk. An answer in one piece waits for all its chunks.
        fail_after: Fail after this many chunks, with an error line, or in the way of the route.
        fail_message: The text of the error.
        cut_after: Stop after this many chunks, as if the connection broke.
        clean_cut: End the body of a cut stream properly, so that only the last line is missing.
    """

    text: str | None = None
    thinking: str | None = None
    tool_calls: Sequence[Mapping[str, Any]] = ()
    done_reason: str | None = None
    done: bool = True
    chunks: Sequence[str] | None = None
    delay: float = 0.0
    fail_after: int | None = None
    fail_message: str = "unexpected error"
    cut_after: int | None = None
    clean_cut: bool = False

    def __post_init__(self) -> None:
        """Check the arguments early, instead of when a request arrives."""
        said = [self.text, self.thinking, self.done_reason, *(self.chunks or ())]
        for text in said:
            if text is not None and not isinstance(cast("object", text), str):
                raise TypeError(f"the texts of a reply must be str, got {text!r}")
        if self.text is not None and self.chunks is not None and "".join(self.chunks) != self.text:
            raise ValueError("chunks must join to text; give only one of the two")
        if self.delay < 0:
            raise ValueError(f"delay must be 0 or more, got {self.delay}")
        wire_tool_calls(self.tool_calls)

    @property
    def is_scripted(self) -> bool:
        """Whether the reply has content, rather than leaving it to the server."""
        return self.text is not None or self.chunks is not None or bool(self.tool_calls)


@dataclass(frozen=True)
class Failure:
    """An error answer: ``status`` and the body ``{"error": message, **extra}``."""

    status: int
    message: str
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])


#: Takes the body of a request. Returns a Reply, a Failure, a text, or None for the server's own
#: answer.
ReplyFunction = Callable[[dict[str, Any]], "Reply | Failure | str | None"]


_Outcome = Reply | Failure | Fault


@dataclass
class _Step:
    outcome: _Outcome
    routes: frozenset[str] | None
    times: int | None


class Script:
    """The queue of scripted outcomes. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._steps: list[_Step] = []

    def add_reply(self, reply: Reply, routes: frozenset[str], times: int | None) -> None:
        """Queue a reply for the next ``times`` requests to ``routes``; None for all requests."""
        self._add(_Step(reply, routes, times))

    def add_failure(self, failure: Failure, route: str | None, times: int | None) -> None:
        """Queue an error for the next ``times`` requests to any route, or to ``route``."""
        self._add(_Step(failure, None if route is None else frozenset((route,)), times))

    def add_fault(self, fault: Fault, route: str | None, times: int | None) -> None:
        """Queue a fault for the next ``times`` requests to any path, or to ``route``."""
        self._add(_Step(fault, None if route is None else frozenset((route,)), times))

    def take_fault(self, path: str, *, by_name: bool = False) -> Fault | None:
        """Take the first outcome that is queued for ``path``, if it is a fault.

        With ``by_name``, only outcomes that name their routes are considered.
        """
        outcome = self._take(path, Fault, by_name=by_name)
        return outcome if isinstance(outcome, Fault) else None

    def take_failure(self, path: str, *, by_name: bool = False) -> Failure | None:
        """Take the first outcome that is queued for ``path``, if it is a failure."""
        outcome = self._take(path, Failure, by_name=by_name)
        return outcome if isinstance(outcome, Failure) else None

    def take_reply(self, path: str) -> Reply | None:
        """Take the first outcome that is queued for ``path``, if it is a reply."""
        outcome = self._take(path, Reply)
        return outcome if isinstance(outcome, Reply) else None

    def _take(self, path: str, kind: type[_Outcome], *, by_name: bool = False) -> _Outcome | None:
        with self._lock:
            # Outcomes without a limit come last: otherwise, they would hide all later ones.
            for step in sorted(self._steps, key=lambda step: step.times is None):
                if path in step.routes if step.routes is not None else not by_name:
                    if not isinstance(step.outcome, kind):
                        return None
                    self._use(step)
                    return step.outcome
        return None

    def clear(self) -> None:
        """Remove all queued outcomes."""
        with self._lock:
            self._steps.clear()

    @property
    def pending(self) -> int:
        """Number of queued outcomes that have not been used. One without a limit counts once."""
        with self._lock:
            return sum(1 if step.times is None else step.times for step in self._steps)

    def _add(self, step: _Step) -> None:
        if step.times is not None and step.times < 1:
            raise ValueError(f"times must be 1 or more, or None for no limit; got {step.times}")
        with self._lock:
            self._steps.append(step)

    def _use(self, step: _Step) -> None:
        if step.times is None:
            return
        step.times -= 1
        if step.times == 0:
            self._steps.remove(step)


def wire_tool_calls(calls: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return tool calls in the wire format, with id, index, name and arguments.

    Raises:
        ValueError: A call has no name.
    """
    return [_wire_tool_call(call, index) for index, call in enumerate(calls)]


def _wire_tool_call(call: Mapping[str, Any], index: int) -> dict[str, Any]:
    function: Mapping[str, Any] = call.get("function", call)
    if "name" not in function:
        raise ValueError(f"a tool call must have a name, got {dict(call)!r}")
    name = function["name"]
    return {
        "id": call.get("id", _call_id(name, index)),
        "function": {
            "index": function.get("index", index),
            "name": name,
            "arguments": function.get("arguments") or {},
        },
    }


def _call_id(name: str, index: int) -> str:
    return f"call_{hashlib.sha256(f'{index}/{name}'.encode()).hexdigest()[:8]}"
