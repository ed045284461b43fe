# Copied from runtime/mixins.py by `make generate`. Do not edit: edit the original.
"""Owns additional features of models: text, usage and parsed values.

`x-python-mixin` in the API description names the mixin of a model.
"""

from __future__ import annotations

import copy
from abc import ABCMeta
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Generic, cast

from .model import JsonObject, WireModel, model, new, unset

if TYPE_CHECKING:
    from typing_extensions import Self, TypeVar

    from .usage import Attempt, Usage

    ParsedT = TypeVar("ParsedT", default=Any)
else:
    from typing import TypeVar

    ParsedT = TypeVar("ParsedT")

_NANOSECONDS = 1_000_000_000


class MeasuredMixin(WireModel):
    """An answer with counts and durations."""

    __slots__ = ()

    @property
    def usage(self) -> Usage | None:
        """Tokens, durations and rates; None on all pieces of a stream except the last."""
        counts = {name: _count(self.get(name)) for name in _MEASURES}
        if all(count is None for count in counts.values()):
            return None
        from .usage import Usage  # late: it loads attrs

        cached = _count(self.get("prompt_eval_cached_count"))
        prompt, completion = counts["prompt_eval_count"], counts["eval_count"]
        return Usage(
            prompt_tokens=prompt or 0,
            cached_prompt_tokens=cached,
            completion_tokens=completion or 0,
            tokens_per_second=_rate(completion, counts["eval_duration"]),
            prompt_tokens_per_second=_rate(
                None if prompt is None else prompt - (cached or 0), counts["prompt_eval_duration"]
            ),
            **{name: _time(counts[name]) for name in _MEASURES if name.endswith("_duration")},
        )


_MEASURES = (
    "prompt_eval_count",
    "eval_count",
    "total_duration",
    "load_duration",
    "prompt_eval_duration",
    "eval_duration",
)


#: Counts and times are smaller, because the server's integers have 64 bits.
_LARGEST = 1 << 63


def _count(value: Any) -> int | None:
    """Return a number of tokens or nanoseconds, or None for an invalid value."""
    if isinstance(value, str) and value.isdecimal() and len(value) < 20:
        value = int(value)
    is_number = isinstance(value, (int, float)) and -_LARGEST < value < _LARGEST
    return int(value) if is_number else None


def _rate(tokens: int | None, nanoseconds: int | None) -> float | None:
    return tokens * _NANOSECONDS / nanoseconds if tokens and nanoseconds else None


def _time(nanoseconds: int | None) -> timedelta | None:
    return None if nanoseconds is None else timedelta(microseconds=nanoseconds / 1000)


@model
class StatusResponse(WireModel):
    """Whether a call was successful."""

    status: str = unset()
    """`success`, or `error` for a successful HTTP status other than 200."""

    @classmethod
    def from_dict(cls, data: JsonObject, /) -> Self:
        """Build the model from a decoded JSON object."""
        self = new(cls)
        self._given = data
        self.status = data.get("status")
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object."""
        return self._sendable({"status": self.status})


class MessageMixin(WireModel):
    """A message with text."""

    __slots__ = ()

    if TYPE_CHECKING:
        content: str | None

    @property
    def text(self) -> str:
        """The content; empty if there is none, as with tool calls."""
        return self.content or ""


class EmbedResponseMixin(MeasuredMixin):
    """Vectors. Attributes of other answers that servers do not send here are None."""

    __slots__ = ()

    created_at: ClassVar[str | None] = None
    done: ClassVar[bool | None] = None
    done_reason: ClassVar[str | None] = None
    prompt_eval_duration: ClassVar[int | None] = None
    eval_count: ClassVar[int | None] = None
    eval_duration: ClassVar[int | None] = None


class TokenLogprobMixin(WireModel, metaclass=ABCMeta):
    """A token and its probability. A model with these fields counts as a subclass."""

    __slots__ = ()

    @classmethod
    def __subclasshook__(cls, other: type) -> Any:
        fields: Any = getattr(other, "model_fields", ())
        own = cls.model_fields
        return (bool(own) and all(name in fields for name in own)) or NotImplemented


class Unparsed:
    """Stands for a value that is parsed on first use."""

    __slots__ = ("read",)

    def __init__(self, read: Callable[[str], Any]) -> None:
        self.read = read


class _ParsedMixin(MeasuredMixin, Generic[ParsedT]):
    """An answer whose text may have been parsed: `ChatResponse[Person]` has a `parsed` Person."""

    __slots__ = ("_attempts", "_parsed")

    if not TYPE_CHECKING:
        _attempts: tuple[Any, ...]
        _parsed: ParsedT | Unparsed

    @property
    def text(self) -> str:
        """The text of the answer."""
        raise NotImplementedError

    @property
    def parsed(self) -> ParsedT:
        """The text, parsed into the requested type; None if no type was requested.

        Raises:
            ValueError: The text does not match the type. `parse` would ask the model again.
        """
        value = self._held_value()
        if isinstance(value, Unparsed):
            value = value.read(self.text)
            object.__setattr__(self, "_parsed", value)
        return cast("ParsedT", value)

    def _held_value(self) -> Any:
        return getattr(self, "_parsed", None)

    def will_read(self, read: Callable[[str], Any]) -> None:
        """Set the function that converts the text to `parsed`."""
        object.__setattr__(self, "_parsed", Unparsed(read))

    @property
    def attempts(self) -> tuple[Attempt[Self], ...]:
        """The answers to `parse`, with this one last; empty if `parse` was not used."""
        return getattr(self, "_attempts", ())

    def with_parsed(self, value: Any, /, attempts: tuple[Attempt[Any], ...] = ()) -> Any:
        """Return a copy of the answer with the given `parsed` value."""
        clone: Any = self.model_copy()
        clone._parsed, clone._attempts = value, attempts
        return clone

    def __copy__(self) -> Self:
        clone = super().__copy__()
        _keep_parsed(clone, self._held_value(), self.attempts)
        return clone

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        clone = super().__deepcopy__(memo)
        _keep_parsed(clone, *copy.deepcopy((self._held_value(), self.attempts), memo))
        return clone

    def __reduce__(self) -> tuple[Any, ...]:
        restore, arguments = super().__reduce__()
        value = self._held_value()
        value = None if isinstance(value, Unparsed) else value  # its type may not support pickling
        return _unpickled, (restore, arguments, value, self.attempts)


def _keep_parsed(clone: Any, parsed: Any, attempts: tuple[Attempt[Any], ...]) -> None:
    if parsed is not None:
        clone._parsed = parsed
    if attempts:
        clone._attempts = attempts


def _unpickled(
    restore: Any, arguments: tuple[Any, ...], parsed: Any, attempts: tuple[Attempt[Any], ...]
) -> Any:
    clone = restore(*arguments)
    _keep_parsed(clone, parsed, attempts)
    return clone


class ChatResponseMixin(_ParsedMixin[ParsedT]):
    """An answer of a chat."""

    __slots__ = ()

    _stand_ins: ClassVar[Mapping[str, Any]] = {"message": {"role": "assistant", "content": ""}}

    if TYPE_CHECKING:
        message: Any

    @property
    def text(self) -> str:
        """The text of the message; empty if there is none, as with tool calls."""
        return (self.message.content or "") if self.message else ""


class GenerateResponseMixin(_ParsedMixin[ParsedT]):
    """An answer of a generation."""

    __slots__ = ()

    _stand_ins: ClassVar[Mapping[str, Any]] = {"response": ""}

    if TYPE_CHECKING:
        response: str

    @property
    def text(self) -> str:
        """The generated text; empty if there is none."""
        return self.response or ""
