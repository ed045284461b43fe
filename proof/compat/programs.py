"""Small programs that are run with both packages: common uses of objects and streams.

Each is Python code whose last line is an expression. In programs about objects, `x` is one of the
objects here. The name of a program is `cause/probe/subject`.
"""
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping

#: The beginning of every program.
PREAMBLE = """
import abc, asyncio, collections.abc, copy, enum, functools, inspect, json, pickle, typing
from datetime import datetime
from typing import Annotated, Any, Optional
from types import SimpleNamespace
from unittest import mock
import fastapi, fastapi.testclient, httpx, pydantic, pydantic_core
import ollama
from ollama import *
from ollama import _types
ANSWER = {'model': 'm', 'message': {'role': 'assistant', 'content': 'hi'}, 'done': True}
def serving(body=ANSWER, kind=Client, http=httpx.Client, sent=None):
    def answer(request):
        if sent is not None: sent.append(json.loads(request.content))
        return httpx.Response(200, content=body if isinstance(body, bytes) else json.dumps(body))
    return kind('http://h:1', transport=httpx.MockTransport(answer))
def sends(name, *values, **given):
    sent = []
    body = {'model': 'm', 'embeddings': [[1.0], [2.0]]} if name == 'embed' else ANSWER
    getattr(serving(body, sent=sent), name)(*values, **given)
    return sent[0]
def posted(app, body, path='/'):
    response = fastapi.testclient.TestClient(app).post(path, json=body)
    return response.status_code, response.json()
class Wide(Message):
    more: int = 2
"""

#: Objects for programs, by short names.
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

#: Programs about one object, by cause and a short name.
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

#: Programs that are not about a single object, by cause and a short name.
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
    "doubles": {
        "own-http": "class C(Client):\n    def __init__(self): self._client = httpx.Client(base_url='http://h', transport=httpx.MockTransport(lambda r: httpx.Response(200, json=ANSWER)))\nC().chat('m', []).message.content",
        "own-http-stream": "class C(Client):\n    def __init__(self): self._client = httpx.Client(base_url='http://h', transport=httpx.MockTransport(lambda r: httpx.Response(200, json=ANSWER)))\n[p.done for p in C().chat('m', [], stream=True)]",
        "own-async-http": "class C(AsyncClient):\n    def __init__(self): self._client = httpx.AsyncClient(base_url='http://h', transport=httpx.MockTransport(lambda r: httpx.Response(200, json=ANSWER)))\nasyncio.run(C().chat('m', [])).message.content",
        "base-client": "str(ollama._client.BaseClient(httpx.Client, 'http://h:3')._client.base_url)",
        "base-async": "type(ollama._client.BaseClient(httpx.AsyncClient, 'h')._client).__name__",
        "base-subclass": "class C(ollama._client.BaseClient):\n    def __init__(self, host=None): super().__init__(httpx.Client, host)\nstr(C('h:9')._client.base_url)",
        "raw-json-alone": "c = Client()\nc._request_raw = lambda *a, **k: SimpleNamespace(json=lambda: ANSWER)\nc.chat('m', []).message.content",
        "raw-async": "c = AsyncClient()\nc._request_raw = mock.AsyncMock(return_value=SimpleNamespace(json=lambda: ANSWER))\nasyncio.run(c.chat('m', [])).message.content",
        "raw-arguments": "c = Client()\nc._request_raw = mock.Mock(return_value=SimpleNamespace(json=lambda: ANSWER))\nc.chat('m', [])\nc._request_raw.call_args.args",
        "request-json": "with mock.patch('httpx.Client.request') as m:\n    m.return_value.json.return_value = ANSWER\n    Client().chat('m', [{'role': 'user', 'content': 'x'}])\nm.call_args.kwargs['json']['messages']",
        "request-status": "with mock.patch('httpx.Client.request') as m:\n    m.return_value.raise_for_status.side_effect = httpx.HTTPStatusError('x', request=httpx.Request('GET', 'http://h'), response=httpx.Response(404, text='gone'))\n    try: Client().chat('m', [])\n    except ResponseError as e: r = e.status_code, e.error\nr",
        "stream-lines": "with mock.patch('httpx.Client.stream') as m:\n    m.return_value.__enter__.return_value.iter_lines.return_value = [json.dumps(ANSWER)]\n    r = [p.message.content for p in Client().chat('m', [], stream=True)]\nr",
        "class-of-httpx": "with mock.patch('ollama._client.httpx.Client') as m:\n    m.return_value.request.return_value.json.return_value = ANSWER\n    r = Client(host='h').chat('m', []).message.content\nr, m.call_args.kwargs['base_url'], m.call_args.kwargs['follow_redirects']",
        "async-class-of-httpx": "with mock.patch('ollama._client.httpx.AsyncClient') as m:\n    m.return_value.request = mock.AsyncMock(return_value=SimpleNamespace(json=lambda: ANSWER, raise_for_status=lambda: None))\n    r = asyncio.run(AsyncClient(host='h').chat('m', [])).message.content\nr",
        "chat-of-module": "with mock.patch('ollama.chat', return_value=3):\n    r = ollama.chat()\nr",
        "method-of-class": "with mock.patch.object(Client, 'chat', return_value=3):\n    r = Client().chat('m')\nr",
        "environment": "with mock.patch.dict('os.environ', {'OLLAMA_HOST': 'h:5'}):\n    r = str(Client()._client.base_url)\nr",
        "with-async": "with AsyncClient() as c:\n    r = type(c).__name__\nr",
        "async-with-sync": "async def f():\n    async with Client() as c: return 1\nasyncio.run(f())",
        **{f"autospec-unknown-{name}": f"mock.create_autospec(Client, instance=True).{name}('m', temprature=1)" for name in ("chat", "generate", "embed", "embeddings", "pull", "push", "show", "delete", "list", "ps")},
        **{f"autospec-{name}": f"mock.create_autospec(Client, instance=True).{name}('m', 'n', stream=False) is not None" for name in ("chat", "generate")},
        **{f"autospec-async-{name}": f"mock.create_autospec(AsyncClient, instance=True).{name}('m', temprature=1)" for name in ("chat", "generate", "embed")},
        **{f"filter-{name}": f"[k for k in ('model', 'messages', 'prompt', 'input', 'options', 'keep_alive', 'temperature', 'top_p', 'api_key') if k in inspect.signature(Client.{name}).parameters]" for name in ("chat", "generate", "embed", "embeddings", "show", "pull", "list")},
        **{f"hints-{name}": f"sorted(set(typing.get_type_hints(getattr(Client, '{name}'))) & {{'model', 'messages', 'prompt', 'return'}})" for name in ("embed", "embeddings", "show", "list", "delete")},
    },
    "accepted": {
        **{f"embed-{name}": f"sends('embed', 'm', {value})['input']" for name, value in {"generator": "(t for t in 'ab')", "keys": "{'a': 1, 'b': 2}.keys()", "values": "{1: 'a', 2: 'b'}.values()", "map": "map(str, [1, 2])", "tuple": "('a', 'b')", "text": "'a'", "deque": "__import__('collections').deque('ab')", "numbers": "[1, 2]", "none": "[None]", "number": "3", "mapping": "{'a': 'b'}", "set": "{'a', 'b'}"}.items()},
        **{f"keep-alive-{name}": f"sends('chat', 'm', [], keep_alive={value})['keep_alive']" for name, value in {"int": "-1", "float": "2.5", "text": "'5m'", "decimal": "__import__('decimal').Decimal(5)", "number-as-text": "'-1'", "nan": "float('nan')", "infinity": "float('inf')"}.items()},
        **{f"options-{name}": f"sends('generate', 'm', 'x', options={value})['options']" for name, value in {"nan": "{'temperature': float('nan')}", "infinity": "{'top_p': float('-inf')}", "object": "Options(seed=3)", "dict": "{'seed': 3, 'stop': ['a']}", "nested": "{'a': [float('nan')]}"}.items()},
        **{f"role-{name}": f"R = enum.Enum('R', {{'u': 'user'}}{more})\nsends('chat', 'm', [Message(role=R.u, content='x')])['messages'][0]" for name, more in {"enum": "", "text-enum": ", type=str"}.items()},
        "image-dict": "Message(role='user', images=[{'value': 'aGk='}]).model_dump()['images']",
        "image-object": "Message(role='user', images=[Image(value=b'hi')]).model_dump()['images']",
        "image-dict-in-mapping": "sends('chat', 'm', [{'role': 'user', 'content': 'x', 'images': [{'value': 'aGk='}]}])['messages'][0]['images']",
    },
    "images": {
        "dump": "Image(value=b'x').model_dump(), Image(value='aGk=').model_dump_json()",
        "validate": "Image.model_validate({'value': 'aGk='}).value, Image.model_validate_json('{\"value\": \"aGk=\"}').value",
        "schema": "Image.model_json_schema()",
        "fields": "list(Image.model_fields), Image.model_fields['value'].is_required(), Image.model_fields['value'].alias",
        "copy": "Image(value='aGk=').model_copy() == Image(value='aGk='), Image(value='a').model_copy(update={'value': 'b'}).value",
        "dict-of": "dict(Image(value='aGk='))",
        "fields-set": "sorted(Image(value='aGk=').model_fields_set)",
        "older": "Image(value=b'x').dict(), Image(value='aGk=').json(), Image.parse_obj({'value': 'a'}).value",
        "construct": "Image.model_construct(value='a').value",
        "positional": "Image('aGk=')",
        "item": "Image(value='aGk=')['value']",
        "equal": "Image(value='a') == Image(value='a'), Image(value='a') == Image(value='b')",
        "in-model": "M = pydantic.create_model('M', i=(Image, ...))\nM(i={'value': 'aGk='}).model_dump()",
        "any": "pydantic_core.to_jsonable_python({'a': Message(role='u', images=[Image(value=b'x')])})",
    },
    "nested": {
        "message": "ChatResponse(model='m', message=Wide(role='u')).model_dump()['message']",
        "message-json": "json.loads(ChatResponse(model='m', message=Wide(role='u')).model_dump_json())['message']",
        "list": "_types.ChatRequest(model='m', messages=[Wide(role='u')]).model_dump()['messages']",
        "own-field": "class C(ChatResponse):\n    wide: Wide\nC(model='m', message=Message(role='u'), wide=Wide(role='u')).model_dump()['wide']",
        "kept": "isinstance(ChatResponse(model='m', message=Wide(role='u')).message, Wide)",
        "value": "ChatResponse(model='m', message=Wide(role='u', more=7)).message.more",
        "itself": "Wide(role='u').model_dump()",
        "exclude": "ChatResponse(model='m', message=Wide(role='u')).model_dump(exclude={'message': {'role'}})['message']",
        "no-none": "ChatResponse(model='m', message=Wide(role='u')).model_dump(exclude_none=True)",
        "call": "class F(Message.ToolCall.Function):\n    more: int = 2\nMessage(role='u', tool_calls=[Message.ToolCall(function=F(name='f', arguments={}))]).model_dump()['tool_calls']",
        "pickle": "ChatResponse.__module__\npickle.loads(pickle.dumps(ChatResponse(model='m', message=Message(role='u', images=[Image(value=b'x')])))).message.images",
        "deepcopy": "copy.deepcopy(ChatResponse(model='m', message=Message(role='u'))).message.role",
    },
    "answers": {
        **{f"{name}-{how}": f"try:\n    x = serving({body!r}).chat('m', [], stream={how == 'stream'})\n    list(x)\n    r = 'nothing'\nexcept json.JSONDecodeError as e:\n    r = e.doc[:4], e.pos\nr" for name, body in {"html": b"<html>", "text": b"oops", "cut": b"nope{", "empty": b""}.items() for how in ("whole", "stream")},
        "json-invalid": "try:\n    Message.model_validate_json('{')\nexcept pydantic.ValidationError as e:\n    r = e.errors()[0]['type']\nr",
        "positional-message": "Message('user')",
        "positional-options": "Options(1)",
        "status-of-progress": "isinstance(ProgressResponse(status='x'), StatusResponse), issubclass(ProgressResponse, StatusResponse), [f for f in StatusResponse.model_fields]",
    },
    "fastapi": {
        "body": "a = fastapi.FastAPI()\n@a.post('/')\ndef f(m: Annotated[Message, fastapi.Body()]): return m.role\nposted(a, {'role': 'u'})",
        "body-wrong": "a = fastapi.FastAPI()\n@a.post('/')\ndef f(m: Annotated[Message, fastapi.Body()]): return 1\nposted(a, {'role': 3})[0]",
        "body-alone": "a = fastapi.FastAPI()\n@a.post('/')\ndef f(m: Message): return m.role\nposted(a, {'role': 'u'})",
        "list": "a = fastapi.FastAPI()\n@a.post('/')\ndef f(m: list[Message]): return [i.role for i in m]\nposted(a, [{'role': 'u'}])",
        "two": "a = fastapi.FastAPI()\n@a.post('/')\ndef f(m: Annotated[Message, fastapi.Body()], o: Annotated[Options, fastapi.Body()]): return m.role, o.seed\nposted(a, {'m': {'role': 'u'}, 'o': {'seed': 3}})",
        "inside": "class B(pydantic.BaseModel):\n    m: Message\na = fastapi.FastAPI()\n@a.post('/')\ndef f(b: B): return b.m.role\nposted(a, {'m': {'role': 'u'}})",
        "answer": "a = fastapi.FastAPI()\n@a.post('/')\ndef f(): return Message(role='u', content='x')\nposted(a, {})",
        "answer-typed": "a = fastapi.FastAPI()\n@a.post('/')\ndef f() -> Message: return Message(role='u', content='x')\nposted(a, {})",
        "answer-model": "a = fastapi.FastAPI()\n@a.post('/', response_model=ChatResponse, response_model_exclude_none=True)\ndef f(): return ChatResponse(model='m', message=Message(role='u'))\nposted(a, {})",
        "answer-list": "a = fastapi.FastAPI()\n@a.post('/')\ndef f() -> list[Message]: return [Message(role='u')]\nposted(a, {})",
        "answer-wide": "a = fastapi.FastAPI()\n@a.post('/', response_model=Message)\ndef f(): return Wide(role='u')\nposted(a, {})",
        "encoder": "fastapi.encoders.jsonable_encoder({'a': Message(role='u', content='x')})",
        "openapi": "a = fastapi.FastAPI()\n@a.post('/')\ndef f(m: Annotated[Message, fastapi.Body()]) -> Message: return m\nsorted(a.openapi()['components']['schemas'])[-3:]",
        "query": "a = fastapi.FastAPI()\n@a.post('/')\ndef f(m: Annotated[Options, fastapi.Query()]): return m.seed\nposted(a, {}, '/?seed=3')",
    },
}  # fmt: skip


def programs() -> dict[str, str]:
    """Return all programs, by name."""
    found = {
        f"{cause}/{name}/{subject}": f"x = {made}\n{text}"
        for cause, probes in PROBES.items()
        for name, text in probes.items()
        for subject, made in OBJECTS.items()
    }
    for cause, texts in SINGLE.items():
        found |= {f"{cause}/{name}": text for name, text in texts.items()}
    return found
