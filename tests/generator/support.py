"""Helpers for the generator's tests: running it, and the smallest valid spec."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generator import description, document, findings, normalizing, render, rules
from generator.problems import Problem, SpecError
from tests.patience import PATIENCE

ROOT = render.ROOT
SPEC = ROOT / "openapi" / "ollama.yaml"
GOLDEN = Path(__file__).parent / "golden"

#: A spec that satisfies all rules, including our own. Tests change one thing in it.
BASE = """\
openapi: 3.1.0
info:
  title: Tiny
  version: "1"
  description: The smallest spec there is.
servers:
  - url: http://127.0.0.1:9
    description: Here.
tags:
  - name: things
    description: All things.
paths:
  /things/{name}:
    post:
      operationId: makeThing
      tags: [things]
      summary: Make a thing
      description: Makes it.
      parameters:
        - name: name
          in: path
          required: true
          description: Its name.
          schema: { type: string }
          examples: { one: { summary: One, value: a } }
      requestBody:
        required: true
        description: What to make.
        content:
          application/json:
            schema: { $ref: "#/components/schemas/ThingRequest" }
            examples:
              one: { summary: One, value: { stream: false } }
              lines: { summary: Lines, value: {} }
      responses:
        "200":
          description: The thing.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Thing" }
              examples: { one: { summary: One, value: { done: true } } }
            application/x-ndjson:
              schema:
                oneOf:
                  - $ref: "#/components/schemas/Thing"
                  - $ref: "#/components/schemas/ErrorBody"
              x-stream:
                flag: stream
                lines: delta
                error: error
                terminator: { field: done, value: true }
              examples: { one: { summary: One, value: { done: true } } }
        "404": { $ref: "#/components/responses/NotFound" }
components:
  responses:
    NotFound:
      description: It is not there.
      content:
        application/json:
          schema: { $ref: "#/components/schemas/ErrorBody" }
          examples: { one: { summary: One, value: { error: gone } } }
  schemas:
    ThingRequest:
      type: object
      description: What to make.
      properties:
        stream: { type: boolean, default: true, description: A stream (application/x-ndjson). }
        size: { type: integer, format: int64, description: How big. }
        kind: { type: string, enum: [soft, hard], description: Which kind. }
    Thing:
      type: object
      description: A thing.
      required: [done]
      properties:
        done: { type: boolean, description: Whether it is ready. }
        state: { type: string, x-extensible-enum: [new, old], description: How it is. }
        parts:
          type: array
          description: What it is made of.
          items: { $ref: "#/components/schemas/Thing" }
    ErrorBody:
      type: object
      description: Why it failed.
      required: [error]
      properties:
        error: { type: string, description: What went wrong. }
"""


def changed(*changes: tuple[str, str], text: str = BASE) -> str:
    """Return a spec's text with the first occurrence of each piece replaced. It must have one."""
    for old, new in changes:
        assert old in text, f"the spec has no {old!r}"
        text = text.replace(old, new, 1)
    return text


def edited(folder: Path, *changes: tuple[str, str], everywhere: bool = False) -> Path:
    """Copy our description with some pieces replaced, and return its root.

    Args:
        folder: The folder for the copy.
        changes: The pieces to replace, and the replacements. Each must be in one of the files.
        everywhere: Whether to replace every occurrence in all files, not the first in the first.
    """
    copy = folder / "openapi"
    ignored = shutil.ignore_patterns("dist", "lint", "*.md")
    shutil.copytree(SPEC.parent, copy, ignore=ignored)
    files = [copy / SPEC.name, *sorted(set(copy.rglob("*.yaml")) - {copy / SPEC.name})]
    for old, new in changes:
        having = [file for file in files if old in file.read_text(encoding="utf-8")]
        assert having, f"the description has no {old!r}"
        for file in having if everywhere else having[:1]:
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(old, new, -1 if everywhere else 1), encoding="utf-8")
    return copy / SPEC.name


def line_of(text: str, piece: str) -> int:
    """Return the number of the line where a piece of text first occurs."""
    assert piece in text, f"the spec has no {piece!r}"
    return text[: text.index(piece)].count("\n") + 1


def problems_of(text: str, folder: Path, *, house_rules: bool = True) -> list[Problem]:
    """Return the problems of a spec: why it is refused, otherwise the findings about it."""
    path = folder / "spec.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        loaded, notes = normalizing.normalized(description.load(path, "spec.yaml"))
        rules.check(loaded)
    except SpecError as error:
        return error.problems
    missed = rules.missed(loaded).values() if house_rules else ()
    return [*notes, *(problem for problems in missed for problem in problems)]


def refusal_of(path: Path) -> str:
    """Return the generator's message about a spec that it does not render."""
    try:
        render.view_of(path, path.name)
    except SpecError as error:
        return f"{error}\n"
    return ""


def notes_of(path: Path) -> str:
    """Return the generator's notes about a spec."""
    view = render.view_of(path, path.name)
    return "".join(f"{note}\n" for note in findings.sorted_problems(view.notes))


def run_generator(
    *arguments: str | Path, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `python -m generator` as a user would."""
    return run_python(["-m", "generator", *map(str, arguments)], cwd=cwd, **environment)


def run_python(
    arguments: Sequence[str], *, cwd: Path = ROOT, timeout: float = PATIENCE, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run this interpreter with the repository on its path and warnings as errors."""
    paths = [environment.pop("PYTHONPATH", ""), str(ROOT)]
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files below a folder by their relative paths, without byte code."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def schemas_of(spec: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all schemas of a description with their places, but no examples that look like one."""

    def below(place: str, schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        if not isinstance(schema, dict):
            return
        yield place, schema
        for name, field in schema.get("properties", {}).items():
            yield from below(f"{place}.{name}", field)
        for key in ("items", "additionalProperties", "contentSchema"):
            yield from below(f"{place}[{key}]", schema.get(key))
        for key in ("oneOf", "anyOf", "allOf"):
            for index, option in enumerate(schema.get(key, ())):
                yield from below(f"{place}[{key}/{index}]", option)

    for name, schema in spec.get("components", {}).get("schemas", {}).items():
        yield from below(name, schema)
    for place, holder in contents_of(spec):
        for key in ("schema", "itemSchema"):
            yield from below(place, holder.get(key))


def contents_of(spec: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every media type and parameter with its place."""
    for place, operation in operations_of(spec):
        for parameter in operation.get("parameters", ()):
            yield f"{place} {parameter['name']}", parameter
        for name, media_type in operation.get("requestBody", {}).get("content", {}).items():
            yield f"{place} request {name}", media_type
        for status, answer in operation["responses"].items():
            for name, media_type in resolved(spec, answer).get("content", {}).items():
                yield f"{place} {status} {name}", media_type


def operations_of(spec: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all operations, with the parameters of their paths, and their methods and paths."""
    for path, item in spec["paths"].items():
        for method in [key for key in item if key in document.METHODS]:
            own = [*item.get("parameters", ()), *item[method].get("parameters", ())]
            parameters = [resolved(spec, parameter) for parameter in own]
            yield f"{method} {path}", {**item[method], "parameters": parameters}


def resolved(spec: Any, value: dict[str, Any]) -> dict[str, Any]:
    """Return the target of a reference, or the value itself."""
    while "$ref" in value:
        section, name = str(value["$ref"]).split("/")[2:]
        value = spec["components"][section][name]
    return value
