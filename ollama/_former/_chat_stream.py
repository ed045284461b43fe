"""Where pickles of an older layout look for what `ollama._conversation.stream` has."""

from ollama._conversation.stream import *  # noqa: F403
