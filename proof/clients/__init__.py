"""Clients in other languages, generated from our spec by common generators, and checked."""
