"""Where pickles of an older layout look for what `ollama._core.stream` has."""

from ollama._core.stream import *  # noqa: F403
