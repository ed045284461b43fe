"""Tests that the server accepts new fields, options and routes of the description."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import ollama_client.models
import pytest
from ollama_client.api import OPERATIONS

from ollama.testing import _readers, _routes

# The generator needs a newer Python than the SDK.
pytest.importorskip("openapi_python_client")
from tests.generator.support import edited, run_generator, run_python

Use = Callable[[str], None]

FIELD = """\
        patience:
          type: integer
          format: int64
          description: How long to wait.
          examples: [5]
        messages:
          type: array
          description: The conversation so far, the oldest message first.
"""
OPTION = """\
        warmth:
          type: number
          description: How warm.
          examples: [0.5]
        num_predict:
          type: integer
"""
ROUTES = """\
  /api/rate/{name}:
    post:
      operationId: rateModel
      tags: [models]
      summary: Rate a model
      description: Rates it.
      parameters:
        - name: name
          in: path
          required: true
          description: Who rates.
          schema: { type: string }
          examples: { one: { summary: One, value: ada } }
      requestBody:
        required: true
        description: The rating.
        content:
          application/json:
            schema: { $ref: "#/components/schemas/RateRequest" }
            examples: { one: { summary: One, value: { model: a, stars: 5 } } }
      responses:
        "200":
          description: The mean.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Rating" }
              examples: { one: { summary: One, value: { mean: 4.5, kinds: [], state: new } } }
  /api/watch:
    post:
      operationId: watchModel
      tags: [models]
      summary: Watch a model
      description: Watches it.
      requestBody:
        required: true
        description: What to watch.
        content:
          application/json:
            schema: { $ref: "#/components/schemas/WatchRequest" }
            examples:
              lines: { summary: Lines, value: { model: a } }
              whole: { summary: Whole, value: { model: a, stream: false } }
      responses:
        "200":
          description: What was seen.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Sight" }
              examples: { one: { summary: One, value: { seen: a, done: true } } }
            application/x-ndjson:
              schema:
                oneOf:
                  - $ref: "#/components/schemas/Sight"
                  - $ref: "#/components/schemas/ErrorBody"
              x-stream:
                flag: stream
                lines: delta
                error: error
                terminator: { field: done, value: true }
              examples: { one: { summary: One, value: { seen: a, done: true } } }
  /api/copy:
    post:
      operationId: copyModel
"""
SCHEMAS = """\
    RateRequest:
      type: object
      description: A rating.
      required: [model, stars]
      properties:
        model: { type: string, description: Its name. }
        stars: { type: integer, format: int64, description: How many. }
        notes: { type: array, description: Notes., items: { type: string } }
        size: { $ref: "#/components/schemas/CopyRequest" }
        scope: { description: What is rated., oneOf: [{ type: string }, { type: boolean }] }
    Rating:
      type: object
      description: The mean.
      required: [mean, kinds, state]
      properties:
        mean: { type: number, description: The mean. }
        kinds: { type: array, description: Kinds., items: { type: string } }
        state: { type: string, enum: [new, old], description: How old. }
        hint: { type: string, description: A hint. }
    WatchRequest:
      type: object
      description: What to watch.
      required: [model]
      properties:
        model: { type: string, description: Its name. }
        stream: { type: boolean, default: true, description: A stream (application/x-ndjson). }
    Sight:
      type: object
      description: What was seen.
      required: [seen, done]
      properties:
        seen: { type: string, description: What. }
        done: { type: boolean, description: Whether it is the last. }
    CopyRequest:
      type: object
"""

#: The additions to the description, and the text before which they are inserted.
GAINED = (
    (FIELD, "        messages:"),
    (OPTION, "        num_predict:"),
    (ROUTES, "  /api/copy:"),
    (SCHEMAS, "    CopyRequest:"),
)

PRELUDE = """\
import json
import httpx
import ollama_client
from ollama_client import errors, models
from ollama.testing import OllamaServer

def post(path, **body):
    return http.post(path, json=body)

def error(response):
    return response.status_code, response.json()["error"]

def raised(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")

SAID = [{"role": "user", "content": "hi"}]
with OllamaServer() as server, httpx.Client(base_url=server.url, trust_env=False) as http:
    client = ollama_client.Client(base_url=server.url)
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a package rendered from an extended description."""
    folder = tmp_path_factory.mktemp("described")
    changes = [(text[text.index(anchor) :], text) for text, anchor in GAINED]
    out = folder / "rendered" / "ollama_client"
    done = run_generator("--spec", edited(folder, *changes), "--out", out)
    assert done.returncode == 0, done.stderr
    return out.parent


@pytest.fixture
def use(package: Path, tmp_path: Path) -> Use:
    """Return a function that runs a script with the server, its address and clients."""

    def run(script: str) -> None:
        body = textwrap.indent(textwrap.dedent(script), "    ")
        program = f"{PRELUDE}{body}\n    client.close()\nprint('done')\n"
        used = run_python(["-c", program], cwd=tmp_path, PYTHONPATH=str(package))
        assert (used.returncode, used.stdout) == (0, "done\n"), used.stderr

    return run


@pytest.mark.slow
def test_a_field_and_an_option(use: Use) -> None:
    use(
        """
        asked = {"model": "llama3.2", "messages": SAID, "stream": False}
        got = post("/api/chat", **asked, patience=5, options={"warmth": 0.5})
        assert got.json()["message"]["content"] == "You said: hi"
        sent = server.requests[-1].json
        assert (sent["patience"], sent["options"]) == (5, {"warmth": 0.5})
        assert error(post("/api/chat", **asked, patience="long")) == (
            400,
            "json: cannot unmarshal string into Go struct field ChatRequest.patience of type int",
        )
        wrong = post("/api/chat", **asked, options={"warmth": "hot"})
        assert error(wrong) == (500, 'option "warmth" must be of type float32')
        """
    )


@pytest.mark.slow
def test_a_plain_route(use: Use) -> None:
    use(
        """
        neutral = {"mean": 0.0, "kinds": [], "state": "new"}
        got = post("/api/rate/ada", model="a", stars=5, notes=["x"], scope=True, more=1)
        assert (got.status_code, got.json()) == (200, neutral)
        assert (server.requests[-1].path, server.requests[-1].json["stars"]) == ("/api/rate/ada", 5)
        assert http.get("/api/rate/ada").headers["allow"] == "POST"
        assert post("/api/rate").status_code == post("/api/rate/a/b").status_code == 404

        assert error(post("/api/rate/ada", model="a")) == (400, "stars is required")
        cannot = "json: cannot unmarshal "
        for wrong, text in (
            ({"stars": 1.5}, "number 1.5 into Go struct field RateRequest.stars of type int"),
            ({"notes": "x"}, "string into Go struct field RateRequest.notes of type []string"),
            ({"notes": [1]}, "number into Go struct field RateRequest.notes of type string"),
            ({"size": 1}, "number into Go struct field RateRequest.size of type api.CopyRequest"),
            (
                {"size": {"source": 1}},
                "number into Go struct field RateRequest.size.source of type string",
            ),
            ({"scope": 1}, "number into Go struct field RateRequest.scope of type string"),
        ):
            assert error(post("/api/rate/ada", **{"model": "a", "stars": 1, **wrong})) == (
                400,
                cannot + text,
            )

        server.reply('{"mean": 4.5}', route="/api/rate/ada")
        server.fail(503, "busy", route="/api/rate/ada")
        body = models.RateRequest(model="a", stars=5)
        rate = ollama_client.api.models.rate_model.sync
        assert rate(client=client, name="ada", body=body).mean == 4.5
        assert raised(errors.ResponseError, lambda: rate(client=client, name="ada", body=body)
            ).status_code == 503
        server.reply("prose", route="/api/rate/ada")
        status, text = error(post("/api/rate/ada", model="a", stars=1))
        assert status == 500 and "must be JSON, got 'prose'" in text
        """
    )


def test_a_streamed_route(use: Use) -> None:
    use(
        """
        def lines(**body):
            response = post("/api/watch", model="a", **body)
            assert response.headers["content-type"] == "application/x-ndjson"
            return [json.loads(line) for line in response.text.splitlines()]

        nothing, last = {"seen": "", "done": False}, {"seen": "", "done": True}
        assert lines() == lines(stream=True) == [nothing, last]
        assert post("/api/watch", model="a", stream=False).json() == nothing
        assert error(post("/api/watch", model=5))[0] == 400

        watch = ollama_client.api.models.watch_model.stream
        body = models.WatchRequest(model="a")
        server.reply(chunks=['{"seen": "a"}', '{"seen": "b", "done": true}'], route="/api/watch")
        assert [item.seen for item in watch(client=client, body=body)] == ["a", "b"]

        server.fail_mid_stream("gone", after=3, route="/api/watch")
        assert lines() == [nothing, nothing, nothing, {"error": "gone"}]
        server.fail_mid_stream("gone", route="/api/watch")
        assert error(post("/api/watch", model="a", stream=False)) == (500, "gone")
        server.cut(after=2, clean=True, route="/api/watch")
        assert len(list(watch(client=client, body=body))) == 2
        server.cut(after=2, route="/api/watch")
        cut = raised(
            errors.IncompleteStreamError, lambda: list(watch(client=client, body=body))
        )
        assert len(cut.partial) == 2
        assert server.pending == 0
        """
    )


def test_replies_without_a_route_are_not_spent_on_such_operations(use: Use) -> None:
    use(
        """
        server.reply("Hello!")
        post("/api/watch", model="a")
        got = post("/api/chat", model="llama3.2", messages=SAID, stream=False)
        assert got.json()["message"]["content"] == "Hello!"
        """
    )


# -- names in handwritten code ------------------------------------------------------------------


def test_behavior_is_bound_to_operations_that_are_described() -> None:
    described = {module.rpartition(".")[2] for module in OPERATIONS.values()}
    assert set(_routes.BEHAVIOR) == described


def test_fields_that_are_read_in_a_way_of_their_own_exist() -> None:
    for place in _readers.SPECIAL:
        model, _, wire = place.partition(".")
        names = [model] if model != "*" else ["ChatRequest", "GenerateRequest"]
        for name in names:
            cls = getattr(ollama_client.models, name)
            assert wire in {field.wire for field in cls.model_fields.values()}, place
