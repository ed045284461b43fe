"""Owns the hints for keywords that belong to other libraries, or to other calls."""

from __future__ import annotations

from collections.abc import Iterable

from ollama_client._runtime.spelling import SpellingWarning, nearest, unexpected_keyword

__all__ = ["SpellingWarning"]

#: For each wrong keyword, the parameter that replaces it, and what to write instead. `{}` is the
#: function's name.
_INSTEAD: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("max_tokens", "max_completion_tokens", "max_new_tokens", "n_predict"),
        ("options", 'options={"num_predict": ...}'),
    ),
    **dict.fromkeys(
        ("response_format", "json_schema", "schema", "response_model"), ("format", "format=...")
    ),
    **dict.fromkeys(("reasoning_effort", "reasoning", "thinking"), ("think", "think=...")),
    **dict.fromkeys(("texts", "text", "documents"), ("input", "input=...")),
    **dict.fromkeys(("functions", "tool_choice"), ("tools", "tools=[...], the ones to call")),
    **dict.fromkeys(
        ("system", "system_prompt"), ("messages", 'a message {"role": "system", "content": ...}')
    ),
    **dict.fromkeys(("host", "base_url", "api_base"), ("", "ollama.Client(host=...).{}(...)")),
    "api_key": ("", "ollama.Client(api_key=...).{}(...)"),
    "headers": ("", "extra_headers=..."),
    "images": ("messages", 'a message with the key "images"'),
    "messages": ("prompt", "prompt=..., or call chat()"),
    "prompt": ("messages", 'messages=[{"role": "user", "content": ...}], or call generate()'),
}

#: The same for the constructors of clients.
_INSTEAD_OF_SETTINGS = {
    **dict.fromkeys(("base_url", "api_base", "url", "endpoint"), "host=..."),
    **dict.fromkeys(("retries", "num_retries"), "max_retries=..."),
    "default_headers": "headers=...",
    "model": "the model in each call",
}


def wrong_keyword(function: str, name: str, known: Iterable[str]) -> TypeError:
    """Return the error for an unknown keyword of a function, with a hint on what to use instead."""
    return unexpected_keyword(function, name, _instead(function, name, [*known]))


def demand_settings_of_ours(client: str, given: Iterable[str]) -> None:
    """Refuse keywords of other libraries' clients."""
    for name in given:
        if name in _INSTEAD_OF_SETTINGS:
            raise unexpected_keyword(client, name, f"write {_INSTEAD_OF_SETTINGS[name]}")


def _instead(function: str, name: str, names: list[str]) -> str | None:
    from ollama_client.models import Options

    options = [*Options.model_fields] if "options" in names else []
    if name in options:
        return f'write options={{"{name}": ...}}'
    needed, instead = _INSTEAD.get(name, ("", ""))
    if instead and (not needed or needed in names):
        return f"write {instead.replace('{}', function)}"
    near = nearest(name, [*names, *options])
    if near in names:
        return f"did you mean {near!r}?"
    return near and f'did you mean options={{"{near}": ...}}?'
