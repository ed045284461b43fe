"""Owns converting the arguments of a method to the keyword arguments of `_request`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from importlib import import_module
from types import MethodType
from typing import Any

from ollama_client import models
from ollama_client._runtime import codec
from ollama_client.errors import ResponseParseError

from ._core import lazy
from ._core.base import ConfiguredClient
from ._core.context import warn_if_cut
from ._core.method import Conversion, Method
from ._core.requests import demand_settings, keep_alive, options, texts, too_deep, wire_messages

#: Conversions for arguments that accept more types than can be sent, by the accepted type. They
#: import modules that most calls do not need.
CONVERSIONS: Mapping[str, Conversion] = {
    "Messages": Conversion(
        lambda value, _, paths: wire_messages(value, paths), takes_none=True, is_wire=True
    ),
    "Tools": Conversion(
        lambda value, _, __: (
            [] if value is None else import_module("ollama._tools.wire").wire_tools(value)
        ),
        takes_none=True,
    ),
    "Images": Conversion(
        lambda value, _, paths: import_module("ollama._core.messages").wire_images(value, paths)
    ),
    "Format": Conversion(
        lambda value, _, __: import_module("ollama._output.wire").response_format(value)
    ),
    "ModelOptions": Conversion(lambda value, name, _: options(value, name)),
    "KeepAlive": Conversion(lambda value, _, __: keep_alive(value), is_checked=True),
    "Texts": Conversion(lambda value, name, _: texts(value, name), is_checked=True),
    "StoredMessages": Conversion(
        lambda value, _, paths: import_module("ollama._core.messages").stored_messages(value, paths)
    ),
}


class BaseSender(ConfiguredClient):
    """The parts of a sender that do not wait for the server."""

    def _sends_alone(self) -> bool:
        """Return whether no program has replaced a method that sees a body before it is written."""
        raise NotImplementedError

    def _keywords(
        self,
        method: Method[Any],
        given: Mapping[str, Any],
        call: lazy.CallSettings,
        stream: bool | None,
    ) -> dict[str, Any]:
        """Return the keyword arguments of `_request` for a call of a method."""
        if call:
            demand_settings(method.name, call, (*given, "stream") if method.flag else given)
        keywords = self._settings(call, has_body=method.request is not None)
        if method.service is not None:
            keywords["auth"] = self._as_service(method.service, keywords.get("headers", {}))
        if method.request is None:
            return keywords
        try:
            body = method.body(given, CONVERSIONS, self._allow_image_paths)
        except RecursionError as error:
            raise too_deep(given) or error from None
        if type(messages := body.get("messages")) is codec.TextDicts and not self._sends_alone():
            body["messages"] = list(messages)
        if method.flag is not None:
            keywords["stream"], body[method.flag] = stream, bool(stream)
        if extra := call.get("extra_body", self._defaults.get("extra_body")):
            from ollama_client._runtime.images import for_sending  # few calls need it

            with for_sending(self._allow_image_paths):  # encoded now: it may have images
                body |= json.loads(codec.request_body(dict(extra), "extra_body"))
        return {"json": body, **keywords}


def function_of(method: Any) -> Any:
    """Return the function of a method, or None if it is a mock or a wrapper."""
    # By its exact type: wrappers of wrapt, which tracers use, claim to be what they wrap.
    return method.__func__ if type(method) is MethodType else None


def complete(
    method: Method[Any],
    given: Mapping[str, Any],
    keywords: Mapping[str, Any],
    answer: Any,
    told: set[str] | None = None,
) -> Any:
    """Check an answer, prepare its `parsed` if there is a format, and return it.

    With `told`, the warnings about cut prompts that were issued, it warns of another one.
    """
    format = given.get("format")
    if format and hasattr(answer, "will_read"):
        from ._output.wire import read_as  # late, like its other use

        answer.will_read(partial(read_as, format))
    if told is not None and method.name in ("chat", "generate"):
        warn = partial(warn_if_cut, told, keywords["json"])
        arrival = getattr(answer, "_arrival", None) if keywords.get("stream") else None
        if arrival is not None:
            arrival.on_end = warn
        else:
            names = ("prompt_eval_count", "prompt_eval_cached_count")
            warn({name: getattr(answer, name, None) for name in names})
    texts = keywords.get("json", {}).get("input")
    if method.name == "embed" and texts and isinstance(answer, models.EmbedResponse):
        count = 1 if isinstance(texts, str) else len(texts)
        if (arrived := len(answer.embeddings or ())) < count:
            texts = "1 text" if count == 1 else f"{count} texts"
            raise ResponseParseError(f"the server sent {arrived} vectors for {texts}", 200)
    return answer


def encoded(keywords: dict[str, Any]) -> dict[str, Any]:
    """Return keyword arguments for httpx with the JSON body encoded by our codec.

    httpx sends `content`. `json` is kept for mocks, which check it.
    """
    if "json" in keywords:
        return {**keywords, "content": codec.request_body(keywords["json"])}
    return keywords
