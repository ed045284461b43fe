"""The workloads of each client. worker.py runs them in the client's own environment."""
