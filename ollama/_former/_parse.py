"""Where pickles of an older layout look for what `ollama._output.parse` has."""

from ollama._output.parse import *  # noqa: F403
