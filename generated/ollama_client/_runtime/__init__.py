# Copied from runtime/__init__.py by `make generate`. Do not edit: edit the original.
"""Owns what every operation, model and error is built on, whatever the API description."""
