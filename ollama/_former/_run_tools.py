"""Where pickles of an older layout look for what `ollama._tools.run` has."""

from ollama._tools.run import *  # noqa: F403
