"""Owns limiting a conversation to the newest turns that fit into a number of tokens."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ollama._types import ChatResponse, Message

#: Assumed until the server has counted tokens. Typical for English text and most models.
CHARACTERS_PER_TOKEN = 4.0

#: Results outside this range are not used: some servers only count tokens that are not cached.
_PLAUSIBLE = (1.0, 8.0)

#: Length of the markup around each message, in characters.
_AROUND_MESSAGE = 16

#: Length of an image in characters. Models differ; 256 tokens are usual.
_PER_IMAGE = 1024


def characters(messages: Iterable[Message]) -> int:
    """Return the length of messages in characters, including thinking, tool calls and images."""
    count = 0
    for message in messages:
        calls = [call.to_dict() for call in message.tool_calls or ()]
        count += _AROUND_MESSAGE + len(message.images or ()) * _PER_IMAGE
        count += len(message.content or "") + len(message.thinking or "")
        count += len(json.dumps(calls, ensure_ascii=False)) if calls else 0
    return count


def measured(
    prompt: Sequence[Message], tools: Sequence[dict[str, Any]], response: ChatResponse
) -> float | None:
    """Return the characters per token of a prompt and its answer, by the server's count.

    It is None if the server did not count, or did not count everything.
    """
    usage = response.usage
    if usage is None or not usage.prompt_tokens or not usage.completion_tokens:
        return None
    text = characters([*prompt, response.message])
    text += len(json.dumps(tools, ensure_ascii=False)) if tools else 0
    found = text / usage.total_tokens
    return found if _PLAUSIBLE[0] <= found <= _PLAUSIBLE[1] else None


def newest(
    messages: Sequence[Message], max_tokens: int | None, characters_per_token: float
) -> list[Message]:
    """Return the messages without the oldest turns, so that they fit.

    System messages and the last turn are always kept. A turn is a user message with all messages
    that follow it, so a tool call is never separated from its result.
    """
    if max_tokens is None:
        return list(messages)
    room = max_tokens * characters_per_token
    room -= characters(message for message in messages if message.role == "system")
    kept: set[int] = set()
    for turn in reversed(_turns(messages)):
        room -= characters(messages[index] for index in turn)
        if room < 0 and kept:
            break
        kept.update(turn)
    return [it for index, it in enumerate(messages) if index in kept or it.role == "system"]


def _turns(messages: Sequence[Message]) -> list[list[int]]:
    """Return the indexes of the messages, turn by turn, without system messages."""
    turns: list[list[int]] = []
    for index, message in enumerate(messages):
        if message.role == "user" or (message.role != "system" and not turns):
            turns.append([])
        if message.role != "system":
            turns[-1].append(index)
    return turns
