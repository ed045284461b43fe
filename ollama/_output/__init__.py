"""Answers parsed into types."""
