"""Owns the comparison of model names."""

from __future__ import annotations

_HOST = "registry.ollama.ai/"
_NAMESPACE = "library/"


def full_name(name: str) -> str:
    """Return a model name for comparisons: with its tag, without defaults, in lower case."""
    lower = name.strip().lower().partition("://")[2] or name.strip().lower()
    short = lower.removeprefix(_HOST).removeprefix(_NAMESPACE)
    return short if ":" in short.rpartition("/")[2] else f"{short}:latest"
