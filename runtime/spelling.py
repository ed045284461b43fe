"""Owns hints for misspelled names: errors for keywords, warnings for names the server ignores."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from .environment import is_switched_off

#: The environment variable that switches the warnings off with 0, off, no or false.
SETTING = "OLLAMA_SPELLING_WARNINGS"

#: A header for requests that only look for the right name. The test server recognizes it.
EXPLAINING = ("X-Ollama-Purpose", "explain")

#: Minimum similarity of two names, from 0 to 1: for warnings, and for hints in errors.
_NEAR, _NEAR_ENOUGH = 0.8, 0.7

_seen: set[tuple[str, str]] = set()


class SpellingWarning(UserWarning):
    """A name that the server ignores is similar to a known one. Shown once for each name."""


def nearest(name: Any, known: Iterable[str], likeness: float = _NEAR_ENOUGH) -> str | None:
    """Return the most similar known name, or None if none is similar enough."""
    import difflib  # only needed for errors

    return next(iter(difflib.get_close_matches(str(name), [*known], 1, likeness)), None)


def unexpected_keyword(function: str, name: str, hint: str | None) -> TypeError:
    """Return the error for an unknown keyword of a function."""
    return TypeError(
        f"{function}() got an unexpected keyword argument {name!r}{f': {hint}' if hint else ''}"
    )


def demand_keywords(function: str, given: Collection[str], known: Collection[str]) -> None:
    """Raise an error for unknown keywords of a function.

    Raises:
        TypeError: A keyword is unknown. The message suggests a similar one.
    """
    for name in given:
        if name not in known:
            near = nearest(name, known)
            raise unexpected_keyword(function, name, near and f"did you mean {near!r}?")


def check(what: str, given: Iterable[Any], known: Collection[str]) -> None:
    """Warn about names that are similar to known ones."""
    for name in given:
        if name in known or (what, name) in _seen:
            continue
        near = nearest(name, known, _NEAR)
        if near is not None:
            tell(what, name, f"{name!r} is not a known {what}: did you mean {near!r}?")


def tell(what: str, name: str, text: str) -> None:
    """Warn about a name, once."""
    if (what, name) not in _seen and not is_switched_off(SETTING):
        _seen.add((what, name))
        warn(f"{text} (shown once; {SETTING}=0 switches this off)", SpellingWarning)


def warn(text: str, category: type[Warning]) -> None:
    """Show a warning for the line of the user's code that called this package."""
    import inspect

    frame, count = cast("Any", inspect.currentframe()), 1
    while frame.f_back and _is_ours(frame.f_globals):
        frame, count = frame.f_back, count + 1
    warnings.warn(text, category, stacklevel=count)


def _is_ours(names: Mapping[str, Any]) -> bool:
    package = str(names.get("__name__", "")).partition(".")[0]
    return package in ("ollama", __name__.partition(".")[0])
