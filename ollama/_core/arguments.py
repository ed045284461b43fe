"""The types of arguments that do not depend on a model's fields, each written once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeAlias, TypeVar, final

from ollama_client._runtime.images import ImageInput
from ollama_client.models import ToolCall

# How a literal is checked though any mapping is accepted. `MessageDict | Mapping[str, Any]` checks
# nothing: a literal that is no MessageDict is still a mapping. So what is accepted beside the typed
# dict is told by the values. A dict literal is read as narrowly as its values allow, so one with a
# wrong value becomes, say, a dict[str, int], and that is in none of these:
#   - mappings of the kinds of values that have a place here; Mapping[str, Any] is one of them;
#   - dicts that take any value, so dict[str, object]; no literal is read as one by pyright, while
#     mypy reads literals of mixed values so, and checks fewer of them for that;
#   - typed dicts of other makers, and, for mypy only, Mapping[str, object].
# Keys that the typed dicts do not name may have any value. What the official client's types take
# and these refuse is a variable like a dict[str, str | int], and in pyright a
# Mapping[str, object]: it helps to annotate them as dict[str, Any] and Mapping[str, Any].

AliasT = TypeVar("AliasT")

if TYPE_CHECKING:

    @final
    class ByName(Generic[AliasT]):
        """Nothing. An alias that refers to itself is shown by its name, not by its members."""

    class _AnyDict(Protocol):
        """A dict of which the values can be anything."""

        def __getitem__(self, key: str, /) -> Any: ...

        def __setitem__(self, key: str, value: object, /) -> None: ...

    class _AnyTypedDict(Protocol):
        """A TypedDict: nothing else has this attribute."""

        __total__: ClassVar[bool]

    class _AnyReadOnlyMapping(Protocol):
        """A Mapping[str, object]: unlike dicts, of which the same could be said, it has a hash."""

        def __getitem__(self, key: str, /) -> object: ...

        def __hash__(self) -> int: ...

        def keys(self) -> Collection[Any]:
            """The names."""
            ...

    AnyMapping: TypeAlias = _AnyDict | _AnyTypedDict | _AnyReadOnlyMapping
    """Any mapping, told by its values."""
else:
    AnyMapping: TypeAlias = Mapping[str, Any]

    class ByName:
        def __class_getitem__(cls, _: str) -> None:
            """Return None, which these aliases accept anyway."""


Images: TypeAlias = Sequence[ImageInput] | ByName["Images"] | None
"""Pictures, in any form that they can be read from."""

ToolCalls: TypeAlias = Sequence[Mapping[str, Any] | ToolCall] | None
"""Calls of tools, as a message has them."""

JsonSchema: TypeAlias = Mapping[str, Any] | None
"""A JSON Schema."""
