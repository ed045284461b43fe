"""The features of all models: reading, writing, checks, dumps, items, and value semantics."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import pydantic
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from ollama_client import models
from ollama_client._runtime import spelling
from ollama_client._runtime.model import WireModel
from ollama_client._runtime.refusals import text_of
from ollama_client.models import (
    ChatRequest,
    ChatResponse,
    CopyRequest,
    CreateRequest,
    GenerateRequest,
    GenerateResponse,
    ListResponse,
    Message,
    ModelDetails,
    Options,
    ProcessResponse,
    ProgressResponse,
    ShowResponse,
    SystemOneChoiceAnswer,
    SystemOneChoiceQuestion,
    SystemOneNoulQuestion,
    SystemOneRequest,
    SystemOneResponse,
    Tool,
    ToolFunctionParameters,
    UserResponse,
)
from ollama_client.types import ByteSize, to_datetime

from tests.client import spec, strategies

some = settings(
    max_examples=4, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)

#: Components that callers create. They require the same fields as the server.
SENT = spec.reachable([it.request_schema for it in spec.OPERATIONS])
#: Components in answers. They have no required fields unless the description says so.
RECEIVED = spec.reachable(
    [spec.resolve(node) for it in spec.OPERATIONS for node in it.definition["responses"].values()]
)


def needed(component: str) -> set[str]:
    """Return the wire names of a constructor's required arguments, without constants."""
    schema = spec.SCHEMAS[component]
    sent = schema.get("required", ()) if component in SENT - RECEIVED else ()
    fields = schema["properties"]
    return {it for it in schema.get("x-python-required", sent) if "const" not in fields[it]}


def example_of(component: str) -> dict[str, Any]:
    """Return a small valid object of a component, with all its required fields."""
    return minimal(spec.SCHEMAS[component])


def needed_by(schema: dict[str, Any]) -> set[str]:
    return {*schema.get("required", ()), *schema.get("x-python-required", ())}


def minimal(schema: Any) -> Any:
    schema = spec.resolve(schema)
    if "oneOf" in schema:
        return minimal(schema["oneOf"][0])
    if "const" in schema:
        return schema["const"]
    kind = schema.get("type", "string")
    if kind == "object":
        fields = schema.get("properties", {})
        return {name: minimal(fields[name]) for name in needed_by(schema)}
    if schema.get("format") == "date-time":
        return "2026-01-02T03:04:05Z"
    kind = kind[0] if isinstance(kind, list) else kind
    values = {"string": "text", "integer": 7, "number": 0.5, "boolean": True, "array": []}
    return {**values, "object": {}, "null": None}[kind]


# ---------------------------------------------------------------------- any model, any JSON


@pytest.mark.parametrize("component", spec.OBJECTS)
@some
@given(data=st.data())
def test_any_json_of_a_component(component: str, data: st.DataObject) -> None:
    wire = data.draw(strategies.component(component))
    # Reading an answer makes a list of null where the constructor wants one.
    lists = {"EmbeddingsResponse": "embedding", "WebSearchResponse": "results"}
    assume(wire.get(lists.get(component, "")) is not None or component not in lists)
    what_is_decoded_is_encoded_again(component, wire)
    what_is_valid_is_accepted(component, wire)
    items_agree_with_attributes(component, wire)


def what_is_decoded_is_encoded_again(component: str, wire: dict[str, Any]) -> None:
    schema, cls = spec.SCHEMAS[component], spec.model_class(component)
    before = copy.deepcopy(wire)
    model = cls.from_dict(wire)
    text = spec.text_of(wire, schema)
    assert spec.text_of(model.to_dict(), schema) == text
    assert wire == before
    extra = {key: value for key, value in wire.items() if key not in schema["properties"]}
    assert (model.model_extra or {}) == extra
    assert cls.from_dict(model.to_dict()) == model
    for twin in (
        copy.copy(model),
        copy.deepcopy(model),
        pickle.loads(pickle.dumps(model)),
        model.model_copy(),
        model.model_copy(deep=True),
    ):
        assert type(twin) is cls
        assert twin == model
        assert spec.text_of(twin.to_dict(), schema) == text
        assert repr(twin) == repr(model)


def what_is_valid_is_accepted(component: str, wire: dict[str, Any]) -> None:
    schema, cls = spec.SCHEMAS[component], spec.model_class(component)
    wanted = spec.canonical(wire, schema)
    assert spec.canonical(cls.model_validate(wire).to_dict(), schema) == wanted
    model = cls.model_validate_json(json.dumps(wire))
    assert spec.canonical(model.to_dict(), schema) == wanted
    dumped = model.model_dump(mode="json", by_alias=True, exclude_none=True)
    again = json.loads(model.model_dump_json(by_alias=True, exclude_none=True))
    assert spec.text_of(again) == spec.text_of(dumped)
    assert cls.model_validate(model) is model
    assert cls.model_validate(model.model_dump()) == model


def items_agree_with_attributes(component: str, wire: dict[str, Any]) -> None:
    names = spec.python_fields(component)
    model = spec.model_class(component).from_dict(wire)
    pairs = dict(model)
    for key, name in names.items():
        value = getattr(model, name)
        assert model.get(name) is value
        assert model.get(key, "other") is value
        assert (
            (name in model) == (key in model) == (key in wire) == (name in model.model_fields_set)
        )
        if key in wire:
            assert model[name] is model[key] is pairs[name] is value
        else:
            assert value is None
            with pytest.raises(KeyError):
                model[name]
    for key in wire.keys() - names.keys():
        assert key in model
        assert model[key] == model.get(key) == pairs[key] == wire[key]
    assert "no_such_key" not in model
    assert model.get("no_such_key", 5) == 5


# ---------------------------------------------------------------------- the fields of each model


@pytest.mark.parametrize("component", spec.OBJECTS)
def test_fields_are_those_of_the_description(component: str) -> None:
    cls = spec.model_class(component)
    fields = {field.wire: name for name, field in cls.model_fields.items()}
    assert fields == spec.python_fields(component)
    assert list(fields) == list(spec.SCHEMAS[component]["properties"])
    assert {it.wire for it in cls.model_fields.values() if it.required} == needed(component)
    kept = spec.SCHEMAS[component].get("x-python-dumps-unset", list(fields))
    assert [it.wire for it in cls.model_fields.values() if not it.omit_unset] == kept
    deprecated = [
        it for it, field in spec.SCHEMAS[component]["properties"].items() if field.get("deprecated")
    ]
    assert [it.wire for it in cls.model_fields.values() if it.deprecated] == deprecated
    required = set(spec.SCHEMAS[component].get("required", ()))
    assert {it.wire for it in cls.model_fields.values() if it.always} <= required
    assert all(repr(it).startswith(f"Field({name!r}") for name, it in cls.model_fields.items())


@pytest.mark.parametrize("component", spec.OBJECTS)
def test_the_signature_shows_the_fields(component: str) -> None:
    cls = spec.model_class(component)
    parameters = inspect.signature(cls).parameters
    assert [*cls.model_fields, "extra"] == list(parameters)
    for name, field in cls.model_fields.items():
        assert (parameters[name].default is inspect.Parameter.empty) == field.required
        assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY


def test_times_are_decoded_when_they_are_needed() -> None:
    text = "2026-11-20T18:51:01.758283511+01:00"
    listed = ListResponse.Model.from_dict({"model": "m", "modified_at": text})
    time = datetime(2026, 11, 20, 18, 51, 1, 758283, timezone(timedelta(hours=1)))
    assert listed.modified_at == time
    assert listed.modified_at is listed.modified_at
    listed.modified_at = later = time + timedelta(days=1)
    assert listed.modified_at is later
    assert listed.to_dict()["modified_at"] == later.isoformat()
    for unread in (listed, ListResponse.Model.from_dict({"model": "m", "modified_at": text})):
        del unread.modified_at
        for _ in range(2):
            with pytest.raises(AttributeError, match="modified_at"):
                _ = unread.modified_at
        with pytest.raises(AttributeError, match="modified_at"):
            del unread.modified_at
        unread.modified_at = time
        assert unread.modified_at == time
    assert ListResponse.Model.from_dict({"model": "m"}).modified_at is None
    for read in (copy.copy, copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it)), vars):
        fresh = read(ListResponse.Model.from_dict({"modified_at": text}))
        assert (fresh["modified_at"]) == time


@pytest.mark.parametrize("component", spec.OBJECTS)
def test_models_are_slotted_and_documented(component: str) -> None:
    model = spec.model_class(component).from_dict(example_of(component))
    assert isinstance(model, WireModel)
    slots = [getattr(type(model), name) for name in type(model).model_fields]
    assert all(map(inspect.isdatadescriptor, slots))
    model.no_such_field = 1
    with pytest.raises(ValueError, match='no field "no_such_field"'):
        model.to_dict()
    assert len(type(model).__doc__) > 5


def said(error: ValueError) -> str:
    """Return the text of an error; pydantic, where it is loaded, puts lines around it."""
    errors = getattr(error, "errors", None)
    return "\n".join(it["msg"] for it in errors()) if errors else str(error)


@pytest.mark.parametrize("component", [it for it in spec.OBJECTS if needed(it)])
def test_a_missing_field_is_named(component: str) -> None:
    cls, names = spec.model_class(component), spec.python_fields(component)
    for wire in needed(component):
        given_ = example_of(component)
        assert cls(**given_).get(names[wire]) is not None
        del given_[wire]
        with pytest.raises(ValueError, match="this field is required") as raised:
            cls(**given_)
        wanted = f"{cls.__qualname__}.{names[wire]}: this field is required"
        assert said(raised.value) == wanted


@pytest.mark.parametrize("component", spec.OBJECTS)
def test_a_value_of_the_wrong_type_is_named(component: str) -> None:
    cls, names = spec.model_class(component), spec.python_fields(component)
    for wire, field in spec.SCHEMAS[component]["properties"].items():
        if not {"type", "const", "oneOf"} & spec.resolve(field).keys():
            continue
        wrong = {**example_of(component), wire: 1j}
        for make in (cls, lambda **given_: cls.model_validate(given_)):
            with pytest.raises(ValueError, match="expected") as raised:
                make(**wrong)
            text = text_of(raised.value)
            assert text.startswith(f"{cls.__qualname__}.{names[wire]}: expected ")
            assert text.endswith(", got complex 1j")


@pytest.mark.parametrize(
    "component", [it for it in spec.OBJECTS if "x-python-nested" in spec.SCHEMAS[it]]
)
def test_official_nested_names(component: str) -> None:
    dotted = spec.SCHEMAS[component]["x-python-nested"]
    found: Any = models
    for name in dotted.split("."):
        found = getattr(found, name)
    assert found is spec.model_class(component)
    assert found.__qualname__ == dotted
    assert pickle.loads(pickle.dumps(found)) is found


# ---------------------------------------------------------------------- constructors


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Message(role=5), "Message.role: expected 'system' or "),
        (
            lambda: ChatRequest(model="m", messages=[{"role": "user"}, {"content": "x"}]),
            "ChatRequest.messages[1]: Message.role: this field is required",
        ),
        (
            lambda: ChatRequest(model="m", options=5),
            "ChatRequest.options: expected Options or dict, got int 5",
        ),
        (
            lambda: Message.ToolCall(function=3),
            "Message.ToolCall.function: expected Message.ToolCall.Function or a mapping, got int 3",
        ),
        (
            lambda: CreateRequest(model="m", files={"a": 1}),
            "CreateRequest.files['a']: expected str, got int 1",
        ),
        (
            lambda: ChatRequest(model="m", format="yaml"),
            "ChatRequest.format: expected '' or 'json' or dict, got str 'yaml'",
        ),
        (lambda: Message(role="u", images="x"), "Message.images: expected a list, got str 'x'"),
        (lambda: ChatRequest(model=None), "ChatRequest.model: expected str, got NoneType None"),
        (lambda: Options(stop="x"), "Options.stop: expected a list, got str 'x'"),
        (lambda: Options(seed=1.5), "Options.seed: expected int, got float 1.5"),
        (lambda: Options(use_mmap="maybe"), "Options.use_mmap: expected bool, got str 'maybe'"),
        (lambda: Options(top_p="high"), "Options.top_p: expected float, got str 'high'"),
        (
            lambda: ListResponse.Model(modified_at="yesterday"),
            "ListResponse.Model.modified_at: expected datetime or RFC 3339 text, "
            "got str 'yesterday'",
        ),
        (lambda: Message.model_validate(3), "Message: expected a mapping, got int"),
        (lambda: Message.model_validate_json("[]"), "Message: expected a mapping, got list"),
    ],
)
def test_messages(make: Any, message: str) -> None:
    with pytest.raises(ValueError) as raised:
        make()
    assert said(raised.value).startswith(message)


def test_a_long_value_is_shown_in_part() -> None:
    with pytest.raises(ValueError) as raised:
        Options(seed="x" * 10_000)
    assert len(said(raised.value)) < 200


def test_positional_arguments_are_refused() -> None:
    with pytest.raises(TypeError):
        Message("user")  # type: ignore[misc]


@pytest.mark.parametrize(
    ("cls", "field", "value", "wanted"),
    [
        (Options, "seed", "42", 42),
        (Options, "seed", 42.0, 42),
        (Options, "top_p", 1, 1.0),
        (Options, "top_p", "0.5", 0.5),
        (Options, "use_mmap", 1, True),
        (Options, "use_mmap", "False", False),
        (Options, "stop", ("a", "b"), ["a", "b"]),
        (Message, "content", b"bytes", "bytes"),
        (GenerateRequest, "think", True, True),
        (GenerateRequest, "think", "high", "high"),
        (GenerateRequest, "think", "ultra", "ultra"),
        (GenerateRequest, "keep_alive", 5, 5.0),
        (GenerateRequest, "keep_alive", "5m", "5m"),
        (GenerateRequest, "keep_alive", "5", "5"),
        (GenerateRequest, "format", {"type": "object"}, {"type": "object"}),
        (CreateRequest, "license", ["a", "b"], ["a", "b"]),
        (CreateRequest, "license", "MIT", "MIT"),
    ],
)
def test_values_are_converted(cls: Any, field: str, value: Any, wanted: Any) -> None:
    base = {"role": "u"} if cls is Message else {} if cls is Options else {"model": "m"}
    found = getattr(cls(**base, **{field: value}), field)
    assert found == wanted
    assert type(found) is type(wanted)


def test_mappings_of_every_kind_become_models() -> None:
    proxy = MappingProxyType({"role": "user", "content": "x"})
    request = ChatRequest(model="m", messages=(proxy, Message(role="u")), options=Options(seed=1))
    assert [type(it) for it in request.messages] == [Message, Message]
    assert request.to_dict() == {
        "model": "m",
        "messages": [{"role": "user", "content": "x"}, {"role": "u"}],
        "options": {"seed": 1},
    }


def test_wire_names_and_python_names_are_both_taken() -> None:
    for name in ("debug_render_only", "_debug_render_only"):
        request = ChatRequest(model="m", **{name: True})
        assert request.debug_render_only is True
        assert request.to_dict() == {"model": "m", "_debug_render_only": True}
    assert CreateRequest(model="m", **{"from": "base"}).from_ == "base"
    assert ToolFunctionParameters(**{"$defs": {"a": 1}}) == ToolFunctionParameters(defs={"a": 1})


def test_unknown_keywords_are_kept_and_sent() -> None:
    message = Message(role="u", mood={"a": [Options(seed=1)]})
    assert message.model_extra == {"mood": {"a": [Options(seed=1)]}}
    assert message.to_dict() == {"role": "u", "mood": {"a": [{"seed": 1}]}}


def test_defaults_of_python() -> None:
    assert Tool().to_dict() == {"type": "function"}
    assert ToolFunctionParameters().to_dict() == {"type": "object"}
    assert "type" in Tool()
    assert Tool.from_dict({}).type is None


@pytest.mark.parametrize(
    ("component", "wire", "constant"),
    [
        (component, wire, field["const"])
        for component in spec.OBJECTS
        if component in SENT
        for wire, field in spec.SCHEMAS[component]["properties"].items()
        if "const" in field and wire in needed_by(spec.SCHEMAS[component])
    ],
)
def test_constants_are_filled_in(component: str, wire: str, constant: str) -> None:
    given_ = example_of(component)
    del given_[wire]
    model = spec.model_class(component)(**given_)
    assert model[wire] == model.to_dict()[wire] == constant


class Picture:
    """An object that dumps itself to base64 text."""

    def model_dump(self) -> str:
        return "cGljdHVyZQ=="


@pytest.mark.parametrize("make", [Message, GenerateRequest], ids=lambda cls: cls.__name__)
def test_images_are_base64_text_on_the_wire(make: Any) -> None:
    name = {"role": "u"} if make is Message else {"model": "m"}
    picture = Picture()
    model = make(**name, images=["dGV4dA==", b"\x00\xff", picture])
    assert model.images[2] is picture
    wanted = ["dGV4dA==", "AP8=", "cGljdHVyZQ=="]
    assert model.to_dict() == {**name, "images": wanted}
    assert make.from_dict(model.to_dict()).images == wanted
    with pytest.raises(
        ValueError, match=r"images\[1\]: expected base64 text, bytes, a file or an image"
    ):
        make(**name, images=["dGV4dA==", 5])


@pytest.mark.parametrize("make", [Message, GenerateRequest], ids=lambda cls: cls.__name__)
def test_files_are_given_as_images(make: Any, tmp_path: Path) -> None:
    name = {"role": "u"} if make is Message else {"model": "m"}
    path = tmp_path / "cat.png"
    path.write_bytes(b"cat")
    with path.open("rb") as file:
        model = make(**name, images=[path, file, b"cat"])
    assert model.to_dict() == {**name, "images": [b64encode(b"cat").decode()] * 3}
    assert make(**name, images=[str(path)]).to_dict()["images"] == [str(path)]  # text is Base64
    path.unlink()
    with pytest.raises(FileNotFoundError, match=r"cat\.png does not exist"):
        make(**name, images=[path]).to_dict()


def test_a_keyword_that_is_nearly_a_field_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "_seen", set[tuple[str, str]]())
    said = "'temprature' is not a known field of Options: did you mean 'temperature'"
    with pytest.warns(spelling.SpellingWarning, match=said) as caught:
        options = Options(temprature=1, colour=None)  # type: ignore[call-arg]
    assert caught[0].filename == __file__
    assert options.to_dict() == {"temprature": 1, "colour": None}
    Options(temprature=1)  # type: ignore[call-arg]
    ChatResponse.from_dict({"model_": "a newer server's"})


def test_dumps_spell_keywords_as_the_wire_does() -> None:
    request = CreateRequest(model="m", **{"from": "base"})
    for by_alias in (False, True):
        dumped = request.model_dump(exclude_none=True, by_alias=by_alias)
        assert dumped == {"model": "m", "from": "base"}
    assert request.model_dump(include={"from_"}) == {"from": "base"}


def test_lists_of_the_caller_are_not_shared() -> None:
    stop = ["a"]
    options = Options(stop=stop)
    stop.append("b")
    assert options.stop == ["a"]


# ---------------------------------------------------------------------- decoding


def test_decoding_trusts_the_server() -> None:
    response = ChatResponse.from_dict({"model": 5, "done": "yes", "message": {"role": []}})
    assert (response.model, response.done, response.message.role) == (5, "yes", [])
    assert response.to_dict() == {"model": 5, "done": "yes", "message": {"role": []}}


def test_what_is_decoded_is_not_changed_by_assignment() -> None:
    data = {"role": "user", "content": "x"}
    message = Message.from_dict(data)
    message["content"] = "y"
    message.thinking = "z"
    assert data == {"role": "user", "content": "x"}
    assert message.to_dict() == {"role": "user", "content": "y", "thinking": "z"}


def test_null_is_absence_but_remembered() -> None:
    response = GenerateResponse.from_dict({"model": "m", "context": None})
    assert response.context is None
    assert "context" in response
    assert response["context"] is None
    assert "thinking" not in response
    assert response.to_dict() == {"model": "m"}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-11-20T14:03:26.315022957Z", datetime(2026, 11, 20, 14, 3, 26, 315022, timezone.utc)),
        ("2026-11-20T14:03:26Z", datetime(2026, 11, 20, 14, 3, 26, 0, timezone.utc)),
        ("2026-11-20t14:03:26.5z", datetime(2026, 11, 20, 14, 3, 26, 500000, timezone.utc)),
        (
            "2026-11-20T14:03:26.1+02:30",
            datetime(2026, 11, 20, 14, 3, 26, 100000, timezone(timedelta(hours=2, minutes=30))),
        ),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=timezone.utc)),
        ("0001-01-01T00:00:00+14:00", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))),
        ("2318-03-01T02:03:04.999999999Z", datetime(2318, 3, 1, 2, 3, 4, 999999, timezone.utc)),
        ("2026-11-20T14:03:26", datetime(2026, 11, 20, 14, 3, 26)),
        ("12318-03-01T02:03:04Z", "12318-03-01T02:03:04Z"),
        ("2026-13-01T00:00:00Z", "2026-13-01T00:00:00Z"),
        ("2026-11-20T14:03:60Z", "2026-11-20T14:03:60Z"),
        ("2026-11-20T14:03:26+99:00", "2026-11-20T14:03:26+99:00"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_times(text: str, wanted: Any) -> None:
    assert to_datetime(text) == wanted
    model = ProcessResponse.Model.from_dict({"expires_at": text})
    assert model.expires_at == wanted
    assert type(model.expires_at) is type(wanted)
    if isinstance(wanted, datetime):
        assert model.expires_at.utcoffset() == wanted.utcoffset()
        assert ProcessResponse.Model(expires_at=text).expires_at == wanted
    dumped = model.model_dump(mode="json")["expires_at"]
    assert isinstance(dumped, str)
    assert to_datetime(dumped) == wanted
    assert model.to_dict() == {"expires_at": dumped}


def test_created_at_stays_text() -> None:
    text = "2026-11-20T14:03:26.315022957Z"
    assert ChatResponse.from_dict({"created_at": text}).created_at == text
    assert ChatResponse(message={"role": "a"}, created_at=text).created_at == text


def test_open_lists_take_new_words() -> None:
    assert ChatResponse.from_dict({"done_reason": "eclipse"}).done_reason == "eclipse"
    assert Message(role="narrator").role == "narrator"
    assert UserResponse(plan="team").plan == "team"
    assert ShowResponse(capabilities=["tools", "smell"]).capabilities == ["tools", "smell"]


def test_members_of_a_union_are_told_apart_by_their_tag() -> None:
    response = SystemOneResponse.from_dict(
        {
            "answers": {
                "known": {"type": "choice", "choice": "a", "x": 1},
                "unknown": {"type": "essay", "text": "b"},
                "untagged": {"choice": "a"},
                "odd": {"type": ["choice"]},
                "text": "c",
            }
        }
    )
    assert type(response.answers["known"]) is SystemOneChoiceAnswer
    assert response.answers["known"].model_extra == {"x": 1}
    assert response.answers["unknown"] == {"type": "essay", "text": "b"}
    assert response.answers["untagged"] == {"choice": "a"}
    assert response.answers["odd"] == {"type": ["choice"]}
    assert response.answers["text"] == "c"
    assert list(response.to_dict()["answers"]) == ["known", "unknown", "untagged", "odd", "text"]


def test_members_of_a_union_in_a_constructor() -> None:
    noul: Any = {"type": "noul", "instructions": "?", "criteria": {"true": "a", "false": "b"}}
    choice = SystemOneChoiceQuestion(type="choice", instructions="?", criteria={"a": None})
    request = SystemOneRequest(model="m", state=["s"], questions={"n": noul, "c": choice})
    assert type(request.questions["n"]) is SystemOneNoulQuestion
    assert request.to_dict()["questions"] == {
        "n": noul,
        "c": {"type": "choice", "instructions": "?", "criteria": {"a": None}},
    }
    with pytest.raises(ValueError, match=r"SystemOneRequest.questions\['n'\]: expected System"):
        SystemOneRequest(model="m", state="s", questions={"n": {**noul, "type": "essay"}})


def test_what_is_wrong_with_a_member_of_a_union_is_said_of_that_member() -> None:
    with pytest.raises(ValueError, match=r"SystemOneNoulQuestion.instructions: this field is requ"):
        SystemOneRequest(model="m", state="s", questions={"n": {"type": "noul"}})


def test_a_constructor_leaves_an_object_of_a_newer_kind_as_it_is() -> None:
    answers: dict[str, Any] = {
        "known": {"type": "choice", "choice": "a"},
        "unknown": {"type": "essay", "text": ["b"]},
        "untagged": {"choice": "a"},
        "odd": {"type": ["choice"]},
    }
    for response in (
        SystemOneResponse(answers=answers),
        SystemOneResponse.model_validate({"answers": answers}),
    ):
        assert type(response.answers["known"]) is SystemOneChoiceAnswer
        assert {**response.answers, "known": answers["known"]} == answers
        assert response.to_dict()["answers"] == answers


# ---------------------------------------------------------------------- items


def test_items_are_set() -> None:
    message = Message(role="user")
    message["content"] = "x"
    message["tool_call_id"] = None
    assert message.content == "x"
    assert "content" in message
    assert "tool_call_id" in message
    assert message.model_fields_set == {"role", "content", "tool_call_id"}
    request = ChatRequest(model="m")
    request["_debug_render_only"] = True
    assert request.debug_render_only is True
    with pytest.raises(ValueError, match='"Message" object has no field "mood"'):
        message["mood"] = "x"


def test_attributes_are_items_once_set() -> None:
    message = Message(role="user")
    assert "content" not in message
    message.content = "x"
    assert message["content"] == "x"
    assert "content" in message.model_fields_set


def test_items_are_fields_and_never_methods() -> None:
    message = Message(role="user")
    assert message.get("to_dict") is None
    assert "to_dict" not in message
    assert 5 not in message
    with pytest.raises(KeyError):
        message["to_dict"]


def test_iteration_gives_pairs() -> None:
    message = Message(role="user", content="x", mood=1)
    assert list(message) == [
        ("role", "user"),
        ("content", "x"),
        ("thinking", None),
        ("images", None),
        ("tool_name", None),
        ("tool_calls", None),
        ("mood", 1),
    ]
    assert dict(Message(role="u", tool_call_id=None))["tool_call_id"] is None


# ---------------------------------------------------------------------- value semantics


def test_equality() -> None:
    message = Message(role="user", content="x")
    assert message == Message.from_dict({"content": "x", "role": "user"})
    assert message == Message(role="user", content="x", thinking=None)
    assert message != Message(role="user")
    assert message != Message(role="user", content="x", mood=1)
    assert message != {"role": "user", "content": "x"}
    assert message != SubMessage(role="user", content="x")
    assert message != "x"


def test_models_are_unhashable() -> None:
    with pytest.raises(TypeError, match="unhashable"):
        hash(Message(role="user"))


def test_repr_and_str() -> None:
    progress = ProgressResponse(status="pulling", total=5, eta="soon")
    fields = "status='pulling'{0}completed=None{0}total=5{0}digest=None{0}eta='soon'"
    assert repr(progress) == f"ProgressResponse({fields.format(', ')})"
    assert str(progress) == fields.format(" ")
    assert repr(Message(role="u")).count("tool_call_id") == 0


def test_models_match_patterns_by_keyword() -> None:
    match Message(role="user", content="x"):
        case Message(role="user", content=text):
            assert text == "x"
        case _:
            pytest.fail("did not match")


def test_a_shallow_copy_shares_values_and_a_deep_one_does_not() -> None:
    request = ChatRequest(model="m", messages=[{"role": "u"}], mood=[1])
    for twin in (copy.copy(request), request.model_copy()):
        assert twin.messages is request.messages
    for twin in (copy.deepcopy(request), request.model_copy(deep=True)):
        assert twin == request
        assert twin.messages is not request.messages
        twin.messages[0].role = "v"
        twin.model_extra["mood"].append(2)
    assert request.messages[0].role == "u"
    assert request.model_extra == {"mood": [1]}


def test_copies_are_updated() -> None:
    message = Message(role="u", content="x")
    changed = message.model_copy(update={"content": None, "role": 5, "mood": 1})
    assert (changed.role, changed.content, changed.model_extra) == (5, None, {"mood": 1})
    assert "content" in changed
    assert changed.to_dict() == {"role": 5, "mood": 1}
    assert message.to_dict() == {"role": "u", "content": "x"}
    request = ChatRequest(model="m").model_copy(update={"_debug_render_only": True})
    assert request.debug_render_only is True


def test_construction_without_checks() -> None:
    message = Message.model_construct(role=5, content=["x"], mood=1)
    assert (message.role, message.content, message.thinking) == (5, ["x"], None)
    assert message.model_fields_set == {"role", "content"}
    assert message.model_extra == {"mood": 1}
    assert Message.model_construct().role is None
    assert "role" not in Message.model_construct()
    assert Tool.model_construct().type == "function"
    request = ChatRequest.model_construct({"model"}, **{"_debug_render_only": True})
    assert request.debug_render_only is True


# ---------------------------------------------------------------------- dumps


def request_to_dump() -> ChatRequest:
    return ChatRequest(
        model="m",
        messages=[Message(role="user", content=None, mood=1)],
        options=Options(seed=1),
        debug_render_only=True,
    )


def test_options_given_as_a_mapping_stay_as_they_are() -> None:
    given = {"seed": "1", "top_k": None, "unknown": [1]}
    request = ChatRequest(model="m", options=given)
    assert request.options == request.model_dump()["options"] == given
    assert request.to_dict()["options"] == given


def test_dump_has_every_field_but_those_omitted_while_unset() -> None:
    dumped = request_to_dump().model_dump()
    assert list(dumped) == [
        name
        for name, field in ChatRequest.model_fields.items()
        if not field.omit_unset or name == "debug_render_only"
    ]
    assert dumped["messages"] == [
        {
            "role": "user",
            "content": None,
            "thinking": None,
            "images": None,
            "tool_name": None,
            "tool_calls": None,
            "mood": 1,
        }
    ]
    assert "min_p" not in dumped["options"]
    assert dumped["options"]["top_p"] is None


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        (
            {"exclude_none": True},
            {
                "model": "m",
                "messages": [{"role": "user", "mood": 1}],
                "options": {"seed": 1},
                "debug_render_only": True,
            },
        ),
        (
            {"exclude_unset": True},
            {
                "model": "m",
                "messages": [{"role": "user", "content": None, "mood": 1}],
                "options": {"seed": 1},
                "debug_render_only": True,
            },
        ),
        (
            {"exclude_defaults": True, "by_alias": True},
            {
                "model": "m",
                "messages": [{"role": "user", "mood": 1}],
                "options": {"seed": 1},
                "_debug_render_only": True,
            },
        ),
        ({"include": {"model", "think"}}, {"model": "m", "think": None}),
        ({"include": ["model"], "exclude": {"model"}}, {}),
        ({"include": {"options"}, "exclude_none": True}, {"options": {"seed": 1}}),
        (
            {"exclude": {"messages", "options"}, "exclude_none": True, "by_alias": True},
            {"model": "m", "_debug_render_only": True},
        ),
        ({"exclude_none": True, "include": {"model"}, "warnings": False}, {"model": "m"}),
    ],
)
def test_dump_options(options: dict[str, Any], wanted: dict[str, Any]) -> None:
    request = request_to_dump()
    assert request.model_dump(**options) == wanted
    assert json.loads(request.model_dump_json(**options)) == wanted


def test_dump_modes() -> None:
    model = ListResponse.Model(modified_at="2026-01-02T03:04:05Z", size=5, extra_day=datetime.min)
    python, plain = model.model_dump(), model.model_dump(mode="json")
    assert python["modified_at"] == datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
    assert type(python["size"]) is ByteSize
    assert python["extra_day"] is datetime.min
    assert plain["modified_at"] == "2026-01-02T03:04:05Z"
    assert type(plain["size"]) is int
    assert plain["extra_day"] == "0001-01-01T00:00:00"
    json.dumps(plain)
    with pytest.raises(TypeError):
        json.dumps(model)


def test_dump_of_an_incomplete_tool() -> None:
    request = ChatRequest(model="m", tools=[{"function": {"name": "f"}}, {}])
    assert request.model_dump(exclude_none=True)["tools"] == [
        {"type": "function", "function": {"name": "f"}},
        {"type": "function"},
    ]
    assert request.to_dict()["tools"][1] == {"type": "function"}


def test_dump_as_json_text() -> None:
    progress = ProgressResponse(status="é", total=1)
    assert progress.model_dump_json() == '{"status":"é","completed":null,"total":1,"digest":null}'
    assert progress.model_dump_json(indent=2, exclude_none=True) == (
        '{\n  "status": "é",\n  "total": 1\n}'
    )


@pytest.mark.parametrize("kind", [str, str.encode, lambda text: bytearray(text, "utf-8")])
def test_json_text_is_validated(kind: Any) -> None:
    assert Message.model_validate_json(kind('{"role": "é"}')) == Message(role="é")
    with pytest.raises(pydantic.ValidationError, match="expected JSON"):
        Message.model_validate_json(kind('{"role": '))
    with pytest.raises(ValueError, match=r"Message.role: this field is required"):
        Message.model_validate_json(kind("{}"))


def test_validation_ignores_settings_it_does_not_know() -> None:
    assert Message.model_validate({"role": "u"}, strict=True, context={}) == Message(role="u")


# ---------------------------------------------------------------------- subclasses


class SubMessage(Message):
    """A user's own message."""

    mood: str = "calm"
    weight: int | None = None
    parts: list[Options] | None = None


class Deeper(SubMessage):
    """One more level, with a required field."""

    topic: Literal["a", "b"]


def test_annotated_fields_of_a_subclass_reach_the_wire() -> None:
    message = SubMessage(role="user", mood="glad", parts=[{"seed": 1}])
    wire = {"role": "user", "mood": "glad", "parts": [{"seed": 1}]}
    assert message.to_dict() == wire
    assert message.parts == [Options(seed=1)]
    assert message.model_extra is None
    assert message.model_dump(exclude_none=True, exclude_unset=True) == wire
    assert ChatRequest(model="m", messages=[message]).to_dict()["messages"] == [wire]
    assert SubMessage.from_dict(wire) == message
    assert SubMessage.from_dict({"role": "u"}).mood == "calm"


def test_fields_of_a_subclass_are_checked() -> None:
    with pytest.raises(ValueError, match=r"SubMessage.weight: expected int, got str 'x'"):
        SubMessage(role="u", weight="x")
    with pytest.raises(ValueError, match=r"Deeper.topic: this field is required"):
        Deeper(role="u")
    with pytest.raises(ValueError, match=r"Deeper.topic: expected one of 'a', 'b', got str 'c'"):
        Deeper(role="u", topic="c")
    assert list(inspect.signature(Deeper).parameters)[-5:] == [
        "mood",
        "weight",
        "parts",
        "topic",
        "extra",
    ]


def test_deeper_subclasses_keep_every_field() -> None:
    deeper = Deeper(role="u", topic="a", mood="glad", content="x")
    wire = {"role": "u", "content": "x", "mood": "glad", "topic": "a"}
    assert deeper.to_dict() == wire
    for twin in (
        Deeper.from_dict(wire),
        copy.copy(deeper),
        copy.deepcopy(deeper),
        pickle.loads(pickle.dumps(deeper)),
        Deeper.model_validate_json(json.dumps(wire)),
    ):
        assert type(twin) is Deeper
        assert twin == deeper
        assert twin.to_dict() == wire


def test_a_subclass_does_not_touch_its_parent() -> None:
    assert "mood" not in Message.model_fields
    assert Message.from_dict({"role": "u", "mood": "x"}).model_extra == {"mood": "x"}


def test_mutable_defaults_of_a_subclass_are_not_shared() -> None:
    class Tagged(ModelDetails):
        tags: list[str] = []  # noqa: RUF012

    one, two = Tagged(), Tagged.from_dict({})
    one.tags.append("x")
    two.tags.append("y")
    assert Tagged().tags == []
    assert (one.tags, two.tags) == (["x"], ["y"])


def test_a_plain_subclass_changes_nothing() -> None:
    class Mine(CopyRequest):
        def swapped(self) -> Mine:
            return Mine(source=self.destination, destination=self.source)

    assert Mine(source="a", destination="b").swapped().to_dict() == {
        "source": "b",
        "destination": "a",
    }
    assert isinstance(Mine.from_dict({"source": "a"}), Mapping) is False
