"""The models of a server: on disk, in memory, and in its registry."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from ollama.testing._errors import ApiError
from ollama.testing._names import ModelName, parse_name
from ollama.testing._wire import local_now, without_empty


@dataclass(frozen=True)
class Model:
    """One model, as shown by ``list``, ``show`` and ``ps``, and its capabilities.

    Args:
        name: Name and tag. The default tag is ``latest``.
        capabilities: Any of completion, tools, insert, vision, embedding, thinking, systemone.
        family: Architecture of the model.
        parameter_size: Number of parameters, such as ``3.2B``.
        quantization_level: Quantization of the weights.
        size: Size on disk, in bytes.
        modified_at: Time of the last change. Default: the current time.
        context_length: Maximum number of tokens in a prompt.
        embedding_length: Length of an embedding.
        format: Format of the model's file.
        parent_model: Name of the model that this one was created from.
        template: The Go template.
        chat_template: The template in the model's file, which replaces the Go template. It refuses
            some tools that a Go template accepts, and tool calls arrive on the last line.
        system: The system prompt.
        license: Text of the license.
        parameters: Default options.
        messages: Messages of the Modelfile, which ``show`` returns.
        requires: The Ollama version that the model requires.
        renderer: Name of the built-in renderer of prompts.
        parser: Name of the built-in parser of answers.
        remote_model: Name of the model on another server, for a cloud model.
        remote_host: URL of that server.
    """

    name: str
    capabilities: tuple[str, ...] = ("completion", "tools")
    family: str = "llama"
    parameter_size: str = "3.2B"
    quantization_level: str = "Q4_K_M"
    size: int = 2_019_393_189
    modified_at: datetime = field(default_factory=local_now)
    context_length: int = 131_072
    embedding_length: int = 3_072
    format: str = "gguf"
    parent_model: str = ""
    template: str = "{{ .System }}{{ .Prompt }}"
    chat_template: str = ""
    system: str = ""
    license: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    messages: tuple[Mapping[str, Any], ...] = ()
    requires: str = ""
    renderer: str = ""
    parser: str = ""
    remote_model: str = ""
    remote_host: str = ""

    @property
    def digest(self) -> str:
        """64 hexadecimal digits that depend on the content of the model, but not on its name."""
        content = (
            self.family,
            self.parameter_size,
            self.quantization_level,
            self.size,
            self.capabilities,
            self.template,
            self.chat_template,
            self.system,
            self.license,
            sorted(self.parameters.items()),
            self.messages,
            self.remote_model,
            self.remote_host,
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()

    def details(self, *, lengths: bool = False, parent: bool = True) -> dict[str, Any]:
        """Return the ``details`` object.

        Args:
            lengths: Whether to add the lengths, which only the list of models has.
            parent: Whether to include the name of the parent model.
        """
        details: dict[str, Any] = {
            "parent_model": self.parent_model if parent else "",
            "format": self.format,
            "family": self.family,
            "families": [self.family] if self.family else None,
            "parameter_size": self.parameter_size,
            "quantization_level": self.quantization_level,
        }
        if lengths:
            details |= without_empty(
                {
                    "context_length": self.context_length,
                    "embedding_length": self.embedding_length,
                }
            )
        return details


@dataclass
class Loaded:
    """A loaded model, with its expiry time and context length."""

    model: Model
    expires_at: datetime
    context_length: int


class ModelStore:
    """The models of one server. Safe to use from many threads."""

    def __init__(self, models: Iterable[Model], registry: Iterable[Model]) -> None:
        self._lock = threading.Lock()
        self._models: dict[str, Model] = {}
        self._loaded: dict[str, Loaded] = {}
        self._registry: dict[str, Model] = {}
        for model in models:
            self.put(model)
            self.offer(model)
        for model in registry:
            self.offer(model)

    # -- on disk ---------------------------------------------------------------------------------

    def put(self, model: Model, *, is_new: bool = False) -> Model:
        """Add or replace a model, and return it with its full name.

        Args:
            model: The model.
            is_new: Whether the model is created under this name; see `parse_name`.

        Raises:
            ApiError: 400 if the name is invalid.
        """
        name = valid_name(model.name, is_new=is_new)
        with self._lock:
            known = self._models.pop(name.key, None)
            # An existing name keeps its case.
            name_kept = known.name if known else name.display
            # Times are compared later, so all of them must have a time zone.
            model = replace(model, name=name_kept, modified_at=model.modified_at.astimezone())
            self._models[name.key] = model
        return model

    def find(self, text: str) -> Model | None:
        """Return the model with the name ``text``, or None."""
        name = parse_name(text)
        if name is None:
            return None
        with self._lock:
            return self._models.get(name.key)

    def remove(self, model: Model) -> None:
        """Delete a model and unload it."""
        key = valid_name(model.name).key
        with self._lock:
            self._models.pop(key, None)
            self._loaded.pop(key, None)

    def newest_first(self) -> list[Model]:
        """Return every model, the most recently modified first."""
        with self._lock:
            models = list(self._models.values())
        models.reverse()  # Of models with equal times, the last stored comes first.
        models.sort(key=lambda model: model.modified_at, reverse=True)
        return models

    # -- in memory -------------------------------------------------------------------------------

    def load(self, model: Model, keep_alive: float, context_length: int) -> bool:
        """Load a model for ``keep_alive`` seconds, and return whether it was loaded before."""
        key = valid_name(model.name).key
        entry = Loaded(model, local_now() + timedelta(seconds=keep_alive), context_length)
        with self._lock:
            self._drop_expired()
            was_loaded = key in self._loaded
            self._loaded[key] = entry  # With a lifetime of 0, the next read drops it.
        return was_loaded

    def unload(self, model: Model) -> None:
        """Remove a model from memory."""
        with self._lock:
            self._loaded.pop(valid_name(model.name).key, None)

    def loaded(self) -> list[Loaded]:
        """Return the loaded models. The one that expires last comes first."""
        with self._lock:
            self._drop_expired()
            entries = list(self._loaded.values())
        return sorted(entries, key=lambda entry: entry.expires_at, reverse=True)

    def _drop_expired(self) -> None:
        now = local_now()
        for key in [key for key, entry in self._loaded.items() if entry.expires_at <= now]:
            del self._loaded[key]

    # -- in the registry -------------------------------------------------------------------------

    def offer(self, model: Model) -> None:
        """Make a model available to ``pull``, under every tag of its name."""
        name = valid_name(model.name)
        with self._lock:
            self._registry.setdefault(_registry_key(name), replace(model, name=name.display))

    def offered(self, name: ModelName) -> Model | None:
        """Return the model that pulling ``name`` stores, or None."""
        with self._lock:
            model = self._registry.get(_registry_key(name))
        return None if model is None else replace(model, name=name.display, modified_at=local_now())


def valid_name(text: str, *, is_new: bool = False) -> ModelName:
    """Return the parts of a model name, or raise ApiError 400 if it is invalid."""
    name = parse_name(text, is_new=is_new)
    if name is None:
        raise ApiError(400, "invalid model name")
    return name


def _registry_key(name: ModelName) -> str:
    return name._replace(tag="latest").key
