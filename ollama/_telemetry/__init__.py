"""Spans and metrics of calls, by the GenAI conventions of OpenTelemetry."""
