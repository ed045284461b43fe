"""Where pickles of an older layout look for what `ollama._core.images` has."""

from ollama._core.images import *  # noqa: F403
