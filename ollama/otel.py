"""OpenTelemetry spans and metrics for all calls. Needs the extra `otel` (`ollama-sdk[otel]`).

    import ollama.otel

    ollama.otel.instrument()

From then on, the chats, generated texts, embeddings and tool calls of all clients are recorded,
following the GenAI conventions.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ollama._async import recorded as arecorded
from ollama._async.sending import AsyncClient
from ollama._sync import recorded
from ollama._sync.sending import Client
from ollama._tools.loop import Job
from ollama._version import __version__

try:
    from opentelemetry import metrics, trace
except ImportError as error:
    message = "ollama.otel needs the package opentelemetry-api: install ollama-sdk[otel]"
    raise ImportError(message) from error

from ollama._telemetry.recorder import Recorder
from ollama._telemetry.tools import Tools

if TYPE_CHECKING:
    from opentelemetry.metrics import MeterProvider
    from opentelemetry.trace import TracerProvider

__all__ = ["instrument", "uninstrument"]

#: The conventions' environment variable, and its values that put message content into spans.
CAPTURE = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
_CAPTURING = frozenset({"1", "true", "span_only", "span_and_event"})

_lock = threading.Lock()
_originals: list[tuple[type[Any], str, Callable[..., Any]]] = []


def instrument(
    *,
    tracer_provider: TracerProvider | None = None,
    meter_provider: MeterProvider | None = None,
    capture_content: bool | None = None,
) -> None:
    """Record the calls of all clients of this process, including existing ones.

    A second call replaces the settings of the first.

    Args:
        tracer_provider: Creates the spans. Default: the global provider.
        meter_provider: Creates the metrics. Default: the global provider.
        capture_content: Whether spans contain prompts, answers, and the arguments and results of
            tools. Default: the value of OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT,
            otherwise False.
    """
    if capture_content is None:
        capture_content = os.environ.get(CAPTURE, "").strip().lower() in _CAPTURING
    tracer = trace.get_tracer(__name__, __version__, tracer_provider)
    meter = metrics.get_meter(__name__, __version__, meter_provider)
    recorder = Recorder(tracer, meter, has_content=capture_content)
    tools = Tools(recorder)
    with _lock:
        _restore()
        _replace(Client, "_request", lambda send: recorded.request(send, recorder))
        _replace(Client, "_request_raw", lambda send: recorded.request_raw(send, recorder))
        _replace(AsyncClient, "_request", lambda send: arecorded.request(send, recorder))
        _replace(AsyncClient, "_request_raw", lambda send: arecorded.request_raw(send, recorder))
        _replace(Job, "begin", tools.begin)
        _replace(Job, "finish", tools.finish)


def uninstrument() -> None:
    """Stop recording calls."""
    with _lock:
        _restore()


def _replace(cls: type[Any], name: str, wrap: Callable[[Any], Any]) -> None:
    original = getattr(cls, name)
    _originals.append((cls, name, original))
    setattr(cls, name, wrap(original))


def _restore() -> None:
    while _originals:
        setattr(*_originals.pop())
