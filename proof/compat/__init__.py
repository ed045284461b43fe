"""Proof that this package replaces the official client; see docs/compat.md."""
