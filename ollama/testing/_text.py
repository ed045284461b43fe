"""What the model says without a script: texts, thinking, tool calls and log probabilities."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from ollama.testing._schema import instance_of
from ollama.testing._wire import as_object

_PIECE = re.compile(r"\s*\S+|\s+")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")
#: Words in names of tools that do not describe the subject.
_FILLERS = frozenset(
    (
        "get",
        "set",
        "the",
        "and",
        "for",
        "from",
        "with",
        "make",
        "run",
        "call",
        "use",
        "fetch",
        "find",
        "list",
        "new",
        "tool",
        "func",
        "function",
    )
)


def pieces(text: str) -> list[str]:
    """Split ``text`` into pieces of one word each, with the white space before it."""
    return _PIECE.findall(text)


def token_count(*texts: str) -> int:
    """Return the number of tokens in the texts. Each piece is one token."""
    # The same as the number of `pieces`, including white space at the end, but faster.
    return sum(len(text.split()) + text[-1:].isspace() for text in texts)


def token_id(piece: str) -> int:
    """Return the number that represents a piece in ``context``."""
    return int.from_bytes(hashlib.sha256(piece.encode("utf-8", "replace")).digest()[:2], "big")


def default_text(prompt: str) -> str:
    """Return the default answer to a prompt."""
    return f"You said: {prompt.strip()}" if prompt.strip() else "You said nothing."


def default_thinking(prompt: str) -> str:
    """Return the thinking before the default answer."""
    return f"The user wrote {token_count(prompt)} words. I repeat them."


def tool_result_text(messages: Sequence[dict[str, Any]]) -> str:
    """Return an answer with the tool results at the end of the messages, or ``""``."""
    results: list[str] = []
    for message in reversed(messages):
        if message.get("role") != "tool":
            break
        name = message.get("tool_name") or "tool"
        results.insert(0, f"The {name} result is: {message.get('content', '')}")
    return "\n".join(results)


def matching_tool_call(tools: Sequence[dict[str, Any]], prompt: str) -> dict[str, Any] | None:
    """Return a call of the first tool whose name, or a word of it, occurs in the prompt."""
    for tool in tools:
        function = as_object(tool.get("function")) or {}
        name = str(function.get("name", ""))
        if name and _fits(name, prompt.lower()):
            schema = as_object(function.get("parameters")) or {}
            arguments = instance_of({"type": "object", **schema}, prompt)
            return {"name": name, "arguments": arguments}
    return None


def _fits(name: str, prompt: str) -> bool:
    words = [word.lower() for word in _WORD.findall(name)]
    telling = [word for word in words if len(word) > 2 and word not in _FILLERS]
    return name.lower() in prompt or any(word in prompt for word in telling)


def logprob(piece: str, top: int) -> dict[str, Any]:
    """Return the log probability entry of a piece, with the ``top`` most likely tokens."""
    entry = _token_logprob(piece, -0.01 - token_id(piece) / 65536)
    if top > 0:
        rivals = [_token_logprob(f"{piece}~{n}", entry["logprob"] - n) for n in range(1, top)]
        entry["top_logprobs"] = [dict(entry), *rivals]
    return entry


def _token_logprob(piece: str, value: float) -> dict[str, Any]:
    entry: dict[str, Any] = {"token": piece, "logprob": round(value, 6)}
    if piece:
        entry["bytes"] = list(piece.encode("utf-8", "replace"))
    return entry
