"""`python -m proof.contract`: holds the spec against a live server, request by request."""
