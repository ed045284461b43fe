"""The types of the methods' arguments, for type checkers: each written once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from types import UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol, TypeAlias, TypeVar, Union

from ollama._core.requests import CallSettings

if TYPE_CHECKING:
    from ollama_client.models import Message, Options, SystemOneQuestion, Tool
    from typing_extensions import TypedDict

    from ollama._core.images import ImageInput

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


_AnyMapping: TypeAlias = _AnyDict | _AnyTypedDict | _AnyReadOnlyMapping

if TYPE_CHECKING:
    # mypy does not know extra_items yet: to it, a literal with other keys is just no such dict.

    class OptionsDict(TypedDict, total=False, extra_items=Any):  # type: ignore[call-arg]
        """The options as a dict; `Options` documents them."""

        num_ctx: int | None
        num_batch: int | None
        num_gpu: int | None
        main_gpu: int | None
        use_mmap: bool | None
        num_thread: int | None
        draft_num_predict: int | None
        num_keep: int | None
        seed: int | None
        num_predict: int | None
        top_k: int | None
        top_p: float | None
        min_p: float | None
        typical_p: float | None
        repeat_last_n: int | None
        temperature: float | None
        repeat_penalty: float | None
        presence_penalty: float | None
        frequency_penalty: float | None
        stop: list[str] | tuple[str, ...] | None  # no Sequence: a str is one, and refused

    class MessageDict(TypedDict, total=False, extra_items=Any):  # type: ignore[call-arg]
        """One turn of a chat as a dict; `Message` documents the keys."""

        role: Literal["system", "user", "assistant", "tool"] | str
        content: str | None
        thinking: str | None
        images: Sequence[ImageInput] | None
        tool_name: str | None
        tool_calls: Sequence[Mapping[str, Any] | Message.ToolCall] | None
        tool_call_id: str | None

    class FunctionDict(TypedDict, total=False, extra_items=Any):  # type: ignore[call-arg]
        """What a tool's function is, as a dict."""

        name: str
        description: str | None
        parameters: Mapping[str, Any] | None

    class ToolDict(TypedDict, total=False, extra_items=Any):  # type: ignore[call-arg]
        """A tool as a dict; `Tool` documents the keys."""

        type: str | None
        function: FunctionDict


Think: TypeAlias = bool | Literal["low", "medium", "high", "xhigh", "max"] | str | None
"""Whether a model thinks, or how much; the levels are the model's own."""

KeepAlive: TypeAlias = float | str | timedelta | None
"""How long a model stays in memory: seconds, a duration such as "5m", or a timedelta."""

ParsedT_co = TypeVar("ParsedT_co", covariant=True)


class Adapter(Protocol[ParsedT_co]):
    """What of pydantic's `TypeAdapter` is used."""

    def validate_json(self, data: str | bytes | bytearray, /) -> ParsedT_co:
        """Return JSON text as a value of the type."""
        ...

    def json_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of the type."""
        ...


AnyFormat: TypeAlias = Literal["json"] | Mapping[str, Any] | UnionType
"""What an answer is asked to be, where type checkers cannot tell the type of its value."""

OutputFormat: TypeAlias = type[Any] | Adapter[Any] | AnyFormat
"""What an answer is asked to be."""

Format: TypeAlias = Literal[""] | OutputFormat | None
"""The shape of an answer: "json", a JSON Schema, or a type."""

ModelOptions: TypeAlias = Union[
    "OptionsDict",
    Mapping[str, float | list[str] | tuple[str, ...] | None],
    _AnyMapping,
    "Options",
    None,
]
"""Sampling and load options."""

_MessageLike: TypeAlias = Union[
    "MessageDict", Mapping[str, str | Collection[Any] | None], _AnyMapping, "Message"
]

Messages: TypeAlias = Sequence[_MessageLike] | _MessageLike | str | None
"""The messages of a chat, a single one, or the text of one by the user."""

_ToolLike: TypeAlias = Union[
    "ToolDict",
    Mapping[str, str | bool | Collection[Any] | None],
    _AnyMapping,
    "Tool",
    Callable[..., Any],
]

Tools: TypeAlias = Sequence[_ToolLike] | None
"""Tools: definitions, or functions to be described to the model."""

Questions: TypeAlias = Mapping[str, Union["SystemOneQuestion", Mapping[str, Any]]]
"""Questions to a System One model by name."""

Digests: TypeAlias = Mapping[str, str] | None
"""Digests of uploaded files by file name."""

Text: TypeAlias = str | None


class TransferArguments(CallSettings, total=False):
    """Keyword-only arguments of `pull` and `push`; see their docstrings."""

    insecure: bool


class Sampling(CallSettings, total=False):
    """Keyword-only arguments of all methods that generate."""

    think: Think
    logprobs: bool | None
    top_logprobs: int | None
    options: ModelOptions
    keep_alive: KeepAlive
    truncate: bool | None
    shift: bool | None


class ParseArguments(Sampling, total=False):
    """Keyword-only arguments of `parse` whose types are the same for every format."""

    max_reasks: int


class ParseGenerateArguments(ParseArguments, total=False):
    """The same of `parse_generate`."""

    system: str | None
    template: str | None
    context: Sequence[int] | None
    raw: bool | None
    images: Sequence[ImageInput] | None


class _Generation(Sampling, total=False):
    format: Format


class ChatArguments(_Generation, total=False):
    """Keyword-only arguments of `chat`; see its docstring."""

    tools: Tools


class GenerateArguments(_Generation, total=False):
    """Keyword-only arguments of `generate`; see its docstring."""

    system: str | None
    template: str | None
    context: Sequence[int] | None
    raw: bool | None
    images: Sequence[ImageInput] | None
    width: int | None
    height: int | None
    steps: int | None
