"""Tests of event streams, forms and models in paths, with a small spec of the /v1 routes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from proof.contract.examples import run_examples
from proof.contract.models import Models
from proof.contract.refusals import run_refusals
from proof.contract.report import Report
from proof.contract.runner import Runner
from proof.contract.spec import Spec
from proof.contract.targets import Target
from tests.patience import PATIENCE

from .support import LyingServer, Reply

DOCUMENT = """
openapi: 3.1.1
info: {title: Small, version: "1"}
paths:
  /v1/chat/completions:
    post:
      operationId: createChatCompletion
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/ChatRequest"}
            examples:
              stream:
                value: {model: m, messages: [{role: user, content: hi}], stream: true}
              whole:
                value: {model: m, messages: [{role: user, content: hi}]}
      responses:
        "200":
          description: The answer.
          content:
            application/json: {schema: {$ref: "#/components/schemas/Chat"}}
            text/event-stream:
              schema: {$ref: "#/components/schemas/Chat"}
              x-stream: {flag: stream, lines: delta, error: error, terminator: {data: "[DONE]"}}
        "400": {$ref: "#/components/responses/Error"}
        "404": {$ref: "#/components/responses/Error"}
  /v1/models/{model}:
    get:
      operationId: getOpenaiModel
      parameters:
        - name: model
          in: path
          required: true
          schema: {type: string}
          examples: {one: {value: m}}
      responses:
        "200":
          description: The model.
          content: {application/json: {schema: {type: object, required: [id]}}}
        "404": {$ref: "#/components/responses/Error"}
  /v1/audio/transcriptions:
    post:
      operationId: createTranscription
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema: {$ref: "#/components/schemas/Form"}
            examples:
              text: {value: {file: RIFF, model: m, response_format: text}}
      responses:
        "200":
          description: The text.
          content:
            application/json: {schema: {type: object}}
            text/plain: {schema: {type: string}}
        "400": {$ref: "#/components/responses/Error"}
        "404": {$ref: "#/components/responses/Error"}
components:
  responses:
    Error:
      description: It failed.
      content:
        application/json: {schema: {type: object, required: [error]}}
  schemas:
    Chat:
      type: object
      required: [id, choices]
      properties: {id: {type: string}, choices: {type: array}}
    ChatRequest:
      type: object
      required: [model, messages]
      properties:
        model: {type: string}
        messages: {type: array, items: {$ref: "#/components/schemas/Message"}}
        stream: {type: boolean, default: false}
    Message:
      type: object
      properties: {role: {type: string}, content: {type: string}}
    Form:
      type: object
      required: [file, model]
      properties:
        file: {type: string, format: binary}
        model: {type: string}
        response_format: {type: string}
"""


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Spec:
    path: Path = tmp_path_factory.mktemp("spec") / "small.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    return Spec.load(path)


def honest(reply: Reply) -> None:
    """Change nothing."""


def without_done(reply: Reply) -> None:
    reply.body = reply.body.replace(b"data: [DONE]\n\n", b"")


def with_a_broken_event(reply: Reply) -> None:
    reply.body = reply.body.replace(b'data: {"id"', b'data: {"id', 1)


def with_another_type(reply: Reply) -> None:
    reply.body = reply.body.replace(b'"choices":[', b'"choices":5,"x":[')


def told(spec: Spec, lie: Callable[[Reply], None], generate: bool) -> tuple[Report, str]:
    """Run everything against a server that lies in chats. Return the report and its text."""
    lines: list[str] = []
    report = Report(spec.operations, lines.append)
    with (
        LyingServer("/v1/chat/completions", lie) as server,
        httpx.Client(base_url=server.url, timeout=PATIENCE) as http,
    ):
        models = Models(http, ["llama3.2"], "contract-x")
        runner = Runner(spec, Target(http, models, None, None), report)
        if generate:
            generated = pytest.importorskip("proof.contract.generated")
            generated.run_generated(runner, list(spec.operations.values()), 3, 1)
        else:
            for operation in spec.operations.values():
                run_examples(runner, operation)
                run_refusals(runner, operation)
    return report, "\n".join(lines)


@pytest.mark.parametrize("generate", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_an_honest_server(spec: Spec, generate: bool):
    report, text = told(spec, honest, generate)
    assert not report.deviations, text
    assert all(tally.statuses[200] for tally in report.tallies.values())


@pytest.mark.parametrize("generate", [False, True])
@pytest.mark.parametrize(
    ("lie", "expected"),
    [
        (with_a_broken_event, "event 1 is not JSON: "),
        (with_another_type, "5 is not of type"),
    ],
)
def test_a_lying_server(spec: Spec, lie: Callable[[Reply], None], expected: str, generate: bool):
    report, text = told(spec, lie, generate)
    assert expected in text
    assert {one.operation for one in report.deviations} == {"createChatCompletion"}
    assert all(one.curl.startswith("curl -sS -X POST ") for one in report.deviations)


def test_a_stream_that_a_server_stopped_is_counted(spec: Spec):
    report, text = told(spec, without_done, generate=False)
    assert not report.deviations, text
    assert report.tallies["createChatCompletion"].unended == 1
    assert any("1 streams without a terminator" in line for line in report.summary())


def test_a_form_sends_files_and_texts(spec: Spec):
    lines: list[str] = []
    with (
        LyingServer("", honest) as server,
        httpx.Client(base_url=server.url, timeout=PATIENCE) as http,
    ):
        models = Models(http, ["llama3.2"], "contract-x")
        report = Report(spec.operations, lines.append)
        runner = Runner(spec, Target(http, models, None, None), report)
        run_examples(runner, spec.operations["createTranscription"])
        sent = server.honest.requests[-1]
    assert sent.headers["Content-Type"] == "multipart/form-data; boundary=contract-boundary"
    file, model, _, end = sent.body.split(b"--contract-boundary")[1:]
    assert b'name="file"; filename="file"' in file
    assert file.endswith(b"\r\n\r\nRIFF\r\n")
    assert b"filename" not in model
    assert model.endswith(b"\r\n\r\nllama3.2\r\n")
    assert end.startswith(b"--")
