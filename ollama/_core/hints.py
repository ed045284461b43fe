"""Owns what is said to those who write what other libraries, or other calls, would understand."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

#: What to write instead of a keyword, by the keyword, after the parameter that this is about.
#: `{}` is the function's name.
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


def unexpected_keyword(function: str, name: str, known: Iterable[str] = ()) -> TypeError:
    """Return the error for a keyword that a function does not have, with what to write instead.

    Args:
        function: The name of the function.
        name: The keyword.
        known: The keywords that it has.
    """
    return TypeError(
        f"{function}() got an unexpected keyword argument {name!r}{_instead(function, name, known)}"
    )


def unexpected_setting(client: str, name: str) -> TypeError:
    """Return the error for a keyword that the constructor of a client does not have."""
    instead = _INSTEAD_OF_SETTINGS.get(name)
    hint = f": write {instead}" if instead else ""
    return TypeError(f"{client}() got an unexpected keyword argument {name!r}{hint}")


def is_known_setting(name: str) -> bool:
    """Return whether the constructor of a client of another library has a keyword."""
    return name in _INSTEAD_OF_SETTINGS


def _instead(function: str, name: str, known: Iterable[str]) -> str:
    from ollama_client.models import Options

    names = [*known]
    options = [*Options.model_fields] if "options" in names else []
    if name in options:
        return f': write options={{"{name}": ...}}'
    needed, instead = _INSTEAD.get(name, ("", ""))
    if instead and (not needed or needed in names):
        return f": write {instead.replace('{}', function)}"
    near = difflib.get_close_matches(name, [*names, *options], 1, 0.7)
    if near and near[0] not in names:
        return f': did you mean options={{"{near[0]}": ...}}?'
    return f": did you mean {near[0]!r}?" if near else ""
