"""Benchmarks of our client and others, side by side; see docs/benchmarks.md."""
