"""Descriptions in several files: how they become one document, and where problems are reported."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import description, rules
from generator.problems import SpecError

from .support import GOLDEN, SPEC, changed, line_of

ROOT_TEXT = changed(
    (
        "paths:\n",
        'paths:\n  /other/{id}: { $ref: "other.yaml#/paths/~1other~1%7Bid%7D" }\n',
    ),
    (
        "              one: { summary: One, value: { stream: false } }\n",
        '              one: { $ref: "examples/makeThing.yaml#/request/one" }\n',
    ),
)

EXAMPLES = """\
# Examples of makeThing.

request:
  one:
    summary: One
    value: { stream: false, size: 3 }
"""

OTHER = """\
openapi: 3.1.0
info: { title: Other, version: "1", description: Another API. }
servers:
  - url: http://127.0.0.1:9
    description: Here.
tags:
  - name: others
    description: All others.
paths:
  /other/{id}:
    get:
      operationId: getOther
      tags: [others]
      summary: Get another thing
      description: Gets it.
      parameters:
        - name: id
          in: path
          required: true
          description: Which.
          schema: { type: string }
          examples: { one: { $ref: "examples/getOther.yaml#/id/one" } }
      responses:
        "200":
          description: It.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Shape" }
              examples: { one: { summary: One, value: { kind: square, $ref: "no#/where" } } }
        "404": { $ref: "ollama.yaml#/components/responses/NotFound" }
components:
  schemas:
    Shape:
      description: A shape.
      discriminator:
        propertyName: kind
        mapping: { square: "#/components/schemas/Square" }
      oneOf:
        - $ref: "#/components/schemas/Square"
    Square:
      type: object
      description: A square.
      required: [kind]
      properties:
        kind: { const: square, type: string, description: What it is. }
        of: { $ref: "ollama.yaml#/components/schemas/Thing", description: What it is made of. }
"""

OTHER_EXAMPLES = 'id:\n  one: { summary: One, value: "7" }\n'

FILES = {
    "ollama.yaml": ROOT_TEXT,
    "other.yaml": OTHER,
    "examples/makeThing.yaml": EXAMPLES,
    "examples/getOther.yaml": OTHER_EXAMPLES,
}


def written(folder: Path, **changes: str) -> Path:
    for name, text in {**FILES, **changes}.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "ollama.yaml"


def problems_of(path: Path) -> list[str]:
    try:
        loaded = description.load(path, "openapi/ollama.yaml")
        rules.check(loaded)
    except SpecError as error:
        return str(error).splitlines()
    return [str(one) for found in rules.missed(loaded).values() for one in found]


# ---------------------------------------------------------------------- one document


def test_files_become_one_document(tmp_path: Path) -> None:
    loaded = description.load(written(tmp_path), "openapi/ollama.yaml")
    rules.check(loaded)
    assert [operation.id for operation in loaded.operations()] == ["getOther", "makeThing"]
    assert list(loaded.schemas) == ["ThingRequest", "Thing", "ErrorBody", "Shape", "Square"]
    assert [tag["name"] for tag in loaded.data["tags"]] == ["things", "others"]
    item = loaded.data["paths"]["/other/{id}"]["get"]
    assert item["responses"]["404"] == {"$ref": "#/components/responses/NotFound"}
    assert item["parameters"][0]["examples"] == {"one": {"summary": "One", "value": "7"}}
    assert loaded.schemas["Square"]["properties"]["of"] == {
        "$ref": "#/components/schemas/Thing",
        "description": "What it is made of.",
    }
    assert loaded.file == "openapi/ollama.yaml"
    assert set(loaded.sources) == {f"openapi/{name}" for name in FILES}


def test_what_looks_like_a_reference_in_an_example_stays(tmp_path: Path) -> None:
    loaded = description.load(written(tmp_path))
    content = loaded.operations()[0].data["responses"]["200"]["content"]["application/json"]
    assert content["examples"]["one"]["value"] == {"kind": "square", "$ref": "no#/where"}


@pytest.mark.parametrize(
    ("pointer", "file", "piece"),
    [
        ("paths /things/{name} post operationId", "ollama.yaml", "operationId"),
        ("paths /other/{id}", "other.yaml", "/other/{id}:"),
        ("paths /other/{id} get operationId", "other.yaml", "operationId"),
        ("components schemas Square properties of", "other.yaml", "of: {"),
        ("components schemas Thing", "ollama.yaml", "    Thing:\n"),
        ("tags 1 name", "other.yaml", "name: others"),
        (
            "paths /things/{name} post requestBody content application/json examples one value",
            "examples/makeThing.yaml",
            "value:",
        ),
    ],
)
def test_every_value_has_its_file_and_line(
    pointer: str, file: str, piece: str, tmp_path: Path
) -> None:
    loaded = description.load(written(tmp_path), "openapi/ollama.yaml")
    expected = (f"openapi/{file}", line_of(FILES[file], piece))
    assert loaded.origin(tuple(pointer.split(" "))) == expected


def test_a_mapping_may_lead_to_another_file(tmp_path: Path) -> None:
    """The union is in one file, and its member in another."""
    shape = OTHER[OTHER.index("    Shape:") : OTHER.index("    Square:")]
    moved = shape.replace("#/components", "other.yaml#/components")
    root = changed(("    ErrorBody:\n", f"{moved}    ErrorBody:\n"), text=ROOT_TEXT)
    other = changed(
        (shape, ""),
        ('"#/components/schemas/Shape"', '"ollama.yaml#/components/schemas/Shape"'),
        text=OTHER,
    )
    loaded = description.load(written(tmp_path, **{"ollama.yaml": root, "other.yaml": other}))
    rules.check(loaded)
    square = "#/components/schemas/Square"
    assert loaded.schemas["Shape"]["discriminator"]["mapping"] == {"square": square}
    assert loaded.schemas["Shape"]["oneOf"] == [{"$ref": square}]


def test_one_file_stays_as_it_is() -> None:
    path = GOLDEN / "spec.yaml"
    loaded = description.load(path, "spec.yaml")
    assert loaded.data == description.parse(path.read_text(encoding="utf-8"), "spec.yaml").data
    assert all(loaded.has(pointer) for pointer, _ in loaded.walk())


# ---------------------------------------------------------------------- problems

#: A change in one of the files, the text of the reported line, and the message.
PROBLEMS = {
    "no such file": (
        "ollama.yaml",
        ("other.yaml#", "others.yaml#"),
        "/other/{id}",
        "#/paths/~1other~1{id}/$ref: there is no file 'others.yaml'",
    ),
    "no such path": (
        "ollama.yaml",
        ("~1other~1%7Bid%7D", "~1other"),
        "/other/{id}",
        "#/paths/~1other~1{id}/$ref: 'other.yaml#/paths/~1other' does not exist",
    ),
    "no such example": (
        "other.yaml",
        ("#/id/one", "#/id/two"),
        "#/id/two",
        "#/paths/~1other~1{id}/get/parameters/0/examples/one/$ref: "
        "'examples/getOther.yaml#/id/two' does not exist",
    ),
    "no such component": (
        "other.yaml",
        ("schemas/Thing", "schemas/Thin"),
        "schemas/Thin",
        "#/components/schemas/Square/properties/of/$ref: "
        "'ollama.yaml#/components/schemas/Thin' does not exist",
    ),
    "no component at all": (
        "other.yaml",
        ("ollama.yaml#/components/schemas/Thing", "ollama.yaml#/info"),
        "#/info",
        "#/components/schemas/Square/properties/of/$ref: "
        "'ollama.yaml#/info' is not a component of components/schemas",
    ),
    "two components of one name": (
        "other.yaml",
        ("    Square:\n", "    Thing: { type: string, description: x }\n    Square:\n"),
        "    Thing:",
        "#/components/schemas/Thing: ollama.yaml also has a component of this name",
    ),
    "an example that nothing leads to": (
        "examples/makeThing.yaml",
        ("  one:\n", "  two: { summary: Two, value: {} }\n  one:\n"),
        "two:",
        "#/request/two: nothing refers to this",
    ),
    "a path that nothing leads to": (
        "other.yaml",
        ("  /other/{id}:\n", "  /lost: {}\n  /other/{id}:\n"),
        "/lost",
        "#/paths/~1lost: nothing refers to this",
    ),
    "another server": (
        "other.yaml",
        ("127.0.0.1:9", "127.0.0.1:8"),
        "servers:",
        "#/servers: differs from ollama.yaml; only the value there is used",
    ),
    "words beside a reference": (
        "ollama.yaml",
        ('makeThing.yaml#/request/one"', 'makeThing.yaml#/request/one", summary: x'),
        "summary: x",
        "#/paths/~1things~1{name}/post/requestBody/content/application~1json/"
        "examples/one/$ref: a reference to another file cannot have other keys",
    ),
    "a file that is not YAML": (
        "examples/getOther.yaml",
        ("id:\n", "id: [\n"),
        "",
        "#: is not YAML: ",
    ),
    "a rule of the house": (
        "other.yaml",
        ("summary: Get another thing", "summary: Get another thing."),
        "another thing.",
        "#/paths/~1other~1{id}/get/summary: a summary must have at most 60 characters, ",
    ),
    "a long line": (
        "examples/makeThing.yaml",
        ("summary: One", "summary: One " + 30 * "and "),
        "and and",
        "#: the line has more than 100 columns",
    ),
}


@pytest.mark.parametrize(("file", "change", "piece", "expected"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_problem_is_reported_where_it_stands(
    file: str, change: tuple[str, str], piece: str, expected: str, tmp_path: Path
) -> None:
    text = changed(change, text=FILES[file])
    path = written(tmp_path, **{file: text})
    number = line_of(text, piece) if piece else text.count("\n") + 1
    found = problems_of(path)
    place = f"openapi/{file}:{number}: "
    assert any(line.startswith(f"{place}{expected}") for line in found), found


# ---------------------------------------------------------------------- ours


@pytest.mark.slow
def test_each_family_can_be_read_alone() -> None:
    """The linters read them alone without findings. Here it is enough that they are documents."""
    files = sorted(SPEC.parent.glob("*.yaml"))
    names = [file.name for file in files if "openapi:" in file.read_text(encoding="utf-8")]
    assert names == ["anthropic.yaml", "ollama.yaml", "openai.yaml", "systemone.yaml"]
    for name in names:
        data: Any = yaml.safe_load(SPEC.with_name(name).read_text(encoding="utf-8"))
        assert data["openapi"].startswith("3.1.")
        assert data["paths"]


def test_the_file_of_the_native_routes_stays_readable() -> None:
    assert len(SPEC.read_text(encoding="utf-8").splitlines()) < 3000


@pytest.mark.slow
def test_examples_are_named_by_operation() -> None:
    """Each file has the name of an operation, or that of a family for its errors."""
    loaded = description.load(SPEC)
    ids = {operation.id for operation in loaded.operations()}
    names = {file.stem for file in SPEC.parent.glob("examples/*.yaml")}
    assert names - ids == {"errors", "openaiErrors", "anthropicErrors"}
    for operation in loaded.operations():
        text = yaml.dump(operation.data)
        for name in names & ids - {operation.id}:
            assert f"examples/{name}.yaml" not in text


def test_a_commit_is_read_with_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Older commits had one file, with Python's keys in it."""
    from generator.diff import command as diff

    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    folder = tmp_path / "openapi"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    author = ["-c", "user.name=a", "-c", "user.email=a@example.org"]

    def commit() -> None:
        for arguments in (["add", "."], [*author, "commit", "-qm", "x"]):
            subprocess.run([git, *arguments], check=True, capture_output=True)

    subprocess.run([git, "init", "-q"], check=True)
    single = changed(("    Thing:\n", "    Thing:\n      x-python-name: Item\n"))
    (folder / "ollama.yaml").write_text(single, encoding="utf-8")
    commit()
    written(folder)
    overlay = (
        "overlay: 1.0.0\ninfo: { title: a, version: '1' }\nextends: ollama.yaml\nactions:\n"
        "  - { target: $.components.schemas.Thing, update: { x-python-name: Item } }\n"
    )
    (folder / description.OVERLAY).write_text(overlay, encoding="utf-8")
    commit()
    shutil.rmtree(folder)
    new, old = (diff.read(f"HEAD{back}:openapi/ollama.yaml") for back in ("", "~1"))
    assert [operation.id for operation in new.operations()] == ["getOther", "makeThing"]
    assert [operation.id for operation in old.operations()] == ["makeThing"]
    for document in (new, old):
        assert document.schemas["Thing"]["x-python-name"] == "Item"
    assert new.origin(("paths", "/other/{id}"))[0] == "HEAD:openapi/other.yaml"
    assert new.origin(("components", "schemas", "Thing", "x-python-name")) == (
        "HEAD:openapi/python.overlay.yaml",
        5,
    )
