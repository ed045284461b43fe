"""Where pickles of an older layout look for what `ollama._tools.events` has."""

from ollama._tools.events import *  # noqa: F403
