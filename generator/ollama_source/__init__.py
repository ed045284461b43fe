"""`python -m generator upstream`: compares the API in Ollama's source with our description."""
