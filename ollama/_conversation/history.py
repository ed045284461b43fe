"""Owns what of a conversation is sent: the newest turns that fit a number of tokens."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ollama._types import ChatResponse, Message

#: What is assumed until the server has counted: of English text, and of most models.
CHARACTERS_PER_TOKEN = 4.0

#: Counts beyond these are no measure of text: a server that counts only what it has not cached.
_PLAUSIBLE = (1.0, 8.0)

#: What a model wraps around each message, in characters.
_AROUND_MESSAGE = 16

#: What an image costs; models differ, 256 tokens is usual.
_PER_IMAGE = 1024


def characters(messages: Iterable[Message]) -> int:
    """Return the length of messages in characters, thinking, calls and images included."""
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
    """Return the characters per token of a prompt and its answer, as the server counted them.

    None where it did not count, or cannot have counted all of it.
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

    System messages always stay, and so does the last turn. A turn is a message of the user with
    all that follows it, so no call of a tool is parted from its result.
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
    return [
        message
        for index, message in enumerate(messages)
        if index in kept or message.role == "system"
    ]


def _turns(messages: Sequence[Message]) -> list[list[int]]:
    """Return the places of the messages, turn by turn, system messages left out."""
    turns: list[list[int]] = []
    for index, message in enumerate(messages):
        if message.role == "user" or (message.role != "system" and not turns):
            turns.append([])
        if message.role != "system":
            turns[-1].append(index)
    return turns
