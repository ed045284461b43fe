"""Spans and metrics of calls, according to OpenTelemetry's GenAI conventions."""
