"""Where pickles of an older layout look for what `ollama._core.status` has."""

from ollama._core.status import *  # noqa: F403
