"""Runs the callables of `ollama.batch` in the data engines."""
