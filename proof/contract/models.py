"""The models that a run may use: given ones, and its own, which it creates and deletes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, cast

import httpx

#: Placeholders for names in requests.
GIVEN, NEW, OWN = "given", "new", "own"

#: The fields of requests that have a model name, and the kind of model.
ROLES: dict[str, dict[str, str]] = {
    "createModel": {"model": NEW, "name": NEW, "from": GIVEN},
    "copyModel": {"source": GIVEN, "destination": NEW},
    "deleteModel": {"model": OWN, "name": OWN},
    "pushModel": {"model": OWN, "name": OWN},
}
_OTHERS = {"model": GIVEN, "name": GIVEN}

#: The capability that every request to an operation needs.
_NEEDED_BY_OPERATION = {
    "generateEmbeddings": "embedding",
    "generateLegacyEmbedding": "embedding",
    "createOpenaiEmbeddings": "embedding",
    "answerQuestions": "systemone",
    "createTranscription": "audio",
}
#: The capability that a request with this field needs.
_NEEDED_BY_FIELD = {
    "suffix": "insert",
    "images": "vision",
    "think": "thinking",
    "thinking": "thinking",
    "reasoning": "thinking",
    "reasoning_effort": "thinking",
    "tools": "tools",
}
#: The capability that a request with a part of this `type` needs.
_NEEDED_BY_PART = {
    "image": "vision",
    "image_url": "vision",
    "input_image": "vision",
    "input_audio": "audio",
}


#: Maximum length of text from a real model.
_FEW_TOKENS = 8
#: The operations whose `options` limit the text.
_WITH_OPTIONS = ("generateChat", "generateText")
#: The fields that limit it in other operations, and where they are read.
_LIMITS = {
    "createChatCompletion": "max_tokens",
    "createCompletion": "max_tokens",
    "createMessage": "max_tokens",
    "createResponse": "max_output_tokens",
    "compactResponse": "max_output_tokens",
}


class ForeignModelError(RuntimeError):
    """A request would change a model that does not belong to the run."""


class Models:
    """Names for requests, and managing the run's own models.

    Args:
        http: Client with the server's base URL.
        given: Existing models, the preferred ones first. They are never changed.
        prefix: Namespace of the run's own models. No other model may be in it.

    Raises ValueError if the server lacks one of the given models.
    """

    def __init__(self, http: httpx.Client, given: Sequence[str], prefix: str) -> None:
        self._http = http
        self._prefix = prefix
        self._count = 0
        self.own: list[str] = []
        offered = available_models(http)
        missing = [name for name in given if full_name(name) not in offered]
        if missing or not given:
            known = ", ".join(offered) or "none"
            raise ValueError(f"the server has no model {', '.join(missing)!r}; it has: {known}")
        self._given = {name: offered[full_name(name)] for name in given}
        self._shown: set[str] = set()

    # -- names -----------------------------------------------------------------------------------

    def given(self, needs: Collection[str] = ("completion",)) -> tuple[str, bool]:
        """Return the first given model with all needed capabilities, and whether there is one."""
        for name in self._given:
            if set(needs) <= self._capabilities(name):
                return name, True
        return next(iter(self._given)), False

    def _capabilities(self, name: str) -> frozenset[str]:
        """Return the capabilities of a given model, which are requested on first use."""
        if name not in self._shown:
            self._shown.add(name)
            self._given[name] |= shown(self._http, name)
        return self._given[name]

    def new(self) -> str:
        """Return an unused name. The model is deleted at the end."""
        self._count += 1
        # It has its own namespace, because a model without one cannot be pushed.
        name = f"{self._prefix}/model-{self._count}"
        self.own.append(name)
        return name

    def make(self) -> str:
        """Create a model from the first given one, and return its name.

        Raises httpx.HTTPError if the server does not create it.
        """
        source, name = next(iter(self._given)), self.new()
        body = {"source": source, "destination": name}
        self._http.post("/api/copy", json=body).raise_for_status()
        return name

    def unknown(self) -> str:
        """Return a name that no model ever has."""
        return f"{self._prefix}/unknown"

    def renamed(
        self, operation: str, body: Mapping[str, Any], names: Mapping[str, str] | None = None
    ) -> tuple[dict[str, Any], bool]:
        """Return a request body with models of this run, and whether they support it.

        Only fields with text are changed. `names` are the names for NEW and OWN. Default: a new
        name, and a newly created model.
        """
        needs = needed(operation, body)
        given, able = self.given(needs)
        roles = ROLES.get(operation, _OTHERS)
        changed = dict(body)
        for key, value in body.items():
            # Go's decoder ignores the case of field names.
            role = roles.get(key.lower())
            if role is not None and isinstance(value, str):
                changed[key] = given if role == GIVEN else self._own_name(role, names)
        return changed, able

    def _own_name(self, role: str, names: Mapping[str, str] | None) -> str:
        if names is not None:
            return names[role]
        return self.new() if role == NEW else self.make()

    def guard(self, operation: str, body: object) -> None:
        """Raise ForeignModelError if a request would change another model."""
        for key, value in _items(body):
            role = ROLES.get(operation, {}).get(key.lower(), GIVEN)
            if role != GIVEN and isinstance(value, str) and not self._is_harmless(value):
                raise ForeignModelError(f"{operation} must not name {value!r} in {key!r}")

    def _is_harmless(self, name: str) -> bool:
        return not name or name.startswith(f"{self._prefix}/")

    # -- the end ---------------------------------------------------------------------------------

    def remove(self) -> list[str]:
        """Delete the run's own models. Return those that could not be deleted."""
        offered = available_models(self._http)
        left = [name for name in offered if name.startswith(f"{self._prefix}/")]
        kept: list[str] = []
        for name in left:
            if self._http.request("DELETE", "/api/delete", json={"model": name}).is_error:
                kept.append(name)
        self.own.clear()
        return kept

    def unload(self) -> None:
        """Unload the given models."""
        for name in self._given:
            self._http.post("/api/generate", json={"model": name, "keep_alive": 0})


def available_models(http: httpx.Client) -> dict[str, frozenset[str]]:
    """Return the models of a server by full name, with their capabilities.

    Raises httpx.HTTPError if the server does not answer, ValueError if the answer is invalid.
    """
    listed = http.get("/api/tags").raise_for_status().json()
    try:
        return {one["model"]: frozenset(one.get("capabilities", ())) for one in listed["models"]}
    except (KeyError, TypeError, AttributeError):
        raise ValueError("GET /api/tags does not list models: is this an Ollama server?") from None


def shown(http: httpx.Client, name: str) -> frozenset[str]:
    """Return the capabilities of a model from its details, because lists have fewer or none."""
    answer = http.post("/api/show", json={"model": name})
    told = as_json_object(answer.content) if answer.is_success else None
    return frozenset((told or {}).get("capabilities") or ())


def economical(operation: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a request that is cheap for a real server: few tokens, no conversion of weights."""
    costly = ("quantize", "quantization", "draft_quantize")
    kept = {key: value for key, value in body.items() if key not in costly}
    options = kept.get("options")
    if operation in _WITH_OPTIONS and (options is None or isinstance(options, dict)):
        given = cast("dict[str, Any]", options or {})
        kept["options"] = {**given, "num_predict": _FEW_TOKENS}
    limit = _LIMITS.get(operation)
    if limit is not None:
        kept = {key: value for key, value in kept.items() if key != "max_completion_tokens"}
        kept[limit] = _FEW_TOKENS if isinstance(kept.get(limit, 1), int) else kept[limit]
    return kept


def full_name(name: str) -> str:
    """Return a model's name with its tag."""
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"


def needed(operation: str, body: object) -> frozenset[str]:
    """Return the capabilities that a model must have for a request to succeed."""
    if operation in _NEEDED_BY_OPERATION:
        return frozenset((_NEEDED_BY_OPERATION[operation],))
    found = {"completion"}
    for key, value in _deep_items(body):
        if key in _NEEDED_BY_FIELD and value not in (None, False, "", [], {}):
            found.add(_NEEDED_BY_FIELD[key])
        # Generated bodies have values of any kind. Only text can be looked up.
        if key == "type" and isinstance(value, str) and value in _NEEDED_BY_PART:
            found.add(_NEEDED_BY_PART[value])
    return frozenset(found)


def as_json_object(data: object) -> dict[str, Any] | None:
    """Return a JSON object that is given as an object or as text; None for anything else."""
    if isinstance(data, (bytes, str)):
        try:
            data = json.loads(data)
        except ValueError:
            return None
    return cast("dict[str, Any]", data) if isinstance(data, dict) else None


def _items(body: object) -> Iterator[tuple[str, Any]]:
    yield from (as_json_object(body) or {}).items()


def _deep_items(value: object) -> Iterator[tuple[str, Any]]:
    """Yield the items of all objects in a body, except schemas in `parameters` and `format`."""
    if isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _deep_items(item)
    elif isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            yield key, item
            if key not in ("parameters", "format", "tools", "options"):
                yield from _deep_items(item)
