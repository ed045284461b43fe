"""A minimal picture for the programs and calls."""

from __future__ import annotations

import base64

#: One transparent pixel, as base64 and as bytes.
PNG_TEXT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
PNG = base64.b64decode(PNG_TEXT)
