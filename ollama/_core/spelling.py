"""Owns the warnings of names that the server ignores in silence, where a known one is near."""

from __future__ import annotations

import inspect
import os
import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from ollama_client._runtime.model import WireModel

__all__ = ["SpellingWarning"]

#: The environment variable that switches the warnings off: 0, off, false or no.
SETTING = "OLLAMA_SPELLING_WARNINGS"

_ROLES = ("assistant", "system", "tool", "user")

#: How alike two names are, of 1, to be taken for one.
_NEAR = 0.8

_seen: set[tuple[str, str]] = set()


class SpellingWarning(UserWarning):
    """A name that the server ignores is nearly one that it knows. Given once for each name."""


def check(what: str, given: Mapping[str, Any], model_name: str) -> None:
    """Warn of keys that are nearly fields of a model."""
    from ollama_client import models  # the answer of the call needs them, but making a client not

    model: type[WireModel] = getattr(models, model_name)
    for name in given.keys() - model.model_fields.keys():
        _warn(what, name, (field.wire for field in model.model_fields.values()))


def check_role(role: Any) -> None:
    """Warn of a role that is nearly one of the usual ones."""
    if role not in _ROLES:
        _warn("role", role, _ROLES)


def check_tool(name: Any) -> None:
    """Warn of the definition of a function that has no name: the model cannot call it."""
    if not name:
        _tell("tool", "", "a tool has no function name: the model cannot call it")


def _warn(what: str, name: Any, known: Iterable[str]) -> None:
    import difflib  # for mistakes only

    if not isinstance(name, str) or (what, name) in _seen:
        return
    near = difflib.get_close_matches(name, [*known], 1, _NEAR)
    if near and near[0] != name:
        _tell(what, name, f"{name!r} is not a known {what}: did you mean {near[0]!r}?")


def is_off() -> bool:
    """Return whether the environment switches help with spelling off."""
    return os.environ.get(SETTING, "").strip().lower() in ("0", "off", "false", "no")


def _tell(what: str, name: str, text: str) -> None:
    if (what, name) in _seen or is_off():
        return
    _seen.add((what, name))
    text = f"{text} (said once; {SETTING}=0 switches this off)"
    warnings.warn(text, SpellingWarning, stacklevel=_frames_of_ours())


def _frames_of_ours() -> int:
    """Return how many frames up the caller of this package is, as `warnings.warn` counts."""
    frame, count = cast("Any", inspect.currentframe()).f_back, 1
    package = __name__.partition(".")[0]
    while frame.f_back and str(frame.f_globals.get("__name__", "")).partition(".")[0] == package:
        frame, count = frame.f_back, count + 1
    return count
