"""The small programs that are run with both packages: what people do with objects and streams.

Each is Python text whose last line is an expression. `x` of the programs about objects is one of
the objects here. The name of a program is `cause/probe/subject`.
"""
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping

#: What every program may use.
PREAMBLE = """
import abc, asyncio, collections.abc, copy, enum, functools, inspect, json, pickle, typing
from datetime import datetime
from typing import Annotated, Any, Optional
import pydantic, pydantic_core
import ollama
from ollama import *
from ollama import _types
"""

#: Objects that programs hold, by a short name.
OBJECTS = {
    "message": "Message(role='user', content='x')",
    "call": "Message.ToolCall(function={'name': 'f', 'arguments': {'a': 1}})",
    "calling": "Message(role='assistant', tool_calls=[{'function': {'name': 'f', 'arguments': {}}}])",
    "chat": "ChatResponse(model='m', message=Message(role='assistant', content='hi'), done=True)",
    "generate": "GenerateResponse(model='m', response='hi', done=True, eval_count=3)",
    "embed": "EmbedResponse(model='m', embeddings=[[1, 2.5]])",
    "embeddings": "EmbeddingsResponse(embedding=[1, 2])",
    "listed": "ListResponse.Model(model='m', size=5, modified_at=datetime(2026, 1, 2))",
    "list": "ListResponse(models=[{'model': 'm', 'size': '5 GB'}])",
    "running": "ProcessResponse.Model(model='m', size=7, context_length=4096)",
    "ps": "ProcessResponse(models=[])",
    "status": "StatusResponse(status='success')",
    "progress": "ProgressResponse(status='x', completed=1, total=2)",
    "options": "Options(seed=1, temperature=1, stop=['a'])",
    "tool": "Tool(function=Tool.Function(name='f', description='d'))",
    "details": "_types.ModelDetails(family='f', families=['f'])",
    "search": "WebSearchResponse(results=[{'title': 't', 'url': 'u', 'content': 'c'}])",
    "fetch": "WebFetchResponse(title='t', content='c', links=['l'])",
    "logprob": "_types.Logprob(token='a', logprob=-1, top_logprobs=[])",
}  # fmt: skip

#: What programs do with one object, by cause and a short name.
PROBES: Mapping[str, Mapping[str, str]] = {
    "dict": {
        "vars": "vars(x)",
        "dict-of": "dict(x)",
        "names": "[name for name, _ in x]",
        "json-default-vars": "json.loads(json.dumps(x, default=lambda o: o.__dict__ if hasattr(o, '__dict__') else str(o)))",
        "private": "x._noted = 1\nx._noted",
        "in": "['model' in x, 'role' in x, 'nothing' in x]",
        "get": "[x.get('model'), x.get('nothing', 3)]",
        "missing-item": "x['nothing']",
        "set-unknown-item": "x['nothing'] = 1",
    },
    "pydantic": {
        "any": "class R(pydantic.BaseModel):\n    v: Any\nR(v=x).model_dump()",
        "any-json": "class R(pydantic.BaseModel):\n    v: Any\njson.loads(R(v=[x]).model_dump_json())",
        "jsonable": "pydantic_core.to_jsonable_python(x)",
        "to-json": "json.loads(pydantic_core.to_json({'a': x}))",
        "adapter": "t = type(x)\npydantic.TypeAdapter(t).dump_python(pydantic.TypeAdapter(t).validate_python(x))",
        "field": "t = type(x)\nM = pydantic.create_model('M', f=(t, ...))\nM(f=x).model_dump(mode='json')",
        "validate": "type(x).model_validate(x.model_dump(by_alias=True)) == x",
        "validate-json": "type(x).model_validate_json(x.model_dump_json(by_alias=True)) == x",
        "wrong": "try:\n    type(x).model_validate(5)\nexcept pydantic.ValidationError as e:\n    r = e.title, e.error_count(), e.errors()[0]['loc']\nr[1:]",
    },
    "dumps": {
        "python": "x.model_dump()",
        "json": "json.loads(x.model_dump_json())",
        "no-none": "x.model_dump(exclude_none=True)",
        "set": "x.model_dump(exclude_unset=True)",
        "no-defaults": "x.model_dump(exclude_defaults=True)",
        "mode-json": "x.model_dump(mode='json')",
        "older": "x.dict() == x.model_dump()",
        "fields-set": "sorted(x.model_fields_set)",
        "repr": "repr(x)",
        "str": "str(x)",
    },
    "values": {
        "equal": "[x == copy.copy(x), x == copy.deepcopy(x), x == x.model_dump(), x != 1]",
        "hash": "hash(x)",
        "pickle": "pickle.loads(pickle.dumps(x)) == x",
        "copy-update": "x.model_copy(update={}).model_dump() == x.model_dump()",
        "isinstance": "[isinstance(x, getattr(_types, n)) for n in ('SubscriptableBaseModel', 'BaseGenerateResponse', 'BaseRequest', 'StatusResponse', 'TokenLogprob')]",
    },
    "fields": {
        "names": "list(type(x).model_fields)",
        "required": "[n for n, f in type(x).model_fields.items() if f.is_required()]",
        "defaults": "[f.default is pydantic_core.PydanticUndefined or f.default for f in type(x).model_fields.values()]",
        "about": "[(f.alias, f.description, f.title, f.default_factory) for f in type(x).model_fields.values()]",
        "get-default": "[f.get_default() is pydantic_core.PydanticUndefined for f in type(x).model_fields.values()]",
        "schema-required": "type(x).model_json_schema().get('required')",
        "signature": "[p for p in inspect.signature(type(x)).parameters if p != 'extra']",
    },
    "subclass": {
        "extra": "class S(type(x), extra='allow'): pass\nS(**dict(x), more=1).model_dump()['more']",
        "field": "class S(type(x)):\n    more: int = 2\nS(**dict(x)).more, S.model_fields['more'].default",
        "ge": "class S(type(x)):\n    more: int = pydantic.Field(5, ge=3)\ntry:\n    S(**dict(x), more=1)\nexcept pydantic.ValidationError as e:\n    r = [(i['loc'], i['type'].startswith('greater')) for i in e.errors()]\nr",
        "private": "class S(type(x)):\n    _p: int = pydantic.PrivateAttr(default=3)\nS(**dict(x))._p",
        "frozen": "class S(type(x), frozen=True):\n    more: int = 2\ns = S(**dict(x))\ntry:\n    s.more = 4\nexcept ValueError as e:\n    r = s.more\nr",
        "create-model": "S = pydantic.create_model('S', __base__=type(x), more=(int, 1))\nS(**dict(x)).more",
        "computed": "class S(type(x)):\n    @pydantic.computed_field\n    @property\n    def twice(self) -> int: return 4\nS(**dict(x)).model_dump()['twice']",
        "leak": "class S(type(x)):\n    more: int = 2\nM = pydantic.create_model('M', f=(type(x), ...))\n'more' in M(f=S(**dict(x))).model_dump()['f']",
        "assignment": "class S(type(x), validate_assignment=True):\n    more: int = 2\ns = S(**dict(x))\ns.more = '7'\ns.more",
    },
}  # fmt: skip

#: Programs that are about no single object, by cause and a short name.
SINGLE: Mapping[str, Mapping[str, str]] = {
    "errors": {
        "loc": "try:\n    Message(role=3)\nexcept pydantic.ValidationError as e:\n    r = [(i['loc'], i['type']) for i in e.errors()]\nr",
        "missing": "try:\n    Message()\nexcept pydantic.ValidationError as e:\n    r = [(i['loc'], i['type']) for i in e.errors()]\nr",
        "several": "try:\n    Message.ToolCall.Function()\nexcept pydantic.ValidationError as e:\n    r = [(i['loc'], i['type']) for i in e.errors()]\nr",
        "inside": "try:\n    Message(role='u', tool_calls=[{'function': {'name': 'f'}}])\nexcept pydantic.ValidationError as e:\n    r = [(i['loc'], i['type']) for i in e.errors()]\nr",
        "title": "try:\n    Options(seed='x')\nexcept pydantic.ValidationError as e:\n    r = e.title, e.errors()[0]['type']\nr",
        "value-error": "try:\n    Options(num_ctx=1.5)\nexcept ValueError as e:\n    r = [i['loc'] for i in e.errors()]\nr",
        "temperature": "try:\n    Options(temperature='hot')\nexcept ValueError as e:\n    r = [(i['loc'], i['type']) for i in e.errors()]\nr",
    },
    "streams": {
        "isgenerator": "inspect.isgenerator(Client('http://127.0.0.1:1').chat('m', [], stream=True))",
        "abc": "isinstance(Client('http://127.0.0.1:1').generate('m', stream=True), collections.abc.Generator)",
        "iter": "s = Client('http://127.0.0.1:1').pull('m', stream=True)\niter(s) is s",
        "names": "s = Client('http://127.0.0.1:1').chat('m', [], stream=True)\n[hasattr(s, n) for n in 'send throw close gi_frame gi_code gi_running gi_yieldfrom'.split()]",
        "running": "s = Client('http://127.0.0.1:1').chat('m', [], stream=True)\ns.gi_running, s.gi_yieldfrom, s.gi_frame is None",
        "closed": "s = Client('http://127.0.0.1:1').chat('m', [], stream=True)\ns.close()\nlist(s), s.gi_frame",
        "throw": "s = Client('http://127.0.0.1:1').chat('m', [], stream=True)\ns.throw(KeyError('k'))",
        "send-value": "s = Client('http://127.0.0.1:1').chat('m', [], stream=True)\ns.send(1)",
        "isasyncgen": "async def f():\n    s = await AsyncClient('http://127.0.0.1:1').chat('m', [], stream=True)\n    return inspect.isasyncgen(s), isinstance(s, collections.abc.AsyncGenerator), aiter(s) is s\nasyncio.run(f())",
        "async-names": "async def f():\n    s = await AsyncClient('http://127.0.0.1:1').chat('m', [], stream=True)\n    return [hasattr(s, n) for n in 'asend athrow aclose ag_frame ag_code ag_running ag_await'.split()]\nasyncio.run(f())",
        "copy": "copy.copy(Client('http://127.0.0.1:1').chat('m', [], stream=True))",
        "json": "json.dumps(Client('http://127.0.0.1:1').chat('m', [], stream=True))",
    },
    "bases": {
        name: f"list(_types.{name}.model_fields), [issubclass(getattr(_types, n), _types.{name}) for n in ('ChatRequest', 'PullRequest', 'EmbedRequest', 'ChatResponse', 'Message')]"
        for name in ("BaseRequest", "BaseStreamableRequest", "BaseGenerateRequest", "BaseGenerateResponse")
    },
    "reading": {
        "offset": "ListResponse.Model(modified_at='2026-01-01T00:00:00+0200').modified_at.isoformat()",
        "number": "ListResponse.Model(modified_at=1767225600).modified_at.isoformat()",
        "milliseconds": "ListResponse.Model(modified_at=1767225600000).modified_at.isoformat()",
        "size": "int(ListResponse.Model(size='5 GB').size)",
        "size-text": "ListResponse.Model(size='1.5GiB').size.human_readable()",
        "floats": "repr(EmbedResponse(embeddings=[[1, 2]]).embeddings)",
        "schema": "sorted(ChatResponse.model_json_schema())",
        "class-getitem": "Tool.Function.Parameters(defs={'a': 1}).model_dump()",
        "config": "class S(Options):\n    model_config = pydantic.ConfigDict(extra='forbid')\nS(nothing=1)",
    },
}  # fmt: skip


def programs() -> dict[str, str]:
    """Return every program, by name."""
    found = {
        f"{cause}/{name}/{subject}": f"x = {made}\n{text}"
        for cause, probes in PROBES.items()
        for name, text in probes.items()
        for subject, made in OBJECTS.items()
    }
    for cause, texts in SINGLE.items():
        found |= {f"{cause}/{name}": text for name, text in texts.items()}
    return found
