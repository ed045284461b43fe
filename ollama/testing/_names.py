"""Model names: how they are parsed and checked, and when two of them are the same model."""

from __future__ import annotations

import re
from typing import NamedTuple

from ollama.testing._errors import ApiError

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}\Z")
_NAMESPACE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,79}\Z")
_HOST = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}\Z")
_SCHEME = re.compile(r"https?://")
_REGISTRY = "registry.ollama.ai"


class ModelName(NamedTuple):
    """A parsed name. An empty host is the default registry, whose own namespace is ``library``."""

    host: str
    namespace: str
    model: str
    tag: str

    @property
    def key(self) -> str:
        """All parts in lower case. It is the same for all names of one model."""
        return "/".join((self.host, self.namespace, self.model)).lower() + ":" + self.tag.lower()

    @property
    def display(self) -> str:
        """The shortest name of the model that includes its tag."""
        parts = [self.model]
        if self.host or self.namespace != "library":
            parts.insert(0, self.namespace)
        if self.host:
            parts.insert(0, self.host)
        return f"{'/'.join(parts)}:{self.tag}"

    @property
    def is_cloud(self) -> bool:
        """Whether the tag selects a model of the cloud service."""
        return self.tag.lower() == "cloud" or self.tag.lower().endswith("-cloud")


def parse_name(text: str, *, is_new: bool = False) -> ModelName | None:
    """Return the parts of a model name with defaults filled in, or None if it is invalid.

    Args:
        text: The name.
        is_new: Whether a model is created under this name. Then ``:local`` at its end is a tag.
            Otherwise, it means that the model must not be one of the cloud.

    Raises:
        ApiError: 400 if the name asks for both cloud and local.
    """
    text = _SCHEME.sub("", text)
    text = text if is_new else _without_local_suffix(text)
    path, colon, tag = _split_tag(text)
    parts = path.split("/")
    if len(parts) > 3 or (colon and not tag):
        return None
    host = parts[-3] if len(parts) == 3 and parts[-3].lower() != _REGISTRY else ""
    namespace = parts[-2] if len(parts) >= 2 else "library"
    name = ModelName(host, namespace, parts[-1], tag or "latest")
    return name if _is_valid(name, has_host=bool(host) or parts[0] == "") else None


def _split_tag(text: str) -> tuple[str, str, str]:
    # A colon before the last slash belongs to the host's port.
    head, slash, last = text.rpartition("/")
    model, colon, tag = last.partition(":")
    return f"{head}{slash}{model}", colon, tag


def _without_local_suffix(text: str) -> str:
    base, colon, suffix = text.rpartition(":")
    if not colon or suffix.lower() != "local" or not base:
        return text
    if base.lower().endswith((":cloud", "-cloud")):
        raise ApiError(400, f'model "{text}" cannot be both local and cloud')
    return base


def _is_valid(name: ModelName, *, has_host: bool) -> bool:
    return (
        (not has_host or bool(_HOST.match(name.host)))
        and bool(_NAMESPACE.match(name.namespace))
        and bool(_PART.match(name.model))
        and bool(_PART.match(name.tag))
    )
