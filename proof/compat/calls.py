"""The calls whose requests are compared: all methods, all parameters, and unusual values.

Runs in both environments, so it only uses features of both clients.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from .samples import PNG_TEXT

# Any installed client. Some of the arguments below are wrong on purpose.
ollama: Any = importlib.import_module("ollama")
Image, Message, Options, Tool = ollama.Image, ollama.Message, ollama.Options, ollama.Tool

_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"a": {"type": "integer"}},
    "required": ["a"],
}

#: All options of the official client.
_ALL_OPTIONS: dict[str, Any] = {
    "num_ctx": 8, "num_batch": 4, "num_gpu": 1, "main_gpu": 0, "use_mmap": True, "num_thread": 2,
    "num_keep": 3, "seed": 42, "num_predict": 5, "top_k": 9, "top_p": 0.5, "typical_p": 0.25,
    "repeat_last_n": 33, "temperature": 0.75, "repeat_penalty": 1.25, "presence_penalty": 1.5,
    "frequency_penalty": 0.5, "stop": ["a", "b"], "numa": False, "low_vram": False,
    "f16_kv": True, "logits_all": False, "vocab_only": False, "use_mlock": False,
    "embedding_only": False, "tfs_z": 0.5, "mirostat": 1, "mirostat_tau": 0.5,
    "mirostat_eta": 0.25, "penalize_newline": True,
}  # fmt: skip

#: Values for each parameter, each used alone in a call.
_GENERATE_VALUES: dict[str, list[Any]] = {
    "prompt": ["", "héllo ☃"],
    "suffix": ["x", ""],
    "system": ["s", ""],
    "template": ["{{ .Prompt }}", ""],
    "context": [[1, 2, 3], [], (4, 5), range(2)],
    "stream": [True, False, 1, 0],
    "think": [True, False, "low", "max", 1],
    "logprobs": [True, False],
    "top_logprobs": [0, 3],
    "raw": [True, False],
    "format": ["", "json", _SCHEMA],
    "keep_alive": [0, -1, 1.5, 300, "5m", True],
    "width": [512],
    "height": [256],
    "steps": [4],
    "options": [{}, {"temperature": None, "unknown": 1}],
}
_CHAT_VALUES: dict[str, list[Any]] = {
    "stream": [True, False],
    "think": [True, False, "high", "xhigh"],
    "logprobs": [True, False],
    "top_logprobs": [0, 2],
    "format": ["", "json", _SCHEMA],
    "keep_alive": [0, -1, "1h"],
    "options": [{"stop": ["x"], "temperature": 0}, {"num_ctx": None}],
    "tools": [None, []],
}


@dataclass(frozen=True)
class Call:
    """A method with its arguments, and a name for reports.

    `client` are arguments for the constructor, and `environment` are variables that are set during
    the call. A call with either is only made with clients, not as a module function.
    """

    name: str
    method: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    client: Mapping[str, Any] | None = None
    environment: Mapping[str, str] | None = None


class Answer(BaseModel):
    """The type of an answer."""

    a: int


def add(a: int, b: int = 2) -> int:
    """Add two numbers.

    Args:
      a (int): The first number
      b (int): The second number

    Returns:
      int: The sum
    """
    return a + b


def look_up(name: str, where: list[str], limit: int | None = None) -> str:
    """Look a name up."""
    return f"{name} {where} {limit}"


def all_calls(folder: Path) -> list[Call]:
    """Return all calls. `folder` has `picture.png` and `blob.bin`."""
    return [
        *_generate_calls(folder),
        *_chat_calls(),
        *_message_calls(folder),
        *_tool_calls(),
        *_embed_calls(),
        *_transfer_calls(),
        *_other_calls(folder),
        *_client_calls(),
    ]


def _generate_calls(folder: Path) -> list[Call]:
    def generate(name: str, *args: Any, **kwargs: Any) -> Call:
        return Call(f"generate {name}", "generate", args or ("m",), kwargs)

    picture = folder / "picture.png"
    return [
        generate("model only"),
        generate("all positional", "m", "p", "s"),
        generate("all by name", **{"model": "m", "prompt": "p", "suffix": "s"}),
        *(
            generate(f"{name}={value!r}", **{name: value})
            for name, values in _GENERATE_VALUES.items()
            for value in values
        ),
        generate("format=a pydantic class", format=Answer),
        generate("keep_alive=a timedelta", keep_alive=timedelta(minutes=5)),
        generate("options=every option", options=_ALL_OPTIONS),
        generate("options=Options", options=Options(**_ALL_OPTIONS)),
        generate("options=Options, coerced", options=Options(temperature=1, top_p="0.5")),
        generate("options=Options, unknown", options=Options(min_q=0.5)),
        generate("images path", images=[str(picture)]),
        generate("images Path in Image", images=[Image(value=picture)]),
        generate("images bytes", images=[picture.read_bytes()]),
        generate("images base64", images=[PNG_TEXT]),
        generate("images Image", images=[Image(value=PNG_TEXT)]),
        generate("images several", images=[PNG_TEXT, str(picture)]),
        generate("images none", images=[]),
        generate("images bare text", images=PNG_TEXT),
        generate("images missing file", images=["missing.png"]),
        generate("images not base64", images=["not an image"]),
        generate("images data URI", images=[f"data:image/png;base64,{PNG_TEXT}"]),
        generate("no model", ""),
        generate("model None", None),
        Call("generate unknown argument", "generate", ("m",), {"nonsense": 1}),
        Call("generate too many positionals", "generate", ("m", "p", "s", "t")),
    ]


def _chat_calls() -> list[Call]:
    def chat(name: str, **kwargs: Any) -> Call:
        return Call(f"chat {name}", "chat", ("m", [{"role": "user", "content": "hi"}]), kwargs)

    return [
        Call("chat model only", "chat", ("m",)),
        Call("chat by name", "chat", (), {"model": "m", "messages": []}),
        Call("chat no model", "chat", ("",)),
        Call("chat too many positionals", "chat", ("m", [], [])),
        *(
            chat(f"{name}={value!r}", **{name: value})
            for name, values in _CHAT_VALUES.items()
            for value in values
        ),
        chat("format=a pydantic class", format=Answer),
        chat("options=Options", options=Options(seed=1, stop=["x"])),
    ]


def _message_calls(folder: Path) -> list[Call]:
    def chat(name: str, messages: Any) -> Call:
        return Call(f"messages {name}", "chat", ("m", messages))

    call = {"function": {"name": "f", "arguments": {"x": 1, "y": None, "z": [1.5, "é"]}}}
    function = Message.ToolCall.Function(name="f", arguments={"x": 1})
    user = {"role": "user", "content": "hi"}
    return [
        chat("None", None),
        chat("Message", [Message(role="user", content="hi")]),
        chat("mapping and Message", [user, Message(role="assistant", content="yes")]),
        chat("tuple", (user,)),
        chat("generator", (message for message in [user])),
        chat("pairs", [[("role", "user"), ("content", "hi")]]),
        chat("own role", [{"role": "critic", "content": "hi"}]),
        chat("no role", [{"content": "hi"}]),
        chat("a single mapping", user),
        chat("a text", "hi"),
        chat("content of None", [{"role": "assistant", "content": None, "thinking": "so"}]),
        chat(
            "falsy values", [{"role": "assistant", "content": "", "images": [], "tool_calls": []}]
        ),
        chat("falsy values of Message", [Message(role="assistant", content="", tool_calls=[])]),
        chat("unknown keys", [{**user, "name": "ann", "tool_call_id": "c1"}]),
        chat("content of another type", [{"role": "user", "content": 5}]),
        chat("content in parts", [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]),
        chat("thinking", [{"role": "assistant", "content": "a", "thinking": "b"}]),
        chat("tool result", [{"role": "tool", "content": "4", "tool_name": "f"}]),
        chat("tool calls", [{"role": "assistant", "tool_calls": [call]}]),
        chat(
            "tool calls with id",
            [{"role": "assistant", "tool_calls": [{"id": "c1", "type": "function", **call}]}],
        ),
        chat(
            "tool calls of Message",
            [Message(role="assistant", tool_calls=[Message.ToolCall(function=function)])],
        ),
        chat(
            "tool arguments as text",
            [
                {
                    "role": "assistant",
                    "tool_calls": [{"function": {"name": "f", "arguments": '{"x": 1}'}}],
                }
            ],
        ),
        chat("image path", [{**user, "images": [str(folder / "picture.png")]}]),
        chat("image bytes", [{**user, "images": [(folder / "picture.png").read_bytes()]}]),
        chat("image base64", [{**user, "images": [PNG_TEXT]}]),
        chat("image Image", [{**user, "images": [Image(value=PNG_TEXT)]}]),
        chat("image of Message", [Message(images=[Image(value=PNG_TEXT)], **user)]),
        chat("image missing", [{**user, "images": ["missing.jpg"]}]),
    ]


def _tool_calls() -> list[Call]:
    def chat(name: str, tools: Any) -> Call:
        return Call(f"tools {name}", "chat", ("m", []), {"tools": tools})

    described = {
        "type": "function",
        "function": {
            "name": "f",
            "description": "d",
            "parameters": {
                "type": "object",
                "properties": {"x": {"type": "string", "description": "e", "enum": ["a", "b"]}},
                "required": ["x"],
            },
        },
    }
    nested = {
        "type": "object",
        "$defs": {"n": {"type": "string"}},
        "properties": {
            "x": {"type": "object", "properties": {"y": {"$ref": "#/$defs/n"}}},
            "z": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
        "additionalProperties": False,
    }
    return [
        chat("mapping", [described]),
        chat("Tool", [Tool(**described)]),
        chat("name only", [{"type": "function", "function": {"name": "f"}}]),
        chat("types in a list", [_with_parameters({"x": {"type": ["string", "null"]}})]),
        chat("nested schema", [{"function": {"name": "f", "parameters": nested}}]),
        chat("own type", [{"type": "custom", "function": {"name": "f"}}]),
        chat("function", [add]),
        chat("function without section", [look_up]),
        chat("method of a client", [ollama.web_fetch]),
        chat("mixed", [add, described, Tool(**described)]),
        chat("no tool at all", [5]),
    ]


def _with_parameters(properties: Mapping[str, Any]) -> dict[str, Any]:
    parameters = {"type": "object", "properties": properties}
    return {"type": "function", "function": {"name": "f", "parameters": parameters}}


def _embed_calls() -> list[Call]:
    def embed(name: str, *args: Any, **kwargs: Any) -> Call:
        return Call(f"embed {name}", "embed", args, kwargs)

    options = {"num_ctx": 8}
    return [
        embed("positional", "m", "text", True, options, "5m", 32),
        embed("by name", model="m", input=["a", "b"], truncate=False, keep_alive=0, dimensions=8),
        embed("model only", "m"),
        embed("no model", "", "text"),
        embed("empty text", "m", ""),
        embed("tuple", "m", ("a", "b")),
        embed("nothing", "m", []),
        embed("generator", "m", (text for text in "a")),
        embed("Options", "m", "a", options=Options(num_ctx=8)),
        Call("embeddings positional", "embeddings", ("m", "p", options, "5m")),
        Call("embeddings model only", "embeddings", ("m",)),
        Call("embeddings keep_alive", "embeddings", ("m", "p"), {"keep_alive": 3}),
        Call("embeddings no model", "embeddings", ("", "p")),
    ]


def _transfer_calls() -> list[Call]:
    transfers = [
        Call(f"{method} {name}", method, ("m",), kwargs)
        for method in ("pull", "push")
        for name, kwargs in {
            "model only": {},
            "insecure": {"insecure": True},
            "stream": {"stream": True},
            "stream and insecure": {"stream": True, "insecure": True},
        }.items()
    ]
    files = {"a.gguf": "sha256:00"}
    messages = [{"role": "user", "content": "hi", "name": None}, Message(role="user", content="")]
    positional = ("m", "q4_K_M", "base", files, files, "t", ["MIT"], "s", {"seed": 1}, messages)
    return [
        *transfers,
        Call("pull no model", "pull", ("",)),
        Call("pull unknown argument", "pull", ("m",), {"nonsense": 1}),
        Call("create model only", "create", ("m",)),
        Call("create positional", "create", positional),
        Call("create by name", "create", (), {"model": "m", "from_": "base", "system": ""}),
        Call("create stream", "create", ("m",), {"from_": "base", "stream": True}),
        Call("create license text", "create", ("m",), {"license": "MIT"}),
        Call("create files empty", "create", ("m",), {"files": {}, "adapters": {}}),
        Call("create messages", "create", ("m",), {"messages": [messages[1]]}),
        Call("create parameters", "create", ("m",), {"parameters": {"stop": None, "x": "y"}}),
        Call("create Options", "create", ("m",), {"parameters": Options(seed=1, top_k=2)}),
    ]


def _other_calls(folder: Path) -> list[Call]:
    questions = {
        "team": {"type": "choice", "instructions": "Which?", "criteria": {"a": "x", "b": None}},
        "asked": {"type": "noul", "instructions": "Asked?"},
        "haste": {"type": "score", "instructions": "How?", "criteria": ["low", "high"]},
    }
    typed = {"asked": ollama.SystemOneNoulQuestion(type="noul", instructions="Asked?")}
    key = {"headers": {"Authorization": "Bearer k"}}
    return [
        Call("list", "list"),
        Call("ps", "ps"),
        Call("show", "show", ("m",)),
        Call("show no model", "show", ("",)),
        Call("delete", "delete", ("m",)),
        Call("copy", "copy", ("a", "b")),
        Call("copy of nothing", "copy", ("", "")),
        Call("systemone", "systemone", ("m", {"ticket": "é", "n": [1, None]}, questions)),
        Call("systemone text", "systemone", ("m", "state", questions), {"keep_alive": "5m"}),
        Call("systemone typed", "systemone", ("m", ["a", 1], typed), {"keep_alive": 0}),
        Call("create_blob", "create_blob", (folder / "blob.bin",), {}, {}),
        Call("create_blob text path", "create_blob", (str(folder / "blob.bin"),), {}, {}),
        Call("create_blob missing", "create_blob", (folder / "missing.bin",), {}, {}),
        Call("web_search", "web_search", ("q",), {}, key),
        Call("web_search results", "web_search", ("q", 7), {}, key),
        Call("web_search key of the environment", "web_search", ("q",), {}, {}, _KEY),
        Call("web_search without a key", "web_search", ("q",)),
        Call("web_fetch", "web_fetch", ("https://example.com/é",), {}, key),
        Call("web_fetch without a key", "web_fetch", ("https://example.com",)),
        Call("web_fetch own header", "web_fetch", ("u",), {}, {"headers": _BEARER_AND_OWN}),
    ]


_KEY = {"OLLAMA_API_KEY": "key-of-env"}
_BEARER_AND_OWN = {"Authorization": "Bearer k", "X-Proxy": "secret"}


def _client_calls() -> list[Call]:
    def made(name: str, environment: Mapping[str, str] | None = None, **client: Any) -> Call:
        return Call(f"client {name}", "show", ("m",), {}, client, environment)

    headers = {"X-Own": "1", "X-None": None, "Content-Type": "text/plain", "Accept": "a/b"}
    return [
        made("default"),
        made("headers", headers=headers),
        made("own user-agent", headers={"User-Agent": "mine/1"}),
        made("own authorization", headers={"Authorization": "Bearer mine"}, environment=_KEY),
        made("empty authorization", headers={"authorization": ""}, environment=_KEY),
        made("key of the environment", environment=_KEY),
        made("key with a newline", environment={"OLLAMA_API_KEY": "key\n"}),
        made("empty key", environment={"OLLAMA_API_KEY": ""}),
        made("cookies", cookies={"a": "b"}),
        made("params", params={"a": "b"}),
        made("auth", auth=("u", "p")),
        made("timeout", timeout=600),
        made("host empty", host=""),
        made("host with a path", host="{host}/pre/fix/"),
        made("host with a query", host="{url}/pre?x=1#f"),
        made("host with a user", host="http://u:p@{host}"),
        made("host in capitals", host="HTTP://{host}"),
        made("host with spaces", host=" {host} "),
        made("host of all addresses", host="http://0.0.0.0:{port}"),
        made("host of another scheme", host="ftp://{host}"),
        made("host with a wrong port", host="127.0.0.1:99999"),
        made("host without a name", host="http://"),
        made("host with a port in words", host=":abc"),
        made("redirect 307", host="{url}/moved307"),
        made("redirect 302", host="{url}/moved302"),
        made("redirect not followed", host="{url}/moved307", follow_redirects=False),
        made("status 404", host="{url}/status404"),
        made("headers as pairs", headers=[("x", "y")]),
        made("unknown argument", nonsense=1),
    ]
