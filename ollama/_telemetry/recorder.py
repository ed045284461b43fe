"""Owns recording calls: a span for each call, and the metrics."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ollama_client._runtime.merging import Merged
from ollama_client._runtime.model import WireModel
from opentelemetry import context, trace
from opentelemetry.metrics import Meter
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer

from ollama._telemetry import conventions

if TYPE_CHECKING:
    from ollama_client._runtime.streams import Arrival

#: Set by other instrumentations, to disable those inside them.
_SUPPRESSED = "suppress_instrumentation"

#: Set during a call, so that requests inside it are not recorded again.
_RECORDING = context.create_key("ollama-recording")


class Recorder:
    """Creates spans, and holds the metrics.

    Args:
        tracer: Creates the spans.
        meter: Creates the histograms.
        has_content: Whether to record messages, prompts and answers.
    """

    def __init__(self, tracer: Tracer, meter: Meter, *, has_content: bool) -> None:
        self.tracer, self.has_content = tracer, has_content
        self.duration = meter.create_histogram(
            "gen_ai.client.operation.duration",
            "s",
            "Duration of model calls.",
            explicit_bucket_boundaries_advisory=conventions.SECONDS,
        )
        self.first_chunk = meter.create_histogram(
            "gen_ai.client.operation.time_to_first_chunk",
            "s",
            "Time until the first piece of a streamed answer.",
            explicit_bucket_boundaries_advisory=conventions.SECONDS,
        )
        self.tokens = meter.create_histogram(
            "gen_ai.client.token.usage",
            "{token}",
            "Number of tokens in prompts and answers.",
            explicit_bucket_boundaries_advisory=conventions.TOKENS,
        )

    def call(
        self, client: Any, url: str, keywords: Mapping[str, Any], *, stream: bool = False
    ) -> Call | None:
        """Return a recording for a request, which has not started; None if it is not recorded."""
        operation, body = conventions.OPERATIONS.get(url), keywords.get("json")
        if operation is None or not isinstance(body, Mapping):
            return None
        if context.get_value(_SUPPRESSED) or context.get_value(_RECORDING):
            return None
        return Call(self, operation, client, body, stream)  # pyright: ignore[reportUnknownArgumentType]

    @contextmanager
    def tool(self, name: str, attributes: Mapping[str, Any]) -> Generator[Span, None, None]:
        """Yield the span of a tool call, which is current in the block. The caller must end it."""
        whole = {
            "gen_ai.operation.name": "execute_tool",
            "gen_ai.tool.name": name,
            "gen_ai.tool.type": "function",
            **attributes,
        }
        span = self.tracer.start_span(f"execute_tool {name}", attributes=whole)
        with trace.use_span(span):
            yield span


class Call:
    """One call of a model, from its request to the end of its answer.

    Enter it when the request is sent.
    """

    def __init__(
        self,
        recorder: Recorder,
        operation: str,
        client: Any,
        body: Mapping[str, Any],
        stream: bool,
    ) -> None:
        self._recorder, self._operation = recorder, operation
        self._client, self._body, self._stream = client, body, stream
        # The parent of a stream's span is current when the method is called, not when it is read.
        self._parent = context.get_current()

    def __enter__(self) -> Call:
        self._common = conventions.of_operation(self._operation, self._body, _url(self._client))
        attributes = {**self._common, **conventions.of_request(self._body, self._stream)}
        if self._recorder.has_content and self._operation != "embeddings":
            attributes |= conventions.said_in(self._body)
        model = self._common.get("gen_ai.request.model", "")
        self._began = time.perf_counter()
        self.span = self._recorder.tracer.start_span(
            f"{self._operation} {model}".rstrip(),
            self._parent,
            SpanKind.CLIENT,
            attributes,
        )
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _: object) -> None:
        # Closing a stream early is not an error.
        if error is not None and not isinstance(error, GeneratorExit):
            self._common["error.type"] = failed(self.span, error)
        self._recorder.duration.record(time.perf_counter() - self._began, self._common)
        self.span.end()

    @contextmanager
    def current(self) -> Generator[None, None, None]:
        """Make the span current in the block, so that HTTP spans become its children."""
        inside = trace.set_span_in_context(self.span)
        token = context.attach(context.set_value(_RECORDING, True, inside))
        try:
            yield
        finally:
            context.detach(token)

    def answered(self, answer: Any) -> None:
        """Record an answer."""
        is_said = self._recorder.has_content and self._operation != "embeddings"
        fields = answer.to_dict() if is_said and isinstance(answer, WireModel) else answer
        if is_said:
            self.span.set_attributes(conventions.said_out(fields))
        self._common |= conventions.of_model(fields)
        self.span.set_attributes(conventions.of_answer(fields))
        for kind, count in conventions.tokens_of(fields).items():
            self._recorder.tokens.record(count, {**self._common, "gen_ai.token.type": kind})

    def unread(self, body: Any) -> None:
        """Record the body of embeddings that is decoded elsewhere."""
        if isinstance(body, bytes):
            self.answered(conventions.of_unread(body))

    def streamed(self, arrival: Arrival) -> None:
        """Record a streamed answer, which may be incomplete."""
        if arrival.began is not None and arrival.first is not None:
            seconds = arrival.first - arrival.began
            self.span.set_attribute("gen_ai.response.time_to_first_chunk", seconds)
            self._recorder.first_chunk.record(seconds, self._common)
        if last := arrival.items(-1):
            whole = last[0]
            if self._recorder.has_content:
                merged = Merged()
                for item in arrival.items(0):
                    merged.add(item)
                whole = merged.value()
            self.answered(whole)


def failed(span: Span, error: BaseException) -> str:
    """Record an error in a span, and return the name of its type."""
    kind = type(error).__qualname__
    span.record_exception(error)
    span.set_status(Status(StatusCode.ERROR, str(error)))
    span.set_attribute("error.type", kind)
    return kind


def _url(client: Any) -> str:
    return str(getattr(client._client, "base_url", ""))


Recorded = Callable[..., Any]
