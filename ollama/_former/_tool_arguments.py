"""Where pickles of an older layout look for what `ollama._tools.arguments` has."""

from ollama._tools.arguments import *  # noqa: F403
