# Copied from runtime/bounds.py by `make generate`. Do not edit: edit the original.
"""Owns the bounds of calls: deadlines, retries, and stopping from outside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard, TypeVar, cast
from weakref import WeakSet

from .errors import InvalidRequestError, InvalidTypeError
from .retries import Retries
from .stopping import Stop

__all__ = [
    "FOREVER",
    "Bounded",
    "bounds_of",
    "checked_settings",
    "demand_bool",
    "demand_count",
    "is_count",
    "is_number",
    "settings_of",
    "unexpected",
]

#: One year in seconds. Longer timeouts mean no limit, and longer deadlines are rejected.
FOREVER = 366 * 24 * 3600.0

SettingsT = TypeVar("SettingsT")


def unexpected(where: str, expected: str, value: object) -> str:
    """Return the message for an invalid argument: what was expected, and what was given."""
    from .refusals import shown  # only needed for errors

    return f"{where}: expected {expected}, got {shown(value)}"


def demand_bool(name: str, value: object) -> None:
    """Check that an argument is a bool or None.

    Raises:
        InvalidTypeError: It is neither. The message names the argument.
    """
    if value is not None and not isinstance(value, bool):
        raise InvalidTypeError(unexpected(name, "bool or None", value))


def demand_count(name: str, value: object, least: int = 0) -> None:
    """Check that an argument is an integer of at least `least`.

    Raises:
        InvalidRequestError: It is not. The message names the argument.
    """
    if not is_count(value) or value < least:
        expected = f"an int of {least} or more" if least else "a count"
        raise InvalidRequestError(unexpected(name, expected, value))


def is_count(value: object) -> TypeGuard[int]:
    """Return whether a value is a non-negative int. Booleans do not count."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_number(value: object) -> bool:
    """Return whether a value is an int or a float. Booleans do not count."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def checked_settings(settings: SettingsT) -> SettingsT:
    """Check the settings of a call, and return them unchanged.

    Raises:
        InvalidRequestError: The deadline is not a valid time, or `max_retries` is not a count.
        InvalidTypeError: `extra_body` is not a mapping.
    """
    given = cast("Mapping[str, Any]", settings)
    deadline = given.get("deadline")
    if deadline is not None and (not is_number(deadline) or not 0 < deadline < FOREVER):
        raise InvalidRequestError(unexpected("deadline", "seconds, more than 0", deadline))
    demand_count("max_retries", given.get("max_retries", 0))
    extra = given.get("extra_body")
    if extra is not None and not isinstance(extra, Mapping):
        raise InvalidTypeError(unexpected("extra_body", "a mapping", extra))
    return settings


class Bounded:
    """A client whose calls have bounds and can all be stopped at once."""

    _defaults: Any
    """Default settings for every call."""
    _stops: WeakSet[Stop]
    """The `Stop` objects of running calls."""

    def __init__(self) -> None:
        self._defaults = {}
        self._stops = WeakSet()

    def abort(self) -> None:
        """Stop all running calls of this client. It can be called from any thread.

        Loops over streams end at once, without an error. Calls that wait for a whole answer raise
        `StreamStoppedError`. The client can be used again immediately.
        """
        for stop in list(self._stops):
            stop.stop()

    def _bounds(self, request: dict[str, Any]) -> tuple[Stop, Retries]:
        """Remove the bounds from the keywords of a call, and return its `Stop` and its retries."""
        stop = Stop(request.pop("deadline", self._defaults.get("deadline")))
        self._stops.add(stop)
        most = request.pop("max_retries", self._defaults.get("max_retries", 0))
        return stop, Retries(most, request.get("content", request.get("files")))


def bounds_of(client: object, request: dict[str, Any]) -> tuple[Stop, Retries]:
    """Remove the bounds from the keywords of a call, and return its `Stop` and its retries."""
    bounded: Any = client if isinstance(client, Bounded) else Bounded()
    return cast("tuple[Stop, Retries]", bounded._bounds(request))


def settings_of(client: object, call: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a call, merged with the defaults of its client.

    Raises:
        InvalidRequestError: The deadline is not a valid time, or `max_retries` is not a count.
    """
    own: Mapping[str, Any] = getattr(client, "_defaults", {})
    headers = {**own.get("headers", {}), **own.get("extra_headers", {}), **call.get("headers", {})}
    return checked_settings({**own, **call, **({"headers": headers} if headers else {})})
