"""Owns turning the arguments of a call into the JSON body of its request, for both clients."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import chain
from typing import Any

from ollama_client._runtime import bounds, codec, spelling
from ollama_client._runtime.model import WireModel, is_mapping
from ollama_client._runtime.refusals import within
from ollama_client.client import as_timeout, demand_headers
from ollama_client.errors import InvalidRequestError

from ollama._core import lazy

#: Settings that `_request` takes under the same names.
BOUNDS = ("deadline", "max_retries")

ROLES = ("assistant", "system", "tool", "user")
_KNOWN_ROLES = frozenset(ROLES)

_TEXT, _DICT = {str}, {dict}

#: The keys of messages that are nothing but text; the rest is looked at one by one.
_TEXT_KEYS = frozenset({"role", "content", "thinking", "tool_name"})

unexpected, demand_count = bounds.unexpected, bounds.demand_count
is_count, is_number = bounds.is_count, bounds.is_number

#: Text that the server would take for a duration without a unit, and refuse.
_NUMBER = re.compile(r"\s*[+-]?\d+(\.\d+)?\s*")


def for_http(call: lazy.CallSettings) -> dict[str, Any]:
    """Return the settings of a call as keywords of `_request`, but for what goes into its body.

    Raises:
        InvalidRequestError: A header or a bound cannot be used.
    """
    bounds.checked_settings(call)
    options: dict[str, Any] = {name: it for name, it in call.items() if name in BOUNDS}
    if "extra_headers" in call:
        demand_headers("extra_headers", call["extra_headers"])
        options["headers"] = dict(call["extra_headers"])
    if "timeout" in call:
        options["timeout"] = as_timeout(call["timeout"])
    return options


def demand_settings(function: str, call: Mapping[str, Any], others: Iterable[str] = ()) -> None:
    """Refuse keywords of a function that are not settings of a call.

    Args:
        function: Its name.
        call: The keywords.
        others: Its other parameters, one of which may be meant.

    Raises:
        TypeError: A keyword is unknown.
    """
    demand_keywords(function, call, lazy.CallSettings.__annotations__, others)


def demand_keywords(
    function: str, given: Mapping[str, Any], known: Iterable[str], others: Iterable[str] = ()
) -> None:
    """Refuse keywords that a function does not know.

    Raises:
        TypeError: A keyword is unknown; names the function, and the name that may be meant.
    """
    if unknown := given.keys() - set(known):
        from ollama._core.hints import wrong_keyword  # for mistakes only

        raise wrong_keyword(function, min(unknown), [*known, *others])


# ---------------------------------------------------------------------- bodies


def checked(name: str, value: Any, convert: Callable[[Any], Any]) -> Any:
    """Return an argument as the converter of its field makes it.

    Raises:
        InvalidRequestError: It has the wrong type.
    """
    try:
        return convert(value)
    except ValueError as error:
        first, *_ = str(within(error, name, name)).splitlines()
        raise InvalidRequestError(first) from None


def model_name(value: Any, name: str = "model") -> str:
    """Return the name of a model.

    Raises:
        InvalidRequestError: The value is none.
    """
    if isinstance(value, bytes):
        value = value.decode()
    if not isinstance(value, str) or not value:
        raise InvalidRequestError(unexpected(name, "the name of a model", value))
    return value


def options(value: Any, name: str = "options") -> Any:
    """Return the options to send: a mapping as it is, None values and unknown names included.

    Raises:
        InvalidRequestError: The value is neither a mapping nor Options.
    """
    if value is None or isinstance(value, WireModel):
        return value
    if is_mapping(value):
        spelling.check("option", value, names_of("Options"))
        return dict(value)
    raise InvalidRequestError(unexpected(name, "a mapping or Options", value))


def names_of(model_name: str) -> Mapping[str, Any]:
    from ollama_client import models  # the answer of the call needs them, but making a client not

    model: type[WireModel] = getattr(models, model_name)
    return model.model_fields


def keep_alive(value: Any) -> Any:
    """Return how long to keep the model: a timedelta as seconds, a number as a number."""
    from decimal import Decimal  # late: few calls say how long

    if isinstance(value, Decimal) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        value = float(value)
        return int(value) if value.is_integer() else value
    return value.total_seconds() if isinstance(value, timedelta) else value


def texts(value: object, name: str) -> Any:
    """Return one text as it is, and any iterable of texts as a list.

    Raises:
        InvalidRequestError: It is a set, the order of which means nothing, or no list of any kind.
    """
    if value is None or isinstance(value, (str, bytes)):
        return value
    if not _has_order(value):
        raise InvalidRequestError(unexpected(name, "str or list", value))
    return items(value, name)


def _has_order(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (set, frozenset, Mapping))


# ---------------------------------------------------------------------- messages


def message_list(value: Any) -> list[Any]:
    """Return messages as a list, each as it was given.

    A single message counts as a list of one, a plain string as a message of the user.

    Raises:
        InvalidRequestError: The value is no list.
    """
    if value is None:
        return []
    if isinstance(value, str):
        return [{"role": "user", "content": value}]
    single = is_mapping(value) or isinstance(value, WireModel)
    return [value] if single else items(value, "messages")


def wire_messages(value: Any, allow_paths: bool | None = None) -> list[dict[str, Any]]:
    """Return the messages to send, as they were given but for images and None values.

    Raises:
        InvalidRequestError: An item is no message, or has no role.
    """
    messages = message_list(value)
    if are_plain(messages):
        return [*map(dict, messages)]  # copies, for who overrides `_request` may change them
    from ollama._core.messages import wire_others  # late: most messages are plain

    return wire_others(messages, allow_paths)


def items(value: Any, name: str) -> list[Any]:
    """Return the items of an argument that is a list of any kind; text is none.

    Raises:
        InvalidRequestError: The value is no list; names the argument.
    """
    if isinstance(value, (str, bytes)):
        raise InvalidRequestError(unexpected(name, "a list", value))
    try:
        return list(value)
    except TypeError:
        raise InvalidRequestError(unexpected(name, "a list", value)) from None


def are_plain(messages: list[Any]) -> bool:
    """Return whether messages are sent as they are: known keys, texts, known roles.

    Most are. The loops run in C.
    """
    return (
        {*map(type, messages)} == _DICT
        and {*map(type, chain.from_iterable(map(codec.values_of, messages)))} == _TEXT
        and _TEXT_KEYS.issuperset(chain.from_iterable(messages))
        and _KNOWN_ROLES.issuperset([message.get("role") for message in messages])
    )
