# Rendered from openapi/ollama.yaml by `make generate`. Do not edit: edit the spec or the template.
"""Typed dicts that callers may pass instead of models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ollama._core.arguments import Images, JsonSchema, ToolCalls

FormatWord: TypeAlias = Literal["", "json"]

if TYPE_CHECKING:
    from typing_extensions import TypedDict

    # mypy does not support extra_items yet. For it, a literal with other keys does not match.

    class OptionsDict(TypedDict, total=False, extra_items=Any):  # type: ignore[call-arg]
        """`Options` as a dict. The class documents the keys."""

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
        repeat_last_n: int | None
        temperature: float | None
        repeat_penalty: float | None
        presence_penalty: float | None
        frequency_penalty: float | None
        stop: list[str] | tuple[str, ...] | None

    class MessageDict(TypedDict, total=False, extra_items=Any):  # type: ignore[call-arg]
        """`Message` as a dict. The class documents the keys."""

        role: Literal["system", "user", "assistant", "tool"] | str
        content: str | None
        thinking: str | None
        images: Images
        tool_name: str | None
        tool_calls: ToolCalls
        tool_call_id: str | None

    class FunctionDict(TypedDict, total=False, extra_items=Any):  # type: ignore[call-arg]
        """`ToolFunction` as a dict. The class documents the keys."""

        name: str
        description: str | None
        parameters: JsonSchema

    class ToolDict(TypedDict, total=False, extra_items=Any):  # type: ignore[call-arg]
        """`Tool` as a dict. The class documents the keys."""

        type: str | None
        function: FunctionDict
        items: Any
else:
    OptionsDict: TypeAlias = dict[str, Any]
    MessageDict: TypeAlias = dict[str, Any]
    FunctionDict: TypeAlias = dict[str, Any]
    ToolDict: TypeAlias = dict[str, Any]
