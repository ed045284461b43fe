"""The models a run may name: those it was given, and its own, which it makes and deletes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, cast

import httpx

#: What stands in the place of a name in a request.
GIVEN, NEW, OWN = "given", "new", "own"

#: Which fields of a request name a model, and which kind of model belongs there.
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


#: No more text than this from a real model.
_FEW_TOKENS = 8
#: The operations whose `options` bound the text.
_WITH_OPTIONS = ("generateChat", "generateText")
#: The fields that bound it elsewhere, and where they are read.
_LIMITS = {
    "createChatCompletion": "max_tokens",
    "createCompletion": "max_tokens",
    "createMessage": "max_tokens",
    "createResponse": "max_output_tokens",
    "compactResponse": "max_output_tokens",
}


class ForeignModelError(RuntimeError):
    """A request would have changed a model that is not the run's own."""


class Models:
    """Names for requests, and the life of the run's own models.

    Args:
        http: Client with the server's base URL.
        given: Models that exist already, the most wanted first. They are never changed.
        prefix: Namespace of the run's own models; no other model may be in it.

    Raises ValueError when the server lacks one of the given models.
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
        """Return the first given model that can do all that is needed, and whether there is one."""
        for name in self._given:
            if set(needs) <= self._capabilities(name):
                return name, True
        return next(iter(self._given)), False

    def _capabilities(self, name: str) -> frozenset[str]:
        """Return what a given model can do; asked for when that is first of interest."""
        if name not in self._shown:
            self._shown.add(name)
            self._given[name] |= shown(self._http, name)
        return self._given[name]

    def new(self) -> str:
        """Return a name that no model has, to be deleted in the end."""
        self._count += 1
        # A namespace of its own, for a model without one cannot be pushed.
        name = f"{self._prefix}/model-{self._count}"
        self.own.append(name)
        return name

    def make(self) -> str:
        """Make a model of one's own from the first given one and return its name.

        Raises httpx.HTTPError when the server does not make it.
        """
        source, name = next(iter(self._given)), self.new()
        body = {"source": source, "destination": name}
        self._http.post("/api/copy", json=body).raise_for_status()
        return name

    def unknown(self) -> str:
        """Return a name that no model has nor gets."""
        return f"{self._prefix}/unknown"

    def renamed(
        self, operation: str, body: Mapping[str, Any], names: Mapping[str, str] | None = None
    ) -> tuple[dict[str, Any], bool]:
        """Return a request body that names models of this run, and whether they can do it.

        Only fields with a text change. `names` are those to use for NEW and OWN; by default a new
        model is named and one of one's own is made.
        """
        needs = needed(operation, body)
        given, able = self.given(needs)
        roles = ROLES.get(operation, _OTHERS)
        changed = dict(body)
        for key, value in body.items():
            # Go's decoder finds a field whatever the case of its letters.
            role = roles.get(key.lower())
            if role is not None and isinstance(value, str):
                changed[key] = given if role == GIVEN else self._own_name(role, names)
        return changed, able

    def _own_name(self, role: str, names: Mapping[str, str] | None) -> str:
        if names is not None:
            return names[role]
        return self.new() if role == NEW else self.make()

    def guard(self, operation: str, body: object) -> None:
        """Raise ForeignModelError for a request that would change a model of somebody else."""
        for key, value in _items(body):
            role = ROLES.get(operation, {}).get(key.lower(), GIVEN)
            if role != GIVEN and isinstance(value, str) and not self._is_harmless(value):
                raise ForeignModelError(f"{operation} must not name {value!r} in {key!r}")

    def _is_harmless(self, name: str) -> bool:
        return not name or name.startswith(f"{self._prefix}/")

    # -- the end ---------------------------------------------------------------------------------

    def remove(self) -> list[str]:
        """Delete the run's own models; return what could not be deleted."""
        offered = available_models(self._http)
        left = [name for name in offered if name.startswith(f"{self._prefix}/")]
        kept: list[str] = []
        for name in left:
            if self._http.request("DELETE", "/api/delete", json={"model": name}).is_error:
                kept.append(name)
        self.own.clear()
        return kept

    def unload(self) -> None:
        """Let the server drop the given models from memory."""
        for name in self._given:
            self._http.post("/api/generate", json={"model": name, "keep_alive": 0})


def available_models(http: httpx.Client) -> dict[str, frozenset[str]]:
    """Return the models of a server, by full name, with what each can do.

    Raises httpx.HTTPError when the server does not answer, ValueError when it answers nonsense.
    """
    listed = http.get("/api/tags").raise_for_status().json()
    try:
        return {one["model"]: frozenset(one.get("capabilities", ())) for one in listed["models"]}
    except (KeyError, TypeError, AttributeError):
        raise ValueError("GET /api/tags does not list models: is this an Ollama server?") from None


def shown(http: httpx.Client, name: str) -> frozenset[str]:
    """Return what a model can do, as the server says of it alone: lists tell less, or nothing."""
    answer = http.post("/api/show", json={"model": name})
    told = as_json_object(answer.content) if answer.is_success else None
    return frozenset((told or {}).get("capabilities") or ())


def economical(operation: str, body: dict[str, Any]) -> dict[str, Any]:
    """Return a request that costs a real server little: few tokens, no conversion of weights."""
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
        # What is generated has values of any kind, and those that are not text cannot be looked up.
        if key == "type" and isinstance(value, str) and value in _NEEDED_BY_PART:
            found.add(_NEEDED_BY_PART[value])
    return frozenset(found)


def as_json_object(data: object) -> dict[str, Any] | None:
    """Return a JSON object given as such or as its text; None for anything else."""
    if isinstance(data, (bytes, str)):
        try:
            data = json.loads(data)
        except ValueError:
            return None
    return cast("dict[str, Any]", data) if isinstance(data, dict) else None


def _items(body: object) -> Iterator[tuple[str, Any]]:
    yield from (as_json_object(body) or {}).items()


def _deep_items(value: object) -> Iterator[tuple[str, Any]]:
    """Yield the items of all objects in a body but those in `parameters` and `format`: schemas."""
    if isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _deep_items(item)
    elif isinstance(value, dict):
        for key, item in cast("dict[str, Any]", value).items():
            yield key, item
            if key not in ("parameters", "format", "tools", "options"):
                yield from _deep_items(item)
