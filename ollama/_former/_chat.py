"""Where pickles of an older layout look for what `ollama._conversation.chat` has."""

from ollama._conversation.chat import *  # noqa: F403
