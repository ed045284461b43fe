"""Where pickles of an older layout look for what `ollama._tools.tool` has."""

from ollama._tools.tool import *  # noqa: F403
