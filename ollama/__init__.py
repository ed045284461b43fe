"""A Python client for Ollama, compatible with the official `ollama` package."""
