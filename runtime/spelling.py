"""Names that are nearly right: an error for keywords, a warning for what a server ignores."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast

from .environment import is_switched_off

#: The environment variable that switches the warnings off: 0, off, no or false.
SETTING = "OLLAMA_SPELLING_WARNINGS"

#: The header of a request that looks for the right name. Servers of tests keep those apart.
EXPLAINING = ("X-Ollama-Purpose", "explain")

#: How alike two names are, of 1, to be taken for one: for a warning, and for the hint of an error.
_NEAR, _NEAR_ENOUGH = 0.8, 0.7

_seen: set[tuple[str, str]] = set()


class SpellingWarning(UserWarning):
    """A name that the server ignores is nearly one that it knows. Given once for each name."""


def nearest(name: Any, known: Iterable[str], likeness: float = _NEAR_ENOUGH) -> str | None:
    """Return the known name that is most like another one; None where none is near."""
    import difflib  # for mistakes only

    return next(iter(difflib.get_close_matches(str(name), [*known], 1, likeness)), None)


def unexpected_keyword(function: str, name: str, hint: str | None) -> TypeError:
    """Return the error for a keyword that a function does not have."""
    return TypeError(
        f"{function}() got an unexpected keyword argument {name!r}{f': {hint}' if hint else ''}"
    )


def demand_keywords(function: str, given: Collection[str], known: Collection[str]) -> None:
    """Refuse keywords that a function does not have.

    Raises:
        TypeError: Names the function, the keyword, and the one that may be meant.
    """
    for name in given:
        if name not in known:
            near = nearest(name, known)
            raise unexpected_keyword(function, name, near and f"did you mean {near!r}?")


def check(what: str, given: Iterable[Any], known: Collection[str]) -> None:
    """Warn of names that are nearly known ones."""
    for name in given:
        if name in known or (what, name) in _seen:
            continue
        near = nearest(name, known, _NEAR)
        if near is not None:
            tell(what, name, f"{name!r} is not a known {what}: did you mean {near!r}?")


def tell(what: str, name: str, text: str) -> None:
    """Warn of a name, once."""
    if (what, name) not in _seen and not is_switched_off(SETTING):
        _seen.add((what, name))
        warn(f"{text} (said once; {SETTING}=0 switches this off)", SpellingWarning)


def warn(text: str, category: type[Warning]) -> None:
    """Give a warning as of the line that called this package, or the one on top of it."""
    import inspect

    frame, count = cast("Any", inspect.currentframe()), 1
    while frame.f_back and _is_ours(frame.f_globals):
        frame, count = frame.f_back, count + 1
    warnings.warn(text, category, stacklevel=count)


def _is_ours(names: Mapping[str, Any]) -> bool:
    package = str(names.get("__name__", "")).partition(".")[0]
    return package in ("ollama", __name__.partition(".")[0])
