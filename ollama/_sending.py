"""Owns what becomes of the arguments of a method: the keywords of `_request`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ollama_client import api, models
from ollama_client._runtime import codec
from ollama_client._runtime.operation import Stream
from ollama_client.errors import ResponseParseError

from . import _types
from ._core.base import ConfiguredClient
from ._core.images import for_sending
from ._core.method import Conversion
from ._core.requests import (
    demand_settings,
    keep_alive,
    options,
    settings_without_body,
    split_settings,
    stored_messages,
    texts,
    wire_images,
    wire_messages,
)
from ._output.wire import read_as, response_format
from ._tools.wire import wire_tools

if TYPE_CHECKING:
    import httpx

    from ._core.method import Method
    from ._core.requests import CallSettings

_DIGEST_PIECE_BYTES = 1 << 20

#: What arguments that accept more than the wire has become, by the name of what they accept.
CONVERSIONS: Mapping[str, Conversion] = {
    "Messages": Conversion(lambda value, _, paths: wire_messages(value, paths), takes_none=True),
    "Tools": Conversion(lambda value, _, __: wire_tools(value), takes_none=True),
    "Images": Conversion(lambda value, _, paths: wire_images(value, paths)),
    "Format": Conversion(lambda value, _, __: response_format(value)),
    "ModelOptions": Conversion(lambda value, name, _: options(value, name)),
    "KeepAlive": Conversion(lambda value, _, __: keep_alive(value), is_checked=True),
    "Texts": Conversion(lambda value, name, _: texts(value, name), is_checked=True),
    "StoredMessages": Conversion(lambda value, _, paths: stored_messages(value, paths)),
}


class BaseSender(ConfiguredClient):
    """What both kinds of sender share: everything but waiting."""

    def _keywords(
        self,
        method: Method[Any],
        given: Mapping[str, Any],
        call: CallSettings,
        stream: bool | None,
    ) -> dict[str, Any]:
        """Return the keywords of `_request` for a call of a method.

        Raises:
            ValueError: An argument cannot be sent, or a token is missing.
            TypeError: A keyword is unknown.
        """
        if call:
            demand_settings(method.name, call, (*given, "stream") if method.flag else given)
        call = self._with_defaults(call, has_body=method.request is not None)
        own: dict[str, Any] = {}
        if method.service is not None:
            own["auth"] = self._as_service(method.service, call)
        if method.request is None:
            return {**settings_without_body(call)}
        body = method.body(given, CONVERSIONS, self._allow_image_paths)
        if method.flag is not None:
            body[method.flag] = bool(stream)
        with for_sending(self._allow_image_paths):  # there may be images in it, too
            json, settings = split_settings(body, call)
        if method.flag is None:
            return {"json": json, **settings, **own}
        return {"json": json, "stream": stream, **settings}


def status(response: httpx.Response) -> _types.StatusResponse:
    """Return what a success says that has no body to read."""
    return _types.StatusResponse(status="success" if response.status_code == 200 else "error")


def complete(
    method: Method[Any], given: Mapping[str, Any], keywords: Mapping[str, Any], answer: Any
) -> Any:
    """Return an answer, if it has a vector for each text that was sent.

    Where the answer was asked to be of a type, `parsed` reads it as that.

    Raises:
        ResponseParseError: There are fewer: nobody could tell which texts they are of.
    """
    format = given.get("format")
    if format and hasattr(answer, "will_read"):
        answer.will_read(partial(read_as, format))
    texts = keywords.get("json", {}).get("input")
    if method.name == "embed" and texts and isinstance(answer, models.EmbedResponse):
        count = 1 if isinstance(texts, str) else len(texts)
        if (arrived := len(answer.embeddings or ())) < count:
            texts = "1 text" if count == 1 else f"{count} texts"
            raise ResponseParseError(f"the server sent {arrived} vectors for {texts}", 200)
    return answer


def encoded(keywords: dict[str, Any]) -> dict[str, Any]:
    """Return keywords for httpx with a JSON body encoded by our own seam.

    httpx sends the content; the value beside it is for doubles of tests, which look for that.
    """
    if "json" in keywords:
        return {**keywords, "content": codec.request_body(keywords["json"])}
    return keywords


def stream_of(method: str, url: str) -> Stream:
    """Return how an answer streams, as the API description tells it."""
    operation = api.operation(method, url)
    return (operation.stream if operation else None) or Stream()


def file_digest(path: str | os.PathLike[str]) -> str:
    """Return the SHA-256 of a file as the server writes it."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while piece := file.read(_DIGEST_PIECE_BYTES):
            digest.update(piece)
    return f"sha256:{digest.hexdigest()}"


async def afile_digest(path: str | os.PathLike[str]) -> str:
    """Return the same, read in a thread."""
    from anyio.to_thread import run_sync  # comes with httpx; nothing else here needs it

    return await run_sync(file_digest, path)
