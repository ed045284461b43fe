"""Modelfiles: their text, their values, and the local files that they refer to."""
