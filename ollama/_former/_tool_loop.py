"""Where pickles of an older layout look for what `ollama._tools.loop` has."""

from ollama._tools.loop import *  # noqa: F403
