"""Differences between Ollama's source and a description, and how to resolve them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

#: The kinds of differences, in the order of the report, with their headings.
KINDS = {
    "lacks": "the description lacks",
    "gone": "the source does not have (any more)",
    "type": "has another type",
    "presence": "may be absent or null in answers",
    "default": "has another default",
    "status": "statuses that the handlers write and the description lacks",
    "struct": "structs that no component was found for",
    "unread": "routes registered in an unsupported way",
    "known": "entries of the known differences that match nothing",
}


@attrs.frozen
class Mending:
    """One action of an OpenAPI Overlay."""

    target: tuple[str, ...]
    """The path of keys to the updated object."""
    update: Any
    components: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    """New components that the update refers to, by name."""


@attrs.frozen
class Finding:
    """One difference."""

    kind: str
    """One of KINDS."""
    place: str
    """A component with its field or value, such as `ChatRequest.think` or `ThinkLevel "high"`; or a
    route, such as `POST /api/chat`."""
    detail: str = ""
    mendings: tuple[Mending, ...] = attrs.field(default=(), eq=False)
    """Actions that add it to the description, if they can be derived automatically."""
