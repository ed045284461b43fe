"""Answers as values of a type."""
