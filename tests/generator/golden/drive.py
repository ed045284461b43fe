"""Calls every operation of a rendered package, with the examples of its spec.

Run with the folder of the package on the path: `python drive.py SPEC`. Prints a JSON object with
how often each way of calling was tried.
"""

from __future__ import annotations

import asyncio
import email
import json
import sys
from collections import Counter
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import ollama_client
import respx

from generator import description, document, naming

router = respx.MockRouter(assert_all_called=False)
tried: Counter[str] = Counter()

#: A value of a newer server, which is not in the description's enums.
NEWER = {"setConfig": {"mode": "newer", "level": 9}}


def examples(spec: document.Document, media_type: dict[str, Any]) -> list[Any]:
    return [spec.resolved(e)["value"] for e in media_type.get("examples", {}).values()]


def plain(answer: Any) -> Any:
    return answer.to_dict() if hasattr(answer, "to_dict") else answer


def known(value: Any) -> Any:
    """Return what a client keeps of a value: without nulls, and with times cut to microseconds."""
    if isinstance(value, dict):
        return {key: known(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [known(item) for item in value]
    time = ollama_client.types.to_datetime(value) if isinstance(value, str) else value
    return time.isoformat() if isinstance(time, datetime) else value


def arguments_of(spec: document.Document, operation: document.Operation) -> dict[str, Any]:
    found = {}
    for parameter in (*operation.data.get("parameters", ()), *operation.shared_parameters):
        data = spec.resolved(parameter)
        name = naming.without_keyword(naming.snake_case(data["name"]))
        found[name] = examples(spec, data)[0]
    return found


def sent_as(request: Any, parameter: dict[str, Any], value: Any) -> list[str]:
    """Return the values of a parameter in a request."""
    if parameter["in"] == "query":
        return request.url.params.get_list(parameter["name"])
    if parameter["in"] == "header":
        return [request.headers[parameter["name"]]]
    return [segment for segment in request.url.path.split("/") if segment == str(value)]


def expect_parameters(spec: document.Document, operation: document.Operation, request: Any) -> None:
    for parameter in (*operation.data.get("parameters", ()), *operation.shared_parameters):
        data = spec.resolved(parameter)
        value = examples(spec, data)[0]
        sent = sent_as(request, data, value)
        values = value if isinstance(value, list) else [value]
        wanted = [json.dumps(v) if isinstance(v, bool) else str(v) for v in values]
        assert sent == wanted, (operation.id, data["name"], sent)


def body_of(spec: document.Document, operation: document.Operation) -> Any:
    """Return the body to send: a model decoded from the example, or bytes."""
    for name, media_type in spec.request_content(operation).items():
        if name == "application/octet-stream":
            return b"\x00bytes"
        value = examples(spec, media_type)[0]
        if name == document.FORM:
            value["file"] = value["file"].encode()
        model = media_type["schema"]["$ref"].rpartition("/")[2]
        body = getattr(ollama_client.models, model).from_dict(value)
        for example in examples(spec, media_type):
            decoded = type(body).from_dict(example).to_dict()
            assert known(decoded) == known(example), (operation.id, decoded)
            tried["request decoded"] += 1
        return body
    return None


def drive(spec: document.Document, operation: document.Operation, client: Any) -> None:
    tag = naming.snake_case(operation.data["tags"][0])
    module_name = naming.without_keyword(naming.snake_case(operation.id))
    module = import_module(f"ollama_client.api.{tag}.{module_name}")
    arguments = {"client": client, **arguments_of(spec, operation)}
    if (body := body_of(spec, operation)) is not None:
        arguments["body"] = body
    content = spec.success(operation)
    status = min(int(s) for s in operation.data["responses"] if s.startswith("2"))
    whole = {name: m for name, m in content.items() if name not in document.STREAMS}
    lines = {name: m for name, m in content.items() if name in document.STREAMS}
    for name, media_type in whole.items():
        for value in examples(spec, media_type):
            raw = value.encode() if name == "text/plain" else json.dumps(value).encode()
            answer = httpx.Response(status, content=raw, headers={"content-type": name})
            expect_answers(spec, operation, module, arguments, answer, value)
    if operation.id in NEWER:
        newer = {**examples(spec, whole["application/json"])[0], **NEWER[operation.id]}
        answer = httpx.Response(status, json=newer)
        expect_answers(spec, operation, module, arguments, answer, newer)
    if not content:
        found = True if operation.method == "head" else None
        expect_answers(spec, operation, module, arguments, httpx.Response(status), found)
        if operation.method == "head":
            expect_answers(spec, operation, module, arguments, httpx.Response(404), False)
    for name, media_type in lines.items():
        expect_stream(operation, module, arguments, name, media_type, examples(spec, media_type))
    expect_errors(spec, operation, module, arguments)


def expect_answers(
    spec: document.Document,
    operation: document.Operation,
    module: Any,
    arguments: dict[str, Any],
    answer: httpx.Response,
    value: Any,
) -> None:
    route = router.route(method=operation.method.upper()).mock(return_value=answer)
    for way in ("sync", "asyncio"):
        result = getattr(module, way)(**arguments)
        got = plain(asyncio.run(result) if way == "asyncio" else result)
        assert known(got) == known(value), (operation.id, got, value)
        servers = spec.data["paths"][operation.path].get("servers", spec.data["servers"])
        assert str(route.calls.last.request.url).startswith(servers[0]["url"])
        expect_parameters(spec, operation, route.calls.last.request)
        expect_body(route.calls.last.request, arguments, module, streamed=False)
        tried[way] += 1


def expect_body(request: Any, arguments: dict[str, Any], module: Any, *, streamed: bool) -> None:
    body = arguments.get("body")
    if isinstance(body, bytes):
        assert request.content == body
    elif module.OPERATION.form is not None:
        expect_form(request, body)
    elif body is not None:
        wanted = body.to_dict()
        if module.OPERATION.stream is not None and module.OPERATION.stream.flag:
            wanted[module.OPERATION.stream.flag] = streamed
        assert json.loads(request.content) == wanted


def expect_form(request: Any, body: Any) -> None:
    head = f"content-type: {request.headers['content-type']}\n\n".encode()
    message = email.message_from_bytes(head + request.content)
    got = [
        (
            part.get_param("name", header="content-disposition"),
            part.get_filename(),
            part.get_payload(),
        )
        for part in message.get_payload()
    ]
    assert got == [
        ("model", None, body.model),
        *(("words", None, word) for word in body.words),
        ("exact", None, json.dumps(body.exact)),
        ("limit", None, json.dumps(body.limit)),
        ("file", "upload", body.file.decode()),
    ]
    tried["form"] += 1


def framed(name: str, media_type: dict[str, Any], values: list[Any]) -> bytes:
    """Return the body of a complete stream."""
    texts = [json.dumps(value) for value in values]
    if name != document.EVENTS:
        return "".join(f"{text}\n" for text in texts).encode()
    end = media_type["x-stream"]["terminator"].get("data")
    return "".join(f"data: {text}\n\n" for text in [*texts, *([end] if end else [])]).encode()


def expect_stream(
    operation: document.Operation,
    module: Any,
    arguments: dict[str, Any],
    name: str,
    media_type: dict[str, Any],
    values: list[Any],
) -> None:
    raw = framed(name, media_type, values)
    headers = {"content-type": name}
    answer = httpx.Response(200, content=raw, headers=headers)
    route = router.route(method=operation.method.upper()).mock(return_value=answer)
    got = [plain(item) for item in module.stream(**arguments)]
    assert known(got) == known(values), (operation.id, got)
    expect_body(route.calls.last.request, arguments, module, streamed=True)

    async def collect() -> list[Any]:
        return [plain(item) async for item in module.asyncio_stream(**arguments)]

    assert asyncio.run(collect()) == got
    tried["stream"] += 1


def expect_errors(
    spec: document.Document, operation: document.Operation, module: Any, arguments: dict[str, Any]
) -> None:
    for status in operation.data["responses"]:
        if not status.isdigit() or int(status) < 400 or operation.method == "head":
            continue
        said = {"message": "no", "type": "bad", "code": 7} if operation.id == "startReply" else "no"
        answer = httpx.Response(int(status), json={"error": said})
        router.route(method=operation.method.upper()).mock(return_value=answer)
        wanted = ollama_client.errors.ResponseError.of_status(int(status))
        try:
            module.sync(**arguments)
        except wanted as error:
            assert (error.error, error.status_code) == ("no", int(status))
            assert error.body == {"error": said}
            assert (error.type, error.code) == ((None, None) if said == "no" else ("bad", 7))
        else:
            raise AssertionError(f"{operation.id} did not raise for {status}")
        tried["error"] += 1


def main() -> None:
    spec = description.load(Path(sys.argv[1]))
    for name in ollama_client.models.__all__:
        getattr(ollama_client.models, name)
        tried["model"] += 1
    client = ollama_client.Client(token="secret")
    for operation in spec.operations():
        with router:
            drive(spec, operation, client)
        tried["operation"] += 1
        client.close()
    print(json.dumps(tried))


if __name__ == "__main__":
    main()
