"""Owns converting the arguments of a call to the JSON body of its request, for both clients.

Arguments that cannot be sent raise an `InvalidRequestError` that names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from itertools import chain
from typing import Any

from ollama_client._runtime import bounds, codec, spelling
from ollama_client._runtime.model import WireModel, is_mapping, to_wire
from ollama_client._runtime.refusals import within
from ollama_client.client import as_timeout, demand_headers
from ollama_client.errors import InvalidRequestError

from ollama._core import lazy

#: Settings that `_request` accepts under the same names.
BOUNDS = ("deadline", "max_retries")

ROLES = ("assistant", "system", "tool", "user")
_KNOWN_ROLES = frozenset(ROLES)

_TEXT, _DICT = {str}, {dict}
_UNORDERED: tuple[type, ...] = (set, frozenset, Mapping)

#: Keys of messages with only text. Messages with other keys are converted one by one.
_TEXT_KEYS = frozenset({"role", "content", "thinking", "tool_name"})

unexpected, demand_count = bounds.unexpected, bounds.demand_count

#: Text that the server would treat as a duration without a unit, and reject.
_NUMBER = r"\s*[+-]?\d+(\.\d+)?\s*"


def for_http(call: lazy.CallSettings) -> dict[str, Any]:
    """Return the settings of a call as keywords of `_request`, without those for its body."""
    if not call:
        return {}
    bounds.checked_settings(call)
    options: dict[str, Any] = {name: it for name, it in call.items() if name in BOUNDS}
    if "extra_headers" in call:
        demand_headers("extra_headers", call["extra_headers"])
        options["headers"] = dict(call["extra_headers"])
    if "timeout" in call:
        options["timeout"] = as_timeout(call["timeout"])
    return options


def demand_settings(function: str, call: Mapping[str, Any], others: Iterable[str] = ()) -> None:
    """Raise an error for keywords that are not settings of a call."""
    demand_keywords(function, call, lazy.CallSettings.__annotations__, others)


def demand_keywords(
    function: str, given: Mapping[str, Any], known: Iterable[str], others: Iterable[str] = ()
) -> None:
    """Raise an error for keywords that a function does not have."""
    if unknown := given.keys() - set(known):
        from ollama._core.hints import wrong_keyword  # only needed for errors

        raise wrong_keyword(function, min(unknown), [*known, *others])


# ---------------------------------------------------------------------- bodies


def checked(name: str, value: Any, convert: Callable[[Any], Any]) -> Any:
    """Return an argument, converted by the converter of its field."""
    try:
        return convert(value)
    except ValueError as error:
        first, *_ = str(within(error, name, name)).splitlines()
        raise InvalidRequestError(first) from None


def too_deep(given: Mapping[str, Any]) -> InvalidRequestError | None:
    """Return the error for the first argument that is nested too deeply, or None."""
    for name, value in given.items():
        try:
            to_wire(value)
        except RecursionError:
            return InvalidRequestError(f"{name}: {codec.too_deep(value)}")
        except (TypeError, ValueError, OSError):
            continue
    return None


def model_name(value: Any, name: str = "model") -> str:
    """Return the name of a model. Bytes are decoded."""
    if isinstance(value, bytes):
        value = decoded(value, name)
    if not isinstance(value, str) or not value:
        raise InvalidRequestError(unexpected(name, "the name of a model", value))
    return value


def decoded(value: bytes | bytearray, name: str) -> str:
    """Return the text of bytes."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise InvalidRequestError(unexpected(name, "UTF-8 text", value)) from None


def options(value: Any, name: str = "options") -> Any:
    """Return the options to send. A mapping is copied, including None and unknown names."""
    if value is None or isinstance(value, WireModel):
        return value
    if is_mapping(value):
        spelling.check("option", value, names_of("Options"))
        return dict(value)
    raise InvalidRequestError(unexpected(name, "a mapping or Options", value))


def names_of(model_name: str) -> Mapping[str, Any]:
    from ollama_client import models  # needed for calls, but not to create a client

    model: type[WireModel] = getattr(models, model_name)
    return model.model_fields


def keep_alive(value: Any) -> Any:
    """Return how long to keep the model loaded. Timedeltas and numeric text become numbers."""
    from decimal import Decimal  # imported here because few calls set it

    if isinstance(value, Decimal) or (isinstance(value, str) and re.fullmatch(_NUMBER, value)):
        value = float(value)
        return int(value) if value.is_integer() else value
    return value.total_seconds() if isinstance(value, timedelta) else value


def texts(value: object, name: str) -> Any:
    """Return one text unchanged, and any iterable of texts as a list."""
    if value is None or isinstance(value, (str, bytes)):
        return value
    if isinstance(value, _UNORDERED) or not isinstance(value, Iterable):
        raise InvalidRequestError(unexpected(name, "str or list", value))
    return items(value, name)


# ---------------------------------------------------------------------- messages


def message_list(value: Any) -> list[Any]:
    """Return messages as a list, without converting them.

    A single message becomes a list with one message. A string becomes a message of the user.
    """
    if value is None:
        return []
    if isinstance(value, str):
        return [{"role": "user", "content": value}]
    single = is_mapping(value) or isinstance(value, WireModel)
    return [value] if single else items(value, "messages")


def wire_messages(value: Any, allow_paths: bool | None = None) -> list[dict[str, Any]]:
    """Return the messages to send. Images are encoded, and None values are removed.

    It is a `TextDicts` if all messages are text. It is replaced before a program may change it.
    """
    messages = message_list(value)
    if are_plain(messages):
        # copies, because overrides of `_request` may change them
        return codec.TextDicts(map(dict, messages))
    from ollama._core.messages import wire_others  # imported here because most messages are plain

    return wire_others(messages, allow_paths)


def items(value: Any, name: str) -> list[Any]:
    """Return the items of any iterable except text."""
    if isinstance(value, (str, bytes)):
        raise InvalidRequestError(unexpected(name, "a list", value))
    try:
        return list(value)
    except TypeError:
        raise InvalidRequestError(unexpected(name, "a list", value)) from None


def are_plain(messages: list[Any]) -> bool:
    """Return whether messages can be sent unchanged: known keys, text values, known roles.

    This is usual, so the loops run in C.
    """
    return (
        {*map(type, messages)} == _DICT
        and {*map(type, chain.from_iterable(map(codec.values_of, messages)))} == _TEXT
        and _TEXT_KEYS.issuperset(chain.from_iterable(messages))
        and _KNOWN_ROLES.issuperset([message.get("role") for message in messages])
    )
