"""Operations that nothing handwritten answers: what their description says, and no more.

The request is checked against its model. The answer has the fields that every answer has, empty,
or what a script says in JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from ollama.testing._app import App, Call
from ollama.testing._decode import parse_body
from ollama.testing._errors import ApiError
from ollama.testing._events import EVENT_STREAM, check_start, stream_of, whole_answer
from ollama.testing._http import Answer, Stream
from ollama.testing._multipart import parse_form
from ollama.testing._output import Output
from ollama.testing._readers import decode_value, is_model, members, name_of, reader_for
from ollama.testing._script import Reply
from ollama.testing._service import require_bearer
from ollama.testing._wire import json_text, utc_now

if TYPE_CHECKING:
    from ollama_client._runtime import operation as _operation


def answer(app: App, call: Call, operation: str) -> Answer | Stream:
    """Answer a request of an operation, named by its module below ``ollama_client.api``."""
    module = import_module(f"ollama_client.api.{operation}")
    described: _operation.Operation[Any] = module.OPERATION
    if described.secured:
        require_bearer(call)
    request = _request(call, module, described)
    reply = app.script.take_reply(call.path) or Reply()
    said = _said(reply, call.path) if described.returns != "text" else _texts(reply)
    stream = described.stream
    if stream is None or not _is_wanted(stream, request):
        return _whole(module, described, _output(reply, said))
    items = said or _items(stream, _break_of(reply))
    made = stream_of(_output(reply, items), _Writer(stream, reply.fail_message))
    made.content_type = stream.media_type
    return made


# -- the request ---------------------------------------------------------------------------------


def _request(
    call: Call, module: ModuleType, described: _operation.Operation[Any]
) -> dict[str, Any]:
    """Return the fields of a request; raise ApiError 400 when it is not what is described."""
    if described.form is not None:
        form = parse_form(call.headers.get("Content-Type", ""), call.body)
        return _complete({**form.fields, **form.files}, described.form.required)
    if described.body != "json":
        return {}
    function = module.stream if described.stream else module.sync
    annotation = _evaluated(module, function.__annotations__["body"])
    value = parse_body(call.body)
    if not is_model(annotation):
        reader_for(annotation)(value, "body")
        return {}
    fields = annotation.model_fields.values()
    request = decode_value(value, name_of(annotation))
    return _complete(request, (field.wire for field in fields if field.required))


def _complete(request: dict[str, Any], required: Iterable[str]) -> dict[str, Any]:
    for name in required:
        if name not in request:
            raise ApiError(400, f"{name} is required")
    return request


def _evaluated(module: ModuleType, annotation: str) -> Any:
    """Return a type that an operation's module names; it imports its models for checkers only."""
    from ollama_client import models
    from ollama_client._runtime.convert import evaluated

    class Names(dict[str, Any]):
        def __missing__(self, name: str) -> Any:
            return getattr(models, name)

    return evaluated(annotation, Names(vars(module)))


def _is_wanted(stream: _operation.Stream, request: dict[str, Any]) -> bool:
    # Lines come unless the request says no, events when it says yes.
    by_default = stream.media_type != EVENT_STREAM
    return stream.flag is None or bool(request.get(stream.flag, by_default))


# -- the answer ----------------------------------------------------------------------------------


def neutral(annotation: Any) -> Any:
    """Return the emptiest value of a rendered annotation."""
    from ollama_client.types import Base64, ByteSize

    first = members(annotation)[0]
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
    """Return the fields that every object of a model has."""
    return {
        field.wire: neutral(field.annotation)
        for field in cls.model_fields.values()
        if field.annotation is not Any and type(None) not in get_args(field.annotation)
    }


def _whole(module: ModuleType, described: _operation.Operation[Any], output: Output) -> Answer:
    check_start(output, stream=False)
    if described.returns in ("nothing", "existence"):
        return Answer(200)
    text = output.content[-1] if output.content else ""
    if described.returns == "text":
        made = whole_answer(output, None)
        made.body, made.content_type = text.encode(), "text/plain; charset=utf-8"
        return made
    (annotation,) = get_args(_evaluated(module, module.__annotations__["OPERATION"]))
    return whole_answer(output, json.loads(text) if text else neutral(annotation))


def _items(stream: _operation.Stream, broken: int | None) -> list[str]:
    """Return a neutral item and the last one, or as many as are sent before a break."""
    of_kind = _kinds(stream)
    first = next(iter(of_kind.values()))
    items = [first] * (1 if broken is None else broken)
    if stream.terminator is not None and broken is None:
        field, values = stream.terminator
        items.append({**of_kind.get(values[0], first), field: values[0]})
    return [json_text(item) for item in items]


def _kinds(stream: _operation.Stream) -> dict[object, dict[str, Any]]:
    """Return a neutral item of each kind, by the value that tells it from the others."""
    from ollama_client import models

    if stream.model is None:
        return {None: {}}
    names = {None: stream.model} if isinstance(stream.model, str) else stream.model.models
    return {kind: _neutral_object(getattr(models, name)) for kind, name in names.items()}


class _Writer:
    """Frames items as the description of a stream says."""

    def __init__(self, stream: _operation.Stream, failure: str) -> None:
        self._stream = stream
        self._failure = failure

    def content(self, piece: str) -> bytes:
        """Return the line or the event of an item."""
        is_event = self._stream.media_type == EVENT_STREAM
        return (f"data: {piece}\n\n" if is_event else f"{piece}\n").encode()

    def end(self) -> bytes:
        """Return the mark behind the last item, if there is one."""
        return self.content(self._stream.sentinel) if self._stream.sentinel else b""

    def broken(self) -> bytes:
        """Return the item that carries an error."""
        return self.content(json_text({self._stream.error: self._failure}))

    def thinking(self, _piece: str) -> bytes:
        """Return nothing: items are all there is."""
        return b""

    def tool_call(self, _call: dict[str, Any]) -> bytes:
        """Return nothing: items are all there is."""
        return b""


# -- scripts -------------------------------------------------------------------------------------


def _break_of(reply: Reply) -> int | None:
    return reply.fail_after if reply.fail_after is not None else reply.cut_after


def _texts(reply: Reply) -> Sequence[str]:
    if _break_of(reply) is not None:
        return []
    return reply.chunks or ([] if reply.text is None else [reply.text])


def _said(reply: Reply, path: str) -> Sequence[str]:
    """Return the JSON texts of a reply, each on one line; raise ValueError for other texts."""
    try:
        return [json_text(json.loads(text)) for text in _texts(reply)]
    except json.JSONDecodeError as error:
        raise ValueError(f"a reply to {path} is JSON, got {error.doc!r}") from None


def _output(reply: Reply, content: Sequence[str]) -> Output:
    return Output(
        content=content,
        delay=reply.delay,
        fail_after=reply.fail_after,
        fail_message=reply.fail_message,
        cut_after=reply.cut_after,
        clean_cut=reply.clean_cut,
    )
