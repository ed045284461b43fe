"""Owns what the methods that ask more than once do before anything is sent: their plans.

The methods themselves, `parse`, `parse_generate` and `run_tools`, are rendered for each client.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from ._core import requests

if TYPE_CHECKING:
    from ._output.parse import Plan as ParsePlan
    from ._tools.loop import Plan as ToolPlan

_PARSE_OWN = ("format", "max_reasks", "stream")


def parse(
    client: Any,
    model: str,
    messages: Any,
    format: Any,
    max_reasks: int,
    stream: bool,
    chat: Mapping[str, Any],
) -> tuple[ParsePlan, Callable[[Any], Any]]:
    """Return the plan of `parse`, and what asks one of its questions."""
    from ._output.formats import OutputType
    from ._output.parse import chat_plan

    _demand("parse", "ChatSettings", chat, _PARSE_OWN)
    output = OutputType.of(format)
    # Read now and once: files that are open, and iterators, have nothing for a second asking.
    asked = requests.wire_messages(messages, client._allow_image_paths)
    plan = chat_plan(asked, output, max_reasks)
    return plan, partial(client.chat, model, format=output.schema, stream=stream, **chat)


def parse_generate(
    client: Any,
    model: str,
    prompt: Any,
    format: Any,
    max_reasks: int,
    stream: bool,
    generate: Mapping[str, Any],
) -> tuple[ParsePlan, Callable[[Any], Any]]:
    """Return the plan of `parse_generate`, and what asks one of its questions."""
    from ._output.formats import OutputType
    from ._output.parse import generate_plan

    _demand("parse_generate", "GenerateSettings", generate, _PARSE_OWN)
    output = OutputType.of(format)
    plan = generate_plan(prompt, output, max_reasks)
    given = dict(generate)
    if given.get("images") is not None:  # read once, as above
        given["images"] = requests.wire_images(given["images"], client._allow_image_paths)
    return plan, partial(client.generate, model, format=output.schema, stream=stream, **given)


def run_tools(
    client: Any,
    messages: Any,
    tools: Any,
    format: Any,
    rules: Mapping[str, Any],
    chat: Mapping[str, Any],
) -> ToolPlan:
    """Return the plan of `run_tools`."""
    from ._tools.loop import Plan  # which most programs do without

    _demand("run_tools", "ChatSettings", chat, rules)
    return Plan.of(messages, tools, format, rules, client._allow_image_paths)


def _demand(function: str, keywords: str, given: Mapping[str, Any], own: Any) -> None:
    """Refuse keywords that the method below does not know, before anything is sent."""
    if given:
        from ._methods import keywords as known_keywords

        known = getattr(known_keywords, keywords).__annotations__
        requests.demand_keywords(function, given, known, own)
