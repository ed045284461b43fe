"""Owns the warning about prompts that do not fit into the context of a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ollama_client._runtime.bounds import is_count
from ollama_client._runtime.environment import is_switched_off
from ollama_client._runtime.model import is_list, is_mapping
from ollama_client._runtime.spelling import warn

__all__ = ["PromptCutWarning"]

#: The environment variable that turns the warning off: 0, off, no or false.
SETTING = "OLLAMA_PROMPT_WARNINGS"


class PromptCutWarning(UserWarning):
    """The prompt was cut, because it is longer than `num_ctx`. Issued once per client."""


def warn_if_cut(told: set[str], body: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """Warn if the counts of an answer show that its prompt was cut."""
    count = answer.get("prompt_eval_count")
    if SETTING in told or not is_count(count) or count == 0:
        return
    options: Any = body.get("options")
    limit = options.get("num_ctx") if is_mapping(options) else None
    is_full = is_count(limit) and 0 < limit <= count
    # A server that sends the number of cached tokens counts all tokens. An older one may not.
    counts_all = answer.get("prompt_eval_cached_count") is not None
    if not is_full and not (counts_all and _has_more_words(body, count)):
        return
    told.add(SETTING)
    if is_switched_off(SETTING):
        return
    has = f"num_ctx is {limit}" if is_full else "num_ctx is less than it needs"
    text = (
        f"the prompt was cut: the model read {count} tokens of it, and {has}. Raise num_ctx in "
        f"options, or send less (shown once; {SETTING}=0 turns it off)"
    )
    warn(text, PromptCutWarning)


def _has_more_words(body: Mapping[str, Any], count: int) -> bool:
    """Return whether a request has more words than tokens, since a word has at least one token.

    Messages of the model are not counted, because templates leave out parts of them.
    """
    messages: Any = body.get("messages")
    texts: list[Any] = [body.get("prompt"), body.get("system")]
    if is_list(messages):
        told: list[Any] = [it for it in messages if is_mapping(it)]
        texts += [it.get("content") for it in told if it.get("role") in ("user", "system")]
    given = [text for text in texts if isinstance(text, str)]
    spaces = sum(text.count(" ") + text.count("\n") + 1 for text in given)
    return spaces > count and sum(len(text.split()) for text in given) > count
