"""Where pickles of an older layout look for what `ollama._output.formats` has."""

from ollama._output.formats import *  # noqa: F403
