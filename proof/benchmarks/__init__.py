"""Our client and the official one, measured side by side; see docs/benchmarks.md."""
