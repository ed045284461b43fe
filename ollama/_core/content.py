"""Owns content parts, the OpenAI way to write a message: its text and images in one list."""

from __future__ import annotations

from typing import Any, NamedTuple

from ollama_client._runtime.model import is_mapping

from ollama._core.images import encode_image


class Parts(NamedTuple):
    """What the parts of a message come to in Ollama's terms."""

    text: str
    images: list[str]


def read_parts(parts: list[Any], where: str) -> Parts:
    """Return the text of the text parts, a line each, and the images of the image parts.

    Images are `data:` URIs or base64 text; a path in a part is never read.

    Raises:
        ValueError: A part is of another kind, or its image cannot be read.
    """
    texts: list[str] = []
    images: list[str] = []
    for index, part in enumerate(parts):
        kind = part.get("type") if is_mapping(part) else None
        if kind not in ("text", "image_url") or kind not in part:
            shown = f"type {kind!r}" if kind else type(part).__name__
            raise ValueError(f"{where}[{index}]: expected a text or image_url part, got {shown}")
        if kind == "text":
            texts.append(str(part["text"]))
        else:
            url: Any = part["image_url"]
            address: Any = url["url"] if is_mapping(url) else url
            images.append(encode_image(address, allow_paths=False))
    return Parts("\n".join(texts), images)
