"""Changes of the API: only the description is edited, and the client supports the new feature."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import __main__ as command
from generator import render

from .support import changed, edited, run_python

#: A function that takes an edited description and a script.
Use = Callable[[Path, str], None]

#: The beginning of every script: a client, and a server that gives specified answers.
PRELUDE = """\
import asyncio, json
from typing import get_args
import httpx, respx
from ollama_client import Client, models

client = Client(base_url="http://127.0.0.1:9")

def answering(method, path, answer):
    url = f"http://127.0.0.1:9{path}"
    return respx.route(method=method, url=url).mock(return_value=httpx.Response(200, json=answer))

def sent(route):
    return json.loads(route.calls.last.request.content)

with respx.mock:
"""


@pytest.fixture
def use(tmp_path: Path) -> Use:
    """Return a function that renders an edited description and runs a script with the result."""

    def run(spec: Path, script: str) -> None:
        out = tmp_path / "rendered" / "ollama_client"
        assert command.main(["--spec", str(spec), "--out", str(out)]) == 0
        body = textwrap.indent(textwrap.dedent(script), "    ")
        program = f"{PRELUDE}{body}\nclient.close()\nprint('done')\n"
        used = run_python(["-c", program], cwd=tmp_path, PYTHONPATH=str(out.parent))
        assert (used.returncode, used.stdout) == (0, "done\n"), used.stderr

    return run


@pytest.mark.slow
def test_a_field_is_renamed(use: Use, tmp_path: Path) -> None:
    use(
        edited(tmp_path, ("destination", "target"), everywhere=True),
        """
        from ollama_client.api.models import copy_model
        route = answering("POST", "/api/copy", None)
        copy_model.sync(client=client, body=models.CopyRequest(source="a", target="b"))
        assert sent(route) == {"source": "a", "target": "b"}
        assert models.CopyRequest.from_dict({"source": "a", "target": "b"}).target == "b"
        assert "target" in models.CopyRequest.model_fields
        try:
            models.CopyRequest(source="a", destination="b")
        except (TypeError, ValueError) as error:
            assert "destination" in str(error) or "target" in str(error)
        else:
            raise AssertionError("the old name is still taken")
        """,
    )


@pytest.mark.slow
def test_an_optional_field_is_added(use: Use, tmp_path: Path) -> None:
    version = (
        "        version:\n          type: string\n          description: Version of the server."
    )
    source = (
        "        source:\n          type: string\n          description: Name of the model to copy."
    )
    commit = (
        "        commit:\n          type: string\n          description: The revision it was built"
        " from.\n          examples: [abc123]\n"
    )
    force = (
        "        force:\n          type: boolean\n          default: false\n"
        "          description: Replace a model of that name.\n"
    )
    use(
        edited(tmp_path, (version, commit + version), (source, force + source)),
        """
        from ollama_client.api.models import copy_model
        from ollama_client.api.server import get_version
        answering("GET", "/api/version", {"version": "1", "commit": "abc123"})
        answer = get_version.sync(client=client)
        assert answer.commit == "abc123"
        assert answer.model_dump() == {"commit": "abc123", "version": "1"}
        assert models.VersionResponse.from_dict({"version": "1"}).commit is None
        # Programs compare dumps with those of the official types, which lack the new field.
        assert models.VersionResponse.from_dict({"version": "1"}).model_dump() == {"version": "1"}
        assert models.CopyRequest(source="a", destination="b").model_dump().keys() == {
            "source", "destination"
        }
        assert asyncio.run(get_version.asyncio(client=client)).commit == "abc123"
        route = answering("POST", "/api/copy", None)
        body = models.CopyRequest(source="a", destination="b", force=True)
        copy_model.sync(client=client, body=body)
        assert sent(route) == {"source": "a", "destination": "b", "force": True}
        copy_model.sync(client=client, body=models.CopyRequest(source="a", destination="b"))
        assert sent(route) == {"source": "a", "destination": "b"}
        """,
    )


OPERATION = """\
  /api/rename:
    post:
      operationId: renameModel
      tags: [models]
      summary: Rename a model
      description: Gives a model another name.
      requestBody:
        description: The model and its new name.
        required: true
        content:
          application/json:
            schema:
              $ref: "#/components/schemas/RenameRequest"
            examples:
              rename:
                summary: Rename a model
                value: { model: a, name: b }
      responses:
        "200":
          description: The model has the new name.
          content:
            application/json:
              schema:
                $ref: "#/components/schemas/RenameResponse"
              examples:
                done:
                  summary: Done
                  value: { name: b, aliases: [{ name: a }] }
        "404":
          $ref: "#/components/responses/NotFound"

"""

COMPONENTS = """\
    RenameRequest:
      type: object
      description: The model and its new name.
      required: [model, name]
      properties:
        model: { type: string, description: Name of the model. }
        name: { type: string, description: Its new name. }

    RenameResponse:
      type: object
      description: Where the model is now.
      required: [name, aliases]
      properties:
        name: { type: string, description: The new name. }
        aliases:
          type: array
          description: Older names that still work.
          items:
            $ref: "#/components/schemas/RenameAlias"

    RenameAlias:
      type: object
      description: An older name.
      required: [name]
      properties:
        name: { type: string, description: The name. }

"""


@pytest.mark.slow
def test_an_operation_is_added(use: Use, tmp_path: Path) -> None:
    edits = (
        ("  /api/copy:\n", f"{OPERATION}  /api/copy:\n"),
        ("    CopyRequest:\n", f"{COMPONENTS}    CopyRequest:\n"),
    )
    use(
        edited(tmp_path, *edits),
        """
        from ollama_client.api.models import rename_model
        from ollama_client.errors import NotFoundError
        route = answering("POST", "/api/rename", {"name": "b", "aliases": [{"name": "a"}]})
        body = models.RenameRequest(model="a", name="b")
        answer = rename_model.sync(client=client, body=body)
        assert isinstance(answer, models.RenameResponse)
        assert isinstance(answer.aliases[0], models.RenameAlias)
        assert (answer.name, answer.aliases[0].name) == ("b", "a")
        assert sent(route) == {"model": "a", "name": "b"}
        assert asyncio.run(rename_model.asyncio(client=client, body=body)) == answer
        assert "RenameRequest" in models.__all__
        route.mock(return_value=httpx.Response(404, json={"error": "no such model"}))
        try:
            rename_model.sync(client=client, body=body)
        except NotFoundError as error:
            assert error.error == "no such model"
        else:
            raise AssertionError("404 raised nothing")
        """,
    )


@pytest.mark.slow
def test_a_value_is_added_to_an_enum(use: Use, tmp_path: Path) -> None:
    edits = (
        ("[low, medium, high, xhigh, max]", "[low, medium, high, xhigh, max, boundless]"),
        ('      enum: ["", json]', '      enum: ["", json, xml]'),
    )
    use(
        edited(tmp_path, *edits),
        """
        def words(annotation):
            found = set()
            for argument in get_args(annotation):
                found |= {argument} if isinstance(argument, str) else words(argument)
            return found

        assert "boundless" in words(models.ThinkLevel)
        assert words(models.AnswerFormatKeyword) >= {"", "json", "xml"}
        assert "'boundless'" in models.ChatRequest.__annotations__["think"]
        assert "'xml'" in models.ChatRequest.__annotations__["format"]
        body = models.ChatRequest(model="m", think="boundless", format="xml")
        assert body.to_dict() == {"model": "m", "think": "boundless", "format": "xml"}
        """,
    )


@pytest.mark.slow
def test_a_change_shows_in_the_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from generator import __main__ as command

    edit = ("destination:\n          type: string", "target:\n          type: string")
    edits = (edit, ("[source, destination]", "[source, target]"))
    spec = edited(tmp_path, *edits, ("destination: llama3-backup", "target: llama3-backup"))
    overlay = spec.with_name("python.overlay.yaml")
    text = overlay.read_text(encoding="utf-8")
    overlay.write_text(changed(edits[1], text=text), encoding="utf-8")
    kept = render.ROOT / "generated" / "ollama_client"
    assert command.main(["--check", "--spec", str(spec), "--out", str(kept)]) == 1
    # All headers contain the name of the spec, so all files differ.
    printed = capsys.readouterr().out
    assert "models/copy_request.py: differs" in printed
    assert "GENERATED.json: differs" in printed
