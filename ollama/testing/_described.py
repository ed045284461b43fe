"""Answers operations without handwritten behavior, from their API description alone.

The request is checked against its model. The answer has the fields that are always present, with
empty values, or it is the JSON of a scripted reply.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from ollama.testing._app import App, Call, json_answer
from ollama.testing._decode import parse_body
from ollama.testing._errors import ApiError
from ollama.testing._events import EVENT_STREAM
from ollama.testing._http import Answer, Stream
from ollama.testing._multipart import parse_form
from ollama.testing._readers import decode_value, is_model, members, name_of, reader_for
from ollama.testing._script import Reply
from ollama.testing._service import require_bearer
from ollama.testing._wire import json_text, utc_now, utf8

if TYPE_CHECKING:
    from ollama_client._runtime.operation import Operation
    from ollama_client._runtime.operation import Stream as Described


#: The media types of answers that are not JSON.
_PLAIN = {"text": "text/plain; charset=utf-8", "binary": "application/octet-stream"}


def answer(app: App, call: Call, operation: str) -> Answer | Stream:
    """Answer a request.

    Args:
        app: State of the server.
        call: The request.
        operation: Name of the operation's module below ``ollama_client.api``.

    Raises:
        ApiError: The request does not match its description, or a scripted reply fails.
        ValueError: A scripted reply is not JSON.
    """
    module = import_module(f"ollama_client.api.{operation}")
    described: Operation[Any] = module.OPERATION
    if described.secured:
        require_bearer(call)
    request = _request(call, module, described)
    reply = app.script.take_reply(call.path) or Reply()
    stream = described.stream
    streams = stream is not None and _is_wanted(stream, request)
    if reply.fail_after is not None and (not streams or reply.fail_after < 1):
        raise ApiError(500, reply.fail_message)
    texts = _texts(reply, call.path, described)
    if stream is not None and streams:
        return _stream(stream, reply, texts)
    made = _whole(module, described, texts)
    made.delay, made.cut = reply.delay, reply.cut_after is not None
    return made


# -- the request ---------------------------------------------------------------------------------


def _request(call: Call, module: ModuleType, described: Operation[Any]) -> dict[str, Any]:
    """Return the fields of a request, or raise ApiError 400 if it does not match its model."""
    if described.form is not None:
        form = parse_form(call.headers.get("Content-Type", ""), call.body)
        return _complete({**form.fields, **form.files}, described.form.required)
    is_json = described.body in ("json", "value")
    if not is_json or (described.body_optional and not call.body):
        return {}
    function = module.stream if described.stream else module.sync
    annotation = _evaluated(module, function.__annotations__["body"])
    value, kinds = parse_body(call.body), members(annotation)
    if len(kinds) > 1 or not is_model(kinds[0]):
        reader_for(annotation)(value, "body")
        return {}
    fields = kinds[0].model_fields.values()
    request = decode_value(value, name_of(kinds[0]))
    return _complete(request, (field.wire for field in fields if field.required))


def _complete(request: dict[str, Any], required: Iterable[str]) -> dict[str, Any]:
    for name in required:
        if name not in request:
            raise ApiError(400, f"{name} is required")
    return request


def _evaluated(module: ModuleType, annotation: str) -> Any:
    """Return the type for an annotation in an operation's module.

    The module imports its models only for type checkers, so names are looked up in all models.
    """
    from ollama_client import models
    from ollama_client._runtime.convert import evaluated

    class Names(dict[str, Any]):
        def __missing__(self, name: str) -> Any:
            for source in (models, typing):
                if hasattr(source, name):
                    return getattr(source, name)
            raise KeyError(name)

    return evaluated(annotation, Names(vars(module)))


def _is_wanted(stream: Described, request: dict[str, Any]) -> bool:
    # Lines are streamed by default, events only on request.
    by_default = stream.media_type != EVENT_STREAM
    return stream.flag is None or bool(request.get(stream.flag, by_default))


# -- the answer ----------------------------------------------------------------------------------


def neutral(annotation: Any) -> Any:
    """Return an empty value of a rendered annotation: None, zero, an empty list, and so on."""
    from ollama_client.types import Base64, ByteSize

    first = members(annotation)[0]
    if type(None) in get_args(annotation):
        return None
    if is_model(first):
        return _neutral_object(first)
    if get_origin(first) is Literal:
        return get_args(first)[0]
    empty: dict[Any, Any] = {
        **{kind: kind() for kind in (str, bool, int, float)},
        **{list: [], dict: {}, Base64: "", ByteSize: 0, datetime: utc_now()},
    }
    return empty.get(get_origin(first) or first)


def _neutral_object(cls: Any) -> dict[str, Any]:
    """Return a model's fields that are always present, with empty values."""
    return {
        field.wire: neutral(field.annotation)
        for field in cls.model_fields.values()
        if field.always or field.required or field.default is not None
    }


def _whole(module: ModuleType, described: Operation[Any], texts: Sequence[str]) -> Answer:
    if described.returns in ("nothing", "existence"):
        return Answer(200)
    if described.returns in _PLAIN:
        return Answer(200, utf8("".join(texts)), _PLAIN[described.returns])
    (annotation,) = get_args(_evaluated(module, module.__annotations__["OPERATION"]))
    return json_answer(json.loads(texts[-1]) if texts else neutral(annotation))


def _stream(stream: Described, reply: Reply, texts: Sequence[str]) -> Stream:
    items = [*(texts or map(json_text, _items(stream, _break_of(reply))))]
    if reply.fail_after is not None:
        items.append(json_text({stream.error: reply.fail_message}))
    elif reply.cut_after is None and stream.sentinel is not None:
        items.append(stream.sentinel)
    frame = "data: {}\n\n" if stream.media_type == EVENT_STREAM else "{}\n"
    lines = [utf8(frame.format(item)) for item in items]
    cut = reply.cut_after is not None and not reply.clean_cut
    return Stream(lines, stream.media_type, delay=reply.delay, cut=cut)


def _items(stream: Described, broken: int | None) -> list[dict[str, Any]]:
    """Return one empty item and the last one, or ``broken`` items if the stream breaks off."""
    of_kind = _kinds(stream)
    first = next(iter(of_kind.values()))
    if broken is not None or stream.terminator is None:
        return [first] * (1 if broken is None else broken)
    field, values = stream.terminator
    return [first, {**of_kind.get(values[0], first), field: values[0]}]


def _kinds(stream: Described) -> dict[object, dict[str, Any]]:
    """Return an empty item of each kind, keyed by the constant that identifies the kind."""
    from ollama_client import models

    if stream.model is None:
        return {None: {}}
    names = {None: stream.model} if isinstance(stream.model, str) else stream.model.models
    return {kind: _neutral_object(getattr(models, name)) for kind, name in names.items()}


# -- scripts -------------------------------------------------------------------------------------


def _break_of(reply: Reply) -> int | None:
    return reply.fail_after if reply.fail_after is not None else reply.cut_after


def _texts(reply: Reply, path: str, described: Operation[Any]) -> Sequence[str]:
    """Return the texts of a reply. Each JSON text is on one line.

    Raises:
        ValueError: The operation returns JSON, and a text is not JSON.
    """
    if _break_of(reply) is not None:
        return []
    texts = reply.chunks or ([] if reply.text is None else [reply.text])
    if described.returns in _PLAIN:
        return texts
    try:
        return [json_text(json.loads(text)) for text in texts]
    except json.JSONDecodeError as error:
        raise ValueError(f"a reply to {path} must be JSON, got {error.doc!r}") from None
