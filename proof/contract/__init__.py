"""`python -m proof.contract`: compares the spec with a running server, request by request."""
