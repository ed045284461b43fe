"""Runs the callables of `ollama.batch` in the engines that they are for."""
