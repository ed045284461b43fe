"""`python -m contract`: holds the spec against a live server, request by request."""
