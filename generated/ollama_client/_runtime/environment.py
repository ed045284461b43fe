# Copied from runtime/environment.py by `make generate`. Do not edit: edit the original.
"""Owns switches in the environment."""

from __future__ import annotations

import os

_OFF = ("0", "off", "no", "false")


def is_switched_off(variable: str) -> bool:
    """Return whether an environment variable switches off something that is on by default."""
    return os.environ.get(variable, "").strip().lower() in _OFF
