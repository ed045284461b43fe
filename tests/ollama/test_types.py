"""The types, as used by programs written for the official client: C9, C10 and 1b, by item."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar, Literal, Optional

import pydantic
import pytest
from ollama_client._runtime.refusals import text_of

import ollama
from ollama import (
    ChatResponse,
    Client,
    EmbeddingsResponse,
    EmbedResponse,
    GenerateResponse,
    Image,
    ListResponse,
    Message,
    Options,
    ProcessResponse,
    ProgressResponse,
    ShowResponse,
    StatusResponse,
    Tool,
    _types,
)
from ollama.testing import OllamaServer

CALL = {"function": {"name": "f", "arguments": {"a": 1}}}
ROW = {"model": "m", "size": "5 GB", "modified_at": "2024-01-02T03:04:05.123456789-07:00"}


def message(**more: Any) -> Message:
    return Message(role="user", **more)


# ---------------------------------------------------------------------- C9: the types


@pytest.mark.parametrize(
    ("item", "cls", "name"),
    [
        ("57", ChatResponse, "message"),
        ("59", EmbedResponse, "embeddings"),
        ("59", EmbeddingsResponse, "embedding"),
        ("60", Message, "role"),
        ("60", Message.ToolCall, "function"),
        ("60", Message.ToolCall.Function, "name"),
        ("61", ListResponse, "models"),
        ("62", ProcessResponse, "models"),
        ("66", ollama.WebSearchResponse, "results"),
        ("66", _types.Logprob, "token"),
    ],
)
def test_c9_required_fields(item: str, cls: Any, name: str) -> None:
    with pytest.raises(ValueError) as raised:
        cls()
    text = f"{cls.__qualname__}.{name}: this field is required"
    assert text_of(raised.value).splitlines()[0] == text
    assert next((it["type"], it["loc"]) for it in raised.value.errors()) == ("missing", (name,))
    assert cls.model_fields[name].is_required()


@pytest.mark.parametrize(
    ("item", "cls"),
    [
        ("58", GenerateResponse), ("61", ListResponse.Model), ("62", ProcessResponse.Model),
        ("63", ShowResponse), ("64", _types.ModelDetails), ("65", StatusResponse),
        ("65", ProgressResponse), ("66", ollama.WebFetchResponse), ("77", Options), ("77", Tool),
    ],
)  # fmt: skip
def test_c9_types_without_required_fields(item: str, cls: Any) -> None:
    made = cls()
    assert all(getattr(made, it.name) == it.default for it in cls.model_fields.values())


def test_c9_61_null_is_no_list_and_the_name_is_there() -> None:
    with pytest.raises(
        ValueError, match=r"ListResponse.models: expected a list, got NoneType None"
    ):
        ListResponse(models=None)
    assert ListResponse(models=[{"name": "m"}]).models[0].name == "m"


def test_c9_63_model_info_has_two_names() -> None:
    for key in ("model_info", "modelinfo"):
        show = ShowResponse(**{key: {"a": 1}})
        assert show["modelinfo"] == show["model_info"] == show.model_info == {"a": 1}
    assert show.model_dump(exclude_none=True) == {"modelinfo": {"a": 1}}
    assert show.model_dump(exclude_none=True, by_alias=True) == {"model_info": {"a": 1}}
    assert ShowResponse.model_fields["modelinfo"].alias == "model_info"
    assert ShowResponse.model_fields["template"].alias is None


def test_c9_65_progress_is_a_status() -> None:
    progress = ProgressResponse(status="success", total=5)
    assert isinstance(progress, StatusResponse)
    assert issubclass(ProgressResponse, StatusResponse)
    assert not isinstance(StatusResponse(status="success"), ProgressResponse)
    assert not isinstance(message(), StatusResponse)
    assert progress != StatusResponse(status="success")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (ROW["modified_at"], datetime(2024, 1, 2, 3, 4, 5, 123456, timezone(timedelta(hours=-7)))),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=timezone.utc)),
        ("2318-04-05T00:00:00Z", datetime(2318, 4, 5, tzinfo=timezone.utc)),
        (1_700_000_000, datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)),
        (0.5, datetime(1970, 1, 1, 0, 0, 0, 500_000, timezone.utc)),
        (datetime(2024, 1, 2), datetime(2024, 1, 2)),
    ],
)
def test_c9_67_times(given: Any, wanted: datetime) -> None:
    found = ListResponse.Model(modified_at=given).modified_at
    assert (found, found.utcoffset()) == (wanted, wanted.utcoffset())


@pytest.mark.parametrize("given", ["12345-01-02T03:04:05Z", 1e300, float("nan"), "soon", []])
def test_c9_67_what_is_no_time(given: Any) -> None:
    with pytest.raises(ValueError, match=r"ListResponse.Model.modified_at: expected datetime"):
        ListResponse.Model(modified_at=given)
    assert ListResponse.Model.from_dict({"modified_at": "12345-01-02T03:04:05Z"}).modified_at == (
        "12345-01-02T03:04:05Z"
    )


def test_c9_68_sizes() -> None:
    size = ListResponse.Model(size=3825819519).size
    assert isinstance(size, int)
    assert (size.human_readable(), size.human_readable(decimal=True)) == ("3.6GiB", "3.8GB")
    assert size.to("MiB") == 3825819519 / 2**20
    assert (repr(size), size.real, size + 1) == ("3825819519", 3825819519, 3825819520)
    assert ListResponse.Model(**ROW).size == 5_000_000_000
    dumped = ListResponse.Model(**ROW).model_dump(mode="json")
    assert (type(dumped["size"]), dumped["size"]) == (int, 5_000_000_000)


@pytest.mark.parametrize(
    "cls",
    [
        it
        for it in (getattr(_types, name) for name in _types.__all__)
        if isinstance(it, type) and hasattr(it, "model_fields") and it is not Image
    ],
)
def test_c9_69_the_base_of_everything(cls: type) -> None:
    assert issubclass(cls, _types.SubscriptableBaseModel)
    assert not issubclass(cls, Mapping)


@pytest.mark.parametrize(
    "path",
    [
        "Message.ToolCall", "Message.ToolCall.Function", "Tool.Function",
        "Tool.Function.Parameters", "Tool.Function.Parameters.Property", "ListResponse.Model",
        "ProcessResponse.Model",
    ],
)  # fmt: skip
def test_c9_70_nested_names(path: str) -> None:
    cls: Any = ollama
    for name in path.split("."):
        cls = getattr(cls, name)
    assert (cls.__qualname__, cls.__name__) == (path, path.rpartition(".")[2])
    assert pickle.loads(pickle.dumps(cls)) is cls


def test_c9_70_what_is_made_is_of_the_nested_class() -> None:
    made = message(tool_calls=[CALL])
    assert type(made.tool_calls[0]) is Message.ToolCall
    assert type(made.tool_calls[0].function) is Message.ToolCall.Function
    parameters = Tool(
        function={"name": "f", "parameters": {"properties": {"a": {"type": "string"}}}}
    ).function.parameters
    assert type(parameters) is Tool.Function.Parameters
    assert type(parameters.properties["a"]) is Tool.Function.Parameters.Property
    assert type(ListResponse(models=[ROW]).models[0]) is ListResponse.Model


# ---------------------------------------------------------------------- C10: dicts and pydantic


@pytest.mark.parametrize(
    ("made", "name", "present"),
    [
        (message(), "content", False),
        (message(content=None), "content", True),
        (message(content=""), "content", True),
        (Tool(), "type", True),
        (Tool(), "function", False),
        (message(), "no_such_field", False),
    ],
)
def test_c10_71_72_presence(made: Any, name: str, present: bool) -> None:
    assert (name in made) is present
    if present:
        assert made[name] == getattr(made, name)
    else:
        with pytest.raises(KeyError) as raised:
            made[name]
        assert raised.value.args == (name,)


def test_c10_73_get() -> None:
    made = message()
    assert made.get("role") == "user"
    assert made.get("content", "other") is None
    assert made.get("no_such_field", "other") == "other"
    assert made.get("model_dump", "other") == "other"


def test_c10_74_items() -> None:
    made = message(tool_calls=[CALL])
    made["content"] = 5
    assert (made.content, made["content"]) == (5, 5)
    with pytest.raises(ValueError, match='"Message" object has no field "no_such_field"'):
        made["no_such_field"] = 1
    names = ["role", "content", "thinking", "images", "tool_name", "tool_calls"]
    assert [name for name, _ in made] == names
    assert dict(made)["tool_calls"][0] is made.tool_calls[0]
    with pytest.raises(TypeError):
        len(made)
    with pytest.raises(TypeError):
        dict(**made)
    assert not hasattr(made, "keys")
    assert bool(Options())


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (
            message(tool_calls=[CALL]),
            "Message(role='user', content=None, thinking=None, images=None, tool_name=None, "
            "tool_calls=[ToolCall(function=Function(name='f', arguments={'a': 1}))])",
        ),
        (
            ListResponse(models=[{"model": "m", "size": 5}]),
            "ListResponse(models=[Model(model='m', modified_at=None, digest=None, size=5, "
            "details=None)])",
        ),
        (
            ProgressResponse(status="x"),
            "ProgressResponse(status='x', completed=None, total=None, digest=None)",
        ),
        (Tool(), "Tool(type='function', function=None)"),
        (StatusResponse(status="success"), "StatusResponse(status='success')"),
        (
            ShowResponse(model_info={"a": 1}),
            "ShowResponse(modified_at=None, template=None, modelfile=None, license=None, "
            "details=None, modelinfo={'a': 1}, parameters=None, capabilities=None)",
        ),
        (
            _types.Logprob(token="a", logprob=1, top_logprobs=[{"token": "b", "logprob": -1}]),
            "Logprob(token='a', logprob=1.0, top_logprobs=[TokenLogprob(token='b', logprob=-1.0)])",
        ),
    ],
)
def test_c10_75_repr(made: Any, text: str) -> None:
    assert repr(made) == text
    inside = text.partition("(")[2].removesuffix(")")
    assert str(made).count("=") == inside.count("=")
    assert not str(made).startswith(type(made).__name__)


def test_c10_75_values() -> None:
    assert message() == message(content=None) != message(content="")
    assert message() != {"role": "user"}
    with pytest.raises(TypeError, match="unhashable"):
        hash(message())
    with pytest.raises(TypeError, match="positional"):
        Message("user")  # type: ignore[misc]
    assert message(new_key=1).model_extra == {"new_key": 1}


def test_c10_76_dumps() -> None:
    made = message(content="é", images=[Image(value=b"x"), b"y"])
    assert made.model_dump(exclude_none=True, mode="json") == {
        "role": "user", "content": "é", "images": ["eA==", "eQ=="],
    }  # fmt: skip
    assert json.loads(made.model_dump_json())["images"] == ["eA==", "eQ=="]
    assert made.model_dump_json(include={"content"}) == '{"content":"é"}'
    row = ListResponse.Model(modified_at="2024-01-02T03:04:05Z")
    assert row.model_dump()["modified_at"] == datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc)
    assert row.model_dump(mode="json")["modified_at"] == "2024-01-02T03:04:05Z"
    with pytest.raises(TypeError):
        json.dumps(made)


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ({"include": {"role"}}, {"role": "user"}),
        ({"include": {"tool_calls": True}}, {"tool_calls": [CALL, CALL]}),
        ({"include": {"tool_calls": {1: {"function": {"name"}}}}},
            {"tool_calls": [{"function": {"name": "f"}}]}),
        ({"include": {"tool_calls": {"__all__": {"function": {"name": ...}}}}},
            {"tool_calls": [{"function": {"name": "f"}}] * 2}),
        ({"exclude": {"tool_calls"}}, {"role": "user"}),
        ({"exclude": {"tool_calls": {0}}}, {"role": "user", "tool_calls": [CALL]}),
        ({"exclude": {"role": True, "tool_calls": {"__all__": {"function": {"name"}}}}},
            {"tool_calls": [{"function": {"arguments": {"a": 1}}}] * 2}),
        ({"exclude": {"tool_calls": {"__all__": {"function": {"arguments": {"a"}}}}}},
            {"role": "user", "tool_calls": [{"function": {"name": "f", "arguments": {}}}] * 2}),
        ({"include": {"role", "tool_calls"}, "exclude": {"role"}}, {"tool_calls": [CALL, CALL]}),
    ],
)  # fmt: skip
def test_c10_76_parts_of_a_dump(options: Any, wanted: Any) -> None:
    made = message(tool_calls=[CALL, CALL])
    assert made.model_dump(exclude_none=True, **options) == wanted
    assert json.loads(made.model_dump_json(exclude_none=True, **options)) == wanted


def test_c10_76_what_was_set() -> None:
    assert message(content=None).model_fields_set == {"role", "content"}
    assert Tool().model_fields_set == set()
    assert Tool().model_dump(exclude_unset=True) == {}
    assert Tool(type="function").model_dump(exclude_unset=True) == {"type": "function"}
    assert message(content=None).model_dump(exclude_unset=True) == {"role": "user", "content": None}
    made = message()
    made.content = "x"
    assert made.model_fields_set == {"role", "content"}


def test_c10_76_older_names() -> None:
    made = message(content="x")
    assert made.dict() == made.model_dump()
    assert made.dict(exclude_none=True) == {"role": "user", "content": "x"}
    assert made.json(exclude_none=True) == '{"role":"user","content":"x"}'
    assert made.copy() == made
    assert made.copy(update={"content": "y"}).content == "y"
    assert made.copy(exclude={"content"}).model_dump(exclude_unset=True) == {"role": "user"}
    assert made.copy(include={"content"}).model_dump(exclude_unset=True) == {"content": "x"}
    assert made.content == "x"
    assert Message.parse_obj({"role": "user", "content": "x"}) == made
    assert Message.validate({"role": "user", "content": "x"}) == made
    assert Message.parse_raw(made.json()) == Message.parse_raw(made.json().encode()) == made
    assert Message.construct(role=5).role == 5
    assert Message.schema() == Message.model_json_schema() == json.loads(Message.schema_json())
    deep = message(tool_calls=[CALL])
    assert deep.copy().tool_calls is deep.tool_calls
    assert deep.copy(deep=True).tool_calls[0] is not deep.tool_calls[0]


def test_c10_76_what_pydantic_classes_have() -> None:
    fields = dict(inspect.getmembers(Message))["model_fields"]
    assert list(fields)[:2] == ["role", "content"]
    assert fields["content"].annotation == Optional[str]  # noqa: UP045
    assert (fields["content"].default, fields["content"].is_required()) == (None, False)
    assert (Message.model_config, Message.model_computed_fields) == ({}, {})
    assert Message.model_rebuild() is None


@pytest.mark.parametrize("twin", [
    copy.copy, copy.deepcopy, lambda it: it.model_copy(deep=True), lambda it: it.copy(),
    lambda it: pickle.loads(pickle.dumps(it)),
    lambda it: type(it).model_validate_json(it.model_dump_json()),
    lambda it: type(it).model_validate(it.model_dump()),
])  # fmt: skip
def test_c10_76_twins(twin: Any) -> None:
    for made in (
        message(tool_calls=[CALL], more=1),
        Tool(function={"name": "f"}),
        ListResponse(models=[ROW]),
        Mine(role="user", tag="t", more=[1]),
    ):
        found = twin(made)
        assert (found, type(found), repr(found)) == (made, type(made), repr(made))
        assert found.to_dict() == made.to_dict()


# ---------------------------------------------------------------------- C10.77: subclasses


class Mine(Message):
    """A message with an additional field."""

    tag: str
    more: list[int] = []  # noqa: RUF012
    score: Optional[float] = None  # noqa: UP045
    linked: Optional["Mine"] = None  # noqa: UP045, UP037
    limit: ClassVar[int] = 3

    @property
    def shout(self) -> str:
        return (self.content or "").upper()

    @classmethod
    def of(cls, text: str) -> Mine:
        return cls(role="user", content=text, tag="made")


class Longer(Mine):
    role: Literal["user"] = "user"
    tail: dict[str, Options] = {}  # noqa: RUF012

    def __init__(self, text: str, **more: Any) -> None:
        super().__init__(content=text, **more)


class Strict(Options):
    model_config = {"extra": "forbid"}  # noqa: RUF012
    mirostat: Optional[int] = 0  # noqa: UP045
    depth: int = 7


class Lax(Options):
    class Config:
        extra = "ignore"


class Own(_types.SubscriptableBaseModel):
    value: int
    rest: set[int] = set()  # noqa: RUF012


def test_c10_77_fields_of_a_subclass() -> None:
    made = Mine(role="user", tag="t", more=("1", 2), linked={"role": "a", "tag": "b"})
    assert made.more == [1, 2]
    assert type(made.linked) is Mine
    assert Mine(role="user", tag="t").more is not Mine(role="user", tag="t").more
    assert Mine.of("hi").shout == "HI"
    assert list(Mine.model_fields)[-4:] == ["tag", "more", "score", "linked"]
    with pytest.raises(ValueError, match=r"Mine.tag: this field is required"):
        Mine(role="user")
    with pytest.raises(ValueError, match=r"Mine.linked: Mine.tag: this field is required"):
        Mine(role="user", tag="t", linked={"role": "a"})
    assert Mine.from_dict(made.to_dict()) == made
    assert Mine.model_validate(made) is made
    with pytest.raises(ValueError, match=r"Mine: expected a mapping, got Message"):
        Mine.model_validate(message())


def test_c10_77_a_constructor_of_ones_own() -> None:
    made = Longer("x", tag="t", tail={"a": {"seed": 1}})
    assert (made.role, made.content, made.tail["a"].seed) == ("user", "x", 1)
    assert made.to_dict() == {
        "role": "user", "content": "x", "tag": "t", "more": [], "tail": {"a": {"seed": 1}},
    }  # fmt: skip
    with pytest.raises(ValueError, match=r"Longer.role: expected one of 'user', got str 'a'"):
        Longer("x", tag="t", role="a")
    assert copy.deepcopy(made) == pickle.loads(pickle.dumps(made)) == made


def test_c10_77_what_becomes_of_unknown_keywords() -> None:
    with pytest.raises(ValueError, match=r"Strict.new_key: there is no such field"):
        Strict(new_key=1)
    assert Strict(seed=1).to_dict() == {"seed": 1, "mirostat": 0, "depth": 7}
    assert Lax(new_key=1, seed=1).to_dict() == {"seed": 1}
    assert Options(new_key=1, seed=1).to_dict() == {"seed": 1, "new_key": 1}


def test_c10_77_the_base_can_be_subclassed() -> None:
    made = Own(value="5", rest=[1, 1])
    assert (made.value, made["value"], made.rest) == (5, 5, {1})
    assert Own.from_dict({"value": 5, "other": 1}).to_dict() == {
        "value": 5,
        "rest": set(),
        "other": 1,
    }
    with pytest.raises(ValueError, match=r"Own.rest: expected a list, got int 1"):
        Own(value=1, rest=1)


def test_c10_77_a_hook_after_construction() -> None:
    class Counted(Options):
        total: int = 0

        def model_post_init(self, context: Any, /) -> None:
            self.total = (self.top_k or 0) + 1

    assert Counted(top_k=2).total == 3


def test_c10_77_subclasses_reach_the_wire(server: OllamaServer) -> None:
    seen: list[Any] = []
    with Client(
        host=server.url, event_hooks={"request": [lambda it: seen.append(json.loads(it.content))]}
    ) as client:
        client.chat(
            "llama3.2",
            messages=[Mine.of("hi"), Longer("x", tag="t", more=[1])],
            options=Strict(seed=1),
        )
    assert seen[0]["messages"] == [
        {"role": "user", "content": "hi", "tag": "made", "more": []},
        {"role": "user", "content": "x", "tag": "t", "more": [1], "tail": {}},
    ]
    assert seen[0]["options"] == {"seed": 1, "mirostat": 0, "depth": 7}


# ---------------------------------------------------------------------- 1b


def test_1b_4_fields_are_mutable_without_checks() -> None:
    calls: Any = [CALL]
    made = message(tool_calls=calls)
    assert made.tool_calls is not calls
    made.tool_calls = calls
    assert made.tool_calls is calls
    made["role"] = 5
    assert made.role == 5


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (Message, "Message.role: this field is required"),
        (lambda: message(content=5), "Message.content: expected str, got int 5"),
        (lambda: Options(temperature="hot"), "Options.temperature: expected float, got str 'hot'"),
        (lambda: Options(use_mmap="maybe"), "Options.use_mmap: expected bool, got str 'maybe'"),
        (lambda: message(images=[5]),
            "Message.images[0]: expected base64 text, bytes, a file or an image, got int 5"),
        (lambda: Message.model_validate([("role", "u")]), "Message: expected a mapping, got list"),
        (lambda: Message.ToolCall.Function(name="f", arguments="[1]"),
            "Message.ToolCall.Function.arguments: expected a mapping, got str '[1]'"),
    ],
)  # fmt: skip
def test_1b_5_wrong_arguments(make: Any, text: str) -> None:
    with pytest.raises(ValueError) as raised:
        make()
    assert text_of(raised.value) == text
    assert isinstance(raised.value, pydantic.ValidationError)  # imported here


@pytest.mark.parametrize(
    ("options", "field", "wanted"),
    [
        ({"use_mmap": "yes"}, "use_mmap", True), ({"use_mmap": "off"}, "use_mmap", False),
        ({"seed": True}, "seed", 1), ({"num_ctx": "12"}, "num_ctx", 12),
        ({"num_ctx": 1.0}, "num_ctx", 1), ({"temperature": 1}, "temperature", 1.0),
    ],
)  # fmt: skip
def test_1b_5_conversions(options: Any, field: str, wanted: Any) -> None:
    found = getattr(Options(**options), field)
    assert (found, type(found)) == (wanted, type(wanted))


def test_1b_7_kinds_of_values() -> None:
    reply = GenerateResponse(response="x", created_at="2024-01-02T03:04:05Z")
    assert reply.created_at == "2024-01-02T03:04:05Z"
    assert EmbedResponse(embeddings=[(1, 2.5)]).embeddings == [[1.0, 2.5]]
    assert type(message(tool_calls=[CALL]).tool_calls[0].function.arguments) is dict


# ---------------------------------------------------------------------- official bases


def test_the_official_bases_have_fields_and_tell_classes_apart() -> None:
    bases = _types.BaseGenerateResponse
    assert isinstance(ChatResponse(message={"role": "user"}), bases)
    assert not isinstance(Message(role="user"), bases)
    assert issubclass(_types.ChatRequest, _types.BaseStreamableRequest)
    assert not issubclass(_types.EmbedRequest, _types.BaseStreamableRequest)
    assert list(_types.BaseGenerateRequest.model_fields) == [
        "model", "stream", "options", "format", "keep_alive",
    ]  # fmt: skip
    assert _types.BaseRequest(model="m").to_dict() == {"model": "m"}

    class Mine(_types.BaseRequest):  # type: ignore[misc, valid-type]
        more: int = 1

    assert Mine(model="m").to_dict() == {"model": "m", "more": 1}
    assert issubclass(_types.Logprob, _types.TokenLogprob)
    assert not issubclass(Message, _types.TokenLogprob)


def test_numbers_of_embeddings_are_floats_also_in_answers() -> None:
    assert str(EmbedResponse.from_dict({"embeddings": [[1, 2]]}).embeddings) == "[[1.0, 2.0]]"
