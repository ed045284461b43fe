"""Where pickles of an older layout look for what `ollama._schemas.callables` has."""

from ollama._schemas.callables import *  # noqa: F403
