"""After one edit of the description, the facade has the new feature, typed and documented."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import description, facade, methods, render

from .support import ROOT, edited, run_python

pytestmark = pytest.mark.slow

#: Runs a script with the packages rendered from the edited description.
Use = Callable[[str], None]

FIELD = """\
        {name}:
          type: integer
          format: int64
          x-unit: tokens
          description: {doc}
          examples: [3]
"""


def field(component: str, name: str, doc: str) -> tuple[str, str, str]:
    return component, name, FIELD.format(name=name, doc=doc)


#: A request field of chat, one of chat and generate, an option, and an answer field.
FIELDS = [
    field("ChatRequest", "patience", "How many tokens may be wasted."),
    field("ChatRequest", "budget", "How many tokens may be spent."),
    field("GenerateRequest", "budget", "How many tokens may be spent."),
    field("ModelOptions", "num_dream", "Tokens that are dreamt."),
    field("ChatResponse", "wasted_count", "How many tokens were wasted."),
]

OPERATIONS = """\
  /api/rename:
    post:
      operationId: renameModel
      tags: [models]
      summary: Rename a model
      description: Gives a model another name.
      requestBody:
        description: The names.
        required: true
        content:
          application/json:
            schema: { $ref: "#/components/schemas/RenameRequest" }
            examples: { one: { summary: One, value: { model: a, name: b } } }
      responses:
        "200":
          description: The new name.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/RenameResponse" }
              examples: { one: { summary: One, value: { name: b, done: true } } }
        "404": { $ref: "#/components/responses/NotFound" }
  /api/narrate:
    post:
      operationId: narrateModel
      tags: [models]
      summary: Narrate a model
      description: Tells the story of a model.
      requestBody:
        description: The model.
        required: true
        content:
          application/json:
            schema: { $ref: "#/components/schemas/NarrateRequest" }
            examples:
              one: { summary: One, value: { model: a, stream: false } }
              lines: { summary: Lines, value: { model: a } }
      responses:
        "200":
          description: The story.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/RenameResponse" }
              examples: { one: { summary: One, value: { name: b, done: true } } }
            application/x-ndjson:
              schema:
                oneOf:
                  - $ref: "#/components/schemas/RenameResponse"
                  - $ref: "#/components/schemas/ErrorBody"
              x-stream:
                flag: stream
                lines: delta
                error: error
                terminator: { field: done, value: true }
              examples: { one: { summary: One, value: { name: b, done: true } } }
        "404": { $ref: "#/components/responses/NotFound" }
"""

COMPONENTS = """\
    RenameRequest:
      type: object
      description: The names.
      required: [model, name]
      properties:
        model: { type: string, description: The old name. }
        name: { type: string, description: The new name. }
        force: { type: boolean, description: Replace a model of that name. }
    NarrateRequest:
      type: object
      description: The model.
      required: [model]
      properties:
        model: { type: string, description: The name. }
        stream: { type: boolean, default: true, description: A stream (application/x-ndjson). }
        mood: { type: string, description: How it is told. }
    RenameResponse:
      type: object
      description: A name.
      required: [name, done]
      properties:
        name: { type: string, description: The name. }
        done: { type: boolean, description: Whether this is all. }
"""

METHODS = """\
  - target: $.paths['/api/rename'].post
    update: { x-python-method: { name: rename } }
  - target: $.paths['/api/narrate'].post
    update:
      x-python-method:
        name: narrate
        local: { progress: { accepts: Progress, doc: What shows how far it is. } }
"""

#: A strictly type-checked program that uses the edited description.
PROGRAM = """\
import ollama
from ollama import AsyncClient, AsyncResponseStream, Client, ResponseStream
from ollama_client.models import RenameResponse


def sync(client: Client) -> None:
    answer = client.chat("m", "Hi", patience=3, budget=4, options={"num_dream": 5})
    wasted: int | None = answer.wasted_count
    client.generate("m", "Hi", budget=4, think="boundless", format="xml")
    client.parse("m", "Hi", format=int, patience=3)
    client.run_tools("m", "Hi", tools=[], patience=3)
    ollama.Chat("m", patience=3)
    client.copy(source="a", target="b")
    renamed: RenameResponse = client.rename("a", "b", force=True)
    story: ResponseStream[RenameResponse] = client.narrate("a", stream=True, mood="grim")
    told: RenameResponse = client.narrate("a", progress=print)
    print(wasted, renamed, story, told, ollama.rename("a", "b").name)


async def asynchronous(client: AsyncClient) -> None:
    renamed: RenameResponse = await client.rename("a", "b")
    story: AsyncResponseStream[RenameResponse] = await client.narrate("a", stream=True)
    print(renamed, story, await client.chat("m", "Hi", patience=3))


def wrong(client: Client) -> None:
    client.chat("m", "Hi", patience="three")
    client.chat("m", "Hi", options={"num_dream": "five"})
    client.parse("m", "Hi", format=int, patience="three")
    client.rename("a", "b", force=3)
    client.narrate("a", progress=3)
    client.generate("m", "Hi", format="yaml")
"""

PRELUDE = """\
import asyncio, inspect, json, pydoc, typing
import httpx, respx
import ollama
from ollama import AsyncClient, Client
from ollama._methods import keywords

URL = "http://127.0.0.1:9"
ANSWER = {"model": "m", "message": {"role": "assistant", "content": "3"}, "done": True,
          "response": "3", "wasted_count": 7}

def answering(path, answer=ANSWER):
    response = httpx.Response(200, json=answer)
    return respx.post(f"{URL}{path}").mock(return_value=response)

def sent(route):
    return json.loads(route.calls.last.request.content)

client, aclient = Client(URL), AsyncClient(URL)

def both(name, *arguments, **given):
    first = getattr(client, name)(*arguments, **given)
    second = asyncio.run(getattr(aclient, name)(*arguments, **given))
    assert first == second
    return first

with respx.mock:
"""


def with_field(text: str, component: str, name: str, written: str) -> str:
    """Return a description with a field at the beginning of a component."""
    begin = text.index(f"\n    {component}:\n")
    begin = text.index("\n      properties:\n", begin) + len("\n      properties:\n")
    assert f"\n        {name}:" not in text[begin : begin + 5000]
    return text[:begin] + written + text[begin:]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with both packages, rendered once with all edits."""
    folder = tmp_path_factory.mktemp("edit")
    spec = edited(folder, ("destination", "target"), everywhere=True)
    text = spec.read_text(encoding="utf-8")
    for component, name, written in FIELDS:
        text = with_field(text, component, name, written)
    for old, new in (
        ("  /api/copy:\n", f"{OPERATIONS}  /api/copy:\n"),
        ("    CopyRequest:\n", f"{COMPONENTS}    CopyRequest:\n"),
        ("[low, medium, high, xhigh, max]", "[low, medium, high, xhigh, max, boundless]"),
        ('      enum: ["", json]', '      enum: ["", json, xml]'),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    spec.write_text(text, encoding="utf-8")
    overlay = spec.with_name(description.OVERLAY)
    overlay.write_text(overlay.read_text(encoding="utf-8") + METHODS, encoding="utf-8")

    view = render.render(spec, folder / "ollama_client")
    ignored = shutil.ignore_patterns("__pycache__", "_methods")
    shutil.copytree(ROOT / "ollama", folder / "ollama", ignore=ignored)
    loaded = description.load(spec)
    wing = folder / "ollama" / facade.WING
    page = folder / "reference.md"
    facade.render(methods.methods_view(loaded, view), folder / "ollama", wing, page, spec.name)
    return folder


@pytest.fixture
def use(rendered: Path) -> Use:
    def run(script: str) -> None:
        body = textwrap.indent(textwrap.dedent(script), "    ")
        program = f"{PRELUDE}{body}\nprint('done')\n"
        done = run_python(["-c", program], cwd=rendered, PYTHONPATH=str(rendered))
        assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr

    return run


def test_a_request_field_of_chat(use: Use) -> None:
    use(
        """
        route = answering("/api/chat")
        for cls in (Client, AsyncClient):
            parameter = inspect.signature(cls.chat, eval_str=True).parameters["patience"]
            assert parameter.annotation == (int | None) and parameter.default is None
            assert "patience: How many tokens may be wasted." in pydoc.render_doc(cls.chat)
        assert "patience" in keywords.ChatSettings.__annotations__
        both("chat", "m", "Hi", patience=3)
        assert sent(route)["patience"] == 3
        both("parse", "m", "Hi", format=int, patience=4)
        assert sent(route)["patience"] == 4
        assert both("run_tools", "m", "Hi", tools=[], patience=5).text == "3"
        assert sent(route)["patience"] == 5
        chat = ollama.Chat("m", client=client, patience=6)
        chat.send("Hi")
        assert sent(route)["patience"] == 6
        again = ollama.Chat.from_json(chat.to_json(), client=client)
        again.send("Hi")
        assert sent(route)["patience"] == 6
        try:
            client.chat("m", "Hi", patienc=3)
        except TypeError as error:
            assert "chat()" in str(error) and "'patience'" in str(error)
        else:
            raise AssertionError
        try:
            client.generate("m", "Hi", patience=3)
        except TypeError as error:
            assert "generate()" in str(error)
        else:
            raise AssertionError
        """
    )


def test_a_request_field_of_chat_and_generate(use: Use) -> None:
    use(
        """
        chat, generate = answering("/api/chat"), answering("/api/generate")
        both("chat", "m", "Hi", budget=3)
        both("generate", "m", "Hi", budget=4)
        assert (sent(chat)["budget"], sent(generate)["budget"]) == (3, 4)
        both("parse_generate", "m", "Hi", format=int, budget=5)
        assert sent(generate)["budget"] == 5
        for name in ("chat", "generate"):
            assert "budget: How many" in pydoc.render_doc(getattr(Client, name))
        """
    )


def test_an_option(use: Use) -> None:
    use(
        """
        route = answering("/api/chat")
        both("chat", "m", "Hi", options=ollama.Options(num_dream=3))
        assert sent(route)["options"] == {"num_dream": 3}
        both("chat", "m", "Hi", options={"num_dream": 4})
        assert sent(route)["options"] == {"num_dream": 4}
        """
    )


def test_an_answer_field(use: Use) -> None:
    use(
        """
        answering("/api/chat")
        assert both("chat", "m", "Hi").wasted_count == 7
        assert "wasted_count" not in ollama.ChatResponse(
            message=ollama.Message(role="user")).model_dump()
        """
    )


def test_operations_with_methods(use: Use) -> None:
    use(
        """
        route = answering("/api/rename", {"name": "b", "done": True})
        answer = both("rename", "a", "b", force=True)
        assert isinstance(answer, ollama.RenameResponse) and answer.name == "b"
        assert sent(route) == {"model": "a", "name": "b", "force": True}
        parameters = list(inspect.signature(ollama.rename).parameters)
        assert parameters[:4] == ["model", "name", "force", "extra_body"]
        assert typing.get_type_hints(Client.rename)["return"] is ollama.RenameResponse
        doc = pydoc.render_doc(AsyncClient.rename)
        assert "Gives a model another name." in doc and "NotFoundError" in doc
        assert "rename" in dir(ollama)

        lines = b'{"name": "a", "done": false}\\n{"name": "b", "done": true}\\n'
        headers = {"content-type": "application/x-ndjson"}
        route = respx.post(f"{URL}/api/narrate").mock(
            side_effect=lambda _: httpx.Response(200, content=lines, headers=headers))
        stream = client.narrate("a", stream=True, mood="grim")
        assert [it.name for it in stream] == ["a", "b"]
        assert sent(route) == {"model": "a", "mood": "grim", "stream": True}

        async def told():
            return [it.name async for it in await aclient.narrate("a", stream=True)]

        assert asyncio.run(told()) == ["a", "b"]
        route.mock(return_value=httpx.Response(200, json={"name": "c", "done": True}))
        assert both("narrate", "a").name == "c"
        assert sent(route)["stream"] is False
        assert "mood" in keywords.NarrateArguments.__annotations__
        """
    )


def test_a_renamed_field(use: Use) -> None:
    use(
        """
        route = answering("/api/copy", None)
        assert both("copy", source="a", target="b").status == "success"
        assert sent(route) == {"source": "a", "target": "b"}
        assert list(inspect.signature(AsyncClient.copy).parameters)[1:3] == ["source", "target"]
        """
    )


def test_a_value_of_an_enum(use: Use) -> None:
    use(
        """
        route = answering("/api/chat")
        both("chat", "m", "Hi", think="boundless", format="xml")
        assert (sent(route)["think"], sent(route)["format"]) == ("boundless", "xml")
        assert "boundless" in str(typing.get_type_hints(Client.chat)["think"])
        assert "xml" in str(typing.get_type_hints(Client.chat)["format"])
        """
    )


def test_the_reference_page_has_it_all(rendered: Path) -> None:
    page = (rendered / "reference.md").read_text(encoding="utf-8")
    for line in (
        "| `patience`* | `int \\| None` | `None` | How many tokens may be wasted. |",
        "## rename",
        "## narrate",
        "| `target` | `str` | required | Name of the copy. |",
    ):
        assert line in page


@pytest.mark.slow
def test_type_checkers_see_it(rendered: Path) -> None:
    program = rendered / "program.py"
    program.write_text(PROGRAM)
    settings = {
        "typeCheckingMode": "strict",
        "include": ["program.py"],
        "extraPaths": ["."],
        "pythonVersion": "3.11",
        "reportMissingModuleSource": False,
    }
    (rendered / "pyrightconfig.json").write_text(json.dumps(settings))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run(
        [*command, "-p", str(rendered)], capture_output=True, text=True, check=False, timeout=300
    )
    report = json.loads(done.stdout)
    lines = {one["range"]["start"]["line"] + 1 for one in report["generalDiagnostics"]}
    wrong = PROGRAM[: PROGRAM.index("def wrong")].count("\n") + 1
    assert lines == set(range(wrong + 1, PROGRAM.count("\n") + 1)), done.stdout
