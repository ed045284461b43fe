"""The bounds of calls: how long they may take, how often they are made again, what ends them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard, TypeVar, cast
from weakref import WeakSet

from .errors import InvalidRequestError
from .retries import Retries
from .stopping import Stop

__all__ = [
    "FOREVER",
    "Bounded",
    "bounds_of",
    "checked_settings",
    "demand_count",
    "is_count",
    "is_number",
    "settings_of",
    "unexpected",
]

#: Seconds; what waits for longer than a year waits for ever.
FOREVER = 366 * 24 * 3600.0

SettingsT = TypeVar("SettingsT")


def unexpected(where: str, expected: str, value: object) -> str:
    """Return what to say of an argument that cannot be used: what was expected, and what it is."""
    from .refusals import shown  # for mistakes only

    return f"{where}: expected {expected}, got {shown(value)}"


def demand_count(name: str, value: object, least: int = 0) -> None:
    """Refuse an argument that is not a whole number, or less than the least.

    Raises:
        InvalidRequestError: Names the argument.
    """
    if not is_count(value) or value < least:
        expected = f"an int of {least} or more" if least else "a count"
        raise InvalidRequestError(unexpected(name, expected, value))


def is_count(value: object) -> TypeGuard[int]:
    """Return whether a value is a whole number from 0."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_number(value: object) -> bool:
    """Return whether a value is a number; True and False are none."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def checked_settings(settings: SettingsT) -> SettingsT:
    """Return the settings of a call, which can be used.

    Raises:
        InvalidRequestError: The deadline is not a time, or the retries are not a count.
        TypeError: The further keys of the body are not a mapping.
    """
    given = cast("Mapping[str, Any]", settings)
    deadline = given.get("deadline")
    if deadline is not None and (not is_number(deadline) or not 0 < deadline < FOREVER):
        raise InvalidRequestError(unexpected("deadline", "seconds, more than 0", deadline))
    demand_count("max_retries", given.get("max_retries", 0))
    extra = given.get("extra_body")
    if extra is not None and not isinstance(extra, Mapping):
        raise TypeError(unexpected("extra_body", "a mapping", extra))
    return settings


class Bounded:
    """A client whose calls have bounds, and can be ended all at once."""

    _defaults: Any
    """The settings of every call that names no others."""
    _stops: WeakSet[Stop]
    """What ends the calls that go on."""

    def __init__(self) -> None:
        self._defaults = {}
        self._stops = WeakSet()

    def abort(self) -> None:
        """End all calls of this client that go on, from whichever thread.

        Loops over streams end at once, without an error; whoever waits for a whole answer gets a
        `StreamStoppedError`. The client can be used again at once.
        """
        for stop in list(self._stops):
            stop.stop()

    def _bounds(self, request: dict[str, Any]) -> tuple[Stop, Retries]:
        """Take the bounds of a call out of its keywords; return what ends it, and its retries."""
        stop = Stop(request.pop("deadline", self._defaults.get("deadline")))
        self._stops.add(stop)
        most = request.pop("max_retries", self._defaults.get("max_retries", 0))
        return stop, Retries(most, request.get("content", request.get("files")))


def bounds_of(client: object, request: dict[str, Any]) -> tuple[Stop, Retries]:
    """Take the bounds of a call out of its keywords; return what ends it, and its retries."""
    bounded: Any = client if isinstance(client, Bounded) else Bounded()
    return cast("tuple[Stop, Retries]", bounded._bounds(request))


def settings_of(client: object, call: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings of a call with those that its client has for all.

    Raises:
        InvalidRequestError: The deadline is no time, or the retries are no count.
    """
    own: Mapping[str, Any] = getattr(client, "_defaults", {})
    headers = {**own.get("headers", {}), **own.get("extra_headers", {}), **call.get("headers", {})}
    return checked_settings({**own, **call, **({"headers": headers} if headers else {})})
