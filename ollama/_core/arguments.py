"""The types of arguments that do not depend on a model's fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeAlias, TypeVar, final

from ollama_client._runtime.images import ImageInput
from ollama_client.models import ToolCall

# How literals are checked although any mapping is accepted. `MessageDict | Mapping[str, Any]` would
# check nothing, because a literal that is not a MessageDict is still a mapping. So the types that
# are accepted beside the typed dict depend on the values. Type checkers infer a narrow type for a
# dict literal. With a wrong value it is, for example, a dict[str, int], which is none of these:
#   - mappings with the types of values that are used here, such as Mapping[str, Any];
#   - dicts that accept any value, such as dict[str, object]. pyright infers this for no literal.
#     mypy infers it for literals with mixed values, and so checks fewer of them;
#   - other typed dicts and, for mypy only, Mapping[str, object].
# Keys that are not in the typed dicts may have any value. Two types that the official client
# accepts are refused: variables such as dict[str, str | int], and in pyright Mapping[str, object].
# Annotate them as dict[str, Any] and Mapping[str, Any].

AliasT = TypeVar("AliasT")

if TYPE_CHECKING:

    @final
    class ByName(Generic[AliasT]):
        """Accepts nothing. A recursive alias is shown by its name, and not by its members."""

    class _AnyDict(Protocol):
        """A dict with any values."""

        def __getitem__(self, key: str, /) -> Any: ...

        def __setitem__(self, key: str, value: object, /) -> None: ...

    class _AnyTypedDict(Protocol):
        """A TypedDict. Only these have this attribute."""

        __total__: ClassVar[bool]

    class _AnyReadOnlyMapping(Protocol):
        """A Mapping[str, object]. Dicts do not match, because they have no hash."""

        def __getitem__(self, key: str, /) -> object: ...

        def __hash__(self) -> int: ...

        def keys(self) -> Collection[Any]:
            """Return the keys."""
            ...

    AnyMapping: TypeAlias = _AnyDict | _AnyTypedDict | _AnyReadOnlyMapping
    """Any mapping, selected by the types of its values."""
else:
    AnyMapping: TypeAlias = Mapping[str, Any]

    class ByName:
        def __class_getitem__(cls, _: str) -> None:
            """Return None, which these aliases accept."""


Images: TypeAlias = Sequence[ImageInput] | ByName["Images"] | None
"""Images, in any form that can be read."""

ToolCalls: TypeAlias = Sequence[Mapping[str, Any] | ToolCall] | None
"""The tool calls of a message."""

JsonSchema: TypeAlias = Mapping[str, Any] | None
"""A JSON Schema."""
