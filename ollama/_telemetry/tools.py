"""Owns recording tool calls: a span for each call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from weakref import WeakKeyDictionary

from opentelemetry import trace
from opentelemetry.trace import Span

from ollama._telemetry import conventions
from ollama._telemetry.recorder import Recorder, failed
from ollama._tools.loop import Job
from ollama._tools.tool import ToolResult


class Tools:
    """Records tool calls."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._open: WeakKeyDictionary[Job, Span] = WeakKeyDictionary()

    def begin(self, begin: Callable[[Job], None]) -> Callable[[Job], None]:
        """Return a replacement for `Job.begin` that starts a span."""

        @wraps(begin)
        def recorded(job: Job) -> None:
            with self._recorder.tool(job.call.function.name or "", self._attributes(job)) as span:
                self._open[job] = span
                begin(job)
            if not job.is_awaitable:
                self._end(job)

        return recorded

    def finish(self, finish: Callable[[Job], Any]) -> Callable[[Job], Any]:
        """Return a replacement for `Job.finish` that ends the span."""

        @wraps(finish)
        async def recorded(job: Job) -> None:
            try:
                with trace.use_span(self._open.get(job, trace.INVALID_SPAN)):
                    await finish(job)
            finally:
                self._end(job)

        return recorded

    def _attributes(self, job: Job) -> dict[str, Any]:
        out: dict[str, Any] = {}
        if job.call.id:
            out["gen_ai.tool.call.id"] = job.call.id
        if job.tool is not None:
            function: Mapping[str, Any] = job.tool.definition.get("function", {})
            out["gen_ai.tool.description"] = str(function.get("description", ""))
        if self._recorder.has_content:
            arguments = job.call.function.arguments
            out["gen_ai.tool.call.arguments"] = conventions.text(arguments or {})
        return out

    def _end(self, job: Job) -> None:
        span = self._open.pop(job, None)
        if span is None:
            return
        if job.error is not None:
            failed(span, job.error)
        elif self._recorder.has_content and isinstance(job.value, ToolResult):
            span.set_attribute("gen_ai.tool.call.result", job.value.content)
        span.end()
