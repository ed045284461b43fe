"""Where pickles of an older layout look for what `ollama._core.requests` has."""

from ollama._core.requests import *  # noqa: F403
