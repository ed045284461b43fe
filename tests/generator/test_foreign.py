"""Descriptions that do not follow our conventions: each can be rendered, type-checks and works.

Those in `foreign/` are our own sketches with constructs that other descriptions have. The script
beside each one uses the client that is rendered from it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator import __main__ as command
from generator import description, normalizing, render
from generator.problems import SpecError

from .support import BASE, ROOT, SPEC, changed, run_python

pytestmark = pytest.mark.slow

FOREIGN = Path(__file__).parent / "foreign"
DIST = ROOT / "openapi" / "dist"
USED = {"archive": "archive-3.1.yaml", "library": "library-3.0.yaml"}


@pytest.fixture(scope="module", params=USED)
def package(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Return the name of a sketch, and the folder of the package rendered from it."""
    folder = tmp_path_factory.mktemp(request.param)
    render.render(FOREIGN / USED[request.param], folder / "ollama_client")
    return request.param, folder


def test_the_client_works(package: tuple[str, Path]) -> None:
    name, folder = package
    script = FOREIGN / f"use_{name}.py"
    done = run_python([str(script)], cwd=folder, PYTHONPATH=str(folder))
    assert done.returncode == 0, done.stderr
    uses = re.findall(r"^def (\w+)\(\) -> None:", script.read_text(encoding="utf-8"), re.M)
    assert done.stdout.split() == [use for use in uses if use != "main"]


@pytest.mark.slow
def test_the_client_type_checks(package: tuple[str, Path]) -> None:
    name, folder = package
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--config-file="),
            *(str(FOREIGN / f"use_{name}.py"), str(folder / "ollama_client")),
        ],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


# ---------------------------------------------------------------------- what changes, what stays


def test_our_own_description_is_normal() -> None:
    loaded = description.load(SPEC)
    normal, notes = normalizing.normalized(loaded)
    assert normal.data == loaded.data
    assert notes == []


@pytest.mark.slow
def test_our_description_in_other_versions_of_openapi_renders() -> None:
    ours = render.view_of(SPEC, "spec.yaml")
    for name in ("openapi-3.1.json", "openapi-3.2.json", "openapi-3.0-portable.json"):
        view = render.view_of(DIST / name, name)
        assert [it.id for it in view.operations] == [it.id for it in ours.operations], name
    streaming = render.view_of(DIST / "openapi-3.2.json", "3.2")
    streams = {it.id: it.stream and it.stream.media_type for it in streaming.operations}
    assert streams == {it.id: it.stream and it.stream.media_type for it in ours.operations}


def normal(text: str) -> tuple[Any, list[str]]:
    from generator import document

    loaded, notes = normalizing.normalized(document.parse(text, "spec.yaml"))
    return loaded.data, [note.message for note in notes]


def schema_of(written: dict[str, Any], version: str = "3.0.3") -> Any:
    """Return the normal form of a property's schema."""
    spec = yaml.safe_load(BASE)
    spec["openapi"] = version
    spec["components"]["schemas"]["Thing"]["properties"]["x"] = written
    data, _ = normal(json.dumps(spec))
    return data["components"]["schemas"]["Thing"]["properties"]["x"]


THING = {"$ref": "#/components/schemas/Thing"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"type": "string", "nullable": True, "enum": ["a", "b"]},
            {"type": ["string", "null"], "enum": ["a", "b", None]},
        ),
        ({"$ref": THING["$ref"], "nullable": True}, {"oneOf": [THING, {"type": "null"}]}),
        (
            {"allOf": [THING], "nullable": True, "description": "a"},
            {"oneOf": [THING, {"type": "null"}], "description": "a"},
        ),
        ({"allOf": [THING], "description": "a"}, {**THING, "description": "a"}),
        (
            {"oneOf": [THING, {"type": "string"}], "nullable": True},
            {"oneOf": [THING, {"type": "string"}, {"type": "null"}]},
        ),
        (
            {"allOf": [{"type": "string"}, {"maxLength": 3}]},
            {"type": "string", "maxLength": 3},
        ),
        (
            {"type": "integer", "minimum": 1, "exclusiveMinimum": True},
            {"type": "integer", "exclusiveMinimum": 1},
        ),
        (
            {"type": "integer", "maximum": 1, "exclusiveMaximum": False},
            {"type": "integer", "maximum": 1},
        ),
        ({"properties": {"a": {}}}, {"properties": {"a": {}}, "type": "object"}),
        ({"type": "array"}, {"type": "array", "items": {}}),
        ({"type": "string", "enum": [1, 2]}, {"type": "string", "enum": ["1", "2"]}),
        ({"type": "string", "enum": ["a", "a"]}, {"type": "string", "enum": ["a"]}),
        ({"type": "number", "enum": [0.5, 1]}, {"type": "number"}),
        ({"type": "string", "xml": {"name": "a"}, "not": {}}, {"type": "string"}),
        (
            {"$ref": "#/components/schemas/Thing/properties/done"},
            {"type": "boolean", "description": "Whether it is ready."},
        ),
    ],
)
def test_a_schema_in_its_normal_form(written: dict[str, Any], expected: dict[str, Any]) -> None:
    assert schema_of(written) == expected


def test_components_are_renamed_wherever_they_are_referred_to() -> None:
    text = BASE.replace('schemas/Thing"', 'schemas/a-thing"').replace(
        "    Thing:\n", "    a-thing:\n"
    )
    data, notes = normal(text)
    assert "'a-thing' cannot be a class name: it is renamed to AThing" in notes
    assert "a-thing" not in json.dumps(data["components"]["schemas"])
    assert data["components"]["schemas"]["AThing"]["properties"]["parts"]["items"] == {
        "$ref": "#/components/schemas/AThing"
    }


def test_a_problem_of_a_renamed_component_names_it_as_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "spec.yaml"
    text = BASE + '    a-b: { type: object, properties: { c: { $ref: "#/nowhere" } } }\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        render.view_of(path, "spec.yaml")
    line = len(text.splitlines())
    assert str(caught.value).startswith(f"spec.yaml:{line}: #/components/schemas/a-b/properties/c")


@pytest.mark.parametrize(
    ("url", "variables", "expected"),
    [
        ("https://{host}/v1", {"host": {"default": "a.example"}}, "https://a.example/v1"),
        ("/v1", {}, "http://localhost/v1"),
        ("https://a.example", {}, "https://a.example"),
    ],
)
def test_a_server(url: str, variables: dict[str, Any], expected: str) -> None:
    spec = yaml.safe_load(BASE)
    spec["servers"] = [{"url": url, "variables": variables}]
    assert normal(json.dumps(spec))[0]["servers"][0]["url"] == expected


@pytest.mark.parametrize("version", ["2.0", "4.0.0", "3.3.0"])
def test_other_versions_are_refused_with_what_to_do(version: str) -> None:
    text = BASE.replace("openapi: 3.1.0", f'openapi: "{version}"')
    with pytest.raises(SpecError, match=r"spec\.yaml:1: #/openapi: .* expected 3\.0, 3\.1 or 3\.2"):
        normal(text)
    with pytest.raises(SpecError, match=r"#/swagger: .*: convert it to OpenAPI 3 first"):
        normal(BASE.replace("openapi: 3.1.0", 'swagger: "2.0"'))


# ---------------------------------------------------------------------- what the command says


SKETCH = changed(("    description: All things.\n", ""), ("tags:\n", "webhooks: {}\ntags:\n"))


def written(folder: Path, text: str) -> tuple[Path, str, str]:
    """Write a spec, and return its path as an argument and the folder to render it into."""
    path = folder / "sketch.yaml"
    path.write_text(text, encoding="utf-8")
    return path, str(path), str(folder / "ollama_client")


def test_a_sketch_renders_with_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, spec, out = written(tmp_path, SKETCH)
    assert command.main(["--spec", spec, "--out", out]) == 0
    printed = capsys.readouterr()
    assert printed.out == "rendered 1 operations and 3 models of Tiny 1\n"
    assert printed.err.splitlines() == [
        "note: sketch.yaml:9: #/webhooks: `webhooks` is left out: a client cannot receive calls",
        "note: 1 place(s) violate house rules: descriptions 1",
        f"note: `python -m generator lint --spec {path}` lists every place",
    ]


def test_the_lint_lists_every_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, spec, _ = written(tmp_path, SKETCH)
    assert command.main(["lint", "--spec", spec]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "sketch.yaml:9: #/webhooks: `webhooks` is left out: a client cannot receive calls",
        "sketch.yaml:11: #/tags/0: `description` is missing",
        "2 finding(s)",
    ]
    _, spec, _ = written(tmp_path, BASE)
    assert command.main(["--spec", spec, "lint"]) == 0
    assert capsys.readouterr().out == "no findings\n"
    _, spec, _ = written(tmp_path, "openapi: 4.0.0\n")
    assert command.main(["lint", "--spec", spec]) == 2


def test_our_own_description_has_no_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["lint"]) == 0
    assert capsys.readouterr().out == "no findings\n"


def test_examples_can_be_left_unchecked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, spec, out = written(tmp_path, changed(("value: { done: true }", "value: { done: yes-sir }")))
    assert command.main(["--spec", spec, "--out", out]) == 2
    assert 'value/done: "yes-sir" is not of the type boolean' in capsys.readouterr().err
    assert not Path(out).exists()
    assert command.main(["--spec", spec, "--out", out, "--no-examples"]) == 0
