"""`python -m generator upstream`: what Ollama's source says of its API, held against ours."""
