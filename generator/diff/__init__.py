"""Tells what changed between two descriptions of the API, and what of it breaks Python users."""
