# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""The methods of both clients, and the types of their arguments, from the description."""
