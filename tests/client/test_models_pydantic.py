"""Models with pydantic: as fields and adapters, in FastAPI, as JSON Schema; and without it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Optional
from uuid import UUID

import httpx
import jsonschema
import pytest
from ollama_client import models
from ollama_client._runtime.model import WireModel
from ollama_client._runtime.refusals import text_of
from ollama_client.models import (
    ChatRequest,
    CreateRequest,
    ListResponse,
    Message,
    Options,
    ProcessResponse,
    ShowResponse,
    SystemOneRequest,
    Tool,
)
from pydantic import (
    BaseModel,
    Field,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)

from tests.client import spec

try:
    import fastapi
except ImportError:
    fastapi = None

ROOT = Path(__file__).parents[2]
PARAMETERS = {"properties": {"a": {"type": "string"}}}
NAMED = {"function": {"name": "f"}}
CALL = {"function": {"name": "f", "arguments": {"a": 1}}}


class Mood(Enum):
    GOOD = "good"
    BAD = "bad"


class Extra(BaseModel):
    note: str
    inner: list[Message] = []


class Tagged(Message):
    """A message of mine."""

    tag: str
    score: Optional[float] = None  # noqa: UP045
    mood: Mood = Mood.GOOD
    ids: set[int] = Field(default_factory=set)
    extra: Extra | None = None
    key: UUID | None = None


class Conversation(BaseModel):
    messages: list[Message]
    options: Options | None = None
    tagged: Optional[Tagged] = None  # noqa: UP045
    tools: list[Tool] = []
    by_name: dict[str, Message] = {}


def conversation() -> Conversation:
    return Conversation(
        messages=[{"role": "assistant", "tool_calls": [CALL]}, Message(role="user", content="x")],
        options={"seed": "3"},
        tagged={"role": "user", "tag": "t", "mood": "bad", "ids": [1]},
        tools=[{"function": {"name": "f", "parameters": PARAMETERS}}],
        by_name={"a": {"role": "system"}},
    )


# ---------------------------------------------------------------------- fields of a BaseModel


def test_fields_of_a_pydantic_model_become_models() -> None:
    it = conversation()
    assert type(it.messages[0].tool_calls[0].function) is Message.ToolCall.Function
    assert it.options.seed == 3
    assert (type(it.tagged), it.tagged.mood, it.tagged.ids) == (Tagged, Mood.BAD, {1})
    assert it.tools[0].function.parameters.properties["a"].type == "string"
    assert it.by_name["a"].role == "system"


def test_a_model_given_to_a_field_is_kept_as_it_is() -> None:
    message = Tagged(role="user", tag="t")
    assert Conversation(messages=[message]).messages[0] is message


def test_a_pydantic_model_dumps_them() -> None:
    it = conversation()
    dumped = it.model_dump(exclude_none=True)
    assert dumped["messages"] == [
        {"role": "assistant", "tool_calls": [CALL]},
        {"role": "user", "content": "x"},
    ]
    assert dumped["options"] == {"seed": 3}
    assert dumped["tagged"] == {"role": "user", "tag": "t", "mood": Mood.BAD, "ids": {1}}
    assert it.model_dump(mode="json")["tagged"]["ids"] == [1]
    assert it.model_dump(exclude_unset=True)["options"] == {"seed": 3}
    names = {"messages": {0: {"tool_calls": {0: {"function": {"name"}}}}}}
    assert it.model_dump(include=names) == {"messages": [{"tool_calls": [NAMED]}]}
    assert it.model_dump(exclude_none=True, exclude={"messages": {"__all__": {"role"}}})[
        "messages"
    ] == [{"tool_calls": [CALL]}, {"content": "x"}]


def test_json_is_read_back() -> None:
    it = conversation()
    assert Conversation.model_validate_json(it.model_dump_json()) == it
    assert it.model_copy(deep=True) == it


def test_names_on_the_wire_are_asked_for_by_alias() -> None:
    adapter = TypeAdapter(ShowResponse)
    show = adapter.validate_python({"model_info": {"a": 1}})
    assert adapter.dump_python(show, exclude_none=True) == {"modelinfo": {"a": 1}}
    assert adapter.dump_python(show, exclude_none=True, by_alias=True) == {"model_info": {"a": 1}}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"messages": [{"content": "x"}]}, "Message.role: this field is required"),
        ({"messages": [5]}, "Message: expected a mapping, got int"),
        ({"messages": [], "options": {"seed": "x"}}, "Options.seed: expected int, got str 'x'"),
        (
            {"messages": [], "tagged": {"role": "u", "tag": "t", "extra": {}}},
            "Tagged.extra: Field required",
        ),
        (
            {"messages": [], "tagged": {"role": "u", "tag": "t", "mood": "odd"}},
            "Tagged.mood: expected Mood, got str 'odd'",
        ),
    ],
)
def test_pydantic_reports_what_is_wrong(given: Any, text: str) -> None:
    with pytest.raises(ValidationError) as raised:
        Conversation.model_validate(given)
    (error,) = raised.value.errors()
    assert text in error["msg"]
    assert error["loc"][: len(given)] != ()


@pytest.mark.parametrize(
    ("annotation", "given", "wanted"),
    [
        (list[Message], [{"role": "u"}], [Message(role="u")]),
        (Message | None, None, None),
        (Message | None, {"role": "u"}, Message(role="u")),
        (dict[str, Tool], {"a": {}}, {"a": Tool()}),
        (Message.ToolCall, CALL, Message.ToolCall(**CALL)),
        (list[Options | str], ["x", {"seed": 1}], ["x", Options(seed=1)]),
    ],
)
def test_type_adapters(annotation: Any, given: Any, wanted: Any) -> None:
    adapter = TypeAdapter(annotation)
    found = adapter.validate_python(given)
    assert found == wanted
    assert adapter.validate_json(adapter.dump_json(found)) == wanted


def test_what_was_put_there_unchecked_is_dumped_as_it_is() -> None:
    it = Conversation.model_construct(messages=["text"])
    assert it.model_dump(include={"messages"}) == {"messages": ["text"]}


# ---------------------------------------------------------------------- JSON Schema


@pytest.mark.parametrize("component", spec.OBJECTS)
def test_each_model_has_a_json_schema(component: str) -> None:
    cls = spec.model_class(component)
    schema, described = cls.model_json_schema(), spec.SCHEMAS[component]
    own = schema["$defs"][cls.__name__] if "$ref" in schema else schema
    # Those it refers to are components, too.
    jsonschema.Draft202012Validator.check_schema({**own, "$defs": {}})
    assert list(own["properties"]) == list(described["properties"])
    assert own.get("required", []) == [it.wire for it in cls.model_fields.values() if it.required]
    assert own["title"] == cls.__name__
    assert own["description"]
    adapter = TypeAdapter(cls)
    pydantic_schema = adapter.json_schema()
    assert pydantic_schema["$defs"].keys() == schema["$defs"].keys() if "$defs" in schema else True
    assert adapter.json_schema(mode="serialization") == pydantic_schema


@pytest.mark.parametrize(
    ("cls", "field", "wanted"),
    [
        (Message, "role", {"title": "Role", "anyOf": [
            {"enum": ["system", "user", "assistant", "tool"], "type": "string"}, {"type": "string"},
        ]}),
        (Options, "seed", {
            "title": "Seed", "anyOf": [{"type": "integer"}, {"type": "null"}], "default": None,
        }),
        (Message, "images", {
            "title": "Images", "default": None, "anyOf": [
                {"type": "array", "items": {"type": "string", "contentEncoding": "base64"}},
                {"type": "null"},
            ],
        }),
        (ListResponse, "models", {
            "title": "Models", "type": "array", "items": {"$ref": "#/$defs/Model"},
        }),
        (ProcessResponse.Model, "expires_at", {
            "title": "Expires At", "default": None,
            "anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}],
        }),
        (ProcessResponse.Model, "size", {
            "title": "Size", "default": None,
            "anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}],
        }),
        (Tool.Function.Parameters, "$defs", {"title": "Defs", "default": None}),
        (Tool.Function.Parameters, "type", {
            "title": "Type", "anyOf": [{"type": "string"}, {"type": "null"}], "default": "object",
        }),
        (CreateRequest, "files", {
            "title": "Files", "default": None, "anyOf": [
                {"type": "object", "additionalProperties": {"type": "string"}}, {"type": "null"},
            ],
        }),
        (Message.ToolCall.Function, "arguments", {
            "title": "Arguments", "type": "object", "additionalProperties": True,
        }),
        (ShowResponse, "model_info", {
            "title": "Model Info", "default": None,
            "anyOf": [{"type": "object", "additionalProperties": True}, {"type": "null"}],
        }),
        (Tagged, "tag", {"title": "Tag", "type": "string"}),
        (Tagged, "mood", {
            "title": "Mood", "enum": ["good", "bad"], "type": "string", "default": "good",
        }),
        (Tagged, "ids", {"title": "Ids", "type": "array", "items": {"type": "integer"}}),
        (Tagged, "key", {
            "title": "Key", "default": None,
            "anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}],
        }),
        (Tagged, "extra", {
            "title": "Extra", "default": None,
            "anyOf": [{"$ref": "#/$defs/Extra"}, {"type": "null"}],
        }),
    ],
)  # fmt: skip
def test_the_schema_of_a_field(cls: Any, field: str, wanted: Any) -> None:
    found = cls.model_json_schema()["properties"][field]
    assert found == wanted
    assert cls.schema()["properties"][field] == cls.model_json_schema()["properties"][field]


def test_schemas_that_refer_to_each_other() -> None:
    schema = ChatRequest.model_json_schema()
    calls = "ollama_client__models__Message__ToolCall__Function"
    assert schema["$defs"]["ToolCall"]["properties"]["function"] == {"$ref": f"#/$defs/{calls}"}
    assert "arguments" in schema["$defs"][calls]["properties"]
    recursive = Tool.Function.Parameters.Property.model_json_schema()
    assert recursive["$ref"] == "#/$defs/Property"
    templated = ListResponse.model_json_schema(ref_template="#/parts/{model}")
    assert templated["properties"]["models"]["items"] == {"$ref": "#/parts/Model"}
    assert "modelinfo" in ShowResponse.model_json_schema(by_alias=False)["properties"]
    parts = Tagged.model_json_schema()["$defs"]
    assert {"Extra", "Message", "ToolCall", "Function"} <= parts.keys()


def test_schemas_accept_what_the_models_accept() -> None:
    request = {
        "model": "m",
        "messages": [{"role": "assistant", "content": "", "tool_calls": [CALL]}],
        "tools": [{"type": "function", "function": {"name": "f", "parameters": {
            "type": "object", "properties": {"a": {"anyOf": [{"type": "string"}]}},
        }}}],
        "options": {"seed": 1, "stop": ["x"]},
    }  # fmt: skip
    for schema in (ChatRequest.model_json_schema(), TypeAdapter(ChatRequest).json_schema()):
        jsonschema.validate(request, schema)
        for wrong in (
            {**request, "options": 5},
            {**request, "messages": [{"content": "no role"}]},
            {**request, "tools": [{"function": {"parameters": {"properties": {"a": 5}}}}]},
        ):
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate(wrong, schema)
    assert json.loads(ChatRequest.schema_json()) == ChatRequest.model_json_schema()
    assert ChatRequest.schema_json(indent=1).startswith('{\n "$defs"')


def test_the_schema_of_a_pydantic_model_refers_to_ours() -> None:
    schema = Conversation.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["messages"]["items"] == {"$ref": "#/$defs/Message"}
    assert schema["$defs"]["Tagged"]["required"] == ["role", "tag"]
    assert schema["$defs"]["Tagged"]["description"] == "A message of mine."
    jsonschema.validate(conversation().model_dump(mode="json"), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"messages": [{}]}, schema)


# ---------------------------------------------------------------------- FastAPI


def application() -> Any:
    if fastapi is None:
        pytest.skip("FastAPI needs a newer Python")
    app = fastapi.FastAPI()

    @app.post("/chat", response_model_exclude_none=True)
    def chat(request: Annotated[ChatRequest, fastapi.Body()]) -> Message:
        return Message(role="assistant", content=request.messages[0].content, images=[b"\xff"])

    @app.post("/conversation")
    def converse(conversation: Conversation) -> list[Tagged]:
        return [Tagged(role="user", tag=str(len(conversation.messages)))]

    @app.post("/batch")
    def batch(messages: list[Message], options: Annotated[Options, fastapi.Body()]) -> Options:
        return Options(seed=len(messages), stop=options.stop)

    return app


def exchange(path: str, body: Any) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=application())
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await (client.post(path, json=body) if body is not None else client.get(path))

    return asyncio.run(send())


def test_fastapi_checks_requests_and_writes_responses() -> None:
    reply = exchange("/chat", {"model": "m", "messages": [{"role": "user", "content": "hi"}]})
    assert (reply.status_code, reply.json()) == (
        200,
        {"role": "assistant", "content": "hi", "images": ["/w=="]},
    )
    reply = exchange("/conversation", {"messages": [{"role": "user"}]})
    assert reply.status_code == 200
    reply_to_list = exchange("/batch", {"messages": [{"role": "u"}], "options": {"stop": ["x"]}})
    assert (reply_to_list.json()["seed"], reply_to_list.json()["stop"]) == (1, ["x"])
    (tagged,) = reply.json()
    assert (tagged["tag"], tagged["mood"], tagged["extra"]) == ("1", "good", None)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/chat", {"messages": []}),
        ("/chat", {"model": "m", "options": "x"}),
        ("/conversation", {"messages": [{}]}),
    ],
)
def test_fastapi_refuses_wrong_requests(path: str, body: Any) -> None:
    reply = exchange(path, body)
    assert reply.status_code == 422
    assert reply.json()["detail"][0]["loc"][:1] == ["body"]


def test_fastapi_describes_them() -> None:
    document = exchange("/openapi.json", None).json()
    schemas = document["components"]["schemas"]
    body = document["paths"]["/chat"]["post"]["requestBody"]["content"]["application/json"]
    assert body["schema"] == {"$ref": "#/components/schemas/ChatRequest"}
    fields = schemas["ChatRequest"]["properties"]
    reference = fields["messages"]["anyOf"][0]["items"]["$ref"]
    assert schemas[reference.rpartition("/")[2]]["title"] == "Message"
    assert {"Tagged", "Conversation", "Property"} <= {it.get("title") for it in schemas.values()}
    text = json.dumps(document)
    assert text.count("$ref") > len(schemas)
    assert "#/$defs/" not in text


# ---------------------------------------------------------------------- pydantic's validators


class Checked(Message):
    limit: int = 0

    @model_validator(mode="before")
    @classmethod
    def fill_in(cls, data: Any) -> Any:
        return {"role": "user", **data} if data.get("content") != "bad" else None

    @model_validator(mode="after")
    def check(self) -> Any:
        if len(self.content or "") > self.limit:
            raise AssertionError("too long")  # raised by `assert`, but without pytest's text
        return self

    @field_validator("limit", mode="before")
    @classmethod
    def doubled(cls, value: Any) -> Any:
        return value * 2

    @field_validator("limit")
    @classmethod
    def small(cls, value: int) -> int:
        if value > 100:
            raise ValueError("too large")
        return value + 1


class Stricter(Checked):
    @model_validator(mode="after")
    def check(self) -> Any:
        raise ValueError("never")


def test_the_validators_of_a_subclass_run() -> None:
    made = Checked(content="x", limit="1")
    assert (made.role, made.limit) == ("user", 12)
    assert TypeAdapter(list[Checked]).validate_python([{"limit": 1}])[0].limit == 3


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda: Checked(content="xxxx", limit=1), "too long"),
        (lambda: Checked(limit=51), "Checked.limit: too large"),
        (lambda: Checked(limit="x"), "Checked.limit: expected int, got str 'xx'"),
        (lambda: Checked(content="bad"), "Checked.fill_in: expected to return a mapping"),
        (Stricter, "never"),
    ],
)
def test_the_validators_of_a_subclass_refuse(make: Any, text: str) -> None:
    with pytest.raises(ValueError) as raised:
        make()
    assert text_of(raised.value) == text


def test_other_validators_are_refused_at_once() -> None:
    with pytest.raises(TypeError, match=r"Wrapping.limit_it: validators run before or after"):

        class Wrapping(Options):
            @field_validator("seed", mode="wrap")
            @classmethod
            def limit_it(cls, value: Any, handler: Any) -> Any:
                return handler(value)


# ---------------------------------------------------------------------- without pydantic


def test_without_pydantic_everything_else_works() -> None:
    script = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("pydantic", "pydantic_core", "fastapi"):
            raise ImportError(name)
sys.meta_path.insert(0, Refuse())
from ollama_client import models
from ollama import Image, Message, StatusResponse
for name in models.__all__:
    cls = getattr(models, name)
    if hasattr(cls, "model_json_schema"):
        assert cls.model_json_schema()
        cls.__get_pydantic_core_schema__(cls, None)
class Mine(Message):
    tag: list[int] = []
mine = Mine.parse_obj({"role": "user", "images": [Image(value=b"x")], "tag": ["1"]})
assert mine.copy(update={"content": "y"}).dict(exclude_none=True) == {
    "role": "user", "content": "y", "images": ["eA=="], "tag": [1]}
assert Mine.parse_raw(mine.json()) == Mine(role="user", images=["eA=="], tag=[1])
try:
    Mine(role="user", tag=["x"])
except ValueError as error:
    assert str(error) == "Mine.tag[0]: expected int, got str 'x'"
assert not [name for name in sys.modules if name.startswith("pydantic")]
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'generated'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_every_model_takes_part() -> None:
    classes = [getattr(models, name) for name in models.__all__]
    wire = [it for it in classes if isinstance(it, type) and issubclass(it, WireModel)]
    assert len(wire) == len(spec.OBJECTS + spec.FORMS)
    fields = {f"field{index}": it | None for index, it in enumerate(wire)}
    everything = type("Everything", (BaseModel,), {
        "__annotations__": fields, "__module__": __name__, **dict.fromkeys(fields),
    })  # fmt: skip
    schema = everything.model_json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert len(schema["$defs"]) >= len(wire)
    assert everything().model_dump() == dict.fromkeys(fields)
    assert SystemOneRequest in wire
