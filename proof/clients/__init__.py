"""Clients in other languages, made from our spec by the generators that people use, and checked."""
