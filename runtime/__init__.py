"""Owns what every operation, model and error is built on, whatever the API description."""
