# Rendered from ollama/_async/__init__.py by `make generate`. Do not edit: edit that file.
"""What both clients do that waits for the server; `_sync` has it in the form without awaiting."""
