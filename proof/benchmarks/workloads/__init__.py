"""What each client is asked to do; run in the client's own environment, by worker.py."""
