"""Tests of spans and metrics, with OpenTelemetry's SDK and its in-memory exporters."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

import ollama
import ollama.otel
from ollama.testing import OllamaServer
from tests.ollama.calls import FLAVOURS, MODES, Outcome, call

both_flavours = pytest.mark.parametrize("flavour", FLAVOURS)
all_modes = pytest.mark.parametrize(("flavour", "stream"), MODES)


class Telemetry:
    """The recorded spans and metrics."""

    def __init__(self) -> None:
        self._exporter, self._reader = InMemorySpanExporter(), InMemoryMetricReader()
        self.tracers = TracerProvider()
        self.tracers.add_span_processor(SimpleSpanProcessor(self._exporter))
        self.meters = MeterProvider([self._reader])

    @property
    def spans(self) -> list[ReadableSpan]:
        return list(self._exporter.get_finished_spans())

    @property
    def span(self) -> ReadableSpan:
        (span,) = self.spans
        return span

    @property
    def attributes(self) -> dict[str, Any]:
        return dict(self.span.attributes or {})

    def points(self, name: str) -> list[Any]:
        data = self._reader.get_metrics_data()
        return [
            point
            for resource in (data.resource_metrics if data else ())
            for scope in resource.scope_metrics
            for metric in scope.metrics
            if metric.name == name
            for point in metric.data.data_points
        ]

    def instrument(self, **settings: Any) -> None:
        providers = {"tracer_provider": self.tracers, "meter_provider": self.meters}
        ollama.otel.instrument(**providers, **settings)


@pytest.fixture
def telemetry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Telemetry]:
    monkeypatch.delenv(ollama.otel.CAPTURE, raising=False)
    recorded = Telemetry()
    recorded.instrument()
    yield recorded
    ollama.otel.uninstrument()


def succeed(outcome: Outcome) -> None:
    assert outcome.error is None


def add(a: int, b: int) -> int:
    """Add two numbers."""
    return a + b


async def aadd(a: int, b: int) -> int:
    """Add two numbers."""
    await asyncio.sleep(0)
    return a + b


# ---------------------------------------------------------------------- calls


@all_modes
@pytest.mark.parametrize(
    ("method", "operation"), [("chat", "chat"), ("generate", "text_completion")]
)
def test_a_text(
    telemetry: Telemetry,
    server: OllamaServer,
    flavour: str,
    stream: bool,
    method: str,
    operation: str,
) -> None:
    options = {"temperature": 0.5, "seed": 3, "num_predict": 50, "top_k": 4, "stop": ["x", "y"]}
    succeed(
        call(
            flavour,
            method,
            "llama3.2",
            "Hi",
            options=options,
            format="json",
            stream=stream,
            at=server,
        )
    )
    span, attributes = telemetry.span, telemetry.attributes
    assert (span.name, span.kind) == (f"{operation} llama3.2", SpanKind.CLIENT)
    assert span.status.status_code is StatusCode.UNSET
    first = attributes.pop("gen_ai.response.time_to_first_chunk", None)
    assert (first is not None and first > 0) == stream
    tokens = {kind: attributes.pop(f"gen_ai.usage.{kind}_tokens") for kind in ("input", "output")}
    assert attributes.pop("gen_ai.request.stream", False) == stream
    assert attributes.pop("gen_ai.usage.cache_read.input_tokens") == 0
    assert attributes == {
        "gen_ai.operation.name": operation,
        "gen_ai.provider.name": "ollama",
        "gen_ai.request.model": "llama3.2",
        "gen_ai.request.temperature": 0.5,
        "gen_ai.request.seed": 3,
        "gen_ai.request.max_tokens": 50,
        "gen_ai.request.top_k": 4,
        "gen_ai.request.stop_sequences": ("x", "y"),
        "gen_ai.output.type": "json",
        "gen_ai.response.model": "llama3.2",
        "gen_ai.response.finish_reasons": ("stop",),
        "server.address": "127.0.0.1",
        "server.port": server.port,
    }
    common = {
        name: attributes[name]
        for name in (
            "gen_ai.operation.name",
            "gen_ai.provider.name",
            "gen_ai.request.model",
            "gen_ai.response.model",
            "server.address",
            "server.port",
        )
    }
    (duration,) = telemetry.points("gen_ai.client.operation.duration")
    assert dict(duration.attributes) == common
    assert (duration.count, duration.explicit_bounds[:2]) == (1, (0.01, 0.02))
    usage = telemetry.points("gen_ai.client.token.usage")
    assert {it.attributes["gen_ai.token.type"]: it.sum for it in usage} == tokens
    assert all(common.items() <= dict(it.attributes).items() for it in usage)
    assert bool(telemetry.points("gen_ai.client.operation.time_to_first_chunk")) == stream


@both_flavours
@pytest.mark.parametrize("as_array", [False, True])
def test_embeddings(
    telemetry: Telemetry, server: OllamaServer, flavour: str, as_array: bool
) -> None:
    texts = ["one two", "three"]
    succeed(
        call(
            flavour,
            "embed_many",
            "nomic-embed-text",
            texts,
            dimensions=8,
            as_array=as_array,
            at=server,
        )
    )
    assert telemetry.span.name == "embeddings nomic-embed-text"
    attributes = telemetry.attributes
    assert attributes["gen_ai.operation.name"] == "embeddings"
    assert attributes["gen_ai.embeddings.dimension.count"] == 8
    assert attributes["gen_ai.usage.input_tokens"] == 3
    assert "gen_ai.usage.output_tokens" not in attributes
    (usage,) = telemetry.points("gen_ai.client.token.usage")
    assert (usage.sum, usage.attributes["gen_ai.token.type"]) == (3, "input")


@all_modes
def test_an_error(telemetry: Telemetry, server: OllamaServer, flavour: str, stream: bool) -> None:
    server.fail(500, "broken")
    error = call(flavour, "chat", "llama3.2", "Hi", stream=stream, at=server).error
    assert isinstance(error, ollama.InternalServerError)
    span = telemetry.span
    assert (span.status.status_code, span.attributes and span.attributes["error.type"]) == (
        StatusCode.ERROR,
        "InternalServerError",
    )
    assert [it.name for it in span.events] == ["exception"]
    (duration,) = telemetry.points("gen_ai.client.operation.duration")
    assert duration.attributes["error.type"] == "InternalServerError"


@both_flavours
def test_an_error_in_the_middle_of_a_stream(
    telemetry: Telemetry, server: OllamaServer, flavour: str
) -> None:
    server.fail_mid_stream("broken", after=2)
    assert call(flavour, "chat", "llama3.2", "Hi", stream=True, at=server).error
    assert telemetry.attributes["error.type"] == "ResponseError"
    assert telemetry.attributes["gen_ai.response.time_to_first_chunk"] > 0


def test_a_server_that_is_not_there(telemetry: Telemetry) -> None:
    assert call("sync", "chat", "llama3.2", "Hi", at="http://127.0.0.1:9").error
    assert telemetry.attributes["error.type"] == "RefusedError"
    assert telemetry.attributes["server.port"] == 9


# ---------------------------------------------------------------------- streams


def test_a_stream_ends_its_span(telemetry: Telemetry, server: OllamaServer) -> None:
    with ollama.Client(server.url) as client:
        stream = client.chat("llama3.2", "Hi", stream=True)
        assert not server.requests
        next(stream)
        assert telemetry.spans == []
        assert stream.get_final_response().text == "You said: Hi"
        assert stream.usage is not None
        assert telemetry.attributes["gen_ai.usage.output_tokens"] == stream.usage.completion_tokens


@both_flavours
def test_closing_a_stream_early_is_not_an_error(
    telemetry: Telemetry, server: OllamaServer, flavour: str
) -> None:
    async def leave(client: ollama.AsyncClient) -> None:
        async with client, client.chat("llama3.2", "Hi", stream=True) as stream:
            async for _ in stream:
                break

    if flavour == "async":
        asyncio.run(leave(ollama.AsyncClient(server.url)))
    else:
        client = ollama.Client(server.url)
        with client, client.chat("llama3.2", "Hi", stream=True) as stream:
            next(stream)
    assert telemetry.span.status.status_code is StatusCode.UNSET
    assert "gen_ai.usage.output_tokens" not in telemetry.attributes


def test_a_stream_that_nobody_reads_sends_and_records_nothing(
    telemetry: Telemetry, server: OllamaServer
) -> None:
    with ollama.Client(server.url) as client, client.chat("m", "Hi", stream=True):
        pass
    assert telemetry.spans == []
    assert not server.requests


def test_a_stream_belongs_where_it_was_asked_for(
    telemetry: Telemetry, server: OllamaServer
) -> None:
    tracer = telemetry.tracers.get_tracer("program")
    with ollama.Client(server.url) as client:
        with tracer.start_as_current_span("request"):
            stream = client.chat("llama3.2", "Hi", stream=True)
        list(stream)
    by_name = {span.name: span for span in telemetry.spans}
    parent = by_name["chat llama3.2"].parent
    assert parent is not None
    assert parent.span_id == by_name["request"].context.span_id


def test_raw_responses_are_there_before_the_first_piece(
    telemetry: Telemetry, server: OllamaServer
) -> None:
    with ollama.Client(server.url) as client:
        raw = client.with_raw_response.chat("llama3.2", "Hi", stream=True)
        assert raw.status_code == 200
        assert "".join(raw.parse().text_stream) == "You said: Hi"
    assert telemetry.span.name == "chat llama3.2"


# ---------------------------------------------------------------------- tools


@all_modes
@pytest.mark.parametrize("tool", [add, aadd])
@pytest.mark.parametrize("max_parallel", [1, 8])
def test_tools(
    telemetry: Telemetry,
    server: OllamaServer,
    flavour: str,
    stream: bool,
    tool: Any,
    max_parallel: int,
) -> None:
    server.reply(tool_calls=[{"name": tool.__name__, "arguments": {"a": 1, "b": 2}}])
    tracer = telemetry.tracers.get_tracer("program")
    with tracer.start_as_current_span("run"):
        succeed(
            call(
                flavour,
                "run_tools",
                "llama3.2",
                "Add.",
                tools=[tool],
                stream=stream,
                max_parallel=max_parallel,
                at=server,
            )
        )
    names = [span.name for span in telemetry.spans]
    assert names == ["chat llama3.2", f"execute_tool {tool.__name__}", "chat llama3.2", "run"]
    _, span, _, run = telemetry.spans
    attributes = dict(span.attributes or {})
    assert attributes.pop("gen_ai.tool.call.id")
    assert attributes == {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": tool.__name__,
        "gen_ai.tool.type": "function",
        "gen_ai.tool.description": "Add two numbers.",
    }
    assert span.kind is SpanKind.INTERNAL
    assert {it.parent and it.parent.span_id for it in telemetry.spans[:3]} == {run.context.span_id}


def test_a_tool_that_fails(telemetry: Telemetry, server: OllamaServer) -> None:
    def divide(a: int) -> float:
        """Divide by zero."""
        return a / 0

    server.reply(tool_calls=[{"name": "divide", "arguments": {"a": 1}}])
    succeed(call("sync", "run_tools", "llama3.2", "Divide.", tools=[divide], at=server))
    span = next(it for it in telemetry.spans if it.name == "execute_tool divide")
    assert span.status.status_code is StatusCode.ERROR
    assert (span.attributes or {})["error.type"] == "ZeroDivisionError"


# ---------------------------------------------------------------------- content


@all_modes
def test_content_is_recorded_on_demand(
    telemetry: Telemetry,
    server: OllamaServer,
    flavour: str,
    stream: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(ollama.otel.CAPTURE, "true")
    telemetry.instrument()
    called = {"name": "add", "arguments": {"a": 1, "b": 2}}
    server.reply(tool_calls=[called])
    server.reply("It is 3.", thinking="One and two.")
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "1 + 2?"}]
    succeed(call(flavour, "run_tools", "llama3.2", messages, tools=[add], stream=stream, at=server))
    first, tool, second = [dict(it.attributes or {}) for it in telemetry.spans]
    identity = tool["gen_ai.tool.call.id"]
    assert json.loads(tool["gen_ai.tool.call.arguments"]) == called["arguments"]
    assert tool["gen_ai.tool.call.result"] == "3"
    (said,) = json.loads(first["gen_ai.output.messages"])
    part = {"type": "tool_call", "id": identity, **called}
    assert said["parts"] == [part]
    assert json.loads(first["gen_ai.tool.definitions"])[0]["name"] == "add"
    assert json.loads(second["gen_ai.input.messages"]) == [
        {"role": "system", "parts": [{"type": "text", "content": "Be brief."}]},
        {"role": "user", "parts": [{"type": "text", "content": "1 + 2?"}]},
        {"role": "assistant", "parts": [part]},
        {
            "role": "tool",
            "parts": [{"type": "tool_call_response", "id": identity, "response": "3"}],
        },
    ]
    assert json.loads(second["gen_ai.output.messages"]) == [
        {
            "role": "assistant",
            "parts": [
                {"type": "reasoning", "content": "One and two."},
                {"type": "text", "content": "It is 3."},
            ],
            "finish_reason": "stop",
        }
    ]


@pytest.mark.parametrize("stream", [False, True])
def test_content_of_generate(telemetry: Telemetry, server: OllamaServer, stream: bool) -> None:
    telemetry.instrument(capture_content=True)
    server.reply("Fine.")
    succeed(
        call("sync", "generate", "llama3.2", "How?", system="Be kind.", stream=stream, at=server)
    )
    attributes = telemetry.attributes
    asked, answered = (
        json.loads(attributes[f"gen_ai.{side}.messages"])[0]["parts"][0]["content"]
        for side in ("input", "output")
    )
    assert (asked, answered) == ("How?", "Fine.")
    assert json.loads(attributes["gen_ai.system_instructions"])[0]["content"] == "Be kind."


@pytest.mark.parametrize("value", ["", "false", "no_content", "event_only"])
def test_content_is_left_out(
    telemetry: Telemetry, server: OllamaServer, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(ollama.otel.CAPTURE, value)
    telemetry.instrument()
    call("sync", "chat", "llama3.2", "a secret", at=server)
    assert "secret" not in str(telemetry.attributes)


# ---------------------------------------------------------------------- on and off


def test_instrumenting_twice_records_once(telemetry: Telemetry, server: OllamaServer) -> None:
    telemetry.instrument()
    call("sync", "chat", "llama3.2", "Hi", at=server)
    assert len(telemetry.spans) == 1
    ollama.otel.uninstrument()
    ollama.otel.uninstrument()
    call("sync", "chat", "llama3.2", "Hi", at=server)
    call("sync", "list", at=server)
    assert len(telemetry.spans) == 1


def test_other_methods_are_not_recorded(telemetry: Telemetry, server: OllamaServer) -> None:
    call("sync", "list", at=server)
    call("sync", "pull", "llama3.2", at=server)
    assert telemetry.spans == []


def test_nothing_is_imported_unless_it_is_asked_for() -> None:
    code = "import ollama, sys; ollama.chat; sys.exit('opentelemetry' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_package_the_error_says_what_to_install() -> None:
    code = "import sys; sys.modules['opentelemetry'] = None; import ollama.otel"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1] == (
        "ImportError: ollama.otel needs the package opentelemetry-api: install ollama-sdk[otel]"
    )
