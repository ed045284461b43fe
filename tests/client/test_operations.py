"""Every operation of the description, called in every flavour, with its examples."""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import pickle
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import respx
from ollama_client import Client, api, errors
from ollama_client.models import ChatRequest

from tests.calls import STREAMED, WHOLE, Outcome, answering, outcome
from tests.client import spec

BASE = "http://ollama.test:11434/prefix"
TOKEN = "sesame-0123456789"


def client_for(
    body: bytes | str = b"", status: int = 200, *, content_type: str = "", **settings: Any
) -> Client:
    """Return a client whose server gives the same answer to all requests."""
    return Client(transport=answering(body, status, content_type), **settings)


def flavours(operation: spec.Operation) -> tuple[str, ...]:
    return WHOLE + STREAMED if operation.stream else WHOLE


def cases(*, streaming: bool = False) -> list[Any]:
    """Return each operation with each of its flavours."""
    return [
        pytest.param(operation, flavour, id=f"{operation}-{flavour}")
        for operation in (spec.STREAMING if streaming else spec.OPERATIONS)
        for flavour in (STREAMED if streaming else flavours(operation))
    ]


def whole_cases() -> list[Any]:
    return [case for case in cases() if case.values[1] in WHOLE]


CASES, STREAM_CASES, WHOLE_CASES = cases(), cases(streaming=True), whole_cases()
SENDING = [case for case in CASES if case.values[0].request_model is not None]


@pytest.fixture
def server() -> Iterator[respx.Router]:
    """Catch all requests that would reach the network."""
    with respx.mock(assert_all_called=False) as router:
        yield router


def good_answer(operation: spec.Operation, flavour: str) -> httpx.Response:
    """Return the answer in the description's examples."""
    if flavour in STREAMED:
        body = operation.framed(operation.items(), ended=True)
        return httpx.Response(200, content=body, headers={"content-type": operation.stream_type})
    if operation.answers_text:
        return httpx.Response(200, text=next(iter(operation.answers("text/plain").values())))
    for example in operation.answers().values():
        return httpx.Response(200, json=example)
    return httpx.Response(200)


def called(
    server: respx.Router, operation: spec.Operation, flavour: str, **arguments: Any
) -> tuple[httpx.Request, Outcome]:
    """Call an operation that succeeds. Return what was sent, and the outcome."""
    server.clear()
    route = server.route().mock(return_value=good_answer(operation, flavour))
    token = TOKEN if operation.secured else None
    settings = {name: arguments.pop(name) for name in ("token",) if name in arguments}
    client = Client(BASE, **{"token": token, **settings})
    out = outcome(flavour, operation.module, client, **{**operation.arguments, **arguments})
    assert route.call_count == 1, out
    return route.calls.last.request, out


# ---------------------------------------------------------------------- the module of each


@pytest.mark.parametrize("operation", spec.OPERATIONS, ids=str)
def test_each_operation_of_the_description_has_its_module(operation: spec.Operation) -> None:
    module = operation.module
    assert module.OPERATION.id == operation.id
    assert api.operation(operation.method, operation.path) is module.OPERATION
    assert module.OPERATION in {module.OPERATION}
    assert all(callable(getattr(module, flavour)) for flavour in flavours(operation))
    assert hasattr(module, "stream") == bool(operation.stream)
    assert hasattr(module, "asyncio_stream") == bool(operation.stream)


def test_no_operation_is_there_that_the_description_does_not_know() -> None:
    assert set(api.OPERATIONS) == {(it.method, it.path) for it in spec.OPERATIONS}
    assert api.operation("POST", "/api/unheard-of") is None
    assert api.operation("post", "/api/chat") is spec.operation("generateChat").module.OPERATION


# ---------------------------------------------------------------------- requests


@pytest.mark.parametrize("operation", spec.OPERATIONS, ids=str)
def test_method_and_url(server: respx.Router, operation: spec.Operation) -> None:
    for flavour in flavours(operation):
        request, _ = called(server, operation, flavour)
        assert request.method == operation.method
        assert str(request.url) == (operation.server or BASE) + operation.url


@pytest.mark.parametrize("operation", spec.OPERATIONS, ids=str)
def test_content_type(server: respx.Router, operation: spec.Operation) -> None:
    for flavour in flavours(operation):
        request, _ = called(server, operation, flavour)
        wanted = None
        if operation.binary:
            wanted = "application/octet-stream"
        elif operation.form:
            assert request.headers["content-type"].startswith(f"{spec.FORM}; boundary=")
            continue
        elif operation.requests:
            wanted = spec.JSON
        assert request.headers.get("content-type") == wanted
        if wanted is None:
            assert request.content == b""


@pytest.mark.parametrize("operation", spec.OPERATIONS, ids=str)
def test_a_stream_of_events_is_asked_for(server: respx.Router, operation: spec.Operation) -> None:
    for flavour in flavours(operation):
        request, _ = called(server, operation, flavour)
        events = flavour in STREAMED and operation.stream_type == spec.EVENTS
        assert (spec.EVENTS in request.headers["accept"]) == events
        request, _ = called(server, operation, flavour, headers={"Accept": "a/b"})
        assert request.headers.get_list("accept") == ["a/b"]


@pytest.mark.parametrize("operation", spec.OPERATIONS, ids=str)
def test_only_operations_that_ask_for_a_token_send_one(
    server: respx.Router, operation: spec.Operation
) -> None:
    for flavour in flavours(operation):
        request, _ = called(server, operation, flavour)
        assert request.headers.get("authorization") == (
            f"Bearer {TOKEN}" if operation.secured else None
        )


@pytest.mark.parametrize("operation", spec.OPERATIONS, ids=str)
def test_a_client_with_a_token_sends_it_to_its_server(
    server: respx.Router, operation: spec.Operation
) -> None:
    for flavour in flavours(operation):
        request, _ = called(server, operation, flavour, token=TOKEN)
        assert request.headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("operation", "flavour"), [case for case in CASES if case.values[0].secured]
)
def test_a_missing_token_is_told_before_anything_is_sent(
    server: respx.Router, operation: spec.Operation, flavour: str
) -> None:
    route = server.route()
    out = outcome(flavour, operation.module, Client(BASE), **operation.arguments)
    assert isinstance(out.error, errors.RequestError)
    assert operation.id in str(out.error)
    assert "token" in str(out.error)
    assert not route.called


@pytest.mark.parametrize("build", ["from_dict", "model_validate"])
@pytest.mark.parametrize(("operation", "flavour"), SENDING)
def test_the_body_is_the_example(
    server: respx.Router, operation: spec.Operation, flavour: str, build: str
) -> None:
    for example in operation.requests.values():
        body = operation.body(example, build)
        request, _ = called(server, operation, flavour, body=body)
        if operation.form:
            expect_form(request, operation, example)
            continue
        wanted = dict(example)
        if operation.stream:
            wanted[operation.stream["flag"]] = flavour in STREAMED
        sent = json.loads(request.content)
        schema = operation.request_schema
        assert spec.canonical(sent, schema) == spec.canonical(wanted, schema)
        if build == "from_dict":
            assert spec.text_of(sent, schema) == spec.text_of(wanted, schema)


def expect_form(request: httpx.Request, operation: spec.Operation, example: dict[str, Any]) -> None:
    """Check that a form has the fields of an example, including its files."""
    head = f"content-type: {request.headers['content-type']}\n\n".encode()
    message: Any = email.message_from_bytes(head + request.content, policy=email.policy.HTTP)
    sent = {
        part["content-disposition"].params["name"]: part.get_payload(decode=True).decode()
        for part in message.iter_parts()
    }
    assert sent == {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in example.items()
    }
    names = [
        part["content-disposition"].params["name"]
        for part in message.iter_parts()
        if part.get_filename() is not None
    ]
    assert names == [name for name in operation.files if name in example]


@pytest.mark.parametrize(
    ("operation", "flavour"), [case for case in CASES if case.values[0].binary]
)
def test_a_binary_body_is_sent_as_it_is(
    server: respx.Router, operation: spec.Operation, flavour: str
) -> None:
    request, _ = called(server, operation, flavour, body=b"\x00\xff\n")
    assert request.content == b"\x00\xff\n"
    assert request.headers["content-length"] == "3"


@pytest.mark.parametrize("operation", spec.OPERATIONS, ids=str)
def test_call_options(server: respx.Router, operation: spec.Operation) -> None:
    for flavour in flavours(operation):
        options: dict[str, Any] = {"headers": {"X-Trace": "1"}, "timeout": 7.5}
        if operation.request_model is not None:
            options["extra_body"] = {"x_beta": [1], "stream": "never"}
        request, _ = called(server, operation, flavour, **options)
        assert request.headers["x-trace"] == "1"
        # The server's time, without the wait for a free connection.
        phases = {"connect": 7.5, "read": 7.5, "write": 7.5, "pool": None}
        assert request.extensions["timeout"] == phases
        if operation.request_model is not None and not operation.form:
            sent = json.loads(request.content)
            assert sent["x_beta"] == [1]
            # Only the function decides whether it streams.
            assert sent["stream"] == (flavour in STREAMED if operation.stream else "never")


@pytest.mark.parametrize("flavour", WHOLE)
def test_the_headers_of_a_call_win_over_all_others(server: respx.Router, flavour: str) -> None:
    headers = {"authorization": "Other", "content-type": "application/json; charset=utf-8"}
    chat = spec.operation("generateChat")
    request, _ = called(server, chat, flavour, token=TOKEN, headers=headers)
    assert request.headers["authorization"] == "Other"
    assert request.headers["content-type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("flavour", WHOLE)
@pytest.mark.parametrize("options", [{}, {"timeout": None}])
def test_a_client_waits_for_ever_once_it_is_connected(
    server: respx.Router, flavour: str, options: dict[str, Any]
) -> None:
    request, _ = called(server, spec.operation("generateChat"), flavour, **options)
    phases = {"connect": 5.0, "read": None, "write": None, "pool": None}
    assert request.extensions["timeout"] == phases


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("a/b", "a%2Fb"),
        ("a?b#c", "a%3Fb%23c"),
        ("50% é", "50%25%20%C3%A9"),
        ("../x", "..%2Fx"),
        ("%2e%2e", "%252e%252e"),
        ("{digest}", "%7Bdigest%7D"),
        ("sha256:0a+b=@~", "sha256:0a+b=@~"),
    ],
)
@pytest.mark.parametrize("flavour", WHOLE)
def test_path_parameters_are_quoted(
    server: respx.Router, flavour: str, value: str, quoted: str
) -> None:
    for operation in spec.OPERATIONS:
        for name in operation.path_values:
            request, _ = called(server, operation, flavour, **{spec.snake(name): value})
            assert request.url.raw_path.decode() == "/prefix" + operation.path.replace(
                f"{{{name}}}", quoted
            )


@pytest.mark.parametrize("value", ["", ".", ".."])
@pytest.mark.parametrize("flavour", WHOLE)
def test_a_path_parameter_cannot_lead_to_another_path(
    server: respx.Router, flavour: str, value: str
) -> None:
    route = server.route()
    operation = spec.operation("deleteUserKey")
    out = outcome(flavour, operation.module, Client(BASE), encoded_key=value)
    assert isinstance(out.error, errors.RequestError)
    assert "encodedKey" in str(out.error)
    assert not route.called


# ---------------------------------------------------------------------- answers


@pytest.mark.parametrize("unknown_keys", [False, True], ids=["known", "unknown-keys"])
@pytest.mark.parametrize(("operation", "flavour"), WHOLE_CASES)
def test_the_answer_is_the_example(
    operation: spec.Operation, flavour: str, unknown_keys: bool
) -> None:
    for told in operation.answers().values():
        example = spec.with_unknown_keys(told) if unknown_keys else told
        client = client_for(json.dumps(example), content_type=spec.JSON, token=TOKEN)
        answer = outcome(flavour, operation.module, client, **operation.arguments).answer
        if not operation.answers_object:
            assert answer is None
            continue
        component = operation.answer_schema["$ref"].rpartition("/")[2]
        assert type(answer) is spec.model_class(component)
        schema = operation.answer_schema
        assert spec.text_of(answer.to_dict(), schema) == spec.text_of(example, schema)
        if unknown_keys:
            assert answer.model_extra["x_from_the_future"] == {"deep": [1, None, "é"]}


@pytest.mark.parametrize(("operation", "flavour"), WHOLE_CASES)
def test_answers_that_are_no_object(operation: spec.Operation, flavour: str) -> None:
    client = client_for(b"Ollama is running", token=TOKEN)
    if operation.answers_text:
        out = outcome(flavour, operation.module, client, **operation.arguments)
        assert out.answer == "Ollama is running"
    elif operation.is_head:
        out = outcome(flavour, operation.module, client_for(), **operation.arguments)
        assert out.answer is True
    elif not operation.answers_object:
        for body in (b"", b"null"):
            out = outcome(flavour, operation.module, client_for(body), **operation.arguments)
            assert out.answer is None
    else:
        out = outcome(flavour, operation.module, client, **operation.arguments)
        assert isinstance(out.error, errors.ResponseParseError)


@pytest.mark.parametrize(
    ("operation", "flavour"), [case for case in WHOLE_CASES if case.values[0].may_answer_text]
)
def test_an_answer_of_text_is_its_text(operation: spec.Operation, flavour: str) -> None:
    for text in operation.answers("text/plain").values():
        client = client_for(text, content_type="text/plain; charset=utf-8", token=TOKEN)
        assert outcome(flavour, operation.module, client, **operation.arguments).answer == text


@pytest.mark.parametrize("flavour", WHOLE)
def test_created_is_a_success_like_any_other(flavour: str) -> None:
    operation = spec.operation("uploadBlob")
    out = outcome(flavour, operation.module, client_for(status=201), **operation.arguments)
    assert out.answer is None


@pytest.mark.parametrize(
    ("operation", "flavour"), [case for case in CASES if case.values[0].is_head]
)
def test_head_tells_what_is_there(operation: spec.Operation, flavour: str) -> None:
    absent = outcome(flavour, operation.module, client_for(status=404), **operation.arguments)
    assert absent.answer is False
    for status in (400, 403, 405, 500, 503):
        out = outcome(flavour, operation.module, client_for(status=status), **operation.arguments)
        assert isinstance(out.error, errors.ResponseError)
        assert out.error.status_code == status


@pytest.mark.parametrize(
    ("operation", "flavour"), [case for case in WHOLE_CASES if case.values[0].answers_object]
)
def test_a_success_that_is_no_json_object(operation: spec.Operation, flavour: str) -> None:
    for body in (b"<html>", b"", b'{"model":', b"[1]", b'"text"', b"null", b"\xff\xfe\xfd"):
        out = outcome(
            flavour, operation.module, client_for(body, token=TOKEN), **operation.arguments
        )
        assert isinstance(out.error, errors.ResponseParseError)
        assert isinstance(out.error, ValueError)
        assert out.error.status_code == 200
        assert out.error.response is not None


@pytest.mark.parametrize(
    ("operation", "flavour"), [case for case in WHOLE_CASES if case.values[0].answers_object]
)
def test_a_success_that_holds_nothing_but_an_error(operation: spec.Operation, flavour: str) -> None:
    client = client_for(b'{"error": "out of memory"}', token=TOKEN)
    out = outcome(flavour, operation.module, client, **operation.arguments)
    assert type(out.error) is errors.ResponseError
    assert out.error.error == "out of memory"
    assert out.error.status_code == 200


# ---------------------------------------------------------------------- errors


@pytest.mark.parametrize(("operation", "flavour"), CASES)
def test_each_declared_error_has_its_class(operation: spec.Operation, flavour: str) -> None:
    for status, body in operation.failures():
        content = b"" if body is None else json.dumps(body).encode()
        client = client_for(content, status, content_type=spec.JSON, token=TOKEN)
        out = outcome(flavour, operation.module, client, **operation.arguments)
        if operation.is_head and status == 404:
            assert out.answer is False
            continue
        error = out.error
        assert type(error) is spec.ERROR_CLASSES[status]
        assert error.status_code == status
        assert error.signin_url == (body or {}).get("signin_url")
        said = body["error"] if body else error.response.reason_phrase or "error"
        details = said if isinstance(said, dict) else {}
        assert error.error == details.get("message", said)
        assert (error.type, error.code) == (details.get("type"), details.get("code"))
        assert error.body == (body or error.text or None)
        assert str(error).startswith(f"{error.error} (status code: {status})")
        assert error.partial == []
        assert TOKEN not in str(error) + repr(error)


@pytest.mark.parametrize(
    "operation", [it for it in spec.OPERATIONS if "x-ollama-since" in it.definition], ids=str
)
def test_docstrings_say_since_when_there_is_an_operation(operation: spec.Operation) -> None:
    since = operation.definition["x-ollama-since"]
    assert operation.module.OPERATION.since == since
    for function in (operation.module, operation.module.sync, operation.module.asyncio):
        assert f"Since Ollama {since}." in " ".join(str(function.__doc__).split())


def missing_release(operation: spec.Operation) -> str:
    since = operation.module.OPERATION.since
    named = f"{operation.method.upper()} {operation.module.OPERATION.path}"
    return f": {named} needs Ollama {since} or newer" if since else ""


@pytest.mark.parametrize(
    ("operation", "flavour"), [case for case in CASES if not case.values[0].is_head]
)
def test_errors_need_not_be_json(operation: spec.Operation, flavour: str) -> None:
    for status, body, text in (
        (404, "404 page not found", f"404 page not found{missing_release(operation)}"),
        (405, "405 method not allowed\n", "405 method not allowed"),
        (403, "", "Forbidden"),
        (502, "<html>" + "x" * 9000, "<html>" + "x" * 494),
        (500, '["a", "list"]', '["a", "list"]'),
        (500, '{"detail": "other"}', '{"detail": "other"}'),
        (599, "", "error"),
    ):
        client = client_for(body, status, content_type="text/plain", token=TOKEN)
        error = outcome(flavour, operation.module, client, **operation.arguments).error
        assert type(error) is spec.ERROR_CLASSES.get(status, errors.ResponseError)
        assert error.status_code == status
        assert error.error == text
        assert error.signin_url is None


def test_errors_survive_pickling() -> None:
    body = {"error": "unauthorized", "signin_url": "https://ollama.com/connect"}
    error = errors.UnauthorizedError(json.dumps(body), 401, partial=[1])
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is errors.UnauthorizedError
    assert str(copy) == str(error)
    assert str(error).startswith("unauthorized (status code: 401)")
    assert (copy.status_code, copy.signin_url, copy.partial) == (401, error.signin_url, [1])
    assert copy.body == body


def test_an_error_that_is_an_object() -> None:
    said = {"message": "no such model", "type": "not_found_error", "param": None, "code": "x"}
    for body in ({"error": said}, {"type": "error", "error": said, "request_id": "req_1"}):
        error = errors.NotFoundError(json.dumps(body), 404)
        for it in (error, pickle.loads(pickle.dumps(error))):
            assert str(it) == "no such model (status code: 404)"
            assert (it.error, it.type, it.code) == ("no such model", "not_found_error", "x")
            assert it.body == body


def test_an_error_object_without_a_message_is_the_error() -> None:
    error = errors.ResponseError({"error": {"reason": 1}}, 500)
    assert (error.error, error.type, error.code) == ({"reason": 1}, None, None)
    assert errors.ResponseError("text", 500).body is None


# ---------------------------------------------------------------------- streams


def plain(item: Any) -> Any:
    """Return the JSON of an item. An object of an unknown kind already is JSON."""
    return item if isinstance(item, dict) else item.to_dict()


def streamed(operation: spec.Operation, flavour: str, body: bytes) -> Outcome:
    """Return the outcome of a streamed call for the body of a response."""
    client = client_for(body, content_type=operation.stream_type)
    return outcome(flavour, operation.module, client, **operation.arguments)


def kept(operation: spec.Operation, items: list[Any]) -> list[Any]:
    """Return the items that had arrived, from an error."""
    return items[-1:] if operation.stream["lines"] == "snapshot" else items


@pytest.mark.parametrize("unknown_keys", [False, True], ids=["known", "unknown-keys"])
@pytest.mark.parametrize(("operation", "flavour"), STREAM_CASES)
def test_a_stream_delivers_every_item(
    operation: spec.Operation, flavour: str, unknown_keys: bool
) -> None:
    items = operation.items()
    if unknown_keys:
        items = [spec.with_unknown_keys(item) for item in items]
    out = streamed(operation, flavour, operation.framed(items, ended=True))
    assert out.error is None
    schema = operation.item_schema
    assert [spec.text_of(plain(item), schema) for item in out.items] == [
        spec.text_of(item, schema) for item in items
    ]
    assert {type(item) for item in out.items} <= operation.item_models()


@pytest.mark.parametrize(("operation", "flavour"), STREAM_CASES)
def test_an_error_item_raises_after_the_items_before_it(
    operation: spec.Operation, flavour: str
) -> None:
    begun, said = operation.begun(), operation.error_item()
    body = operation.framed([*begun, said, operation.items()[-1]], ended=True)
    out = streamed(operation, flavour, body)
    assert len(out.items) == len(begun) > 0
    assert type(out.error) is errors.ResponseError
    error = said[operation.stream["error"]]
    assert out.error.error == (error["message"] if isinstance(error, dict) else error)
    assert out.error.status_code == -1
    assert out.error.body == said
    assert out.error.partial == kept(operation, out.items)


@pytest.mark.parametrize(("operation", "flavour"), STREAM_CASES)
def test_a_stream_may_end_without_its_terminator(operation: spec.Operation, flavour: str) -> None:
    begun = operation.begun()
    out = streamed(operation, flavour, operation.framed(begun))
    assert len(out.items) == len(begun)
    assert out.error is None


@pytest.mark.parametrize(("operation", "flavour"), STREAM_CASES)
def test_a_stream_that_ends_within_an_item_is_incomplete(
    operation: spec.Operation, flavour: str
) -> None:
    begun = operation.begun()
    body = operation.framed([*begun, begun[0]]).rstrip()
    out = streamed(operation, flavour, body[:-2])
    assert len(out.items) == len(begun)
    assert type(out.error) is errors.IncompleteStreamError
    assert out.error.partial == kept(operation, out.items)


@pytest.mark.parametrize(("operation", "flavour"), STREAM_CASES)
def test_a_streamed_call_may_be_answered_with_one_object(
    operation: spec.Operation, flavour: str
) -> None:
    for example in operation.answers().values():
        text = json.dumps(example, indent=1)
        client = client_for(text.replace("\n", ""), content_type="application/json; charset=utf-8")
        out = outcome(flavour, operation.module, client, **operation.arguments)
        assert out.error is None
        assert len(out.items) == 1
        assert spec.text_of(plain(out.items[0]), operation.item_schema) == spec.text_of(
            example, operation.item_schema
        )


@pytest.mark.parametrize(
    ("operation", "flavour"),
    [case for case in STREAM_CASES if "oneOf" in spec.resolve(case.values[0].item_schema)],
)
def test_an_event_of_a_newer_kind_is_a_dict(operation: spec.Operation, flavour: str) -> None:
    newer = {"type": "x.newer", "anything": [1, None]}
    items = [newer, operation.items()[-1]]
    out = streamed(operation, flavour, operation.framed(items, ended=True))
    assert out.error is None
    assert out.items[0] == newer


@pytest.mark.parametrize(("operation", "flavour"), STREAM_CASES)
def test_nothing_is_sent_before_the_first_item_is_asked_for(
    server: respx.Router, operation: spec.Operation, flavour: str
) -> None:
    route = server.route()
    getattr(operation.module, flavour)(client=Client(BASE), **operation.arguments)
    assert not route.called


# ---------------------------------------------------------------------- the transport


TIMEOUTS = {
    httpx.ConnectTimeout: errors.ConnectTimeout,
    httpx.ReadTimeout: errors.ReadTimeout,
    httpx.WriteTimeout: errors.WriteTimeout,
    httpx.PoolTimeout: errors.PoolTimeout,
}


@pytest.mark.parametrize("operation", spec.OPERATIONS, ids=str)
def test_no_connection(server: respx.Router, operation: spec.Operation) -> None:
    for flavour in flavours(operation):
        server.route().mock(side_effect=httpx.ConnectError("refused"))
        client = Client("http://user:hunter2@ollama.test:11434", token=TOKEN)
        error = outcome(flavour, operation.module, client, **operation.arguments).error
        assert type(error) is errors.ConnectError
        assert isinstance(error, ConnectionError)
        assert isinstance(error, httpx.ConnectError)
        assert error.args == (errors.CONNECTION_ERROR_MESSAGE,)
        assert error.host == (operation.server or "http://ollama.test:11434")
        assert str(error) == errors.CONNECTION_ERROR_MESSAGE, "which programs compare"
        assert error.host in f"{error}"
        assert error.request.method == operation.method
        assert isinstance(error.__cause__, httpx.ConnectError)
        shown = " ".join([str(error), repr(error), error.detail])
        assert "hunter2" not in shown
        assert TOKEN not in shown


@pytest.mark.parametrize(("operation", "flavour"), CASES)
def test_timeouts(server: respx.Router, operation: spec.Operation, flavour: str) -> None:
    for kind, expected in TIMEOUTS.items():
        server.route().mock(side_effect=kind("too slow"))
        client = Client(BASE, token=TOKEN)
        error = outcome(flavour, operation.module, client, **operation.arguments).error
        assert type(error) is expected
        assert isinstance(error, TimeoutError)
        assert isinstance(error, kind)
        assert error.request.method == operation.method
        assert httpx.URL(operation.server or BASE).host in str(error)
        assert "too slow" in str(error)
        assert TOKEN not in str(error) + repr(error)


@pytest.mark.parametrize("flavour", WHOLE + STREAMED)
def test_other_errors_of_the_transport_have_classes_of_their_own(
    server: respx.Router, flavour: str
) -> None:
    server.route().mock(side_effect=httpx.RemoteProtocolError("garbage"))
    operation = spec.operation("generateChat")
    error = outcome(flavour, operation.module, Client(BASE), **operation.arguments).error
    assert type(error) is errors.MalformedHTTPError
    assert isinstance(error, httpx.RemoteProtocolError)
    assert type(error.__cause__) is httpx.RemoteProtocolError
    assert "garbage" in str(error)


@pytest.mark.parametrize("kind", [errors.ConnectError, *TIMEOUTS.values()])
def test_errors_of_the_transport_survive_pickling(kind: type[Exception]) -> None:
    copy = pickle.loads(pickle.dumps(kind("no luck")))
    assert type(copy) is kind
    assert str(copy) == "no luck"


def test_redirects_keep_the_token_to_the_server(server: respx.Router) -> None:
    server.get("http://ollama.test/api/ps").mock(
        return_value=httpx.Response(307, headers={"location": "http://other.test/api/ps"})
    )
    other = server.get("http://other.test/api/ps").mock(
        return_value=httpx.Response(200, json={"models": []})
    )
    module = spec.operation("listRunningModels").module
    with Client("http://ollama.test", token=TOKEN) as client:
        assert module.sync(client=client).models == []
    assert "authorization" not in other.calls.last.request.headers


def test_a_body_may_be_a_plain_mapping(server: respx.Router) -> None:
    chat = spec.operation("generateChat")
    request, _ = called(server, chat, "sync", body={"model": "m", "options": {"seed": 1}})
    assert json.loads(request.content) == {"model": "m", "options": {"seed": 1}, "stream": False}


def test_a_body_can_be_sent_again_and_is_not_changed(server: respx.Router) -> None:
    body = ChatRequest(model="m")
    chat = spec.operation("generateChat")
    called(server, chat, "stream", body=body, extra_body={"x": 1})
    assert body.to_dict() == {"model": "m"}
    request, _ = called(server, chat, "sync", body=body)
    assert json.loads(request.content) == {"model": "m", "stream": False}


def test_operations_of_one_client_run_side_by_side(server: respx.Router) -> None:
    chat = spec.operation("generateChat")
    server.route().mock(side_effect=lambda request: good_answer(chat, "asyncio"))

    async def both() -> list[Any]:
        async with Client(BASE) as client:
            call = chat.module.asyncio
            return await asyncio.gather(*(call(client=client, **chat.arguments) for _ in range(5)))

    answers = asyncio.run(both())
    assert len(answers) == 5
    assert all(answer == answers[0] for answer in answers)
