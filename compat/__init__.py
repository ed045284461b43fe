"""Proof that this package replaces the official client: `python -m compat`; see docs/compat.md."""
