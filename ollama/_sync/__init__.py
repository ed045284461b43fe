# Rendered from ollama/_async/__init__.py by `make generate`. Do not edit: edit that file.
"""All code that waits for the server. `_sync` is rendered from it, without `await`."""
